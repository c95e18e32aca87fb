"""A secretary at the keyboard: a screen without glass, the real program, keys and nothing else."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.e2e.window_manager import ask_to_close, give_keys

#: How long a window may take to appear, in seconds; a busy machine is slow.
PATIENCE = 25


class Screen:
    """An Xvfb of our own on a display that nobody else has."""

    def __init__(self) -> None:
        read, write = os.pipe()
        # Without -noreset it would forget its keys when the first connection ends.
        size = ("-screen", "0", "1366x768x24")
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), *size, "-nolisten", "tcp", "-noreset"],
            pass_fds=(write,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as told:
            self.display = ":" + told.readline().strip()

    def learn(self, *texts: str) -> None:
        """Give the characters of these texts keys of their own; before a program starts."""
        give_keys(self.display, "".join(texts))

    def close(self) -> None:
        self._server.terminate()
        self._server.wait()


class Program:
    """The window program on a file, in a home where nobody has ever worked."""

    def __init__(self, screen: Screen, home: Path, file: Path) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self._environment = kept | {
            "DISPLAY": screen.display,
            "HOME": str(home),
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._root = Path(__file__).resolve().parents[2]
        self._told = home / "console.txt"
        with self._told.open("wb") as console:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ui", str(file)],
                cwd=self._root,
                env=self._environment,
                stdout=console,
                stderr=subprocess.STDOUT,
            )

    def keys(self, *names: str) -> None:
        """Press keys or combinations, one after the other, as fast as a quick typist."""
        self._xdotool("key", "--clearmodifiers", "--delay", "30", *names)

    def type(self, text: str) -> None:
        """Type Latin text, or Chinese text that the screen has learnt."""
        if text.isascii():
            self._xdotool("type", "--clearmodifiers", "--delay", "40", text)
        else:
            self.keys(*(f"U{ord(each):04X}" for each in text))

    def go_to(self, title: str, *, not_in: tuple[str, ...] = ()) -> str:
        """Wait for a window by its title and give it the keyboard; there is no window manager."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for window in self._windows():
                if re.search(title, self._title(window)) and window not in not_in:
                    self._xdotool("windowfocus", "--sync", window)
                    return window
            assert self._process.poll() is None, self.output()
            time.sleep(0.1)
        titles = [self._title(each) for each in self._windows()]
        raise AssertionError(f"no window “{title}” among {titles}")

    def quit(self, window: str) -> None:
        """Press the window's ×, and wait until the program has ended."""
        ask_to_close(self._environment["DISPLAY"], int(window))
        self.ended()

    def ended(self) -> None:
        """Wait until the program has ended by itself, without a word."""
        assert self._process.wait(PATIENCE) == 0, self.output()
        assert self.output() == ""

    def kill(self) -> None:
        """As when the power goes: nothing may be tidied up."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """End it, whatever state it is in."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def output(self) -> str:
        """What it said on the console; a healthy program says nothing."""
        return self._told.read_text("utf-8", errors="replace")

    def picture(self, path: Path) -> None:
        """For whoever must find out why a test failed."""
        if shutil.which("import"):
            command = ["import", "-window", "root", str(path)]
            subprocess.run(command, env=self._environment, check=False)

    def _windows(self) -> list[str]:
        found = self._xdotool("search", "--onlyvisible", "--name", ".+", check=False)
        return found.split()

    def _title(self, window: str) -> str:
        return self._xdotool("getwindowname", window, check=False).strip()

    def _xdotool(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self._environment,
            check=check,
            capture_output=True,
            timeout=PATIENCE,
        )
        return done.stdout.decode(errors="replace")
