"""A roster sheet imported, against calamine only reading it."""

from itertools import count
from pathlib import Path

from python_calamine import CalamineWorkbook

from partydesk.documents.sheet_source import read_sheets
from partydesk.services import history
from partydesk.services.roster_import import prepare_import, run_import
from partydesk.services.roster_preview import Preview
from partydesk.storage.store import Store
from tests.bench.measuring import Figure, in_turns, milliseconds, new_store, ratio, timed
from tests.bench.people import roster_sheet


class _Import:
    """The steps of one import after another; each round into a new, empty file."""

    def __init__(self, folder: Path, sheet: Path) -> None:
        self._folder, self._sheet = folder, sheet
        self._numbers = count()
        self._store: Store | None = None
        self._preview: Preview | None = None

    def prepare(self) -> float:
        if self._store:
            self._store.close()
        self._store = new_store(self._folder / f"{next(self._numbers)}.partydesk")
        began = timed(self._look)
        assert self._preview is not None
        assert not self._preview.refused
        return began

    def _look(self) -> None:
        self._preview = prepare_import(self._store, self._sheet)

    def run(self) -> float:
        return timed(lambda: run_import(self._store, self._preview))

    def write_raw(self) -> float:
        """The rows that were just imported, with their history, by nothing but SQL."""
        tables = ("operation", "member", "change")
        written = {name: _rows_of(self._store, name) for name in tables}
        with new_store(self._folder / f"raw{next(self._numbers)}.partydesk") as store:
            return timed(lambda: _write_raw(store, written))

    def look_again(self) -> float:
        """The same sheet against the roster that now holds it."""
        return timed(lambda: prepare_import(self._store, self._sheet))

    def undo(self) -> float:
        last = history.last_undoable(self._store)
        return timed(lambda: history.undo(self._store, last.id))

    def close(self) -> None:
        self._store.close()


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """A roster of 20,000 rows imported against calamine reading it."""
    rounds, rows = (1, 2_000) if quick else (3, 20_000)
    sheet = roster_sheet(folder / "花名册.xlsx", rows)
    importing = _Import(folder, sheet)
    taken = in_turns(
        rounds,
        {
            "calamine": lambda: timed(lambda: _calamine(sheet, rows)),
            "read": lambda: timed(lambda: read_sheets(sheet)),
            "prepare": importing.prepare,
            "run": importing.run,
            "raw": importing.write_raw,
            "again": importing.look_again,
            "undo": importing.undo,
        },
    )
    importing.close()
    both = [a + b for a, b in zip(taken["prepare"], taken["run"], strict=True)]
    floor = [a + b for a, b in zip(taken["read"], taken["raw"], strict=True)]
    return [
        ratio("looked at and written / calamine", both, taken["calamine"], 2.5, _WHY),
        ratio("floor: read, then written by SQL alone / calamine", floor, taken["calamine"]),
        ratio("looked at and written / that floor", both, floor),
        ratio(
            "looked at (read, understood, matched) / calamine", taken["prepare"], taken["calamine"]
        ),
        ratio("read in the child process / calamine", taken["read"], taken["calamine"]),
        milliseconds(f"calamine, {rows:,} rows", taken["calamine"]),
        milliseconds("read in the child process", taken["read"]),
        milliseconds("looked at: read, understood, matched", taken["prepare"]),
        milliseconds("written, with history", taken["run"]),
        milliseconds("the same rows and history by executemany alone", taken["raw"]),
        milliseconds("the same sheet looked at again", taken["again"]),
        milliseconds("the import undone", taken["undo"]),
    ]


_WHY = (
    "the floor below leaves nothing for understanding 400,000 cells: a child process that keeps "
    "hostile sheets out, and 40,000 encrypted rows with history in one durable transaction."
)

#: Names of columns, and rows of them.
Kept = tuple[list[str], list[tuple]]


def _rows_of(store: Store, table: str) -> Kept:
    """What a table holds, without the columns that no row fills: they cost as much as others."""
    asked = store.file.connection.execute(f"SELECT * FROM {table}")
    names = [each[0] for each in asked.description]
    columns = list(zip(*asked.fetchall(), strict=True))
    filled = [place for place, cells in enumerate(columns) if set(cells) != {None}]
    rows = list(zip(*(columns[place] for place in filled), strict=True))
    return [names[place] for place in filled], rows


def _write_raw(store: Store, written: dict[str, Kept]) -> None:
    """One transaction, as durable as an import, with the same keys and indexes."""
    connection = store.file.connection
    connection.execute("BEGIN")
    for table, (names, rows) in written.items():
        columns, marks = ",".join(f'"{name}"' for name in names), ",".join("?" * len(names))
        connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
    connection.execute("COMMIT")


def _calamine(sheet: Path, rows: int) -> None:
    read = CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python()
    assert len(read) == rows + 1
