"""Names are ordered by the strokes of the surname as people on paper lists are."""

import gzip
import random
import unicodedata

import pytest

from partydesk.domain.strokes import stroke_key
from partydesk.paths import resources


def strokes_of(char):
    """The upper bits of a place are the strokes; what is not known stands last."""
    (place,) = stroke_key(char)
    return place >> 20


@pytest.mark.parametrize(
    ("char", "strokes"),
    [("一", 1), ("丁", 2), ("马", 3), ("王", 4), ("叶", 5), ("刘", 6), ("陈", 7), ("范", 8),
     ("赵", 9), ("郭", 10), ("黄", 11), ("曾", 12), ("谭", 14), ("魏", 17), ("㐅", 2), ("𠮷", 6)],
)  # fmt: skip
def test_a_character_has_the_strokes_that_are_written_by_hand(char, strokes):
    assert strokes_of(char) == strokes


def test_a_list_is_in_the_order_of_a_paper_roster():
    wanted = ["丁一", "马文斌", "王磊", "叶青", "朱红", "孙丽", "李建国", "陈志远", "周海燕",
              "赵敏", "郭海涛", "黄雅文", "曾国藩", "魏然"]  # fmt: skip
    mixed = random.Random(3).sample(wanted, len(wanted))

    assert sorted(mixed, key=stroke_key) == wanted


def test_the_same_surname_goes_by_the_given_name():
    names = ["王磊", "王一凡", "王芳"]

    assert sorted(names, key=stroke_key) == ["王一凡", "王芳", "王磊"]


def test_letters_stand_before_and_unknown_characters_after_chinese_names():
    unknown = chr(0x323B0)  # assigned after the table was made
    names = ["王磊", unknown, "Maria", "魏然"]

    assert sorted(names, key=stroke_key) == ["Maria", "王磊", "魏然", unknown]


def test_marks_and_spaces_in_a_name_do_not_count():
    assert stroke_key("王 磊") == stroke_key("王磊")
    assert stroke_key("买买提·艾力") == stroke_key("买买提艾力")


def test_every_ideograph_has_its_strokes_and_no_character_stands_twice():
    plain = gzip.decompress((resources() / "strokes" / "strokes.txt.gz").read_bytes()).decode()
    lines = [line for line in plain.splitlines() if not line.startswith("#")]
    letters = [each for each in "".join(lines) if unicodedata.category(each) == "Lo"]

    assert all(0 < strokes_of(chr(code)) < 100 for code in range(0x4E00, 0xA000))
    assert len(letters) == len(set(letters))
