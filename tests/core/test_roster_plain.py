"""What is understood at sight is exactly what the closer look finds, with nothing more to say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.documents.roster_columns import IMPORTABLE
from partydesk.documents.roster_plain import at_sight
from partydesk.documents.roster_values import reader_for

NUMBER = "999999198003050113"
ODD = [
    "无", "不详", "暂无", "未知", "没有", "null", "NULL", "nan", "", " ", "—", "陈 志远", "陈志远 ",
    "阿依古丽·买买提", "ＡＢＣ", "Ａ", "一", "13900001234", "1390000123", "０２５",
    "999999198013050119", "99999919800305011X", "999999209903050113", NUMBER, "2026", "2026.3",
    "x" * 30, "陈" * 21, "字" * 201,
    0.0, 1.0, 1.39e10, True, False, None, date(1899, 12, 31), date(1980, 3, 5),
    date.today(), date.today() + timedelta(days=1),
]  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(ODD),
    st.text(max_size=12),
    st.text("陈志远晓梅无不详没有暂未知0123456789xX", max_size=22),
    st.dates(),
)


def agree(field, cell):
    seen = at_sight(field)(cell)
    if seen is not None:
        reading = reader_for(field)(cell)
        assert (reading.value, reading.says_no_more) == (seen, True)
        assert type(reading.value) is type(seen)


@pytest.mark.parametrize("name", IMPORTABLE)
def test_odd_cells_are_left_to_the_closer_look(name):
    for cell in ODD:
        agree(IMPORTABLE[name], cell)


@given(name=st.sampled_from(sorted(IMPORTABLE)), cell=CELLS)
def test_whatever_is_understood_at_sight_is_understood_so(name, cell):
    agree(IMPORTABLE[name], cell)


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("name", "陈志远"),
        ("id_number", NUMBER),
        ("mobile", "13900001234"),
        ("joined_on", date(2001, 6, 22)),
        ("school", "第一师范学校"),
    ],
)
def test_what_is_well_written_is_understood_at_sight(name, cell):
    assert at_sight(IMPORTABLE[name])(cell) == cell
