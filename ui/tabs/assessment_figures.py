"""The four figures of a self-assessment: counted, given, what comes back, the period before."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from partydesk.domain.periods import period_with
from partydesk.domain.text import points
from partydesk.rules.scheme import FULL_POINTS
from partydesk.rules.scoring_gains import Gain
from partydesk.services.closed_sheets import Version
from partydesk.services.score_view import SheetView
from ui.theme import Tone
from ui.widgets.basics import GAP, MARGIN, row
from ui.widgets.figure_card import FigureCard


class AssessmentFigures(QWidget):
    """Four cards side by side.

    Signals:
        gains_asked: The user wants to see what can be put right.
        compare_asked: The user wants to see the periods side by side.
    """

    gains_asked = Signal()
    compare_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.computed, self.own = FigureCard("系统测算"), FigureCard("支部自评")
        self.back, self.before = FigureCard("还能拿回"), FigureCard("上一期")
        self.back.pressed.connect(self.gains_asked)
        self.before.pressed.connect(self.compare_asked)
        cards = (self.computed, self.own, self.back, self.before)
        self.setLayout(row(*cards, gap=GAP, margins=(MARGIN, MARGIN, MARGIN, 0)))

    def show_view(self, view: SheetView, ranked: Sequence[Gain], last: Version | None) -> None:
        """Show a self-assessment with what can be put right and the last closed period."""
        self._show_computed(view)
        self._show_own(view)
        told = f"{len(ranked)} 件事可以补，点这里看" if ranked else "没有要补的"
        if view.is_closed:
            told = "已经完成，不再变动"
        back = view.lost if ranked else 0
        self.back.show_figure(f"{points(back)} 分", told, Tone.GOLD if ranked else Tone.PLAIN)
        self.before.show_figure(
            f"{points(last.own)} 分" if last else "—",
            period_with(last.period).label if last else "没有更早的自评",
        )

    def _show_computed(self, view: SheetView) -> None:
        count = sum(bool(loss.points) for line in view.lines for loss in line.losses)
        told = f"扣 {points(view.lost)} 分，依据 {count} 处" if count else "没有发现扣分"
        if view.countable < FULL_POINTS:
            told += f"；{points(FULL_POINTS - view.countable)} 分由支部判断"
        part = "" if view.countable == FULL_POINTS else f" / {points(view.countable)}"
        good = view.computed * 10 >= view.countable * 9
        tone = Tone.GREEN if good else Tone.GOLD
        self.computed.show_figure(f"{points(view.computed)}{part} 分", told, tone)

    def _show_own(self, view: SheetView) -> None:
        waits = not view.is_closed and bool(view.missing or view.unreasoned or view.unproved)
        figure = f"{points(view.own)} 分" if view.is_begun else "—"
        self.own.show_figure(figure, _told(view), Tone.GOLD if waits else Tone.PLAIN)


def _told(view: SheetView) -> str:
    """What stands under the branch's own figure: the weighted figure, the 星级, how far it is."""
    parts = []
    if view.final is not None:
        parts.append(f"加权 {points(view.final)}")
    if view.veto:
        parts.append("一票否决")
    elif view.star:
        parts.append(view.star.name)
    # What can be missed where there is little room stands last.
    parts.append(_state(view))
    return " · ".join(parts)


def _state(view: SheetView) -> str:
    if view.closed_at:
        return f"{view.closed_at:%m月%d日}完成，第 {view.version} 版"
    if view.missing:
        return f"还有 {len(view.missing)} 条没有自评分"
    if view.unreasoned:
        return f"{len(view.unreasoned)} 条要写明理由"
    if view.unproved:
        return f"{len(view.unproved)} 条待佐证"
    other = sum(each.differs for each in view.lines)
    return f"{other} 条与测算不同，已说明理由" if other else "各条与测算一致"
