"""One finding with what can be done about it: go there, or say why it is right as it is."""

from collections.abc import Callable

from PySide6.QtWidgets import QSizePolicy, QWidget

from partydesk.domain.finding import Finding, Severity
from ui.theme import Tone
from ui.widgets.basics import button, column, label, row
from ui.widgets.pill import Pill
from ui.widgets.turning import Turning

_TONES = {Severity.ERROR: Tone.RED, Severity.WARNING: Tone.GOLD, Severity.HINT: Tone.PLAIN}


class FindingRow(QWidget):
    """A sentence, its severity and rule, and two actions."""

    def __init__(
        self,
        finding: Finding,
        go: Callable[[Finding], object] | None,
        accept: Callable[[Finding], object],
    ) -> None:
        super().__init__()
        self.finding = finding
        remark = "　".join(text for text in (finding.rule, finding.source) if text)
        parts: list[QWidget] = []
        if go is not None:
            there = button("去看", lambda: go(finding))
            there.setAccessibleName(f"去看：{finding.sentence}")
            parts.append(there)
        self.reason_button = button("说明理由", lambda: accept(finding), "link")
        self.reason_button.setAccessibleName(f"说明理由：{finding.sentence}")
        caption = label(remark, "caption", wrap=True)
        about = row(Pill(finding.severity, _TONES[finding.severity]), caption, gap=8)
        about.setStretch(1, 1)
        words = QWidget()
        advice = [label(finding.advice, "caption", wrap=True)] if finding.advice else []
        sentence = label(finding.sentence, "strong", wrap=True)
        words.setLayout(column(sentence, about, *advice, gap=6))
        actions = Turning((*parts, self.reason_button), 140, 2)
        self.setLayout(column(Turning((words, actions), 270, 10, (1, 0)), margins=(0, 8, 0, 8)))
        self.setToolTip(finding.advice)
        # Wrapped sentences need the height that goes with the width they get.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
