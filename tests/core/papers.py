"""Reading our PDFs and sheets back, as somebody else's program does."""

import io

import openpyxl
from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    reader = PdfReader(io.BytesIO(pdf))
    return "\n".join(page.extract_text() for page in reader.pages)


def rows_of(sheet: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
