"""Facts are read once: whatever is written, they are as if everything were read anew."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from partydesk.domain.journal import Setting
from partydesk.domain.meeting import Meeting
from partydesk.domain.periods import quarter_of
from partydesk.domain.rule_switch import Weight
from partydesk.rules.catalogue import findings
from partydesk.rules.plain_submission import Hidden, Planned
from partydesk.rules.schemes import scheme_text
from partydesk.rules.scoring_counts import Entry
from partydesk.services import drafts, history
from partydesk.services.beside import Turn
from partydesk.services.facts import load_facts
from partydesk.services.findings import check_branch
from partydesk.services.known_facts import facts_of
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.ledgers.keeping import remove_record
from partydesk.services.members import MemberFilter, list_members, member_values, save_member
from partydesk.services.organization import groups, save_groups
from partydesk.services.rule_switches import switch_rule
from partydesk.services.sample import make_sample
from partydesk.services.schemes import chosen_scheme
from partydesk.services.score_records import SCHEMES
from partydesk.services.scoring import scoring_facts, with_entries
from partydesk.services.talks import list_talks, remove_talk
from partydesk.storage.store import Store
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def store():
    with Store.in_memory() as opened:
        make_sample(opened, TODAY)
        yield opened


def anew(store):
    return with_entries(store, load_facts(store, TODAY))


def someone(store):
    return list_members(store, MemberFilter(), TODAY)[0].id


def change_a_member(store):
    """By plain SQL, past the engine."""
    key = someone(store)
    save_member(store, member_values(store, key) | {"name": "成明远"}, key)


def remove_a_talk(store):
    remove_talk(store, list_talks(store)[0].id)


def remove_what_was_studied(store):
    with store.reading() as session:
        table = BY_TABLE["study"].record
        key = session.query(table).first().id
    remove_record(store, BY_TABLE["study"], key)


def take_back(store):
    history.undo(store, history.last_undoable(store).id)


def keep_a_setting(store):
    """A scheme with another title: of settings there is no history."""
    scheme = chosen_scheme(store)
    text = scheme_text(scheme).replace(scheme.title, "改过的办法")
    with store.writing("设置") as session:
        session.merge(Setting(id=SCHEMES, value=json.dumps({scheme.id: text})))


def switch_off(store):
    switch_rule(store, "MTG-01", Weight.OFF, "本支部不设")


def rename_the_groups(store):
    kept = [{"id": x.id, "name": f"新{x.name}", "leader_id": None} for x in groups(store)]
    save_groups(store, kept)


STEPS = (
    change_a_member, remove_a_talk, take_back, remove_what_was_studied, take_back, keep_a_setting,
    switch_off, rename_the_groups, take_back,
)  # fmt: skip


def test_after_each_kind_of_writing_the_facts_are_as_read_anew(store):
    assert scoring_facts(store, TODAY) == anew(store)
    for step in STEPS:
        step(store)
        assert scoring_facts(store, TODAY) == anew(store), step.__name__


def test_only_what_was_written_is_read_again_and_what_is_half_typed_is_none_of_it(store):
    before = scoring_facts(store, TODAY)
    drafts.keep_draft(store, "meeting", None, {"topic": "写到一半"})
    assert facts_of(store, TODAY) is before

    remove_a_talk(store)
    after = facts_of(store, TODAY)
    assert len(after.talks) == len(before.talks) - 1
    assert after.sessions is before.sessions
    assert after.rows(Entry) is before.rows(Entry)
    tomorrow = facts_of(store, TODAY + timedelta(days=1))
    assert replace(tomorrow, today=TODAY) == after


class Meddling(Turn):
    """A turn after whose first part the window saves something."""

    def __init__(self, meddle):
        self._meddle = meddle

    def __exit__(self, *_told):
        meddle, self._meddle = self._meddle, lambda: None
        meddle()


def test_what_is_saved_while_facts_are_read_is_in_all_of_them_or_in_none(store):
    scoring_facts(store, TODAY)
    remove_a_talk(store)
    found = scoring_facts(store, TODAY, Meddling(lambda: change_a_member(store)))

    assert found == anew(store)
    assert "成明远" in found.names.values()


def test_a_package_about_to_be_made_changes_what_its_own_checks_find_and_nothing_else(store):
    facts = scoring_facts(store, TODAY)
    period = quarter_of(TODAY)
    planned = Planned(period.code, True, True, False, counts=(("members", 1), ("talks", 0)))
    papers = (Hidden("会议照片", "meeting", "m", "拍摄地点"),)
    sending = replace(facts, registers={**facts.registers, Planned: (planned,), Hidden: papers})
    found = findings(facts, period, sending=sending)

    assert found == findings(replace(sending), period)
    assert "EXP-01" in {each.rule for each in found}
    assert found != findings(facts, period)


def test_what_is_found_is_the_same_as_without_anything_known(store):
    check_branch(store, None, TODAY)
    with store.writing("改动") as session:
        first = session.query(Meeting).first()
        first.held_on, first.updated_at = TODAY + timedelta(days=40), datetime.now()
    again = check_branch(store, None, TODAY)
    store.kept.clear()

    assert again == check_branch(store, None, TODAY)
    assert any(each.record_type == "meeting" for each in again)
