"""The running program: which file is open, its window, and locking."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from partydesk.errors import PartydeskError
from partydesk.paths import SUFFIX, documents
from partydesk.services.sample_file import SAMPLE_NAME
from ui.auto_lock import AutoLock, close_dialogs
from ui.background import Background, Job
from ui.crash import CrashReporter
from ui.dialogs.message import PROGRAM, show_fault
from ui.dialogs.unlock import UnlockDialog
from ui.loading import load_ahead, opened, opened_with_sheet
from ui.qt_texts import speak_chinese
from ui.single_instance import raise_other
from ui.state import State
from ui.theme import Theme, dress
from ui.widgets.first_paint import after_paint

# What works with an open file is loaded behind the question for the password (ui/loading.py).
if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.suspend import SuspendWatch
    from ui.workplace import Workplace

_FILES = f"支部文件 (*{SUFFIX})"
#: Before it locks, what is under way is waited for; so many milliseconds between two looks.
_AFTER_WORK = 500


def make_application(argv: Sequence[str], theme: Theme) -> QApplication:
    """The application in Chinese, with its look."""
    app = QApplication(list(argv))
    app.setApplicationName("partydesk")
    app.setApplicationDisplayName(PROGRAM)
    chinese = QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    QLocale.setDefault(chinese)
    speak_chinese(app)
    dress(app, theme)
    return app


class Program(QObject):
    """Opens files and holds what belongs to the open one.

    Attributes:
        window: The main window; none before a file is open.
    """

    def __init__(self, app: QApplication, state: State, log_folder: Path) -> None:
        super().__init__(app)
        self._app, self._state = app, state
        self.background = Background()
        self._store: Any = None
        self._path: Path | None = None
        self._place: Workplace | None = None
        self._ahead: Workplace | None = None
        #: Shows that the file is locked, until a window on the open file takes its place.
        self._blank: Workplace | None = None
        self.window: MainWindow | None = None
        self.crash = CrashReporter(log_folder, app)
        self.crash.install()
        self._auto_lock = AutoLock(app)
        self._auto_lock.due.connect(self.lock)
        self._auto_lock.stop()
        self._suspend: SuspendWatch | None = None
        app.aboutToQuit.connect(self.close)

    def start(self, path: Path | None) -> bool:
        """Open the file given, the one opened last, or ask; whether a window is shown."""
        last = self._state.last_file
        chosen = path or (Path(last) if last and Path(last).exists() else None)
        while self._store is None:
            if chosen is None:
                if not self._begin():
                    return False
            else:
                self._unlock(chosen)
                chosen = None
        self._show()
        return True

    def lock(self) -> None:
        """Hide and close the file, then ask for the password again; half-typed forms are kept."""
        if close_dialogs(self.window):
            # What opened them goes on first, while there still is a file.
            QTimer.singleShot(0, self.lock)
        elif self._hide():
            self._ask_again()
        elif self._place is not None:
            QTimer.singleShot(_AFTER_WORK, self.lock)

    def suspend(self) -> None:
        """The same before the machine sleeps: the file is closed when this returns."""
        close_dialogs(self.window)
        if self._hide():
            QTimer.singleShot(0, self._ask_again)
        elif self._place is not None:
            QTimer.singleShot(_AFTER_WORK, self.lock)

    def _hide(self) -> bool:
        """Whether there was something to hide and close, and it could be done now."""
        if self._place is None or self._place.desk.is_busy:
            return False
        self._place.window.blank()
        self._put_away()
        return True

    def _begin_anew(self) -> None:
        """The file was restored or handed over: show it as if it had just been opened."""
        assert self._place is not None, "a window is shown"
        self._store = self._place.desk.store
        if not self._place.desk.is_open:
            self._place.window.blank(keep=False)
            self._put_away()
            self._ask_again()
            return
        self._place.window.blank()
        self._place.close_doorbell()
        self._show()

    def _ask_again(self) -> None:
        assert self._path is not None, "there was a file"
        self._unlock(self._path)
        if self._store is None:
            self._app.quit()
            return
        self._show()

    def close(self) -> None:
        """Close the file and end the threads."""
        self._auto_lock.stop()
        if self._suspend is not None:
            self._suspend.close()
        # What is under way has the file: it ends before the file is closed.
        self.background.close()
        self._put_away()
        if self._ahead is not None:
            self._ahead.discard()
        self.crash.close()

    def _begin(self) -> bool:
        """Ask how to begin; whether the user wants to go on."""
        from ui.dialogs.first_start import FirstChoice, FirstStartDialog

        dialog = FirstStartDialog()
        if not dialog.exec():
            return False
        match dialog.choice:
            case FirstChoice.NEW:
                self._make_new()
            case FirstChoice.SAMPLE:
                self._unlock(documents() / SAMPLE_NAME)
            case _:
                self._choose_file()
        return True

    def _leave_sample(self) -> None:
        """Remove the sample branch and ask how to begin."""
        from partydesk.services.sample_leaving import remove_sample
        from ui.beginning import may_remove_sample

        assert self._place is not None, "its window was used"
        assert self._path is not None, "an open file has a path"
        if not may_remove_sample(self._place.desk, self._place.window):
            return
        self._place.window.blank(keep=False)
        self._put_away()
        try:
            remove_sample(self._path)
        except PartydeskError as error:
            show_fault(self.window, error)
        self._state.last_file = ""
        if self.start(None):
            return
        self._app.quit()

    def _make_new(self) -> None:
        # Needed once in the life of a file; loading it would keep every start waiting.
        from ui.setting_up import set_up_branch

        made = set_up_branch(self.background, self._state)
        if made is not None:
            self._take(*made)

    def _choose_file(self) -> None:
        folder = str(Path(self._state.last_file).parent if self._state.last_file else documents())
        chosen, _ = QFileDialog.getOpenFileName(None, "打开支部文件", folder, _FILES)
        if chosen:
            self._unlock(Path(chosen))

    def _unlock(self, path: Path) -> None:
        if path.name == SAMPLE_NAME:
            self._open_sample(path)
            return
        if raise_other(path):
            self._app.quit()
            return
        ways = partial(opened, path), partial(opened_with_sheet, path)
        dialog = UnlockDialog(path, *ways, self.background, self.window)
        # Not before: two threads that load and paint wait for each other.
        after_paint(dialog, partial(self.background.start, Job(lambda _tell: load_ahead(), self)))
        dialog.checking.connect(self._build_ahead)
        dialog.exec()
        if dialog.opened is not None:
            if not dialog.sheet or self._has_password(dialog.opened, dialog.sheet):
                self._take(path, dialog.opened)
        elif dialog.copied is not None:
            self._unlock(dialog.copied)
        elif dialog.wants_other:
            self._choose_file()
        elif dialog.wants_backup:
            self._fetch_back(path, dialog.typed)

    def _fetch_back(self, path: Path, word: str) -> None:
        from ui.dialogs.rescue import fetch_back

        self._unlock(fetch_back(path, word, self.background, self.window) or path)

    def _build_ahead(self) -> None:
        """While the password is checked nobody needs this thread: it builds the window."""
        if self._ahead is None and self._store is None:
            self._ahead = self._built()

    def _built(self) -> "Workplace":
        from ui.workplace import Workplace

        return Workplace(self.background, self._state, self)

    def _has_password(self, store: Any, sheet: str) -> bool:
        from ui.opening_rules import has_password

        return has_password(store, sheet, self.background, self.window)

    def _open_sample(self, path: Path) -> None:
        from ui.beginning import open_sample

        store = open_sample(path, self.background, self.window)
        if store is not None:
            self._take(path, store)

    def _take(self, path: Path, store: Any) -> None:
        self._path, self._store = path, store
        self._state.last_file = str(path)

    def _show(self) -> None:
        assert self._store is not None, "a file is open"
        assert self._path is not None, "an open file has a path"
        self.background.put_off_garbage()
        place, old = self._ahead or self._built(), self._place or self._blank
        self._place, self._ahead, self._blank = place, None, None
        self.window = place.window
        place.window.lock_asked.connect(self.lock)
        place.window.help_asked.connect(self._help)
        place.desk.reopened.connect(self._begin_anew)
        place.open(self._path, self._store)
        place.window.side_bar.show_sample(shown=self._path.name == SAMPLE_NAME)
        place.window.side_bar.left.connect(self._leave_sample)
        if old is not None:
            old.discard()
        self._auto_lock.restart()
        after_paint(place.window, self._guard)

    def _guard(self) -> None:
        """Once the window stands: know when the machine sleeps, then guard the file."""
        # Loaded now, so that nobody waits for it before the window is there.
        from ui.suspend import SuspendWatch

        self._auto_lock.watch()
        if self._suspend is None:
            self._suspend = SuspendWatch(self._app)
            self._suspend.suspending.connect(self.suspend)
        if self._place is not None:
            self._place.guard()

    def _help(self, tab: str) -> None:
        from ui.dialogs.help import HelpDialog

        if self.window is not None:
            HelpDialog(tab, self.window.titles, self.window, self.crash.log_path.parent).exec()

    def _put_away(self) -> None:
        # Without an open file there is nothing to lock, and a dialog that asks must stay.
        self._auto_lock.stop()
        if self._place is not None:
            self._place.close()
        elif self._store is not None:
            self._store.close()
        self._blank, self._store, self._place = self._place or self._blank, None, None
