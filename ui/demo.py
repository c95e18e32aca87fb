"""The sample branch: in a window to look around in, or the whole main job without a display."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from partydesk.errors import PartydeskError
from partydesk.services.demo import run_demo
from partydesk.services.sample_file import SAMPLE_NAME, SAMPLE_PASSWORD
from ui.program import Program, make_application
from ui.state import State
from ui.theme import Theme

#: A usual small screen.
SIZE = (1366, 768)


def sample_in(folder: Path) -> Path:
    """Where the sample branch of a folder lies; it is made when it is first opened."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / SAMPLE_NAME


def run_headless_demo(folder: Path) -> int:
    """Do the main job in a folder, then draw every tab; returns the exit code."""
    try:
        result = run_demo(folder, date.today(), _say)
    except PartydeskError as error:
        _say(str(error))
        return 3
    for picture in draw_tabs(result.file, folder / "图片"):
        _say(f"画面：{picture}")
    _say(f"全部在“{folder}”里；示例支部的密码是“{SAMPLE_PASSWORD}”。")
    return 0


def draw_tabs(path: Path, target: Path) -> list[Path]:
    """Open a sample branch's window and save a picture of each tab."""
    target.mkdir(parents=True, exist_ok=True)
    app = make_application(["partydesk"], Theme())
    program = Program(app, State(target / "window.ini"), target / "log")
    program.start(path)
    window = program.window
    assert window is not None, "the sample branch opens without a question"
    window.resize(*SIZE)
    pictures = []
    for place, title in enumerate(window.titles):
        window.show_tab(place)
        _settle(app)
        # What is read beside the window, such as the states of a list, belongs to the picture.
        program.background.wait_for(app.processEvents)
        _settle(app)
        picture = target / f"{place + 1} {title}.png"
        window.grab().save(str(picture))
        pictures.append(picture)
    window.close()
    program.close()
    return pictures


def _settle(app: QApplication) -> None:
    for _ in range(20):
        app.processEvents()


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - without a window the console is where it is said
