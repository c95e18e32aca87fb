"""Starts the window: settings, look, language, then the file that shall be opened."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from partydesk import __version__
from partydesk.paths import SUFFIX, documents, settings_dir


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window until it is closed; returns the exit code."""
    given = _arguments().parse_args(argv)
    if given.headless_demo:
        from ui.demo import run_headless_demo

        return run_headless_demo(given.headless_demo)
    if given.demo:
        from ui.demo import sample_in

        return run_window(sample_in(given.demo))
    return run_window(given.file)


def run_window(path: Path | None) -> int:
    """Show the window on a file, or what is asked at the first start."""
    # Loading leaves no garbage, but looking for it takes a tenth of the time; ui/garbage.py looks
    # from when the window stands.
    gc.disable()
    from partydesk.services.started import program_works
    from ui.single_instance import raise_other

    if path is not None and raise_other(path):
        program_works()
        return 0
    # Before the application is made: Qt reads the choice of the input method only once.
    from ui.input_method import choose_input_method, connect_input_method

    path = path and path.absolute()
    _begin_at_home()
    way = choose_input_method()
    from PySide6.QtCore import QTimer

    from ui.program import Program, make_application
    from ui.state import State

    state = State()
    app = make_application(sys.argv[:1], state.theme)
    bridge = connect_input_method(app, way)
    program = Program(app, state, settings_dir() / "log")
    # The first dialog runs the loop, too; it may be a while before the window stands.
    QTimer.singleShot(0, program_works)
    if not program.start(path):
        program_works()
        return 0
    code = app.exec()
    if bridge is not None:
        bridge.close()
    return code


def _begin_at_home() -> None:
    """Qt's first question for a file begins in the current folder, often that of the program."""
    home = documents().parent
    if home.is_dir():
        os.chdir(home)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="partydesk-desktop", description="支部工作台：本机加密的支部工作记录。"
    )
    parser.add_argument("file", nargs="?", type=Path, help=f"支部文件（{SUFFIX}）")
    parser.add_argument("--demo", type=Path, metavar="文件夹", help="在文件夹里建立示例支部并打开")
    parser.add_argument(
        "--headless-demo", type=Path, metavar="文件夹", help="不开窗口，走一遍主要流程"
    )
    parser.add_argument("--version", action="version", version=f"支部工作台 {__version__}")
    return parser
