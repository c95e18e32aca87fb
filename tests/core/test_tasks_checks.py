"""Tasks, cards, weekly reports and monthly lists: their checks, duties and lists."""

from datetime import date, timedelta

import pytest

from partydesk.rules.duties import duties
from partydesk.rules.plain_tasks import Card, Job, Listed, Promise, Weekly
from partydesk.rules.todo import Urgency
from partydesk.rules.workdays import YearTable
from partydesk.services import history
from partydesk.services.ledgers import keeping, pages
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.monthly_lists import make_follow_up, make_reminder
from partydesk.storage.store import Store
from tests.core.facts_help import facts, hits, replace
from tests.core.pdf_reading import pages_of
from tests.core.samples import copy_sample

#: A Sunday.
TODAY = date(2026, 11, 22)
JOB = Job("j1", "完成年度计划", date(2026, 1, 15), date(2026, 11, 21), None, "进行中", "m1",
          None, "年度要点")  # fmt: skip
CARD = Card("c1", "2026-10", "材料规范化", date(2026, 11, 20))
MONDAY = date(2026, 11, 2)


def known(*rows, **changes):
    registers = {}
    for each in rows:
        registers.setdefault(type(each), []).append(each)
    return facts(registers={kind: tuple(found) for kind, found in registers.items()}, **changes)


def week(number, state="已报", **changes):
    starts = MONDAY + timedelta(weeks=number)
    sent = starts + timedelta(days=4) if state == "已报" else None
    return Weekly(f"w{number}", starts, state, sent)._replace(**changes)


#: Id, records with which it fires, records at its boundary with which it does not.
CASES = [
    ("TSK-01", [JOB], [JOB._replace(due_on=date(2026, 11, 30))]),
    ("TSK-01", [JOB], [JOB._replace(state="已完成")]),
    ("TSK-02", [JOB._replace(owner_id=None)], [JOB._replace(owner_id=None, leader="副校长")]),
    ("TSK-02", [JOB._replace(due_on=None)], [JOB]),
    ("TSK-02", [JOB._replace(source=None)], [JOB]),
    ("TSK-03", [CARD], [CARD._replace(answer_due_on=TODAY)]),
    ("TSK-03", [CARD._replace(signed_on=date(2026, 11, 21))],
     [CARD._replace(signed_on=date(2026, 11, 20))]),
    ("TSK-04", [week(0), week(2)], [week(0), week(1), week(2)]),
    ("TSK-04", [week(0), week(1), week(2, "草稿")], [week(0), week(1), week(2, "补报")]),
    ("TSK-04", [week(0), week(1), week(2, sent_on=date(2026, 11, 21))],
     [week(0), week(1), week(2)]),
    ("TSK-04", [week(0), week(1), week(2), week(2)], [week(0), week(1), week(2)]),
    ("TSK-05", [Listed("l", "2026-10", "月初提醒单", date(2026, 10, 1))],
     [Listed("l", "2026-11", "月初提醒单", date(2026, 11, 1))]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES)
def test_a_check_fires_and_holds_its_peace_at_the_boundary(rule, wrong, right):
    assert hits(rule, known(*wrong))
    assert not hits(rule, known(*right))


@pytest.mark.parametrize(("left", "severity"), [(-1, "提醒"), (0, "提示"), (7, "提示"), (8, None)])
def test_in_the_week_before_its_day_a_task_is_a_hint(left, severity):
    found = hits("TSK-01", known(JOB._replace(due_on=TODAY + timedelta(days=left))))
    assert [str(each.severity) for each in found] == ([severity] if severity else [])


def test_a_branch_that_writes_no_reports_owes_none():
    assert not hits("TSK-04", known(JOB))
    assert not hits("TSK-05", known(JOB))


def test_missing_weeks_of_the_holidays_are_a_hint():
    july = [week(0)._replace(starts_on=date(2026, 7, 6), sent_on=date(2026, 7, 10))]
    (found,) = hits("TSK-04", replace(known(*july), today=date(2026, 7, 19)))
    assert str(found.severity) == "提示"
    assert found.cases == 1


def test_weeks_of_a_year_without_a_table_are_provisional_and_say_so():
    first = week(0)._replace(starts_on=date(2027, 3, 1), sent_on=date(2027, 3, 5))
    given = replace(known(first), today=date(2027, 3, 14))
    (found,) = hits("TSK-04", given)
    assert found.advice.endswith("没有 2027 年的工作日表，按周一至周五暂算，请对照放假通知核对。")
    (told,) = (each for each in duties(given) if each.action.record_type == "weekly_report")
    assert told.detail.endswith("（时限暂算）")

    off = tuple(date(2027, 3, day) for day in range(8, 13))
    table = replace(given, registers={**given.registers, YearTable: (YearTable(2027, off),)})
    assert hits("TSK-04", table) == []


@pytest.mark.parametrize(("day", "count"), [(5, 0), (6, 1), (27, 1), (28, 2)])
def test_the_lists_have_their_days(day, count):
    given = known(Listed("l", "2026-10", "月初提醒单", date(2026, 10, 1)))
    assert len(hits("TSK-05", replace(given, today=date(2026, 11, day)))) == count


def test_what_is_due_of_tasks_stands_on_the_first_screen():
    soon = JOB._replace(id="j2", matter="近期", due_on=TODAY + timedelta(days=14))
    later = JOB._replace(id="j3", matter="以后", due_on=TODAY + timedelta(days=15))
    promise = Promise("p1", "义务辅导", "践诺中", "m1", TODAY)
    found = {
        each.title: each
        for each in duties(known(JOB, soon, later, CARD, promise, week(1), week(2)))
        if each.action.record_type
        in ("key_task", "feedback_card", "public_pledge", "weekly_report")
    }
    assert set(found) == {"完成年度计划", "近期", "材料规范化", "党员m1承诺：义务辅导"}
    assert found["完成年度计划"].urgency is Urgency.OVERDUE
    monday = [each for each in duties(replace(known(week(1)), today=TODAY))
              if each.action.record_type == "weekly_report"]  # fmt: skip
    assert monday[0].action.values == {"starts_on": date(2026, 11, 16)}


@pytest.fixture
def store():
    made = Store.in_memory()
    copy_sample(made, TODAY)
    yield made
    made.close()


def test_a_months_lists_are_made_once_and_fit_one_page(store):
    ledger = BY_TABLE["monthly_list"]
    said = make_reminder(store, TODAY)
    row = keeping.list_records(store, ledger).rows[0]
    values = keeping.record_values(store, ledger, row.id)
    assert f"共 {len(values['items'])} 项" in said
    assert any("支委会还没有记录" in each["matter"] for each in values["items"])
    assert "已经有了" in make_reminder(store, TODAY)
    assert len(pages_of(pages.record_pdf(store, ledger, row.id))) == 1
    history.undo(store, history.last_undoable(store).id)
    assert keeping.list_records(store, ledger).rows[0].id != row.id


def test_what_was_done_since_the_reminder_is_told_at_the_months_end(store):
    ledger = BY_TABLE["monthly_list"]
    make_reminder(store, TODAY)
    row = keeping.list_records(store, ledger).rows[0]
    values = keeping.record_values(store, ledger, row.id)
    items = [*values["items"], {"matter": "已经做完的事", "source": None, "due_on": None,
                                "state": None}]  # fmt: skip
    keeping.save_record(store, ledger, values | {"items": items}, TODAY, row.id)
    make_follow_up(store, TODAY)
    lists = keeping.list_records(store, ledger).rows
    follow_up = next(each for each in lists if each.kind == "月末督办单")
    states = {
        each["matter"]: each["state"]
        for each in keeping.record_values(store, ledger, follow_up.id)["items"]
    }
    assert states["已经做完的事"] == "已办结"
    assert all(states[each["matter"]] != "已办结" for each in values["items"])
