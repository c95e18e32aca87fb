import io
import os
import subprocess
import sys
from datetime import datetime

import pytest
from pypdf import PdfReader

from partydesk.documents.grid import Cell, label
from partydesk.documents.pdf import FORM, LIST, RECORD, TABLE_LOOK, Paper, Printing
from tests.core.pdf_reading import pages_of, quick_pages_of, text_of

PRINTING = Printing("周敏", datetime(2026, 3, 5, 9, 30))


def paper(frame=RECORD, *, confidential=False) -> Paper:
    return Paper(frame, "试印", PRINTING, confidential=confidential)


def test_a_record_page_holds_22_lines():
    page = paper()
    page.text("\n".join("支" * 22))
    assert len(pages_of(page.pdf())) == 1
    page = paper()
    page.text("\n".join("支" * 23))
    assert len(pages_of(page.pdf())) == 2


def test_two_hundred_thousand_characters_flow_over_pages_and_none_is_lost():
    text = "".join(chr(0x4E00 + number % 5000) for number in range(200_000))
    page = paper()
    page.text(text)
    # 200,002 places of 28 on a line, 22 lines on a page.
    pages = quick_pages_of(page.pdf())
    assert len(pages) == 325
    assert "".join(each.rsplit(f"—{no}—", 1)[0] for no, each in enumerate(pages, 1)) == text


def test_the_page_is_a4_with_the_margins_of_the_standard():
    page = paper()
    page.text("支")
    box = PdfReader(io.BytesIO(page.pdf())).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    assert RECORD.column == pytest.approx(156 / 25.4 * 72)
    assert RECORD.room == pytest.approx(225 / 25.4 * 72)


def test_record_pages_are_numbered_between_dashes_and_lists_with_their_total():
    record, listed = paper(), paper(LIST)
    for page in (record, listed):
        page.text("\n".join("支" * 50))
    assert "—3—" in pages_of(record.pdf())[2]
    assert "第2页共4页" in pages_of(listed.pdf())[1]


def test_each_confidential_page_says_so_and_who_printed_it_when():
    page = paper(confidential=True)
    page.text("\n".join("支" * 40))
    for text in pages_of(page.pdf()):
        assert "内部资料注意保密" in text
        assert "打印：周敏2026-03-0509:30" in text
    page = paper()
    page.text("支")
    assert "周敏" not in text_of(page.pdf())


def test_the_head_of_a_table_stands_on_each_page():
    page = paper(FORM)
    rows = [[Cell(str(number)), Cell("支部")] for number in range(100, 200)]
    page.grid((1, 3), [[label("编号"), label("名称")], *rows], TABLE_LOOK, head=1)
    pages = pages_of(page.pdf())
    assert len(pages) > 2
    assert all("编号名称" in text for text in pages)
    assert all(str(number) in "".join(pages) for number in range(100, 200))


def test_a_row_longer_than_a_page_flows_on_with_its_label():
    text = "".join(chr(0x4E00 + number) for number in range(5000))
    page = paper(FORM)
    page.grid((1, 3), [[label("内容"), Cell(text)]], TABLE_LOOK)
    pages = pages_of(page.pdf())
    assert len(pages) == 4
    whole = "".join(pages)
    assert all("内容" in each for each in pages)
    assert all(char in whole for char in text)


def test_a_row_of_a_table_has_as_many_columns_as_its_head():
    with pytest.raises(ValueError, match="columns"):
        paper().grid((1, 1), [[Cell("一"), Cell("二", span=2)]], TABLE_LOOK)


@pytest.mark.parametrize("lines", range(15, 23))
def test_a_section_never_stands_last_on_a_page(lines):
    page = paper()
    page.text("\n".join("支" * lines))
    page.section("表决情况")
    page.text("没有表决事项。")
    assert not pages_of(page.pdf())[0].removesuffix("—1—").endswith("表决情况")


@pytest.mark.parametrize("lines", range(15, 24))
def test_places_to_sign_never_stand_alone_on_a_page(lines):
    page = paper()
    page.text("\n".join("支" * lines))
    page.sign(("主持人（签字）：", "记录人（签字）："))
    last = pages_of(page.pdf())[-1]
    assert "主持人（签字）" in last
    assert "支" in last


def test_typed_headings_are_recognised_and_sentences_are_not():
    page = paper()
    page.minutes("一、传达学习\n一、二年级的老师参加了学习，情况很好。\n（一）讨论\n　　发言。")
    names = fonts_by_text(page.pdf())
    assert ("PDSans", "传达学习") in names
    assert ("PDKai", "讨论") in names
    assert ("PDFang", "年级的老师") in names


def fonts_by_text(pdf: bytes) -> set[tuple[str, str]]:
    found = set()

    def visit(text, _cm, _tm, font, _size):
        name = str((font or {}).get("/BaseFont", "")).split("+")[-1].split("-")[0]
        for part in ("传达学习", "讨论", "年级的老师"):
            if part in text:
                found.add((name, part))

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
    return found


def test_the_same_paper_is_the_same_bytes_in_another_process():
    script = (
        "import sys; from datetime import datetime;"
        "from partydesk.documents.pdf import *;"
        "p = Paper(RECORD, '试印', Printing('周敏', datetime(2026, 3, 5)), confidential=True);"
        "p.title('支部党员大会记录'); p.text('赵𬭎、陈喆同志发言。' * 300);"
        "sys.stdout.buffer.write(p.pdf())"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    )
    assert first.startswith(b"%PDF")
    assert first == second
