"""Before the machine sleeps, whoever keeps a file open learns of it and may delay it."""

import ctypes
from ctypes import wintypes

import pytest

from tests.ui.small_bus import SmallBus
from ui.suspend import SuspendWatch, is_suspend_message


@pytest.fixture
def bus(tmp_path, monkeypatch):
    made = SmallBus(tmp_path / "bus")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path / 'bus'}")
    yield made
    made.close()


@pytest.fixture
def watch(qapp, bus):  # the bus is listening
    made = SuspendWatch(qapp)
    yield made
    made.close()


def test_going_to_sleep_is_told_while_the_sleep_still_waits(watch, bus, qtbot):
    held = []
    watch.suspending.connect(lambda: held.append(bus.is_held()))
    assert bus.asked == ["Hello", "AddMatch", "Inhibit"]
    with qtbot.waitSignal(watch.suspending):
        bus.sleep(going=True)
    assert held == [True]
    qtbot.waitUntil(lambda: not bus.is_held())


def test_after_waking_up_the_next_sleep_waits_again(watch, bus, qtbot):
    told = []
    watch.suspending.connect(lambda: told.append(1))
    bus.sleep(going=True)
    bus.sleep(going=False)
    qtbot.waitUntil(lambda: bus.asked.count("Inhibit") == 2)
    qtbot.waitUntil(bus.is_held)
    assert told == [1]


def test_a_bus_that_goes_away_ends_nothing_but_the_watching(watch, bus, qtbot):
    bus.close()
    bus.held = None
    qtbot.wait(100)
    watch.close()


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/at/all", "nonsense"])
def test_without_a_bus_the_program_lives_on(qapp, monkeypatch, address):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address or "unix:path=/nowhere")
    SuspendWatch(qapp).close()


POWER, SUSPEND, RESUME, MOUSE_MOVE = 0x0218, 4, 7, 0x0200


@pytest.mark.parametrize(
    ("message", "word", "means_sleep"),
    [(POWER, SUSPEND, True), (POWER, RESUME, False), (MOUSE_MOVE, SUSPEND, False)],
)
def test_the_message_of_windows_is_read(message, word, means_sleep):
    made = wintypes.MSG()
    made.message, made.wParam = message, word
    assert is_suspend_message(b"windows_generic_MSG", ctypes.addressof(made)) is means_sleep
    assert not is_suspend_message(b"xcb_generic_event_t", ctypes.addressof(made))
    assert not is_suspend_message(b"windows_generic_MSG", 0)
