"""One field of a form: its label, its editor, and the problem under it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from partydesk.domain.fields import LOCKED, LockedText
from ui.icons import pixmap
from ui.theme import Tone, current_theme
from ui.widgets.basics import button, column, label, restyle, row
from ui.widgets.editors import Editor, TextEditor, as_editor
from ui.widgets.long_text import LongTextEditor

_WHY_LOCKED = "已锁定：用书记的密码打开后才能看和改"


class FormCell(QWidget):
    """Keeps label, editor and problem together; a locked text stays as it is."""

    def __init__(
        self,
        name: str,
        title: str,
        widget: QWidget,
        *,
        required: bool = False,
        wide: bool = False,
    ) -> None:
        super().__init__()
        self.name = name
        self.widget = widget
        self._locked = False
        self._hint = getattr(widget, "placeholderText", str)()
        self.title_label = label(title + (" *" if required else ""), "label")
        self.title_label.setBuddy(widget)
        if required:
            self.title_label.setToolTip("必填")
        self.is_wide = wide or isinstance(widget, QPlainTextEdit)
        self.is_left_out = False
        self.is_titled = bool(title) and not isinstance(widget, QCheckBox)
        self._sign = QLabel()
        self._problem_label = label("", "problem", wrap=True)
        self._problem_label.setObjectName(f"{name}_problem")
        self._problem = QWidget()
        problem = row(self._sign, self._problem_label, gap=6)
        problem.setStretch(1, 1)
        self._problem.setLayout(problem)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._problem_label.setMinimumWidth(40)
        self._problem.hide()
        self.stale_label = label("", "caption", Tone.GOLD, wrap=True)
        self.stale_label.hide()
        self._build()
        if isinstance(widget, TextEditor):
            widget.marks_changed.connect(lambda: self._show_stale(widget))

    @property
    def editor(self) -> Editor:
        """The editor."""
        return as_editor(self.widget)

    @property
    def problem(self) -> str:
        """The sentence under the editor."""
        return self._problem_label.text()

    def value(self) -> object:
        """What the editor holds, or the mark of a locked text."""
        return LOCKED if self._locked else self.editor.value()

    def set_value(self, value: object) -> None:
        """Show a value; a locked text switches the editor off."""
        self._locked = isinstance(value, LockedText)
        self.editor.set_value(None if self._locked else value)
        self.widget.setEnabled(not self._locked)
        if hasattr(self.widget, "setPlaceholderText"):
            self.widget.setPlaceholderText(_WHY_LOCKED if self._locked else self._hint)

    def show_problem(self, sentence: str) -> None:
        """Put a sentence under the editor; an empty one clears it."""
        if sentence == self.problem:
            return
        self._problem_label.setText(sentence)
        self._problem.setVisible(bool(sentence))
        theme = current_theme()
        self._sign.setPixmap(pixmap("alert-triangle", theme.tokens.red, theme.px(15)))
        self.widget.setProperty("wrong", "yes" if sentence else "no")
        self.widget.setAccessibleDescription(sentence or self.widget.toolTip())
        restyle(self.widget)

    def offer_writing(self, pressed: Callable[[], object]) -> None:
        """A long text can be written in a window of its own: a button for it beside the label."""
        if not isinstance(self.widget, LongTextEditor) or not self.is_titled:
            return
        self.writing_button = button("写作模式", pressed, "link")
        self.writing_button.setAccessibleName(f"{self.title_label.text().strip(' *')}：写作模式")
        self.writing_button.setToolTip("在整个窗口里写这段文字（F11）")
        # Tab goes from text to text; F11 opens it from each.
        self.writing_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.marks_label = label("", "caption", Tone.GOLD)
        self.widget.marks.changed.connect(self._count_marks)
        self.widget.installEventFilter(self)
        self._head.addWidget(self.marks_label)
        self._head.addWidget(self.writing_button)
        self._count_marks()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget and event.type() == QEvent.Type.EnabledChange:
            self.writing_button.setEnabled(self.widget.isEnabled())
        return super().eventFilter(watched, event)

    def title_width(self) -> int:
        """How wide the label is on one line."""
        if not self.is_titled or self.is_wide:
            return 0
        return self.title_label.fontMetrics().horizontalAdvance(self.title_label.text()) + 2

    def place_title(self, width: int) -> None:
        """Put the label at the left with the width that all have; 0 puts it above the editor."""
        if self.is_wide:
            return
        above = width == 0
        way = QBoxLayout.Direction
        self._sides.setDirection(way.TopToBottom if above else way.LeftToRight)
        self._sides.setSpacing(4 if above else 8)
        spacer = self._title_box.itemAt(0).spacerItem()
        spacer.changeSize(0, 0 if above else current_theme().gap(8))
        self.title_label.setVisible(self.is_titled or not above)
        self.title_label.setMinimumWidth(width)
        self.title_label.setMaximumWidth(width or 10_000)
        self._title_box.invalidate()

    def _build(self) -> None:
        if self.is_wide:
            self._head = row(self.title_label, None)
            head = [self._head] if self.is_titled else []
            self.setLayout(column(*head, self.widget, self._problem, gap=4))
            return
        if not self.is_titled:
            self.title_label.setText("")
        below = QVBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.widget)
        below.addWidget(self.stale_label)
        below.addWidget(self._problem)
        self._title_box = column(7, self.title_label, None, gap=0)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(8)
        self._sides.addLayout(self._title_box)
        self._sides.addLayout(below, 1)

    def _show_stale(self, editor: TextEditor) -> None:
        words = editor.stale_words()
        self.stale_label.setText(f"待修改：{'、'.join(words)}")
        self.stale_label.setVisible(bool(words))

    def _count_marks(self) -> None:
        count = len(self.widget.marks.spans) if isinstance(self.widget, LongTextEditor) else 0
        self.marks_label.setText(f"待修改 {count} 处" if count else "")
