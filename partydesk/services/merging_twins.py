"""Of which records two are one too many for one person, and what the one that stays takes over."""

from typing import Any

from partydesk.domain.development import DevelopmentCompanion
from partydesk.domain.dues import DuesBase
from partydesk.domain.evaluation import Birthday
from partydesk.domain.fields import Kind, Record, fields_of
from partydesk.domain.meeting import Attendance, Presence
from partydesk.domain.organization import Post

#: Records of which two alike are one too many, told by these fields. Rows inside of a record, such
#: as those who came to a meeting, name a person once unless they stand here.
TOLD_BY: dict[type[Record], tuple[str, ...]] = {
    Post: ("term_id", "kind", "started_on", "ended_on"),
    DevelopmentCompanion: ("development_id", "role", "since_on"),
    DuesBase: ("from_month",),
    Birthday: ("celebrated_on",),
}


def filled_from(stays: Record, goes: Record) -> tuple[dict[str, Any], bool]:
    """What the row that stays takes over, and whether the two say different things."""
    filled, differ = {}, False
    for name, described in fields_of(type(stays)).items():
        old, new = getattr(stays, name), getattr(goes, name)
        if described.kind is Kind.PERSON or name in ("name",) or old == new or new in (None, ""):
            continue
        if old in (None, ""):
            filled[name] = new
        else:
            differ = True
    if isinstance(stays, Attendance) and isinstance(goes, Attendance):
        filled, differ = {}, False
        if goes.presence == Presence.PRESENT and stays.presence != Presence.PRESENT:
            filled = {"presence": Presence.PRESENT, "reason": None}
    return filled, differ
