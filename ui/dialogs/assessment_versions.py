"""The closed versions of a self-assessment: when, by whom, why, and what stood in them."""

from PySide6.QtWidgets import QDialog, QWidget

from partydesk.domain.periods import period_with
from partydesk.domain.text import EMPTY, points
from partydesk.errors import PartydeskError
from partydesk.services import closed_sheets
from partydesk.services.closed_sheets import Version
from partydesk.services.score_view import SheetView
from ui.desk import Desk
from ui.dialogs.assessment_frame import frame, list_of
from ui.dialogs.message import show_fault
from ui.widgets.basics import button, label, row, rule
from ui.widgets.fitting import height_of


class VersionsDialog(QDialog):
    """The newest version first; each can be opened."""

    def __init__(self, desk: Desk, scheme_id: str, code: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"历次版本 · {period_with(code).label}")
        self._desk = desk
        parts: list[QWidget | int | None] = []
        found = desk.call(closed_sheets.versions, scheme_id, code)
        for each in found:
            parts += [*self._shown(each), rule()]
        if not parts:
            parts.append(label("这一期还没有完成过。完成后，每一版都在这里。", wrap=True))
        size = (620, height_of(len(found), 84, 460))
        frame(self, "完成的自评不会改变；更正是新的一版。", list_of(parts), size=size)

    def _shown(self, each: Version) -> list[QWidget]:
        when = f"{each.closed_at:%Y-%m-%d %H:%M}　{each.closed_by}"
        figures = f"自评 {points(each.own)} 分，系统测算 {points(each.computed)} 分"
        head = QWidget()
        head.setLayout(
            row(
                label(f"第 {each.version} 版　{figures}", "strong"),
                None,
                button("查看", lambda: self._open(each)),
            )
        )
        found = [head, label(when, "caption")]
        if each.reason:
            found.append(label(f"更正理由：{each.reason}", "caption", wrap=True))
        return found

    def _open(self, each: Version) -> None:
        try:
            view = self._desk.call(
                closed_sheets.closed_view, each.scheme, each.period, each.version
            )
        except PartydeskError as error:
            show_fault(self, error)
            return
        _VersionDialog(view, self).exec()


class _VersionDialog(QDialog):
    """One version item by item."""

    def __init__(self, view: SheetView, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"{view.period.label}自评 · 第 {view.version} 版")
        parts: list[QWidget | int | None] = []
        for line in view.lines:
            computed = EMPTY if line.computed is None else points(line.computed)
            own = EMPTY if line.own.points is None else points(line.own.points)
            head = f"{line.item.no}　{line.item.title}　自评 {own}　测算 {computed}"
            parts.append(label(f"{head}　满分 {points(line.item.points)}", "strong", wrap=True))
            told = [f"扣 {points(each.points)} 分：{each.finding.sentence}" for each in line.losses]
            if line.own.reason:
                told.append(f"理由：{line.own.reason}")
            words = [view.words[key].text for key in line.own.evidence if key in view.words]
            if words:
                told.append(f"佐证：{'；'.join(words)}")
            parts += [label(each, "caption", wrap=True) for each in told]
            parts.append(rule())
        frame(self, view.scheme.title, list_of(parts))
