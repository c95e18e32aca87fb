"""The papers and photos of a record: added by button or by drop, opened, renamed, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QInputDialog, QMenu, QVBoxLayout

from partydesk.domain.text import file_size
from ui.widgets.basics import Button, button, clear, column, label, row, set_role


@dataclass(frozen=True, slots=True)
class Paper:
    """One attachment as the list shows it."""

    id: str
    title: str
    size: int


class AttachmentList(QFrame):
    """Shows papers; the page does what the signals ask for.

    Signals:
        add_asked: Paths of files to add.
        open_asked, remove_asked: The id of a paper.
        rename_asked: The id of a paper and its new title.
        count_changed: How many there are now.
    """

    add_asked = Signal(list)
    open_asked = Signal(str)
    remove_asked = Signal(str)
    rename_asked = Signal(str, str)
    count_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._papers: tuple[Paper, ...] = ()
        self.title_label = label("附件", "section")
        self.hint_label = label("可以把照片、扫描件拖到这里", "caption", wrap=True)
        self.add_button = button("添加…", self._choose_files, icon_name="paperclip")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        head = row(self.title_label, self.hint_label, self.add_button, gap=10)
        head.setStretch(1, 1)
        self.setLayout(column(head, self._lines, gap=6, margins=(2, 2, 2, 2)))
        self.setAcceptDrops(True)

    def fill(self, papers: Sequence[Paper]) -> None:
        """Show these papers."""
        self._papers = tuple(papers)
        clear(self._lines)
        for paper in self._papers:
            self._lines.addLayout(self._line(paper))
        self.title_label.setText(f"附件 {len(papers)}" if papers else "附件")
        self.count_changed.emit(len(papers))

    @property
    def papers(self) -> Sequence[Paper]:
        """What is shown."""
        return self._papers

    def set_enabled_for(self, *, adding: bool) -> None:
        """Allow adding only when there is a record to add to."""
        self.add_button.setEnabled(adding)
        self.setAcceptDrops(adding)
        self.hint_label.setText(
            "可以把照片、扫描件拖到这里" if adding else "先保存这条记录，再添加附件"
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            set_role(self, "drop")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_role(self, "")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        set_role(self, "")
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.add_asked.emit(paths)

    def _line(self, paper: Paper) -> QHBoxLayout:
        name = Button(paper.title, "link", "paperclip")
        name.setToolTip("打开")
        name.clicked.connect(lambda: self.open_asked.emit(paper.id))
        more = Button("更多")
        more.setAccessibleName(f"{paper.title} 的更多操作")
        set_role(more, "plain")
        menu = QMenu(more)
        menu.addAction("打开", lambda: self.open_asked.emit(paper.id))
        menu.addAction("改名…", lambda: self._rename(paper))
        menu.addSeparator()
        menu.addAction("移到回收站", lambda: self.remove_asked.emit(paper.id))
        more.set_menu(menu)
        return row(name, label(file_size(paper.size), "caption"), None, more, gap=8)

    def _rename(self, paper: Paper) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle("附件改名")
        dialog.setLabelText("新名称")
        dialog.setTextValue(paper.title)
        dialog.setOkButtonText("确定")
        dialog.setCancelButtonText("取消")
        if dialog.exec() and (title := dialog.textValue().strip()):
            self.rename_asked.emit(paper.id, title)

    def _choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "添加附件")
        if chosen:
            self.add_asked.emit([Path(each) for each in chosen])
