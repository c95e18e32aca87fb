"""Cells of every 台账 set from its list: checked as in its form, one step, taken back as one."""

from datetime import date

import pytest

from partydesk.domain.fields import Kind, Secrecy
from partydesk.services import history
from partydesk.services.editable import Wanted
from partydesk.services.ledgers import keeping, pasting
from partydesk.services.ledgers.all import BY_TABLE, LEDGERS
from partydesk.services.members import member_values
from tests.core.pasting.steps import TODAY, change, ids_by_name, look, rows_of, said, undo, values


def a_text(ledger):
    """A free text of a register that stands by itself, and its column."""
    return next(
        each
        for each in pasting.editable(ledger).fields
        if each.kind in (Kind.TEXT, Kind.LONG_TEXT) and each.name != "ended_reason"
    )


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_a_pasted_cell_stands_in_the_record_and_goes_again(sample, ledger):
    row, described = rows_of(sample, ledger)[0], a_text(ledger)
    before = values(sample, ledger, row)
    if ledger.table == "relative":
        given = Wanted(row.id, "relation", "兄弟姐妹")
    else:
        given = Wanted(row.id, described.name, "贴进来的话")
    assert change(sample, ledger.table, given) == (1, 1, 0)

    assert values(sample, ledger, row) == before | {given.field: given.value}
    assert history.last_undoable(sample).title.startswith("粘贴 1 条：")
    undo(sample)
    assert values(sample, ledger, row) == before


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_several_records_are_set_in_one_step(sample, ledger):
    rows = rows_of(sample, ledger)[:3]
    before = [values(sample, ledger, row) for row in rows]
    described = a_text(ledger)
    given = [Wanted(row.id, described.name, "大家一样") for row in rows]
    assert change(sample, ledger.table, *given).records == len(rows)

    assert {values(sample, ledger, row)[described.name] for row in rows} == {"大家一样"}
    undo(sample)
    assert [values(sample, ledger, row) for row in rows] == before


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_what_its_form_refuses_is_refused_and_named(sample, ledger):
    row = rows_of(sample, ledger)[0]
    day = ledger.by_name[ledger.day]
    wrong = date(2030, 1, 1) if day.kind is Kind.DAY else "不是月份"
    before, step = values(sample, ledger, row), history.last_undoable(sample)
    found = look(sample, ledger.table, Wanted(row.id, day.name, wrong))

    assert said(found)[day.name].endswith("。")
    assert not change(sample, ledger.table, Wanted(row.id, day.name, wrong))
    assert values(sample, ledger, row) == before
    assert getattr(history.last_undoable(sample), "id", None) == getattr(step, "id", None)


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_nothing_sealed_and_no_person_it_is_about_can_be_set(sample, ledger):
    editable = pasting.editable(ledger)
    row = rows_of(sample, ledger)[0]
    for each in ledger.register.fields:
        is_own = each.kind is Kind.PERSON and each.name in ledger.heading
        if each.secrecy >= Secrecy.CONFIDENTIAL or is_own:
            assert editable.field(each.name) is None
            (refused,) = look(sample, ledger.table, Wanted(row.id, each.name, "某人"))
            assert refused.problem
    assert all(each.secrecy < Secrecy.CONFIDENTIAL for each in editable.fields)


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_a_computed_column_is_refused_with_a_sentence(sample, ledger):
    row = rows_of(sample, ledger)[0]
    (found,) = look(sample, ledger.table, Wanted(row.id, "state_word", "已交", label="状态"))
    assert found.problem == "“状态”由程序算出，不能改；请改它所依据的内容。"


def test_days_out_of_order_are_refused_and_the_rest_of_the_row_is_taken(sample):
    row = rows_of(sample, BY_TABLE["problem"])[0]
    given = [
        Wanted(row.id, "closed_on", "2001.1.1"),
        Wanted(row.id, "sign", "整改到位"),
    ]
    assert said(look(sample, "problem", *given)) == {
        "closed_on": "这个日期早于前面的日期，请核对。"
    }
    assert change(sample, "problem", *given) == (1, 1, 0)
    undo(sample)


def test_what_another_field_asks_for_is_named_with_it_and_both_together_are_taken(sample):
    table = BY_TABLE["key_task"]
    row = next(each for each in rows_of(sample, table) if each.done_on is None)
    alone = look(sample, "key_task", Wanted(row.id, "state", "已完成"))
    assert said(alone) == {"state": "完成日期：任务已完成，请填写完成日期。"}

    both = [Wanted(row.id, "state", "已完成"), Wanted(row.id, "done_on", "2026-11-20")]
    assert change(sample, "key_task", *both) == (2, 1, 0)
    undo(sample)


def test_what_the_register_reckons_is_not_set_against_it(sample):
    row = next(each for each in rows_of(sample, BY_TABLE["dues_base"]) if each.income == "按月工资")
    (found, *_) = look(sample, "dues_base", Wanted(row.id, "amount", "1"))
    assert found.problem.startswith("按这一条的其他内容，月应交应为“")
    assert not change(sample, "dues_base", Wanted(row.id, "amount", "1"))


def test_what_follows_from_a_change_is_shown_before_and_done_with_it(sample):
    ledger = BY_TABLE["dues_base"]
    row = next(each for each in rows_of(sample, ledger) if each.income == "按月工资")
    given = Wanted(row.id, "base", "4,000元")
    own, follows = look(sample, "dues_base", given)
    assert (own.after, own.follows) == (400_000, False)
    assert (follows.field.name, follows.after, follows.follows) == ("amount", 4_000, True)

    assert change(sample, "dues_base", given) == (1, 1, 0)
    assert values(sample, ledger, row)["amount"] == 4_000
    undo(sample)
    assert values(sample, ledger, row)["amount"] == row.amount


def test_what_changes_on_the_roster_too_is_shown_and_taken_back_with_it(sample):
    ledger = BY_TABLE["transfer"]
    member = next(iter(ids_by_name(sample).values()))
    day = date(2026, 11, 2)
    form = {"member_id": member, "heading": "转出", "other": "外地支部", "lettered_on": day,
            "valid_days": 60}  # fmt: skip
    record = keeping.save_record(sample, ledger, form, TODAY)
    given = Wanted(record.id, "receipt_on", date(2026, 11, 20))
    found = look(sample, "transfer", given)
    assert {"left_on", "left_kind"} <= {each.field.name for each in found if each.follows}
    assert all(each.title.startswith("名册：") for each in found if each.follows)

    change(sample, "transfer", given)
    assert member_values(sample, member)["left_on"] == day
    undo(sample)
    assert member_values(sample, member)["left_on"] is None


def test_persons_money_hours_months_and_words_are_read_as_people_write_them(sample):
    task = rows_of(sample, BY_TABLE["key_task"])[0]
    name, key = next(iter(ids_by_name(sample).items()))
    change(sample, "key_task", Wanted(task.id, "owner_id", f" {name[:1]} {name[1:]}"))
    assert values(sample, BY_TABLE["key_task"], task)["owner_id"] == key
    undo(sample)
    study = rows_of(sample, BY_TABLE["study"])[0]
    change(sample, "study", Wanted(study.id, "hours", "2.5"))
    assert values(sample, BY_TABLE["study"], study)["hours"] == 250
    undo(sample)
    card = rows_of(sample, BY_TABLE["feedback_card"])[0]
    change(sample, "feedback_card", Wanted(card.id, "month", "2026年3月"))
    assert values(sample, BY_TABLE["feedback_card"], card)["month"] == "2026-03"
    undo(sample)
