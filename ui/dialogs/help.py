"""Help: half a page for each tab, the shortcuts, what the program is and whose work is in it."""

import re
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QResizeEvent,
    QShowEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextOption,
    QTextTable,
)
from PySide6.QtWidgets import QDialog, QListWidget, QTextBrowser, QWidget

from partydesk import __version__
from partydesk.paths import resources
from ui import shortcuts
from ui.dialogs.message import PROGRAM
from ui.theme import current_theme
from ui.widgets.basics import button, column, row, set_role
from ui.widgets.fitting import fit

ABOUT, LICENCES = "关于", "开源许可"
_LINE_HEIGHT = 118  #: of the text, in per cent
_WIDEST = 800  #: of a picture, in pixels: so wide it was made
_SIZE = (1060, 690)  #: of the dialog, in pixels at the standard size


class HelpDialog(QDialog):
    """Topics at the left, the chosen one at the right; opens at the tab that asked.

    Attributes:
        topics: The list of topics.
        browser: Shows the chosen topic.
    """

    def __init__(
        self, tab: str, tabs: list[str], parent: QWidget | None, log_folder: Path | None = None
    ) -> None:
        """Help on a tab.

        Args:
            tab: Title of the tab that help is wanted for, or of the sheet of all keys.
            tabs: Titles of all tabs, in their order.
            parent: The window that asks.
            log_folder: Where the notes about faults lie; they hold no personal data.
        """
        super().__init__(parent)
        self.setWindowTitle(f"帮助 · {PROGRAM}")
        self._log_folder = log_folder
        self.topics = QListWidget()
        self.topics.setAccessibleName("帮助目录")
        self.topics.addItems([*tabs, shortcuts.SHEET, ABOUT, LICENCES])
        self.browser = QTextBrowser()
        self.browser.setAccessibleName("帮助内容")
        self.browser.setOpenLinks(False)
        self.browser.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.browser.anchorClicked.connect(self._follow)
        self.browser.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        set_role(self.browser, "help")
        self.log_button = button("打开出错记录所在的文件夹", self._open_log)
        self.log_button.hide()
        close = button("关闭", self.accept)
        self.topics.setFixedWidth(current_theme().gap(150))
        sides = row(self.topics, self.browser, gap=14)
        sides.setStretch(1, 1)
        foot = row(self.log_button, None, close)
        layout = column(sides, foot, gap=14, margins=(20, 18, 20, 18))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        fit(self, *_SIZE)
        self.topics.currentTextChanged.connect(self.show_topic)
        topics = [*tabs, shortcuts.SHEET]
        self.topics.setCurrentRow(topics.index(tab) if tab in topics else 0)
        self.topics.setFocus()

    def show_topic(self, topic: str) -> None:
        """Show one of the topics."""
        self.log_button.setVisible(topic == ABOUT and self._log_folder is not None)
        if topic == LICENCES:
            text = _licences()
        elif topic == shortcuts.SHEET:
            text = shortcuts.sheet()
        else:
            text = _with_picture(topic, _read(help_file(topic)).replace("VERSION", __version__))
        self.browser.setMarkdown(text)
        _arrange(self.browser)
        self._fit_picture()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_picture()

    def _fit_picture(self) -> None:
        """The picture of the tab as wide as the text."""
        document = self.browser.document()
        room = self.browser.viewport().width() - 2 * round(document.documentMargin())
        cursor = QTextCursor(document)
        block = document.begin()
        while block.isValid():
            parts = block.begin()
            while not parts.atEnd():
                shape = parts.fragment().charFormat()
                if shape.isImageFormat():
                    image = shape.toImageFormat()
                    image.setWidth(min(room, _WIDEST))
                    cursor.setPosition(parts.fragment().position())
                    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter,
                                        QTextCursor.MoveMode.KeepAnchor)  # fmt: skip
                    cursor.setCharFormat(image)
                    cursor.mergeBlockFormat(_close())
                    return
                parts += 1
            block = block.next()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The lines were measured before the style sheet was read.
        self.topics.doItemsLayout()
        self._fit_picture()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "browser"):
            self.show_topic(self.topics.currentItem().text())

    def _follow(self, url: QUrl) -> None:
        """Show the text of a licence."""
        path = resources() / "licenses" / Path(url.path()).name
        if path.is_file():
            self.browser.setPlainText(_read(path))

    def _open_log(self) -> None:
        assert self._log_folder is not None, "the button is shown only with a folder"
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_folder)))


def help_file(topic: str) -> Path:
    """Where the half page on a tab or on the program itself lies."""
    return resources() / "help" / f"{topic}.md"


def picture_file(tab: str) -> Path:
    """Where the picture of a tab lies; it was made from the real window."""
    return resources() / "help" / "pictures" / f"{tab}.png"


def _with_picture(topic: str, text: str) -> str:
    """The picture of a tab stands below its first sentence."""
    picture = picture_file(topic)
    if not picture.is_file():
        return text
    head, first, rest = text.split("\n\n", 2)
    shown = f"![{topic}这一页的样子](<{picture.as_uri()}>)"
    return "\n\n".join((head, first, shown, rest))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _licences() -> str:
    """The tables of what the program is made of, the names of the texts as links."""
    given = _read(resources() / "licenses" / "THIRD_PARTY.md")
    tables = [line for line in given.splitlines() if line.startswith("|") or not line]
    text = re.sub(r"(?<=[ |])([\w-]+\.txt)(?=[, |])", r"[\1](\1)", "\n".join(tables))
    for head in ("package", "part"):
        text = text.replace(
            f"| {head} | version | licence | text |", "| 名称 | 版本 | 许可 | 全文 |"
        )
    return f"# {LICENCES}\n\n本程序用到下面这些开源软件和字体，感谢它们的作者。\n\n{text}"


def _arrange(browser: QTextBrowser) -> None:
    """Air between lines and paragraphs, calm heads, and quiet lines around tables."""
    document = browser.document()
    document.setDocumentMargin(current_theme().gap(14))
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        level = block.blockFormat().headingLevel()
        if level:
            _shrink(cursor, 19 if level == 1 else 15)
        cursor.mergeBlockFormat(_spaced(level, in_table=cursor.currentTable() is not None))
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _calm(frame)
    browser.moveCursor(QTextCursor.MoveOperation.Start)


def _shrink(cursor: QTextCursor, pixels: int) -> None:
    """A head in the sizes of the window instead of those of a web page."""
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    font = cursor.document().defaultFont()
    font.setPixelSize(current_theme().px(pixels))
    font.setBold(True)
    letters = QTextCharFormat()
    letters.setFont(font)
    cursor.setCharFormat(letters)
    cursor.clearSelection()


def _spaced(level: int, *, in_table: bool) -> QTextBlockFormat:
    shape = QTextBlockFormat()
    proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    shape.setLineHeight(_LINE_HEIGHT if not in_table else 100, proportional)
    shape.setTopMargin(current_theme().gap(12) if level > 1 else 0)
    shape.setBottomMargin(0 if in_table else current_theme().gap(8))
    return shape


def _close() -> QTextBlockFormat:
    """Around a picture no air is needed in proportion to its height."""
    shape = QTextBlockFormat()
    shape.setLineHeight(0, QTextBlockFormat.LineHeightTypes.SingleHeight.value)
    return shape


def _calm(table: QTextTable) -> None:
    shape = table.format()
    shape.setTopMargin(current_theme().gap(8))
    shape.setBorder(1)
    shape.setBorderCollapse(True)
    shape.setBorderBrush(QColor(current_theme().tokens.line))
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setCellPadding(current_theme().gap(6))
    table.setFormat(shape)
