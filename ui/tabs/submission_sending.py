"""Step 3 of a submission: where to, and how far it has come."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo, Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QRadioButton, QVBoxLayout, QWidget

from partydesk.domain.text import file_size
from partydesk.paths import documents
from ui.theme import Tone
from ui.widgets.basics import button, card, clear, column, label, row, scrolling
from ui.widgets.pill import Mark, Pill

_STEPS = ("校核", "生成并加密", "写入", "回读核对", "打印上报清单", "教育局回执")
_WAITING = Mark("未开始", Tone.PLAIN)


@dataclass(frozen=True)
class Place:
    """Somewhere to send to."""

    text: str
    folder: Path


def sticks() -> list[Place]:
    """Sticks and cards that are plugged in and can be written."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        root = volume.rootPath()
        is_stick = root.startswith(("/media/", "/run/media/")) or (
            len(root) == 3 and root[1:] == ":/" and root[0].upper() != "C"
        )
        if is_stick and volume.isReady() and not volume.isReadOnly():
            name = volume.displayName() or root
            free = file_size(volume.bytesAvailable())
            found.append(Place(f"U 盘：{name}　可用 {free}", Path(root)))
    return found


class SendingCard(QWidget):
    """Lets the user choose a place and send.

    Signals:
        send_asked: The user wants the package made and written; carries the folder.
        print_asked: The user wants the list of what was sent.
        receipts_asked: The user has a receipt of the bureau.
    """

    send_asked = Signal(object)
    print_asked = Signal()
    receipts_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.size_label = label("", "caption", wrap=True)
        self.why_label = label("", "problem", wrap=True)
        self._places = QVBoxLayout()
        self._group = QButtonGroup(self)
        self.send_button = button("生成上报包", self._send, "primary")
        self.send_button.setSizePolicy(self.sizePolicy())
        self.list_button = button("打印上报清单", self.print_asked.emit, icon_name="printer")
        self.list_button.setEnabled(False)
        take = self.receipts_asked.emit
        self.receipt_button = button("读入教育局回执…", take, icon_name="file-import")
        self.id_label = label("", "caption", wrap=True)
        self._pills = {name: Pill() for name in _STEPS}
        lines = [row(label(name), None, pill) for name, pill in self._pills.items()]
        inside = QWidget()
        inside.setLayout(
            column(
                self.size_label,
                self._places,
                self.send_button,
                self.why_label,
                *lines,
                self.id_label,
                self.list_button,
                self.receipt_button,
                None,
                label("没有本程序也能打开：做法印在上报清单背面。", "small", wrap=True),
                gap=10,
                margins=(0, 0, 8, 0),
            )
        )
        self.setLayout(column(card(label("3　送出", "title"), scrolling(inside)), gap=0))
        self.restart()

    def restart(self) -> None:
        """Before anything was sent."""
        for pill in self._pills.values():
            pill.show_mark(_WAITING)
        self.id_label.hide()
        self.list_button.setEnabled(False)

    def show_places(self) -> None:
        """Read again which sticks are plugged in; what was chosen stays chosen if it is there."""
        chosen = self._group.checkedButton()
        before = str(chosen.property("folder")) if chosen else None
        for old in self._group.buttons():
            self._group.removeButton(old)
        clear(self._places)
        own = Place("存为文件，发邮件", documents())
        choices = [self._choice(each.text, str(each.folder)) for each in (*sticks(), own)]
        choices.append(self._choice("其他文件夹…", ""))
        kept = [each for each in choices if each.property("folder") == before]
        (kept or choices)[0].setChecked(True)

    def _choice(self, text: str, folder: str) -> QRadioButton:
        made = QRadioButton(text)
        made.setProperty("folder", folder)
        self._group.addButton(made)
        self._places.addWidget(made)
        return made

    def show_size(self, size: int) -> None:
        """Say how large the package will be."""
        self.size_label.setText(f"约 {file_size(size)}。加密、签名，写完回读核对后才算送出。")

    def show_obstacle(self, sentence: str) -> None:
        """Why it can't be sent yet; empty when it can."""
        self.why_label.setText(sentence)
        self.why_label.setVisible(bool(sentence))
        self.send_button.setEnabled(not sentence)
        mark = Mark("待处理", Tone.RED) if sentence else Mark("通过", Tone.GREEN)
        self._pills["校核"].show_mark(mark)

    def show_sent(self, short_id: str, *, listed: bool) -> None:
        """It was written, read back and opened."""
        for name in ("生成并加密", "写入", "回读核对"):
            self._pills[name].show_mark(Mark("完成", Tone.GREEN))
        told = f"内容编号 {short_id}，可以电话核对。"
        self.id_label.setText(f"{told}写在 U 盘上的，现在可以安全拔出。")
        self.id_label.show()
        self.list_button.setEnabled(listed)

    def show_receipt(self, mark: Mark) -> None:
        """Whether the bureau has confirmed the package of this period."""
        self._pills["教育局回执"].show_mark(mark)

    def folder(self) -> Path | None:
        """The chosen place; a folder of one's own is asked for, and may be given up."""
        chosen = self._group.checkedButton()
        folder = str(chosen.property("folder")) if chosen else ""
        if not folder:
            folder = QFileDialog.getExistingDirectory(self, "送到哪个文件夹")
        if folder and Path(folder) == documents():
            documents().mkdir(parents=True, exist_ok=True)
        return Path(folder) if folder else None

    def _send(self) -> None:
        folder = self.folder()
        if folder:
            self.send_asked.emit(folder)
