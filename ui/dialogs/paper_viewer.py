"""Photos and PDF pages looked at inside the program, one after the other."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QMenu, QStackedWidget, QWidget

from partydesk.domain.text import file_size
from partydesk.errors import PartydeskError
from partydesk.services import attachments, history
from partydesk.services.attachments import AttachmentRow
from ui.background import Job, Tell, steps
from ui.desk import Desk, Task
from ui.dialogs.paper_title import ask_title
from ui.opening import open_outside, save_copy
from ui.pictures import page_of, whole
from ui.theme import Tone
from ui.widgets.banner import Banner
from ui.widgets.basics import Button, button, column, label, row
from ui.widgets.elided import ElidedLabel
from ui.widgets.fitting import fit
from ui.widgets.paper_tile import Paper, paper_of
from ui.widgets.picture_view import PictureView

#: Milliseconds after which it says that it is still opening.
_PATIENCE = 300


class PaperViewer(QDialog):
    """Shows papers that can be drawn.

    Attributes:
        paper: What is shown now.
        view: The picture of it.
    """

    def __init__(
        self, desk: Desk, papers: Sequence[Paper], paper_id: str, parent: QWidget | None = None
    ) -> None:
        """A viewer of these papers that begins with one of them."""
        super().__init__(parent)
        self._desk = desk
        self._papers = list(papers)
        self._place = [each.id for each in self._papers].index(paper_id)
        self._page, self._pages, self._turned = 0, 1, 0
        self._job: Job | None = None
        self.title_label = ElidedLabel("", "title")
        self.caption_label = label("", "caption")
        self.banner = Banner()
        self.view = PictureView()
        self.said_label = label("", "caption", wrap=True)
        self.said_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.said_label)
        self._slow = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._slow.timeout.connect(lambda: self._say("正在打开…"))
        self._build()
        self._connect_keys()
        self._show()
        self.view.setFocus()

    @property
    def paper(self) -> Paper:
        """What is shown now."""
        return self._papers[self._place]

    def step(self, steps: int) -> None:
        """Show the next paper, or the one before; after the last nothing comes."""
        place = self._place + steps
        if 0 <= place < len(self._papers):
            self._place, self._page, self._turned = place, 0, 0
            self.banner.hide()
            self._show()

    def leaf(self, pages: int) -> None:
        """Show another page of a PDF."""
        if 0 <= self._page + pages < self._pages:
            self._page += pages
            self._show()

    def turn(self, quarters: int) -> None:
        """Turn clockwise: a photo for good, a page of a PDF only while it is looked at."""
        if self._stack.currentWidget() is not self.view or self.view.image.isNull():
            return
        if self.paper.is_photo:
            self._turn_photo(quarters)
        else:
            self._turned += quarters
            self.view.turn(quarters)

    def _turn_photo(self, quarters: int) -> None:
        place, paper = self._place, self.paper

        def work(store: Any, tell: Tell) -> AttachmentRow:
            hold = self._desk.turn
            return attachments.turn(store, paper.id, quarters, hold=hold, tell=steps(tell))

        def done(stored: AttachmentRow) -> None:
            self._papers[place] = paper_of(stored)
            self.view.turn(quarters)
            self._show_words()

        self._desk.run(Task(work, "正在旋转照片…", done, takes_turns=True), self)

    def _rename(self) -> None:
        title = ask_title(self, self.paper.title)
        if title:
            with self._desk.reporting(self):
                stored = self._desk.call(attachments.rename, self.paper.id, title)
                self._papers[self._place] = paper_of(stored)
            self._show_words()

    def _remove(self) -> None:
        removed, place = self.paper, self._place
        with self._desk.reporting(self):
            self._desk.call(attachments.detach, removed.id)
            done = self._desk.call(history.last_undoable)
            del self._papers[place]
            if not self._papers:
                self.accept()
                return
            self._place, self._page, self._turned = min(place, len(self._papers) - 1), 0, 0
            self._show()
            if done:
                undo_it = done.id
                self.banner.say(
                    f"“{removed.title}”已移到回收站。",
                    Tone.BLUE,
                    "撤销",
                    lambda: self._take_back(undo_it, place, removed),
                )

    def _take_back(self, operation_id: str, place: int, removed: Paper) -> None:
        with self._desk.reporting(self):
            self._desk.call(history.undo, operation_id)
            self._papers.insert(place, removed)
            self._place = place
            self.banner.hide()
            self._show()

    def _show(self) -> None:
        """Read the paper off the window's thread; what was asked for before is passed over."""
        if self._job:
            self._job.cancel()
        paper, page = self.paper, self._page

        def work(_store: object, _tell: object) -> tuple[QImage, int]:
            _, data = self._desk.read(attachments.content, paper.id)
            return page_of(data, page) if paper.has_pages else (whole(data), 1)

        def done(result: tuple[QImage, int]) -> None:
            if (paper.id, page) == (self.paper.id, self._page):
                self._show_image(*result)

        def failed(fault: PartydeskError) -> None:
            if paper.id == self.paper.id:
                self._say(str(fault))

        self._pages = self._pages if page else 1
        self._slow.start()
        self._job = self._desk.quietly(Task(work, "", done, failed, takes_turns=True), self)
        self._show_words()

    def _show_image(self, image: QImage, pages: int) -> None:
        self._slow.stop()
        self._pages = pages
        self._stack.setCurrentWidget(self.view)
        self.view.show_image(image)
        if self._turned % 4:
            self.view.turn(self._turned)
        self._show_words()

    def _say(self, sentence: str) -> None:
        self._slow.stop()
        self.said_label.setText(sentence)
        self._stack.setCurrentWidget(self.said_label)

    def _show_words(self) -> None:
        paper, count = self.paper, len(self._papers)
        self.setWindowTitle(f"查看附件：{paper.title}")
        self.title_label.setText(paper.title)
        page = f" · 第 {self._page + 1} 页，共 {self._pages} 页" if self._pages > 1 else ""
        size = file_size(paper.size)
        self.caption_label.setText(f"第 {self._place + 1} 个，共 {count} 个 · {size}{page}")
        self.view.setAccessibleName(f"{paper.title}{page}")
        self.back_button.setEnabled(self._place > 0)
        self.on_button.setEnabled(self._place < count - 1)
        for each, able in (
            (self.page_back_button, self._page > 0),
            (self.page_on_button, self._page < self._pages - 1),
        ):
            each.setVisible(self._pages > 1)
            each.setEnabled(able)

    def _build(self) -> None:
        self.back_button = button("上一个", lambda: self.step(-1), icon_name="chevron-left")
        self.on_button = button("下一个", lambda: self.step(1), icon_name="chevron-right")
        self.page_back_button = button("上一页", lambda: self.leaf(-1))
        self.page_on_button = button("下一页", lambda: self.leaf(1))
        self.left_button = button("左转", lambda: self.turn(-1), icon_name="rotate")
        self.right_button = button("右转", lambda: self.turn(1), icon_name="rotate-clockwise")
        self.rename_button = button("改名…", self._rename, icon_name="edit")
        more = Button("更多")
        menu = QMenu(more)
        menu.addAction("另存一份…", lambda: save_copy(self._desk, *self._named(), self))
        menu.addAction("用其他程序打开", lambda: open_outside(self._desk, self.paper.id, self))
        menu.addSeparator()
        menu.addAction("移到回收站\tDel", self._remove)
        more.set_menu(menu)
        self.more_menu = menu
        head = row(self.title_label, self.page_back_button, self.page_on_button, gap=10)
        head.setStretch(0, 1)
        hint = label("Ctrl+滚轮缩放，双击放大或还原", "caption")
        foot = row(
            *(self.back_button, self.on_button, 12, self.left_button, self.right_button),
            *(None, self.rename_button, more, button("关闭", self.accept)),
        )
        layout = column(
            *(head, row(self.caption_label, None, hint), self.banner, self._stack, foot),
            gap=10,
            margins=(18, 14, 18, 14),
        )
        layout.setStretch(3, 1)
        self.setLayout(layout)
        for each in self.findChildren(Button):
            each.setAutoDefault(False)
        fit(self, 1000, 720)

    def _named(self) -> tuple[str, str]:
        return self.paper.id, self.paper.title

    def _connect_keys(self) -> None:
        for key, pressed in {
            Qt.Key.Key_Left: lambda: self.step(-1),
            Qt.Key.Key_Right: lambda: self.step(1),
            Qt.Key.Key_PageUp: lambda: self.leaf(-1),
            Qt.Key.Key_PageDown: lambda: self.leaf(1),
            Qt.Key.Key_F2: self._rename,
            Qt.Key.Key_Delete: self._remove,
        }.items():
            QShortcut(QKeySequence(key), self, pressed)
        QShortcut(QKeySequence("Ctrl+L"), self, lambda: self.turn(-1))
        QShortcut(QKeySequence("Ctrl+R"), self, lambda: self.turn(1))
