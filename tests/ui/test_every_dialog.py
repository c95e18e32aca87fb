"""Every dialog: nothing cut or outside, Tab reaches all, focus is seen, Esc and Enter work."""

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QLineEdit, QPushButton

from tests.ui import seeing, walking
from tests.ui.dialog_room import lived_in, open_room, quick_keys
from tests.ui.every_dialog import DIALOGS, in_the_program, make, names
from tests.ui.small_branch import settle
from ui.dialogs.assessment_lists import ListsDialog
from ui.dialogs.hand_over import HandOverDialog
from ui.dialogs.new_branch import NewBranchDialog
from ui.dialogs.writing import WritingDialog
from ui.state import State
from ui.theme import Look, Size

#: Pixels that the smallest screens leave a dialog: without the bar of tasks and its own title.
SCREENS = ((1280, 648), (1366, 696))
#: Two looks that are farthest apart; `build_scripts/look.py` draws all nine.
DRESSES = ((Look.LIGHT, Size.STANDARD), (Look.CONTRAST, Size.HUGE))
#: Covers the whole window on purpose.
_AS_LARGE_AS_THE_WINDOW = (WritingDialog,)
#: The red button writes into another register: Enter had better not.
_ENTER_CLOSES = (ListsDialog,)
#: A recovery sheet is printed before its numbers are typed.
_PRINTS_FIRST = (NewBranchDialog, HandOverDialog)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A branch with a year behind it; made once, it is only looked at."""
    with pytest.MonkeyPatch.context() as patch:
        quick_keys(patch.setattr)
        made = lived_in(tmp_path_factory.mktemp("year"))
    with made:
        yield made


@pytest.fixture
def room_in(store, tmp_path, look):
    """Gives the room in a look; the pointer lies where nothing is."""
    QCursor.setPos(QPoint(5000, 5000))
    made = []

    def dressed(shade, size):
        look(shade, size)
        room = open_room(store, State(tmp_path / "window.ini"), tmp_path)
        made.append(room)
        return room

    yield dressed
    for each in made:
        each.window.close()
        shiboken6.delete(each.window)
        each.desk.close()


def opened(room, look_at):
    """What is found in each dialog, by its class and state; each is left before the next opens."""
    found = {}
    for kind, state in names():
        dialog = make(room, kind, state)
        dialog.show()
        dialog.activateWindow()
        settle()
        if flaws := look_at(dialog):
            found[f"{kind.__name__} {state}"] = flaws
        if shiboken6.isValid(dialog):
            dialog.done(0)
            settle()
    return found


def test_no_dialog_of_the_program_is_left_out():
    assert set(DIALOGS) == in_the_program()


@pytest.mark.parametrize("dress", DRESSES, ids="-".join)
def test_nothing_is_cut_and_nothing_sticks_out_of_a_small_screen(room_in, dress):
    def look_at(dialog):
        found = []
        for wide, high in SCREENS:
            if not isinstance(dialog, _AS_LARGE_AS_THE_WINDOW):
                dialog.resize(min(dialog.width(), wide), min(dialog.height(), high))
                settle()
                if dialog.width() > wide or dialog.height() > high:
                    found.append(f"{dialog.width()}x{dialog.height()}")
            found += seeing.cut_texts(dialog) + seeing.outside(dialog) + seeing.crowded(dialog)
        return found

    assert opened(room_in(*dress), look_at) == {}


def test_every_control_has_a_name_and_tab_reaches_it(room_in):
    def look_at(dialog):
        return seeing.nameless(dialog) + walking.out_of_reach(dialog)

    assert opened(room_in(*DRESSES[0]), look_at) == {}


@pytest.mark.parametrize("shade", Look)
def test_the_focus_is_seen(room_in, shade):
    assert opened(room_in(shade, Size.STANDARD), walking.unseen_focus) == {}


def test_enter_does_what_the_red_button_says_and_the_first_focus_is_where_one_types(room_in):
    def look_at(dialog):
        here = dialog.focusWidget()
        lines = [each for each in dialog.findChildren(QLineEdit) if _is_typed_into(each)]
        # A button that has the focus is what Enter presses; else it is the red one.
        for each in lines[:1] if isinstance(here, QPushButton) else ():
            each.setFocus()
        if isinstance(dialog.focusWidget(), QPushButton):
            return []
        buttons = [each for each in dialog.findChildren(QPushButton) if each.isVisible()]
        red = [each for each in buttons if each.property("role") == "primary" and each.isEnabled()]
        enter = [each for each in buttons if each.isDefault()]
        found = []
        if red and enter and enter[0] not in red and type(dialog) not in _ENTER_CLOSES:
            found.append(f"Enter：{enter[0].text()}")
        is_button = isinstance(here, QPushButton) and type(dialog) not in _PRINTS_FIRST
        if here is None or (lines and is_button):
            found.append("先到的地方不对")
        return found

    assert opened(room_in(*DRESSES[0]), look_at) == {}


def _is_typed_into(line):
    return line.isVisible() and line.isEnabled() and not line.isReadOnly()


def test_escape_leaves_each_dialog(room_in, qtbot):
    def look_at(dialog):
        qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Escape)
        settle()
        return shiboken6.isValid(dialog) and dialog.isVisible()

    assert opened(room_in(*DRESSES[0]), look_at) == {}
