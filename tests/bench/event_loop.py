"""Longest time that the window stands still while a roster is imported and a package is made."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget

from partydesk.services import branch_files, exports, history
from partydesk.services.cards import the_card
from partydesk.services.roster_import import prepare_import, run_import
from partydesk.services.submission import make_submission, plan
from partydesk.storage.store import Store
from tests.bench.measuring import Figure, milliseconds, new_store
from tests.bench.package import QUARTER, TODAY, branch_with
from tests.bench.people import roster_sheet
from ui.background import Background, Tell
from ui.desk import Desk, Task
from ui.program import make_application
from ui.theme import Theme

#: Milliseconds between two ticks of a window that is free.
TICK = 5
#: Milliseconds after the work that count as well.
AFTER = 600


class Gaps(QObject):
    """Ticks of a timer on the window's thread, and the longest time between two of them."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        timer = QTimer(self, interval=TICK)
        timer.timeout.connect(self._tick)
        timer.start()

    def start(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


class _Window:
    """A window that runs tasks as the program does, and watches itself meanwhile."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._background = Background()
        self._desk = Desk(store, self._background)
        self._parent = QWidget()
        self._parent.resize(1366, 728)
        self._parent.show()
        self._gaps = Gaps()

    def run(self, work: Callable[[Store, Tell], Any]) -> tuple[float, Any]:
        """Longest gap in seconds while the work ran, and its result."""
        loop, answers = QEventLoop(), []
        QTimer.singleShot(100, loop.quit)
        loop.exec()
        self._gaps.start()
        job = self._desk.run(Task(work, "正在工作…", answers.append), self._parent)
        # What the work leaves behind is looked through within half a second.
        job.ended.connect(lambda: QTimer.singleShot(AFTER, loop.quit))
        loop.exec()
        return self._gaps.longest, answers[0]

    def close(self) -> None:
        self._background.close()
        self._parent.close()


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """Gaps of the event loop during import and export on the real worker thread."""
    app = make_application(["bench"], Theme())
    rounds, rows = (1, 2_000) if quick else (3, 20_000)
    sheet = roster_sheet(folder / "花名册.xlsx", rows)
    gaps: dict[str, list[float]] = {}
    for number in range(rounds):
        place = folder / str(number)
        with new_store(place / "支部.partydesk") as store:
            branch_with(store, meetings=5 if quick else 30)
            window = _Window(store)
            for name, longest in _round(window, place, sheet):
                gaps.setdefault(name, []).append(longest)
            window.close()
    app.quit()
    return [milliseconds(name, values, 50) for name, values in gaps.items()]


def _round(window: _Window, folder: Path, sheet: Path) -> Iterator[tuple[str, float]]:
    """Every kind of work once: what it is called and the longest gap in seconds."""
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
    longest, _ = window.run(lambda store, _tell: exports.roster_workbook(store, TODAY))
    yield "the roster exported to a sheet", longest
    longest, last = window.run(lambda store, _tell: history.last_undoable(store))
    longest, _ = window.run(lambda store, _tell: history.undo(store, last.id))
    yield "the import undone", longest
