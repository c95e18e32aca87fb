"""Longest time that the window stands still, whatever is being done.

The goal is for the time in which our own process was at work: what another program takes from the
processor meanwhile is no fault of ours. By the clock the same is told without a goal.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget

from partydesk.services import branch_files, exports, history
from partydesk.services.cards import the_card
from partydesk.services.roster_import import prepare_import, run_import
from partydesk.services.sample import make_sample
from partydesk.services.submission import make_submission, plan
from partydesk.storage.store import Store
from tests.bench.event_loop_work import WORKS, Room, Work, give_update
from tests.bench.measuring import Figure, milliseconds, new_store
from tests.bench.package import QUARTER, TODAY, branch_with
from tests.bench.people import roster_sheet
from tests.bench.year import make_year
from tests.core.branches import accept_errors
from ui.background import Background, Tell
from ui.desk import Desk, Task
from ui.main_window import Heading, MainWindow
from ui.program import make_application
from ui.state import State
from ui.tab_list import branch_tabs
from ui.theme import Theme

#: Milliseconds between two ticks of a window that is free.
TICK = 5
#: Milliseconds after the work that count as well.
AFTER = 600


class Gap(NamedTuple):
    """A time without a tick, in seconds: by the clock, and as far as our process was at work."""

    clock: float = 0.0
    own: float = 0.0


class Gaps(QObject):
    """Ticks of a timer on the window's thread, and the longest times between two of them."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = Gap()
        self._last = _now()
        timer = QTimer(self, interval=TICK)
        timer.timeout.connect(self._tick)
        timer.start()

    def start(self) -> None:
        self.longest, self._last = Gap(), _now()

    def _tick(self) -> None:
        clock, worked = now = _now()
        gap = clock - self._last[0]
        # Both threads may be at work at once.
        own = min(gap, worked - self._last[1])
        self.longest = Gap(max(self.longest.clock, gap), max(self.longest.own, own))
        self._last = now


def _now() -> tuple[float, float]:
    """Seconds by the clock, and of processor time that this process has had."""
    return time.perf_counter(), time.process_time()


class _Watch:
    """Runs tasks as the program does, and watches the window meanwhile."""

    def __init__(self, store: Store, window: QWidget | None = None) -> None:
        self._background = Background()
        self.desk = Desk(store, self._background)
        self._window = window or QWidget()
        self._window.resize(1366, 728)
        self._window.show()
        self._gaps = Gaps()

    def shows(self, window: QWidget) -> None:
        """Go on with another window."""
        self._window.close()
        self._window = window
        window.resize(1366, 728)
        window.show()

    def run(self, work: Callable[[Store, Tell], Any]) -> tuple[Gap, Any]:
        """Longest gap while work was done beside the window, and its result."""
        loop, answers = QEventLoop(), []
        self._rest(100)
        self._gaps.start()
        job = self.desk.run(Task(work, "正在工作…", answers.append), self._window)
        # What the work leaves behind is looked through within half a second.
        job.ended.connect(lambda: QTimer.singleShot(AFTER, loop.quit))
        loop.exec()
        return self._gaps.longest, answers[0]

    def do(self, work: Callable[[], object]) -> Gap:
        """Longest gap while work was done on the window's thread, with all that it leads to."""
        self._rest(100)
        self._gaps.start()
        QTimer.singleShot(0, work)
        self._rest(AFTER)
        return self._gaps.longest

    def close(self) -> None:
        self._background.close()
        self._window.close()

    @staticmethod
    def _rest(milliseconds_: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds_, loop.quit)
        loop.exec()


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """Gaps of the event loop in a large roster's work, then in a usual branch's whole window."""
    app = make_application(["bench"], Theme())
    rounds, rows = (1, 2_000) if quick else (3, 20_000)
    sheet = roster_sheet(folder / "花名册.xlsx", rows)
    gaps: dict[str, list[Gap]] = {}
    for number in range(rounds):
        place = folder / str(number)
        with new_store(place / "支部.partydesk") as store:
            branch_with(store, meetings=5 if quick else 30)
            watch = _Watch(store)
            for name, longest in _round(watch, place, sheet):
                gaps.setdefault(name, []).append(longest)
            watch.close()
        for name, longest in _whole_window(folder / f"year{number}", quick=quick):
            gaps.setdefault(name, []).append(longest)
    app.quit()
    return [each for name, found in gaps.items() for each in _figures(name, found)]


def _figures(name: str, found: list[Gap]) -> Iterator[Figure]:
    yield milliseconds(name, [each.own for each in found], 50)
    yield milliseconds("  by the clock", [each.clock for each in found])


def _whole_window(folder: Path, *, quick: bool) -> Iterator[tuple[str, Gap]]:
    """The table of works in the real window of a branch with 60 members and 3,000 records."""
    with new_store(folder / "支部.partydesk") as store:
        (make_sample if quick else make_year)(store, TODAY)
        accept_errors(store, QUARTER)
        watch, state = _Watch(store), State(folder / "state.ini")
        window = MainWindow(Heading("示例"), branch_tabs(watch.desk, state), state)
        watch.shows(window)
        room = Room(store, watch.desk, window, state, folder, QUARTER, TODAY)
        give_update(room, 100_000 if quick else 2_000_000)
        for place, title in enumerate(window.titles):
            yield f"tab {title} shown", watch.do(partial(window.show_tab, place))
        for work in WORKS:
            yield work.name, _done(watch, room, work)
        watch.close()
        room.store.close()


def _done(watch: _Watch, room: Room, work: Work) -> Gap:
    if work.beside:
        return watch.run(lambda _store, _tell: work.do(room))[0]
    return watch.do(lambda: work.do(room))


def _round(window: _Watch, folder: Path, sheet: Path) -> Iterator[tuple[str, Gap]]:
    """Every kind of work with a large roster once: what it is called and its longest gap."""
    longest, planned = window.run(lambda store, _tell: plan(store, QUARTER, TODAY))
    yield "a submission checked", longest
    longest, _ = window.run(
        lambda store, tell: make_submission(
            store,
            planned,
            the_card(store),
            folder,
            progress=lambda step, part: tell(step, round(part * 100), 100),
        )
    )
    yield "a package sent", longest
    longest, preview = window.run(
        lambda store, tell: prepare_import(
            store, sheet, progress=lambda done, total: tell("读取表格", done, total)
        )
    )
    yield "a roster sheet looked at", longest
    longest, _ = window.run(
        lambda store, tell: run_import(
            store,
            preview,
            backup=lambda: branch_files.backup_now(store, "导入前"),
            progress=lambda done, total: tell("写入名册", done, total),
        )
    )
    yield "imported, after a backup", longest
    longest, _ = window.run(lambda store, _tell: exports.national_workbook(store, TODAY))
    yield "the roster exported to a sheet", longest
    longest, last = window.run(lambda store, _tell: history.last_undoable(store))
    longest, _ = window.run(lambda store, _tell: history.undo(store, last.id))
    yield "the import undone", longest
