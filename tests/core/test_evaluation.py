"""民主评议 keeps its limits, 述职 ties measures to problems, 政治生日 come from the roster."""

from datetime import date

import pytest

from partydesk.errors import InvalidValuesError
from partydesk.services import history
from partydesk.services.birthdays import anniversary, card_pdf, list_month, years_in_party
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.ledgers.evaluation import LIFE_PAPERS, most_excellent
from partydesk.storage import people
from partydesk.storage.store import Store
from tests.core.pdf_reading import text_of
from tests.core.samples import copy_sample

TODAY = date(2026, 12, 20)
APPRAISALS, REPORTS = BY_TABLE["appraisal"], BY_TABLE["duty_report"]
BIRTHDAYS = BY_TABLE["political_birthday"]


@pytest.fixture(scope="module")
def store():
    made = Store.in_memory()
    copy_sample(made, TODAY)
    yield made
    made.close()


@pytest.mark.parametrize(("full", "most"), [(16, 5), (14, 4), (7, 2), (3, 1), (2, 0)])
def test_a_third_is_rounded_down(full, most):
    assert most_excellent(full) == most


def appraisal(**values):
    return keeping.defaults(APPRAISALS) | {
        "year": 2026, "held_on": date(2026, 12, 18), "full_members": 16, **values,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"excellent": 6}, "excellent"),
        ({"excellent": 5, "good": 12}, "full_members"),
        ({"ballots_out": 16, "ballots_back": 17}, "ballots_back"),
    ],
)
def test_impossible_results_are_refused(store, values, named):
    with pytest.raises(InvalidValuesError) as caught:
        keeping.save_record(store, APPRAISALS, appraisal(**values), TODAY)
    assert named in caught.value.by_field


def test_the_counts_follow_from_the_list_of_results(store):
    with store.reading() as session:
        some = [each.id for each in people.current_members(session)[:8]]
    grades = ["优秀", "优秀", *["合格"] * 5, "基本合格"]
    results = [{"member_id": key, "grade": grade} for key, grade in zip(some, grades, strict=True)]
    stored = keeping.save_record(store, APPRAISALS, appraisal(results=results), TODAY)
    values = keeping.record_values(store, APPRAISALS, stored.id)
    assert [values[each] for each in ("excellent", "good", "fair", "poor")] == [2, 5, 1, 0]
    keeping.remove_record(store, APPRAISALS, stored.id)


def test_a_new_appraisal_begins_with_every_full_member(store):
    values = keeping.new_values(store, APPRAISALS, TODAY)
    assert values["full_members"] == len(values["results"]) > 30
    assert values["year"] == 2026


def test_a_new_life_meeting_begins_with_the_papers_it_needs(store):
    values = keeping.new_values(store, BY_TABLE["life_file"], TODAY)
    assert [each["name"] for each in values["papers"]] == list(LIFE_PAPERS)


def duty_report(store, *points):
    with store.reading() as session:
        member = people.current_members(session)[0].id
    return {
        "year": 2026, "reported_on": date(2026, 12, 18), "member_id": member,
        "points": [
            {"kind": kind, "matter": "内容", "problem": problem} for kind, problem in points
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([("问题", None)], "第 1 个问题还没有整改"),
        ([("问题", None), ("整改", 2)], "共 1 个"),
        ([("整改", None)], "共 0 个"),
        ([("问题", None), ("问题", None), ("整改", 1)], "第 2 个问题还没有整改"),
    ],
)
def test_each_problem_has_a_measure_and_each_measure_a_problem(store, points, said):
    with pytest.raises(InvalidValuesError) as caught:
        keeping.save_record(store, REPORTS, duty_report(store, *points), TODAY)
    assert said in "".join(caught.value.by_field.values())


def test_a_report_whose_problems_are_all_mended_is_kept(store):
    values = duty_report(store, ("成绩", None), ("问题", None), ("整改", 1), ("整改", 1))
    assert keeping.save_record(store, REPORTS, values, TODAY).id


@pytest.mark.parametrize(
    ("joined", "day", "years"),
    [
        (date(2001, 6, 22), date(2026, 6, 22), 25),
        (date(2001, 6, 22), date(2026, 6, 21), 24),
        (date(2026, 6, 22), date(2026, 12, 1), 0),
    ],
)
def test_years_in_the_party_are_full_years(joined, day, years):
    assert years_in_party(joined, day) == years


def test_who_joined_on_a_leap_day_has_it_on_the_28th():
    assert anniversary(date(2004, 2, 29), 2026) == date(2026, 2, 28)
    assert anniversary(date(2004, 2, 29), 2028) == date(2028, 2, 29)


def test_the_months_list_comes_from_the_roster_once_and_prints_cards(store):
    said = list_month(store, TODAY)
    rows = keeping.list_records(store, BIRTHDAYS).rows
    listed = [row for row in rows if row.celebrated_on.year == 2026
              and row.celebrated_on.month == 12]  # fmt: skip
    with store.reading() as session:
        due = [
            each.name
            for each in people.current_members(session)
            if each.joined_on and each.joined_on.month == 12 and each.joined_on.day <= 20
            and each.joined_on.year < 2026
        ]  # fmt: skip
    assert len(listed) == len(due) > 3
    assert all(name in said for name in due)
    assert "没有要新记的" in list_month(store, TODAY)
    text = text_of(card_pdf(store, listed[0].id))
    assert f"入党{listed[0].years}周年" in text.replace(" ", "")
    history.undo(store, history.last_undoable(store).id)
    assert len(keeping.list_records(store, BIRTHDAYS).rows) == len(rows) - len(listed)
