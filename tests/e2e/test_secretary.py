"""The real program on a real screen, by keyboard alone: what was typed is in the file."""

import shutil
import sys
import time
from datetime import date, datetime, timedelta

import pytest

from partydesk.services.branch_files import open_branch
from partydesk.services.drafts import draft_of
from partydesk.services.meetings import list_meetings, meeting_values
from tests.core.branches import PASSWORD, filled_branch
from tests.e2e.desk_robot import Program, Screen

DAY = date.today() - timedelta(days=3)
TOPIC = "学习党章和支部工作条例"
CONTENT = "逐条学习，讨论本校实际。"
PLACE, REASON, WRONG = "小会议室", "病假", "错的密码"

if sys.platform == "linux":
    MISSING = [each for each in ("Xvfb", "xdotool") if not shutil.which(each)]
else:
    MISSING = ["Linux"]
pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"NOT TESTED in a real window, needs {MISSING}: dev.py test gets them"
)


@pytest.fixture(scope="module")
def screen():
    made = Screen()
    made.learn(PASSWORD, WRONG, PLACE, TOPIC, REASON, CONTENT)
    yield made
    made.close()


@pytest.fixture
def branch(tmp_path):
    """A file with two members; its path."""
    (tmp_path / "文档").mkdir()
    with filled_branch(tmp_path / "文档") as store:
        return store.file.path


@pytest.fixture
def start(screen, branch, tmp_path):
    """Start the program on the file and unlock it; gives the program and its window."""
    home = tmp_path / "home"
    home.mkdir()
    started = []

    def begin():
        program = Program(screen, home, branch)
        started.append(program)
        dialog = program.go_to("打开支部文件")
        program.type(PASSWORD)
        program.keys("Return")
        return program, program.go_to("支部工作台", not_in=(dialog,))

    yield begin
    for each in started:
        each.close()


def begin_meeting(program):
    """A new meeting up to its topic; the cursor stays there."""
    program.keys("ctrl+3", "ctrl+n")
    program.keys("Tab")
    program.type(f"{DAY:%Y%m%d}")
    program.keys("Tab")
    program.type(PLACE)
    program.keys("Tab")
    program.type("1500")
    program.keys("Tab")
    program.type("1610")
    # Chair and recorder: the first stands there already, the second by initials.
    program.keys("Tab", "Tab")
    program.type("lt")
    program.keys("Return", "Tab")
    program.type(TOPIC)


def test_minutes_are_written_without_a_mouse_and_lie_in_the_file(start, branch, tmp_path):
    program, window = start()
    try:
        begin_meeting(program)
        # All came but one: initials, Enter, the reason, Enter.
        program.keys("alt+a")
        time.sleep(0.3)
        program.type("lt")
        program.keys("Return")
        program.type(REASON)
        # Then past the rest of the list and the guests.
        program.keys("Return", "Tab", "Tab", "Tab")
        program.type(CONTENT)
        program.keys("ctrl+s")
        time.sleep(0.5)
        program.quit(window)
    except BaseException:
        program.picture(tmp_path / "screen.png")
        raise

    with open_branch(branch, PASSWORD) as store:
        row = next(each for each in list_meetings(store) if each.held_on == DAY)
        values = meeting_values(store, row.id)
    assert (values["kind"], values["number"]) == ("支部党员大会", 1)
    assert values["topic"] == TOPIC
    assert values["content"] == CONTENT
    assert (values["starts_at"], values["ends_at"]) == ("15:00", "16:10")
    assert values["place"] == PLACE
    assert values["recorder_id"] not in (None, values["chair_id"])
    away = {each["name"]: each["reason"] for each in values["attendances"] if each["reason"]}
    assert away == {"刘婷": REASON}


def test_what_was_half_typed_is_there_after_the_power_went(start, branch):
    before = datetime.now()
    program, _window = start()
    begin_meeting(program)
    # Nobody saves and nobody leaves the form: what is typed is kept all the same.
    time.sleep(4)
    program.kill()

    with open_branch(branch, PASSWORD) as store:
        assert [each.topic for each in list_meetings(store)] == ["研究四季度工作"]
        kept = draft_of(store, "meeting", None)
        assert kept is not None
        assert kept.saved_at >= before
        assert kept.values["topic"] == TOPIC

    program, window = start()
    program.keys("ctrl+3")
    time.sleep(0.5)
    program.keys("ctrl+s")
    time.sleep(0.5)
    program.quit(window)
    with open_branch(branch, PASSWORD) as store:
        assert TOPIC in [each.topic for each in list_meetings(store)]
        assert draft_of(store, "meeting", None) is None


def test_a_wrong_password_opens_nothing(screen, branch, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    program = Program(screen, home, branch)
    try:
        dialog = program.go_to("打开支部文件")
        program.type(WRONG)
        program.keys("Return")
        time.sleep(1)
        assert program.go_to("打开支部文件") == dialog
        program.keys("Escape")
        program.go_to("支部工作台", not_in=(dialog,))
        program.keys("Escape")
        program.ended()
    finally:
        program.close()
