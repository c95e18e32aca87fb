"""Looking an .xlsx over before anything reads it: sizes, shapes, and how far its rows reach."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from partydesk.documents.sheet_broken import BrokenCell, broken_in, by_sheet
from partydesk.documents.sheet_kind import SAVE_AS, damaged, encrypted
from partydesk.errors import ForeignFileError

#: Limits of the safety study, I1.
MOST_BYTES = 100 * 1024 * 1024
MOST_ENTRIES = 10_000
MOST_RATIO = 200

#: Columns beyond ZZ are no roster; a value there would cost gigabytes when read.
_FAR_CELL = re.compile(rb'r="([A-Z]{3})([0-9]+)"[^<>/]*>\s*<(?!/)')
_MOST_COLUMNS = 702
_SHEET = re.compile(rb"<(?:[A-Za-z]\w*:)?worksheet\b")
#: Its number is nearly always the first of its attributes, and then taken at once.
_ROW_SAYS = rb'row\b(?:\s+r="([0-9]{1,9})")?([^<>]*)>'
_ROW = re.compile(rb"<(?:[A-Za-z]\w*:)?" + _ROW_SAYS)
#: The same where no name has a prefix: found four times as fast.
_BARE_ROW = re.compile(b"<" + _ROW_SAYS)
_NUMBER = re.compile(rb'\br="([0-9]{1,9})"')
_VALUE = re.compile(rb"<(?:[A-Za-z]\w*:)?(?:v|t)[\s>]")
_END = re.compile(rb"</(?:[A-Za-z]\w*:)?sheetData>")
_BLOCK = 1024 * 1024
_LONGEST_ROW = 16 * _BLOCK
#: Of a name's prefix; looking further back for it could take for ever.
_LONGEST_PREFIX = 256
#: In so many bytes there is no room for more cells than are read.
_SHORT_ROW = 8_192

_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


def check_zip(data: bytes, name: str, most_rows: int) -> dict[str, Sequence[BrokenCell]]:
    """Refuse what is no .xlsx, or would cost too much to read.

    Every part that a reader may open is unpacked once, block by block, so that declared sizes
    and checksums are proved before they are trusted.

    Returns:
        By sheet the cells whose formula has no result: the reader takes them for empty.

    Raises:
        ForeignFileError: With the reason.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            _check_entries(box.infolist(), name)
            _check_type(box, name)
            broken = {
                entry.filename: found
                for entry in box.infolist()
                if entry.filename.lower().endswith((".xml", ".rels"))
                and (found := _check_part(box, entry, name, most_rows))
            }
            return by_sheet(box, broken)
    except _BROKEN as error:
        raise damaged(name) from error


def _check_entries(entries: list[zipfile.ZipInfo], name: str) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise encrypted(name)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_BYTES:
        raise ForeignFileError(
            f"“{name}”解开后有 {unpacked // 1024 // 1024} MB，超过 100 MB 的上限。",
            "请只保留要导入的工作表，去掉图片和多余的内容，另存为 .xlsx 后再试。",
        )
    names = {entry.filename.casefold() for entry in entries}
    crowded = len(entries) > MOST_ENTRIES or len(names) < len(entries)
    strange = {entry.compress_type for entry in entries} - {_STORED, _DEFLATED}
    if crowded or strange or any(map(_blown_up, entries)) or _overlap(entries):
        raise ForeignFileError(f"“{name}”的内部结构不正常，为安全起见没有读取。", SAVE_AS)


def _blown_up(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > max(entry.compress_size, 1) * MOST_RATIO and entry.file_size > _BLOCK


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes, as a bomb's do; a local header has 30 bytes and a name."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + 30 + entry.compress_size
    return False


def _check_type(box: zipfile.ZipFile, name: str) -> None:
    names = {entry.casefold() for entry in box.namelist()}
    if "xl/workbook.xml" in names:
        return
    if any(entry.startswith("word/") for entry in names):
        raise ForeignFileError(
            f"“{name}”是文字处理文档，不是表格。", "请选择 xlsx、xls、et 或 csv 表格。"
        )
    if "xl/workbook.bin" in names or "mimetype" in names or "content.xml" in names:
        raise ForeignFileError(f"“{name}”是另一种表格格式，读不了。", SAVE_AS)
    if any(entry.startswith("xl/") for entry in names):
        raise damaged(name)
    raise ForeignFileError(f"“{name}”是压缩包，不是表格。", "请先解压，再选择里面的表格。")


def _check_part(
    box: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, most_rows: int
) -> list[BrokenCell]:
    blocks = _sound_blocks(box, entry, name)
    first = next(blocks, b"")
    reach = _Reach(name, most_rows)
    if _SHEET.search(first):
        reach.check(first, blocks)
    for _ in blocks:
        pass
    return reach.broken


def _sound_blocks(box: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The blocks of an XML part in UTF-8 without a document type (no entities, no XXE)."""
    with box.open(entry) as stream:
        tail = b""
        while block := stream.read(_BLOCK):
            if b"<!DOCTYPE" in tail + block or b"\x00" in block:
                raise ForeignFileError(f"“{name}”的内部结构不正常，为安全起见没有读取。", SAVE_AS)
            tail = block[-8:]
            yield block


def _end_of_rows(text: bytes) -> int | None:
    """Where the rows of a worksheet end, if they do."""
    # The word is rare; the pattern alone would try at every bracket.
    word = text.find(b"sheetData>")
    while word >= 0:
        place = text.rfind(b"<", max(word - _LONGEST_PREFIX, 0), word)
        if place >= 0 and _END.match(text, place):
            return place
        word = text.find(b"sheetData>", word + 1)
    return None


class _Reach:
    """How far the values of one worksheet reach; styles without a value are no reach."""

    def __init__(self, name: str, most_rows: int) -> None:
        self.broken: list[BrokenCell] = []
        self._name = name
        self._most_rows = most_rows
        self._number = 0

    def check(self, first: bytes, blocks: Iterator[bytes]) -> None:
        """Walk over the rows, keeping the last, unfinished one for the next block."""
        rest, block = b"", first
        while block:
            text = rest + block
            end = _end_of_rows(text)
            stop = len(text) if end is None else end
            rest = text[self._check_rows(text, stop, finished=end is not None) : stop]
            if end is not None:
                return
            if len(rest) > _LONGEST_ROW:
                raise damaged(self._name)
            block = next(blocks, b"")

    def _check_rows(self, text: bytes, stop: int, *, finished: bool) -> int:
        """Check whole rows; returns where the first one begins that is not whole."""
        if far := _FAR_CELL.search(text, 0, stop):
            raise self._too_wide(far[1].decode(), int(far[2]))
        row_form = _BARE_ROW if text.find(b":row", 0, stop) < 0 else _ROW
        rows = list(row_form.finditer(text, 0, stop))
        ends = [row.start() for row in rows[1:]] + ([stop] if finished else [])
        for row, row_end in zip(rows, ends, strict=False):
            number, rest = row.groups()
            if number is None and (written := _NUMBER.search(rest)):
                number = written[1]
            self._number = int(number) if number else self._number + 1
            start = row.end()
            # Nearly every row is short and within the limit.
            if self._number > self._most_rows or row_end - start > _SHORT_ROW:
                self._check_row(text, start, row_end)
        if ends:
            broken_in(text, ends[-1], self._name, self.broken)
        return rows[-1].start() if rows else max(stop - 1_024, 0)

    def _check_row(self, text: bytes, start: int, stop: int) -> None:
        if self._number > self._most_rows and _VALUE.search(text, start, stop):
            raise too_long(self._name, self._number, self._most_rows)
        # Cells without a reference stand side by side; only a long row can have too many.
        if stop - start > _SHORT_ROW and len(_VALUE.findall(text, start, stop)) > _MOST_COLUMNS:
            raise self._too_wide("ZZ", self._number)

    def _too_wide(self, column: str, number: int) -> ForeignFileError:
        return ForeignFileError(
            f"“{self._name}”第 {number} 行在 {column} 列还有内容，比任何名册都宽。",
            "请删除名单右侧多余的内容，另存为 .xlsx 后再试。",
        )


def too_long(name: str, number: int, most_rows: int) -> ForeignFileError:
    """The sentence for a sheet with more rows than are read."""
    return ForeignFileError(
        f"“{name}”第 {number} 行还有内容，超过一次 {most_rows} 行的上限。",
        "请删除名单以外的行，或把名单分成几个文件分别导入。",
    )
