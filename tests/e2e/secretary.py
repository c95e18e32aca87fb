"""A secretary with a keyboard, an input method and a screen reader, and nothing else.

Every step is a key that a person could press; where the cursor stands is known as a blind
colleague knows it. Nothing of the program is called, and no file is looked into on the way.
"""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.e2e.input_session import BOTH, TOOLS, Session
from tests.e2e.screen_reader import LAUNCHER, ScreenReader, Spoken

ROOT = Path(__file__).resolve().parents[2]
#: Seconds that anything may take on a busy machine.
PATIENCE = 25.0
#: A key after the other, as a quick typist presses them, in milliseconds.
PACE = "45"
#: What a desktop has and a bare machine may lack; named aloud where the test can't run.
MISSING = [each for each in (*TOOLS, "pdftotext") if not shutil.which(each)]
MISSING += [] if LAUNCHER.exists() else ["at-spi2-core"]


class Secretary:
    """Works at a screen of her own with the real program."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._session = Session(home, BOTH, "1366x768")
        self._session.open()
        self._session.env["LANG"] = "zh_CN.UTF-8"
        # The reader may ask for what has just gone; Qt would say so on the console.
        self._session.env["QT_LOGGING_RULES"] = "qt.accessibility.atspi=false"
        self._eyes = ScreenReader(self._session.env)
        self._log = home / "console.txt"
        self._pressed: list[str] = []

    def start(self, *arguments: str) -> None:
        """Start the program."""
        with self._log.open("wb") as console:
            self._program = self._session.start(
                *(sys.executable, "-m", "ui", *arguments),
                cwd=ROOT,
                stdout=console,
                stderr=subprocess.STDOUT,
            )

    def close(self) -> None:
        """Leave the desk, whatever lies on it."""
        self._eyes.close()
        self._session.close()

    def press(self, *keys: str) -> None:
        """Press keys or combinations, one after the other."""
        self._pressed = [*self._pressed[-30:], *keys]
        self._session.tool("key", "--clearmodifiers", "--delay", PACE, *keys)
        time.sleep(0.06)

    def latin(self, text: str) -> None:
        """Type letters, digits and signs."""
        self._pressed = [*self._pressed[-30:], text]
        self._session.tool("type", "--clearmodifiers", "--delay", PACE, text)
        time.sleep(0.1)

    def chinese(self, *words: str) -> None:
        """Type pinyin through the input method, word by word, and take its first proposal."""
        self.press("ctrl+space")
        time.sleep(0.2)
        for word in words:
            self.latin(word)
            time.sleep(0.25)
            self.press("space")
            time.sleep(0.15)
        self.press("ctrl+space")
        time.sleep(0.2)

    def fill(self, name: str, *words: str) -> None:
        """Go on to a field and type Chinese into it."""
        self.go_to(name)
        self.chinese(*words)

    @property
    def focus(self) -> Spoken:
        """What the screen reader says of where the cursor stands."""
        return self._eyes.focused()

    def go_to(self, name: str, key: str = "Tab", most: int = 70) -> Spoken:
        """Go on with a key until the cursor stands in something of this name."""
        heard = []
        for _ in range(most):
            now = self.focus
            if re.fullmatch(name, now.name):
                return now
            heard.append(now.name)
            before = now
            self.press(key)
            self._until(lambda before=before: self.focus != before, 0.5)
        raise AssertionError(f"“{name}” is not reached by {key}: {heard}")

    def begin(self, tab: str, first: str) -> None:
        """Open a tab and begin a new record; its first field holds a usual choice."""
        self.press(tab)
        time.sleep(0.6)
        self.press("ctrl+n")
        self.wait(lambda: self.focus.name == first, "a new record")

    def pick(self, name: str, initials: str) -> None:
        """Go on to where a person is asked for, type initials and take the first.

        She looks at what stands there before she takes it: when the machine is very busy, a key
        that the input method still has in hand comes after the next one.
        """
        self.go_to(name)
        line = self._eyes.place
        for _ in range(5):
            self.latin(initials)
            if self._until(lambda: self._eyes.said_of(line).text == initials, 2):
                break
            self.press("ctrl+a", "BackSpace")
        time.sleep(0.3)
        self.press("Return")
        time.sleep(0.2)

    def push(self, name: str) -> None:
        """Go on to a button and press it."""
        self.go_to(name)
        self.press("space")

    def window(self, title: str, *, after: str = "") -> None:
        """Wait for a window, after another one is gone, and give it the keyboard.

        As a window manager would; there is none here.
        """
        if after:
            self.wait(lambda: not self._windows(after), f"“{after}” stays open")
        self.wait(lambda: self._windows(title), f"no window “{title}”")
        self._session.tool("windowfocus", "--sync", self._windows(title)[-1])
        time.sleep(0.4)

    def _windows(self, title: str) -> list[str]:
        """The windows of a title that are open now."""
        assert self._program.poll() is None, self.output()
        found = self._session.tool("search", "--onlyvisible", "--name", ".+").split()
        return [
            each for each in found if re.search(title, self._session.tool("getwindowname", each))
        ]

    def place_of(self, title: str) -> tuple[str, int]:
        """The display and the number of a window, for the × that a desktop puts on it."""
        return self._session.env["DISPLAY"], int(self._windows(title)[-1])

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Wait until something is so."""
        assert self._until(condition, PATIENCE), f"{what}; {self.where()}"

    def where(self) -> str:
        """Where she stands, for whoever must find out why she did not get on."""
        return f"the cursor is at {self.focus}, the last keys were {self._pressed[-12:]}"

    def output(self) -> str:
        """What the program said on the console; a healthy program says nothing."""
        return self._log.read_text("utf-8", errors="replace")

    def picture(self, path: Path) -> None:
        """What was on the screen."""
        if shutil.which("import"):
            command = ["import", "-window", "root", str(path)]
            subprocess.run(command, env=self._session.env, check=False)

    def ended(self) -> None:
        """Wait until the program has ended by itself, without a word."""
        assert self._program.wait(PATIENCE) == 0, self.output()
        assert self.output() == ""

    @staticmethod
    def _until(condition: Callable[[], object], seconds: float) -> object:
        end = time.monotonic() + seconds
        while True:
            found = condition()
            if found or time.monotonic() > end:
                return found
            time.sleep(0.05)
