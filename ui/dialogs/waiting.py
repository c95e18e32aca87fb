"""Says what is under way while there is no window yet that could say it; closes by itself."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from partydesk.errors import PartydeskError
from ui.background import Background, Job, Tell
from ui.dialogs.message import PROGRAM
from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row


class WaitingDialog(QDialog):
    """Stands there until work of some seconds is done, or nobody wants to wait for it.

    Attributes:
        made: What the work gave; ``None`` when it failed or was given up.
        fault: What the world did to it.
    """

    def __init__(
        self,
        title: str,
        work: Callable[[Tell], Any],
        unwanted: Callable[[Any], object],
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        """A dialog; ``unwanted`` is given what the work made after nobody waited any more."""
        super().__init__(parent)
        self.setWindowTitle(PROGRAM)
        self.made: Any = None
        self.fault: PartydeskError | None = None
        self._background, self._unwanted = background, unwanted
        self._job = Job(work)
        self._job.done.connect(self._done)
        self._job.failed.connect(self._failed)
        self._is_begun = False
        bar = QProgressBar(textVisible=False, maximum=0)
        bar.setAccessibleName(title)
        told = label("第一次要先建好它，需要几秒钟。", "caption", wrap=True)
        self.cancel_button = button("取消", self.reject)
        foot = row(None, self.cancel_button)
        layout = column(label(title, "title"), told, bar, foot, gap=12, margins=(28, 24, 28, 20))
        self.setLayout(layout)
        self.setMinimumWidth(current_theme().gap(420))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_begun:
            self._is_begun = True
            # Not before: what is shown should be painted first.
            QTimer.singleShot(0, self, self._begin)

    def reject(self) -> None:
        """Go back at once; the work may still end, and what it makes is put away."""
        job, unwanted = self._job, self._unwanted
        job.done.disconnect()
        job.failed.disconnect()
        job.done.connect(unwanted)
        job.cancel()
        super().reject()

    def _begin(self) -> None:
        self._background.start(self._job)

    def _done(self, made: Any) -> None:
        self.made = made
        self.accept()

    def _failed(self, error: BaseException) -> None:
        super().reject()
        if not isinstance(error, PartydeskError):
            raise error
        self.fault = error
