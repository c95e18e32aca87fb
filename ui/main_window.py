"""The frame of the program: side bar, top bar, the open tab, and the shortcuts for all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QWidget

from ui.auto_lock import Copied
from ui.dialogs.message import PROGRAM
from ui.parts import go_to_part
from ui.shortcuts import SHEET, keys_of
from ui.state import State
from ui.theme import Theme, Tone, application, current_theme, dress
from ui.widgets.banner import Banner
from ui.widgets.basics import GAP, MARGIN, button, column, framed, label, row
from ui.widgets.search_box import SearchBox
from ui.widgets.side_bar import SideBar
from ui.widgets.tab_page import TabEntry, TabPage, Target

#: Smallest useful window in pixels.
SMALLEST = (1280, 720)
#: Shortcuts that the open tab answers.
_PAGE_KEYS: dict[str, Callable[[TabPage], object]] = {
    "primary": lambda page: page.primary(),
    "save": lambda page: page.save(),
    "save_and_new": lambda page: page.save_and_new(),
    "focus_search": lambda page: page.focus_search(),
    "print": lambda page: page.print_page(),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """What the frame says about the file: the branch's name and how safe the file is."""

    branch: str
    safety: str = "已加密"


class MainWindow(QMainWindow):
    """The window on one branch file.

    Signals:
        searched: Text typed into the bar on top.
        help_asked: Title of the tab that help is wanted for.
        lock_asked: The user wants the file locked now.
        shown: A tab was opened; its title.
        left: The pages are about to go: the window closes or is locked.
        closed: The window was closed.
    """

    searched = Signal(str)
    help_asked = Signal(str)
    lock_asked = Signal()
    shown = Signal(str)
    left = Signal()
    closed = Signal()

    def __init__(self, heading: Heading, entries: Sequence[TabEntry], state: State) -> None:
        super().__init__()
        self._entries, self._state = tuple(entries), state
        self._pages: dict[int, TabPage] = {}
        self._place = 0
        self._copied = Copied(self)
        self.setWindowTitle(f"{heading.branch} · {PROGRAM}")
        self.side_bar = SideBar(heading.branch, entries)
        self.side_bar.show_safety(heading.safety)
        self.title_label = label("", "page-title")
        self.search_box = SearchBox("查找党员、会议、谈话…   Ctrl+K")
        self.help_button = button("帮助  F1", self.ask_help)
        self.stack = QStackedWidget()
        self.setCentralWidget(self._frame())
        self._connect()
        self._add_shortcuts()
        self._restore()

    @property
    def titles(self) -> list[str]:
        """Titles of the tabs, in their order."""
        return [entry.title for entry in self._entries]

    @property
    def page(self) -> TabPage:
        """The tab that is open."""
        return self._pages[self._place]

    @property
    def pages(self) -> dict[str, TabPage]:
        """The tabs that were opened so far, by their titles."""
        return {self._entries[place].title: page for place, page in self._pages.items()}

    def show_branch(self, name: str) -> None:
        """Say whose file this is."""
        self.setWindowTitle(f"{name} · {PROGRAM}")
        self.side_bar.branch_label.setText(name)

    def show_safety(self, text: str) -> None:
        """Say under the tabs how safe the file is, such as ``已加密 · 今日 09:50 已备份``."""
        self.side_bar.show_safety(text)

    def warn(
        self, sentence: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """Say something over all tabs that stays, with the one thing to do about it."""
        self._warning.say(sentence, Tone.RED, action, pressed)
        self._warning_place.setVisible(True)

    @property
    def warning(self) -> str:
        """What stands over all tabs; empty when nothing does."""
        return "" if self._warning_place.isHidden() else self._warning.sentence_label.text()

    def calm(self, sentence: str) -> None:
        """Take a warning back that is no longer true; another one stays."""
        if self.warning == sentence:
            self._warning_place.hide()

    def show_tab(self, place: int) -> None:
        """Open a tab by its place, from 0; the one before may keep the user."""
        if not 0 <= place < len(self._entries):
            return
        if self._pages and place != self._place and not self.page.leave():
            self.side_bar.mark(self._place)
            return
        if place not in self._pages:
            self._make(place)
        self._place = place
        self.side_bar.mark(place)
        self.title_label.setText(self._entries[place].title)
        self.search_box.clear()
        self.stack.setCurrentWidget(self._pages[place])
        self._state.last_tab = self._entries[place].title
        # Else the cursor would go on to the next thing in the frame when the old page is hidden.
        self._pages[place].setFocus()
        self.shown.emit(self._entries[place].title)

    def go(self, target: Target) -> None:
        """Open the tab that shows a record, and the record in it."""
        for place, entry in enumerate(self._entries):
            if target.record_type in (entry.title, *entry.records):
                self.show_tab(place)
                if self._place == place:
                    self.page.open_target(target)
                return

    def add_shortcut(self, keys: str, pressed: Callable[[], object]) -> None:
        """Call a function when keys are pressed anywhere in this window, unless it is locked."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(lambda: pressed() if self._pages else None)

    def bind(self, name: str, pressed: Callable[[], object]) -> None:
        """Call a function when the keys that are declared under a name are pressed."""
        for keys in keys_of(name):
            self.add_shortcut(keys, pressed)

    def ask_help(self) -> None:
        """Ask for help with the open tab."""
        self.help_asked.emit(self._entries[self._place].title)

    def ask_keys(self) -> None:
        """Ask for the sheet of all keys."""
        self.help_asked.emit(SHEET)

    def come_to_front(self) -> None:
        """Show this window above all others; the program was started a second time."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def blank(self, *, keep: bool = True) -> None:
        """Show nothing of the file any more, here or in the clipboard; used before it is locked.

        Args:
            keep: Half-typed forms are kept in the file; not possible once that is closed.
        """
        if keep:
            for page in self._pages.values():
                page.leave()
            self.left.emit()
        self._copied.clear()
        self.setWindowTitle(PROGRAM)
        cover = QWidget()
        words = label("已锁定", "page-title")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        cover.setLayout(column(None, words, None))
        self._pages.clear()
        self.setCentralWidget(cover)

    def change_theme(self, theme: Theme) -> None:
        """Wear another look or text size at once, and remember it."""
        if theme != current_theme():
            dress(application(), theme)
            self._state.theme = theme

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self._resize_text(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not all(page.leave() for page in self._pages.values()):
            event.ignore()
            return
        self._state.geometry = self.saveGeometry()
        self.left.emit()
        self.closed.emit()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A locked window has no bar on top any more.
        if event.type() == QEvent.Type.StyleChange and getattr(self, "_pages", None):
            self._set_top_height()

    def _make(self, place: int) -> None:
        page = self._entries[place].make()
        page.go.connect(self.go)
        self._pages[place] = page
        self.stack.addWidget(page)

    def _frame(self) -> QWidget:
        self.search_box.setMinimumWidth(260)
        top = row(self.title_label, None, self.search_box, self.help_button, gap=8)
        top.setStretch(2, 10)
        top.setContentsMargins(MARGIN + 2, 0, MARGIN + 2, 0)
        self._top: QFrame = framed(top, "top")
        self._set_top_height()
        whole = QWidget()
        self._warning = Banner()
        self._warning_place = QWidget()
        self._warning_place.setLayout(column(self._warning, margins=(MARGIN, GAP, MARGIN, 0)))
        self._warning_place.hide()
        right = column(self._top, self._warning_place, self.stack, gap=0)
        right.setStretch(2, 1)
        layout = row(self.side_bar, right, gap=0)
        layout.setStretch(1, 1)
        whole.setLayout(layout)
        return whole

    def _set_top_height(self) -> None:
        self._top.setFixedHeight(current_theme().gap(60))
        self.search_box.setMaximumWidth(current_theme().px(330))

    def _connect(self) -> None:
        self.side_bar.chosen.connect(self.show_tab)
        self.search_box.searched.connect(self._search)

    def _add_shortcuts(self) -> None:
        for place, keys in enumerate(keys_of("tab")[: len(self._entries)]):
            self.add_shortcut(keys, partial(self.show_tab, place))
        for name, act in _PAGE_KEYS.items():
            self.bind(name, partial(self._on_page, act))
        self.bind("find", self._focus_top_search)
        self.bind("help", self.ask_help)
        self.bind("keys", self.ask_keys)
        self.bind("lock", self.lock_asked.emit)
        self.bind("next_part", lambda: go_to_part(self.page, self.side_bar, 1))
        self.bind("previous_part", lambda: go_to_part(self.page, self.side_bar, -1))
        self.bind("larger", lambda: self._resize_text(1))
        self.bind("smaller", lambda: self._resize_text(-1))

    def _on_page(self, act: Callable[[TabPage], object]) -> None:
        act(self.page)

    def _restore(self) -> None:
        self.setMinimumSize(*SMALLEST)
        self.resize(1366, 728)
        if not self._state.geometry.isEmpty():
            self.restoreGeometry(self._state.geometry)
        titles = [entry.title for entry in self._entries]
        last = self._state.last_tab
        self.show_tab(titles.index(last) if last in titles else 0)

    def _search(self, text: str) -> None:
        # What was typed just before locking must not be asked of a file that is closed.
        if self._pages:
            self.searched.emit(text)

    def _focus_top_search(self) -> None:
        self.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_box.selectAll()
        self._search(self.search_box.text())

    def _resize_text(self, steps: int) -> None:
        self.change_theme(current_theme().larger(steps))
