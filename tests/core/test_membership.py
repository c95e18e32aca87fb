"""Someone on the roster moves on by an event with its day and paper, and never by the form."""

from datetime import date

import pytest

from partydesk.errors import InvalidValuesError
from partydesk.services import history
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.members import member_values, save_member
from tests.conftest import TODAY
from tests.core.branches import event

EVENTS = BY_TABLE["member_event"]
MARCH, MAY = date(2026, 3, 2), date(2026, 5, 4)


def roster(store, member_id):
    values = member_values(store, member_id)
    return {name: values[name] for name in ("standing", "standing_on", "left_kind", "left_on")}


HERE = {"standing": "正常", "standing_on": None, "left_kind": None, "left_on": None}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"category": "预备党员", "full_on": None}, "category"),
        ({"standing": "停止党籍", "standing_on": MARCH}, "standing"),
        ({"left_kind": "去世", "left_on": MARCH}, "left_on"),
    ],
)
def test_the_form_does_not_move_anybody_on(store, add_member, change, field):
    person = add_member("陈志远")
    with pytest.raises(InvalidValuesError) as caught:
        save_member(store, member_values(store, person.id) | change, person.id)
    assert "不能直接改" in caught.value.by_field[field]
    assert roster(store, person.id) == HERE


def test_a_probationer_does_not_become_full_by_a_day_typed_into_the_form(store, add_member):
    person = add_member("何静", category="预备党员", full_on=None)
    values = member_values(store, person.id) | {"full_on": MARCH}
    with pytest.raises(InvalidValuesError) as caught:
        save_member(store, values, person.id)
    assert "办理转正" in caught.value.by_field["full_on"]


def test_the_roster_follows_an_event_and_goes_back_with_it(store, add_member):
    person = add_member("陈志远")
    stopped = event(store, "停止党籍", person.id, MARCH)
    assert roster(store, person.id) == HERE | {"standing": "停止党籍", "standing_on": MARCH}
    event(store, "恢复党籍", person.id, MAY)
    assert roster(store, person.id) == HERE
    history.undo(store, history.last_undoable(store).id)
    assert roster(store, person.id)["standing"] == "停止党籍"
    keeping.remove_record(store, EVENTS, stopped.id)
    assert roster(store, person.id) == HERE
    history.restore(store, "member_event", stopped.id)
    assert roster(store, person.id)["standing_on"] == MARCH


def test_a_corrected_event_begins_again_from_what_was_before(store, add_member):
    person, other = add_member("陈志远"), add_member("刘婷")
    died = event(store, "去世", person.id, MARCH)
    values = keeping.record_values(store, EVENTS, died.id)
    keeping.save_record(store, EVENTS, values | {"document": "证明"}, TODAY, died.id)
    assert roster(store, person.id) == HERE | {"left_kind": "去世", "left_on": MARCH}
    wrong = values | {"member_id": other.id, "happened_on": MAY}
    keeping.save_record(store, EVENTS, wrong, TODAY, died.id)
    assert roster(store, person.id) == HERE
    assert roster(store, other.id) == HERE | {"left_kind": "去世", "left_on": MAY}


def test_an_older_event_is_not_taken_away_below_a_later_one(store, add_member):
    person = add_member("陈志远")
    stopped = event(store, "停止党籍", person.id, MARCH)
    event(store, "恢复党籍", person.id, MAY)
    with pytest.raises(InvalidValuesError, match="后来的那一次"):
        keeping.remove_record(store, EVENTS, stopped.id)
    assert roster(store, person.id) == HERE


def test_a_wrong_entry_is_put_right_with_a_reason_on_paper(store, add_member):
    person = add_member("陈志远", left_kind="转出", left_on=MARCH)
    event(store, "更正登记", person.id, MAY, category="正式党员")
    assert roster(store, person.id) == HERE


@pytest.mark.parametrize(
    ("kind", "person", "day", "said"),
    [
        ("恢复党籍", {}, MARCH, ("kind", "没有停止党籍")),
        ("停止党籍", {"standing": "停止党籍"}, MARCH, ("kind", "已经停止党籍")),
        ("停止党籍", {"lost_on": date(2025, 9, 3)}, MARCH, ("happened_on", "不满六个月")),
        ("自行脱党除名", {"left_on": MARCH, "left_kind": "转出"}, MAY, ("member_id", "离开支部")),
        ("去世", {"transferred_in_on": MAY}, MARCH, ("happened_on", "不是本支部党员")),
        ("开除党籍", {"category": "预备党员", "full_on": None}, MARCH, ("kind", "预备党员")),
        ("劝退", {"category": "入党积极分子"}, MARCH, ("member_id", "还不是党员")),
        ("更正登记", {}, MARCH, ("category", "选正确的人员类别")),
        ("去世", {}, date(2026, 11, 23), ("happened_on", "还没有到")),
    ],
)
def test_what_the_rule_of_that_day_forbids_is_said_at_the_field(
    store, add_member, kind, person, day, said
):
    who = add_member("陈志远", **person)
    before = member_values(store, who.id)
    with pytest.raises(InvalidValuesError) as caught:
        event(store, kind, who.id, day)
    assert said[1] in caught.value.by_field[said[0]]
    assert member_values(store, who.id) == before
    assert not keeping.list_records(store, EVENTS).rows


def test_half_a_year_out_of_reach_is_enough_to_the_day(store, add_member):
    person = add_member("陈志远", lost_on=date(2025, 9, 2))
    event(store, "停止党籍", person.id, MARCH)
    assert roster(store, person.id)["standing_on"] == MARCH
