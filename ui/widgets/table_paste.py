"""Which cells of a list the rows in the clipboard are meant for."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from partydesk.domain.fields import Kind
from partydesk.domain.text import show
from partydesk.services.cell_reading import read_text
from ui.widgets.record_table_model import Column, RecordTableModel

#: What a head may carry that is no part of its words.
_SIGNS = re.compile(r"[\s*＊:：↑↓]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A text that is meant for a cell of a row."""

    record: Any
    column: Column
    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A row of the rectangle that no row of the list is found for.

    Attributes:
        cells: Its texts with the columns that they stand in.
        reason: Why there is none, as a sentence; empty where the list just ends.
        name: What tells the row from others, where it has such.
    """

    cells: Sequence[tuple[Column, str]]
    reason: str = ""
    name: str = ""

    @property
    def begins(self) -> str:
        """What it is called, or what it begins with."""
        return (self.name or next((text for _, text in self.cells if text), ""))[:20]


@dataclass(slots=True)
class Placed:
    """Where the cells of a rectangle belong.

    Attributes:
        cells: The texts with their places.
        left: Rows of the rectangle that belong nowhere.
        by_heads: Whether the first row was understood as heads.
    """

    cells: list[Cell] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    by_heads: bool = False


def place(
    model: RecordTableModel,
    rows: Sequence[Sequence[str]],
    start: int,
    chosen: Sequence[int],
    keys: Collection[str] = (),
    fixed: Collection[str] = (),
) -> Placed:
    """Which cells of a list a rectangle is meant for.

    With heads above it, columns are found by their heads, and rows by the columns that tell rows
    apart, if some of them are among the heads. Else it begins in a column; a single row fills all
    chosen rows, several ones go down from the first chosen row.

    Args:
        model: The list.
        rows: The rectangle.
        start: The column that it begins in, if it has no heads.
        chosen: Numbers of the chosen rows, from top to bottom.
        keys: Names of the columns that tell rows apart.
        fixed: Those of them that can't be set: another's name there is a row of somebody else.
    """
    heads, body = _split(model, rows)
    if heads is None:
        return _in_order(model, body, model.columns[start:], chosen, fixed)
    known = [n for n, each in enumerate(heads) if each is not None and each.name in keys]
    placed = _in_order(model, body, heads, chosen, fixed) if not known else _by_keys(
        model, body, heads, known)  # fmt: skip
    placed.by_heads = True
    return placed


def all_new(model: RecordTableModel, rows: Sequence[Sequence[str]], start: int) -> Placed:
    """The same where every row is meant to be a new one."""
    heads, body = _split(model, rows)
    columns = model.columns[start:] if heads is None else heads
    return Placed(left=[_left(columns, row) for row in body], by_heads=heads is not None)


def _split(
    model: RecordTableModel, rows: Sequence[Sequence[str]]
) -> tuple[list[Column | None] | None, list[Sequence[str]]]:
    """The columns that the first row names, if it is one of heads, and the rows with contents."""
    heads = _heads(model, rows[0]) if len(rows) > 1 else None
    if heads is None:
        return None, list(rows)
    return heads, [row for row in rows[1:] if any(row)]


def _heads(model: RecordTableModel, row: Sequence[str]) -> list[Column | None] | None:
    """The columns that a row names; ``None`` if any of its cells is no head."""
    known: dict[str, Column] = {}
    for each in model.all_columns:
        for word in (each.head, each.field.label):
            known.setdefault(_SIGNS.sub("", word), each)
    words = [_SIGNS.sub("", cell) for cell in row]
    named = [word for word in words if word]
    if not named or any(word not in known for word in named):
        return None
    return [known.get(word) for word in words]


def _in_order(
    model: RecordTableModel,
    rows: Sequence[Sequence[str]],
    columns: Sequence[Column | None],
    chosen: Sequence[int],
    fixed: Collection[str],
) -> Placed:
    """Rows one after the other from the first chosen one; a single row for all that are chosen."""
    if not chosen:
        why = "请先在列表里选中要粘贴到的行。" if model.rows else ""
        return Placed(left=[_left(columns, row, why) for row in rows])
    many = len(chosen) > 1 and len(chosen) >= len(rows)
    targets = list(chosen) if many else list(range(chosen[0], len(model.rows)))
    if len(rows) == 1:
        pairs = [(number, rows[0]) for number in (chosen if many else chosen[:1])]
    else:
        pairs = list(zip(targets, rows, strict=False))
    placed = Placed()
    for number, row in pairs:
        placed.cells += _cells(model, model.record(number), columns, row, fixed)
    placed.left = [_left(columns, row) for row in rows[len(targets) :] if any(row)]
    return placed


def _by_keys(
    model: RecordTableModel,
    rows: Sequence[Sequence[str]],
    columns: Sequence[Column | None],
    places: Sequence[int],
) -> Placed:
    """Each row where the columns that tell rows apart say the same; a name alone is told as one."""
    told = [column for n in places if (column := columns[n]) is not None]
    by_key: dict[tuple[str, ...], list[Any]] = {}
    for record in model.rows:
        key = tuple(_joined(model.shown(record, column)) for column in told)
        by_key.setdefault(key, []).append(record)
    placed = Placed()
    for row in rows:
        texts = [row[n] if n < len(row) else "" for n in places]
        key = tuple(_as_shown(*each) for each in zip(told, texts, strict=True))
        found = by_key.get(key, [])
        if len(found) == 1:
            others = [None if n in places else each for n, each in enumerate(columns)]
            placed.cells += _cells(model, found[0], others, row, ())
        elif found:
            name = "　".join(filter(None, key))
            why = f"列表里有 {len(found)} 个“{name}”，请在表单里修改。"
            placed.left.append(_left(columns, row, why, name))
        else:
            is_name = len(told) == 1 and told[0].names
            why = "列表里没有这个名字。" if is_name else ""
            placed.left.append(_left(columns, row, why, "　".join(filter(None, texts))))
    return placed


def _as_shown(column: Column, text: str) -> str:
    """A text as the list would show it: days and amounts may be written in other ways."""
    if column.field.kind in (Kind.PERSON, Kind.GROUP) or column.text or column.mark:
        return _joined(text)
    return _joined(show(column.field, read_text(column.field, text)))


def _left(
    columns: Sequence[Column | None], row: Sequence[str], reason: str = "", name: str = ""
) -> Left:
    pairs = zip(columns, row, strict=False)
    return Left([(each, text) for each, text in pairs if each is not None], reason, name)


def _cells(
    model: RecordTableModel,
    record: Any,
    columns: Sequence[Column | None],
    row: Sequence[str],
    fixed: Collection[str],
) -> list[Cell]:
    """The cells of a row; a name that is another's means that the rows do not fit together."""
    pairs = [(each, text) for each, text in zip(columns, row, strict=False) if each is not None]
    problem = ""
    tell = [each for each, _ in pairs if each.names and each.name in fixed]
    for column, text in pairs:
        shown = model.shown(record, column)
        if column in tell and text and _joined(text) != _joined(shown):
            problem = f"粘贴的这一行是“{text[:20]}”的，与列表里的“{shown}”对不上。"
    said = [(column, text) for column, text in pairs if column not in tell]
    # A name alone that does not fit is told too.
    return [Cell(record, *each, problem) for each in said or (pairs if problem else [])]


def _joined(text: str) -> str:
    return "".join(text.split())
