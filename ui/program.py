"""The running program: which file is open, its window, and locking."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog

from partydesk.errors import PartydeskError
from partydesk.paths import SUFFIX, documents
from partydesk.services import branch_files, organization
from partydesk.services.sample_file import SAMPLE_NAME
from ui.auto_lock import AutoLock, close_dialogs
from ui.background import Background
from ui.beginning import open_sample, sample_path
from ui.crash import CrashReporter
from ui.desk import Desk, Task
from ui.dialogs.first_start import FirstChoice, FirstStartDialog
from ui.dialogs.message import PROGRAM, show_fault
from ui.dialogs.unlock import UnlockDialog
from ui.finder import Finder
from ui.main_window import Heading, MainWindow
from ui.single_instance import Doorbell, raise_other
from ui.state import State
from ui.tab_list import branch_tabs
from ui.theme import Theme, dress
from ui.undoing import Undoing

if TYPE_CHECKING:
    from ui.suspend import SuspendWatch

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
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    # qt_zh_CN is only an index; the texts are in qtbase_zh_CN.
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
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
        self._background = Background()
        self._store: Any = None
        self._path: Path | None = None
        self._desk: Desk | None = None
        self._doorbell: Doorbell | None = None
        self.window: MainWindow | None = None
        self.crash = CrashReporter(log_folder, app)
        self.crash.install()
        self._auto_lock = AutoLock(app)
        self._auto_lock.due.connect(self.lock)
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
        elif self._desk is not None:
            QTimer.singleShot(_AFTER_WORK, self.lock)

    def suspend(self) -> None:
        """The same before the machine sleeps: the file is closed when this returns."""
        close_dialogs(self.window)
        if self._hide():
            QTimer.singleShot(0, self._ask_again)
        elif self._desk is not None:
            QTimer.singleShot(_AFTER_WORK, self.lock)

    def _hide(self) -> bool:
        """Whether there was something to hide and close, and it could be done now."""
        if self.window is None or self._desk is None:
            return False
        if self._desk.is_busy:
            return False
        self.window.blank()
        self._put_away()
        return True

    def _begin_anew(self) -> None:
        """The file was restored or handed over: show it as if it had just been opened."""
        assert self._desk is not None, "a window is shown"
        assert self.window is not None, "a window is shown"
        self._store = self._desk.store
        if not self._desk.is_open:
            self.window.blank(keep=False)
            self._put_away()
            self._ask_again()
            return
        self.window.blank()
        self._close_doorbell()
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
        self._background.close()
        self._put_away()
        self.crash.close()

    def _begin(self) -> bool:
        """Ask how to begin; whether the user wants to go on."""
        dialog = FirstStartDialog()
        if not dialog.exec():
            return False
        match dialog.choice:
            case FirstChoice.NEW:
                self._make_new()
            case FirstChoice.SAMPLE:
                self._unlock(sample_path())
            case _:
                self._choose_file()
        return True

    def _make_new(self) -> None:
        # Needed once in the life of a file; loading it would keep every start waiting.
        from ui.setting_up import set_up_branch

        made = set_up_branch(self._background)
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
        dialog = UnlockDialog(
            path,
            lambda password: branch_files.open_branch(path, password),
            lambda sheet: branch_files.open_with_sheet(path, sheet),
            self._background,
            self.window,
        )
        dialog.exec()
        if dialog.opened is not None:
            if not dialog.sheet or self._has_password(dialog.opened, dialog.sheet):
                self._take(path, dialog.opened)
        elif dialog.wants_other:
            self._choose_file()

    def _has_password(self, store: Any, sheet: str) -> bool:
        from ui.opening_rules import has_password

        return has_password(store, sheet, self._background, self.window)

    def _open_sample(self, path: Path) -> None:
        try:
            self._take(path, open_sample(path))
        except PartydeskError as error:
            show_fault(self.window, error)

    def _take(self, path: Path, store: Any) -> None:
        self._path, self._store = path, store
        self._state.last_file = str(path)

    def _show(self) -> None:
        assert self._store is not None, "a file is open"
        assert self._path is not None, "an open file has a path"
        self._desk = Desk(self._store, self._background, self)
        branch = self._desk.call(organization.the_branch)
        heading = Heading(branch.short_name if branch else self._path.stem)
        old = self.window
        self.window = MainWindow(heading, branch_tabs(self._desk, self._state), self._state)
        self.window.lock_asked.connect(self.lock)
        self.window.help_asked.connect(self._help)
        self._desk.reopened.connect(self._begin_anew)
        Finder(self.window, self._desk)
        Undoing(self.window, self._desk)
        self._doorbell = Doorbell(self._path, self)
        self._doorbell.rung.connect(self.window.come_to_front)
        self.window.show()
        if old is not None:
            old.deleteLater()
            old.hide()
        self._auto_lock.restart()
        QTimer.singleShot(0, self._guard)

    def _guard(self) -> None:
        """Once the window stands: look whether the file is whole, then make the day's backup."""
        # Loaded now, so that nobody waits for it before the window is there.
        from ui.suspend import SuspendWatch
        from ui.wholeness import check_whole

        if self._suspend is None:
            self._suspend = SuspendWatch(self._app)
            self._suspend.suspending.connect(self.suspend)
        if self._desk is not None and self.window is not None:
            check_whole(self._desk, self._state, self.window, self._back_up)

    def _help(self, tab: str) -> None:
        from ui.dialogs.help import HelpDialog

        if self.window is not None:
            HelpDialog(tab, self.window.titles, self.window, self.crash.log_path.parent).exec()

    def _back_up(self) -> None:
        """The day's first backup, made beside the work; then say how safe the file is.

        Quietly: who has begun to type must not lose a key to a cover over the window.
        """
        if self._desk is None or self.window is None:
            return
        desk, today = self._desk, date.today()
        desk.quietly(
            Task(
                lambda _store, _tell: desk.read(branch_files.daily_backup, today),
                "正在做今天的备份…",
                lambda _made: self._tell_safety(),
            ),
            self.window,
        )

    def _tell_safety(self) -> None:
        if self._desk is not None and self.window is not None:
            line = self._desk.call(branch_files.protection_line, date.today())
            self.window.show_safety(line)

    def _close_doorbell(self) -> None:
        if self._doorbell is not None:
            self._doorbell.close()
            self._doorbell = None

    def _put_away(self) -> None:
        self._close_doorbell()
        if self._desk is not None:
            # Small pictures may just be read on the other thread.
            with self._desk.turn:
                self._desk.store.close()
        elif self._store is not None:
            self._store.close()
        self._store = self._desk = None
