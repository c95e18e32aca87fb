"""A display, a bus and an input method of our own: what a desktop with fcitx5 has."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "fcitx5", "xdotool", "dbus-daemon")

PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""


#: As it is set up for most people: Latin at first, Ctrl+Space for Chinese.
BOTH = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""


def wait_for(condition, seconds=15.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("gave up waiting")


class Session:
    """A display, a bus and an input method of our own."""

    def __init__(self, folder, profile=PROFILE, size="1280x720"):
        self.folder, self._size = folder, size
        self._running = []
        (folder / ".config" / "fcitx5").mkdir(parents=True)
        (folder / ".config" / "fcitx5" / "profile").write_text(profile, "utf-8")
        self.env = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("QT_", "IBUS", "GTK_IM", "XMODIFIERS", "PARTYDESK_"))
        }
        self.env |= {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / ".config"),
                     "XDG_RUNTIME_DIR": str(folder), "QT_QPA_PLATFORM": "xcb"}  # fmt: skip

    def start(self, *command, **more):
        process = subprocess.Popen(command, env=self.env, **more)
        self._running.append(process)
        return process

    def open(self):
        reader, writer = os.pipe()
        self.start("Xvfb", "-displayfd", str(writer), "-screen", "0", f"{self._size}x24",
                   pass_fds=(writer,), stderr=subprocess.DEVNULL)  # fmt: skip
        os.close(writer)
        with os.fdopen(reader) as stream:
            self.env["DISPLAY"] = ":" + stream.readline().strip()
        bus = self.start("dbus-daemon", "--session", "--nofork", "--print-address=1",
                         stdout=subprocess.PIPE, text=True)  # fmt: skip
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self.input_method = self.start_input_method()

    def start_input_method(self):
        process = self.start("fcitx5", "--disable", "wayland,notifications,kimpanel",
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        wait_for(lambda: "org.freedesktop.portal.Fcitx" in self.names())
        return process

    def names(self):
        asked = subprocess.run(
            ["dbus-send", "--session", "--dest=org.freedesktop.DBus", "--print-reply",
             "/org/freedesktop/DBus", "org.freedesktop.DBus.ListNames"],
            env=self.env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return asked.stdout

    def window(self, way):
        """Start the window; gives a function that reads its way, line and password line."""
        target = self.folder / "typed.txt"
        self.env["PARTYDESK_IM"] = way
        self.start(sys.executable, "-m", "tests.e2e.typing_child", str(target), cwd=ROOT)
        wait_for(target.exists)
        name = wait_for(lambda: self.tool("search", "--onlyvisible", "--name", "typing-child"))
        self.tool("windowfocus", "--sync", name.split()[-1])
        time.sleep(0.5)
        return lambda: target.read_text("utf-8").split("\n")[:3]

    def tool(self, *words):
        done = subprocess.run(["xdotool", *words], env=self.env, capture_output=True, text=True,
                              timeout=20, check=False)  # fmt: skip
        return done.stdout.strip()

    def type(self, letters):
        self.tool("type", "--delay", "60", letters)
        time.sleep(0.3)
        self.tool("key", "space")

    def close(self):
        for process in reversed(self._running):
            process.terminate()
            process.wait(10)
            if process.stdout:
                process.stdout.close()
