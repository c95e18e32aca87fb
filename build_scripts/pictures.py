"""Draws the pictures of README and of the help from the real window on the sample branch."""

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

#: Where README looks for them, by title of the tab.
TARGET = ROOT / ".github" / "pictures"
NAMES = {
    "工作台": "workbench",
    "党员名册": "members",
    "会议记录": "meetings",
    "谈心谈话": "talks",
    "廉政档案": "integrity",
    "自评考核": "assessment",
    "工作台账": "ledgers",
    "上报": "submission",
    "设置": "settings",
}
#: Where the help looks for them, by title of the tab, and how wide they are there in pixels.
HELP, HELP_WIDTH = ROOT / "resources" / "help" / "pictures", 800
#: Width of the side bar and height of the bar on top: the help shows the page without them.
SIDE, TOP = 196, 60
#: Colours of a picture in the help: enough for a window, and few enough for a small file.
COLOURS = 256


def main() -> None:
    """Make a sample branch in a temporary folder and keep small pictures of its tabs."""
    from partydesk.services.sample import create_sample_file
    from partydesk.services.sample_file import SAMPLE_NAME, SAMPLE_PASSWORD
    from ui.demo import draw_tabs

    TARGET.mkdir(parents=True, exist_ok=True)
    HELP.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / SAMPLE_NAME
        create_sample_file(path, SAMPLE_PASSWORD, date.today()).close()
        for drawn in draw_tabs(path, Path(folder) / "pictures"):
            title = drawn.stem.partition(" ")[2]
            keep(drawn, TARGET / f"{NAMES[title]}.webp")
            keep_page(drawn, HELP / f"{title}.png")


def keep(drawn: Path, target: Path) -> None:
    """Keep the whole window with all its colours; WebP takes a third of PNG for that."""
    from PIL import Image

    with Image.open(drawn) as picture:
        picture.convert("RGB").save(target, lossless=True, quality=100, method=6)
    print(target.relative_to(ROOT), target.stat().st_size)


def keep_page(drawn: Path, target: Path) -> None:
    """Keep only what is the page's own, as wide as the help, in few colours."""
    from PIL import Image

    with Image.open(drawn) as picture:
        shown = picture.convert("RGB").crop((SIDE, TOP, *picture.size))
        height = round(shown.height * HELP_WIDTH / shown.width)
        shown = shown.resize((HELP_WIDTH, height), Image.Resampling.LANCZOS)
        shown.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    print(target.relative_to(ROOT), target.stat().st_size)


if __name__ == "__main__":
    main()
