"""Names are found by what people type and ordered by how surnames are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.pinyin import sort_key, spelling_of


@pytest.mark.parametrize("typed", ["zgf", "cgf", "zeng", "ceng", "zengguofan"])
def test_both_readings_of_a_surname_find_a_person(typed):
    assert typed in spelling_of("曾国藩")


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("单雄信", "shan"),
        ("曾国藩", "zeng"),
        ("解晓东", "xie"),
        ("仇英", "qiu"),
        ("查理", "zha"),
        ("盖叫天", "ge"),
        ("区海峰", "ou"),
        ("朴树", "piao"),
        ("翟天", "zhai"),
        ("缪贤", "miao"),
        ("覃芳", "qin"),
        ("尉迟恭", "yu chi"),
        ("万俟强", "mo qi"),
        ("任远", "ren"),
        ("华佗", "hua"),
        ("𬭎宇", "hong"),
    ],
)
def test_a_surname_is_ordered_and_found_by_its_own_reading(name, reading):
    assert sort_key(name).startswith(f"{reading} ")
    assert spelling_of(name).startswith(reading.replace(" ", ""))


def test_a_list_is_ordered_syllable_by_syllable():
    names = ["张三", "曾国藩", "李四", "安平", "安娜", "单田"]
    assert sorted(names, key=sort_key) == ["安娜", "安平", "李四", "单田", "曾国藩", "张三"]


def test_other_readings_of_the_given_name_are_found_too():
    assert {"wangle", "wangyue", "wl", "wy"} <= set(spelling_of("王乐").split())


def test_spaces_and_dots_in_a_name_change_nothing():
    assert spelling_of("张　三") == spelling_of("张三")
    assert spelling_of("阿依·古丽").startswith("ayiguli ")


def test_a_name_without_letters_has_no_spelling():
    assert spelling_of("") == spelling_of("·") == ""


@given(st.text(max_size=80))
def test_any_name_has_a_key_that_fits_its_field(name):
    key = spelling_of(name)
    assert len(key) <= 400
    assert key == key.strip()
    assert sort_key(name).endswith(f"|{name}")
