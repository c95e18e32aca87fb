"""Near copies side by side, with their common passages marked: a hint, never a verdict."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QWidget,
)

from partydesk.domain.periods import Period
from partydesk.rules.alike import passages
from partydesk.services.likeness import Copy, Likeness, Side, likeness
from ui.desk import Desk
from ui.theme import Tone, current_theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.fitting import fit


class LikenessDialog(QDialog):
    """A list of pairs, and the two texts of the one that is chosen."""

    def __init__(self, desk: Desk, period: Period, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"查雷同 · {period.label}")
        self.found = desk.call(likeness, period)
        self.list = QListWidget()
        self.list.setAccessibleName("几乎相同的文字")
        self.sides = (_Side("后写的"), _Side("先写的"))
        for each in self.found.copies:
            item = QListWidgetItem(f"{each.percent}%　{each.later.title}　与　{each.earlier.title}")
            item.setToolTip(item.text())
            self.list.addItem(item)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.currentRowChanged.connect(self._show)
        self._build()
        if self.found.copies:
            self.list.setCurrentRow(0)

    def _build(self) -> None:
        theme = current_theme()
        self.list.setMaximumHeight(theme.gap(150))
        self.list.setVisible(bool(self.found.copies))
        both = QSplitter(Qt.Orientation.Horizontal)
        for side in self.sides:
            both.addWidget(side)
        both.setChildrenCollapsible(False)
        both.setVisible(bool(self.found.copies))
        layout = column(
            label(told(self.found), "caption", wrap=True),
            self.list,
            both,
            row(None, button("关闭", self.accept)),
            gap=12,
            margins=(20, 18, 20, 18),
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)
        if self.found.copies:
            fit(self, 960, 640)
        else:
            fit(self, 560, 160)

    def _show(self, place: int) -> None:
        if 0 <= place < len(self.found.copies):
            copy = self.found.copies[place]
            for side, text in zip(self.sides, marked(copy), strict=True):
                side.show_text(*text)


class _Side(QWidget):
    """One of the two texts under its title."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what
        self.title_label = label("", "strong", wrap=True)
        self.view = QTextBrowser()
        self.view.setAccessibleName(f"{what}文字")
        # Talks are confidential: to be read here, not to be taken along.
        self.view.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        layout = column(self.title_label, self.view, gap=6, margins=(0, 0, 6, 0))
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_text(self, side: Side, html: str) -> None:
        """Show a text with its marks."""
        self.title_label.setText(f"{self._what}：{side.title}")
        self.view.setHtml(html)


def told(found: Likeness) -> str:
    """What was compared and what came of it."""
    told = f"比较了 {found.compared} 篇会议、学习、述职和谈话文字，包括上一年的。"
    if found.talks_locked:
        told = f"比较了 {found.compared} 篇会议、学习和述职文字；谈话内容已锁定，没有比较。"
    if not found.copies:
        return f"{told}没有发现几乎相同的。"
    return (
        f"{told}有 {len(found.copies)} 处几乎相同，相同的段落已标出。这只是提示，"
        "请看看是否照抄；确实相同的不必改。"
    )


def marked(copy: Copy) -> tuple[tuple[Side, str], tuple[Side, str]]:
    """Both texts as HTML with their common passages marked."""
    one, other = copy.later.text, copy.earlier.text
    common = passages(one, other)
    return (
        (copy.later, _html(one, [(a, size) for a, _, size in common])),
        (copy.earlier, _html(other, [(b, size) for _, b, size in common])),
    )


def _html(text: str, spans: list[tuple[int, int]]) -> str:
    ink, ground = current_theme().tone(Tone.GOLD)
    parts, at = [], 0
    for start, size in sorted(spans):
        parts.append(escape(text[at:start]))
        inside = escape(text[start : start + size])
        parts.append(f'<span style="background:{ground};color:{ink}">{inside}</span>')
        at = start + size
    parts.append(escape(text[at:]))
    body = "".join(parts).replace("\n", "<br>")
    return f'<div style="line-height:150%">{body}</div>'
