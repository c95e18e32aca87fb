"""Small pictures of papers, made off the window's thread when they are seen, kept by content."""

from collections import OrderedDict

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from partydesk.errors import PartydeskError
from partydesk.services import attachments
from ui.background import Job
from ui.desk import Desk, Task
from ui.pictures import thumbnail
from ui.widgets.paper_tile import Paper, picture_size

#: So many are kept; each takes some 200 KB.
MOST = 150


class Thumbnails(QObject):
    """Makes pictures that are asked for, one after the other.

    Signals:
        made: The id of a content and its picture.
    """

    made = Signal(str, QPixmap)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._widget = desk, parent
        self._kept: OrderedDict[tuple[str, int], QPixmap] = OrderedDict()
        self._wanted: dict[str, Paper] = {}
        self._jobs: list[Job] = []
        # Asked for while painting, which must not wait.
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._start)

    def want(self, paper: Paper) -> None:
        """Ask for the picture of a paper; ``made`` brings it, unless it can't be made."""
        self._wanted[paper.content_id] = paper
        self._timer.start()

    def forget(self) -> None:
        """Nothing that is still waiting is wanted any more."""
        self._wanted.clear()
        for job in self._jobs:
            job.cancel()
        self._jobs.clear()

    def _start(self) -> None:
        room = picture_size() * self._widget.devicePixelRatioF()
        wanted, self._wanted = self._wanted, {}
        for content_id, paper in wanted.items():
            key = (content_id, room.width())
            if key in self._kept:
                self._kept.move_to_end(key)
                self.made.emit(content_id, self._kept[key])
            else:
                self._make(paper, room)

    def _make(self, paper: Paper, room: QSize) -> None:
        def work(_store: object, _tell: object) -> QImage:
            _, data = self._desk.read(attachments.content, paper.id)
            return thumbnail(data, paper.media_type, room)

        def done(picture: QImage) -> None:
            picture.setDevicePixelRatio(self._widget.devicePixelRatioF())
            self._keep((paper.content_id, room.width()), QPixmap.fromImage(picture))

        task = Task(work, "", done, failed=_leave_icon, takes_turns=True)
        job = self._desk.quietly(task, self._widget)
        self._jobs.append(job)
        job.ended.connect(lambda: self._jobs.remove(job) if job in self._jobs else None)

    def _keep(self, key: tuple[str, int], picture: QPixmap) -> None:
        self._kept[key] = picture
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        self.made.emit(key[0], picture)


def _leave_icon(_fault: PartydeskError) -> None:
    """A paper that can't be drawn keeps the icon of its kind; opening it says why."""
