"""The reports of the window: 党员增减 and 谈话覆盖."""

from typing import Any

from partydesk.domain.periods import Period
from partydesk.rules.talk_coverage import Level
from partydesk.services import talk_coverage, turnover
from ui.dialogs.report import ReportDialog, ReportPlan
from ui.state import State
from ui.tabs.register_tab import today
from ui.widgets.tab_page import TabPage, Target


def _turns(store: Any, period: Period, _level: object) -> tuple[Any, str]:
    found = turnover.read_turnover(store, period, today())
    return found.turns, turnover.sentence(store, found)


def _covered(store: Any, period: Period, level: str) -> tuple[Any, str]:
    found = talk_coverage.read_coverage(store, period, Level(level), today())
    return found.rows, talk_coverage.sentence(found)


TURNOVER = ReportPlan(
    "党员增减表",
    "turnover",
    "一段时间里谁来、谁走、谁转正，期初、期末平衡；双击一行打开它的记录。",
    turnover.COLUMNS,
    _turns,
    lambda store, period, _level: turnover.turnover_workbook(store, period, today()),
    lambda store, period, _level: turnover.turnover_pdf(store, today(), period),
    wide="told",
    by_year=True,
    target=lambda row: Target(row.record_type, row.record_id),
)

COVERAGE = ReportPlan(
    "谈话覆盖表",
    "talk_coverage",
    "按支委之间、支委与党员、党员之间逐级看谁谈了、谁还没谈；双击一行，给这个人记一次谈话。",
    talk_coverage.COLUMNS,
    _covered,
    lambda store, period, level: talk_coverage.coverage_workbook(
        store, period, Level(level), today()
    ),
    lambda store, period, level: talk_coverage.coverage_pdf(store, period, Level(level), today()),
    wide="partners",
    levels=[(str(each), str(each)) for each in Level],
    target=lambda row: Target(
        "talk", new=True, values={"partners": [{"member_id": row.id, "name": row.name}]}
    ),
)


def show_report(tab: TabPage, plan: ReportPlan, state: State) -> None:
    """Show a report above a tab, and go where the user wants."""
    dialog = ReportDialog(tab.desk, state, plan, tab)
    if dialog.exec() and dialog.chosen is not None:
        tab.go.emit(dialog.chosen)
