"""Draws README's pictures from the real window on the sample branch."""

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
    "上报": "submission",
    "设置": "settings",
}


def main() -> None:
    """Make a sample branch in a temporary folder and keep small pictures of its tabs."""
    from PIL import Image

    from partydesk.services.sample import create_sample_file
    from partydesk.services.sample_file import SAMPLE_NAME, SAMPLE_PASSWORD
    from ui.demo import draw_tabs

    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / SAMPLE_NAME
        create_sample_file(path, SAMPLE_PASSWORD, date.today()).close()
        for drawn in draw_tabs(path, Path(folder) / "pictures"):
            target = TARGET / f"{NAMES[drawn.stem.partition(' ')[2]]}.png"
            with Image.open(drawn) as picture:
                picture.convert("RGB").quantize(128).save(target, optimize=True)
            print(target.relative_to(ROOT), target.stat().st_size)


if __name__ == "__main__":
    main()
