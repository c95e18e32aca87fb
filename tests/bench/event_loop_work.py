"""Everything in a branch's file that may take long, as a table: what is done, and on which thread.

What runs *beside* runs on the worker thread, as in the program; all other work is done on the
window's own thread, because the program does so too.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from partydesk.domain.fields import Kind
from partydesk.domain.periods import Period
from partydesk.package import minisig
from partydesk.package.update_build import list_files, write_update
from partydesk.package.update_list import Update
from partydesk.services import branch_files as files
from partydesk.services import (
    bringing_home,
    cell_edits,
    comparing,
    exports,
    merging,
    restoring,
    safekeeping,
    updating,
)
from partydesk.services.cards import use_sample_card
from partydesk.services.editable import Wanted
from partydesk.services.ledgers import sheets
from partydesk.services.ledgers.care import VISITS
from partydesk.services.organization import people_to_pick
from partydesk.services.receiving import verify_own
from partydesk.services.submission import make_submission
from partydesk.services.submission import plan as submission_plan
from partydesk.services.updating import Here
from partydesk.storage.store import Store
from tests.bench.measuring import PASSWORD
from ui.desk import Desk
from ui.dialogs.all_duties import AllDutiesDialog
from ui.dialogs.pdf_preview import PdfPreview
from ui.main_window import MainWindow
from ui.state import State
from ui.theme import Look, Size, Theme

#: The key that signs an invented update; no program trusts it.
SEED = bytes(range(32))
PROGRAM = "partydesk-desktop"
#: Cells pasted at once, and rows of a sheet.
CELLS, ROWS = 500, 300


@dataclass
class Room:
    """Where the work is done, and what one work leaves for the next."""

    store: Store
    desk: Desk
    window: MainWindow
    state: State
    folder: Path
    period: Period
    today: date
    kept: dict[str, Any] = field(default_factory=dict)

    def place(self, name: str) -> Path:
        """A new folder."""
        made = self.folder / name
        made.mkdir()
        return made


@dataclass(frozen=True)
class Work:
    """Something that a user waits for, beside the window or on its thread."""

    name: str
    do: Callable[[Room], object]
    beside: bool = True


def _send(room: Room) -> None:
    planned = submission_plan(room.store, room.period, room.today)
    card = use_sample_card(room.store)
    room.kept["sent"] = make_submission(room.store, planned, card, room.place("stick")).path


def _back_up(room: Room) -> None:
    for number in range(3):
        room.kept["backup"] = files.backup_now(room.store, f"手工{number}")


def _examine(room: Room) -> None:
    found = [each.backup for each in safekeeping.backup_lines(room.store)]
    room.kept["line"] = safekeeping.examine_all(room.store, found, lambda *_step: None)[-1]


def _copy(room: Room) -> None:
    safekeeping.copy_elsewhere(room.store, room.kept["backup"], room.place("copy"))


def _look_at_cells(room: Room) -> None:
    people = people_to_pick(room.store, room.today)
    fields = [each.name for each in cell_edits.MEMBERS.fields if each.kind is Kind.TEXT]
    cells = [Wanted(who[0], name, "新的内容") for name in fields for who in people]
    room.kept["cells"] = cells[:CELLS]
    cell_edits.look_at(room.store, cell_edits.MEMBERS, cells[:CELLS], room.today)


def _paste(room: Room) -> None:
    cell_edits.change_cells(room.store, cell_edits.MEMBERS, room.kept["cells"], "粘贴", room.today)


def _look_at_sheet(room: Room) -> None:
    path = room.folder / "走访.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["走访日期", "对象类别", "姓名或代号", "慰问金额", "慰问品"])
        rows.writerows(
            [f"2026-{1 + number % 9:02}-11", "困难学生", f"学生{number}", "300", "书"]
            for number in range(ROWS)
        )
    room.kept["sheet"] = sheets.look_at_sheet(room.store, VISITS, path, room.today)


def _take_in(room: Room) -> None:
    assert sheets.take_in(room.store, VISITS, room.kept["sheet"]) == ROWS


def _look_at_update(room: Room) -> None:
    room.kept["update"] = updating.look_at(room.kept["update file"], room.kept["here"])


def _install(room: Room) -> None:
    updating.install(
        room.kept["update file"],
        room.kept["update"],
        room.kept["here"],
        "",
        lambda *_step: None,
    )


def _bring_home(room: Room) -> None:
    bringing_home.bring_home(room.kept["backup"].path, folder=room.place("home"))


def _open(room: Room) -> None:
    path = next((room.folder / "home").glob("*.partydesk"))
    files.open_branch(path, PASSWORD, allow_anywhere=True).close()


def _restore(room: Room) -> None:
    room.store = restoring.bring_back(room.store, room.kept["backup"]).store
    room.desk.adopt(room.store)


def _plan_merge(room: Room) -> None:
    room.kept["pair"] = [each[0] for each in people_to_pick(room.store, room.today)[:2]]
    room.kept["plan"] = room.desk.call(merging.plan_merge, *room.kept["pair"])


def _merge(room: Room) -> None:
    merging.merge(room.store, *room.kept["pair"], room.kept["plan"].proposed())


def _duties(room: Room) -> None:
    dialog = AllDutiesDialog(room.desk, room.state, room.today, room.window)
    dialog.show()
    room.kept["dialog"] = dialog


def _close(room: Room) -> None:
    room.kept.pop("dialog").done(0)


def _put_on(theme: Theme, room: Room) -> None:
    room.window.change_theme(theme)


def _lay_out(room: Room) -> None:
    room.kept["pdf"] = exports.roster_pdf(room.store, room.today)


def _preview(room: Room) -> None:
    room.kept["dialog"] = PdfPreview("党员花名册", room.kept["pdf"], room.window)
    room.kept["dialog"].show()


#: In this order: some need what others left.
WORKS = (
    Work("a package built, sent and read back", _send),
    Work("a package verified", lambda room: verify_own(room.store, room.kept["sent"])),
    Work("three backups made", _back_up),
    Work("all backups checked", _examine),
    Work("a backup copied to a stick", _copy),
    Work("a backup compared", lambda room: comparing.beside(room.store, room.kept["line"])),
    Work(f"{CELLS} cells tried before pasting", _look_at_cells),
    Work(f"{CELLS} cells pasted", _paste),
    Work(f"a register's sheet of {ROWS} rows looked at", _look_at_sheet),
    Work(f"{ROWS} rows taken into a register", _take_in),
    Work("an update on a stick verified", _look_at_update),
    Work("the update put beside the program", _install),
    Work("a file brought home", _bring_home),
    Work("another file opened", _open),
    Work(
        "entries of one person looked for",
        lambda room: room.desk.call(merging.find_duplicates),
        beside=False,
    ),
    Work("two entries side by side", _plan_merge, beside=False),
    Work("two entries merged", _merge),
    Work("全部事项 of a year opened", _duties, beside=False),
    Work("… and closed", _close, beside=False),
    Work("dark put on", partial(_put_on, Theme(Look.DARK, Size.STANDARD)), beside=False),
    Work("largest text put on", partial(_put_on, Theme(Look.DARK, Size.HUGE)), beside=False),
    Work("the roster laid out", _lay_out),
    Work("its pages shown", _preview, beside=False),
    Work("… and closed", _close, beside=False),
    Work("a backup brought back", _restore),
)


def give_update(room: Room, size: int) -> None:
    """A signed update of some files, and an installed program that it fits."""
    for name, version in (("built", "0.2.0"), ("installed", "0.1.0")):
        folder = room.place(name)
        (folder / "_internal").mkdir()
        (folder / PROGRAM).write_text(f"#!/bin/sh\necho {version}\n")
        for number in range(20):
            (folder / "_internal" / f"part{number}.so").write_bytes(Random(number).randbytes(size))
    target = room.folder / "partydesk-0.2.0.pdu"
    files_of = list_files(room.folder / "built")
    update = Update("0.2.0", "linux-amd64", 1, "2026-11-22", ("新。",), files_of)
    write_update(room.folder / "built", update, target, SEED)
    home, key = room.folder / "installed", minisig.public_key(SEED)
    room.kept["update file"] = target
    room.kept["here"] = Here(home / PROGRAM, "0.1.0", "linux-amd64", 1, key)
