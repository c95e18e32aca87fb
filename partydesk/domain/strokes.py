"""The order of names by 姓氏笔画: fewer strokes first, character by character (GB/T 13418)."""

import gzip
import unicodedata
from functools import cache

from partydesk.paths import resources

#: Where Chinese characters begin: letters and digits below stand before them.
_CHINESE = 0x2E80
#: More than any character has: what has no known count stands last.
_UNKNOWN = 200


def stroke_key(name: str) -> tuple[int, ...]:
    """The key of a name in a list ordered by 姓氏笔画.

    Characters of as many strokes follow 通用规范汉字表, which orders them by the sort of their
    first strokes (横竖撇点折) within each of its three levels. Spaces and marks do not count.
    """
    places = _places()
    return tuple(_place(each, places) for each in name if not _is_mark(each))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] in "PSZ"


def _place(char: str, places: dict[str, int]) -> int:
    if (place := places.get(char)) is not None:
        return place
    code = ord(char)
    return code if code < _CHINESE else (_UNKNOWN << 20) + code


@cache
def _places() -> dict[str, int]:
    """Each character's place: strokes in the upper bits, its number among its equals below."""
    packed = (resources() / "strokes" / "strokes.txt.gz").read_bytes()
    places: dict[str, int] = {}
    for line in gzip.decompress(packed).decode("utf-8").splitlines():
        if line.startswith("#"):
            continue
        strokes, _, characters = line.partition("\t")
        first = int(strokes) << 20
        for number, each in enumerate(_spelled_out(characters)):
            places.setdefault(each, first + number)
    return places


def _spelled_out(characters: str) -> str:
    """The characters of a line, with each run ``a-b`` written out."""
    first, *rest = characters.split("-")
    text = first
    for part in rest:
        text += "".join(map(chr, range(ord(text[-1]) + 1, ord(part[0])))) + part
    return text
