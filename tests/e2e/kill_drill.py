"""Kill the window at random moments of typing and saving, then see what the file holds.

``python -m tests.e2e.kill_drill type FOLDER KILLS CONTROL SEED`` prints one line of JSON. What the
window showed as saved must be in the file, and of what was typed at most 3 s may be missing.
With CONTROL 1 the window keeps no drafts, and the drill must find that out.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from partydesk.errors import PartydeskError
from partydesk.services.branch_files import open_branch
from partydesk.services.drafts import draft_of, drafts
from partydesk.services.meetings import list_meetings, meeting_values
from partydesk.services.talks import list_talks, talk_values
from tests.core.branches import PASSWORD, filled_branch

ROOT = Path(__file__).resolve().parents[2]
#: Seconds of typing that may be lost.
ALLOWED = 3.0
#: A window of this machine should be typed into after so many seconds.
PATIENCE = 60.0
#: The latest moment of a kill, in seconds after the first key.
LATEST = 7.0
#: Windows at a time: a few all at once, many on both halves of a small machine.
FEW, TOGETHER = 4, 2


@dataclass
class Told:
    """What a child said of one record.

    Attributes:
        at: When each character was typed, in seconds of the clock that never jumps.
        text: The characters.
        saved: How many of them the window showed as saved.
    """

    at: list[float] = field(default_factory=list)
    text: str = ""
    saved: int = 0


@dataclass
class Outcome:
    """What one kill did: characters typed, savings shown, seconds lost, what is wrong."""

    typed: int = 0
    saved: int = 0
    lost: float = 0.0
    problem: str = ""


def drill(
    folder: Path, kills: int, *, control: bool, seed: int, latest: float = LATEST
) -> dict[str, Any]:
    """So many kills, each of a window on a fresh file."""
    template = folder / "template"
    template.mkdir(parents=True)
    filled_branch(template).close()
    chance = Random(seed)
    # Without drafts everything is lost that is older than the limit: be late enough to see it.
    moments = [chance.uniform(3.5 if control else 0.05, latest) for _ in range(kills)]
    seeds = [chance.randrange(10**6) for _ in range(kills)]

    def one(number: int) -> Outcome:
        place = folder / str(number)
        shutil.copytree(template, place)
        try:
            return killed(place, moments[number], seeds[number], keeps=not control)
        finally:
            shutil.rmtree(place)

    with ThreadPoolExecutor(kills if kills <= FEW else TOGETHER) as pool:
        found = list(pool.map(one, range(kills)))
    return {
        "kills": kills,
        "typed": sum(each.typed for each in found),
        "saved": sum(each.saved for each in found),
        "longest": round(max(each.lost for each in found), 2),
        "problems": [
            f"seed {seeds[number]}, killed after {moments[number]:.2f} s: {each.problem}"
            for number, each in enumerate(found)
            if each.problem
        ],
    }


def killed(place: Path, moment: float, seed: int, *, keeps: bool) -> Outcome:
    """Let a window be typed into, kill it, and compare what it said with what is there."""
    path = next(place.glob("*.partydesk"))
    lines: list[bytes] = []
    began = threading.Event()
    command = [sys.executable, "-m", "tests.e2e.kill_child", str(path), str(seed), str(int(keeps))]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(place)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        reader = threading.Thread(target=_read, args=(child.stdout, lines, began))
        reader.start()
        is_typing = began.wait(PATIENCE)
        time.sleep(moment if is_typing else 0)
        at, ended = time.monotonic(), child.poll()
        child.kill()
        reader.join()
        said = child.stderr.read().decode(errors="replace") if child.stderr else ""
    if not is_typing or ended is not None:
        return Outcome(problem=f"the window ended by itself ({ended}): {said[-2000:]}")
    return compared(_told(lines), _kept(path), at)


def _read(stream: Any, lines: list[bytes], began: threading.Event) -> None:
    for line in stream:
        lines.append(line)
        began.set()
    began.set()


def _told(lines: list[bytes]) -> dict[int, Told]:
    found: dict[int, Told] = {}
    for line in lines:
        if not line.endswith(b"\n"):
            continue  # cut off by the kill: nobody saw it
        fact = json.loads(line)
        told = found.setdefault(fact["number"], Told())
        if fact["what"] == "saved":
            told.saved = fact["length"]
        else:
            told.at.append(fact["at"])
            told.text += fact["sign"]
    return found


def _kept(path: Path) -> tuple[list[str], list[str]] | str:
    """The texts that are saved and those that are kept as drafts; or why it does not open."""
    try:
        with open_branch(path, PASSWORD, allow_anywhere=True) as store:
            saved = [meeting_values(store, each.id)["content"] for each in list_meetings(store)]
            saved += [talk_values(store, each.id)["content"] for each in list_talks(store)]
            found = [
                draft_of(store, kind, record_id)
                for kind in ("meeting", "talk")
                for record_id in drafts(store, kind)
            ]
            half = [each.values.get("content") for each in found if each]
    except PartydeskError as error:
        return f"does not open: {error}"
    return [_flat(each) for each in saved], [_flat(each) for each in half]


def _flat(text: str | None) -> str:
    return "".join((text or "").split())


def compared(told: dict[int, Told], kept: tuple[list[str], list[str]] | str, at: float) -> Outcome:
    if isinstance(kept, str):
        return Outcome(problem=kept)
    saved, half = kept
    made = Outcome(sum(len(each.text) for each in told.values()))
    problems = []
    for number, each in told.items():
        mark = f"[{number}]"
        stored = max((_same(each.text, one) for one in saved if one.startswith(mark)), default=0)
        if each.saved:
            made.saved += 1
        if stored < each.saved:
            problems.append(f"{mark} was shown as saved to {each.saved}, {stored} are there")
        drafted = (_same(each.text, one) for one in half if one.startswith(mark))
        reached = max(stored, *drafted, 0)
        if reached < len(each.text):
            made.lost = max(made.lost, at - each.at[reached])
    if made.lost > ALLOWED:
        problems.append(f"{made.lost:.2f} s of typing are lost")
    made.problem = "; ".join(problems)
    return made


def _same(text: str, other: str) -> int:
    """How many characters from the beginning are the same."""
    for place, (one, two) in enumerate(zip(text, other, strict=False)):
        if one != two:
            return place
    return min(len(text), len(other))


def main(arguments: list[str]) -> None:
    _, where, kills, control, seed = arguments
    found = drill(Path(where), int(kills), control=control == "1", seed=int(seed))
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
