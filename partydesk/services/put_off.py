"""Duties that the secretary puts off until a day or marks as not applicable, with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from partydesk.domain.put_off import DutyNote, PutOffWay
from partydesk.domain.text import long_day
from partydesk.errors import InvalidValuesError, NotFoundError
from partydesk.rules.todo import Todo
from partydesk.storage.store import WITH_DELETED, Store

LONGEST_REASON = 200
_LONGEST_TITLE = 500


@dataclass(frozen=True, slots=True)
class PutOff:
    """A duty that stands aside for now.

    Attributes:
        todo: The duty, as it would be told today.
        until_on: The day it comes back; ``None`` when it does not apply.
        reason: Why.
        note_id: The note's key, by which its history is asked for.
    """

    todo: Todo
    until_on: date | None
    reason: str
    note_id: str = ""


def part(
    store: Store, todos: Iterable[Todo], today: date
) -> tuple[tuple[Todo, ...], tuple[PutOff, ...]]:
    """What is to be told today, and what stands aside; a duty whose day has come is told."""
    with store.reading() as session:
        query = select(DutyNote).where(DutyNote.way != PutOffWay.USUAL)
        notes = {each.key: each for each in session.scalars(query)}
    told, aside = [], []
    for todo in todos:
        note = notes.get(todo.key) if todo.key else None
        if note is None or (note.until_on and note.until_on <= today):
            told.append(todo)
        else:
            aside.append(PutOff(todo, note.until_on, note.reason, note.id))
    return tuple(told), tuple(aside)


def put_off(store: Store, todo: Todo, until_on: date | None, reason: str, today: date) -> None:
    """Put a duty aside until a day; without one it does not apply at all.

    Raises:
        InvalidValuesError: The day has come already, or there is no fair reason.
        NotFoundError: The thing is no duty: what is wrong in a record is put right, or accepted
            with a reason in the checks.
    """
    if not todo.key:
        raise NotFoundError("这一条不能搁置。", "请改正，或到“上报”里说明理由。")
    problems, text = {}, " ".join(reason.split())
    if until_on is not None and until_on <= today:
        problems["until_on"] = f"提醒的日子要在今天（{long_day(today)}）以后。"
    if not text:
        problems["reason"] = "请写明理由。"
    elif len(text) > LONGEST_REASON:
        problems["reason"] = f"理由太长：{len(text)} 个字，最多 {LONGEST_REASON} 个字。"
    if problems:
        raise InvalidValuesError(problems)
    way = PutOffWay.NOT_APPLICABLE if until_on is None else PutOffWay.LATER
    title = todo.title[:_LONGEST_TITLE]
    with store.writing(f"{way}：{todo.title[:40]}") as session:
        query = select(DutyNote).where(DutyNote.key == todo.key)
        # There is one for a duty: it is taken up again.
        note = session.scalar(query.execution_options(**WITH_DELETED))
        if note is None:
            note = DutyNote(key=todo.key, title=title, way=way, reason=text)
            session.add(note)
        note.title, note.way, note.until_on = title, way, until_on
        note.reason, note.deleted_at = text, None


def bring_back(store: Store, key: str) -> None:
    """Tell a duty as usual again."""
    with store.writing("恢复提醒") as session:
        note = session.scalar(select(DutyNote).where(DutyNote.key == key))
        if note is None or note.way == PutOffWay.USUAL:
            raise NotFoundError("这件事已经恢复提醒。")
        note.way, note.until_on = PutOffWay.USUAL, None
