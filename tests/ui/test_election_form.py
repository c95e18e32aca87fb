"""The form of a 换届选举: shown for that kind, fed with who came, told before anyone votes."""

from datetime import date

import pytest

from partydesk.services import meetings
from tests.ui.meetings_help import save_one
from tests.ui.small_branch import fill, settle, shown
from ui.tabs.meetings_tab import MeetingsTab
from ui.widgets.editors import as_editor
from ui.widgets.tab_page import Target

TODAY = date.today()


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    return shown(qtbot, MeetingsTab(desk, state))


def begin(tab, kind="换届选举"):
    tab.open_target(Target("meeting", new=True, values={"kind": kind, "held_on": TODAY}))
    settle()


def test_only_an_election_asks_for_candidates_and_ballots(tab):
    begin(tab, "支部党员大会")
    assert not tab.form.section("选举").isVisible()
    as_editor(tab.form.editor("kind")).set_value("换届选举")
    tab._rearrange()
    settle()

    assert tab.form.section("选举").isVisible()


def test_what_is_needed_is_said_before_anyone_votes_and_what_can_not_be_at_once(tab):
    begin(tab)
    tab.form.set_values({"seats_open": 5, "electors_due": 30, "electors_present": 25})
    editor = tab.election.nominees
    assert editor.needs_label.text() == (
        "按选举条例：至少到会 24 人；赞成达到 13 票当选；候选人至少 6 名。"
    )

    tab.form.set_values({"ballots_issued": 26})
    assert editor.problem_label.text() == "发出选票 26，多于实到会有选举权 25。"
    tab.form.set_values({"ballots_issued": 25})
    assert not editor.problem_label.isVisible()
    editor.set_value([{"name": "甲", "yes": 12, "is_elected": True}])
    assert "甲得赞成 12 票，没有超过实到的半数（至少 13 票）" in editor.problem_label.text()


def test_who_came_is_taken_over_until_somebody_types_other_counts(tab):
    begin(tab)
    due, present = tab._voters()
    tab.election.propose()
    assert tab.form.values()["electors_present"] == present

    tab.form.set_values({"electors_present": 1})
    tab.election.propose()
    assert tab.form.values()["electors_present"] == 1
    assert tab.form.values()["electors_due"] == due > 0


def test_it_is_saved_with_its_faults_and_read_back(tab, store, people):
    save_one(store, people, kind="换届选举", held_on=TODAY)
    (kept,) = meetings.list_meetings(store)
    tab.refresh()
    tab.page.table.choose(kept.id)
    settle()
    tab.form.set_values({"seats_open": 1, "ballots_issued": 3, "ballots_returned": 4})
    tab.election.nominees.set_value([{"name": "甲", "yes": 3, "is_elected": True}, {"name": "乙"}])
    tab.form.changed.emit()
    tab.save()

    values = meetings.meeting_values(store, kept.id)
    assert (values["ballots_issued"], values["ballots_returned"]) == (3, 4)
    assert [(each["name"], each["is_elected"]) for each in values["nominees"]] == [
        ("甲", True), ("乙", False),
    ]  # fmt: skip


def test_a_candidate_is_typed_ticked_and_taken_out_again(tab, qtbot):
    begin(tab)
    editor = tab.election.nominees
    first, second = editor.add(), editor.add()
    qtbot.keyClicks(first.parts[0], "jia")
    qtbot.keyClicks(first.parts[1], "20")
    first.elected_box.click()
    assert editor.value() == [
        {"name": "jia", "yes": 20, "no": None, "abstain": None, "id": None, "is_elected": True}
    ]
    second.elected_box.click()
    assert len(editor.value()) == 2
    second.removed.emit()

    assert editor.rows() == [first]


def test_a_row_with_nothing_but_an_empty_box_is_not_kept(tab):
    begin(tab)
    tab.election.nominees.add()

    assert tab.election.nominees.value() == []
