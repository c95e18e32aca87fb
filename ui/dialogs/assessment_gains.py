"""做了这件，能拿回几分: what can be put right, the most points first."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from partydesk.domain.text import points
from partydesk.rules.scoring_gains import Gain
from ui.dialogs.assessment_frame import frame, list_of
from ui.tabs.assessment_loss import LossRow, target_of
from ui.widgets.basics import label, rule

#: So many stand one by one; the rest is counted.
_SHOWN = 40


class GainsDialog(QDialog):
    """A ranked list; each line leads to the record, or becomes a task.

    Signals:
        go: The user wants to put one right; carries a ``Target``.
        task_asked: One is to become a task; carries its ``Gain``.
    """

    go = Signal(object)
    task_asked = Signal(object)

    def __init__(self, period: str, ranked: Sequence[Gain], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"做了这件，能拿回几分 · {period}")
        self.rows = [self._row(each) for each in ranked[:_SHOWN]]
        parts: list[QWidget | int | None] = []
        for each in self.rows:
            parts += [each, rule()]
        if len(ranked) > _SHOWN:
            parts.append(label(f"还有 {len(ranked) - _SHOWN} 件", "caption"))
        if not ranked:
            parts.append(label("没有要补的：系统测算没有扣分，或这一期已经完成。", wrap=True))
        total = sum(each.cost for each in ranked)
        told = f"按能拿回的分数排序，共扣 {points(total)} 分。分数考核的是支部工作，不针对个人。"
        frame(self, told, list_of(parts, gap=2), size=(820, 580))

    def _row(self, gain: Gain) -> LossRow:
        first = gain.findings[0]
        more = f"（共 {len(gain.findings)} 处）" if len(gain.findings) > 1 else ""
        remark = f"{gain.sentence}{more}　{'、'.join(gain.items)}"
        return LossRow(
            first,
            remark,
            lambda: self._leave_for(lambda: self.go.emit(target_of(first, date.today()))),
            lambda: self._leave_for(lambda: self.task_asked.emit(gain)),
        )

    def _leave_for(self, then: object) -> None:
        self.accept()
        assert callable(then)
        then()
