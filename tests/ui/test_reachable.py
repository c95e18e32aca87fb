"""Every control of every tab and dialog: Tab reaches it, and it is seen which one has the focus."""

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from partydesk.services import cell_edits, members
from partydesk.services.cell_edits import Wanted
from partydesk.services.members import MemberFilter
from partydesk.services.sample import make_sample
from partydesk.storage.store import Store
from tests.core.branches import CHEAP
from tests.ui import seeing, walking
from tests.ui.small_branch import TODAY, settle
from ui.background import Background
from ui.desk import Desk
from ui.dialogs.batch_edit import BatchDialog
from ui.dialogs.cell_changes import CellChangesDialog, Doing, Offer
from ui.dialogs.first_start import FirstStartDialog
from ui.dialogs.help import HelpDialog
from ui.dialogs.history import HistoryDialog
from ui.dialogs.import_roster import ImportDialog
from ui.dialogs.new_branch import NewBranchDialog, Setting
from ui.dialogs.new_password import NewPasswordDialog
from ui.dialogs.passwords import ChangePasswordDialog
from ui.dialogs.unlock import UnlockDialog
from ui.main_window import Heading, MainWindow
from ui.shortcuts import SHEET
from ui.tab_list import branch_tabs
from ui.theme import Look, Size
from ui.widgets.column_chooser import ColumnChooser

PASSWORD = "青松 粉笔 渡口 三点"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The sample branch; made once, it is only looked at."""
    path = tmp_path_factory.mktemp("sample") / "示例支部.partydesk"
    with Store.create(path, PASSWORD, cost=CHEAP) as made:
        make_sample(made, TODAY)
        yield made


@pytest.fixture
def desk(store):
    made = Desk(store, Background(inline=True))
    yield made
    made.close()


@pytest.fixture
def window(desk, state, qtbot):
    """The main window on the sample branch; the pointer lies where nothing is."""
    QCursor.setPos(QPoint(5000, 5000))
    made = MainWindow(Heading("实验小学第二党支部"), branch_tabs(desk, state), state)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()
    shiboken6.delete(made)


def on_each_tab(window, look_for):
    found = {}
    for place, title in enumerate(window.titles):
        window.show_tab(place)
        settle()
        if flaws := look_for(window):
            found[title] = flaws
    return found


def test_tab_reaches_every_control_of_every_tab(window):
    assert on_each_tab(window, walking.out_of_reach) == {}


def test_f6_goes_through_the_parts_of_every_tab_and_the_side_bar(window, qtbot):
    def gone_through(shown):
        shown.activateWindow()
        found = set()
        for _ in range(16):
            qtbot.keyClick(shown, Qt.Key.Key_F6)
            here = shown.focusWidget()
            assert here.isVisible()
            found.add(shown.side_bar if shown.side_bar.isAncestorOf(here) else here)
        return len(found) < 3 or shown.side_bar not in found

    assert on_each_tab(window, gone_through) == {}


@pytest.mark.parametrize("shade", Look)
def test_the_focus_is_seen_on_every_tab_in_every_look(window, look, shade):
    look(shade, Size.STANDARD)

    assert on_each_tab(window, walking.unseen_focus) == {}


def _people(desk):
    return [row.id for row in desk.call(members.list_members, MemberFilter(), TODAY)[:3]]


def _batch(desk, state, host, _folder):
    return BatchDialog(desk, _people(desk), state, host)


def _cells(desk, state, host, _folder):
    wanted = [Wanted(each, "title", "正高级教师") for each in _people(desk)]
    offer = Offer(wanted, told="逐格粘贴。")
    columns = [("title", "职称")]
    doing = Doing("粘贴", "从哪一列开始", columns, "title", lambda *_given: offer, has_blanks=True)
    return CellChangesDialog(desk, cell_edits.MEMBERS, doing, state, host)


def _columns(_desk, _state, host, _folder):
    host.show_tab(1)
    return ColumnChooser(host.page.page.table.records.all_columns, ["name"], host)


def _new_branch(_desk, _state, _host, folder):
    nothing = dict.fromkeys(("create", "discard", "wear", "import_roster"), str)
    setting = Setting(dict, lambda _text: "", folder=folder, **nothing)
    return NewBranchDialog(setting, Background(inline=True))


def _unlock(_desk, _state, _host, folder):
    return UnlockDialog(folder / "a.partydesk", str, str, Background(inline=True))


def _new_password(_desk, _state, host, _folder):
    return NewPasswordDialog("育才支部", lambda _text: "", str, Background(inline=True), host)


DIALOGS = {
    "开始": lambda *_given: FirstStartDialog(),
    "新建支部": _new_branch,
    "打开": _unlock,
    "新密码": _new_password,
    "改密码": lambda _desk, _state, host, _folder: ChangePasswordDialog(host),
    "帮助": lambda _desk, _state, host, _folder: HelpDialog(SHEET, host.titles, host),
    "批量修改": _batch,
    "粘贴": _cells,
    "选择列": _columns,
    "导入花名册": lambda desk, state, host, _folder: ImportDialog(desk, state, host),
    "历史": lambda _desk, _state, host, _folder: HistoryDialog("陈志远", [], host),
}


@pytest.fixture(params=DIALOGS, ids=str)
def dialog(request, desk, state, window, tmp_path, qtbot):
    """Each dialog as it first opens."""
    made = DIALOGS[request.param](desk, state, window, tmp_path)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_every_dialog_is_named_and_reached(dialog):
    assert seeing.nameless(dialog) == []
    assert walking.out_of_reach(dialog) == []


@pytest.mark.parametrize("shade", Look)
def test_the_focus_is_seen_in_every_dialog_in_every_look(dialog, look, shade):
    look(shade, Size.STANDARD)
    settle()

    assert walking.unseen_focus(dialog) == []


@pytest.fixture
def flawed(qtbot):
    """A window with one control that Tab passes by and one whose focus is not seen."""
    host = QWidget()
    line = QLineEdit(host)
    line.setGeometry(10, 10, 200, 40)
    line.setAccessibleName("看得见")
    passed_by = QPushButton("过不去", host)
    passed_by.setGeometry(10, 60, 150, 40)
    passed_by.setFocusPolicy(passed_by.focusPolicy().ClickFocus)
    unseen = QPushButton("看不见", host)
    unseen.setGeometry(10, 110, 150, 40)
    unseen.setStyleSheet("QPushButton:focus { border: 1px solid #E4E1DB; }")
    host.resize(300, 200)
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    return host


def test_what_a_user_without_a_mouse_would_notice_is_noticed(flawed):
    assert walking.out_of_reach(flawed) == ["QPushButton：过不去"]
    assert walking.unseen_focus(flawed) == ["QPushButton：看不见"]
