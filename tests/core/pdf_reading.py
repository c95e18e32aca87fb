"""Reads our PDFs back with readers that are not ours."""

import io

from pypdf import PdfReader
from pypdfium2 import PdfDocument


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page without blanks and line ends, as copying would give it."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return ["".join(page.extract_text().split()) for page in pages]


def text_of(pdf: bytes) -> str:
    return "".join(pages_of(pdf))


def quick_pages_of(pdf: bytes) -> list[str]:
    """The same for hundreds of pages, with a faster reader."""
    document = PdfDocument(pdf)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()
