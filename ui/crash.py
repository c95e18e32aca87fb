"""What nobody caught: our mistakes get a log without personal data and one dialog about it."""

import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from partydesk import __version__
from partydesk.errors import CancelledError, PartydeskError
from ui.dialogs.message import box_with, show_fault

# What a fault needs is loaded when there is one: no start shall wait for it.
if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler

#: Size of one log file in bytes, and how many older ones are kept.
LOG_SIZE, LOG_COUNT = 256 * 1024, 3
_SENTENCE = "程序遇到一个没有料到的问题，刚才的操作可能没有完成。"
_ADVICE = (
    "显示为“已保存”的内容都在文件里，可以继续使用；为稳妥起见，建议关闭后重新打开。\n"
    "可以把报告文件交给维护人员，里面没有党员信息。"
)


def describe(error: BaseException) -> str:
    """Where a fault happened: types and places in the code, never texts or values."""
    from partydesk import log

    return f"程序 {__version__}  Qt {qVersion()}\n{log.describe(error)}"


class CrashReporter(QObject):
    """Catches what nobody else caught; ``install`` makes it the program's hook."""

    _came = Signal(object)

    def __init__(self, folder: Path, app: QApplication) -> None:
        """A reporter that logs into a folder."""
        super().__init__(app)
        self.log_path = folder / "partydesk.log"
        self._handler: RotatingFileHandler | None = None
        self._talking = False
        self._came.connect(self._tell)

    def install(self) -> None:
        """Catch faults of the window, of its slots and of other threads."""
        sys.excepthook = self.caught
        threading.excepthook = lambda given: self.caught(
            given.exc_type, given.exc_value, given.exc_traceback
        )

    def caught(
        self,
        _kind: type[BaseException],
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Log a fault and tell the user once; Ctrl+C in a terminal just ends the program.

        What the world did keeps its own sentence, also where a tab forgot to catch it.
        """
        if error is None or isinstance(error, KeyboardInterrupt):
            QApplication.quit()
            return
        if isinstance(error, CancelledError):
            return
        report = describe(error)
        self._log(report)
        self._came.emit(error if isinstance(error, PartydeskError) else report)

    def close(self) -> None:
        """Close the log file."""
        if self._handler is not None:
            self._handler.close()
            self._handler = None

    def _log(self, report: str) -> None:
        import logging

        logger = logging.Logger("partydesk.crash")
        try:
            if self._handler is None:
                self._handler = self._opened()
            logger.addHandler(self._handler)
            logger.error(report)
        except OSError:
            # Without a place for the log the dialog still offers the report.
            self._handler = None

    def _opened(self) -> "RotatingFileHandler":
        import logging
        from logging.handlers import RotatingFileHandler

        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            self.log_path, maxBytes=LOG_SIZE, backupCount=LOG_COUNT, encoding="utf-8"
        )
        handler.setFormatter(logging.Formatter("%(asctime)s\n%(message)s\n"))
        return handler

    def _tell(self, told: PartydeskError | str) -> None:
        if self._talking:
            return
        self._talking = True
        try:
            if isinstance(told, PartydeskError):
                show_fault(QApplication.activeWindow(), told)
            elif _offer():
                _save(told)
        finally:
            self._talking = False


def _offer() -> bool:
    """Show the dialog; whether the user wants the report file."""
    box = box_with(QApplication.activeWindow(), _SENTENCE, _ADVICE)
    saving = box.addButton("保存报告文件…", QMessageBox.ButtonRole.ActionRole)
    closing = box.addButton("关闭", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(closing)
    box.setEscapeButton(closing)
    box.exec()
    return box.clickedButton() is saving


def _save(report: str) -> None:
    parent = QApplication.activeWindow()
    chosen, _ = QFileDialog.getSaveFileName(
        parent, "保存报告文件", str(Path.home() / "支部工作台报告.txt"), "文本文件 (*.txt)"
    )
    if chosen:
        from partydesk.safeio import write_file

        try:
            write_file(Path(chosen), report.encode())
        except PartydeskError as error:
            show_fault(parent, error)
