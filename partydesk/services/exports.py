"""Sheets and pages of what is kept, for other people's programs and for the binder."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from partydesk import safeio
from partydesk.documents.forms.assessment_sheet import assessment_sheet
from partydesk.documents.forms.meeting_record import meeting_record
from partydesk.documents.forms.roster import roster
from partydesk.documents.forms.talk_record import talk_record
from partydesk.documents.workbook import NATIONAL_SHEET, national_sheet
from partydesk.domain.fields import Field, Kind, pick
from partydesk.domain.meeting import Meeting
from partydesk.domain.member import Member
from partydesk.domain.periods import period_with
from partydesk.errors import NotFoundError
from partydesk.services.assessment_paper import paper_of
from partydesk.services.assessments import assessment, sheet_view
from partydesk.services.attachments import attachments_of
from partydesk.services.ledgers.pages import printing_of
from partydesk.services.masked_lists import (
    hidden_row,
    hiding_of,
    list_workbook,
    seen_workbook,
    unit_of,
)
from partydesk.services.meetings import MEETING
from partydesk.services.organization import the_branch
from partydesk.services.registers import load
from partydesk.services.schemes import all_schemes
from partydesk.services.talks import TALK
from partydesk.storage import people
from partydesk.storage.store import Store

__all__ = [
    "assessment_pdf",
    "list_workbook",
    "meeting_pdf",
    "national_workbook",
    "roster_pdf",
    "save_bytes",
    "seen_workbook",
    "talk_pdf",
]

#: The roster on paper and as a sheet; the national sheet has its own 21 columns.
ROSTER = pick(
    Member,
    *("name", "sex", "ethnicity", "id_number", "born_on", "education", "category", "joined_on"),
    *("full_on", "mobile", "group_id", "admin_post", "title"),
)
#: On paper the numbers of people are rarely needed and always risky.
ROSTER_PAPER = pick(
    Member,
    *("name", "sex", "ethnicity", "born_on", "education", "category", "joined_on", "full_on"),
    *("mobile", "group_id", "admin_post"),
)
_NATIONAL = pick(
    Member,
    *("name", "id_number", "sex", "ethnicity", "born_on", "education", "category"),
    *("joined_on", "full_on", "job", "mobile", "landline", "address", "standing"),
    *("is_lost", "lost_on", "is_floating", "floating_to", "note"),
)
MEETINGS = (
    *pick(Meeting, "held_on", "kind"),
    *(Field("次数", Kind.TEXT, name="count"), *pick(Meeting, "topic")),
    *(Field("应到", Kind.NUMBER, name="due"), Field("实到", Kind.NUMBER, name="present")),
)


def national_workbook(store: Store, today: date, unmasked: bool = False) -> bytes:
    """The national 党员基本信息汇总表 with its 21 columns; masked it can't be handed in.

    Args:
        store: The file.
        today: For the line under the title of a masked sheet.
        unmasked: Numbers, addresses and days of birth as they are.
    """
    members, names = _members(store)
    branch = _branch_name(store)
    if unmasked:
        return national_sheet(members, branch)
    place = Field("所在党支部", Kind.TEXT, name="branch")
    columns = (_NATIONAL[0], place, *_NATIONAL[1:])
    rows = [
        [each.name, branch, *(getattr(each, field.name) for field in _NATIONAL[1:])]
        for each in members
    ]
    return list_workbook(NATIONAL_SHEET, columns, rows, names, notes=_notes(store, today))


def roster_pdf(store: Store, today: date, unmasked: bool = False, printed_by: str = "") -> bytes:
    """The roster on paper."""
    members, names = _members(store)
    shown, hiding = hiding_of(ROSTER_PAPER)
    rows = [[getattr(each, field.name) for field in ROSTER_PAPER] for each in members]
    if unmasked:
        shown = list(ROSTER_PAPER)
    else:
        rows = [hidden_row(ROSTER_PAPER, row, hiding) for row in rows]
    printing = replace(printing_of(store, printed_by), masked=False)
    notes = _notes(store, today)
    return roster("党员花名册", shown, rows, names=names, printing=printing, notes=notes)


def meeting_pdf(store: Store, meeting_id: str, printed_by: str = "") -> bytes:
    """The record of a meeting on paper.

    Raises:
        NotFoundError: It is not in the file.
    """
    with store.reading() as session:
        meeting = load(session, MEETING, meeting_id)
        names = people.names(session)
    titles = [each.title for each in attachments_of(store, "meeting", meeting_id)]
    return meeting_record(
        meeting, _branch_name(store), names, printing_of(store, printed_by), titles
    )


def talk_pdf(store: Store, talk_id: str, printed_by: str = "") -> bytes:
    """The record of a talk on paper.

    Raises:
        LockedError: Its contents are locked with this password.
        NotFoundError: It is not in the file.
    """
    with store.reading() as session:
        talk = load(session, TALK, talk_id)
        names = people.names(session)
        posts = {each.member_id: each.kind for each in people.posts_on(session, talk.talked_on)}
    return talk_record(talk, _branch_name(store), names, printing_of(store, printed_by), posts)


def assessment_pdf(
    store: Store, period: str, today: date, printed_by: str = "", scheme_id: str = ""
) -> bytes:
    """The self-assessment of a period on paper.

    Args:
        store: The file.
        period: Code, such as ``2026Q4``.
        today: The day on the sheet.
        printed_by: Who prints; by default whoever opened the file.
        scheme_id: Which scheme; by default the first that has one for the period.

    Raises:
        NotFoundError: There is none for the period.
    """
    ids = [scheme_id] if scheme_id else [each.id for each in all_schemes(store)]
    begun = next((each for each in ids if assessment(store, period, each)), None)
    if begun is None:
        label = period_with(period).label
        raise NotFoundError(f"{label}还没有自评。", "请先在“自评考核”里开始这一期自评。")
    told = paper_of(store, sheet_view(store, period, today, begun), _branch_name(store))
    at = datetime.combine(today, datetime.now().time())
    return assessment_sheet(told, replace(printing_of(store, printed_by), at=at))


def save_bytes(
    data: bytes, target: Path, between: Callable[[], object] = lambda: None
) -> safeio.Written:
    """Put a sheet or page where the user wants it: whole, read back, or not at all.

    ``between`` is called between two blocks; what it raises ends the work, and nothing is left.

    Raises:
        StorageError: The disk did not take it; what was there before stays.
    """
    return safeio.write_file(target, _told(data, between))


def _told(data: bytes, between: Callable[[], object]) -> Iterator[bytes]:
    for start in range(0, len(data), safeio.BLOCK):
        between()
        yield data[start : start + safeio.BLOCK]


def _members(store: Store) -> tuple[list[Member], dict[str, str]]:
    with store.reading() as session:
        return people.current_members(session), people.names(session)


def _branch_name(store: Store) -> str:
    branch = the_branch(store)
    return branch.name if branch else ""


def _notes(store: Store, today: date) -> tuple[str, ...]:
    return (*unit_of(store), f"日期：{today.isoformat()}")
