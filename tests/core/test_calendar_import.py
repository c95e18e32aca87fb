"""A year's table is imported, kept in the file, used by every count of days, and undone."""

from datetime import date

import pytest

from partydesk.domain.periods import period_with
from partydesk.errors import ForeignFileError, NotFoundError
from partydesk.rules.duty import DutyKind
from partydesk.services import calendar_import, history
from partydesk.services.calendar_import import imported_years, read_calendar, take_in
from partydesk.services.development_facts import facts_of_ways
from partydesk.services.duties import duties_of
from partydesk.services.facts import load_facts
from partydesk.storage.store import Store
from tests.conftest import TODAY
from tests.core.facts_help import hits
from tests.core.samples import copy_sample

#: Written as the State Council's notice for 2027 might be; the days are invented.
ROWS = """某某局日历,,,
日期,结束日期,类型,名称
2027-01-01,2027-01-03,放假,元旦
2027年2月5日,2027-02-12,放假,春节
2027-02-20,,上班,
2027.10.1,2027-10-07,放假,国庆节
20271009,,补班,
2027-05-04,,节点,校庆
"""
BAD = """日期,结束日期,类型,名称
2027-01-01,,放假,
二月三十日,,放假,
2027-02-10,2027-02-05,放假,
2027-03-01,,上班,
2027-01-01,,看花,
2027-05-04,,节点,
2027-02-06,,放假,
2027-02-06,,上班,
"""


@pytest.fixture
def store():
    with Store.in_memory() as made:
        copy_sample(made, TODAY)
        yield made


def written(tmp_path, text, name="日历.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_is_looked_at_first_then_kept_and_every_count_uses_it(store, tmp_path):
    preview = read_calendar(written(tmp_path, ROWS))
    (table,) = preview.tables
    assert (table.year, len(table.off), len(table.work)) == (2027, 18, 2)
    assert preview.refused == []
    before = load_facts(store, TODAY)
    assert before.workdays.unknown_years(date(2027, 1, 1), date(2027, 1, 2)) == [2027]

    assert take_in(store, preview) == [2027]
    after = load_facts(store, TODAY)
    with store.reading() as session:
        of_ways = facts_of_ways(session, TODAY)
    for known in (after, of_ways):
        assert known.workdays.unknown_years(date(2027, 1, 1), date(2027, 1, 2)) == []
        assert known.workdays.between(date(2027, 2, 1), date(2027, 2, 28)) == 15
    assert imported_years(store) == [(table, "日历.csv")]


def test_what_was_provisional_is_certain_once_the_table_is_there(store, tmp_path):
    span = period_with("2027-02")

    def weeks():
        found = duties_of(store, span, TODAY)
        return found.doubts, [x.due_on.day for x in found.duties if x.kind is DutyKind.WEEKLY]

    assert weeks() == (("没有 2027 年的工作日表，日期按周一至周五暂算",), [5, 12, 19, 26])
    take_in(store, read_calendar(written(tmp_path, ROWS)))
    # 5 February is off, so the day before; the week after is off altogether.
    assert weeks() == ((), [4, 12, 19, 26])
    february = duties_of(store, span, TODAY).duties
    assert {x.reason for x in february if x.due_on.day == 12 and x.reason} == {"这一周放假"}


def test_a_node_of_the_school_is_a_day_to_remind_before_and_the_moon_stays(store, tmp_path):
    take_in(store, read_calendar(written(tmp_path, ROWS)))
    found = duties_of(store, period_with("2027"), TODAY).duties
    nodes = {each.title: each.due_on for each in found if each.kind is DutyKind.INTEGRITY}

    assert nodes["校庆前廉洁提醒"] == date(2027, 5, 4)
    assert nodes["中秋节前廉洁提醒"] == date(2027, 9, 15)


def test_next_years_missing_table_is_told_in_december_until_it_is_imported(store, tmp_path):
    december = date(2026, 12, 1)
    assert len(hits("CAL-02", load_facts(store, december))) == 1
    take_in(store, read_calendar(written(tmp_path, ROWS)))
    assert hits("CAL-02", load_facts(store, december)) == []


def test_the_import_is_one_step_that_is_undone_and_taken_again(store, tmp_path):
    preview = read_calendar(written(tmp_path, ROWS))
    take_in(store, preview)
    latest = history.last_undoable(store)
    assert latest.title == "导入 2027 年日历"
    history.undo(store, latest.id)
    assert imported_years(store) == []
    take_in(store, preview)
    assert [table.year for table, _source in imported_years(store)] == [2027]


def test_refused_rows_are_named_with_their_place_and_reason(tmp_path):
    preview = read_calendar(written(tmp_path, BAD))

    assert [(each.line, each.problem) for each in preview.refused] == [
        (3, "看不懂日期“二月三十日”，请写成 2026-03-05 的样子。"),
        (4, "结束日期早于开始日期。"),
        (5, "2027-03-01 不是周六、周日，不用写补班。"),
        (6, "类型“看花”看不懂，请写 放假、上班 或 节点。"),
        (7, "节点要写名称。"),
        (9, "2027-02-06 既写了放假又写了上班。"),
    ]
    assert preview.tables[0].off == (date(2027, 1, 1), date(2027, 2, 6))
    assert preview.notes == ("2027 年只有 2 天放假，像是不全，请对照放假通知核对。",)


def test_the_form_of_the_shipped_tables_and_the_empty_sheet_can_be_read(tmp_path):
    text = '[years.2027]\noff = ["02-05/02-12", "13-01"]\nwork = ["02-20"]\n'
    preview = read_calendar(
        written(tmp_path, text + '[years.2027.festivals]\n"校庆" = 2027-05-04\n', "日历.toml")
    )
    (table,) = preview.tables
    assert len(table.off) == 8
    assert table.festivals == (("校庆", date(2027, 5, 4)),)
    assert [each.text for each in preview.refused] == ["13-01　放假"]
    path = tmp_path / "空表.xlsx"
    path.write_bytes(calendar_import.template(2027))
    assert read_calendar(path).refused == []


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", "甲,乙\n1,2\n"), ("a.toml", "off = 1"), ("b.toml", "[years\n"), ("c.toml", "")],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path, name, text):
    with pytest.raises(ForeignFileError, match=name):
        read_calendar(written(tmp_path, text, name))


def test_an_empty_table_changes_nothing(store, tmp_path):
    preview = read_calendar(written(tmp_path, "日期,类型\n"))
    with pytest.raises(NotFoundError):
        take_in(store, preview)
    assert imported_years(store) == []
