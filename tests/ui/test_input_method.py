"""Which way keys go to the input method, decided by what is on the bus."""

import pytest
from PySide6.QtWidgets import QLineEdit

from ui.fcitx_bridge import FcitxBridge, _takes_text
from ui.input_method import FCITX_PORTAL, IBUS_PORTAL, Way, choose_input_method, way_for


@pytest.mark.parametrize(
    ("names", "way"),
    [
        ({IBUS_PORTAL, FCITX_PORTAL}, Way.PORTAL),
        ({FCITX_PORTAL}, Way.BRIDGE),
        ({"org.freedesktop.DBus"}, Way.SYSTEM),
        (set(), Way.SYSTEM),
    ],
)
def test_the_way_follows_what_is_there(names, way):
    assert way_for(frozenset(names), {}) is way


def test_the_user_can_decide():
    names = frozenset({IBUS_PORTAL})

    assert way_for(names, {"PARTYDESK_IM": "system"}) is Way.SYSTEM
    assert way_for(names, {"PARTYDESK_IM": "bridge"}) is Way.BRIDGE
    assert way_for(names, {"PARTYDESK_IM": "quatsch"}) is Way.PORTAL


@pytest.mark.parametrize(
    "address", ["", "unix:path=/nowhere/at/all", "nonsense", "tcp:host=127.0.0.1,port=1"]
)
def test_without_a_bus_everything_is_left_to_qt(monkeypatch, address):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.delenv("PARTYDESK_IM", raising=False)

    assert choose_input_method() is Way.SYSTEM


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/at/all", "nonsense"])
def test_the_bridge_lives_without_a_bus_and_keys_go_on(qapp, qtbot, monkeypatch, address):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    bridge = FcitxBridge(qapp)
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    qtbot.keyClicks(line, "abc")

    assert not bridge.is_connected
    assert line.text() == "abc"
    bridge.close()
    qapp.removeEventFilter(bridge)


def test_password_lines_are_left_alone(qtbot):
    plain, hidden = QLineEdit(), QLineEdit(echoMode=QLineEdit.EchoMode.Password)
    qtbot.addWidget(plain)
    qtbot.addWidget(hidden)

    assert _takes_text(plain)
    assert not _takes_text(hidden)
    assert not _takes_text(None)
