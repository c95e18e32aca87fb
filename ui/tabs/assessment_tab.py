"""自评考核: what the program counts beside the branch's own scores, reasons and evidence."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer

from partydesk.domain.assessment import Score
from partydesk.domain.fields import pick
from partydesk.domain.periods import Period, period_with
from partydesk.errors import InvalidValuesError, PartydeskError
from partydesk.rules.checking import checked
from partydesk.rules.scoring_gains import Gain, by_record, gains
from partydesk.services import assessments
from partydesk.services.score_view import Own, ScoreLine, SheetView, result_of
from partydesk.services.shortfall_tasks import take_shortfall
from ui.desk import Desk
from ui.dialogs.message import show_fault
from ui.state import State
from ui.tabs.assessment_drafts import ScoreDrafts
from ui.tabs.assessment_figures import AssessmentFigures
from ui.tabs.assessment_item import ItemCard
from ui.tabs.assessment_proofs import ItemProofs
from ui.tabs.assessment_rows import ItemRow, item_columns, item_rows
from ui.tabs.assessment_tools import AssessmentTools, scheme_choices
from ui.tabs.coming_back import ListOnly
from ui.tabs.form_drafts import DRAFT_PAUSE
from ui.tabs.periods import assessed_choices
from ui.tabs.register_tab import today
from ui.theme import Tone
from ui.widgets.basics import column, set_role
from ui.widgets.list_form_page import ListFormPage
from ui.widgets.tab_page import Target


class AssessmentTab(ListOnly):
    """The self-assessment of a period."""

    def __init__(self, desk: Desk, state: State) -> None:
        super().__init__(desk)
        self._view: SheetView | None = None
        self._chosen = ""
        self._gains: list[Gain] = []
        self._drafts = ScoreDrafts(desk)
        self.page = ListFormPage(item_columns(), "assessment", state, "条目、标准")
        self.period_box = self.page.add_filter("period", "考核期", assessed_choices(today()))
        self.scheme_box = self.page.add_filter("scheme", "考核表", [])
        self.tools = AssessmentTools(self)
        self.page.set_primary("完成自评", self.tools.finish, "check")
        self.figures = AssessmentFigures()
        self.card = ItemCard()
        self._proofs = ItemProofs(self)
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_PAUSE)
        self._shown = self._asked()
        self.page.set_detail(self.card)
        self.setLayout(self._layout())
        self._connect()

    @property
    def view(self) -> SheetView:
        """The self-assessment that is shown."""
        if self._view is None:
            self._view = self.desk.call(assessments.sheet_view, self.code, today(), self.scheme_id)
        return self._view

    @property
    def code(self) -> str:
        """The code of the period that is shown."""
        return self._shown[0]

    @property
    def scheme_id(self) -> str:
        """The scheme that is shown."""
        return self._shown[1]

    @property
    def period(self) -> Period:
        """The period that is shown."""
        return period_with(self.code)

    def refresh(self) -> None:
        self.page.set_choices("scheme", scheme_choices(self.desk))
        self._shown = self._asked()
        try:
            self._view = self.desk.call(assessments.sheet_view, self.code, today(), self.scheme_id)
        except PartydeskError as error:
            self.page.banner.say(f"{error.sentence}{error.advice}")
            return
        self._gains = gains(result_of(self._view))
        self._show_list()
        self._show_figures()
        if self._chosen and not self.card.form.is_changed():
            self._show_item(self._chosen)

    def save(self) -> None:
        if self._chosen and not self.view.is_closed and self._keep():
            asked = self._line(self._chosen).reason_asked
            if asked:
                self.card.form.show_problems({"reason": asked})

    def primary(self) -> None:
        self.tools.finish()

    def focus_search(self) -> None:
        self.page.focus_search()

    def search(self, text: str) -> None:
        self.page.search_box.setText(text)

    def open_target(self, target: Target) -> None:
        place = self.period_box.findData(target.values.get("period"))
        if place >= 0:
            self.period_box.setCurrentIndex(place)
        self.page.table.choose(target.record_id)

    def leave(self) -> bool:
        """A score that can be kept is kept; anything else waits as a draft, and that is said."""
        if (inside := self.focusWidget()) is not None:
            inside.clearFocus()
        self._timer.stop()
        if not self._chosen:
            return True
        if not self.card.form.is_changed():
            self._drafts.drop(self._draft_id(self._chosen))
        elif not self._keep():
            self._keep_draft()
            left = self._chosen
            self.page.banner.say(
                f"第 {left} 条的自评没有保存，填写的内容留作草稿。",
                action="去改正",
                pressed=lambda: self.page.table.choose(left),
            )
        return True

    def print_page(self) -> None:
        self.tools.print_sheet()

    def ranked(self) -> list[Gain]:
        """What can be put right, the most points first."""
        return [] if self.view.is_closed else self._gains

    def make_task(self, gain: Gain) -> None:
        """Put a shortfall on the list of tasks, and offer the way there."""
        self.leave()
        with self.desk.reporting(self):
            task, is_new = self.desk.call(take_shortfall, gain, self.period, today())
            told = "已列入重点任务，请确认责任人。" if is_new else "这件事已经在重点任务里。"
            there = Target("key_task", task)
            self.page.banner.say(told, Tone.GREEN, "看任务", lambda: self.go.emit(there))

    def choose_scheme(self, scheme_id: str) -> None:
        """Show another scheme."""
        self.page.set_choices("scheme", scheme_choices(self.desk))
        self.scheme_box.setCurrentIndex(max(self.scheme_box.findData(scheme_id), 0))
        # The same scheme may have been imported anew: a setting is no change of the records.
        self._change_period()

    def begun(self) -> str:
        """The working sheet's id; it begins with the first score."""
        return self.desk.call(assessments.open_assessment, self.code, self.scheme_id).id

    def _asked(self) -> tuple[str, str]:
        value = self.page.filter_value
        return str(value("period")), str(value("scheme"))

    def _layout(self) -> Any:
        layout = column(self.figures, self.page, gap=0)
        layout.setStretch(1, 1)
        return layout

    def _connect(self) -> None:
        self.page.filtered.connect(self._change_period)
        self.page.search_box.searched.connect(lambda _text: self._show_list())
        self.page.table.chosen.connect(self._choose)
        self.card.form.changed.connect(self._timer.start)
        self._timer.timeout.connect(self._keep_draft)
        self.card.save_asked.connect(self.save)
        self.card.choose_asked.connect(self._choose_proofs)
        self.card.file_asked.connect(self.tools.add_files)
        self.card.task_asked.connect(self.make_task)
        self.card.go.connect(self._proofs.go)
        self.figures.gains_asked.connect(self.tools.show_gains)
        self.figures.compare_asked.connect(self.tools.compare)

    def _change_period(self) -> None:
        self.leave()
        self._shown = self._asked()
        self.page.banner.hide()
        self._view = None
        if self._chosen:
            numbers = [each.item.no for each in self.view.lines]
            self._show_item(self._chosen if self._chosen in numbers else numbers[0])
        self.refresh()

    def _show_list(self) -> None:
        text = self.page.search_box.text().strip()
        rows = item_rows(self.view.lines, text)
        self.page.table.fill(rows)
        if not self._chosen and rows:
            self.page.table.choose(rows[0].id)

    def _show_figures(self) -> None:
        last = self.desk.call(assessments.previous, self.code, self.scheme_id)
        self.figures.show_view(self.view, self.ranked(), last)
        button = self.page.primary_button
        assert button is not None, "the page has a primary button"
        button.setText("更正…" if self.view.is_closed else "完成自评")
        button.setAccessibleName(button.text())
        set_role(button, "" if self.view.is_closed else "primary")

    def _choose(self, shown: ItemRow | None) -> None:
        if shown is None or shown.id == self._chosen:
            return
        self.leave()
        self._show_item(shown.id)

    def _line(self, no: str) -> ScoreLine:
        found = self.view.line(no)
        assert found is not None, "an item of the scheme"
        return found

    def _show_item(self, no: str) -> None:
        """Show what is kept of an item, and what was typed there and could not be kept."""
        self._chosen = no
        line = self._line(no)
        self._proofs.take(line.own.evidence)
        draft = None if self.view.is_closed else self._drafts.find(self._draft_id(no))
        if draft:
            self._proofs.take([(kind, key) for kind, key in draft.values["proofs"]])
        self.card.show_item(line, by_record(self.ranked()), closed=self.view.is_closed)
        self.card.show_upper(self.view.given.item_in_words(no))
        self._proofs.show(self.view, line)
        if draft:
            self.card.form.set_values(draft.values)
            self.card.badge.show_draft(draft.saved_at)
        self._timer.stop()

    def _draft_id(self, no: str) -> str:
        return f"{self.scheme_id}/{self.code}/{no}"

    def _keep_draft(self) -> None:
        if self._chosen and self.card.form.is_changed() and not self.view.is_closed:
            values = self.card.form.values() | {"proofs": self._proofs.keys}
            if draft := self._drafts.keep(self._draft_id(self._chosen), values):
                self.card.badge.show_draft(draft.saved_at)

    def _choose_proofs(self) -> None:
        if self._chosen:
            self._proofs.choose(self.view, self._line(self._chosen))

    def take_proofs(self, proofs: list[tuple[str, str]]) -> None:
        """Keep these proofs of the item that is shown."""
        self._proofs.take(proofs)
        if self._keep():
            return
        self._keep_draft()
        self._proofs.show(self.view, self._line(self._chosen))

    def picked(self) -> list[tuple[str, str]]:
        """The proofs that were picked for the item that is shown."""
        return list(self._proofs.keys)

    def _keep(self) -> bool:
        """Keep the score that is shown; the self-assessment begins with the first one."""
        no = self._chosen
        try:
            values = checked(pick(Score, "points", "reason"), self.card.form.values())
            own = Own(values["points"], values["reason"] or "", tuple(self._proofs.keys))
            self.desk.call(assessments.save_score, self.begun(), no, own, today())
        except InvalidValuesError as error:
            self.card.form.show_problems(error.by_field)
            return False
        except PartydeskError as error:
            show_fault(self, error)
            return False
        self._drafts.drop(self._draft_id(no))
        self.page.banner.hide()
        self.card.form.fill(values)
        self.refresh()
        self.card.badge.show_saved(datetime.now())
        return True
