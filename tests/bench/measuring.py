"""Timing side by side: what is compared is measured in turns, and told with its spread."""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from partydesk.storage import slots
from partydesk.storage.store import Store

PASSWORD = "春天的故事很长很美"
#: A password whose guesses cost nothing: what is measured here is not the lock.
CHEAP = slots.Cost(memory_kib=64, iterations=1, lanes=1)

#: Does its work once and returns how many seconds of it count.
Side = Callable[[], float]


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Attributes:
        label: What was measured.
        values: One value for each round.
        unit: ``ms``, ``s``, ``MB`` or ``x`` for a ratio.
        goal: The median should not be above this.
        note: Why it is not, where something else stands in the way; one sentence.
    """

    label: str
    values: tuple[float, ...]
    unit: str
    goal: float | None = None
    note: str = ""

    @property
    def median(self) -> float:
        """The value in the middle."""
        return median(self.values)

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is reached; ``None`` without a goal."""
        return None if self.goal is None else self.median <= self.goal

    def as_json(self) -> dict[str, Any]:
        """What the JSON file says."""
        return {
            "label": self.label,
            "unit": self.unit,
            "min": min(self.values),
            "median": self.median,
            "max": max(self.values),
            "values": list(self.values),
            "goal": self.goal,
            "met": self.is_met,
            "note": self.note,
        }


def in_turns(
    rounds: int, sides: Mapping[str, Side], times: int = 1
) -> dict[str, tuple[float, ...]]:
    """Seconds of each side by round: A B A B, so that a slow moment of the machine hits both.

    Work too short to be timed alone is done several ``times`` in a round, in turns there too; its
    seconds are the mean of them, so that what happens only now and then counts as well.
    """
    taken: dict[str, list[float]] = {name: [] for name in sides}
    chance = Random(1)
    was_enabled = gc.isenabled()
    # As in the window, where a timer looks for garbage (ui/garbage.py): here between two sides,
    # so that none pays for what another has left behind.
    gc.disable()
    try:
        for _ in range(rounds):
            if times > 1:
                gc.collect()
                for name, seconds in _mean_in_turns(sides, times, chance).items():
                    taken[name].append(seconds)
                continue
            for name, side in sides.items():
                gc.collect()
                taken[name].append(side())
    finally:
        if was_enabled:
            gc.enable()
    return {name: tuple(values) for name, values in taken.items()}


def _mean_in_turns(sides: Mapping[str, Side], times: int, chance: Random) -> dict[str, float]:
    """In an order that changes: what follows on heavy work finds the processor's cache cold."""
    taken = dict.fromkeys(sides, 0.0)
    for _ in range(times):
        for name in chance.sample(list(sides), len(sides)):
            taken[name] += sides[name]() / times
    return taken


def ratio(
    label: str,
    ours: Sequence[float],
    plain: Sequence[float],
    goal: float | None = None,
    note: str = "",
) -> Figure:
    """How many times as long we take, round by round."""
    return Figure(label, tuple(a / b for a, b in zip(ours, plain, strict=True)), "x", goal, note)


def milliseconds(label: str, seconds: Sequence[float], goal: float | None = None) -> Figure:
    """Times as they were; ``goal`` in milliseconds."""
    return Figure(label, tuple(1000 * each for each in seconds), "ms", goal)


def timed(work: Callable[[], object]) -> float:
    """Seconds that work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def new_store(path: Path) -> Store:
    """A new, empty branch file on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return Store.create(path, PASSWORD, cost=CHEAP, allow_anywhere=True)
