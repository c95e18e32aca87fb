"""The branch's records as plain values: all that checks look at, cheap to load by the thousand."""

from datetime import date
from typing import NamedTuple, cast

from partydesk.domain.meeting import Presence
from partydesk.domain.member import Member, is_member, may_vote
from partydesk.domain.periods import add_months


class Person(NamedTuple):
    """Someone on the roster; the fields are those of ``Member``."""

    id: str
    name: str
    category: str
    id_number: str | None = None
    sex: str | None = None
    ethnicity: str | None = None
    born_on: date | None = None
    education: str | None = None
    joined_on: date | None = None
    full_on: date | None = None
    job: str | None = None
    mobile: str | None = None
    landline: str | None = None
    standing: str = "正常"
    is_lost: bool = False
    lost_on: date | None = None
    is_floating: bool = False
    floating_to: str | None = None
    group_id: str | None = None
    transferred_in_on: date | None = None
    is_frail: bool = False
    is_suspended: bool = False
    left_on: date | None = None
    left_kind: str | None = None
    received_on: date | None = None
    standing_on: date | None = None
    floated_on: date | None = None
    title: str | None = None
    is_leader: bool = False

    def belongs(self, day: date) -> bool:
        """Whether this one was a member of the branch that day."""
        return is_member(cast(Member, self), day)

    def votes(self, day: date) -> bool:
        """Whether this one had a vote that day."""
        return may_vote(cast(Member, self), day)


class Team(NamedTuple):
    """A 党小组."""

    id: str
    name: str
    leader_id: str | None = None


class Office(NamedTuple):
    """A post held in a term."""

    member_id: str
    kind: str
    started_on: date | None = None
    ended_on: date | None = None


class Tenure(NamedTuple):
    """A term of the committee with its posts."""

    id: str
    elected_on: date
    years: int
    approval: str | None = None
    posts: tuple[Office, ...] = ()
    filing: str | None = None
    extension: str | None = None

    @property
    def ends_on(self) -> date:
        """The day by which the next election is due."""
        return add_months(self.elected_on, self.years * 12)


class Seat(NamedTuple):
    """One person due at a meeting."""

    member_id: str | None
    name: str
    presence: str = Presence.PRESENT
    reason: str | None = None


class Poll(NamedTuple):
    """The counts of one vote."""

    kind: str
    matter: str
    due: int
    present: int
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    written: int = 0
    is_passed: bool | None = None


class Task(NamedTuple):
    """Something a meeting decided."""

    matter: str
    owner: str | None = None
    due_on: date | None = None
    done_on: date | None = None


class Session(NamedTuple):
    """A meeting with everything; the fields are those of ``Meeting``."""

    id: str
    kind: str
    held_on: date
    number: int
    group_id: str | None = None
    starts_at: str | None = None
    ends_at: str | None = None
    place: str | None = None
    chair_id: str | None = None
    chair_reason: str | None = None
    recorder_id: str | None = None
    topic: str | None = None
    lecturer: str | None = None
    content: str | None = None
    decisions: str | None = None
    seats: tuple[Seat, ...] = ()
    polls: tuple[Poll, ...] = ()
    tasks: tuple[Task, ...] = ()

    @property
    def present(self) -> list[Seat]:
        """Those who came."""
        came = Presence.PRESENT  # asked for once: Python 3.11 takes its time over each
        return [seat for seat in self.seats if seat.presence == came]


class Partner(NamedTuple):
    """Someone who was talked to."""

    member_id: str | None
    name: str


class Conversation(NamedTuple):
    """A talk; of its texts only which are empty, and a mark that copies share (TALK-06)."""

    id: str
    kind: str
    talked_on: date
    talker_id: str
    way: str = ""
    place: str | None = None
    signed_on: date | None = None
    follow_up_on: date | None = None
    follow_up_done_on: date | None = None
    has_matter: bool = True
    has_content: bool = True
    partners: tuple[tuple[str | None, str], ...] = ()
    digest: str = ""


class Leaf(NamedTuple):
    """An integrity leaf without its contents."""

    id: str
    member_id: str
    kind: str
    dated_on: date
    keeper_id: str | None = None
    is_replaced: bool = False
    until_on: date | None = None
