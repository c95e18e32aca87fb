"""谈话覆盖表: who was talked with, level by level, as a sheet and on paper."""

from datetime import date

from partydesk.documents.forms.table_report import Report, Table, table_report
from partydesk.domain.fields import Field, Kind
from partydesk.domain.periods import Period
from partydesk.rules.talk_coverage import Coverage, Level, coverage
from partydesk.services.known_facts import facts_of
from partydesk.services.ledgers.pages import printing_of
from partydesk.services.masked_lists import list_workbook, unit_of
from partydesk.storage.store import Store

COLUMNS = (
    Field("姓名", Kind.TEXT, "name"),
    Field("情况", Kind.TEXT, "state"),
    Field("次数", Kind.NUMBER, "times"),
    Field("最近一次", Kind.DAY, "last_on"),
    Field("与谁、何时", Kind.TEXT, "partners"),
    Field("责任人", Kind.TEXT, "owner"),
)


def read_coverage(store: Store, period: Period, level: Level, today: date) -> Coverage:
    """Everyone whom a level is about in a period; those still missing come first."""
    return coverage(facts_of(store, today), period, level)


def sentence(found: Coverage) -> str:
    """How many are covered, and who is not."""
    due, missing = len(found.rows), found.missing
    if not due:
        return f"{found.period.label}{found.level}：还没有应谈的人，请先在设置里登记支委任职。"
    told = f"{found.period.label}{found.level}：应谈 {due} 人，已谈 {due - len(missing)} 人"
    if not missing:
        return f"{told}，全部谈到。"
    names = "、".join(each.name for each in missing[:8])
    more = f"等 {len(missing)} 人" if len(missing) > 8 else f" {len(missing)} 人"
    return f"{told}；未谈：{names}{more}。"


def coverage_workbook(store: Store, period: Period, level: Level, today: date) -> bytes:
    """One level as a sheet."""
    found = read_coverage(store, period, level, today)
    rows = [[getattr(row, each.name) for each in COLUMNS] for row in found.rows]
    title = f"{period.label}谈心谈话覆盖（{level}）"
    return list_workbook(title, COLUMNS, rows, {}, unmasked=True, notes=unit_of(store))


def coverage_pdf(store: Store, period: Period, level: Level, today: date) -> bytes:
    """All levels in numbers, and one of them by name, on paper."""
    facts = facts_of(store, today)
    levels = {each: coverage(facts, period, each) for each in Level}
    sums = [
        [each, str(len(one.rows)), str(len(one.rows) - len(one.missing)), str(len(one.missing)),
         str(one.times)]
        for each, one in levels.items()
    ]  # fmt: skip
    lines = [
        [str(number), row.name, row.state, str(row.times),
         f"{row.last_on:%Y.%m.%d}" if row.last_on else "", row.partners, row.owner]
        for number, row in enumerate(levels[level].rows, start=1)
    ]  # fmt: skip
    report = Report(
        f"{period.label}谈心谈话覆盖表（{level}）",
        (*unit_of(store), f"日期：{today.isoformat()}"),
        Table(("层级", "应谈（人）", "已谈（人）", "未谈（人）", "人次"), (3, 2, 2, 2, 2), sums),
        sentence(levels[level]),
        Table(
            ("序号", *(each.label for each in COLUMNS)), (1, 2, 1.4, 1.2, 2.2, 7, 2), lines,
            frozenset({5}),
        ),
    )  # fmt: skip
    return table_report(report, printing_of(store))
