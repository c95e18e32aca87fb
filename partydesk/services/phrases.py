"""常用语: the branch's own phrase book, grouped, and found by how a phrase begins."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from partydesk import paths
from partydesk.domain.fields import pick
from partydesk.domain.phrase import Phrase
from partydesk.domain.pinyin import spelling_of
from partydesk.services.registers import Register, check, discard, put
from partydesk.storage.store import Store

PHRASE = Register(Phrase, "常用语", pick(Phrase, "heading", "text"))

#: A phrase is found by the letters of so many of its first characters.
_SPELLED = 8
#: What is typed by hand offers a phrase from so many characters on.
_ENOUGH = 2
#: As far back from the cursor the beginning of a phrase may lie.
_LONGEST_BEGINNING = 12


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """A phrase as a list shows it."""

    id: str
    heading: str
    text: str
    spelling: str


def list_phrases(store: Store) -> list[PhraseRow]:
    """All phrases, group by group, in the order they were added."""
    with store.reading() as session:
        found = session.scalars(select(Phrase).order_by(Phrase.id)).all()
    headings = list(dict.fromkeys(each.heading for each in found))
    return [
        PhraseRow(each.id, each.heading, each.text, each.spelling)
        for heading in headings
        for each in found
        if each.heading == heading
    ]


def save_phrase(store: Store, values: Mapping[str, Any], phrase_id: str | None = None) -> Phrase:
    """Add a phrase, or change the one with this id.

    Raises:
        InvalidValuesError: Group or text is missing or too long.
    """
    ready = check(PHRASE, values)
    with store.writing("修改常用语" if phrase_id else "添加常用语") as session:
        phrase = put(session, PHRASE, ready, phrase_id)
        phrase.spelling = _spelling(phrase.text)
    return phrase


def remove_phrase(store: Store, phrase_id: str) -> None:
    """Move a phrase to 回收站."""
    with store.writing("删除常用语") as session:
        discard(session, PHRASE, phrase_id)


def add_examples(store: Store) -> int:
    """Put the phrases that ship with the program into the book; how many were new."""
    known = {each.text for each in list_phrases(store)}
    path = paths.resources() / "templates" / "phrases.toml"
    with path.open("rb") as file:
        groups = tomllib.load(file)["group"]
    wanted = [(each["heading"], text) for each in groups for text in each["phrases"]]
    fresh = [(heading, text) for heading, text in wanted if text not in known]
    with store.writing("放入一组常用语") as session:
        for heading, text in fresh:
            session.add(Phrase(heading=heading, text=text, spelling=_spelling(text)))
    return len(fresh)


def matching(rows: list[PhraseRow], text: str) -> list[PhraseRow]:
    """Phrases that hold a text, or whose beginning is spelled so."""
    wanted = text.strip().lower()
    return [
        row
        for row in rows
        if wanted in row.text.lower()
        or wanted in row.heading.lower()
        or f" {wanted}" in f" {row.spelling}"
    ]


def begun(rows: list[PhraseRow], before: str) -> tuple[PhraseRow, int] | None:
    """The phrase whose beginning has just been typed, and how many characters of it.

    Args:
        rows: The phrase book.
        before: What stands before the cursor in its paragraph.
    """
    tail = before[-_LONGEST_BEGINNING:]
    for length in range(len(tail), _ENOUGH - 1, -1):
        typed = tail[-length:]
        for row in rows:
            if len(row.text) > length and row.text.startswith(typed):
                return row, length
    letters = re.search(r"[a-z]{2,}$", tail)
    if letters is None:
        return None
    spelled = (row for row in rows if f" {letters[0]}" in f" {row.spelling}")
    first = next(spelled, None)
    return (first, len(letters[0])) if first else None


def _spelling(text: str) -> str:
    return spelling_of("".join(re.findall(r"[\u3400-\u9fffA-Za-z0-9]", text))[:_SPELLED])
