"""A person's page tells the hours of the year: what counts, of how much that is asked for."""

from datetime import date

import pytest

from partydesk.domain.member import Category
from partydesk.domain.periods import year_of
from partydesk.rules.education_limits import load_hour_limits
from partydesk.services.facts import load_facts
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.ledgers.keeping import new_values, remove_record, save_record
from partydesk.services.members import member_values, save_member
from partydesk.services.own_hours import hours_of_member
from partydesk.services.study_hours import hours_table
from partydesk.storage.store import Store
from tests.conftest import TODAY
from tests.core.samples import copy_sample

YEAR = year_of(TODAY)


@pytest.fixture
def sample():
    with Store.in_memory() as store:
        copy_sample(store, TODAY)
        yield store


def of(store, member_id, year=YEAR):
    return hours_of_member(store, member_id, year, TODAY)


def study(store, member_id, hours, own=None, **changes):
    ledger = BY_TABLE["study"]
    values = new_values(store, ledger, TODAY) | {"title": "专题学习", "hours": hours}
    row = {"member_id": member_id, "hours": own, "note": None}
    return save_record(store, ledger, values | {"people": [row]} | changes, TODAY)


def test_everybodys_page_says_the_same_as_the_list_of_the_year(sample):
    facts = load_facts(sample, TODAY)
    table = hours_table(facts, YEAR, facts.committee_on(TODAY))

    assert {row[0]: row[6] for row in table} == {row[0]: of(sample, row[0]).total for row in table}
    assert len({row[6] for row in table}) > 1
    assert {56, 32} == {of(sample, row[0]).asked for row in table if not row[8]}
    assert all(of(sample, row[0]).asked * 100 == row[7] for row in table if not row[8])


def test_own_hours_go_before_those_of_the_course_and_other_years_do_not_count(store, add_member):
    member = add_member("刘婷").id
    study(store, member, 300)
    study(store, member, 300, own=150)
    study(store, member, 800, held_on=TODAY.replace(year=TODAY.year - 1))

    assert of(store, member).told() == "学时 4.5 / 32"
    before = year_of(date(TODAY.year - 1, 1, 1))
    assert of(store, member, before).total == 800


def test_what_was_deleted_does_not_count(store, add_member):
    member = add_member("刘婷").id
    made = study(store, member, 300)
    remove_record(store, BY_TABLE["study"], made.id)

    assert of(store, member).told() == "学时 0 / 32"


def test_nothing_is_asked_of_the_frail_and_of_who_is_not_a_member_yet(store, add_member):
    member = add_member("刘婷").id
    study(store, member, 200)
    save_member(store, member_values(store, member) | {"is_frail": True}, member)
    coming = add_member("何静", category=Category.ACTIVIST, joined_on=None, full_on=None).id

    assert of(store, member).told() == "学时 2"
    assert of(store, coming).told() == ""


def test_online_hours_count_up_to_their_share(store, add_member):
    member = add_member("刘婷").id
    study(store, member, 5000, kind="线上学习")

    assert load_hour_limits().online_percent == 50
    assert of(store, member).told() == "学时 16 / 32"
