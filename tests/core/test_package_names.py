"""Names from outside do no harm on any system, and cleaning twice is cleaning once."""

import unicodedata
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from partydesk.package.names import (
    HARMLESS_SUFFIXES,
    clean_name,
    clean_text,
    distinct_names,
    harmless_name,
)

CASES = {
    "会议签到表.pdf": "会议签到表.pdf",
    "..\\..\\evil.exe": "evil.exe",
    "../../etc/passwd": "passwd",
    "/": "未命名",
    "": "未命名",
    "...": "未命名",
    " . . ": "未命名",
    "C:x": "C_x",
    "C:\\Windows\\x.txt": "x.txt",
    "\\\\server\\share\\a.pdf": "a.pdf",
    "CON": "_CON",
    "con.txt": "_con.txt",
    "nul .tar.gz": "_nul .tar.gz",
    "COM1": "_COM1",
    "com¹.txt": "_com¹.txt",
    "LPT9.doc": "_LPT9.doc",
    "CONIN$": "_CONIN$",
    "console.txt": "console.txt",
    "com10.txt": "com10.txt",
    "a.txt::$DATA": "a.txt__$DATA",
    "a.txt:hidden.exe": "a.txt_hidden.exe",
    "照片\u202egpj.exe": "照片gpj.exe",
    "a\u200bb\ufeff.pdf": "ab.pdf",
    "name.": "name",
    "name. . .": "name",
    " name ": "name",
    ".hidden": "hidden",
    "a\0b\n\r\tc.pdf": "ab c.pdf",
    'a<b>c"d|e?f*g.pdf': "a_b_c_d_e_f_g.pdf",
    "e\u0301.pdf": "\u00e9.pdf",
    "全角　空格.pdf": "全角 空格.pdf",
    "\ud800x.pdf": "x.pdf",
    "欧阳𬭎宇.jpg": "欧阳𬭎宇.jpg",
    "\ue000私用区.jpg": "\ue000私用区.jpg",
    "字" * 300 + ".pdf": "字" * 65 + ".pdf",
    "a" * 300 + ".pdf": "a" * 96 + ".pdf",
    "a" * 300: "a" * 100,
    "x." + "y" * 300: "x." + "y" * 98,
    "dir/": "dir",
    "a/.": "未命名",
    "a\u2028b": "a b",
    "%2e%2e%2fx": "%2e%2e%2fx",
    "~": "~",
    "-rf": "-rf",
}


@pytest.mark.parametrize("name", CASES)
def test_known_tricks(name):
    assert clean_name(name) == CASES[name]


DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
DEVICES |= {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}

TRICKY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(list(' ./\\:*?"<>|\0\r\n\u202e\u0301\u0338\u200d\u3000・conCONaux1.')),
        st.characters(categories=["Cf", "Cc", "Mn", "Zs"]),
    ),
    max_size=130,
)


@settings(max_examples=500, deadline=None)
@given(TRICKY)
@example("=\u0338")
@example("e\u200b\u0301.pdf")
@example("<\u0338")
@example("a" * 99 + ". b")
@example("co\u200bn.txt")
@example("x" * 98 + " .pdf")
@example("\u0958" * 60)
def test_every_name_is_one_plain_component_and_cleaning_is_stable(text):
    name = clean_name(text)
    assert clean_name(name) == name
    assert name
    assert len(name) <= 100
    assert len(name.encode()) <= 200
    assert not set(name) & set('<>:"|?*/\\')
    assert name == name.strip(" .")
    assert unicodedata.is_normalized("NFC", name)
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in name)
    assert name.partition(".")[0].rstrip().upper() not in DEVICES
    assert PureWindowsPath("D:/here", name).parent == PureWindowsPath("D:/here")
    assert Path("/here", name).parent == Path("/here")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(TRICKY, st.sampled_from(["a.pdf", "A.PDF", "a(2).pdf", "ß", "SS"]))))
def test_no_two_names_of_a_folder_fall_together_on_any_system(texts):
    names = distinct_names(texts)
    assert len(names) == len(texts)
    assert len({unicodedata.normalize("NFC", n).casefold() for n in names}) == len(names)
    assert all("/" not in n and "\\" not in n for n in names)


def test_numbered_names_stay_readable():
    assert distinct_names(["a.pdf", "A.pdf", "a.pdf", "b"]) == [
        "a.pdf",
        "A(2).pdf",
        "a(3).pdf",
        "b",
    ]


@settings(max_examples=200, deadline=None)
@given(TRICKY, st.sampled_from([".exe", ".lnk", ".pdf.bat", ".js", ".html", "", ".pdf", ".JPG"]))
def test_only_allowed_endings_survive_unpacking(text, ending):
    name = harmless_name(text + ending)
    assert Path(name).suffix.lower() in HARMLESS_SUFFIXES | {".bin"}
    assert harmless_name(name) == name


@settings(max_examples=200, deadline=None)
@given(TRICKY)
@example("e\u200b\u0301")
def test_shown_text_is_one_visible_line(text):
    shown = clean_text(text)
    assert clean_text(shown) == shown
    assert not set(shown) & set("\n\r\0\u202e\u2028")
