"""The papers and photos of a record: added by button, drop or paste, seen, ordered, removed."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QWidget

from partydesk.services.paper_files import ENDINGS
from ui.theme import Tone
from ui.widgets.banner import Banner
from ui.widgets.basics import button, column, label, row, set_role
from ui.widgets.paper_tile import Paper
from ui.widgets.paper_tiles import PaperTiles

_HINT = "可以把照片、扫描件一次拖到这里"


class AttachmentList(QFrame):
    """Shows papers; the page does what the signals ask for.

    Signals:
        add_asked: Paths of files to add.
        open_asked, outside_asked, copy_asked, rename_asked, remove_asked: The id of a paper.
        order_asked: All ids in the order that is wanted.
        picture_wanted: A paper that is seen and has no picture yet.
        count_changed: How many there are now.
    """

    add_asked = Signal(list)
    open_asked = Signal(str)
    outside_asked = Signal(str)
    copy_asked = Signal(str)
    rename_asked = Signal(str)
    remove_asked = Signal(str)
    order_asked = Signal(list)
    picture_wanted = Signal(object)
    count_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._papers: tuple[Paper, ...] = ()
        self.title_label = label("附件", "section")
        self.hint_label = label(_HINT, "caption", wrap=True)
        self.add_button = button("添加…", self._choose_files, icon_name="paperclip")
        self.banner = Banner()
        self.tiles = PaperTiles()
        head = row(self.title_label, self.hint_label, self.add_button, gap=10)
        head.setStretch(1, 1)
        self.setLayout(column(head, self.banner, self.tiles, gap=8, margins=(2, 2, 2, 2)))
        self.setAcceptDrops(True)
        self._connect()

    def fill(self, papers: Sequence[Paper]) -> None:
        """Show these papers."""
        self._papers = tuple(papers)
        self.tiles.fill(self._papers)
        self.tiles.setVisible(bool(papers))
        # Also those that only the arrow keys reach now: one of them may be the stop later.
        for before, after in pairwise([self.add_button, *self.tiles.tiles]):
            QWidget.setTabOrder(before, after)
        self.title_label.setText(f"附件 {len(papers)}" if papers else "附件")
        self.count_changed.emit(len(papers))

    @property
    def papers(self) -> Sequence[Paper]:
        """What is shown."""
        return self._papers

    def say(
        self, sentence: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """A sentence above the papers; none takes the last one away."""
        if sentence:
            self.banner.say(sentence, Tone.BLUE, action, pressed)
        else:
            self.banner.hide()

    def set_enabled_for(self, *, adding: bool) -> None:
        """Allow adding only when there is a record to add to."""
        self.add_button.setEnabled(adding)
        self.setAcceptDrops(adding)
        self.hint_label.setText(_HINT if adding else "先保存这条记录，再添加附件")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            set_role(self, "drop")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_role(self, "")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        set_role(self, "")
        if self._add_from(event.mimeData()):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pasting = event.matches(QKeySequence.StandardKey.Paste) and self.add_button.isEnabled()
        if not (pasting and self._add_from(QGuiApplication.clipboard().mimeData())):
            super().keyPressEvent(event)

    def _add_from(self, data: QMimeData) -> bool:
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.add_asked.emit(paths)
        return bool(paths)

    def _connect(self) -> None:
        self.tiles.open_asked.connect(self.open_asked)
        self.tiles.remove_asked.connect(self.remove_asked)
        self.tiles.rename_asked.connect(self.rename_asked)
        self.tiles.order_asked.connect(self.order_asked)
        self.tiles.picture_wanted.connect(self.picture_wanted)
        self.tiles.menu_asked.connect(self._show_menu)

    def _show_menu(self, paper_id: str, at: QPoint) -> None:
        self.menu_of(paper_id).popup(at)

    def menu_of(self, paper_id: str) -> QMenu:
        """What can be done with a paper."""
        ids = [each.id for each in self._papers]
        place = ids.index(paper_id)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("打开", lambda: self.open_asked.emit(paper_id))
        menu.addAction("用其他程序打开", lambda: self.outside_asked.emit(paper_id))
        menu.addAction("另存一份…", lambda: self.copy_asked.emit(paper_id))
        menu.addAction("改名…\tF2", lambda: self.rename_asked.emit(paper_id))
        menu.addSeparator()
        back = menu.addAction("向前移\tAlt+←", lambda: self.tiles.place_at(paper_id, place - 1))
        on = menu.addAction("向后移\tAlt+→", lambda: self.tiles.place_at(paper_id, place + 1))
        back.setEnabled(place > 0)
        on.setEnabled(place < len(ids) - 1)
        menu.addSeparator()
        menu.addAction("移到回收站\tDel", lambda: self.remove_asked.emit(paper_id))
        return menu

    def _choose_files(self) -> None:
        kinds = " ".join(f"*{each}" for each in ENDINGS)
        kinds = f"照片和文件 ({kinds} {kinds.upper()});;所有文件 (*)"
        chosen, _ = QFileDialog.getOpenFileNames(self, "添加附件", "", kinds)
        if chosen:
            self.add_asked.emit([Path(each) for each in chosen])
