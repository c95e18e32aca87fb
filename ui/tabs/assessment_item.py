"""One item of the self-assessment: both figures, why, the evidence, and the branch's own score."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from partydesk.domain.assessment import Score
from partydesk.domain.fields import pick
from partydesk.domain.finding import Finding
from partydesk.domain.text import points
from partydesk.rules.scoring_gains import Gain
from partydesk.services.evidence import Proof
from partydesk.services.score_view import ScoreLine
from ui.tabs.assessment_loss import LossRow, loss_remark, target_of
from ui.theme import Tone
from ui.widgets.basics import button, clear, column, label, row, rule, scrolling
from ui.widgets.line_button import LineButton
from ui.widgets.pill import Mark, Pill
from ui.widgets.record_form import RecordForm, Section
from ui.widgets.saved_badge import SavedBadge
from ui.widgets.tab_page import Target
from ui.widgets.turning import Turning

#: As many proofs and losses are listed; the others are counted.
LISTED = 8

#: Gains by record type and id.
Gains = Mapping[tuple[str, str], Gain]


class ItemCard(QWidget):
    """Shows and edits the score of one item.

    Signals:
        save_asked: The user wants the score kept.
        choose_asked: The user wants to choose evidence.
        file_asked: The user wants to add a file as evidence.
        task_asked: A shortfall is to become a task; carries its ``Gain``.
        go: A proof or a finding was chosen; carries a ``Target``.
    """

    save_asked = Signal()
    choose_asked = Signal()
    file_asked = Signal()
    task_asked = Signal(object)
    go = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._line: ScoreLine | None = None
        self._closed = False
        self.title_label = label("", "title", wrap=True)
        self.badge = SavedBadge()
        self.standard_label = label("", "caption", wrap=True)
        self.deduction_label = label("", "caption", wrap=True)
        self.why_label = label("", "section", wrap=True)
        self.judged_label = label("", "caption", wrap=True)
        self.upper_label = label("", "caption", wrap=True)
        self.kinds_label = label("", "caption", wrap=True)
        self.proof_label = label("佐证", "section", wrap=True)
        self.choose_button = button("选择记录…", self.choose_asked.emit, icon_name="folders")
        self.file_button = button("添加文件…", self.file_asked.emit, icon_name="paperclip")
        self._losses, self._proofs = QVBoxLayout(), QVBoxLayout()
        self._losses.setSpacing(0)
        self._proofs.setSpacing(0)
        self.form = RecordForm([Section("", pick(Score, "points", "reason"))])
        self.form.changed.connect(self.badge.show_unsaved)
        self.form.changed.connect(self._compare)
        self.compare_label = label("", "caption", wrap=True)
        self.save_button = button("保存这一条", self.save_asked.emit)
        self._build()

    def _build(self) -> None:
        inside = QWidget()
        inside.setLayout(
            column(
                self.why_label,
                self._losses,
                self.judged_label,
                self.upper_label,
                self.form,
                self.proof_label,
                Turning((self.choose_button, self.file_button), 260, 8),
                self.kinds_label,
                self._proofs,
                label("标准和扣分办法", "section"),
                self.standard_label,
                self.deduction_label,
                None,
                gap=8,
                margins=(0, 0, 8, 0),
            )
        )
        # The words grow with the width: the button keeps its place beside them.
        foot = row(self.compare_label, self.save_button)
        foot.setStretch(0, 1)
        layout = column(
            row(self.title_label, None, self.badge), scrolling(inside), rule(), foot, gap=8
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_item(self, line: ScoreLine, gains: Gains, *, closed: bool) -> None:
        """Show an item with both figures; a closed one is only read."""
        self._line, self._closed = line, closed
        item = line.item
        self.title_label.setText(f"{item.no}　{item.title}　{points(item.points)} 分")
        self.standard_label.setText(item.standard)
        self.deduction_label.setText(item.deduction)
        self.deduction_label.setVisible(bool(item.deduction))
        self.kinds_label.setText(f"可用的材料：{'、'.join(item.evidence)}")
        self.kinds_label.setVisible(bool(item.evidence))
        self._show_why(line, gains)
        self.form.fill({"points": line.own.points, "reason": line.own.reason or None})
        self.badge.clear()
        self.say_reason()
        self._set_closed()
        self._compare()

    def say_reason(self) -> None:
        """Say at the field what the reason must still tell; the cursor stays where it is."""
        told = self._line.reason_asked if self._line and not self._closed else ""
        self.form.cell("reason").show_problem(told)

    def show_upper(self, told: str) -> None:
        """Show what the higher body gave this item, in words; nothing hides it."""
        self.upper_label.setText(told)
        self.upper_label.setVisible(bool(told))

    def show_proofs(self, picked: Sequence[Proof], suggested: Sequence[Proof]) -> None:
        """Show the evidence that was picked; without any, what the records suggest."""
        clear(self._proofs)
        shown = picked or suggested
        if picked:
            self.proof_label.setText(f"佐证 {len(picked)} 条")
        else:
            told = f"佐证　记录中有 {len(suggested)} 条可作佐证" if suggested else "佐证"
            self.proof_label.setText(told)
        for each in shown[:LISTED]:
            made = LineButton(f"{each.day:%Y-%m-%d}　{each.text}")
            target = Target(each.record_type, each.record_id)
            made.clicked.connect(lambda _checked=False, target=target: self.go.emit(target))
            self._proofs.addWidget(made)
        if len(shown) > LISTED:
            self._proofs.addWidget(label(f"还有 {len(shown) - LISTED} 条", "caption"))
        if not shown:
            waiting = Pill()
            waiting.show_mark(Mark("待佐证", Tone.GOLD))
            self._proofs.addWidget(waiting)

    def _show_why(self, line: ScoreLine, gains: Gains) -> None:
        clear(self._losses)
        self.why_label.setText(_why(line))
        for each in line.losses[:LISTED]:
            gain = gains.get((each.finding.record_type, each.finding.record_id))
            self._losses.addWidget(self._loss_row(each.finding, each.points, gain))
        if rest := line.losses[LISTED:]:
            lost = points(sum(each.points for each in rest))
            self._losses.addWidget(label(f"另有 {len(rest)} 处，共扣 {lost} 分", "caption"))
        for excused in line.excused:
            told = f"{excused.finding.sentence}已说明理由：{excused.reason}，不扣分。"
            self._losses.addWidget(label(told, "caption", wrap=True))
        self.judged_label.setText("由支部判断：" + "；".join(line.judged))
        self.judged_label.setVisible(bool(line.judged))

    def _loss_row(self, finding: Finding, cost: int, gain: Gain | None) -> LossRow:
        return LossRow(
            finding,
            loss_remark(cost, gain, closed=self._closed),
            lambda: self.go.emit(target_of(finding, date.today())),
            (lambda: self.task_asked.emit(gain)) if gain and not self._closed else None,
        )

    def _compare(self) -> None:
        """Say how what is typed stands to the program's figure."""
        line = self._line
        typed = self.form.values().get("points")
        if line is None or not isinstance(typed, int):
            self.compare_label.setText("")
        elif line.computed is None:
            self.compare_label.setText("这一条由支部判断，请写明评分的理由。")
        elif typed == line.computed:
            self.compare_label.setText("与系统测算一致。")
        else:
            how = "高于" if typed > line.computed else "低于"
            by = points(abs(typed - line.computed))
            told = "已写明理由" if self.form.values().get("reason") else "请写明理由"
            self.compare_label.setText(f"{how}系统测算 {by} 分，{told}。")

    def _set_closed(self) -> None:
        self.form.set_read_only(read_only=self._closed)
        self.choose_button.setEnabled(not self._closed)
        self.file_button.setEnabled(not self._closed)
        self.save_button.setVisible(not self._closed)


def _why(line: ScoreLine) -> str:
    if line.computed is None:
        return "系统测算：这一条由支部判断"
    if not line.losses:
        return f"系统测算 {points(line.computed)} 分：没有发现扣分"
    return f"为什么是 {points(line.computed)} 分"
