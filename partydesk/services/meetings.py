"""Meeting minutes: who is due, what a vote needs, recording and correcting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from partydesk.domain.fields import pick
from partydesk.domain.meeting import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingKind,
    Nominee,
    Presence,
    Resolution,
    Vote,
)
from partydesk.domain.member import Member, is_member, is_stopped, may_vote
from partydesk.domain.organization import PostKind
from partydesk.domain.periods import Period
from partydesk.errors import InvalidValuesError
from partydesk.rules.voting import impossible, passes
from partydesk.services.registers import (
    Register,
    Rows,
    check,
    discard,
    kept,
    load,
    put_plainly,
    values_of,
)
from partydesk.services.stays import strangers
from partydesk.storage import meetings as stored
from partydesk.storage import people
from partydesk.storage.plain import Row
from partydesk.storage.store import Store

#: What only an election has.
ELECTION = (
    *("seats_open", "electors_due", "electors_present"),
    *("ballots_issued", "ballots_returned", "ballots_valid", "scrutineers", "tellers"),
)

#: The number is given by the program: it counts without gaps.
MEETING = Register(
    Meeting,
    "会议",
    pick(
        Meeting,
        *("kind", "held_on", "group_id", "starts_at", "ends_at", "place", "chair_id"),
        *("chair_reason", "recorder_id", "guests", "topic", "lecturer", "content", "decisions"),
        *ELECTION,
    ),
    {
        "agenda": Rows(AgendaItem, pick(AgendaItem, "matter", "speaker")),
        "attendances": Rows(
            Attendance, pick(Attendance, "member_id", "name", "presence", "reason")
        ),
        "votes": Rows(
            Vote,
            pick(
                Vote,
                *("kind", "matter", "ballot", "due", "present"),
                *("yes", "no", "abstain", "written"),
            ),
        ),
        "nominees": Rows(Nominee, pick(Nominee, "name", "yes", "no", "abstain", "is_elected")),
        "resolutions": Rows(Resolution, pick(Resolution, "matter", "owner", "due_on", "done_on")),
    },
)


#: Meetings of the 班子, not of all members (DOMAIN.md 1.2).
_OF_LEADERS = (MeetingKind.CIVIL, MeetingKind.CENTRE, MeetingKind.FIRST_TOPIC)
#: A record entered so many days after the meeting is marked 补录.
LATE_DAYS = 14


@dataclass(frozen=True)
class MeetingRow:
    """A meeting as a list shows it."""

    id: str
    held_on: date
    kind: str
    number: int
    group: str
    topic: str
    due: int
    present: int
    papers: int
    is_late: bool = False
    place: str | None = None
    starts_at: str | None = None
    ends_at: str | None = None
    chair_id: str | None = None
    recorder_id: str | None = None
    lecturer: str | None = None
    guests: str | None = None
    seats_open: int | None = None
    ballots_valid: int | None = None

    @property
    def count_name(self) -> str:
        """第4次, with the group's name where there is one."""
        return f"{self.group}第{self.number}次"


def list_meetings(
    store: Store, period: Period | None = None, *, text: str = "", kinds: tuple[str, ...] = ()
) -> list[MeetingRow]:
    """Meetings of a period, the newest first."""
    with store.reading() as session:
        found = stored.meetings(session, period, text=text, kinds=kinds)
        counts = stored.attendance_counts(session)
        papers = stored.paper_counts(session)
        groups = {group.id: group.name for group in people.groups(session)}
    return [
        MeetingRow(
            each.id,
            each.held_on,
            each.kind,
            each.number,
            groups.get(each.group_id or "", ""),
            each.topic or "",
            *counts.get(each.id, (0, 0)),
            papers.get(each.id, 0),
            is_late(each),
            each.place,
            each.starts_at,
            each.ends_at,
            each.chair_id,
            each.recorder_id,
            each.lecturer,
            each.guests,
            each.seats_open,
            each.ballots_valid,
        )
        for each in found
    ]


def people_due(
    store: Store, kind: str, day: date, group_id: str | None = None
) -> list[dict[str, Any]]:
    """The attendance rows for a new meeting: the roster of that day, everyone present."""
    with store.reading() as session:
        due = _due(session, kind, day, group_id)
    return [
        {"member_id": member.id, "name": member.name, "presence": Presence.PRESENT, "reason": None}
        for member in due
    ]


def voters_due(store: Store, day: date, *, ids: set[str] | None = None) -> int:
    """How many members with a vote there are that day; or how many of those with these ids."""
    with store.reading() as session:
        return sum(
            may_vote(member, day)
            for member in people.people(session)
            if ids is None or member.id in ids
        )


def meeting_values(store: Store, meeting_id: str) -> dict[str, Any]:
    """What the form shows of a meeting; ``number`` too."""
    with store.reading() as session:
        meeting = load(session, MEETING, meeting_id)
        return values_of(MEETING, meeting) | {
            "number": meeting.number,
            "is_late": is_late(meeting),
        }


def is_late(meeting: Meeting) -> bool:
    """Whether a record was entered long after its meeting (补录)."""
    return (meeting.created_at.date() - meeting.held_on).days > LATE_DAYS


def save_meeting(
    store: Store, values: Mapping[str, Any], today: date, meeting_id: str | None = None
) -> Meeting:
    """Record a meeting, or correct the one with this id.

    Raises:
        InvalidValuesError: A value can't be kept, a time or a count is impossible.
    """
    ready = checked_meeting(values, today)
    _require_here(store, ready)
    title = f"{'修改' if meeting_id else '记'}{ready['kind']}"
    if ready["kind"] != MeetingKind.GROUP:
        ready["group_id"] = None
    for vote in ready.get("votes", ()):
        decided = vote["yes"] is not None
        vote["is_passed"] = decided and passes(
            vote["kind"], vote["due"], vote["present"], vote["yes"] or 0
        )
    with store.writing_plainly(title) as plain:
        series = (ready["kind"], ready["group_id"], ready["held_on"].year)
        row = kept(plain, MEETING, meeting_id) if meeting_id else None
        if row is None or series != _series(row):
            ready["number"] = stored.next_number(plain, *series)
        return put_plainly(plain, MEETING, ready, row)


def checked_meeting(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """A meeting's values cleaned, or ``InvalidValuesError`` with what can't be kept."""
    ready = check(MEETING, values)
    _require_possible(ready, today)
    return ready


def remove_meeting(store: Store, meeting_id: str) -> None:
    """Move a meeting to 回收站."""
    with store.writing("删除会议记录") as session:
        discard(session, MEETING, meeting_id)


def _series(row: Row) -> tuple[str, str | None, int]:
    """What the number of a meeting counts within: kind, group and year."""
    return row["kind"], row["group_id"], int(row["held_on"][:4])


def _due(session: Session, kind: str, day: date, group_id: str | None) -> list[Member]:
    everyone = [
        member
        for member in people.people(session)
        if is_member(member, day) and not is_stopped(member, day)
    ]
    held = {post.member_id for post in people.posts_on(session, day)}
    if kind == MeetingKind.COMMITTEE:
        return [member for member in everyone if member.id in held]
    if kind in _OF_LEADERS:
        return [member for member in everyone if member.id in held or member.is_leader]
    if kind == MeetingKind.GROUP and group_id:
        return [member for member in everyone if member.group_id == group_id]
    return everyone


def usual_chair(store: Store, kind: str, day: date, group_id: str | None = None) -> str | None:
    """Who chairs such a meeting: the secretary, or the leader of the group (支部条例 14)."""
    with store.reading() as session:
        if kind == MeetingKind.GROUP:
            leaders = {group.id: group.leader_id for group in people.groups(session)}
            return leaders.get(group_id or "")
        for post in people.posts_on(session, day):
            if post.kind == PostKind.SECRETARY:
                return post.member_id
    return None


def _require_here(store: Store, ready: Mapping[str, Any]) -> None:
    """Nobody attends before moving in or after leaving."""
    named = [("attendances", row["member_id"]) for row in ready.get("attendances", ())]
    named += [(field, ready[field]) for field in ("chair_id", "recorder_id")]
    with store.reading() as session:
        problems = strangers(session, named, ready["held_on"], ready["held_on"])
    if problems:
        raise InvalidValuesError(problems)


def _require_possible(ready: Mapping[str, Any], today: date) -> None:
    problems = {}
    if ready["held_on"] > today:
        problems["held_on"] = "会议日期还没有到，请核对年份和月份。"
    starts, ends = ready["starts_at"], ready["ends_at"]
    if starts and ends and ends <= starts:
        problems["ends_at"] = "结束时间不晚于开始时间，请核对。"
    if ready["kind"] == MeetingKind.GROUP and not ready["group_id"]:
        problems["group_id"] = "党小组会要选择党小组。"
    for number, vote in enumerate(ready.get("votes", ())):
        votes = (vote["yes"] or 0, vote["no"] or 0, vote["abstain"] or 0)
        sentence = impossible(vote["due"], vote["present"], vote["written"] or 0, votes)
        if sentence:
            field = "present" if vote["present"] + (vote["written"] or 0) > vote["due"] else "yes"
            problems[f"votes.{number}.{field}"] = sentence
    if problems:
        raise InvalidValuesError(problems)
