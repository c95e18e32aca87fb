"""Sheets of 台账: an empty one to fill, looking at a filled one, and taking it in as one step."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.documents.ledger_sheet import People, SheetPlan, SheetRow, understand_table
from partydesk.documents.refused_sheet import refused_rows
from partydesk.documents.roster_text import compact
from partydesk.documents.sheet_source import Cancelled, Progress, read_sheets
from partydesk.documents.workbook import empty_sheet
from partydesk.domain.fields import Field, Kind
from partydesk.domain.member import Member
from partydesk.domain.organization import Group
from partydesk.errors import CancelledError, ForeignFileError, InvalidValuesError, LockedError
from partydesk.safeio import Written, write_file
from partydesk.services.ledgers.keeping import checked_record, defaults, store_record
from partydesk.services.ledgers.ledger import Ledger
from partydesk.storage.store import Store


class Taking(StrEnum):
    """What importing does with a row."""

    ADD = "新增"
    SAME = "已有"
    REFUSED = "有错"


@dataclass(frozen=True)
class TableRow:
    """A row of the sheet with what would be done."""

    row: SheetRow
    taking: Taking
    ready: Mapping[str, Any]


@dataclass(frozen=True)
class TablePreview:
    """A sheet compared with the file; nothing was changed yet."""

    path: Path
    plan: SheetPlan
    rows: Sequence[TableRow]

    def of(self, taking: Taking) -> list[TableRow]:
        """The rows that lead to one thing."""
        return [each for each in self.rows if each.taking is taking]

    def __str__(self) -> str:
        told = [f"可导入 {len(self.of(Taking.ADD))} 行"]
        if same := len(self.of(Taking.SAME)):
            told.append(f"{same} 行文件里已有")
        if refused := len(self.of(Taking.REFUSED)):
            told.append(f"{refused} 行有错")
        return "，".join(told)


def form_fields(ledger: Ledger) -> list[Field]:
    """The fields of the form, in its order."""
    names = [name for part in ledger.parts for name in part.names]
    return [ledger.by_name[name] for name in names if name in ledger.by_name]


def people_columns(ledger: Ledger) -> list[People]:
    """Lists of people that one cell of a sheet can hold: names with 、 between them."""
    found = []
    for name, rows in ledger.register.rows.items():
        person = ledger.person_of_rows(name)
        if person and not any(each.required for each in rows.fields if each is not person):
            found.append(People(name, ledger.described(name).label, person.name))
    return found


def template(ledger: Ledger) -> bytes:
    """An empty sheet with this ledger's heads, its choices as lists, and a line that explains."""
    people = [Field(each.label, hint="姓名之间用顿号隔开", kind=Kind.TEXT, name=each.rows)
              for each in people_columns(ledger)]  # fmt: skip
    return empty_sheet(ledger.title, [*form_fields(ledger), *people])


def look_at_sheet(
    store: Store,
    ledger: Ledger,
    path: Path,
    today: date,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> TablePreview:
    """Read a sheet, understand it, compare it with the file and try it, row by row.

    What the register would refuse when it is stored is known before anything is.

    Raises:
        ForeignFileError: It can't be read, or has no head that fits.
        CancelledError: The user stopped it.
    """
    sheets = read_sheets(path, progress=progress, cancelled=cancelled)
    ids = _ids_by_name(store)
    fields, people = form_fields(ledger), people_columns(ledger)
    plans, refused = [], None
    for sheet in sheets:
        try:
            plans.append(understand_table(sheet, fields, people, ids))
        except ForeignFileError as error:
            refused = error
    if not plans:
        assert refused is not None, "a file has at least one sheet"
        raise refused
    plan = max(plans, key=lambda each: len(each.rows))
    known = _known(store, ledger)
    with store.reading() as session:
        rows = [_compared(session, each, ledger, today, known) for each in plan.rows]
    return TablePreview(path, plan, _tried(store, ledger, rows, cancelled))


def take_in(
    store: Store,
    ledger: Ledger,
    preview: TablePreview,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Add the rows that can be added, as one step that can be undone; how many they were.

    Raises:
        CancelledError: The user stopped it; nothing was added.
        LockedError: A confidential text can't be sealed with this password.
    """
    rows = preview.of(Taking.ADD)
    if not rows:
        return 0
    with store.writing(f"导入{ledger.noun} {len(rows)} 条") as session:
        for number, each in enumerate(rows):
            if number % 100 == 0:
                if cancelled and cancelled():
                    raise CancelledError("导入已取消，什么都没有写入。")
                if progress:
                    progress(number, len(rows))
            store_record(session, ledger, each.ready, None)
            session.flush()
    return len(rows)


def export_refused(preview: TablePreview, target: Path) -> Written:
    """Save the rows that can't be taken in, with their reasons, as a sheet to correct."""
    rows = [
        (each.row.line, "\n".join(each.row.problems), each.row.cells)
        for each in preview.of(Taking.REFUSED)
    ]
    return write_file(target, refused_rows(preview.plan.labels, rows))


def _tried(
    store: Store, ledger: Ledger, rows: Sequence[TableRow], cancelled: Cancelled | None
) -> list[TableRow]:
    """Store each row that can be added, as taking in will, and keep nothing of it."""
    found = []
    with store.trying() as session:
        for number, each in enumerate(rows):
            if number % 100 == 0 and cancelled and cancelled():
                raise CancelledError("导入已取消，什么都没有写入。")
            if each.taking is not Taking.ADD:
                found.append(each)
                continue
            step = session.begin_nested()
            try:
                store_record(session, ledger, each.ready, None)
                session.flush()
            except InvalidValuesError as error:
                step.rollback()
                found.append(_refused(each.row, ledger, error.by_field))
            except LockedError as error:
                step.rollback()
                found.append(_refused(each.row, ledger, {"": error.sentence}))
            else:
                step.commit()
                found.append(each)
    return found


def _refused(row: SheetRow, ledger: Ledger, by_field: Mapping[str, str]) -> TableRow:
    """The row with what is wrong beside what its cells already said."""
    named = {each.name: each.label for each in form_fields(ledger)}
    named |= {name: ledger.described(name).label for name in ledger.register.rows}
    told = {problem.partition("：")[0] for problem in row.problems}
    for name, sentence in by_field.items():
        label = named.get(name.partition(".")[0], "")
        if label not in told:
            row.problems.append(f"{label}：{sentence}" if label else sentence)
    return TableRow(row, Taking.REFUSED, {})


def _compared(
    session: Session, row: SheetRow, ledger: Ledger, today: date, known: set[tuple[Any, ...]]
) -> TableRow:
    try:
        # What the sheet does not say is as in a new form.
        ready = checked_record(session, ledger, defaults(ledger) | row.values, today)
    except InvalidValuesError as error:
        return _refused(row, ledger, error.by_field)
    if row.problems:
        return TableRow(row, Taking.REFUSED, {})
    key = _key(ledger, ready)
    if key is not None and key in known:
        return TableRow(row, Taking.SAME, {})
    if key is not None:
        known.add(key)
    return TableRow(row, Taking.ADD, ready)


def _key(ledger: Ledger, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """By what a record is known again; without such fields every row is new."""
    return tuple(values.get(name) for name in ledger.same) if ledger.same else None


def _known(store: Store, ledger: Ledger) -> set[tuple[Any, ...]]:
    if not ledger.same:
        return set()
    columns = [getattr(ledger.record, name) for name in ledger.same]
    gone = ledger.record.__table__.columns["deleted_at"]
    with store.reading() as session:
        return {tuple(row) for row in session.execute(select(*columns).where(gone.is_(None)))}


def _ids_by_name(store: Store) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    with store.reading() as session:
        gone = Member.left_on.isnot(None)
        for key, name in session.execute(select(Member.id, Member.name).order_by(gone)):
            found[compact(name)].append(key)
        for key, name in session.execute(select(Group.id, Group.name)):
            found[compact(name)].append(key)
    return found
