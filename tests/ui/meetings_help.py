"""Writing and reading minutes in the tests of the tabs."""

from partydesk.services import meetings
from tests.ui.chinese import write
from tests.ui.small_branch import LAST_WEEK, TODAY, settle, type_into


def stored(store):
    return meetings.list_meetings(store)


def only(store):
    (row,) = stored(store)
    return meetings.meeting_values(store, row.id)


def fill_in(tab, qtbot, day=LAST_WEEK, topic="学习文件"):
    """What every meeting needs."""
    tab.form.editor("kind").setCurrentText("支部党员大会")
    day_edit = tab.form.editor("held_on")
    day_edit.selectAll()
    type_into(qtbot, day_edit, f"{day:%Y%m%d}")
    write(tab.form.editor("topic"), topic)
    settle()


def save_one(store, people, **changes):
    values = {
        "kind": "支部党员大会",
        "held_on": LAST_WEEK,
        "chair_id": people["陈志远"],
        "topic": "旧的议题",
        "attendances": meetings.people_due(store, "支部党员大会", LAST_WEEK),
        "votes": [],
        "resolutions": [],
    }
    return meetings.save_meeting(store, values | changes, TODAY)
