"""Records that are found, and pressing keys in the search."""

from datetime import date

from PySide6.QtCore import Qt

from partydesk.services.meetings import save_meeting
from tests.ui.small_branch import TODAY

CTRL = Qt.KeyboardModifier.ControlModifier


def press(qtbot, window, key):
    qtbot.keyClick(window.search_box, key)


def add_meeting(store, people, topic, **changes):
    values = {
        "kind": "支部党员大会",
        "held_on": date(TODAY.year, 1, 5),
        "chair_id": people["陈志远"],
        "topic": topic,
        "attendances": [],
        "votes": [],
        "resolutions": [],
    }
    return save_meeting(store, values | changes, TODAY)
