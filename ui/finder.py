"""The search in the bar on top: it asks the file, shows what was found and opens it."""

import time
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from partydesk.domain.searching import Wanted
from partydesk.services import resuming
from partydesk.services.search import Found, Group, Hit, search, with_more
from partydesk.services.search_index import SearchIndex
from partydesk.services.search_texts import TextSearch
from ui.commands import Command, commands, narrowing
from ui.desk import Desk
from ui.main_window import MainWindow
from ui.theme import application
from ui.widgets.search_popup import Line, SearchPopup
from ui.widgets.tab_page import Target

#: Time between two steps through long texts, in milliseconds: keys and paint come first.
PAUSE = 5
#: Titles are read once the window has come to rest, in milliseconds.
_AFTER_START = 300
#: Seconds of reading that who types at once may wait for; a usual file needs less.
_AT_ONCE = 0.02
_MOST_COMMANDS = 6
_BUSY = "正在查找正文…"
_ADVICE = "可以输入姓名、拼音首字母、日期，或议题里的几个字。"
_ICONS: dict[str, str] = {
    Group.PEOPLE: "users",
    Group.MEETINGS: "calendar-event",
    Group.TALKS: "message-circle",
    Group.LEAVES: "shield-check",
    Group.PAPERS: "paperclip",
}
_ICONS_OF = {
    "member": "users",
    "meeting": "calendar-event",
    "talk": "message-circle",
    "integrity_leaf": "shield-check",
}


class Finder(QObject):
    """Connects a window's search line with its file.

    Attributes:
        popup: Shows what was found.
    """

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._commands = commands(window)
        self._found: tuple[Found, ...] = ()
        self._looking = TextSearch("")
        self._index = SearchIndex()
        self._before: QWidget | None = None
        self.popup = SearchPopup(window.search_box, window.centralWidget())
        self._timer = QTimer(self.popup, interval=PAUSE)
        self._timer.timeout.connect(self._step)
        self._reader = QTimer(self.popup, interval=PAUSE)
        self._reader.timeout.connect(self._read_on)
        QTimer.singleShot(_AFTER_START, self.popup, self._reader.start)
        desk.changed.connect(self._reader.start)
        desk.reopened.connect(self._forget)
        # The window's content goes when it is locked.
        self.popup.destroyed.connect(self._forget)
        window.searched.connect(self._look)
        application().focusChanged.connect(self._note_focus)
        self.popup.enter_pressed.connect(self._look_at_once)
        self.popup.chosen.connect(self._open)
        self.popup.closed.connect(self._give_up)

    def _look(self, text: str) -> None:
        """Show what a text finds by names and titles, then go on into long texts."""
        self._timer.stop()
        self._looking = TextSearch(text)
        if not self._window.search_box.hasFocus():
            self.popup.hide()
        elif Wanted.typed(text).whole:
            self._find()
        else:
            self._show_usual()

    @property
    def asked(self) -> str:
        """The text that is looked for now."""
        return self._looking.text

    def _show_usual(self) -> None:
        """Before anything is typed: the records opened last, and what is done most."""
        lines = []
        with self._desk.reporting(self._window):
            opened = self._desk.call(resuming.opened_last)
            lines = [Line("最近打开")] if opened else []
            for each in opened:
                target = Target(each.record_type, each.record_id)
                icon = _ICONS_OF.get(each.record_type, "folders")
                lines.append(Line(each.text, "", target, icon))
        lines.append(Line(str(Group.COMMANDS)))
        usual = self._commands[:_MOST_COMMANDS]
        lines += [Line(each.title, each.hint, each, each.icon) for each in usual]
        self.popup.show_lines(lines)

    def _find(self) -> None:
        """Show what is found by titles, as far as they were read."""
        with self._desk.reporting(self._window):
            self._found = self._desk.call(self._asked)
            known = {(hit.group, hit.record_id) for each in self._found for hit in each.hits}
            # A paper leads to its record, which may be found in its own right.
            self._looking.known = {key for group, key in known if group != Group.PAPERS}
            self._show()
            self._timer.start()
            self._reader.start()

    def _asked(self, store: Any) -> tuple[Found, ...]:
        until = time.perf_counter() + _AT_ONCE
        while not self._index.step(store) and time.perf_counter() < until:
            pass
        return search(store, self._looking.text, self._index)

    def _read_on(self) -> None:
        """Read titles for a moment; what was found in a part is found anew in all of them."""
        if not (self._desk.is_open and self._window.isVisible()):
            self._forget()
        elif not self._desk.is_busy:
            was_whole = self._index.is_whole
            # A fault is told once; it does not come again with every tick.
            self._reader.stop()
            with self._desk.reporting(self._window):
                if not self._desk.call(self._index.step):
                    self._reader.start()
            is_asked = bool(Wanted.typed(self._looking.text).whole) and self.popup.isVisible()
            if is_asked and self._index.is_whole and not was_whole:
                self._find()

    def _forget(self) -> None:
        """Names must not lie in the memory of a program that is locked."""
        if isValid(self.popup):
            self._reader.stop()
            self._timer.stop()
        self._index = SearchIndex()

    def _look_at_once(self) -> None:
        """Enter may come before the pause after the last key is over."""
        text = self._window.search_box.text().strip()
        if text != self._looking.text or not self.popup.isVisible():
            self._look(text)

    def _step(self) -> None:
        if self._looking.is_over or not self.popup.isVisible():
            self._timer.stop()
        elif self._index.is_whole and not self._desk.is_busy:
            with self._desk.reporting(self._window):
                hits = self._desk.call(self._looking_on)
                self._found = with_more(self._found, hits)
                if hits or self._looking.is_over:
                    self._show()

    def _looking_on(self, store: Any) -> list[Hit]:
        return self._looking.step(store)

    def _show(self) -> None:
        lines = _lines(self._found, self._meant())
        foot = "" if self._looking.is_over else _BUSY
        if lines:
            self.popup.show_lines(lines, foot)
        else:
            told = f"没有找到“{self._looking.text}”。{_ADVICE}"
            self.popup.show_nothing(told if self._looking.is_over else _BUSY)

    def _meant(self) -> list[Command]:
        wanted = Wanted.typed(self._looking.text)
        meant = [each for each in self._commands if each.is_meant(wanted)][:_MOST_COMMANDS]
        return meant + narrowing(self._window, self._looking.text)

    def _open(self, key: Target | Command) -> None:
        # Waits until the popup is gone: a command may open a dialog.
        QTimer.singleShot(0, self._window, lambda: self._go(key))

    def _go(self, key: Target | Command) -> None:
        box = self._window.search_box
        box.clear()
        if not self._window.page.leave():
            return
        if isinstance(key, Target):
            self._window.go(key)
        else:
            key.run()
        if box.hasFocus():
            self._window.page.setFocus()

    def _note_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is self._window.search_box and old is not None:
            self._before = old

    def _give_up(self) -> None:
        """Escape: as if nothing had been searched."""
        self._window.search_box.clear()
        before = self._before
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        else:
            self._window.page.setFocus()


def _lines(found: Iterable[Found], meant: list[Command]) -> list[Line]:
    lines = []
    for each in found:
        lines.append(Line(str(each.group), "只列出最前面的几条" if each.more else ""))
        for hit in each.hits:
            target = Target(hit.record_type, hit.record_id)
            icon = _ICONS.get(hit.group, "folders")
            lines.append(Line(hit.title, hit.detail, target, icon, hit.marks, hit.detail_marks))
    if meant:
        lines.append(Line(str(Group.COMMANDS)))
        lines += [Line(each.title, each.hint, each, each.icon) for each in meant]
    return lines
