"""Resolutions become tasks once, and the weekly report begins with what the week brought."""

from datetime import date, timedelta

import pytest

from partydesk.errors import InvalidValuesError
from partydesk.services import history, meetings
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.ledgers.ledger import Shade
from partydesk.services.taking_tasks import draft_weekly_report, tasks_from_resolutions
from partydesk.storage.store import Store
from tests.core.samples import copy_sample

TODAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 16)
TASKS, REPORTS = BY_TABLE["key_task"], BY_TABLE["weekly_report"]


@pytest.fixture
def store():
    made = Store.in_memory()
    copy_sample(made, TODAY)
    yield made
    made.close()


def resolutions(store):
    rows = meetings.list_meetings(store)
    values = [meetings.meeting_values(store, each.id) for each in rows]
    this_year = [each for each in values if each["held_on"].year == 2026]
    return [one for each in this_year for one in each["resolutions"]]


def test_every_resolution_of_the_year_becomes_one_task_and_never_two(store):
    before = keeping.counts(store, [TASKS])["key_task"]
    wanted = resolutions(store)
    assert str(len(wanted)) in tasks_from_resolutions(store, TODAY, None)
    rows = keeping.list_records(store, TASKS).rows
    assert len(rows) == before + len(wanted)
    assert {each["matter"] for each in wanted} <= {row.matter for row in rows}
    assert "都已在任务里" in tasks_from_resolutions(store, TODAY, None)
    history.undo(store, history.last_undoable(store).id)
    assert keeping.counts(store, [TASKS])["key_task"] == before


def test_the_numbers_of_a_year_have_no_gap(store):
    tasks_from_resolutions(store, TODAY, None)
    rows = keeping.list_records(store, TASKS).rows
    numbers = sorted(row.number for row in rows if row.given_on.year == 2026)
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_weekly_report_begins_with_the_meetings_of_the_week_and_leaves_names_out(store):
    row = meetings.list_meetings(store)[0]
    values = meetings.meeting_values(store, row.id)
    meetings.save_meeting(store, values | {"held_on": MONDAY + timedelta(days=1)}, TODAY, row.id)
    said = draft_weekly_report(store, TODAY, None)
    assert "已起草" in said
    report = keeping.list_records(store, REPORTS).rows[0]
    assert (report.starts_on, report.week) == (MONDAY, 47)
    work = keeping.record_values(store, REPORTS, report.id)["work"]
    assert f"召开{row.kind}" in [each["matter"] for each in work]
    assert "已经有了" in draft_weekly_report(store, TODAY, None)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"starts_on": date(2026, 11, 17), "state": "草稿"}, "starts_on"),
        ({"starts_on": MONDAY, "state": "已报"}, "sent_on"),
        ({"starts_on": MONDAY, "state": "已报", "sent_on": date(2026, 11, 13)}, "sent_on"),
    ],
)
def test_a_report_that_does_not_fit_its_week_is_refused(store, values, named):
    with pytest.raises(InvalidValuesError) as caught:
        keeping.save_record(store, REPORTS, values, TODAY)
    assert named in caught.value.by_field


@pytest.mark.parametrize(
    ("sent", "state", "today", "word"),
    [
        (date(2026, 11, 13), "已报", date(2026, 11, 14), "已报"),
        (date(2026, 11, 14), "已报", date(2026, 11, 14), "迟报"),
        (None, "草稿", date(2026, 11, 13), "草稿"),
    ],
)
def test_friday_is_the_last_day_of_a_weekly_report(sent, state, today, word):
    row = keeping.LedgerRow("1", {"starts_on": date(2026, 11, 9), "sent_on": sent, "state": state})
    assert REPORTS.state(row, today)[0] == word


def test_a_draft_is_late_after_friday():
    row = keeping.LedgerRow("1", {"starts_on": date(2026, 11, 9), "sent_on": None, "state": "草稿"})
    assert REPORTS.state(row, date(2026, 11, 13))[1] is Shade.WAITING
    assert REPORTS.state(row, date(2026, 11, 14))[1] is Shade.LATE


@pytest.mark.parametrize(
    ("due", "done", "word"),
    [
        (date(2026, 11, 21), None, "逾期 1 天"),
        (date(2026, 11, 22), None, "还有 0 天"),
        (date(2026, 11, 29), None, "还有 7 天"),
        (date(2026, 11, 30), None, "进行中"),
        (date(2026, 11, 1), date(2026, 11, 20), "已完成"),
    ],
)
def test_a_deadline_is_told_in_days(due, done, word):
    row = keeping.LedgerRow("1", {"due_on": due, "closed_on": done})
    assert BY_TABLE["problem"].state(row, TODAY)[0] == word
