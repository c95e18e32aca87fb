"""Near copies: found among thousands, never across groups, the common passages marked."""

import random
import time
from datetime import date, timedelta
from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.rules.alike import SHORTEST, Text, letters_of, near_copies, passages

DAY = date(2026, 3, 1)
LETTERS = "支部党员大会学习讨论研究安排工作教育教学师德安全检查落实意见问题整改书记委员交流计划总结"


def words(seed, length=300):
    source = random.Random(seed)
    return "".join(source.choice(LETTERS) for _ in range(length))


def text(number, content, group="会议", day=DAY):
    return Text(("meeting", f"{number:05}"), group, day + timedelta(days=number), content)


def found(*texts, percent=90):
    return [
        (each.copy.key[1], each.original.key[1], each.percent)
        for each in near_copies(texts, percent)
    ]


def changed(content, many):
    """So many letters, evenly spread, replaced by one that is nowhere else."""
    letters = list(content)
    for number in range(many):
        letters[number * len(letters) // many] = "某"
    return "".join(letters)


def test_a_text_that_only_changes_numbers_and_marks_is_the_same():
    content = words(1)
    other = f"2026-3-1：{content[:50]}，12。{content[50:]}"

    assert found(text(1, content), text(2, other)) == [("00002", "00001", 100)]


@pytest.mark.parametrize(("many", "copies"), [(30, 1), (31, 0)])
def test_the_share_of_letters_decides_exactly(many, copies):
    """300 个字里换 30 个是 90%，换 31 个不到 90%。"""
    assert len(found(text(1, words(1)), text(2, changed(words(1), many)))) == copies


def test_short_texts_other_groups_and_far_days_are_let_be():
    content = words(1)
    short = content[: SHORTEST - 1]
    assert found(text(1, short), text(2, short)) == []
    assert found(text(1, content), text(2, content, group="谈话")) == []
    assert found(text(1, content), text(402, changed(content, 10))) == []
    assert found(text(1, content), text(401, changed(content, 10))) != []
    assert found(text(1, content), text(900, content)) == [("00900", "00001", 100)]


def test_copies_of_copies_are_told_with_the_first_one():
    content = words(1)
    three = [text(number, content) for number in (3, 1, 2)]

    assert found(*three) == [("00002", "00001", 100), ("00003", "00001", 100)]


def test_the_most_alike_original_is_named():
    content = words(1)
    far, near = text(1, changed(content, 60)), text(2, changed(content, 6))

    assert [each[1] for each in found(far, near, text(3, content), percent=90)] == ["00002"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60)), min_size=2, max_size=7))
def test_nothing_is_missed_that_comparing_each_with_each_would_find(made):
    """The index may only spare work: whatever is alike by letters has an original."""
    texts = [
        text(number, changed(words(seed), many or 1)) for number, (seed, many) in enumerate(made)
    ]
    told = {each[0] for each in found(*texts)}
    originals = [each for each in texts if each.key[1] not in told]
    for place, one in enumerate(originals):
        for other in originals[:place]:
            ratio = SequenceMatcher(
                None, letters_of(other.text), letters_of(one.text), autojunk=False
            ).ratio()
            assert ratio < 0.905


def test_three_thousand_texts_are_compared_in_a_few_seconds():
    texts = [text(number % 390, words(number)) for number in range(2900)]
    texts = [each._replace(key=("talk", f"{place:05}")) for place, each in enumerate(texts)]
    copies = [
        text(391, changed(words(number), 9))._replace(key=("talk", f"9{number:04}"))
        for number in range(100)
    ]
    began = time.process_time()
    pairs = list(near_copies([*texts, *copies], 90))

    assert len(pairs) == 100
    assert time.process_time() - began < 15


def test_three_thousand_times_the_same_text_takes_no_longer():
    content = words(1)
    texts = [
        text(number % 390, changed(content, 1 + number % 7))._replace(key=("talk", f"{number:05}"))
        for number in range(3000)
    ]
    began = time.process_time()
    pairs = list(near_copies(texts, 90))

    assert len(pairs) == 2999
    assert time.process_time() - began < 15


def test_common_passages_are_marked_in_both():
    one, other = f"甲乙丙丁{words(1, 40)}戊己", f"庚辛{words(1, 40)}壬癸"
    ((start, there, size),) = passages(one, other)

    assert (start, there, size) == (4, 2, 40)
    assert passages("完全不同的一段话，讲的是别的事情", "今天天气晴朗适合到户外去参加劳动") == []
