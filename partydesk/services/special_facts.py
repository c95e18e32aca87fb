"""Facts that are no plain rows of a register: copies of talks, changes since a report, backups."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from partydesk.domain.attachment import Attachment, Blob
from partydesk.domain.fields import SealedValue
from partydesk.domain.journal import Change, Operation
from partydesk.domain.meeting import Meeting, MeetingKind, Nominee
from partydesk.domain.member import Member
from partydesk.domain.submission import PRACTICE_FROM, Submission
from partydesk.domain.talk import Talk
from partydesk.rules.alike import letters_of
from partydesk.rules.days import WorkdayTable
from partydesk.rules.elections import Election
from partydesk.rules.elections import Nominee as Candidate
from partydesk.rules.festivals import Festival
from partydesk.rules.plain_roster import Changed, Removed, ToldApart
from partydesk.rules.plain_submission import Damaged
from partydesk.rules.safety import Safety
from partydesk.rules.workdays import YearTable, workdays
from partydesk.services.calendar_years import festivals_with, year_tables
from partydesk.services.score_facts import score_facts
from partydesk.services.told_apart import two_people
from partydesk.storage import backups
from partydesk.storage.store import WITH_DELETED, Store

#: Shorter contents of talks are alike by nature.
_SHORTEST = 30


def special_facts(store: Store, session: Session) -> dict[type[Any], tuple[Any, ...]]:
    """What further checks look at, by the type of the plain values."""
    tables = year_tables(session)
    return {
        Changed: _changed(session),
        Election: _elections(session),
        Damaged: _damaged(session),
        Festival: festivals_with(tables),
        Removed: _removed(session),
        Safety: safety(store),
        ToldApart: tuple(ToldApart(*sorted(pair)) for pair in two_people(session)),
        WorkdayTable: tuple(map(WorkdayTable, sorted(workdays().with_tables(tables).years))),
        YearTable: tables,
        **score_facts(session),
    }


def _elections(session: Session) -> tuple[Election, ...]:
    """Meetings that elect, with their candidates; there are few."""
    standing: dict[str, list[Candidate]] = {}
    columns = [getattr(Nominee, name) for name in Candidate._fields]
    rows = select(Nominee.meeting_id, *columns).order_by(Nominee.position, Nominee.id)
    for meeting_id, *values in session.execute(rows):
        standing.setdefault(meeting_id, []).append(Candidate(*values))
    names = [name for name in Election._fields if name != "nominees"]
    query = select(*(getattr(Meeting, name) for name in names)).where(
        Meeting.deleted_at.is_(None), Meeting.kind == MeetingKind.ELECTION
    )
    return tuple(
        Election._make((*row, tuple(standing.get(row[0], ())))) for row in session.execute(query)
    )


def talk_digests(store: Store, session: Session) -> dict[str, str]:
    """A mark for the content of each talk, the same for the same words; none while it is locked."""
    if not store.sealer.is_open:
        return {}
    query = select(Talk.id, Talk.content).where(Talk.content.isnot(None))
    found: dict[str, str] = {}
    for talk_id, sealed in session.execute(query):
        assert isinstance(sealed, SealedValue)
        text = store.sealer.opened(sealed, f"talk/{talk_id}/content")
        letters = letters_of(text)
        if len(letters) >= _SHORTEST:
            found[talk_id] = sha256(letters.encode()).hexdigest()
    return found


def _removed(session: Session) -> tuple[Removed, ...]:
    """Who was put into 回收站; an entry that was merged into another one is still on the roster."""
    query = select(Member.id, Member.name, Member.category).where(
        Member.deleted_at.isnot(None), Member.merged_into_id.is_(None)
    )
    return tuple(map(Removed._make, session.execute(query, execution_options=WITH_DELETED)))


def _changed(session: Session) -> tuple[Changed, ...]:
    """Members changed after the newest package for which there is a receipt."""
    newest = (
        select(Submission.sent_at)
        .where(
            Submission.receipted_on.isnot(None),
            Submission.sent_at.isnot(None),
            Submission.sequence < PRACTICE_FROM,
        )
        .order_by(Submission.sequence.desc())
        .limit(1)
    )
    since: datetime | None = session.scalar(newest)
    if since is None:
        return ()
    query = (
        select(Change.record_id)
        .join(Operation, Operation.id == Change.operation_id)
        .where(
            Change.record_type == Member.__tablename__,
            Operation.at > since,
            Operation.undone.is_(False),
            Operation.undoes_id.is_(None),
        )
        .distinct()
        .order_by(Change.record_id)
    )
    return tuple(Changed(member_id, since.date()) for member_id in session.scalars(query))


def _damaged(session: Session) -> tuple[Damaged, ...]:
    """Papers without content, or with content of another size; the bytes are not read."""
    size = func.length(Blob.data)
    query = (
        select(Attachment.title, Attachment.record_type, Attachment.record_id, size)
        .outerjoin(Blob, Blob.id == Attachment.blob_id)
        .where(or_(Blob.id.is_(None), size != Attachment.size))
        .order_by(Attachment.id)
    )
    return tuple(
        Damaged(title, kind, key, found is not None)
        for title, kind, key, found in session.execute(query)
    )


def safety(store: Store) -> tuple[Safety, ...]:
    """When the file was backed up last; of a file in memory nothing is told."""
    if store.path is None:
        return ()
    found = backups.list_backups(backups.folder_of(store.path))
    days = [datetime.strptime(each.day, "%Y%m%d").date() for each in found]
    return (Safety(max(days, default=None)),)
