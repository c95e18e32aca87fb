"""Questions about meetings."""

from collections.abc import Iterable

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, load_only, selectinload

from partydesk.domain.attachment import Attachment
from partydesk.domain.meeting import Attendance, Meeting, Presence
from partydesk.domain.periods import Period
from partydesk.storage.plain import PlainWriting


def meetings(
    session: Session,
    period: Period | None = None,
    *,
    text: str = "",
    kinds: Iterable[str] = (),
) -> list[Meeting]:
    """Meetings without their long texts, the newest first."""
    shown = load_only(
        *(Meeting.id, Meeting.kind, Meeting.held_on, Meeting.number, Meeting.group_id),
        *(Meeting.topic, Meeting.place, Meeting.chair_id, Meeting.created_at, Meeting.updated_at),
        *(Meeting.starts_at, Meeting.ends_at, Meeting.recorder_id, Meeting.lecturer),
        *(Meeting.guests, Meeting.seats_open, Meeting.ballots_valid),
    )
    query = select(Meeting).options(shown).order_by(Meeting.held_on.desc(), Meeting.id.desc())
    if period:
        query = query.where(Meeting.held_on.between(period.first, period.last))
    if wanted := list(kinds):
        query = query.where(Meeting.kind.in_(wanted))
    if text := text.strip():
        texts = (Meeting.topic, Meeting.content, Meeting.decisions, Meeting.place)
        query = query.where(or_(*(each.contains(text, autoescape=True) for each in texts)))
    return list(session.scalars(query))


def whole_meetings(session: Session, period: Period | None = None) -> list[Meeting]:
    """Meetings with everything: attendances, votes, resolutions; the oldest first."""
    query = (
        select(Meeting)
        .options(
            selectinload(Meeting.agenda),
            selectinload(Meeting.attendances),
            selectinload(Meeting.votes),
            selectinload(Meeting.nominees),
            selectinload(Meeting.resolutions),
        )
        .order_by(Meeting.held_on, Meeting.id)
    )
    if period:
        query = query.where(Meeting.held_on.between(period.first, period.last))
    return list(session.scalars(query))


def attendance_counts(session: Session) -> dict[str, tuple[int, int]]:
    """People due and people present, by meeting id."""
    present = func.sum(func.iif(Attendance.presence == Presence.PRESENT, 1, 0))
    query = select(Attendance.meeting_id, func.count(), present).group_by(Attendance.meeting_id)
    return {meeting: (due, came) for meeting, due, came in session.execute(query)}


def paper_counts(session: Session) -> dict[str, int]:
    """How many papers and photos are attached, by meeting id; those with none are left out."""
    query = (
        select(Attachment.record_id, func.count())
        .where(Attachment.record_type == Meeting.__tablename__, Attachment.deleted_at.is_(None))
        .group_by(Attachment.record_id)
    )
    return dict(session.execute(query).all())


def next_number(plain: PlainWriting, kind: str, group_id: str | None, year: int) -> int:
    """The number after the last one of this kind, group and year."""
    ((last,),) = plain.ask(
        "SELECT max(number) FROM meeting WHERE kind = ? AND group_id IS ? "
        "AND held_on BETWEEN ? AND ? AND typeof(deleted_at) = 'null'",
        *(kind, group_id, f"{year:04}-01-01", f"{year:04}-12-31"),
    )
    return (last or 0) + 1
