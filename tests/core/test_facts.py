"""What checks look at is loaded from the file as plain values, by one entry for each register."""

from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

import pytest

from partydesk.domain.attachment import Attachment, Blob
from partydesk.domain.fields import fields_of
from partydesk.domain.meeting import Attendance, Meeting
from partydesk.domain.talk import Talk
from partydesk.rules.plain_submission import Paper
from partydesk.services import facts as facts_service
from partydesk.services.facts import load_facts, plain_rows
from partydesk.services.meetings import save_meeting
from partydesk.storage.store import Store
from tests.conftest import TODAY
from tests.core.samples import copy_sample


class _Seat(NamedTuple):
    meeting_id: str
    name: str
    reason: str | None


class _Said(NamedTuple):
    talked_on: date
    has_matter: bool


class _Matter(NamedTuple):
    matter: str


@pytest.fixture
def store():
    with Store.in_memory() as opened:
        copy_sample(opened, TODAY)
        yield opened


def rows(store, kind, record):
    with store.reading() as session:
        return plain_rows(session, kind, record)


def test_a_register_s_rows_are_among_the_facts_by_one_entry(store):
    with store.writing("添加") as session:
        session.add(Blob(id="b" * 64, data=b"x"))
        place = {"record_type": "meeting", "record_id": "m"}
        kept = {"blob_id": "b" * 64, "title": "签到表", "media_type": "application/pdf", "size": 1}
        session.add(Attachment(**place, **kept))
        gone = Attachment(**place, **kept | {"title": "误加"})
        gone.deleted_at = datetime.now()
        session.add(gone)

    (paper,) = (x for x in load_facts(store, TODAY).rows(Paper) if x.record_id == "m")
    assert (paper.title, paper.record_type, paper.size) == ("签到表", "meeting", 1)


def test_rows_inside_a_record_that_lies_in_the_bin_are_not_looked_at(store):
    day = {"kind": "党课", "held_on": TODAY}
    with store.writing("添加") as session:
        meeting = Meeting(number=99, **day, deleted_at=datetime.now())
        meeting.attendances = [Attendance(name="甲")]
        session.add(meeting)
    names = {each.name for each in rows(store, _Seat, Attendance)}

    assert "甲" not in names
    assert len(names) > 10


def test_rows_without_a_person_of_the_roster_are_kept(store):
    values = {
        "kind": "党课",
        "held_on": TODAY,
        "attendances": [{"name": "来宾", "presence": "到会"}],
    }
    save_meeting(store, values, TODAY)

    assert "来宾" in {each.name for each in rows(store, _Seat, Attendance)}


def test_what_checks_share_is_worked_out_once_and_anew_for_other_facts(store):
    asked = []

    def sessions_of(facts, kind, least=0):
        asked.append((kind, least))
        return len([each for each in facts.sessions if each.kind == kind])

    facts = load_facts(store, TODAY)
    first = facts.once(sessions_of, "党课")
    assert facts.once(sessions_of, "党课") == first > 0
    facts.once(sessions_of, "党课", least=1)
    assert asked == [("党课", 0), ("党课", 1)]
    assert replace(facts, sessions=()).once(sessions_of, "党课") == 0


def test_of_a_sealed_text_only_is_asked_whether_it_is_there(store):
    assert {each.has_matter for each in rows(store, _Said, Talk)} <= {True, False}
    with pytest.raises(TypeError, match="has_matter"):
        rows(store, _Matter, Talk)


def test_every_entry_names_columns_of_its_record():
    for kind, record in facts_service.PLAIN:
        for name in kind._fields:
            assert hasattr(record, name) or name.removeprefix("has_") in fields_of(record)
