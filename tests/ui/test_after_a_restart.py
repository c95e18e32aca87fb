"""The running program on a real file, closed and started again."""

from datetime import timedelta

from PySide6.QtCore import Qt
from sqlalchemy import select

from partydesk.domain.journal import Operation
from partydesk.services import branch_files, members
from partydesk.services.members import MemberFilter
from tests.core.branches import PASSWORD, TODAY, places_of
from tests.ui.running import give_password
from tests.ui.small_branch import settle
from ui.dialogs.unlock import UnlockDialog
from ui.program import Program


def started_again(program, qapp, state, tmp_path, answers):
    """The program as after a new start on the file that was opened last."""
    program.window.close()
    program.close()
    again = Program(qapp, state, tmp_path / "log")
    answers.append((UnlockDialog, give_password))
    assert again.start(None)
    settle()
    return again


def test_tab_record_and_search_are_back_and_no_name_lies_beside_the_file(
    begun, qapp, state, tmp_path, answers, qtbot
):
    window = begun.window
    window.show_tab(window.titles.index("党员名册"))
    settle()
    tab = window.page
    tab.page.search_box.setText("刘婷")
    # At once: what waits for the next key would come when the file is closed.
    qtbot.keyClick(tab.page.search_box, Qt.Key.Key_Return)
    begun.background.wait_for(settle)
    store = begun._place.desk.store
    (person,) = [
        each.id
        for each in members.list_members(store, MemberFilter(), TODAY)
        if each.name == "刘婷"
    ]
    tab.page.table.choose(person)
    settle()
    again = started_again(begun, qapp, state, tmp_path, answers)

    assert again.window.title_label.text() == "党员名册"
    assert again.window.page.record_id == person
    assert again.window.page.page.search_box.text() == "刘婷"
    again.window.close()
    again.close()
    state._settings.sync()
    assert places_of("刘婷", tmp_path) == []


def test_a_clock_that_stands_before_the_file_is_said_as_soon_as_it_is_open(
    program, branch_path, answers, qtbot
):
    with branch_files.open_branch(branch_path, PASSWORD) as store, store.writing("试") as session:
        last = session.scalar(select(Operation).order_by(Operation.sequence.desc()).limit(1))
        last.at += timedelta(days=2)
    answers.append((UnlockDialog, give_password))
    assert program.start(branch_path)

    qtbot.waitUntil(lambda: "还早" in program.window.warning)
    assert "校准" in program.window.warning
