"""Small parts of 上报: one kind of content in a row, what was found in a line, progress."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.finding import Finding
from partydesk.domain.periods import Period
from partydesk.services.submission import Part
from ui.background import Tell
from ui.desk import Desk
from ui.tabs.finding_row import FindingRow
from ui.theme import Tone
from ui.widgets.basics import button, clear, column, label, row
from ui.widgets.pill import Mark, Pill

#: As many findings are shown; the rest is counted.
SHOWN = 40

#: What is done about a finding.
Answer = Callable[[Finding], object]


def checking_head(desk: Desk, period: Callable[[], Period], tab: QWidget) -> QBoxLayout:
    """The title of the first step, and the way to texts that nearly repeat each other."""

    def find_copies() -> None:
        from ui.dialogs.likeness import LikenessDialog

        LikenessDialog(desk, period(), tab).exec()

    return row(label("1　校核", "title"), None, button("查雷同", find_copies, "link"))


def part_row(part: Part) -> QWidget:
    """How much of a kind there is, whether it goes, and how or why not."""
    mark = Mark("送", Tone.GREEN) if part.goes else Mark("不送内容", Tone.GOLD)
    made = QWidget()
    words = label(f"{part.title}　{part.count} {part.unit}", wrap=True)
    layout = row(column(words, label(part.why, "caption", wrap=True), gap=1), Pill(*mark))
    layout.setStretch(0, 1)
    made.setLayout(layout)
    return made


def show_parts(lines: QVBoxLayout, parts: Iterable[Part]) -> None:
    """A row for each kind."""
    clear(lines)
    for part in parts:
        lines.addWidget(part_row(part))


def show_found(lines: QVBoxLayout, found: Sequence[Finding], go: Answer, accept: Answer) -> None:
    """The first findings with what can be done about each; the rest is counted."""
    clear(lines)
    for each in found[:SHOWN]:
        lines.addWidget(FindingRow(each, go if each.record_type else None, accept))
    if len(found) > SHOWN:
        lines.addWidget(label(f"还有 {len(found) - SHOWN} 处，处理后显示。", "caption"))


def in_steps(tell: Tell) -> Callable[[str, float], None]:
    """Progress in parts of one as progress in steps."""
    return lambda step, part: tell(step, round(part * 1000), 1000)


def findings_line(errors: int, warnings: int) -> str:
    """What the checks found and whether it may be sent."""
    if errors:
        return f"{errors} 处错误、{warnings} 处提醒。错误改正或说明理由后才能送出。"
    if warnings:
        return f"没有错误，有 {warnings} 处提醒；可以送出，提醒最好一并处理。"
    return "没有发现错误和提醒，可以送出。"


def obstacle(errors: int) -> str:
    """Why it can't be sent yet; empty when it can."""
    return f"还有 {errors} 处错误没有改正或说明理由。" if errors else ""
