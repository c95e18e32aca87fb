"""After a save: the first screen of findings, and whether typing stalls, in a year of 3,000."""

import gc
import time
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from partydesk.services.members import save_member
from partydesk.storage.store import Store
from tests.bench.event_loop import Gap, Gaps
from tests.bench.measuring import Figure, milliseconds, new_store
from tests.bench.one_record import values_of_person
from tests.bench.whole_year import Times, note, opened, processor, wait, walls
from tests.bench.year import make_year
from ui.main_window import MainWindow
from ui.program import make_application
from ui.tabs.workbench_tab import WorkbenchTab
from ui.theme import Theme

#: The first screen after a save; no stop while typing: in milliseconds.
_FINDINGS, _GAP = 200, 50


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """Goals are for the time in which our own process was at work, in all of its threads."""
    app = make_application(["bench"], Theme())
    gc.disable()  # as in the window, where a timer looks for garbage (ui/garbage.py)
    with new_store(folder / "一年.partydesk") as store:
        make_year(store, date.today())
        times, shown, typed = _after_saves(store, folder / "saves.ini", 3 if quick else 15)
    app.quit()
    first, worth = times["first"], times["worth"]
    return [
        milliseconds("first screen, from pressing save to seen", walls(first)),
        milliseconds("  on the processor", processor(first), _FINDINGS),
        milliseconds("  then until each duty tells its worth", walls(worth)),
        milliseconds("    on the processor", processor(worth)),
        milliseconds("  meanwhile, longest gap", [each.clock for each in shown]),
        milliseconds("    of our own work", [each.own for each in shown], _GAP),
        milliseconds("typing just after a save, longest gap", [each.clock for each in typed]),
        milliseconds("  of our own work", [each.own for each in typed], _GAP),
    ]


def _after_saves(store: Store, settings: Path, rounds: int) -> tuple[Times, list[Gap], list[Gap]]:
    """Times of the first screen; its longest gaps; those while typing after another save."""
    times: Times = {}
    shown, typed = [], []
    with opened(store, settings) as (window, background):
        watch, desk = Gaps(), window.page.desk
        for number in range(-1, rounds):
            window.show_tab(0)
            wait(background)
            gc.collect()
            # The save itself, with its write to the disk, is the business of one_record.
            watch.start()
            first = f"first{number}" if number < 0 else "first"
            note(times, first, partial(_save_and_see, window, 50_000 + number))
            note(times, "worth", partial(wait, background))
            shown.append(watch.longest)
            window.show_tab(window.titles.index("会议记录"))
            wait(background)
            desk.call(save_member, values_of_person(60_000 + number))
            QApplication.processEvents()
            typed.append(_typed(window, watch))
    return times, shown[1:], typed[1:]


def _save_and_see(window: MainWindow, number: int) -> None:
    """Until 工作台 tells what is true after the save."""
    page = window.page
    assert isinstance(page, WorkbenchTab)
    page.desk.call(save_member, values_of_person(number))
    while not page.is_current:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _typed(window: MainWindow, watch: Gaps) -> Gap:
    """The longest gap while a topic is typed for half a second."""
    line = window.page.form.editor("topic")
    watch.start()
    for _ in range(30):
        QTest.keyClick(line, Qt.Key.Key_A)
        until = time.perf_counter() + 0.016
        while time.perf_counter() < until:
            QApplication.processEvents()
    return watch.longest
