from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.documents.fonts import Fonts, Style
from partydesk.documents.pdf import BODY, RECORD
from partydesk.documents.typeset import Face, padded, set_lines

FONTS = Fonts()
PLAIN = Face(Style.FANG, 10, 15)
# Common characters, punctuation, western words and numbers, as minutes have them.
MIXED = st.text(alphabet="支部党员学习，。、；：？！（）《》“”—… 12.,abcDEF%·-", max_size=300)


def shown(line) -> str:
    return "".join(text for _, text in line.runs)


def test_a_full_line_of_a_record_has_28_characters():
    lines = set_lines("支" * 100, BODY, RECORD.column, FONTS)
    assert [len(shown(line)) for line in lines] == [26, 28, 28, 18]


@settings(max_examples=200, deadline=None)
@given(MIXED)
def test_no_character_is_lost_between_lines(text):
    lines = set_lines(text, PLAIN, 120, FONTS)
    assert "".join(map(shown, lines)).replace(" ", "") == text.replace(" ", "")


@settings(max_examples=200, deadline=None)
@given(MIXED)
def test_no_line_is_wider_than_its_column(text):
    assert all(line.width <= 120.1 for line in set_lines(text, PLAIN, 120, FONTS))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["支部", "党", "，", "。", "学习", "（", "）", "《", "》"]), min_size=1
    )
)
def test_closing_marks_never_begin_a_line_and_opening_marks_never_end_one(parts):
    # One mark at a time: a whole line of marks can only be broken where it is full.
    text = "学".join(parts)
    lines = [shown(line) for line in set_lines(text, PLAIN, 103, FONTS)]
    assert not [line for line in lines[1:] if line[0] in "，。）》"]
    assert not [line for line in lines[:-1] if line[-1] in "（《"]


def test_numbers_and_western_words_stay_on_one_line():
    lines = set_lines("学习支部学习支部2026-03-31以前", PLAIN, 100, FONTS)
    assert [shown(line) for line in lines] == ["学习支部学习支部", "2026-03-31以前"]


def test_a_word_longer_than_the_line_is_broken():
    lines = set_lines("a" * 100, PLAIN, 100, FONTS)
    assert len(lines) > 1
    assert "".join(map(shown, lines)) == "a" * 100


def test_two_characters_of_a_name_are_spread_to_three_and_kept_together():
    text = "学习支部学习支" + padded("周敏") + "、" + padded("欧阳若曦")
    lines = [shown(line) for line in set_lines(text, PLAIN, 100, FONTS)]
    assert lines == ["学习支部学习支", "周　敏、欧阳若曦"]


def test_names_of_other_lengths_and_scripts_are_not_spread():
    for name in ("李国庆", "阿依古丽·买买提", "Li", "某"):
        assert padded(name).replace("\u2060", "") == name


def test_each_typed_line_is_a_paragraph_of_its_own():
    lines = set_lines("第一\r\n第二\n\n第三\r第四", PLAIN, 100, FONTS)
    assert [shown(line) for line in lines] == ["第一", "第二", "", "第三", "第四"]
