"""Pages of a PDF as pictures, for the preview and the printer of the window."""

from collections.abc import Callable
from threading import RLock
from types import TracebackType
from typing import NamedTuple

from partydesk.errors import ForeignFileError

#: What a screen at 150 % shows sharply.
SCREEN_DPI = 108
#: Pixels of one page that are still drawn; a doctored page size asks for more.
_MOST_PIXELS = 60_000_000
#: The library keeps one state for the whole program: only one thread may be inside of it.
_LIBRARY = RLock()


class PageImage(NamedTuple):
    """One page: width and height in pixels, and 4 bytes (blue, green, red, alpha) for each."""

    width: int
    height: int
    bgra: bytes


class PdfPages:
    """An open PDF; use it with ``with``, in one thread at a time."""

    def __init__(self, pdf: bytes) -> None:
        """Open a PDF.

        Raises:
            ForeignFileError: It is damaged, encrypted or no PDF.
        """
        import pypdfium2

        try:
            with _LIBRARY:
                self._document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise _unreadable() from error

    @property
    def count(self) -> int:
        """How many pages there are."""
        with _LIBRARY:
            return len(self._document)

    def page(self, number: int, dpi: int = SCREEN_DPI) -> PageImage:
        """Draw one page.

        Args:
            number: From 0.
            dpi: Pixels per inch of paper.

        Raises:
            ForeignFileError: The page is damaged or too large.
        """
        return self._picture(number, lambda _longer: dpi / 72)

    def page_within(self, number: int, longest: int) -> PageImage:
        """Draw one page, from 0, so that its longer side has so many pixels."""
        return self._picture(number, lambda longer: longest / max(longer, 1))

    def _picture(self, number: int, scale: Callable[[float], float]) -> PageImage:
        import pypdfium2

        with _LIBRARY:
            try:
                page = self._document[number]
                try:
                    return _drawn(page, scale(max(page.get_size())))
                finally:
                    page.close()
            except pypdfium2.PdfiumError as error:
                raise _unreadable() from error

    def close(self) -> None:
        """Free the memory."""
        with _LIBRARY:
            self._document.close()

    def __enter__(self) -> "PdfPages":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _drawn(page: object, scale: float) -> PageImage:
    import pypdfium2
    from pypdfium2 import raw

    assert isinstance(page, pypdfium2.PdfPage)
    width, height = page.get_size()
    if width * height * scale * scale > _MOST_PIXELS:
        raise ForeignFileError("这份 PDF 的页面太大，不能预览。", "请用其他软件打开查看。")
    bitmap = page.render(scale=scale, force_bitmap_format=raw.FPDFBitmap_BGRA, fill_color=_WHITE)
    try:
        rows = bytes(bitmap.buffer)
        used = bitmap.width * 4
        if bitmap.stride != used:
            starts = range(0, bitmap.stride * bitmap.height, bitmap.stride)
            rows = b"".join(rows[start : start + used] for start in starts)
        return PageImage(bitmap.width, bitmap.height, rows)
    finally:
        bitmap.close()


_WHITE = (255, 255, 255, 255)


def _unreadable() -> ForeignFileError:
    return ForeignFileError("这份 PDF 打不开：文件已损坏或加了密码。", "请换一份文件，或重新打印。")
