"""What in the file points to a person: found in the declarations, so none is forgotten."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import Session

from partydesk.domain.assessment import Evidence
from partydesk.domain.attachment import Attachment
from partydesk.domain.fields import Record
from partydesk.domain.integrity import FileView
from partydesk.domain.member import Member
from partydesk.domain.put_off import DutyNote
from partydesk.domain.records import RECORD_TYPES
from partydesk.domain.submission import Acceptance
from partydesk.storage.store import WITH_DELETED

#: A log that is never changed; what it tells of a merged entry is shown with the other one's.
FOR_GOOD: tuple[type[Record], ...] = (FileView,)


def person_fields() -> dict[type[Record], tuple[str, ...]]:
    """Of each record type the fields that hold the key of a person, whatever register it is."""
    found: defaultdict[type[Record], list[str]] = defaultdict(list)
    for record in RECORD_TYPES.values():
        if record in FOR_GOOD:
            continue
        for attr in inspect(record).column_attrs:
            keys = attr.columns[0].foreign_keys
            if any(key.column.table is Member.__table__ for key in keys):
                found[record].append(attr.key)
    return {record: tuple(names) for record, names in found.items()}


def naming(session: Session, member_id: str) -> Iterator[tuple[Record, tuple[str, ...]]]:
    """Each record that names a person, those in 回收站 too, with the fields that do."""
    for record_type, names in person_fields().items():
        ways = [getattr(record_type, name) == member_id for name in names]
        query = select(record_type).where(or_(*ways)).order_by(record_type.id)
        for record in session.scalars(query, execution_options=WITH_DELETED).all():
            yield record, tuple(name for name in names if getattr(record, name) == member_id)


def about(session: Session, record: type[Record], member_id: str) -> Sequence[Record]:
    """Papers, proofs, or accepted findings of a person's own entry, those in 回收站 too."""
    assert record in (Attachment, Evidence, Acceptance), "the types that name any kind of record"
    table = record.__table__.columns
    query = select(record).where(
        table["record_type"] == Member.__tablename__, table["record_id"] == member_id
    )
    return session.scalars(query, execution_options=WITH_DELETED).all()


def notes_on(session: Session, member_id: str) -> Sequence[DutyNote]:
    """Duties put aside whose key names a person."""
    query = select(DutyNote).where(DutyNote.key.contains(member_id, autoescape=True))
    return session.scalars(query, execution_options=WITH_DELETED).all()
