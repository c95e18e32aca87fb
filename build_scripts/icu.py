"""Cut Qt's ICU data on Linux down to Chinese and English: 32 MB become 3.

Qt's wheels for Linux bring their own ICU, whose data library is one table of 3,900 entries and
nothing else. The reduced table becomes a library of the same name with `as` and `ld`, which are
there wherever PyInstaller can run (binutils). Windows uses the system's ICU.
"""

import re
import shutil
import struct
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

#: Names of tables by language, such as `curr/fr_CA.res`; `pool`, `root` and the like are longer.
_LANGUAGE = re.compile(r"(?:\w+/)?(?!res_index)([a-z]{2,3})(?:_\w+)?\.res")
_KEPT_LANGUAGES = ("en", "zh")
#: Old encodings, names of languages, regions, currencies, units and characters, numbers in words,
#: where lines may break: Qt brings its own or has no use for it, and Python reads the sheets.
_DROPPED = re.compile(r".*\.cnv|unames\.icu|(?:brkitr|curr|lang|rbnf|region|translit|unit)/.*")

_SOURCE = """\
.section .rodata
.balign 16
.globl {symbol}
.type {symbol}, %object
{symbol}:
.incbin "{data}"
.size {symbol}, . - {symbol}
.section .note.GNU-stack,"",%progbits
"""


def is_kept(name: str) -> bool:
    """Say whether an entry, named without the table's own name before it, is of use here."""
    if _DROPPED.fullmatch(name):
        return False
    language = _LANGUAGE.fullmatch(name)
    return language is None or language[1] in _KEPT_LANGUAGES


def read_table(library: bytes) -> tuple[bytes, dict[str, bytes]]:
    """Return the head of the data table in a library, and its entries by name.

    Raises:
        ValueError: there is no such table in it.
    """
    start = library.index(b"\xda\x27") - 2
    (head_size,) = struct.unpack_from("<H", library, start)
    head, table = library[start : start + head_size], library[start + head_size :]
    if head[12:16] != b"CmnD":
        raise ValueError("not a table of ICU data")
    (count,) = struct.unpack_from("<I", table)
    places = [struct.unpack_from("<II", table, 4 + 8 * each) for each in range(count)]
    names = [table[name : table.index(b"\0", name)].decode("ascii") for name, _ in places]
    ends = [*(data for _, data in places[1:]), _end_of_rodata(library) - start - head_size]
    rows = zip(names, places, ends, strict=True)
    return head, {name: table[data:end] for name, (_, data), end in rows}


def _end_of_rodata(library: bytes) -> int:
    """The first segment of the library ends where the table does, up to filling."""
    (first_header,) = struct.unpack_from("<Q", library, 32)
    (size,) = struct.unpack_from("<Q", library, first_header + 32)
    return int(size)


def make_table(head: bytes, entries: dict[str, bytes]) -> bytes:
    """Return a data table: names sorted, each entry at a multiple of 16 bytes."""
    names = sorted(entries)
    place = 4 + 8 * len(names)
    index, texts, data = b"", b"", b""
    name_places = []
    for name in names:
        name_places.append(place + len(texts))
        texts += name.encode("ascii") + b"\0"
    place += len(texts)
    filling = -(len(head) + place) % 16
    body = bytearray(filling)
    for name, name_place in zip(names, name_places, strict=True):
        index += struct.pack("<II", name_place, place + len(body))
        body += entries[name]
        body += bytes(-len(entries[name]) % 16)
    data = bytes(body)
    return head + struct.pack("<I", len(names)) + index + texts + data


def shrink(library: Path) -> bool:
    """Replace a libicudata by one with less in it; whether the tools for it are here."""
    assembler, linker = shutil.which("as"), shutil.which("ld")
    if not (assembler and linker):
        return False
    head, entries = read_table(library.read_bytes())
    kept = {name: data for name, data in entries.items() if is_kept(name.split("/", 1)[1])}
    version = re.match(r"icudt(\d+)", next(iter(entries)))[1]
    with TemporaryDirectory() as folder:
        data, source, part, made = (Path(folder, name) for name in ("d", "s.s", "o.o", "made.so"))
        data.write_bytes(make_table(head, kept))
        source.write_text(_SOURCE.format(symbol=f"icudt{version}_dat", data=data), "ascii")
        subprocess.run([assembler, "-o", part, source], check=True)
        name = ["-soname", library.name, "-z", "noexecstack"]
        subprocess.run([linker, "-shared", *name, "-o", made, part], check=True)
        shutil.copyfile(made, library)
    return True
