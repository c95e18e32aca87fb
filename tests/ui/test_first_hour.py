"""The first hour: the sample comes and goes with a click, and what is empty teaches."""

from threading import Event

import pytest

from partydesk.services.branch_files import create_branch
from partydesk.services.organization import save_branch
from partydesk.services.sample_file import SAMPLE_NAME, SAMPLE_PASSWORD
from partydesk.services.sample_leaving import remove_sample
from tests.core.branches import BRANCH, CHEAP
from tests.ui.running import give_password
from tests.ui.small_branch import add, settle
from tests.ui.window_help import open_window
from ui.background import Background
from ui.dialogs.first_start import FirstChoice, FirstStartDialog
from ui.dialogs.unlock import UnlockDialog
from ui.dialogs.waiting import WaitingDialog
from ui.widgets.empty_state import EmptyState
from ui.widgets.record_form import RecordForm


@pytest.fixture
def sample(tmp_path):
    """A file that is called like the sample branch and opened like it."""
    path = tmp_path / SAMPLE_NAME
    store, _ = create_branch(path, SAMPLE_PASSWORD, BRANCH, cost=CHEAP, allow_anywhere=True)
    store.close()
    return path


def choose(wanted):
    return lambda dialog: dialog.buttons[wanted].click()


def left_of(folder):
    return sorted(each.name for each in folder.iterdir() if each.name.startswith("示例"))


@pytest.fixture
def started(program, sample, qtbot):
    assert program.start(sample)
    backups = sample.parent / "示例支部 的备份"
    qtbot.waitUntil(lambda: "今日" in program.window.side_bar.safety_label.text())
    assert list(backups.iterdir())
    return program


def test_only_the_sample_says_so(begun):
    assert not begun.window.side_bar.leave_button.isVisible()


def test_the_sample_goes_with_one_click_and_the_beginning_is_shown(
    started, sample, branch_path, answers, monkeypatch
):
    monkeypatch.setattr(type(started), "_choose_file", lambda self: self._unlock(branch_path))
    answers += [(FirstStartDialog, choose(FirstChoice.OPEN)), (UnlockDialog, give_password)]
    assert started.window.side_bar.leave_button.isVisible()
    started.window.side_bar.leave_button.click()
    settle()

    assert left_of(sample.parent) == []
    assert "育才小学支部" in started.window.windowTitle()
    assert not started.window.side_bar.leave_button.isVisible()
    assert branch_path.exists()


def test_what_somebody_wrote_into_the_sample_is_asked_for(started, sample, said):
    started.window.page.desk.call(add, "真实的人")
    said.answer = "先不删除"
    started.window.side_bar.leave_button.click()

    assert "您自己改过的内容" in said[0]
    assert sample.exists()


def test_no_other_file_is_ever_removed(branch_path, sheet):  # the file must be there
    with pytest.raises(ValueError, match="sample"):
        remove_sample(branch_path)

    assert branch_path.exists()


def test_a_strange_file_among_the_backups_stays(sample):
    folder = sample.parent / "示例支部 的备份"
    folder.mkdir()
    (folder / "我的笔记.txt").write_text("留着", "utf-8")
    remove_sample(sample)

    assert left_of(sample.parent) == ["示例支部 的备份"]
    assert (folder / "我的笔记.txt").exists()


@pytest.fixture
def empty_window(store, desk, state, qtbot):
    save_branch(store, BRANCH)
    return open_window(qtbot, desk, state)


def test_every_empty_list_says_what_it_is_for_and_offers_the_first_step(empty_window):
    registers = {"党员名册", "会议记录", "谈心谈话", "廉政档案", "工作台账"}
    told = {}
    for title in registers:
        empty_window.show_tab(empty_window.titles.index(title))
        settle()
        for empty in empty_window.page.findChildren(EmptyState):
            if empty.isVisible():
                told[title] = (empty.sentence_label.text(), empty.action_button.text())

    assert set(told) == registers
    assert [title for title, (sentence, _) in told.items() if len(sentence) < 30] == []
    assert all(action for _, action in told.values())


def test_the_first_step_from_an_empty_list_leads_into_the_form(empty_window):
    for title in ("会议记录", "谈心谈话", "廉政档案", "工作台账"):
        empty_window.show_tab(empty_window.titles.index(title))
        settle()
        (empty,) = [each for each in empty_window.page.findChildren(EmptyState) if each.isVisible()]
        empty.action_button.click()
        settle()
        form = next(each for each in empty_window.page.findChildren(RecordForm) if each.isVisible())

        assert form.isAncestorOf(empty_window.focusWidget()), title


def test_who_does_not_wait_for_the_sample_goes_back_and_it_is_closed_when_it_comes(qtbot):
    background, goes_on, closed = Background(), Event(), []
    dialog = WaitingDialog("正在打开…", lambda _tell: goes_on.wait(20), closed.append, background)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.cancel_button.isVisible)
    settle()
    dialog.cancel_button.click()
    assert not dialog.isVisible()
    goes_on.set()

    qtbot.waitUntil(lambda: closed == [True], timeout=20_000)
    assert dialog.made is None
    background.close()
