"""Asks for one step of someone's way: a new one among those that are open, or a correction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from partydesk.domain.development_steps import Step
from partydesk.domain.fields import Field, Kind
from partydesk.domain.text import long_day
from partydesk.services.development import STEP_FIELDS
from partydesk.services.development_outlook import Decided, NextStep
from ui.dialogs.growing import grow
from ui.widgets.basics import button, calm_list, clear, column, label, row
from ui.widgets.fitting import fit
from ui.widgets.picker import Option
from ui.widgets.record_form import RecordForm, Section

_BY_NAME = {each.name: each for each in STEP_FIELDS}
_COMPANIONS = {"contacts": "培养联系人", "sponsors": "入党介绍人"}


class StepDialog(QDialog):
    """The fields that one step has, under its own names for them.

    Attributes:
        form: The fields of the step that is chosen.
        step_box: Which step; only for a new one.
        meeting_box: Which meeting decided; only for steps that a meeting decides.
        fault_label: What is wrong with the step as a whole.
    """

    def __init__(self, parent: QWidget, title: str, people: Sequence[Option]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._people = people
        self._steps: dict[str, NextStep] = {}
        self._meetings: Mapping[str, Sequence[Decided]] = {}
        self._contacts: Sequence[str] = ()
        self.wants_removal = False
        self.step_box = calm_list(QComboBox())
        self.step_box.setAccessibleName("步骤")
        self.meeting_box = calm_list(QComboBox())
        self.meeting_box.setAccessibleName("会议")
        self.help_label = label("", "caption", wrap=True)
        self.fault_label = label("", "problem", wrap=True)
        self.take_button = button("记下这一步", self.accept, "primary")
        self.remove_button = button("删除这一步", self._remove)
        self.form = RecordForm([])
        self._place = column(gap=0)
        self._head = column(self.step_box, self.help_label, self.meeting_box, gap=8)
        self._build()
        self.step_box.currentTextChanged.connect(self._choose)
        self.meeting_box.currentIndexChanged.connect(lambda _place: self._take_meeting_day())

    def ask_new(
        self,
        steps: Sequence[NextStep],
        meetings: Mapping[str, Sequence[Decided]],
        contacts: Sequence[str],
    ) -> None:
        """Offer the steps that can be recorded now."""
        self._steps = {each.step.name: each for each in steps}
        self._meetings, self._contacts = meetings, contacts
        self.remove_button.hide()
        self.step_box.blockSignals(True)
        for each in steps:
            self.step_box.addItem(each.step.name)
        self.step_box.blockSignals(False)
        self._choose(self.step_box.currentText())

    def ask_again(self, step: Step, values: Mapping[str, Any]) -> None:
        """Show a step that was recorded, to correct it."""
        self.step_box.hide()
        self.meeting_box.hide()
        self.take_button.setText("改好了")
        self.help_label.setText(f"{step.name}（{step.article}）")
        self._show_form(step, values, companions=False)

    def entry(self) -> dict[str, Any]:
        """What was filled in, as ``walk_on`` takes it."""
        values = self.form.values()
        found = dict.fromkeys(_BY_NAME) | {k: v for k, v in values.items() if k in _BY_NAME}
        found["step"] = self._step.name
        found["result"] = found["result"] or self._step.results[0]
        found["companions"] = [values[name] for name in ("first", "second") if values.get(name)]
        decided = self.meeting_box.currentData()
        if isinstance(decided, Decided) and not self.meeting_box.isHidden():
            found |= {"meeting_id": decided.meeting_id, "vote_id": decided.vote_id}
        return found

    def show_problems(self, by_field: Mapping[str, str]) -> None:
        """Put each problem where it belongs; what belongs to no field stands at the foot."""
        shown = self.form.values().keys()
        self.form.show_problems({key: text for key, text in by_field.items() if key in shown})
        rest = [text for key, text in by_field.items() if key not in shown]
        self.fault_label.setText("\n".join(dict.fromkeys(rest)))
        self.fault_label.setVisible(bool(rest))
        grow(self)

    def _build(self) -> None:
        self.fault_label.hide()
        foot = row(self.remove_button, None, button("取消", self.reject), self.take_button)
        parts = (self._head, self._place, self.fault_label, None, foot)
        self.setLayout(column(*parts, gap=14, margins=(20, 18, 20, 18)))
        self.take_button.setDefault(True)
        fit(self, 520, 360)

    def _choose(self, name: str) -> None:
        chosen = self._steps[name]
        step, told = chosen.step, [f"{chosen.step.help}（{chosen.step.article}）"]
        if chosen.earliest:
            told.append(f"{long_day(chosen.earliest)}起可以办理。")
        if chosen.latest:
            told.append(f"应在{long_day(chosen.latest)}前办理。")
        self.help_label.setText("".join(told))
        self.meeting_box.clear()
        self.meeting_box.setVisible(bool(step.meeting))
        if step.meeting:
            self.meeting_box.addItem("选择会议里的表决" if step.vote else "选择讨论决定的会议")
            for each in self._meetings.get(name, ()):
                self.meeting_box.addItem(each.label, each)
        self.show_problems({})
        self._show_form(step, {"result": step.results[0]}, companions=True)

    def _show_form(self, step: Step, values: Mapping[str, Any], *, companions: bool) -> None:
        self._step = step
        fields = _fields_of(step)
        given = dict(values)
        if companions and step.key in _COMPANIONS:
            title = _COMPANIONS[step.key]
            fields += [
                Field(f"{title}一", Kind.PERSON, "first"),
                Field(f"{title}二", Kind.PERSON, "second"),
            ]
            if step.key == "sponsors":
                given |= dict(zip(("first", "second"), self._contacts, strict=False))
        clear(self._place)
        self.form = RecordForm([Section("", fields, 1)])
        self._place.addWidget(self.form)
        self.form.set_people(self._people)
        self.form.fill(given)
        self.form.focus_first()
        grow(self)

    def _take_meeting_day(self) -> None:
        decided = self.meeting_box.currentData()
        if isinstance(decided, Decided):
            self.form.set_values({"done_on": decided.held_on})

    def _remove(self) -> None:
        self.wants_removal = True
        self.accept()


def _fields_of(step: Step) -> list[Field]:
    """The fields that a step has, under its own names."""
    fields = [replace(_BY_NAME["done_on"], label="开始日期" if step.span else "日期")]
    if step.span or step.until:
        fields.append(replace(_BY_NAME["ended_on"], label=step.until or "结束日期"))
    if len(step.results) > 1:
        fields.append(replace(_BY_NAME["result"], choices=step.results))
    if step.people:
        fields.append(replace(_BY_NAME["people"], label=step.people))
    if step.document:
        fields.append(replace(_BY_NAME["document"], label=step.document))
    if step.hours:
        fields.append(_BY_NAME["hours"])
    hint = "退回、未通过等要写明原因" if len(step.results) > 1 else ""
    return [*fields, replace(_BY_NAME["note"], hint=hint)]
