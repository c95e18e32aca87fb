"""The facts of an open file, kept while they are true: what was not written is not read again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from partydesk.rules.facts import Facts
from partydesk.rules.safety import Safety
from partydesk.services.beside import ALONE, Turn
from partydesk.services.facts import PARTS, SPECIAL, Part, made_of
from partydesk.services.special_facts import safety
from partydesk.storage.store import Store


def facts_of(store: Store, today: date, turn: Turn = ALONE, more: Sequence[Part] = ()) -> Facts:
    """The facts as they are now.

    They are the same object until something is written that they tell of, so that whatever asks
    for them shares what was worked out of them (``Facts.once``).

    Args:
        store: The file.
        today: The day of the checks.
        turn: Held for each part by itself, a few milliseconds.
        more: What is told beside ``PARTS``, from now on to everybody who asks.
    """
    known: _Known = store.kept.setdefault(_Known, _Known())
    known.add(more)
    for part in known.parts:
        with turn:
            known.read(store, part)
    with turn:
        # What was written meanwhile is read again: all parts are of one state of the file.
        for part in known.parts:
            known.read(store, part)
        return known.facts(store, today)


class _Known:
    """The parts that were read, and the facts that were made of them last."""

    def __init__(self) -> None:
        self.parts: tuple[Part, ...] = PARTS
        self._found: dict[object, Any] = {}
        self._marks: dict[object, int] = {}
        self._facts: Facts | None = None

    def add(self, more: Sequence[Part]) -> None:
        """Tell of further parts too."""
        self.parts = (*self.parts, *(each for each in more if each not in self.parts))

    def read(self, store: Store, part: Part) -> None:
        """Read a part, unless what is known of it is still true."""
        written = store.written
        mark = written.in_all if part.tables is None else written.of(part.tables)
        if self._marks.get(part.name) == mark:
            return
        with store.reading() as session:
            found = part.read(store, session)
        if part.name == SPECIAL:
            found.pop(Safety)
        if part.name not in self._found or self._found[part.name] != found:
            self._found[part.name], self._facts = found, None
        self._marks[part.name] = mark

    def facts(self, store: Store, today: date) -> Facts:
        """The facts made of the parts; backups are no part of the file and looked at each time."""
        backed_up = safety(store)
        known = self._facts
        if known is None or known.today != today or known.rows(Safety) != backed_up:
            made = made_of(self._found, today)
            more: dict[Any, Any] = {
                each.name: self._found[each.name] for each in self.parts[len(PARTS) :]
            }
            more[Safety] = backed_up
            known = self._facts = replace(made, registers={**made.registers, **more})
        return known
