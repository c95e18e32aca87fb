"""Closed sheets and imported schemes as they lie in the file; nothing is read into views here."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.assessment import ClosedSheet

#: The setting that holds the texts of imported schemes by id.
SCHEMES = "schemes"


def newest(
    session: Session, scheme_id: str, period: str, version: int | None = None
) -> ClosedSheet | None:
    """A version of a closed sheet, or the newest one."""
    query = select(ClosedSheet).where(ClosedSheet.scheme == scheme_id, ClosedSheet.period == period)
    if version is not None:
        query = query.where(ClosedSheet.version == version)
    return session.scalar(query.order_by(ClosedSheet.version.desc()).limit(1))


def seal_of(content: str) -> str:
    """The check sum of what was closed."""
    return hashlib.sha256(content.encode()).hexdigest()


def is_sound(found: ClosedSheet) -> bool:
    """Whether a closed sheet is what was closed (SCO-05)."""
    return seal_of(found.content) == found.seal
