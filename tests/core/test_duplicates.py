"""Entries of the roster that may be one person: what is suspected, and what is not."""

from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.pinyin import spelling_of
from partydesk.errors import RefusedError
from partydesk.rules.duplicates import one_edit_apart, suspicions
from partydesk.services import history
from partydesk.services.findings import check_branch
from partydesk.services.merging import find_duplicates
from partydesk.services.told_apart import tell_apart
from tests.conftest import TODAY

#: Two numbers that are valid in themselves, of invented persons.
FIRST, SECOND = "11010519491231002X", "11010519780723003X"


class Entry(NamedTuple):
    id: str
    name: str
    spelling: str
    id_number: str | None = None
    born_on: date | None = None
    mobile: str | None = None
    landline: str | None = None


def entries(*given):
    return [
        Entry(str(at), name, spelling_of(name), **rest) for at, (name, rest) in enumerate(given)
    ]


PHONE = "13900001111"
BORN, OTHER_DAY = date(1978, 7, 23), date(1978, 7, 24)


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ({"id_number": FIRST}, {"id_number": FIRST.lower()}, "身份证号相同"),
        ({"id_number": FIRST}, {"id_number": "110105491231002"}, "身份证号相同"),
        ({"id_number": FIRST}, {"id_number": "11010519491231003X"}, "身份证号只差一处"),
        ({"id_number": FIRST}, {"id_number": "11010519491213002X"}, "身份证号只差一处"),
        ({"id_number": FIRST}, {"id_number": "1101051949123102X"}, "身份证号只差一处"),
        ({"born_on": BORN}, {"born_on": BORN, "id_number": SECOND}, "姓名和出生日期相同"),
        ({"mobile": "13900001111"}, {"mobile": "139-0000-1111"}, "姓名和电话相同"),
        ({"landline": "010-6000"}, {"landline": "0106000"}, "姓名和电话相同"),
        ({"born_on": BORN, "id_number": SECOND}, {}, "姓名相同，其中一条没有身份证号和出生日期"),
    ],
)
def test_two_entries_of_one_name_are_suspected_with_the_reason(one, other, words):
    found = suspicions(entries(("王秀兰", one), ("王秀兰", other)))

    assert [(each.one, each.other) for each in found] == [("0", "1")]
    assert words in found[0].reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"id_number": FIRST}, {"id_number": SECOND}),
        ({"id_number": FIRST, "born_on": BORN}, {"id_number": SECOND, "born_on": BORN}),
        ({"id_number": FIRST, "mobile": PHONE}, {"id_number": SECOND, "mobile": PHONE}),
        ({"born_on": BORN}, {"born_on": OTHER_DAY}),
    ],
)
def test_namesakes_are_not_suspected(one, other):
    assert suspicions(entries(("王秀兰", one), ("王秀兰", other))) == []


def test_a_name_that_sounds_the_same_counts_with_the_birthday_only():
    alike = entries(("张伟", {"born_on": BORN}), ("张玮", {"born_on": BORN}))
    assert [each.reasons for each in suspicions(alike)] == [("姓名读音相同、出生日期相同",)]

    apart = entries(("张伟", {"born_on": BORN}), ("张玮", {"born_on": OTHER_DAY}))
    assert suspicions(apart) == []


def test_couples_with_one_telephone_are_not_suspected():
    phone = {"landline": "010-60001111"}
    assert suspicions(entries(("王秀兰", phone), ("陈志远", phone))) == []


def test_the_surest_stand_first():
    found = suspicions(
        entries(
            ("王秀兰", {}),
            ("王秀兰", {"born_on": BORN}),
            ("陈志远", {"id_number": FIRST}),
            ("陈致远", {"id_number": FIRST}),
        )
    )
    assert [(each.one, each.other) for each in found] == [("2", "3"), ("0", "1")]


DIGITS = st.text("0123456789X", min_size=3, max_size=18)


@given(DIGITS, st.data())
def test_a_character_changed_left_out_added_or_exchanged_is_one_edit(number, data):
    at = data.draw(st.integers(0, len(number) - 1))
    char = data.draw(st.sampled_from("0123456789X"))
    way = data.draw(st.sampled_from(("change", "leave", "add", "swap")))
    other = {
        "change": number[:at] + char + number[at + 1 :],
        "leave": number[:at] + number[at + 1 :],
        "add": number[:at] + char + number[at:],
        "swap": number[:at] + number[at : at + 2][::-1] + number[at + 2 :],
    }[way]

    assert one_edit_apart(number, other) == (number != other)
    assert one_edit_apart(other, number) == (number != other)


@given(DIGITS, st.data())
def test_two_changes_far_apart_are_more_than_one_edit(number, data):
    if len(number) < 6:
        number += "012345"
    first = data.draw(st.integers(0, len(number) - 4))
    second = data.draw(st.integers(first + 3, len(number) - 1))
    other = "".join("A" if at in (first, second) else char for at, char in enumerate(number))

    assert not one_edit_apart(number, other)


def test_duplicates_of_the_roster_are_found_and_who_is_here_stays(store, add_member):
    gone = add_member("王秀兰", born_on=BORN, left_on=date(2026, 3, 1), left_kind="转出")
    here = add_member("王秀兰", born_on=BORN)
    add_member("周海燕", born_on=OTHER_DAY)

    found = find_duplicates(store)
    assert [(each.kept.id, each.gone.id, each.reasons) for each in found] == [
        (here.id, gone.id, ("姓名和出生日期相同",))
    ]
    assert find_duplicates(store, here.id) == found


def test_of_one_person_only_that_ones_duplicates_are_found(store, add_member):
    one, _ = add_member("王秀兰", born_on=BORN), add_member("王秀兰", born_on=BORN)
    add_member("张伟", born_on=OTHER_DAY)
    other = add_member("张伟", born_on=OTHER_DAY)

    assert [each.kept.name for each in find_duplicates(store, one.id)] == ["王秀兰"]
    assert [each.kept.name for each in find_duplicates(store, other.id)] == ["张伟"]


def test_a_pair_that_was_told_apart_is_proposed_no_more_until_that_is_undone(store, add_member):
    one, other, third = (add_member("王秀兰", born_on=BORN) for _ in range(3))
    assert len(find_duplicates(store)) == 3
    for _ in range(2):  # once more after it was taken back
        tell_apart(store, other.id, one.id)
        left = [{each.kept.id, each.gone.id} for each in find_duplicates(store)]
        assert {one.id, other.id} not in left
        assert len(left) == 2
        history.undo(store, history.last_undoable(store).id)
        assert len(find_duplicates(store)) == 3
    with pytest.raises(RefusedError):
        tell_apart(store, third.id, third.id)


def test_who_was_told_apart_is_no_finding_any_more(store, add_member):
    one, other = add_member("王秀兰", born_on=BORN), add_member("王秀兰", born_on=BORN)

    def twice():
        found = check_branch(store, None, TODAY)
        return [each.record_id for each in found if each.rule == "MEM-03"]

    assert twice() == [other.id]
    tell_apart(store, one.id, other.id)
    assert twice() == []
    history.undo(store, history.last_undoable(store).id)
    assert twice() == [other.id]
