"""Records as rows of a package: which fields go, masked unless they are released."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from partydesk.domain.fields import Field, Record, fields_of, pick
from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.meeting import AgendaItem, Attendance, Meeting, Nominee, Resolution, Vote
from partydesk.domain.member import Member
from partydesk.domain.organization import Group, Post, Term
from partydesk.domain.talk import Talk
from partydesk.services.masking import hidden, is_personal, without_numbers
from partydesk.services.submission_ledgers import ledger_schema

#: Of a member neither health nor sanctions leave the house (S3 in DOMAIN.md 11.1).
_STAYS = frozenset({"is_frail", "is_suspended", "spelling"})
_MEMBER = tuple(each for each in fields_of(Member).values() if each.name not in _STAYS)
_MEETING = tuple(fields_of(Meeting).values())
_TALK = pick(Talk, "number", "kind", "talked_on", "way", "signed_on", "follow_up_done_on")
_LEAF = tuple(fields_of(IntegrityLeaf).values())


class Writer:
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


def member_row(member: Member, write: Writer) -> dict[str, Any]:
    """A member without what stays."""
    return write.row(member, _MEMBER)


def leaf_row(leaf: IntegrityLeaf, write: Writer) -> dict[str, Any]:
    """An integrity leaf; only where it was released."""
    return write.row(leaf, _LEAF)


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
        "meetings.nominees": fields_of(Nominee).values(),
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


def term_row(term: Term, write: Writer, names: Mapping[str, str]) -> dict[str, Any]:
    """A committee's term with its posts."""
    posts = [
        write.row(each, fields_of(Post).values()) | {"name": names.get(each.member_id, "")}
        for each in term.posts
    ]
    return write.row(term, fields_of(Term).values()) | {"posts": posts}


def meeting_row(meeting: Meeting, write: Writer, names: Mapping[str, str]) -> dict[str, Any]:
    """A meeting with everything under it; people by name."""
    lists: dict[str, tuple[Sequence[Record], type[Record]]] = {
        "agenda": (meeting.agenda, AgendaItem),
        "attendances": (meeting.attendances, Attendance),
        "votes": (meeting.votes, Vote),
        "nominees": (meeting.nominees, Nominee),
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


def talk_row(
    talk: Talk, write: Writer, names: Mapping[str, str], *, confidential: bool
) -> dict[str, Any]:
    """A line of the index; what was talked about only when it was released."""
    fields = fields_of(Talk).values() if confidential else _TALK
    return write.row(talk, fields) | {
        "talker": names.get(talk.talker_id, ""),
        "partners": [each.name for each in talk.partners],
    }
