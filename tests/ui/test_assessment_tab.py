"""The self-assessment: scores with reasons and proofs, kept per period, finished and reopened."""

import pytest
from PySide6.QtCore import Qt

from partydesk.services import assessments, meetings
from tests.ui.chinese import write
from tests.ui.meetings_help import save_one
from tests.ui.small_branch import fill, settle, shown, type_into
from ui.dialogs.choose_evidence import EvidenceDialog
from ui.dialogs.pdf_preview import PdfPreview
from ui.tabs.assessment_tab import AssessmentTab
from ui.widgets.line_button import LineButton


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # noqa: ARG001 - the roster must be there first
    return shown(qtbot, AssessmentTab(desk, state))


def sheet(store, tab):
    return assessments.assessment(store, tab._shown_code)


def type_score(tab, qtbot, text):
    edit = tab.card.form.editor("points")
    edit.selectAll()
    type_into(qtbot, edit, text)


def choose(tab, no):
    assert tab.page.table.choose(no)
    settle()


def test_a_score_is_kept_with_its_reason(tab, store, qtbot):
    type_score(tab, qtbot, "10.5")
    write(tab.card.form.editor("reason"), "学时缺两人")
    tab.save()

    score = sheet(store, tab).scores["1"]
    assert (score.points, score.reason) == (1050, "学时缺两人")
    assert "已保存" in tab.card.badge.mark.word
    assert tab.cards["支部自评"].figure_label.text() == "10.5 分"
    assert tab.page.table.records.rows[0].own == 1050


@pytest.mark.parametrize("typed", ["13", "十分", "1.234"])
def test_a_score_that_can_not_be_is_said_under_the_field(tab, store, typed, said):
    tab.card.form.editor("points").setFocus()
    write(tab.card.form.editor("points"), typed)
    tab.save()

    assert tab.card.form.problem("points")
    assert said == []
    assert sheet(store, tab) is None or "1" not in sheet(store, tab).scores


def test_going_on_keeps_the_score(tab, store, qtbot):
    type_score(tab, qtbot, "12")
    choose(tab, "2")

    assert sheet(store, tab).scores["1"].points == 1200
    assert tab.card.form.values()["points"] is None
    assert tab.card.title_label.text().startswith("2　")


def test_what_can_not_be_kept_waits_and_is_named(tab, store, desk, state, qtbot):
    type_score(tab, qtbot, "99")
    write(tab.card.form.editor("reason"), "理由写了很多")
    choose(tab, "2")
    assert "第 1 条的自评没有保存" in tab.page.banner.sentence_label.text()
    again = shown(qtbot, AssessmentTab(desk, state))
    assert again.card.form.values() == {"points": 9900, "reason": "理由写了很多"}
    tab.page.banner.action_button.click()
    assert tab.card.form.values()["reason"] == "理由写了很多"
    type_score(tab, qtbot, "11")
    tab.save()

    assert sheet(store, tab).scores["1"].reason == "理由写了很多"
    assert not tab.page.banner.isVisible()
    choose(tab, "2")
    choose(tab, "1")
    assert not tab.card.form.is_changed()


def test_each_period_has_its_own_scores(tab, store, qtbot):
    first = tab._shown_code
    type_score(tab, qtbot, "12")
    box = tab.page._filters["period"]
    box.setCurrentIndex(1)
    second = tab._shown_code
    assert second != first
    assert tab.card.form.values()["points"] is None
    assert tab.card.title_label.text().startswith("1　")
    type_score(tab, qtbot, "7")
    box.setCurrentIndex(0)

    assert tab.card.form.values()["points"] == 1200
    assert assessments.assessment(store, first).scores["1"].points == 1200
    assert assessments.assessment(store, second).scores["1"].points == 700


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


def test_a_score_is_proved_by_a_record_that_can_be_opened(tab, store, people, qtbot, ticked):
    kept = save_one(store, people, topic="学习")
    type_score(tab, qtbot, "12")
    tab.save()
    assert tab.cards["待佐证"].figure_label.text() == "1 条"
    tab.card.choose_button.click()
    settle()
    assert "学习" in ticked[0]
    assert sheet(store, tab).scores["1"].evidence == (("meeting", kept.id),)
    assert tab.cards["待佐证"].figure_label.text() == "0 条"
    proof = next(each for each in tab.card.findChildren(LineButton) if each.isVisibleTo(tab))
    with qtbot.waitSignal(tab.go) as gone:
        proof.click()

    assert (gone.args[0].record_type, gone.args[0].record_id) == ("meeting", kept.id)


def test_a_proof_chosen_beside_a_wrong_score_is_not_lost(tab, store, people, qtbot, ticked):  # noqa: ARG001
    kept = save_one(store, people)
    type_score(tab, qtbot, "99")
    tab.card.choose_button.click()
    assert sheet(store, tab) is None or sheet(store, tab).scores == {}
    choose(tab, "2")
    choose(tab, "1")
    type_score(tab, qtbot, "12")
    tab.save()

    assert sheet(store, tab).scores["1"].evidence == (("meeting", kept.id),)


def test_a_removed_meeting_proves_nothing_any_more(tab, store, people, qtbot, ticked, desk):  # noqa: ARG001
    kept = save_one(store, people)
    type_score(tab, qtbot, "12")
    tab.card.choose_button.click()
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


def test_an_unfinished_assessment_says_what_is_missing(tab, store, said, qtbot):
    type_score(tab, qtbot, "12")
    tab.page.primary_button.click()

    assert len(said) == 1
    assert "没有自评分" in said[0]
    assert "第 1" not in said[0]
    assert sheet(store, tab).finished_at is None


def test_a_finished_one_is_only_read_until_it_is_opened_again(tab, store, desk, said):
    opened = desk.call(assessments.open_assessment, tab._shown_code)
    for item in opened.scheme.items:
        desk.call(assessments.save_score, opened.id, item.no, points=item.points)
    said.answer = "完成自评"
    tab.page.primary_button.click()
    settle()
    assert sheet(store, tab).finished_at is not None
    assert not tab.card.form.editor("points").isEnabled()
    assert not tab.card.save_button.isVisible()
    choose(tab, "2")
    assert not tab.card.form.editor("points").isEnabled()
    assert tab.page.primary_button.text() == "重新打开"
    said.answer = "重新打开"
    tab.page.primary_button.click()
    settle()

    assert sheet(store, tab).finished_at is None
    assert tab.card.form.editor("points").isEnabled()
    assert tab.page.primary_button.text() == "完成自评"


def test_the_bar_on_top_finds_items(tab, qtbot):
    tab.search("三会一课")
    rows = tab.page.table.records
    qtbot.waitUntil(lambda: len(rows.rows) < 5)

    assert "三会一课" in [each.title for each in rows.rows]


def test_the_sheet_is_printed(tab, qtbot, monkeypatch):
    type_score(tab, qtbot, "12")
    tab.save()
    opened = []
    monkeypatch.setattr(PdfPreview, "exec", lambda dialog: opened.append(len(dialog.pages)))
    tab.print_page()

    assert opened
    assert opened[0] >= 1
