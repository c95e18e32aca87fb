"""TI2: hostile archives behind a good seal are refused, quickly and without using memory."""

import struct
import time
import tracemalloc
import zlib
from dataclasses import dataclass, field

import pytest

from tests.core.packages import new_scene, outcome, plain_outcome, unzipped

LOCAL, CENTRAL, END = "<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"


@dataclass
class Raw:
    """One entry as a hostile writer makes it; every field of both headers can lie."""

    name: bytes
    data: bytes
    local: dict = field(default_factory=dict)
    central: dict = field(default_factory=dict)
    local_name: bytes | None = None
    extra: bytes = b""
    comment: bytes = b""


def raw_zip(entries, before=b"", between=b"", behind=b"", comment=b"", end=None):
    """A zip writer of the test's own, so that it can write what ours never would."""
    out = bytearray(before)
    directory = bytearray()
    for each in entries:
        crc, size = zlib.crc32(each.data), len(each.data)
        base = {"need": 10, "flags": 0, "method": 0, "time": 0, "date": 0x21, "crc": crc}
        base |= {"packed": size, "size": size}
        local = base | {"extra": len(each.extra)} | each.local
        name = each.name if each.local_name is None else each.local_name
        central = base | {"made": 20, "at": len(out), "disk": 0, "inner": 0, "outer": 0}
        central |= {"extra": len(each.extra), "comment": len(each.comment)} | each.central
        five = [local[key] for key in ("need", "flags", "method", "time", "date")]
        sizes = [local[key] for key in ("crc", "packed", "size")]
        out += struct.pack(LOCAL, b"PK\3\4", *five, *sizes, len(name), local["extra"])
        out += name + each.extra + each.data
        six = [central[key] for key in ("made", "need", "flags", "method", "time", "date")]
        sizes = [central[key] for key in ("crc", "packed", "size")]
        rest = [central[key] for key in ("extra", "comment", "disk", "inner", "outer", "at")]
        directory += struct.pack(CENTRAL, b"PK\1\2", *six, *sizes, len(each.name), *rest)
        directory += each.name + each.extra + each.comment
    out += between
    start = len(out)
    fields = {"disk": 0, "first": 0, "here": len(entries), "count": len(entries)}
    fields |= {"size": len(directory), "start": start, "note": len(comment)} | (end or {})
    return bytes(out + directory + struct.pack(END, b"PK\5\6", *fields.values()) + comment + behind)


@pytest.fixture(scope="module")
def scene():
    return new_scene()


@pytest.fixture(scope="module")
def good(scene):
    return [Raw(name.encode(), data) for name, data in sorted(unzipped(scene.plain()).items())]


def changed(entries, at, **changes):
    entries = list(entries)
    old = entries[at]
    entries[at] = Raw(**{**vars(old), **changes})
    return entries


def with_name(entries, name):
    return sorted([*entries, Raw(name, b"x")], key=lambda each: each.name)


def test_the_tests_own_writer_makes_exactly_our_archive(scene, good, tmp_path):
    assert raw_zip(good) == scene.plain()
    assert outcome(scene.seal(raw_zip(good)), scene.opener, tmp_path) == "ok"


BAD_NAMES = [
    b"../evil.txt",
    b"data/../evil.txt",
    b"data/../../evil.txt",
    b"/etc/passwd",
    b"data//x",
    b"data/./x",
    b"data\\x",
    b"..\\evil.txt",
    b"C:x",
    b"data/C:x",
    b"data/a.txt::$DATA",
    b"data/con",
    b"data/con.json",
    b"data/com1.txt",
    b"data/nul.tar.gz",
    b"data/x.",
    b"data/x ",
    b"data/ x",
    b"data/.hidden",
    b"data/X",
    b"DATA/x",
    b"Data/members.jsonl",
    b"data/a\0b",
    b"data/a\nb",
    b"data/",
    b"data/dir/",
    b"data",
    b"",
    b"data/" + b"a" * 300,
    b"data/a/b/c/d",
    "data/图.jpg".encode(),
    "data/e\u0301".encode(),
    "data/\u00e9".encode(),
    "data/\u202egpj.exe".encode(),
    b"data/\xff\xfe",
    b"extra.txt",
    b"data/members.jsonl/x",
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_could_do_harm_anywhere_is_refused(scene, good, tmp_path, name):
    sealed = scene.seal(raw_zip(with_name(good, name)))
    assert outcome(sealed, scene.opener, tmp_path) == "ENTRY_NAME"


def shapes(good):
    yield from entry_shapes(good)
    yield from archive_shapes(good)


def entry_shapes(good):
    """One entry lies."""
    first, second = good[0], good[1]
    size = len(first.data)
    yield "same name twice", "ENTRY_DUPLICATE", raw_zip([first, first, *good[1:]])
    yield "same name twice, apart", "ENTRY_DUPLICATE", raw_zip([*good, first])
    upper = Raw(first.name.upper(), first.data)
    yield "same name in capitals", "ENTRY_DUPLICATE", raw_zip([*good, upper])
    yield "unsorted", "ARCHIVE_FORM", raw_zip([second, first, *good[2:]])
    for name, flag in (("encrypted", 1), ("sizes behind", 8), ("utf-8", 0x800), ("masked", 0x2041)):
        both = {"flags": flag}
        yield name, "ENTRY_METHOD", raw_zip(changed(good, 0, local=both, central=both))
        yield f"{name}, local only", "ARCHIVE_FORM", raw_zip(changed(good, 0, local=both))
    deflated = zlib.compress(first.data, wbits=-15)
    bomb = {"method": 8, "packed": len(deflated), "size": 1 << 30, "crc": zlib.crc32(first.data)}
    yield "bomb", "ENTRY_METHOD", raw_zip(changed(good, 0, data=deflated, local=bomb, central=bomb))
    stored = {"size": 1 << 30}
    yield "lying size", "ENTRY_METHOD", raw_zip(changed(good, 0, local=stored, central=stored))
    both = {"size": size + 10, "packed": size + 10}
    yield "too long", "ENTRY_OVERLAP", raw_zip(changed(good, 0, local=both, central=both))
    both = {"size": 1 << 31, "packed": 1 << 31}
    yield "beyond the end", "ENTRY_OVERLAP", raw_zip(changed(good, 0, local=both, central=both))
    both = {"size": size - 1, "packed": size - 1}
    yield "too short", "ARCHIVE_FORM", raw_zip(changed(good, 0, local=both, central=both))
    z64 = {"size": 0xFFFFFFFF, "packed": 0xFFFFFFFF}
    extra = struct.pack("<HHQQ", 1, 16, size, size)
    yield "zip64", "ENTRY_OVERLAP", raw_zip(changed(good, 0, local=z64, central=z64, extra=extra))
    yield "extra field", "ARCHIVE_FORM", raw_zip(changed(good, 0, extra=b"\1\0\0\0"))
    yield "entry comment", "ARCHIVE_FORM", raw_zip(changed(good, 0, comment=b"hi"))
    yield "overlap", "ENTRY_OVERLAP", raw_zip(changed(good, 1, central={"at": 0}))
    yield "quoted overlap", "ENTRY_OVERLAP", raw_zip(changed(good, 3, central={"at": 31}))
    yield "hole", "ARCHIVE_FORM", raw_zip(changed(good, 2, central={"at": 5000}))
    yield "two names", "ARCHIVE_FORM", raw_zip(changed(good, 0, local_name=b"bag-inf0.txt"))
    yield "two checksums", "ARCHIVE_FORM", raw_zip(changed(good, 0, local={"crc": 1}))
    both = {"crc": 1}
    yield "wrong checksum", "ENTRY_DAMAGED", raw_zip(changed(good, 0, local=both, central=both))
    yield (
        "wrong checksum of data",
        "ENTRY_DAMAGED",
        raw_zip(changed(good, 3, local=both, central=both)),
    )
    yield "another date", "ARCHIVE_FORM", raw_zip(changed(good, 0, central={"date": 0x5A21}))
    yield (
        "unix symlink",
        "ARCHIVE_FORM",
        raw_zip(changed(good, 0, central={"made": 0x314, "outer": 0xA1FF << 16})),
    )
    yield "folder mark", "ARCHIVE_FORM", raw_zip(changed(good, 0, central={"outer": 16}))
    yield "another disk", "ARCHIVE_FORM", raw_zip(changed(good, 0, central={"disk": 1}))
    yield "needs a newer program", "ARCHIVE_FORM", raw_zip(changed(good, 0, central={"need": 45}))


def archive_shapes(good):
    """The entries are good, what holds them is not."""
    last = good[-1]
    yield "data before", "ARCHIVE_FORM", raw_zip(good, before=b"MZ program")
    yield "a zip before", "ARCHIVE_FORM", raw_zip([last], before=b"") + raw_zip(good)
    yield "data between", "ARCHIVE_FORM", raw_zip(good, between=b"hidden")
    yield "data behind", "ARCHIVE_FORM", raw_zip(good, behind=b"\0")
    end = raw_zip(good)[-22:]
    yield "data before the end record", "ARCHIVE_FORM", raw_zip(good)[:-22] + b"hidden" + end
    yield "a zip behind", "ARCHIVE_FORM", raw_zip(good) + raw_zip([last])
    yield "comment", "ARCHIVE_FORM", raw_zip(good, comment=b"hello")
    yield "count too low", "ARCHIVE_FORM", raw_zip(good[:], end={"here": 3, "count": 3})
    yield "count too high", "ARCHIVE_FORM", raw_zip(good, end={"here": 99, "count": 99})
    yield "two counts", "ARCHIVE_FORM", raw_zip(good, end={"here": 3})
    yield "zip64 count", "ARCHIVE_LIMIT", raw_zip(good, end={"here": 0xFFFF, "count": 0xFFFF})
    yield "no entries", "ARCHIVE_FORM", raw_zip([])
    yield "directory elsewhere", "ARCHIVE_FORM", raw_zip(good, end={"start": 4})
    yield "directory too big", "ARCHIVE_FORM", raw_zip(good, end={"size": 1 << 31})
    many = [Raw(b"data/att/%06d" % i, b"") for i in range(10_001)]
    yield "too many entries", "ARCHIVE_LIMIT", raw_zip(many)
    yield "cut in the directory", "ARCHIVE_FORM", raw_zip(good)[:-60]


def test_every_hostile_shape_has_its_code_and_costs_no_memory(scene, good, tmp_path):
    found, wanted, slowest = {}, {}, 0.0
    tracemalloc.start()
    for name, code, plain in shapes(good):
        wanted[name] = code
        tracemalloc.reset_peak()
        before, clock = tracemalloc.get_traced_memory()[0], time.monotonic()
        found[name] = plain_outcome(plain, scene.opener, tmp_path)
        slowest = max(slowest, time.monotonic() - clock)
        assert tracemalloc.get_traced_memory()[1] - before < 24 << 20, name
    tracemalloc.stop()
    assert found == wanted
    assert len(wanted) >= 40
    assert slowest < 20


def test_the_same_shapes_behind_the_seal(scene, good, tmp_path):
    outcomes = {outcome(scene.seal(p), scene.opener, tmp_path) for _, _, p in shapes(good)}
    assert "ok" not in outcomes
