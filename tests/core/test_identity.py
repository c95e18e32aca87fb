"""Citizen numbers are read as people write them and never taken for right when they are wrong."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.identity import (
    birth_of,
    mask_id,
    mask_phone,
    normalise,
    problem,
    sex_of,
    told_apart,
)

# The examples of the standard itself (GB 11643-1999).
STANDARD = "11010519491231002X"
STANDARD_1880 = "440524188001010014"

numbers = st.from_regex(r"[1-8][0-9]{5}", fullmatch=True)
days = st.dates(date(1900, 1, 1), date(2020, 12, 31))
sequences = st.integers(0, 999)


@st.composite
def whole_numbers(draw):
    """A number built so that the check of ISO 7064 MOD 11-2 (sum of 18 terms is 1) holds."""
    body = f"{draw(numbers)}{draw(days):%Y%m%d}{draw(sequences):03d}"
    for last in "0123456789X":
        total = sum(
            (10 if char == "X" else int(char)) * pow(2, 17 - place, 11)
            for place, char in enumerate(body + last)
        )
        if total % 11 == 1:
            return body + last
    raise AssertionError


@pytest.mark.parametrize("number", [STANDARD, STANDARD_1880])
def test_the_examples_of_the_standard_have_no_problem(number):
    assert problem(number) == ""


def test_the_wrong_example_of_the_standard_is_called_wrong_in_its_last_place():
    assert "最后一位" in problem("110105194912310021")


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "'11010519491231002X",
        "\u202a11010519491231002X\u202c",
        "\ufeff11010519491231002X\r\n",
        "110105\u300019491231\u00a0002ｘ",
    ],
)
def test_the_ways_people_write_a_number_are_one_number(written):
    assert normalise(written) == STANDARD


def test_fifteen_digits_become_eighteen():
    assert normalise("110105491231002") == STANDARD


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("11010519491231002", "17 位"),
        ("11010519491231002XX", "19 位"),
        ("1101051949123100AB", "只能由数字组成"),
        ("X10105194912310021", "只能由数字组成"),
        ("110105194902300027", "19490230"),
        ("110105190002290020", "19000229"),
        ("110105210001010018", "晚于今天"),
        ("1.1010519491231E+17", "位"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢١", "只能由数字组成"),
    ],
)
def test_each_fault_is_named(written, said):
    assert said in problem(written)


@pytest.mark.parametrize("number", ["830000198001010014", "220102198001010012"])
def test_a_region_that_is_retired_or_new_is_no_fault_by_itself(number):
    assert "地区" not in problem(number)
    assert "最后一位" in problem(number) or problem(number) == ""


def test_an_empty_text_has_no_problem():
    assert problem("") == problem("　 ") == ""


@given(whole_numbers())
def test_every_well_built_number_is_accepted_whatever_its_region(number):
    assert problem(number) == ""


@given(whole_numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, place, shift):
    wrong = str((int(number[place]) + shift) % 10)
    assert problem(number[:place] + wrong + number[place + 1 :]) != ""


@given(whole_numbers(), st.integers(0, 16))
def test_two_digits_swapped_are_always_noticed(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or problem(swapped) != ""


@given(days, sequences)
def test_birth_and_sex_are_read_from_the_number(day, sequence):
    number = f"110105{day:%Y%m%d}{sequence:03d}0"
    assert birth_of(number) == day
    assert sex_of(number) == ("女" if sequence % 2 == 0 else "男")


def test_nothing_is_read_from_what_is_no_number():
    assert birth_of("1949") is None
    assert sex_of("无") == ""


@given(st.text(max_size=40))
def test_any_text_gets_a_verdict_and_normalising_twice_is_normalising_once(text):
    problem(text)
    assert normalise(normalise(text)) == normalise(text)


def test_a_birth_date_of_tomorrow_is_noticed():
    tomorrow = date.today() + timedelta(days=1)
    assert "晚于今天" in problem(f"110105{tomorrow:%Y%m%d}0010")


def test_masks_show_the_first_and_the_last_and_hide_the_middle():
    assert mask_id(STANDARD) == "110***********002X"
    assert mask_phone("13800001234") == "138****1234"


@given(st.text(alphabet="0123456789X-", max_size=25))
def test_a_mask_never_shows_a_short_text_whole(text):
    for masked in (mask_id(text), mask_phone(text)):
        assert len(masked) == len(text)
        assert not text or "*" in masked


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("11010519491231002X", ""),
        ("110105194912310021", "第 18 位"),
        ("11010619491231003X", "第 6、17 位"),
        ("110105198001010021", "第 9—13、18 位"),
        ("1101051949123100", "位数"),
    ],
)
def test_masked_numbers_are_told_apart_by_the_places_that_differ(other, told):
    assert told_apart(STANDARD, other) == told
