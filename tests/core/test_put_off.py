"""A duty that is put off is not told of until its day; one that does not apply, never again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from partydesk.domain.put_off import DutyNote
from partydesk.domain.tasks import MonthlyItem, MonthlyList
from partydesk.errors import InvalidValuesError, NotFoundError
from partydesk.services import history
from partydesk.services.monthly_lists import make_follow_up
from partydesk.services.put_off import bring_back, put_off
from partydesk.services.workbench import workbench
from partydesk.storage.store import Store
from tests.conftest import TODAY
from tests.core.samples import copy_sample

SOON = TODAY + timedelta(days=3)
COMMITTEE = "月支委会"


@pytest.fixture
def sample():
    with Store.in_memory() as store:
        copy_sample(store, TODAY)
        yield store


def told(store, words, day=TODAY):
    return [each for each in workbench(store, day).todos if words in each.title]


def test_a_duty_comes_back_on_its_day_and_not_before(sample):
    (duty,) = told(sample, COMMITTEE)
    before = len(workbench(sample, TODAY).todos)
    put_off(sample, duty, SOON, " 书记外出\n培训 ", TODAY)

    shown = workbench(sample, TODAY)
    assert not told(sample, COMMITTEE)
    assert len(shown.todos) == before - 1
    assert [(each.todo.key, each.until_on, each.reason) for each in shown.aside] == [
        (duty.key, SOON, "书记外出 培训")
    ]
    assert not told(sample, COMMITTEE, SOON - timedelta(days=1))
    assert [each.key for each in told(sample, COMMITTEE, SOON)] == [duty.key]
    assert workbench(sample, SOON).aside == ()


def test_what_does_not_apply_stays_away_even_when_it_is_overdue_and_told_in_other_words(sample):
    (duty,) = told(sample, COMMITTEE)
    put_off(sample, duty, None, "本月由党总支统一召开", TODAY)
    later = TODAY + timedelta(days=30)

    assert later.month != TODAY.month
    assert not told(sample, f"{TODAY.month} {COMMITTEE}", later)
    assert duty.key in [each.todo.key for each in workbench(sample, later).aside]


def test_every_duty_of_a_branch_has_a_key_of_its_own_and_keeps_it_the_next_day(sample):
    days = (TODAY - timedelta(days=1), TODAY)
    before, after = ([each.key for each in workbench(sample, day).todos] for day in days)
    keys = [key for key in before if key]

    assert len(keys) == len(set(keys)) > 5
    assert set(keys) <= set(after)


def test_it_is_brought_back_by_hand_and_its_history_tells_why_it_was_away(sample):
    (duty,) = told(sample, COMMITTEE)
    put_off(sample, duty, SOON, "书记外出", TODAY)
    bring_back(sample, duty.key)
    assert told(sample, COMMITTEE)
    with pytest.raises(NotFoundError):
        bring_back(sample, duty.key)

    put_off(sample, duty, None, "由党总支召开", TODAY)
    assert [each.reason for each in workbench(sample, TODAY).aside] == ["由党总支召开"]
    with sample.reading() as session:
        key = session.scalars(select(DutyNote.id)).one()
    newest, middle, _ = history.history_of(sample, "duty_note", key)
    assert "理由：书记外出 → 由党总支召开" in newest.details
    assert "方式：稍后提醒 → 照常提醒" in middle.details


def test_putting_off_is_one_step_that_is_taken_back(sample):
    (duty,) = told(sample, COMMITTEE)
    put_off(sample, duty, SOON, "书记外出", TODAY)
    step = history.last_undoable(sample)
    assert step.title.startswith("稍后提醒：")
    history.undo(sample, step.id)

    assert told(sample, COMMITTEE)
    assert workbench(sample, TODAY).aside == ()


@pytest.mark.parametrize(
    ("until", "reason", "wrong"),
    [(TODAY, "有理由", {"until_on"}), (SOON, " ", {"reason"}), (None, "长" * 201, {"reason"}),
     (TODAY, "", {"until_on", "reason"})],
)  # fmt: skip
def test_a_day_to_come_and_a_fair_reason_are_asked_for(sample, until, reason, wrong):
    (duty,) = told(sample, COMMITTEE)
    with pytest.raises(InvalidValuesError) as caught:
        put_off(sample, duty, until, reason, TODAY)

    assert set(caught.value.by_field) == wrong
    assert told(sample, COMMITTEE)


def test_what_is_wrong_in_a_record_is_not_put_off(sample):
    (duty,) = told(sample, COMMITTEE)
    with pytest.raises(NotFoundError):
        put_off(sample, replace(duty, key=""), SOON, "不想改", TODAY)


def test_what_does_not_apply_stands_on_no_list_of_the_month(sample):
    (duty,) = told(sample, COMMITTEE)
    put_off(sample, duty, None, "本月由党总支统一召开", TODAY)
    make_follow_up(sample, TODAY)
    with sample.reading() as session:
        newest = select(MonthlyList.id).where(MonthlyList.made_on == TODAY)
        query = select(MonthlyItem.matter).where(MonthlyItem.list_id.in_(newest))
        matters = list(session.scalars(query))

    assert matters
    assert not [each for each in matters if COMMITTEE in each]
