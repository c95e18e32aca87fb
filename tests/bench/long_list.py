"""A list of 20,000 rows opened and sorted in the real table."""

from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from partydesk.services.members import MemberFilter, list_members
from tests.bench.measuring import Figure, in_turns, milliseconds, new_store, timed
from tests.bench.people import fill
from ui.background import Background
from ui.desk import Desk
from ui.program import make_application
from ui.state import State
from ui.tabs.members_tab import MembersTab
from ui.theme import Theme
from ui.widgets.record_table import RecordTable

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """Rows of a roster shown by the table of the members tab, painted; then sorted by its heads."""
    count, rounds = (5_000, 3) if quick else (20_000, 5)
    app = make_application(["bench"], Theme())
    with new_store(folder / "支部.partydesk") as store:
        fill(store, count)
        rows = list_members(store, MemberFilter(), date(2026, 11, 22))
        state = State(folder / "window.ini")
        tab = MembersTab(Desk(store, Background(inline=True)), state)
    columns = tab.page.table.records.columns
    tables = [RecordTable(columns, f"bench{number}", state) for number in range(rounds)]
    waiting = iter(tables)
    kept = RecordTable(columns, "bench", state)
    _open(kept, rows)

    def sort(column: int) -> float:
        _, order = kept.records.sorted_by
        return timed(
            lambda: (
                kept.records.sort(column, DOWN if order is UP else UP),
                QApplication.processEvents(),
            )
        )

    sides = {
        "open": lambda: timed(lambda: _open(next(waiting), rows)),
        "refill": lambda: timed(lambda: (kept.fill(rows), QApplication.processEvents())),
    }
    sides |= {each.head: partial(sort, number) for number, each in enumerate(columns)}
    taken = in_turns(rounds, sides)
    app.quit()
    heads = [each.head for each in columns]
    slowest = max(heads, key=lambda head: median(taken[head]))
    return [
        milliseconds(f"{count:,} rows opened and painted", taken["open"], 200),
        milliseconds("sorted by the slowest column and painted", taken[slowest], 100),
        milliseconds("filled again", taken["refill"]),
        *(milliseconds(f"  sorted by {head}", taken[head]) for head in heads),
    ]


def _open(table: RecordTable, rows: list) -> None:
    table.resize(1366, 728)
    table.fill(rows)
    table.show()
    QApplication.processEvents()
