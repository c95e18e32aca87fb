"""What each duty is worth: points that it brings back, or that are lost if it is not done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from partydesk.domain.meeting import MeetingKind
from partydesk.domain.periods import Period, month_of, quarter_of, year_of
from partydesk.domain.text import points
from partydesk.rules.duty_meetings import CHECKS, MONTHLY, QUARTERLY
from partydesk.rules.facts import Facts
from partydesk.rules.scoring import Result
from partydesk.rules.scoring_gains import at_stake, by_record, gains
from partydesk.rules.todo import Todo
from partydesk.services.beside import ALONE, Turn
from partydesk.services.schemes import chosen_scheme
from partydesk.services.scoring import scoring_facts, work_out
from partydesk.storage.store import Store


@dataclass(frozen=True)
class Worth:
    """What this year's self-assessment gives for the branch as it is.

    Attributes:
        facts: The records.
        result: What the scheme in use makes of them.
        known: The points that putting a record right brings back, by its table and id.
    """

    facts: Facts
    result: Result
    known: Mapping[tuple[str, str], int]

    def told(self, todos: Iterable[Todo]) -> list[Todo]:
        """The duties with what they are worth at the end of each line.

        What costs nothing in the scheme stays as it is.
        """
        return [_valued(each, _words(each, self)) for each in todos]


def worth(store: Store, today: date, turn: Turn = ALONE) -> Worth:
    """What duties are worth today."""
    facts = scoring_facts(store, today, turn)
    with turn:
        scheme = chosen_scheme(store)
    result = work_out(store, scheme, year_of(today), facts, turn)
    turn.pause()
    known = {key: gain.points for key, gain in by_record(gains(result)).items()}
    return Worth(facts, result, known)


def _valued(todo: Todo, words: str) -> Todo:
    return (
        replace(todo, detail=f"{todo.detail}；{words}" if todo.detail else words) if words else todo
    )


def _words(todo: Todo, worth: Worth) -> str:
    """The points, or nothing."""
    known, facts = worth.known, worth.facts
    action = todo.action
    kind = action.values.get("kind")
    if action.record_type == "meeting" and action.new and kind in CHECKS:
        held = MeetingKind(kind)
        span = _span(held, todo)
        missing = ("meeting", f"{span.code}/{held.name.lower()}")
        if missing in known or facts.is_over(span):
            return _back(known.get(missing, 0))
        saved = at_stake(worth.result, CHECKS[held])
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
