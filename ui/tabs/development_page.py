"""The page of 发展党员: beside list and form, what is open next and a button to go on."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QBoxLayout

from partydesk.domain.development_steps import StepRules
from partydesk.errors import InvalidValuesError, PartydeskError
from partydesk.services import development, development_outlook, local_steps
from partydesk.services.development_outlook import Outlook
from partydesk.services.ledgers.ledger import Ledger
from ui.desk import Desk
from ui.dialogs.message import show_fault
from ui.state import State
from ui.tabs.development_step import StepDialog
from ui.tabs.development_way import WayEditor
from ui.tabs.ledger_page import LedgerPage
from ui.tabs.periods import period_choices
from ui.tabs.register_tab import today
from ui.theme import Tone
from ui.widgets.banner import Banner
from ui.widgets.picker import Option
from ui.widgets.record_form import RecordForm
from ui.widgets.row_list import RowListEditor


class DevelopmentPage(LedgerPage):
    """Shows the ways of everyone.

    Attributes:
        next_banner: What is open next, until when and why.
        way: The steps that were taken.
    """

    def __init__(self, desk: Desk, state: State, ledger: Ledger) -> None:
        super().__init__(desk, state, ledger)
        # A way lasts for years: the day of the application says little about who is on it now.
        *years, everything = period_choices(today())
        self.page.set_choices("period", [everything])
        self.page.set_choices("period", [everything, *years])

    def give_people(self, people: list[Option]) -> None:
        super().give_people(people)
        self._people = people

    def shown(self, values: Mapping[str, Any]) -> None:
        super().shown(values)
        if not hasattr(self, "next_banner"):
            self.next_banner = Banner()
            layout = self.card.layout()
            assert isinstance(layout, QBoxLayout), "the card is a column"
            layout.insertWidget(1, self.next_banner)
        if self.record_id is None:
            self.next_banner.hide()
            return
        seen = self.desk.call(development_outlook.outlook, self.record_id, today())
        tone = Tone.RED if seen.is_late else Tone.GOLD if seen.is_near else Tone.BLUE
        action = "" if seen.is_over else "走下一步"
        tone = Tone.GREEN if seen.is_over and not seen.is_late else tone
        self.next_banner.say(seen.sentence, tone, action, self.walk)

    def walk(self) -> None:
        """Record the next step; what was typed before is saved first."""
        if self.form.is_changed():
            self.save()
        if self.form.is_changed() or self.record_id is None:
            return
        with self.desk.reporting(self):
            seen = self.desk.call(development_outlook.outlook, self.record_id, today())
            dialog = self.step_dialog(seen)
            while dialog.exec():
                if self.take(dialog):
                    return

    def step_dialog(self, seen: Outlook) -> StepDialog:
        """The dialog that asks for the next step."""
        dialog = StepDialog(self, f"走下一步：{self.card.title_label.text()}", self._people)
        meetings = {
            each.step.name: self.desk.call(
                development_outlook.meetings_for, self.record_id or "", each.step.name, today()
            )
            for each in seen.steps
            if each.step.meeting
        }
        dialog.ask_new(seen.steps, meetings, seen.contacts)
        return dialog

    def take(self, dialog: StepDialog) -> bool:
        """Give what was filled in to the service; whether it was kept."""
        assert self.record_id is not None, "a step belongs to a record"
        if not dialog.form.check():
            return False
        try:
            sentence = self.desk.call(development.walk_on, self.record_id, dialog.entry(), today())
        except InvalidValuesError as error:
            dialog.show_problems(error.by_field)
            return False
        except PartydeskError as error:
            show_fault(self, error)
            return False
        self.read_list()
        self.page.table.choose(self.record_id)
        self.show_record(self.record_id)
        self.page.banner.say(sentence, Tone.BLUE)
        return True

    def rules(self) -> StepRules:
        """The steps that hold in this branch, its bureau's own among them."""
        return self.desk.recall(local_steps.branch_rules)

    def correct(self, place: int) -> None:
        """Correct or take out a step; it is kept when the record is saved."""
        dialog = StepDialog(self, "改这一步", self._people)
        values = self.way.value()[place]
        dialog.ask_again(self.rules().named(str(values["step"])), values)
        if dialog.exec() and (dialog.wants_removal or dialog.form.check()):
            known = dialog.form.values()
            self.way.replace_row(place, None if dialog.wants_removal else known)

    def _add_lists(self, form: RecordForm) -> list[RowListEditor]:
        self.way = WayEditor(self.correct, self.rules)
        form.add_custom("steps", self.way, section="经过的步骤")
        fields = self.ledger.register.rows["companions"].fields
        beside = RowListEditor(fields, "一人", in_two_lines=True)
        form.add_custom("companions", beside, section="联系人和介绍人")
        return [beside]

    _people: Sequence[Option] = ()
