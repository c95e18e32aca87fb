"""What a package holds: the records of a period as rows, masked, with what stays behind."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.attachment import Attachment, Blob
from partydesk.domain.fields import fields_of
from partydesk.domain.integrity import IntegrityLeaf, LeafKind
from partydesk.domain.meeting import Meeting
from partydesk.domain.member import MEMBERS, Member
from partydesk.domain.organization import Branch, Group
from partydesk.domain.periods import Period
from partydesk.errors import NotFoundError
from partydesk.package.names import clean_name
from partydesk.package.records import json_document, json_lines
from partydesk.services.beside import ALONE, Turn
from partydesk.services.score_view import SheetView
from partydesk.services.submission_ledgers import ledger_rows
from partydesk.services.submission_rows import (
    Writer,
    leaf_row,
    meeting_row,
    member_row,
    schema,
    talk_row,
    term_row,
)
from partydesk.services.submission_scores import score_document
from partydesk.storage import meetings as stored_meetings
from partydesk.storage import people
from partydesk.storage import talks as stored_talks
from partydesk.storage.store import Store

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


def collect(
    store: Store,
    period: Period,
    sheet: SheetView | None,
    *,
    unmasked: bool,
    confidential: bool,
    turn: Turn = ALONE,
) -> Collected:
    """Read what goes.

    Args:
        store: The file.
        period: Which meetings, talks and leaves count.
        sheet: The self-assessment of the period, if one was begun.
        unmasked: S2 as it is.
        confidential: S3 too: contents of talks and leaves.
        turn: Held for some kinds of records at a time.

    Raises:
        NotFoundError: The branch was not set up.
    """
    write = Writer(unmasked=unmasked)
    with turn, store.reading() as session:
        branch = _branch(session)
        members = _members(people.people(session), period)
        names, groups, terms = people.names(session), people.groups(session), people.terms(session)
        leaves = stored_talks.leaves(session)
    with turn, store.reading() as session:
        talks = list(reversed(stored_talks.talks(session, period)))
        meetings = stored_meetings.whole_meetings(session, period)
        attached = _attached(session, [*meetings, *([sheet] if sheet else [])])
    rows = {
        "groups": [write.row(each, fields_of(Group).values()) for each in groups],
        "terms": [term_row(each, write, names) for each in terms],
        "talks": [talk_row(each, write, names, confidential=confidential) for each in talks],
        "members": [member_row(each, write) for each in members],
        "meetings": list(_paused(turn, (meeting_row(each, write, names) for each in meetings))),
        **ledger_rows(store, period, write.row, names, turn),
    }
    in_period = [each for each in leaves if each.dated_on in period]
    rows |= {"leaves": [leaf_row(each, write) for each in in_period]} if confidential else {}
    return Collected(
        write.row(branch, fields_of(Branch).values()),
        rows,
        _integrity(in_period, leaves),
        score_document(sheet, write.text) if sheet else None,
        [_picture(each, write) for each in attached],
        sum(each.left_on is None for each in members),
    )


def _paused(turn: Turn, rows: Iterable[Any]) -> Iterator[Any]:
    for each in rows:
        yield each
        turn.pause()


def _branch(session: Session) -> Branch:
    branch = people.the_branch(session)
    if branch is None:
        raise NotFoundError("还没有填写支部信息，不能上报。", "请先填写支部名称和代码。")
    return branch


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


def _members(everyone: Iterable[Member], period: Period) -> list[Member]:
    """Members who are here, and those who left in the period: their leaving is reported too."""
    return [
        each
        for each in everyone
        if each.category in MEMBERS and (each.left_on is None or each.left_on in period)
    ]


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


def _picture(each: Attachment, write: Writer) -> Picture:
    name = clean_name(write.text(each.title))
    place = (each.record_type, each.record_id)
    return Picture(each.blob_id, name, each.size, each.media_type, *place)


def shown_size(collected: Collected) -> int:
    """Bytes that a package of this will have, roughly; each attachment counts once."""
    pictures = {each.sha256: each.size for each in collected.pictures}
    tables = sum(len(data) for data in collected.files().values())
    return tables + sum(pictures.values()) + 400_000
