"""复制到本机再打开: offered where a file must not be worked on, and the copy is what opens."""

import pytest

from partydesk.services import bringing_home
from tests.core.branches import PASSWORD, filled_branch, fingerprints
from tests.ui.running import LATER, give_password
from ui.dialogs.unlock import UnlockDialog


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "那时").mkdir()
    filled_branch(tmp_path / "那时").close()
    (tmp_path / "那时").rename(tmp_path / "坚果云")
    return tmp_path / "坚果云" / "育才支部.partydesk"


@pytest.fixture
def home(tmp_path, monkeypatch):
    made = tmp_path / "文档" / "支部工作台"
    monkeypatch.setattr(bringing_home, "documents", lambda: made)
    return made


def copy_it(dialog):
    """Press the button once it is offered."""
    if not (dialog.copy_button.isVisible() and dialog.copy_button.isEnabled()):
        return LATER
    assert "坚果云" in dialog.problem_label.text()
    dialog.copy_button.click()
    return None


def test_the_copy_is_made_said_and_opened_and_the_original_stays(
    program, stick, home, answers, said
):
    before = fingerprints(stick.parent)
    answers += [
        (UnlockDialog, give_password),
        (UnlockDialog, copy_it),
        (UnlockDialog, give_password),
    ]
    assert program.start(stick)

    assert str(home / stick.name) in said[0]
    assert str(stick) in said[0]
    assert program._path == home / stick.name
    assert fingerprints(stick.parent) == before
    assert PASSWORD not in said[0]


def test_a_file_on_this_machine_offers_no_copy(begun):
    assert begun.window is not None
    dialog = UnlockDialog(begun._path, str, str, begun.background)
    dialog.show()
    assert not dialog.copy_button.isVisible()
    dialog.reject()
