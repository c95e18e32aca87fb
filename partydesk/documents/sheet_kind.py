"""What a file given as a sheet really is: its first bytes decide, not its name."""

import re
from enum import Enum, auto

from partydesk.errors import ForeignFileError

#: What to do with nearly every file that is no sheet of a kind we read.
SAVE_AS = "请用 WPS 或 Excel 打开它，另存为 .xlsx 后再试。"


class SheetKind(Enum):
    """The kinds of sheets that are read."""

    ZIP = auto()  #: .xlsx and its kin
    OLE = auto()  #: .xls, .et
    TEXT = auto()  #: .csv, .txt


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The record that begins a workbook's globals, BIFF5 to BIFF8.
_BOF = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00")
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")
_NO_SHEETS = {
    b"%PDF": "PDF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"BM": "图片",
    b"II*\x00": "图片",
    b"MM\x00*": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
    b"BZh": "压缩包",
    b"\xfd7zXZ": "压缩包",
    b"MZ": "程序",
    b"\x7fELF": "程序",
    b"SQLite format 3": "数据库文件",
    b"age-encryption.org": "加密文件",
    b"{\\rtf": "文字处理文档",
}
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<body", b"<style", b"<div")


def kind_of(data: bytes, name: str) -> SheetKind:
    """Which reader a file is for.

    Raises:
        ForeignFileError: It is empty, locked by a password, a web page, a picture, and so on.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise ForeignFileError(f"“{name}”是空文件。", "请检查是否选错了文件，或文件没有复制完整。")
    if data.startswith(b"PK"):
        return SheetKind.ZIP
    if data.startswith(_OLE):
        return _ole_kind(data, name)
    if data.startswith(_OLD_EXCEL):
        raise ForeignFileError(f"“{name}”是很早版本的表格，读不了。", SAVE_AS)
    for mark, what in _NO_SHEETS.items():
        if data.startswith(mark):
            raise ForeignFileError(
                f"“{name}”是{what}，不是表格。", "请选择 xlsx、xls、et 或 csv 表格。"
            )
    _refuse_markup(data, name)
    return SheetKind.TEXT


def encrypted(name: str) -> ForeignFileError:
    """The sentence for a sheet with an opening password."""
    return ForeignFileError(
        f"“{name}”加了打开密码，读不了。",
        "请用 WPS 或 Excel 打开它，取消“打开密码”后另存，再来导入。",
    )


def damaged(name: str) -> ForeignFileError:
    """The sentence for a sheet that can't be read to its end."""
    return ForeignFileError(f"“{name}”已损坏或不完整，读不出来。", SAVE_AS)


def _ole_kind(data: bytes, name: str) -> SheetKind:
    """Names of streams stand in the file as UTF-16."""
    if _stream("EncryptedPackage") in data or _stream("EncryptionInfo") in data:
        raise encrypted(name)
    if _stream("Workbook") in data or _stream("Book") in data:
        if _has_filepass(data):
            raise encrypted(name)
        return SheetKind.OLE
    what = "文字处理文档" if _stream("WordDocument") in data else "别的程序的文件"
    raise ForeignFileError(f"“{name}”是{what}，不是表格。", "请选择 xlsx、xls、et 或 csv 表格。")


def _has_filepass(data: bytes) -> bool:
    """Whether the workbook stream begins as an encrypted one: FILEPASS soon after its BOF.

    The reader itself only says that it does not know such a file.
    """
    begin = _BOF.search(data)
    if begin is None:
        return False
    place = begin.start()
    for _ in range(4):
        kind = int.from_bytes(data[place : place + 2], "little")
        if kind == 0x2F:
            return True
        place += 4 + int.from_bytes(data[place + 2 : place + 4], "little")
    return False


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")


def _refuse_markup(data: bytes, name: str) -> None:
    """Other systems' exports called .xls are often web pages or XML."""
    start = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(_MARKUP) or start.startswith((b"<?xml", b"mime-version:", b"<!--")):
        raise ForeignFileError(
            f"“{name}”的内容其实是网页，不是真正的表格。", "请用 WPS 打开它，另存为 .xlsx 后再试。"
        )
