"""The year's organisation life: kinds by months, what was held, missed, or is still due."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from partydesk.domain.meeting import SHORT_NAMES, MeetingKind
from partydesk.domain.periods import Period, month_of, months_of, quarter_of, year_of
from partydesk.rules.duty_meetings import (
    CHECKS,
    MONTHLY,
    QUARTERLY,
    YEARLY,
    is_expected,
    is_held,
)
from partydesk.rules.facts import Facts
from partydesk.rules.frequency import groups_that_did_not_meet


class CellState(StrEnum):
    """How one kind of meeting stands in one month; the value is the word people read."""

    DONE = "已开"
    MISSING = "缺"
    WAITING = "待"  #: due in this month
    AHEAD = "—"  #: due later in the year
    NONE = ""  #: nothing is due


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind in one month.

    Attributes:
        month: The month.
        state: How it stands.
        meeting_ids: Meetings on file, the oldest first.
        told: A sentence for whoever points at it.
    """

    month: Period
    state: CellState
    meeting_ids: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Line:
    """One kind with its twelve cells."""

    kind: str
    title: str
    cells: tuple[Cell, ...]


def year_matrix(facts: Facts, year: int) -> tuple[Line, ...]:
    """A line for each kind that this branch holds, in the order of their frequency."""
    order = (
        *(MeetingKind.COMMITTEE, MeetingKind.GROUP, MeetingKind.ASSEMBLY, MeetingKind.LECTURE),
        *(MeetingKind.THEME_DAY, MeetingKind.LIFE_MEETING, MeetingKind.APPRAISAL),
        *(MeetingKind.CENTRE, MeetingKind.FIRST_TOPIC, MeetingKind.PARTY_WORK, MeetingKind.CIVIL),
    )
    return tuple(
        Line(kind, SHORT_NAMES[kind], tuple(_cell(facts, kind, each) for each in months_of(year)))
        for kind in order
        if is_expected(facts, kind) or facts.held(kind, year_of(date(year, 1, 1)))
    )


def _cell(facts: Facts, kind: MeetingKind, month: Period) -> Cell:
    held = facts.held(kind, month)
    state = _state(facts, kind, month)
    place = f"{month.label}{SHORT_NAMES[kind]}"
    if state == CellState.DONE:
        days = "、".join(f"{each.held_on.month}月{each.held_on.day}日" for each in held[:3])
        told = f"{place}：{days}{f'等 {len(held)} 次' if len(held) > 3 else ''}"
    elif state != CellState.NONE and CHECKS.get(kind) in facts.limits.off:
        state, told = CellState.NONE, f"{place}：本支部已关闭这一项校核"
    elif kind == MeetingKind.GROUP and held:
        silent = "、".join(team.name for team in groups_that_did_not_meet(facts, month))
        told = f"{place}：{silent}没有记录"
    else:
        told = f"{place}：{_WORDS[state]}" if state != CellState.NONE else ""
    return Cell(month, state, tuple(each.id for each in held), told)


_WORDS = {
    CellState.MISSING: "没有记录",
    CellState.WAITING: "本月应开，还没有记录",
    CellState.AHEAD: "还没有到",
}


def _state(facts: Facts, kind: MeetingKind, month: Period) -> CellState:
    held = bool(facts.held(kind, month))
    if kind in MONTHLY:
        whole = is_held(facts, kind, month)
        return CellState.DONE if whole else _open(facts, month, month)
    if held:
        return CellState.DONE
    span = quarter_of(month.first) if kind in QUARTERLY else year_of(month.first)
    if kind not in (*QUARTERLY, *YEARLY):
        return CellState.NONE  # held where the bureau asks for it, due nowhere
    if month.last != span.last or is_held(facts, kind, span):
        return CellState.NONE
    return _open(facts, month, span)


def _open(facts: Facts, month: Period, span: Period) -> CellState:
    """What is not on file: missing, due now, or ahead; nothing before the file begins."""
    if facts.is_over(span):
        return CellState.MISSING if facts.is_on_file(span) else CellState.NONE
    return CellState.WAITING if month == month_of(facts.today) else CellState.AHEAD
