"""A branch with something to send, the tab on it, and a stick."""

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.core.branches import ID_NUMBER, new_branch
from tests.ui.small_branch import add, fill, settle, shown
from tests.ui.submission.steps import PERIOD, choose_folder, explain_all
from ui.tabs.submission_tab import SubmissionTab


@pytest.fixture
def store(tmp_path):
    """A real file: packages have places beside it."""
    with new_branch(tmp_path) as opened:
        yield opened


@pytest.fixture
def people(store):
    found = fill(store)
    # Who moves in without a word of when he joined: an error that must be explained.
    found["错误"] = add(store, "吴江", id_number=ID_NUMBER, sex="男", full_on=None)
    return found


@pytest.fixture
def tab(people, desk, state, qtbot):  # there must be something to send
    made = shown(qtbot, SubmissionTab(desk, state))
    made.period_box.setCurrentIndex(made.period_box.findData(PERIOD.code))
    return made


@pytest.fixture
def stick(tmp_path, monkeypatch):
    """A stick that the user finds behind 其他文件夹."""
    folder = tmp_path / "U盘"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    return folder


@pytest.fixture
def ready(tab, stick, monkeypatch):  # the stick is what is found
    """The sample card in use, every error explained, the stick chosen."""
    tab.banner.action_button.click()
    settle()
    explain_all(tab, monkeypatch)
    choose_folder(tab)
    return tab
