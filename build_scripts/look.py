"""Draws every tab, register and dialog in every look and size on contact sheets, to be looked at.

`python build_scripts/look.py FOLDER [--size 特大] [--look 深色] [--screen 1280x720]`; without a
choice all nine dresses are drawn, each in a process of its own.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

SIZES = ("标准", "大", "特大")
LOOKS = ("浅色", "深色", "高对比")
#: Pixels of a sheet, and between the pictures on it.
SHEET, GAP = (2900, 2400), 10
GREY = "#777777"


def main() -> None:
    """Draw what is asked for and say which sheets were written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", choices=SIZES)
    parser.add_argument("--look", choices=LOOKS)
    parser.add_argument("--screen", default="1366x768", metavar="WIDTHxHEIGHT")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.size and asked.look and "configfile" in os.environ.get("QT_QPA_PLATFORM", ""):
        draw(asked.folder, asked.size, asked.look)
        return
    wide, high = asked.screen.split("x")
    screen = asked.folder / "screen.json"
    known = {"name": "small", "x": 0, "y": 0, "width": int(wide), "height": int(high)}
    known |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screen.write_text(json.dumps({"screens": [known]}))
    variables = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={screen}"}
    for size in [asked.size] if asked.size else SIZES:
        for look in [asked.look] if asked.look else LOOKS:
            command = [sys.executable, __file__, str(asked.folder), "--size", size, "--look", look]
            subprocess.run(command, env=variables, check=True)


def draw(folder: Path, size: str, look: str) -> None:
    """Draw everything in one dress."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from tests.ui.dialog_room import lived_in, open_room, quick_keys
    from ui.program import make_application
    from ui.state import State
    from ui.theme import Look, Size, Theme

    quick_keys(setattr)
    app = make_application(["partydesk"], Theme(Look(look), Size(size)))
    with tempfile.TemporaryDirectory() as place, lived_in(Path(place)) as store:
        state = State(Path(place) / "window.ini")
        state.theme = Theme(Look(look), Size(size))
        room = open_room(store, state, Path(place))
        screen = app.primaryScreen().availableGeometry()
        room.window.resize(screen.width(), min(screen.height(), 768))
        for number, sheet in enumerate(sheets(pictures(room)), 1):
            target = folder / f"{size} {look} {number:02}.png"
            sheet.save(target, optimize=True)
            print(target, flush=True)
        room.window.close()
        room.desk.close()


def pictures(room: Any) -> Iterator[Any]:
    """Every tab, every register, every dialog in each of its states."""
    from partydesk.services.ledgers.all import LEDGERS
    from tests.ui.every_dialog import make, names
    from tests.ui.small_branch import settle

    for title in room.window.titles:
        room.tab(title)
        settle()
        yield picture_of(room.window)
    for ledger in LEDGERS:
        room.tab("工作台账").show_ledger(ledger.table)
        settle()
        yield picture_of(room.window)
    for kind, state in names():
        dialog = make(room, kind, state)
        dialog.show()
        settle()
        settle()
        yield picture_of(dialog)
        dialog.done(0)
        settle()


def picture_of(widget: Any) -> Any:
    """What is seen of a window."""
    from PIL import Image
    from PySide6.QtGui import QImage

    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    data = bytes(image.constBits())
    drawn = Image.frombytes("RGBA", (image.width(), image.height()), data)
    return drawn.convert("RGB")


def sheets(drawn: Iterator[Any]) -> Iterator[Any]:
    """Pictures side by side, line by line, as many as a sheet holds."""
    from PIL import Image

    sheet = Image.new("RGB", SHEET, GREY)
    left, top, high = GAP, GAP, 0
    for each in drawn:
        if left + each.width + GAP > SHEET[0]:
            left, top, high = GAP, top + high + GAP, 0
        if top + each.height + GAP > SHEET[1] and top > GAP:
            yield sheet
            sheet = Image.new("RGB", SHEET, GREY)
            left, top, high = GAP, GAP, 0
        sheet.paste(each, (left, top))
        left, high = left + each.width + GAP, max(high, each.height)
    yield sheet


if __name__ == "__main__":
    main()
