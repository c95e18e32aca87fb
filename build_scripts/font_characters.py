"""Which characters the bundled fonts must draw, and where each set is defined."""

from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"

# Punctuation, letters with tone marks, circled numbers, units, boxes, kana, full-width forms.
MARKS = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x1F8, 0x1F9), (0x251, 0x251), (0x261, 0x261),
    (0x2C6, 0x2DD), (0x391, 0x3C9), (0x401, 0x451), (0x2010, 0x2044), (0x2070, 0x2094),
    (0x20A0, 0x20BF), (0x2100, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF),
    (0x2500, 0x27BF), (0x3000, 0x30FF), (0x3105, 0x312F), (0x3200, 0x33FF), (0xFE10, 0xFE6F),
    (0xFF00, 0xFFEF),
)  # fmt: skip


def read_list(name: str) -> set[int]:
    """Read the characters in `name` under resources/fonts; lines with # are remarks."""
    lines = (FONTS / name).read_text(encoding="utf-8").splitlines()
    return {ord(c) for line in lines if not line.startswith("#") for c in line.strip()}


def general_use() -> set[int]:
    """The 8,105 characters of 通用规范汉字表 (2013)."""
    return read_list("characters-8105.txt")


def rare_names() -> set[int]:
    """Characters of real given names that office fonts lack."""
    return read_list("characters-names.txt")


def gb2312() -> set[int]:
    """All 7,445 characters of GB/T 2312-1980, from the codec."""
    rows = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return {ord(c) for row in rows for c in row.decode("gb2312", "ignore")}


def level_two() -> set[int]:
    """The 27,780 ideographs of GB 18030-2022 implementation level 2."""
    return set(range(0x4E00, 0xA000)) | set(range(0x3400, 0x4DC0)) | general_use()


def everyday() -> set[int]:
    """What each subset holds, as far as its source has it: 8105, GB 2312, rare names, marks."""
    marks = {c for first, last in MARKS for c in range(first, last + 1)}
    return general_use() | gb2312() | rare_names() | marks
