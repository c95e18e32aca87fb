"""What a package holds: the records of a period as rows, masked, with what stays behind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.attachment import Attachment, Blob
from partydesk.domain.fields import Field, Record, fields_of, pick
from partydesk.domain.integrity import IntegrityLeaf, LeafKind
from partydesk.domain.meeting import AgendaItem, Attendance, Meeting, Resolution, Vote
from partydesk.domain.member import MEMBERS, Member
from partydesk.domain.organization import Branch, Group, Post, Term
from partydesk.domain.periods import Period
from partydesk.domain.talk import Talk
from partydesk.errors import NotFoundError
from partydesk.package.names import clean_name
from partydesk.package.records import json_document, json_lines
from partydesk.services.masking import hidden, is_personal, without_numbers
from partydesk.services.score_view import SheetView
from partydesk.services.submission_ledgers import ledger_rows, ledger_schema
from partydesk.services.submission_scores import score_document
from partydesk.storage import meetings as stored_meetings
from partydesk.storage import people
from partydesk.storage import talks as stored_talks
from partydesk.storage.store import Store

#: Of a member neither health nor sanctions leave the house (S3 in DOMAIN.md 11.1).
_STAYS = frozenset({"is_frail", "is_suspended", "spelling"})
_MEMBER = tuple(each for each in fields_of(Member).values() if each.name not in _STAYS)
_MEETING = tuple(fields_of(Meeting).values())
_TALK = pick(Talk, "number", "kind", "talked_on", "way", "signed_on", "follow_up_done_on")
_LEAF = tuple(fields_of(IntegrityLeaf).values())
#: Papers and photos of these records go along.
_ATTACHED = ("meeting", "assessment")

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Picture:
    """An attachment that goes along; its bytes are fetched when they are packed."""

    sha256: str
    name: str
    size: int
    media_type: str
    record_type: str
    record_id: str


@dataclass(frozen=True)
class Collected:
    """Everything of a period that goes, but for the bytes of the attachments.

    Attributes:
        branch: Facts about the branch.
        rows: Rows by kind of record.
        integrity: Counts of leaves; never their contents.
        assessment: The self-assessment of the period, or ``None``.
        pictures: Papers and photos of meetings and of the self-assessment.
        member_count: Members who have not left.
    """

    branch: dict[str, Any]
    rows: Mapping[str, Rows]
    integrity: dict[str, Any]
    assessment: dict[str, Any] | None
    pictures: Sequence[Picture]
    member_count: int

    def files(self) -> dict[str, bytes]:
        """Name below ``data/`` -> bytes of every table."""
        files = {f"data/{kind}.jsonl": json_lines(rows) for kind, rows in self.rows.items()}
        files["data/branch.json"] = json_document(self.branch)
        files["data/integrity.json"] = json_document(self.integrity)
        files["data/schema.json"] = json_document(schema())
        if self.assessment is not None:
            files["data/assessment.json"] = json_document(self.assessment)
        listed = [asdict(each) for each in self.pictures]
        files["data/attachments.json"] = json_document(listed)
        return files


class _Writer:
    """Turns records into rows, masking unless S2 is released."""

    def __init__(self, *, unmasked: bool) -> None:
        self._unmasked = unmasked

    def row(self, record: Record, fields: Iterable[Field]) -> dict[str, Any]:
        values = {each.name: self.value(each, getattr(record, each.name)) for each in fields}
        return {"id": record.id, **values}

    def value(self, described: Field, value: Any) -> Any:
        if not self._unmasked and is_personal(described):
            return hidden(described, value)
        if isinstance(value, date):
            return value.isoformat()
        return self.text(value) if isinstance(value, str) else value

    def text(self, text: str) -> str:
        return text if self._unmasked else without_numbers(text)


def collect(
    store: Store,
    period: Period,
    sheet: SheetView | None,
    *,
    unmasked: bool,
    confidential: bool,
) -> Collected:
    """Read what goes.

    Args:
        store: The file.
        period: Which meetings, talks and leaves count.
        sheet: The self-assessment of the period, if one was begun.
        unmasked: S2 as it is.
        confidential: S3 too: contents of talks and leaves.

    Raises:
        NotFoundError: The branch was not set up.
    """
    write = _Writer(unmasked=unmasked)
    with store.reading() as session:
        branch = people.the_branch(session)
        if branch is None:
            raise NotFoundError("还没有填写支部信息，不能上报。", "请先填写支部名称和代码。")
        members = _members(people.people(session), period)
        meetings = stored_meetings.whole_meetings(session, period)
        leaves = stored_talks.leaves(session)
        attached = _attached(session, [*meetings, *([sheet] if sheet else [])])
        names = people.names(session)
        groups, terms = people.groups(session), people.terms(session)
        talks = list(reversed(stored_talks.talks(session, period)))
        ledgers = ledger_rows(session, period, write.row, names)
    rows = {
        "groups": [write.row(each, fields_of(Group).values()) for each in groups],
        "terms": [_term(each, write, names) for each in terms],
        "talks": [_talk(each, write, names, confidential=confidential) for each in talks],
        "members": [write.row(each, _MEMBER) for each in members],
        "meetings": [_meeting(each, write, names) for each in meetings],
        **ledgers,
    }
    in_period = [each for each in leaves if each.dated_on in period]
    if confidential:
        rows["leaves"] = [write.row(each, _LEAF) for each in in_period]
    return Collected(
        write.row(branch, fields_of(Branch).values()),
        rows,
        _integrity(in_period, leaves),
        score_document(sheet, write.text) if sheet else None,
        [_picture(each, write) for each in attached],
        sum(each.left_on is None for each in members),
    )


def _attached(session: Session, owners: Iterable[Meeting | SheetView]) -> list[Attachment]:
    ids = {each.id for each in owners}
    return [
        each
        for each in session.scalars(select(Attachment).order_by(Attachment.id))
        if each.record_type in _ATTACHED and each.record_id in ids
    ]


def bytes_of(store: Store, sha256: str) -> Callable[[], bytes]:
    """A question that fetches the bytes of an attachment when they are needed."""

    def fetch() -> bytes:
        with store.reading() as session:
            # The bytes alone: an object round them costs more than they do.
            data = session.connection().scalar(select(Blob.data).where(Blob.id == sha256))
            if data is None:
                raise NotFoundError("一个附件的内容不在文件里。", "请从最近的备份中恢复。")
            return data

    return fetch


def schema() -> dict[str, Any]:
    """What the fields of the rows mean, for whoever has only the package."""
    kinds: dict[str, Iterable[Field]] = {
        "members": _MEMBER,
        "groups": fields_of(Group).values(),
        "terms": fields_of(Term).values(),
        "terms.posts": fields_of(Post).values(),
        "meetings": _MEETING,
        "meetings.agenda": fields_of(AgendaItem).values(),
        "meetings.attendances": fields_of(Attendance).values(),
        "meetings.votes": fields_of(Vote).values(),
        "meetings.resolutions": fields_of(Resolution).values(),
        "talks": fields_of(Talk).values(),
        "leaves": _LEAF,
        **ledger_schema(),
    }
    return {
        kind: [
            {"name": each.name, "label": each.label, "kind": each.kind.name.lower()}
            for each in fields
        ]
        for kind, fields in kinds.items()
    }


def _members(everyone: Iterable[Member], period: Period) -> list[Member]:
    """Members who are here, and those who left in the period: their leaving is reported too."""
    return [
        each
        for each in everyone
        if each.category in MEMBERS and (each.left_on is None or each.left_on in period)
    ]


def _term(term: Term, write: _Writer, names: Mapping[str, str]) -> dict[str, Any]:
    posts = [
        write.row(each, fields_of(Post).values()) | {"name": names.get(each.member_id, "")}
        for each in term.posts
    ]
    return write.row(term, fields_of(Term).values()) | {"posts": posts}


def _meeting(meeting: Meeting, write: _Writer, names: Mapping[str, str]) -> dict[str, Any]:
    lists: dict[str, tuple[Sequence[Record], type[Record]]] = {
        "agenda": (meeting.agenda, AgendaItem),
        "attendances": (meeting.attendances, Attendance),
        "votes": (meeting.votes, Vote),
        "resolutions": (meeting.resolutions, Resolution),
    }
    rows = {
        name: [write.row(each, fields_of(kind).values()) for each in found]
        for name, (found, kind) in lists.items()
    }
    people_named = {
        "chair": names.get(meeting.chair_id or "", ""),
        "recorder": names.get(meeting.recorder_id or "", ""),
        "group": names.get(meeting.group_id or "", ""),
    }
    return write.row(meeting, _MEETING) | people_named | rows


def _talk(
    talk: Talk, write: _Writer, names: Mapping[str, str], *, confidential: bool
) -> dict[str, Any]:
    """A line of the index; what was talked about only when it was released."""
    fields = fields_of(Talk).values() if confidential else _TALK
    return write.row(talk, fields) | {
        "talker": names.get(talk.talker_id, ""),
        "partners": [each.name for each in talk.partners],
    }


def _integrity(in_period: Sequence[IntegrityLeaf], all_leaves: Sequence[IntegrityLeaf]) -> Any:
    return {
        "people": len({each.member_id for each in all_leaves}),
        "leaves": len(all_leaves),
        "new": len(in_period),
        "by_kind": {
            str(kind): count
            for kind in LeafKind
            if (count := sum(each.kind == kind for each in in_period))
        },
    }


def _picture(each: Attachment, write: _Writer) -> Picture:
    name = clean_name(write.text(each.title))
    place = (each.record_type, each.record_id)
    return Picture(each.blob_id, name, each.size, each.media_type, *place)


def shown_size(collected: Collected) -> int:
    """Bytes that a package of this will have, roughly; each attachment counts once."""
    pictures = {each.sha256: each.size for each in collected.pictures}
    tables = sum(len(data) for data in collected.files().values())
    return tables + sum(pictures.values()) + 400_000
