"""What is done every day, in times: opening, tabs, searching, checking. Goals are ours alone."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from partydesk.services import branch_files, findings, search
from partydesk.services.members import MemberFilter, list_members
from partydesk.services.sample import make_sample
from partydesk.services.search_index import SearchIndex
from partydesk.storage.store import Store
from tests.bench.measuring import PASSWORD, Figure, in_turns, milliseconds, new_store, timed
from tests.bench.people import fill
from ui.background import Background
from ui.desk import Desk
from ui.main_window import Heading, MainWindow
from ui.program import make_application
from ui.state import State
from ui.tab_list import branch_tabs
from ui.theme import Theme

TODAY = date(2026, 11, 22)


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """Opening a file, each tab for the first time, searching a name, checking the branch."""
    rounds = 3 if quick else 7
    with new_store(folder / "示例.partydesk") as store:
        make_sample(store, TODAY)
        checks = in_turns(
            rounds,
            {
                "check of the sample branch": lambda: timed(
                    lambda: findings.check_branch(store, None, TODAY)
                ),
            },
        )
        tabs = _tabs(store, folder, rounds)
    return [
        *_all(_opening(folder, 2 if quick else 5)),
        *_all(tabs),
        *_all(checks),
        *_all(_searching(folder, 5_000, rounds)),
        *([] if quick else _all(_searching(folder, 50_000, 5))),
    ]


def _all(taken: dict[str, tuple[float, ...]]) -> list[Figure]:
    return [milliseconds(name, seconds) for name, seconds in taken.items()]


def _opening(folder: Path, rounds: int) -> dict[str, tuple[float, ...]]:
    """The real password costs half a second on purpose; the cheap one shows the rest."""
    cheap, real = folder / "cheap.partydesk", folder / "real.partydesk"
    new_store(cheap).close()
    Store.create(real, PASSWORD, allow_anywhere=True).close()

    def opened(path: Path) -> Callable[[], float]:
        def side() -> float:
            stores = []
            seconds = timed(
                lambda: stores.append(branch_files.open_branch(path, PASSWORD, allow_anywhere=True))
            )
            stores[0].close()
            return seconds

        return side

    return in_turns(
        rounds,
        {
            "file opened, cheap password": opened(cheap),
            "file opened, real Argon2id": opened(real),
        },
    )


def _tabs(store: Store, folder: Path, rounds: int) -> dict[str, tuple[float, ...]]:
    """Each tab of a new window for the first time; the first window also loads the code."""
    app = make_application(["bench"], Theme())
    background = Background()
    taken: dict[str, list[float]] = {}
    for number in range(rounds):
        for title, seconds in _tabs_of_a_window(Desk(store, background), folder / f"{number}.ini"):
            name = f"tab {title} shown first"
            if number == 0:
                taken[f"{name}, its code loaded"] = [seconds]
            else:
                taken.setdefault(name, []).append(seconds)
    background.close()
    app.quit()
    return {name: tuple(values) for name, values in taken.items()}


def _tabs_of_a_window(desk: Desk, settings: Path) -> Iterator[tuple[str, float]]:
    """Open the last tab, then the others one after the other; each title with its seconds."""
    state = State(settings)
    entries = branch_tabs(desk, state)
    state.last_tab = entries[-1].title
    window = MainWindow(Heading("示例"), entries, state)
    window.show()
    QApplication.processEvents()

    def show(place: int) -> None:
        window.show_tab(place)
        QApplication.processEvents()

    for place, entry in enumerate(entries[:-1]):
        yield entry.title, timed(partial(show, place))
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    # Settings that are written only when the process ends would make the folder anew.
    state._settings.sync()


def _searching(folder: Path, count: int, rounds: int) -> dict[str, tuple[float, ...]]:
    with new_store(folder / f"{count}.partydesk") as store:
        fill(store, count)
        name = list_members(store, MemberFilter(), TODAY)[count // 2].name
        # As the window has it a moment after the file was opened; see the measurement `search`.
        index = SearchIndex()
        index.read_all(store)
        return in_turns(
            rounds,
            {
                f"a name searched everywhere among {count:,}": lambda: timed(
                    lambda: search.search(store, name, index)
                ),
                f"initials typed into the roster's own line, {count:,}": lambda: timed(
                    lambda: list_members(store, MemberFilter(text="czy"), TODAY)
                ),
            },
        )
