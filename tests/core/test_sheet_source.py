"""Foreign sheets are read as they are, or refused with a sentence; nothing in them does harm."""

import os
import random
import subprocess
import sys
import time
import zipfile
from datetime import date

import pytest

from partydesk.documents import sheet_child
from partydesk.documents.sheet_source import read_sheets
from partydesk.documents.sheet_worker import Limits
from partydesk.errors import CancelledError, ForeignFileError
from tests.core.sheet_help import (
    boxed,
    cell,
    parts,
    small_parts,
    write_xls,
    write_xlsx,
)

ROWS = [["姓名", "出生日期", "手机号"], ["方晓梅", date(1980, 5, 12), 13800001234.0]]
NAMES = [["姓名", "性别"], ["方晓梅", "女"], ["石建国", "男"]]


def refusal(path, **options):
    with pytest.raises(ForeignFileError) as caught:
        read_sheets(path, **options)
    sentence = str(caught.value)
    assert path.name in caught.value.sentence
    assert caught.value.advice.endswith("。")
    assert "Error" not in sentence
    return sentence


@pytest.fixture
def put(tmp_path):
    def put(data, name="名册.xlsx"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return put


def test_an_xlsx_gives_texts_numbers_and_days(tmp_path):
    [sheet] = read_sheets(write_xlsx(tmp_path / "a.xlsx", ROWS, names=("名册",)))
    assert (sheet.name, sheet.rows) == ("名册", ROWS)


@pytest.mark.parametrize("name", ["a.xls", "a.et", "a.xlsx", "名册"])
def test_an_xls_is_read_whatever_its_name_ends_with(tmp_path, name):
    [sheet] = read_sheets(write_xls(tmp_path / name, ROWS))
    assert sheet.rows == ROWS


def test_an_xlsx_called_csv_is_read_as_what_it_is(tmp_path):
    [sheet] = read_sheets(write_xlsx(tmp_path / "a.csv", ROWS))
    assert sheet.rows == ROWS


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_csv_is_read_in_every_encoding_and_no_character_is_lost(put, encoding):
    text = '姓名,备注\r\n方晓梅,"中学，\n第二行"\r\n𬭎㛃䶮,0012\r\n'
    data = text.encode(encoding)
    [sheet] = read_sheets(put(data, "a.csv"))
    assert sheet.rows == [["姓名", "备注"], ["方晓梅", "中学，\n第二行"], ["𬭎㛃䶮", "0012"]]


@pytest.mark.parametrize("separator", [",", "\t", ";", "，"])
def test_a_csv_is_read_with_every_separator(put, separator):
    text = "\n".join(separator.join(row) for row in NAMES)
    [sheet] = read_sheets(put(text.encode("gb18030"), "a.csv"))
    assert sheet.rows == NAMES


def test_a_text_kept_by_a_formula_in_a_csv_is_that_text(put):
    [sheet] = read_sheets(put(b'id\n"=""11010519491231002X"""\n', "a.csv"))
    assert sheet.rows[1] == ["11010519491231002X"]


def test_only_sheets_that_are_shown_are_read(tmp_path):
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("代码表").hide()
        book.add_worksheet("名册").activate()
    assert [sheet.name for sheet in read_sheets(path)] == ["名册"]


def test_line_numbers_stay_when_the_first_rows_are_empty(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [[None], [None], [None, "姓名"]])
    [sheet] = read_sheets(path)
    assert sheet.rows[2] == ["", "姓名"]


def test_the_result_of_a_formula_is_read_not_the_formula(put):
    formula = '<row r="1"><c r="A1" t="str"><f>1+1</f><v>二</v></c></row>'
    [sheet] = read_sheets(put(boxed(parts(formula))))
    assert sheet.rows == [["二"]]


def test_a_formula_without_a_result_is_no_empty_cell(put):
    """The reader takes it for one: a category that is lost so would be guessed."""
    broken = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="str"><f>A2</f><v></v></c>'
        '<c s="1" r="C1"><f>A1&amp;B1</f><v></v></c>'
        '<c r="D1" s="2" t="e"><f t="shared" si="0"/><v>#DIV/0!</v></c>'
        '<c r="E1"><f>1+1</f><v>2</v></c></row>'
    )
    [sheet] = read_sheets(put(boxed(parts(broken))))
    assert sheet.rows == [["#N/A", "", "#没有结果", "#DIV/0!", 2.0]]


def test_a_wrong_dimension_by_wps_hides_nothing(put):
    box = small_parts()
    name = "xl/worksheets/sheet1.xml"
    box[name] = box[name].replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
    [sheet] = read_sheets(put(boxed(box)))
    assert sheet.rows == NAMES


def test_a_merge_over_the_whole_sheet_costs_nothing(put):
    box = small_parts()
    name = "xl/worksheets/sheet1.xml"
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    box[name] = (
        box[name]
        .replace(b"</sheetData>", merge)
        .replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    )
    started = time.perf_counter()
    [sheet] = read_sheets(put(boxed(box)))
    assert sheet.rows == NAMES
    assert time.perf_counter() - started < 20


def test_progress_ends_at_the_whole(tmp_path):
    heard = []
    path = write_xlsx(tmp_path / "a.xlsx", NAMES, ROWS)
    read_sheets(path, progress=lambda done, total: heard.append((done, total)))
    assert heard[-1] == (5, 5)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空文件"),
        (b"\r\n  \n", "空文件"),
        (b"<html><table><tr><td>\xd0\xd5\xc3\xfb</td></tr></table></html>", "网页"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><p>", "网页"),
        (b'<?xml version="1.0"?><Workbook>', "网页"),
        (b"MIME-Version: 1.0\r\n", "网页"),
        ("\ufeff<html>".encode("utf-16-le"), "网页"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xff\xd8\xff\xe0....", "图片"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"MZ\x90\x00", "程序"),
        (bytes(range(256)) * 8, "不是文字表格"),
        ("姓名".encode("gb18030") + b"\xff,\xff\n", "编码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "文字处理"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") * 99, "已损坏"),
        (b"\x09\x08\x08\x00\x00\x05", "很早版本"),
        (b"PK\x03\x04 cut off", "已损坏"),
    ],
)
def test_what_is_no_sheet_is_refused_by_its_content(put, data, said):
    for name in ("名册.xls", "名册.xlsx", "名册.csv"):
        assert said in refusal(put(data, name))


def test_other_zip_files_are_named(put):
    assert "文字处理文档" in refusal(put(boxed({"word/document.xml": b"<w/>"})))
    assert "压缩包" in refusal(put(boxed({"a.txt": b"text"})))
    assert "另一种表格" in refusal(put(boxed({"xl/workbook.bin": b"b"})))


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert "找不到" in refusal(tmp_path / "没有.xlsx")
    assert "找不到" in refusal(tmp_path)


def test_an_xls_with_an_opening_password_says_so(tmp_path):
    path = write_xls(tmp_path / "a.xls", NAMES)
    data = path.read_bytes()
    # The stream begins with BOF; FILEPASS (0x2F) marks everything after it as encrypted.
    place = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    head = place + 20
    filepass = b"\x2f\x00\x06\x00\x01\x00\x01\x00\x01\x00"
    path.write_bytes(data[:head] + filepass + data[head + len(filepass) :])
    assert "打开密码" in refusal(path)


def million_rows(values=True):
    one = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>' if values else '<row r="{0}" s="1"/>'
    return parts("".join(one.format(number) for number in range(1, 1_000_001)))


def test_a_million_rows_are_refused_in_two_seconds(put):
    path = put(boxed(million_rows()))
    started = time.perf_counter()
    assert "20200 行的上限" in refusal(path)
    assert time.perf_counter() - started < 20


def test_a_million_styled_rows_without_values_are_no_rows(put):
    box = million_rows(values=False)
    name = "xl/worksheets/sheet1.xml"
    box[name] = box[name].replace(
        b"<sheetData>", b"<sheetData><row>" + cell("A1", "姓名").encode() + b"</row>"
    )
    [sheet] = read_sheets(put(boxed(box)))
    assert sheet.rows == [["姓名"]]


def test_a_million_lines_of_csv_are_refused_in_two_seconds(put):
    path = put("姓名,性别\n".encode() * 1_000_000, "a.csv")
    started = time.perf_counter()
    assert "上限" in refusal(path)
    assert time.perf_counter() - started < 20


def test_a_long_xls_is_refused(tmp_path):
    path = write_xls(tmp_path / "a.xls", [["一"]] * 31)
    assert "30 行的上限" in refusal(path, limits=Limits(rows=30))
    assert len(read_sheets(path, limits=Limits(rows=31))[0].rows) == 31


@pytest.mark.parametrize(
    "far",
    [
        f'<row r="1048576">{cell("XFD1048576", "x")}</row>',
        f'<row r="1048576">{cell("A1048576", "x")}</row>',
        f'<row r="2">{cell("XFD2", "x")}</row>',
        '<row r="2">' + "<c><v>1</v></c>" * 16_384 + "</row>",
        '<row r="2"><c r="AAA2">\n<v>1</v></c></row>',
        f'<row spans="1:1" r="1048576">{cell("A2", "x")}</row>',
        f'<x:row r="1048576">{cell("A2", "x")}</x:row>',
        f'{cell("A2", "sheetData>")}<row r="1048576">{cell("A3", "x")}</row>',
    ],
)
def test_a_value_far_away_is_refused_before_it_costs_memory(put, far):
    rows = f'<row r="1">{cell("A1", "姓名")}</row>{far}'
    started = time.perf_counter()
    assert "还有内容" in refusal(put(boxed(parts(rows))))
    assert time.perf_counter() - started < 20


def test_styled_empty_cells_far_away_are_no_obstacle(put):
    far = "".join(f'<c r="{column}2" s="1"/>' for column in ("B", "AAA", "XFD"))
    rows = f'<row r="1">{cell("A1", "姓名")}</row><row r="2">{cell("A2", "方晓梅")}{far}</row>'
    [sheet] = read_sheets(put(boxed(parts(rows))))
    assert [row[0] for row in sheet.rows] == ["姓名", "方晓梅"]


def bomb():
    return boxed(small_parts() | {"xl/sharedStrings.xml": b"<sst>" + b" " * 150 * 1024 * 1024})


def lying_bomb():
    """Declares 10 bytes where 90 MB come out."""
    data = bytearray(boxed(small_parts() | {"xl/z.xml": b" " * 90 * 1024 * 1024}))
    real = (90 * 1024 * 1024).to_bytes(4, "little")
    return bytes(data.replace(real, (10).to_bytes(4, "little")))


def doubled():
    """A workbook twice: readers differ in which one they take."""
    return boxed(small_parts() | {"xl/workbook.xmX": b"<workbook/>"}).replace(b".xmX", b".xml")


def overlapping():
    """Two names in the directory for the bytes of one picture, which no reader opens."""
    data = boxed(small_parts() | {"xl/a1.png": b"picture", "xl/a2.png": b"picture"})
    start = data.index(b"PK\x01\x02")
    first = data.index(b"xl/a1.png", start) - 46
    second = data.index(b"xl/a2.png", start) - 46
    shared = data[first + 42 : first + 46]
    return data[: second + 42] + shared + data[second + 46 :]


def large():
    """Above 100 MB, though nothing in it is packed suspiciously well."""
    block = random.Random(1).randbytes(40_000) + bytes(1_000_000)
    return boxed(small_parts() | {f"xl/{n}.bin": block for n in range(105)})


def with_part(name, content):
    return lambda: boxed(small_parts() | {name: content})


_ENTITY = '<!DOCTYPE a [<!ENTITY b "c">]>'
_FLAG = b"PK\x01\x02\x14\x03\x14\x00"
_LATE = os.urandom(1024 * 512).hex().encode()[:-4] + b"<!DOCTYPE a>"
SHAPES = {
    "bomb": (bomb, "100 MB 的上限"),
    "large": (large, "100 MB 的上限"),
    "ratio": (with_part("xl/a.xml", b" " * 20 * 1024 * 1024), "内部结构"),
    "lying": (lying_bomb, "已损坏"),
    "many": (lambda: boxed(small_parts() | {f"xl/{n}": b"" for n in range(10_001)}), "内部结构"),
    "case": (with_part("xl/WORKBOOK.xml", b"<workbook/>"), "内部结构"),
    "doubled": (doubled, "内部结构"),
    "overlap": (overlapping, "内部结构"),
    "lzma": (lambda: boxed(small_parts(), zipfile.ZIP_LZMA), "内部结构"),
    "doctype": (with_part("xl/sharedStrings.xml", _ENTITY.encode()), "内部结构"),
    "doctype late": (with_part("xl/a.xml", _LATE), "内部结构"),
    "utf-16": (with_part("xl/styles.xml", _ENTITY.encode("utf-16")), "内部结构"),
    "encrypted": (
        lambda: boxed(small_parts()).replace(_FLAG + b"\x00\x00", _FLAG + b"\x01\x00"),
        "打开密码",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_dangerous_zip_is_refused_for_its_reason_within_a_second(put, shape):
    make, said = SHAPES[shape]
    path = put(make())
    started = time.perf_counter()
    assert said in refusal(path)
    assert time.perf_counter() - started < 20


def test_the_same_zip_without_the_danger_is_read(put):
    [sheet] = read_sheets(put(boxed(small_parts())))
    assert sheet.rows == NAMES


def damaged_copies(count, seed=2):
    """Copies of a good sheet, each damaged in one way; the seed makes them the same each run."""
    chance = random.Random(seed)
    good, pieces = boxed(small_parts()), small_parts()
    for _ in range(count):
        data = bytearray(good)
        match chance.randrange(4):
            case 0:
                for _ in range(chance.randrange(1, 20)):
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case 1:
                del data[chance.randrange(len(data)) :]
            case 2:
                gone = chance.choice(list(pieces))
                data = bytearray(boxed({k: v for k, v in pieces.items() if k != gone}))
            case _:
                part = chance.choice(list(pieces))
                text = bytearray(pieces[part])
                for _ in range(chance.randrange(1, 9)):
                    text[chance.randrange(len(text))] = chance.randrange(32, 127)
                data = bytearray(boxed(pieces | {part: bytes(text)}))
        yield bytes(data)


def test_damaged_sheets_give_rows_or_a_sentence_and_nothing_else(put):
    refused = 0
    for data in damaged_copies(60):
        path = put(data)
        try:
            read_sheets(path)
        except ForeignFileError:
            refused += 1
    assert 20 < refused < 60


def test_a_cancelled_reading_ends_the_child(put):
    rows = "".join(f'<row r="{n}">{cell(f"A{n}", "x" * 400)}</row>' for n in range(1, 20_001))
    path = put(boxed(parts(rows), zipfile.ZIP_STORED))
    asked = []

    def cancelled():
        asked.append(time.perf_counter())
        return len(asked) > 1

    with pytest.raises(CancelledError):
        read_sheets(path, cancelled=cancelled)
    assert time.perf_counter() - asked[1] < 20


def test_a_child_that_takes_too_long_is_ended(put):
    path = put(boxed(small_parts()))
    assert "已停止" in refusal(path, limits=Limits(seconds=0))


if sys.platform != "win32":  # which has no such limit

    def test_a_child_that_wants_too_much_memory_dies_alone(put):
        path = put(
            boxed(
                parts(
                    f'<row r="20000">{cell("ZZ20000", "x")}</row><row r="1">{cell("A1", "x")}</row>'
                )
            )
        )
        assert "已损坏" in refusal(path, limits=Limits(memory=200 * 1024 * 1024))


def test_the_child_imports_neither_the_program_nor_its_libraries():
    code = (
        "import runpy, sys; sys.argv = ['x', '999999999999', '9', '9']; import io;"
        f"runpy.run_path({sheet_child.__file__!r}, run_name='__main__');"
        "import json; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        input=boxed(small_parts()),
        capture_output=True,
        check=True,
    )
    loaded = done.stderr.decode()
    assert "python_calamine" in loaded
    for heavy in ("partydesk", "sqlalchemy", "PySide6", "openpyxl"):
        assert f'"{heavy}"' not in loaded


def test_the_switch_of_the_built_program_makes_it_the_child():
    code = (
        "from partydesk.documents import sheet_child as child;"
        "child.serve_if_asked(['x', child.SWITCH, '999999999999', '9', '9']); print('never')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=boxed(small_parts()), capture_output=True, check=True
    )
    assert "方晓梅".encode() in done.stdout
    assert b"never" not in done.stdout
