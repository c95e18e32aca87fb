"""The card at the right of a register: which record it is, its body and what can be done."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from ui.theme import Tone
from ui.widgets.attachment_list import AttachmentList
from ui.widgets.banner import Banner
from ui.widgets.basics import Button, button, column, label, row, scrolling, set_role
from ui.widgets.pill import Mark, Pill
from ui.widgets.saved_badge import SavedBadge

#: Space between the buttons at the foot.
GAP = 8


class RecordCard(QWidget):
    """Title and state above, a scrolling body, attachments, and a foot of buttons.

    Attributes:
        badge: Tells whether what is shown is saved.
        attachments: The record's papers, at the end of the body.
        edit_button: Shown instead of saving where a record is read first.
        save_button: Red only while there is something to save.
        more_menu: Rare and destructive actions.
    """

    def __init__(self, body: QWidget, saved: Callable[[], object]) -> None:
        super().__init__()
        self.title_label = label("", "title", wrap=True)
        self.mark = Pill()
        self.mark.hide()
        self.caption_label = label("", "caption")
        self.badge = SavedBadge()
        self.banner = Banner()
        self.attachments = AttachmentList()
        self.save_button = button("保存", saved)
        self.save_button.setToolTip("保存（Ctrl+S）")
        self.edit_button = Button("编辑", icon_name="edit")
        self.edit_button.hide()
        self.history_button = Button("历史")
        self.papers_button = button("附件", self._show_papers)
        self.print_button = Button("打印")
        self.more_button = Button("更多")
        self.more_menu = QMenu(self.more_button)
        self.more_button.set_menu(self.more_menu)
        inside = QWidget()
        inside.setLayout(column(body, self.attachments, None, gap=16, margins=(0, 0, 8, 0)))
        self._area = scrolling(inside)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._area)
        rare = (self.history_button, self.papers_button, self.print_button)
        self._folded = {each: QAction(each.text(), self) for each in rare}
        for each, action in self._folded.items():
            action.triggered.connect(each.click)
        self.more_menu.aboutToShow.connect(self._arrange)
        self._build()
        self.attachments.count_changed.connect(self._count)

    def show_title(self, title: str, caption: str = "", mark: Mark | None = None) -> None:
        """Say which record it is."""
        self.title_label.setText(title)
        self.caption_label.setText(caption)
        self.caption_label.setVisible(bool(caption))
        self.mark.setVisible(mark is not None)
        if mark:
            self.mark.show_mark(mark)

    def show_unsaved(self, *, unsaved: bool) -> None:
        """Make saving the one red action while there is something to save."""
        set_role(self.save_button, "primary" if unsaved else "")
        if unsaved:
            self.badge.show_unsaved()

    def show_stored(self, *, stored: bool) -> None:
        """Whether the record is in the file: only then has it history, papers and a print."""
        for each in (self.history_button, self.print_button, self.more_button, self.papers_button):
            each.setEnabled(stored)
        self.attachments.set_enabled_for(adding=stored)

    def say(
        self, sentence: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """A sentence above the body, with what can be done about it."""
        self.banner.say(sentence, Tone.BLUE, action, pressed)

    def show_reading(self, *, reading: bool) -> None:
        """Offer to edit what is only read, or to save what is edited."""
        self.edit_button.setVisible(reading)
        self.save_button.setVisible(not reading)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_folded"):
            self._arrange()

    @property
    def scrolled(self) -> int:
        """How far down the body is scrolled, in pixels."""
        return self._area.verticalScrollBar().value()

    def scroll_to(self, pixels: int) -> None:
        """Scroll the body so far down."""
        self._area.verticalScrollBar().setValue(pixels)

    def scroll_up(self) -> None:
        """Show the body from its beginning."""
        self._area.verticalScrollBar().setValue(0)

    def _build(self) -> None:
        head = row(self.title_label, self.mark, self.caption_label, None, self.badge, gap=10)
        foot = row(
            *(self.history_button, self.papers_button, self.print_button, self.more_button),
            None,
            self.edit_button,
            self.save_button,
        )
        layout = column(head, self.banner, self.stack, foot, gap=12)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _arrange(self) -> None:
        """What has no room at the foot goes into 更多."""
        wanted = list(self._folded)
        last = self.save_button if self.edit_button.isHidden() else self.edit_button
        kept = last.sizeHint().width() + self.more_button.sizeHint().width() + GAP
        room = self.width() - kept - GAP
        shown = len(wanted)
        while shown and sum(each.sizeHint().width() + GAP for each in wanted[:shown]) > room:
            shown -= 1
        for each in self._folded:
            each.setVisible(each in wanted[:shown])
        self._fold(wanted[shown:])

    def _fold(self, buttons: list[Button]) -> None:
        for action in self._folded.values():
            self.more_menu.removeAction(action)
        own = self.more_menu.actions()
        folded = [self._folded[each] for each in buttons]
        for each, action in zip(buttons, folded, strict=True):
            action.setText(each.text())
            action.setEnabled(each.isEnabled())
        if own:
            self.more_menu.insertActions(own[0], folded)
        else:
            self.more_menu.addActions(folded)

    def _count(self, count: int) -> None:
        self.papers_button.setText(f"附件 {count}" if count else "附件")

    def _show_papers(self) -> None:
        self.stack.setCurrentWidget(self._area)
        self._area.verticalScrollBar().setValue(self.attachments.y())
        self.attachments.add_button.setFocus()
