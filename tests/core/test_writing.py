"""Long texts: words counted, speakers known, what is pasted made plain, stale words found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.marked_text import MarkedText, marks_of, shifted, stripped
from partydesk.domain.pasted import clean
from partydesk.domain.writing import paragraph_count, speaker_length, word_count
from partydesk.rules.must_change import must_change

NAMES = {"陈志远", "郭海涛", "欧阳建国"}


def stale(text):
    return [text[start : start + length] for start, length in must_change(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("会议认为，要落实。", 9),
        ("会议　认为\n\n要 落实", 7),
        ("用 WPS 写了 1,234 字", 6),
        ("3.5% 和 2026-03-05", 3),
        ("𬱖字", 2),
    ],
)
def test_words_are_counted_as_in_a_word_processor(text, count):
    assert word_count(text) == count


def test_empty_lines_are_no_paragraphs():
    assert paragraph_count("一\n\n  \n二\n") == 2


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("陈志远：同意。", "陈志远："),
        ("陈志远（书记）：同意。", "陈志远（书记）："),
        ("　　郭海涛同志: 建议再议", "　　郭海涛同志:"),
        ("李雪：", "李雪："),
        ("会议认为：要落实。", ""),
        ("时间：", ""),
        ("陈志远同意：这件事", ""),
        ("今天由陈志远：", ""),
    ],
)
def test_who_speaks_is_known_at_the_beginning_of_a_paragraph(line, speaker):
    assert line[: speaker_length(line, NAMES)] == speaker


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ("　　第一段。\r\n　　第二段。\r\n", "第一段。\n第二段。"),
        ("会 议 认 为", "会议认为"),
        ("到会\u00a036\u00a0人", "到会 36 人"),
        ("这一行是\x0b软回车。\x0b这是新的一段", "这一行是软回车。\n这是新的一段"),
        ("use Word\u2028here", "use Word here"),
        ("姓名\t职务\r\n张三\t 书记 \r\n李四\t\t无", "姓名　职务\n张三　书记\n李四　无"),
        ("\uf0b7 第一点\n\uf0d8第二点", "· 第一点\n· 第二点"),
        ("零\u200b宽\ufeff字\u00ad符", "零宽字符"),
        ("一\n\n\n\n二", "一\n\n二"),
        ("李　明  王  芳", "李　明　王　芳"),
        ("\ttab 开头", "tab 开头"),
        ("2026 年 3 月", "2026 年 3 月"),
        (" \n\t\n", ""),
    ],
)
def test_what_comes_from_word_becomes_plain_paragraphs(pasted, plain):
    assert clean(pasted) == plain


@given(st.text(alphabet="会议a1 \t\n\r\x0b\u00a0\u3000\u2028\u2029。，\uf0b7\u200b", max_size=60))
def test_cleaning_loses_no_word_and_a_second_time_changes_nothing(text):
    def words(each):
        return [char for char in each if char in "会议a1。，"]

    once = clean(text)
    assert words(once) == words(text)
    assert clean(once) == once
    assert not set(once) & set("\t\r\x0b\u00a0\u2028\u2029\u200b\uf0b7")


def test_days_times_counts_and_names_are_stale():
    text = (
        "2025年度由陈志远报告，3月5日15:30开会，应到36人，第十一次，二〇二六年三月五日，占95.5%。"
    )

    assert stale(text) == [
        *("2025年", "陈志远", "3月5日", "15:30", "36", "第十一次", "二〇二六年三月五日", "95.5%")
    ]


def test_what_holds_at_any_time_is_not_stale():
    assert stale("1. 落实三会一课\n（2）一名党员带头\n3、党的二十大精神") == []


def test_quarters_and_weekdays_are_stale():
    assert stale("三季度星期五学习，欧阳建国请假，2026-03-05补课") == [
        *("三季度", "星期五", "欧阳建国", "2026-03-05")
    ]


def test_a_name_that_begins_another_is_not_cut():
    found = must_change("王小明明天来", {"王小", "王小明"})
    assert found == ((0, 3),)


def test_marks_outside_of_the_text_are_left_out():
    assert MarkedText("五个字的话", [(0, 2), (4, 2), (-1, 1), (3, 0)]).marks == ((0, 2),)


def test_marks_move_with_the_text_when_space_is_taken_off():
    text = stripped(MarkedText("　\n三月五日开会 ", [(2, 4)]))

    assert text == "三月五日开会"
    assert marks_of(text) == ((0, 4),)
    assert stripped(" \n") is None


@given(st.text(alphabet="会𬱖a\n", max_size=30), st.data())
def test_places_survive_the_way_to_qt_and_back(text, data):
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    there = shifted(places, text, to_utf16=True)

    assert there == [len(text[:each].encode("utf-16-le")) // 2 for each in places]
    assert shifted(there, text, to_utf16=False) == places
