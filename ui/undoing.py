"""Ctrl+Z and Ctrl+Y: a text takes back its own typing first, then the file its last step."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from partydesk.errors import PartydeskError
from partydesk.services import history
from ui.background import Tell
from ui.desk import Desk, Task
from ui.main_window import MainWindow
from ui.shortcuts import keys_of
from ui.theme import Tone, application
from ui.widgets.notice import Notice
from ui.widgets.record_form import RecordForm

UNDO_KEYS, REDO_KEYS = keys_of("undo"), keys_of("redo")

_Text = QLineEdit | QPlainTextEdit | QTextEdit


class Undoing(QObject):
    """Undo and redo of a window on a file.

    Attributes:
        notice: Says what was taken back, with the button that does it again.
    """

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._warned_of = ""
        self._watched: QWidget | None = None
        self.notice = Notice(window.stack, window.centralWidget())
        window.bind("undo", self.undo)
        window.bind("redo", self.redo)
        application().focusChanged.connect(self._watch)
        self._watch(None, QApplication.focusWidget())

    def undo(self) -> None:
        """Take back what was typed in the text with the cursor; else the file's last step."""
        text = _text_in(QApplication.focusWidget())
        if text is not None and _can_undo(text):
            text.undo()
        elif not self._desk.is_busy:
            self.take_back()

    def redo(self) -> None:
        """Do again what was taken back last, in the text with the cursor or in the file."""
        text = _text_in(QApplication.focusWidget())
        if text is not None and _can_redo(text):
            text.redo()
        elif not self._desk.is_busy:
            self.do_again()

    def take_back(self) -> None:
        """Take back the file's last step."""
        step = self._desk.call(history.last_undoable)
        if step is None:
            self.notice.say("没有可以撤销的操作。")
            return
        if self._is_half_typed() and self._warned_of != step.id:
            # Typing is what was meant; taking back a saved record unasked would be a surprise.
            self._warned_of = step.id
            self.notice.say(
                f"这一页有还没保存的内容，不会被撤销。要撤销的是上一步“{step.title}”。",
                Tone.GOLD,
                "撤销这一步",
                self.take_back,
            )
            return
        self._warned_of = ""
        self._run(
            lambda store, tell: history.undo(store, step.id, partial(tell, "撤销")),
            f"正在撤销：{step.title}…",
            lambda title: self.notice.say(f"已撤销：{title}", Tone.BLUE, "重做", self.do_again),
        )

    def do_again(self) -> None:
        """Do again the step that was taken back last."""
        step = self._desk.call(history.last_redoable)
        if step is None:
            self.notice.say("没有可以重做的操作。")
            return
        title = step.title.removeprefix("撤销：")
        self._run(
            lambda store, tell: history.redo(store, step.id, partial(tell, "重做")),
            f"正在重做：{title}…",
            lambda _title: self.notice.say(f"已重做：{title}", Tone.BLUE, "撤销", self.take_back),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the shortcuts through: a text would keep the keys even with nothing to undo."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_ours(event):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _run(
        self, work: Callable[[Any, Tell], str], title: str, done: Callable[[str], None]
    ) -> None:
        """A large import takes its time: the window stays awake, and a refusal is said calmly."""

        def refused(error: PartydeskError) -> None:
            self.notice.say(str(error), Tone.GOLD)

        self._desk.run(Task(work, title, done, refused), self._window)

    def _is_half_typed(self) -> bool:
        forms = self._window.page.findChildren(RecordForm)
        return any(form.isVisible() and form.is_changed() for form in forms)

    def _watch(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = new if new is not None and new.window() is self._window else None
        if self._watched is not None:
            self._watched.installEventFilter(self)


def _is_ours(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent):
        return False
    return QKeySequence(event.keyCombination()).toString() in (*UNDO_KEYS, *REDO_KEYS)


def _text_in(widget: QWidget | None) -> _Text | None:
    """The text that has the cursor, also inside of a list that can be typed into."""
    if isinstance(widget, QComboBox):
        widget = widget.lineEdit()
    return widget if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) else None


def _can_undo(text: _Text) -> bool:
    if text.isReadOnly():
        return False
    if isinstance(text, QLineEdit):
        return text.isUndoAvailable()
    return text.document().isUndoAvailable()


def _can_redo(text: _Text) -> bool:
    if text.isReadOnly():
        return False
    if isinstance(text, QLineEdit):
        return text.isRedoAvailable()
    return text.document().isRedoAvailable()
