"""One thing that costs points: why, what putting it right brings, and the way there."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QSizePolicy, QWidget

from partydesk.domain.finding import Finding
from partydesk.domain.meeting import MeetingKind
from partydesk.domain.periods import period_with
from partydesk.domain.text import points
from partydesk.rules.scoring_gains import Gain
from ui.theme import Tone
from ui.widgets.basics import button, column, label, row
from ui.widgets.pill import Pill
from ui.widgets.tab_page import Target
from ui.widgets.turning import Turning

#: Words on the button that leads to a record, by its type.
_WORDS = {"meeting": "去记录", "talk": "去谈话", "integrity_leaf": "看档案", "member": "看名册"}

#: Codes of periods are so short; ids of records are longer.
_LONGEST_CODE = 7

Pressed = Callable[[], object]


class LossRow(QWidget):
    """A sentence, the check behind it, what it costs, and two actions."""

    def __init__(
        self, finding: Finding, remark: str, go: Pressed | None, task: Pressed | None
    ) -> None:
        super().__init__()
        self.finding = finding
        self.sentence_label = label(finding.sentence, "strong", wrap=True)
        self.remark_label = label(remark, "caption", wrap=True)
        pill = Pill(finding.rule or "计数", Tone.BLUE)
        about = row(pill, self.remark_label, gap=8)
        about.setStretch(1, 1)
        words = QWidget()
        words.setLayout(column(self.sentence_label, about, gap=6))
        parts: list[QWidget] = []
        if go is not None and finding.record_type:
            self.go_button = button(_WORDS.get(finding.record_type, "去看"), go)
            self.go_button.setAccessibleName(f"{self.go_button.text()}：{finding.sentence}")
            parts.append(self.go_button)
        if task is not None:
            self.task_button = button("转为任务", task, "link")
            self.task_button.setAccessibleName(f"转为任务：{finding.sentence}")
            parts.append(self.task_button)
        actions = QWidget()
        actions.setLayout(row(*parts, gap=4))
        actions.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        inside = Turning((words, actions), 340, 4, (1, 0)) if parts else words
        self.setLayout(column(inside, margins=(0, 6, 0, 6)))
        self.setToolTip(finding.advice)
        # Wrapped sentences need the height that goes with the width they get.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


def loss_remark(cost: int, gain: Gain | None, *, closed: bool) -> str:
    """−0.5　补上可拿回 0.5 分; of a closed sheet only what it cost."""
    lost = f"−{points(cost)}" if cost else "不再扣分"
    return lost if closed or gain is None else f"{lost}　{gain.sentence}"


def target_of(finding: Finding, today: date) -> Target:
    """Where a finding is put right: the record, or a new one for what is missing."""
    code, _, what = finding.record_id.partition("/")
    kind = what.partition("/")[0].upper()
    if finding.record_type == "meeting" and kind in MeetingKind.__members__:
        day = min(period_with(code).last, today)
        values = {"kind": MeetingKind[kind].value, "held_on": day}
        return Target("meeting", new=True, values=values)
    if what or len(finding.record_id) <= _LONGEST_CODE:
        # Not a record's id but a span: the register itself.
        return Target(finding.record_type, new=finding.record_type == "talk")
    return Target(finding.record_type, finding.record_id, finding.field)
