"""Exactly what will be printed, page by page; then it is printed or saved."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMarginsF, QRect, Qt, QTimer
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPixmap, QShowEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QVBoxLayout, QWidget

from partydesk.documents.preview import SCREEN_DPI, PageImage, PdfPages
from partydesk.errors import PartydeskError
from partydesk.paths import documents
from partydesk.safeio import write_file
from ui.background import Tell
from ui.desk import Desk, Task
from ui.dialogs.message import show_done, show_fault
from ui.pictures import page_picture
from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row, scrolling

#: Sharpness of a printed page: enough for small type, little enough for an old printer.
PRINT_DPI = 300
#: The longer side of A4 in tenths of an inch; what stands beside a page on the screen, in pixels.
_LONG_SIDE, _AROUND = 117, 142
#: Below this, small type can't be read.
_LEAST_DPI = 72
_LAYING_OUT = "正在排版…"


class PdfPreview(QDialog):
    """Shows a PDF that we made.

    Attributes:
        pages: One label per page.
    """

    def __init__(self, title: str, pdf: bytes, parent: QWidget | None = None) -> None:
        """A preview; ``title`` is also the proposed file name."""
        super().__init__(parent)
        self._title, self._pdf = title, pdf
        self.setWindowTitle(f"打印预览：{title}")
        self._document = PdfPages(pdf)
        room = self.screen().availableGeometry().width() - _AROUND
        self._dpi = max(_LEAST_DPI, min(SCREEN_DPI, room * 10 // _LONG_SIDE))
        self.pages = [_sheet(number) for number in range(self._document.count)]
        self._show_page(0)
        for each in self.pages[1:]:
            # Until it is drawn, as large as the first: what is scrolled to stays where it is.
            each.setFixedSize(self.pages[0].sizeHint())
        self._drawn = 1
        self._drawing = QTimer(self, interval=0)
        self._drawing.timeout.connect(self._show_next)
        self._build()
        widest = max((page.sizeHint().width() for page in self.pages), default=0)
        self.resize(min(widest + 80, self.screen().availableGeometry().width() - 40), 680)

    def save_to(self, path: Path) -> None:
        """Save the PDF under a name."""
        write_file(path, self._pdf)

    def paint_on(self, printer: QPrinter) -> None:
        """Send the chosen pages to a printer, each filling its sheet."""
        chosen = _chosen_pages(printer, self._document.count)
        _set_paper(printer, self._document.page(0, 72))
        painter = QPainter(printer)
        for place, number in enumerate(chosen):
            if place:
                printer.newPage()
            page = self._document.page(number, PRINT_DPI)
            sheet = printer.pageLayout().fullRectPixels(printer.resolution())
            painter.drawImage(QRect(0, 0, sheet.width(), sheet.height()), page_picture(page))
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._drawing.start()

    def done(self, result: int) -> None:
        self._drawing.stop()
        self._document.close()
        super().done(result)

    def _build(self) -> None:
        sheets = QWidget()
        inside = QVBoxLayout(sheets)
        inside.setSpacing(14)
        for page in self.pages:
            inside.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
        self.print_button = button("打印…", self._print, "primary", "printer")
        self.save_button = button("另存为 PDF…", self._save, icon_name="download")
        self.close_button = button("关闭", self.reject)
        count = label(f"共 {len(self.pages)} 页", "caption")
        foot = row(count, None, self.close_button, self.save_button, self.print_button)
        area = scrolling(sheets, "预览的各页")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        layout = column(area, foot, gap=12, margins=(14, 14, 14, 14))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.print_button.setDefault(True)

    def _show_next(self) -> None:
        """One page at a time, so that keys and the mouse come through in between."""
        if self._drawn == len(self.pages):
            self._drawing.stop()
            return
        self._show_page(self._drawn)
        self._drawn += 1

    def _show_page(self, number: int) -> None:
        picture = QPixmap.fromImage(page_picture(self._document.page(number, self._dpi)))
        shown = self.pages[number]
        shown.setPixmap(picture)
        shown.setFixedSize(shown.sizeHint())

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._title)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印")
        dialog.setMinMax(1, self._document.count)
        if dialog.exec():
            self.paint_on(printer)

    def _save(self) -> None:
        place = str(documents() / f"{self._title}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, "另存为", place, "PDF 文件 (*.pdf)")
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
        try:
            self.save_to(path)
        except PartydeskError as error:
            show_fault(self, error)
        else:
            show_done(self, f"已保存到“{path.name}”。", path)


def show_paper(
    desk: Desk, parent: QWidget, title: str, service: Callable[..., bytes], *asked: Any
) -> None:
    """Have a service lay out pages beside the window, then show them.

    Args:
        desk: Runs the service and reports what goes wrong.
        parent: The widget that asks; its window is covered meanwhile.
        title: Of the preview; also the proposed file name.
        service: Gives the pages as a PDF; called with the store and ``asked``.
        asked: What is to be printed.
    """

    def shown(pdf: bytes) -> None:
        PdfPreview(title, pdf, parent).exec()

    def work(store: Any, tell: Tell) -> bytes:
        pdf = service(store, *asked)
        tell(_LAYING_OUT, 0, 0)  # who has cancelled meanwhile is shown nothing
        return pdf

    desk.run(Task(work, _LAYING_OUT, shown), parent)


def _sheet(number: int) -> QLabel:
    made = QLabel()
    made.setAccessibleName(f"第 {number + 1} 页")
    # Paper is white with a black edge in every theme: so it comes out of the printer.
    made.setStyleSheet(f"background: #FFFFFF; border: 1px solid {current_theme().tokens.line}")
    return made


def _chosen_pages(printer: QPrinter, count: int) -> list[int]:
    first, last = printer.fromPage(), printer.toPage()
    if first < 1:
        return list(range(count))
    return list(range(first - 1, min(last, count)))


def _set_paper(printer: QPrinter, page: PageImage) -> None:
    wide = page.width > page.height
    way = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    size = QPageSize(QPageSize.PageSizeId.A4)
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(size, way, QMarginsF(0, 0, 0, 0)))
