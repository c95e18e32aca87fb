"""What is told of entries that were merged: their past stands with the one that stayed."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.fields import Record
from partydesk.domain.member import Member
from partydesk.storage.store import WITH_DELETED


def with_merged(session: Session, record_id: str) -> list[str]:
    """The key of a record, and of entries of the roster that were merged into it."""
    query = select(Member.id).where(Member.merged_into_id == record_id)
    return [record_id, *session.scalars(query, execution_options=WITH_DELETED)]


def where_it_went(record: Record, names: Mapping[str, str]) -> str:
    """Of an entry in 回收站: into whose entry it was merged; nothing for all else."""
    if not isinstance(record, Member) or record.merged_into_id is None:
        return ""
    return f"（已合并到{names.get(record.merged_into_id, '')}）"


def on_its_own(record: Record) -> None:
    """An entry that comes back from 回收站 stands for itself again; what went over stays there."""
    if isinstance(record, Member):
        record.merged_into_id = None
