"""What others gave the branch: 上级评分, 互评分 and the 星级, with the weighted figure."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from partydesk.domain.assessment import Assessment
from partydesk.domain.fields import Field, Kind, pick
from partydesk.domain.text import points
from partydesk.errors import InvalidValuesError, PartydeskError
from partydesk.rules.checking import checked
from partydesk.rules.scheme import terms_in_words, weighted, weights_in_words
from partydesk.services import assessments
from partydesk.services.score_view import Given, SheetView
from ui.desk import Desk
from ui.dialogs.message import show_fault
from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.record_form import RecordForm, Section


class GivenDialog(QDialog):
    """Kept when all of it can be kept; the branch's own score stays as it is."""

    def __init__(self, desk: Desk, view: SheetView, sheet_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"上级评分和星级 · {view.period.label}")
        self._desk, self._view, self._id = desk, view, sheet_id
        self._fields = _fields(view)
        self.form = RecordForm([Section("", self._fields)])
        self.form.fill(_values(view.given))
        self.final_label = label("", "strong", wrap=True)
        told = "教育局评定后填写，不影响支部自评；完成以后也可以填。考核的是支部工作，不针对个人。"
        parts: list[QWidget] = [label(told, "caption", wrap=True), self.form, self.final_label]
        if view.given.source:
            parts.append(label(f"上级评分{view.given.source}。", "caption", wrap=True))
        if terms := terms_in_words(view.scheme.star_terms):
            parts.append(label(f"星级：{terms}。名额由教育局掌握。", "caption", wrap=True))
        save = button("保存", self.save, "primary")
        save.setDefault(True)
        self.setLayout(
            column(
                *parts,
                row(None, button("取消", self.reject), save),
                gap=12,
                margins=(20, 18, 20, 18),
            )
        )
        self.setMinimumWidth(current_theme().gap(520))
        self.form.changed.connect(self._show_final)
        self._show_final()

    def save(self) -> None:
        """Keep what was typed, or say under the field what can't be kept."""
        try:
            values = checked(self._fields, self.form.values())
            self._desk.call(assessments.save_given, self._id, _given(values))
        except InvalidValuesError as error:
            self.form.show_problems(error.by_field)
        except PartydeskError as error:
            show_fault(self, error)
        else:
            self.accept()

    def _show_final(self) -> None:
        """The weighted figure beside the branch's own, as it is typed."""
        view, values = self._view, self.form.values()
        weights = view.scheme.weights
        own = f"支部自评 {points(view.own)} 分" if not view.missing else "支部自评还没有填完"
        if not weights.total:
            self.final_label.setText(f"{own}；这份考核表不计加权得分。")
            return
        upper, peer = (
            each if isinstance(each := values.get(name), int) else None
            for name in ("upper_points", "peer_points")
        )
        final = None if view.missing else weighted(weights, view.own, upper, peer)
        told = "还缺分数" if final is None else f"{points(final)} 分"
        self.final_label.setText(f"{own}；加权得分 {told}（{weights_in_words(weights)}）")


def _fields(view: SheetView) -> list[Field]:
    """Only what the scheme asks for: 互评 with a weight, a 星级 with thresholds."""
    names = ["upper_points"]
    if view.scheme.weights.peer or view.given.peer is not None:
        names.append("peer_points")
    found = list(pick(Assessment, *names))
    if view.scheme.stars:
        stars = tuple(each.name for each in view.scheme.stars)
        found.append(Field("评定星级", Kind.CHOICE, "given_star", choices=stars))
        found += pick(Assessment, "starred_on")
    return found


def _values(given: Given) -> dict[str, Any]:
    return {
        "upper_points": given.upper,
        "peer_points": given.peer,
        "given_star": given.star or None,
        "starred_on": given.starred_on,
    }


def _given(values: Mapping[str, Any]) -> Given:
    return Given(
        values["upper_points"],
        values.get("peer_points"),
        values.get("given_star") or "",
        values.get("starred_on"),
    )
