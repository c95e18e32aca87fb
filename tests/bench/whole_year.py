"""A year of 60 members with 3,000 records: every tab, register and member's page, beside SQLite."""

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from partydesk.domain.member import MEMBERS
from partydesk.rules.catalogue import RULES, findings
from partydesk.services.facts import load_facts
from partydesk.services.ledgers.all import LEDGERS
from partydesk.services.members import MemberFilter, list_members
from partydesk.storage.store import Store
from tests.bench.measuring import Figure, in_turns, milliseconds, new_store
from tests.bench.year import make_year
from ui.background import Background
from ui.desk import Desk
from ui.main_window import Heading, MainWindow
from ui.program import make_application
from ui.state import State
from ui.tab_list import branch_tabs
from ui.tabs.ledgers_tab import LedgersTab
from ui.tabs.members_tab import MembersTab
from ui.theme import Theme

#: Whatever is opened is there and painted within so many milliseconds.
GOAL = 150
#: All checks, in milliseconds.
_CHECKS = 100
#: So many registers are told one by one: the slowest.
_SHOWN = 4


class Taken(NamedTuple):
    """How long something took: by the clock, on the processor in all threads, in the window's.

    Goals are for the processor: what other programs take from it meanwhile is no fault of ours.
    """

    wall: float
    processor: float
    window: float


#: What was opened, by what it is called, with one entry for each round.
Times = dict[str, list[Taken]]


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """Everything that can be opened, first and later; then the same rows by plain SQL."""
    app = make_application(["bench"], Theme())
    gc.disable()  # as in the window, where a timer looks for garbage (ui/garbage.py)
    first, later = _nothing(), _nothing()
    with new_store(folder / "一年.partydesk") as store:
        records = make_year(store, date.today())
        # The first window also loads the code, which a user waits for while typing a password.
        _once(store, folder / "code.ini", _nothing(), _nothing())
        for number in range(1 if quick else 3):
            _once(store, folder / f"{number}.ini", first, later)
        checked = _checked(store, 3 if quick else 9)
        sides = {"list": partial(_raw_list, store), "person": partial(_raw_person, store)}
        raw = in_turns(5, sides)
    app.quit()
    figures = [
        milliseconds(f"raw SQLite: the longest register of {records:,} records", raw["list"]),
        milliseconds("raw SQLite: everything about one person", raw["person"]),
    ]
    for name, title in (("tab", "tab"), ("register", "register"), ("member", "member's page")):
        figures += _told(f"{title} opened first", first[name])
        figures += _told(f"{title} opened again after a save", later[name])
    whole = _slowest(later["read"])
    figures.append(
        milliseconds(
            f"tab: what follows beside the window, slowest: {whole}",
            processor(later["read"][whole]),
        )
    )
    return [
        *figures,
        milliseconds("what the checks look at, read", walls(checked["read"])),
        milliseconds("  on the processor", processor(checked["read"])),
        milliseconds(f"all {len(RULES)} checks of it", walls(checked["check"])),
        milliseconds("  on the processor", processor(checked["check"]), _CHECKS),
    ]


def _nothing() -> dict[str, Times]:
    return {"tab": {}, "read": {}, "register": {}, "member": {}}


def _told(title: str, times: Times) -> list[Figure]:
    """The slowest by name, by the clock and on the processor, and the next slowest."""
    worst, *others = sorted(times, key=lambda each: -_middle(times[each]))[:_SHOWN]
    figures = [
        milliseconds(
            f"{title}, slowest of {len(times)}: {worst}", window_times(times[worst]), GOAL
        ),
        milliseconds("  in all threads", processor(times[worst])),
        milliseconds("  by the clock", walls(times[worst])),
    ]
    return figures + [milliseconds(f"  then {each}", window_times(times[each])) for each in others]


def _slowest(times: Times) -> str:
    return max(times, key=lambda each: sum(processor(times[each])))


def walls(taken: Iterable[Taken]) -> list[float]:
    return [each.wall for each in taken]


def processor(taken: Iterable[Taken]) -> list[float]:
    return [each.processor for each in taken]


def window_times(taken: Iterable[Taken]) -> list[float]:
    """Of the window's thread: what is read beside it may follow."""
    return [each.window for each in taken]


def _middle(taken: list[Taken]) -> float:
    return sorted(window_times(taken))[len(taken) // 2]


def _once(store: Store, settings: Path, first: dict[str, Times], later: dict[str, Times]) -> None:
    """Open everything in a new window, in turn; then again, each after something was saved."""
    with opened(store, settings) as (window, background):
        _open_all(window, store, background, (first, later))


@contextmanager
def opened(store: Store, settings: Path) -> Iterator[tuple[MainWindow, Background]]:
    """A window on the year, at the tab that shows least."""
    background = Background()
    desk, state = Desk(store, background), State(settings)
    entries = branch_tabs(desk, state)
    state.last_tab = entries[-1].title
    window = MainWindow(Heading("示例"), entries, state)
    window.show()
    QApplication.processEvents()
    yield window, background
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    background.close()
    # Settings that are written only when the process ends would make the folder anew.
    state._settings.sync()


def _open_all(
    window: MainWindow,
    store: Store,
    background: Background,
    rounds: tuple[dict[str, Times], dict[str, Times]],
) -> None:
    first, later = rounds
    last = len(window.titles) - 1
    for times in (first, later):
        for place, title in enumerate(window.titles):
            window.show_tab(last if place == 0 else 0)
            wait(background)
            _save_something(store)
            if place < last or times is later:
                note(times["tab"], title, partial(window.show_tab, place))
                note(times["read"], title, partial(wait, background))
        gc.collect()
        _registers(window, store, times["register"])
        wait(background)
        gc.collect()
        _members(window, times["member"])


def _checked(store: Store, rounds: int) -> Times:
    """Reading what the checks look at, and the checks, apart from each other."""
    times: Times = {}
    for _ in range(rounds):
        gc.collect()
        note(times, "read", partial(load_facts, store, date.today()))
        facts = load_facts(store, date.today())
        gc.collect()
        note(times, "check", partial(findings, facts))
    return times


def wait(background: Background) -> None:
    """Until nothing is read beside the window any more, nor asked for because of what was."""
    for _ in range(3):
        background.wait_for(QApplication.processEvents)
        QApplication.processEvents()


def _save_something(store: Store) -> None:
    """As far as tabs can tell: what they have read is no longer what the file holds."""
    store.revision += 1


def _registers(window: MainWindow, store: Store, times: Times) -> None:
    window.show_tab(window.titles.index("工作台账"))
    tab = window.page
    assert isinstance(tab, LedgersTab)
    tab.show_ledger(LEDGERS[-1].table)
    QApplication.processEvents()
    for each in LEDGERS:
        _save_something(store)
        note(times, each.title, partial(tab.show_ledger, each.table))
        rows = tab.page.page.table.records.rows
        longest = max(rows, key=lambda row: sum(map(len, map(str, row.cells.values()))))
        note(
            times,
            f"{each.title}, its longest record",
            partial(tab.page.page.table.choose, longest.id),
        )


def _members(window: MainWindow, times: Times) -> None:
    window.show_tab(window.titles.index("党员名册"))
    tab = window.page
    assert isinstance(tab, MembersTab)
    # By the desk: what the checks found is read beside the window, they take turns.
    shown = tab.desk.call(list_members, MemberFilter(categories=MEMBERS), date.today())
    QApplication.processEvents()
    for each in shown:
        note(times, each.name, partial(tab.show_record, each.id))


def note(times: Times, name: str, work: Callable[[], Any]) -> None:
    """Do it until it is painted; what is read beside the window may follow."""
    clocks = (time.perf_counter, time.process_time, time.thread_time)
    began = [clock() for clock in clocks]
    work()
    QApplication.processEvents()
    taken = Taken(*(clock() - start for clock, start in zip(clocks, began, strict=True)))
    times.setdefault(name, []).append(taken)


def _raw_list(store: Store) -> float:
    began = time.perf_counter()
    query = "SELECT * FROM dues_payment WHERE deleted_at IS NULL ORDER BY month DESC, id DESC"
    found = store.file.connection.execute(query).fetchall()
    assert len(found) > 700
    return time.perf_counter() - began


def _raw_person(store: Store) -> float:
    """Every row that names one member, table by table."""
    run = store.file.connection.execute
    member = run("SELECT member_id FROM attendance GROUP BY 1 ORDER BY count(*) DESC").fetchone()[0]
    tables = [row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table'")]
    naming = {
        table: [row[3] for row in run(f"PRAGMA foreign_key_list({table})") if row[2] == "member"]
        for table in tables
    }
    began = time.perf_counter()
    found = []
    for table, columns in naming.items():
        if columns:
            wanted = " OR ".join(f"{column} = ?" for column in columns)
            found += run(
                f"SELECT * FROM {table} WHERE {wanted}", [member] * len(columns)
            ).fetchall()
    assert len(found) > 100
    return time.perf_counter() - began
