"""What each duty is worth: points that it brings back, or that are lost if it is not done."""

from collections.abc import Iterable
from dataclasses import replace

from partydesk.domain.meeting import MeetingKind
from partydesk.domain.periods import Period, month_of, quarter_of, year_of
from partydesk.domain.text import points
from partydesk.rules.duty_meetings import CHECKS, MONTHLY, QUARTERLY
from partydesk.rules.facts import Facts
from partydesk.rules.scoring import Result
from partydesk.rules.scoring_gains import at_stake, by_record, gains
from partydesk.rules.todo import Todo
from partydesk.services.schemes import chosen_scheme
from partydesk.services.scoring import with_entries, work_out
from partydesk.storage.store import Store


def with_points(store: Store, facts: Facts, todos: Iterable[Todo]) -> list[Todo]:
    """The duties with what they are worth in this year's self-assessment, at the end of each line.

    What costs nothing in the scheme stays as it is.
    """
    year = year_of(facts.today)
    result = work_out(store, chosen_scheme(store), year, with_entries(store, facts))
    known = {key: gain.points for key, gain in by_record(gains(result)).items()}
    return [_valued(each, _words(each, result, known, facts)) for each in todos]


def _valued(todo: Todo, words: str) -> Todo:
    return (
        replace(todo, detail=f"{todo.detail}；{words}" if todo.detail else words) if words else todo
    )


def _words(todo: Todo, result: Result, known: dict[tuple[str, str], int], facts: Facts) -> str:
    """The points, or nothing."""
    action = todo.action
    kind = action.values.get("kind")
    if action.record_type == "meeting" and action.new and kind in CHECKS:
        held = MeetingKind(kind)
        span = _span(held, todo)
        missing = ("meeting", f"{span.code}/{held.name.lower()}")
        if missing in known or facts.is_over(span):
            return _back(known.get(missing, 0))
        saved = at_stake(result, CHECKS[held])
        return f"按时做不失 {points(saved)} 分" if saved else ""
    if action.record_type == "talk" and action.new:
        return _back(known.get(("talk", quarter_of(todo.due_on).code), 0))
    return _back(known.get((action.record_type, action.record_id), 0)) if action.record_id else ""


def _span(kind: MeetingKind, todo: Todo) -> Period:
    if kind in MONTHLY:
        return month_of(todo.due_on)
    if kind in QUARTERLY:
        return quarter_of(todo.due_on)
    return year_of(todo.due_on)


def _back(gained: int) -> str:
    return f"补上可拿回 {points(gained)} 分" if gained else ""
