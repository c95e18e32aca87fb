"""Records prove a score: ticked, opened, found by typing, and gone when they are removed."""

import pytest
from PySide6.QtCore import Qt

from partydesk.services import meetings
from tests.ui.assessment.steps import choose, sheet, type_score
from tests.ui.meetings_help import save_one
from tests.ui.small_branch import settle
from ui.dialogs.choose_evidence import EvidenceDialog
from ui.widgets.line_button import LineButton


@pytest.fixture
def ticked(monkeypatch):
    """The dialog is shown, and its first record is ticked as by Space."""
    offered = []

    def tick(dialog):
        offered.extend(item.text() for item in dialog._items())
        dialog._items()[0].setCheckState(Qt.CheckState.Checked)
        return 1

    monkeypatch.setattr(EvidenceDialog, "exec", tick)
    return offered


def proofs_of(tab):
    return [each for each in tab.card.findChildren(LineButton) if each.isVisibleTo(tab)]


def test_a_score_is_proved_by_a_record_that_can_be_opened(tab, store, people, qtbot, ticked):
    kept = save_one(store, people, topic="学习")
    type_score(tab, qtbot, "12")
    tab.save()
    tab.card.choose_button.click()
    settle()
    assert "学习" in ticked[0]
    assert sheet(store, tab).scores["1"].evidence == (("meeting", kept.id),)
    with qtbot.waitSignal(tab.go) as gone:
        proofs_of(tab)[0].click()

    assert (gone.args[0].record_type, gone.args[0].record_id) == ("meeting", kept.id)


def test_a_proof_chosen_beside_a_wrong_score_is_not_lost(tab, store, people, qtbot, ticked):
    kept = save_one(store, people)
    type_score(tab, qtbot, "99")
    tab.card.choose_button.click()
    assert sheet(store, tab) is None or sheet(store, tab).scores == {}
    choose(tab, "2")
    choose(tab, "1")
    type_score(tab, qtbot, "12")
    tab.save()

    assert sheet(store, tab).scores["1"].evidence == (("meeting", kept.id),)


def test_a_removed_meeting_proves_nothing_any_more(tab, store, people, qtbot, ticked, desk):
    kept = save_one(store, people)
    type_score(tab, qtbot, "12")
    tab.card.choose_button.click()
    assert tab.card.proof_label.text() == "佐证 1 条"
    desk.call(meetings.remove_meeting, kept.id)
    settle()

    assert tab.card.proof_label.text() == "佐证"


def test_typing_narrows_the_records_to_tick(tab, people, store, qtbot):
    from partydesk.services.evidence import proofs

    save_one(store, people, topic="学习党章")
    save_one(store, people, topic="研究发展党员")
    dialog = EvidenceDialog("三会一课", proofs(store), [], tab)
    qtbot.addWidget(dialog)
    dialog._narrow("发展")
    visible = [each.text() for each in dialog._items() if not each.isHidden()]

    assert len(visible) == 1
    assert "研究发展党员" in visible[0]
