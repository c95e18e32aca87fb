"""Reading our PDFs and sheets back, as somebody else's program does; a PDF to be read."""

import io
from datetime import datetime

import openpyxl
from pypdf import PdfReader

from partydesk.documents.pdf import LIST, Paper, Printing
from partydesk.services.adding_papers import add_files


def text_of(pdf: bytes) -> str:
    reader = PdfReader(io.BytesIO(pdf))
    return "\n".join(page.extract_text() for page in reader.pages)


def rows_of(sheet: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def attach(store, record_type, record_id, path, *, keep_size=False):
    """Add one file to a record, as a user adds one; a refusal is raised."""
    added = add_files(store, (record_type, record_id), [path], keep_size=keep_size)
    if added.refused:
        raise added.refused[0]
    return added.rows[0]


def two_pages() -> bytes:
    """A PDF with little on it."""
    paper = Paper(LIST, "试印", Printing("周敏", datetime(2026, 3, 5)), confidential=False)
    paper.text("\n".join("支" * 30))
    return paper.pdf()
