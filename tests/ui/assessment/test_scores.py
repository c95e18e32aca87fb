"""The self-assessment: own scores beside the program's, why, and what brings points back."""

import pytest

from partydesk.domain.periods import month_of, quarter_of
from partydesk.services import assessments
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.all import BY_TABLE
from tests.ui.assessment.steps import TODAY, choose, sheet, type_score
from tests.ui.chinese import write
from tests.ui.small_branch import shown
from ui.tabs.assessment_loss import LossRow, target_of
from ui.tabs.assessment_tab import AssessmentTab


def figure(tab, name):
    return getattr(tab.figures, name).figure_label.text()


def test_a_score_is_kept_with_its_reason(tab, store, qtbot):
    type_score(tab, qtbot, "10.5", "学时缺两人")
    tab.save()

    score = sheet(store, tab).scores["1"]
    assert (score.points, score.reason) == (1050, "学时缺两人")
    assert "已保存" in tab.card.badge.mark.word
    assert figure(tab, "own") == "10.5 分"
    assert tab.page.table.records.rows[0].own == 1050


def test_another_score_than_the_programs_wants_a_reason_and_says_by_how_much(poor, qtbot):
    choose(poor, "4")
    computed = poor.view.line("4").computed
    assert computed < 800
    type_score(poor, qtbot, "8", reason="")
    assert "高于系统测算" in poor.card.compare_label.text()
    poor.save()
    assert "请写明理由" in poor.card.form.problem("reason")
    # The figure is kept all the same; only closing waits.
    assert poor.view.line("4").own.points == 800
    assert poor.view.unreasoned == ["4"]
    choose(poor, "3")
    assert not poor.page.banner.isVisible()
    choose(poor, "4")
    assert "请写明理由" in poor.card.form.problem("reason")

    write(poor.card.form.editor("reason"), "记录在联合支部")
    poor.save()
    line = poor.view.line("4")
    assert (line.own.points, line.computed) == (800, computed)


def test_why_points_are_lost_stands_with_what_brings_them_back(poor):
    choose(poor, "3")
    rows = [each for each in poor.card.findChildren(LossRow) if each.isVisibleTo(poor)]
    assert rows
    assert rows[0].finding.rule.startswith("MTG-")
    assert "−" in rows[0].remark_label.text()
    assert poor.card.why_label.text().startswith("为什么是")


def test_a_shortfall_becomes_a_task_with_one_click_and_only_once(poor, store, qtbot):
    choose(poor, "3")
    row = next(each for each in poor.card.findChildren(LossRow) if each.isVisibleTo(poor))
    row.task_button.click()
    (task,) = keeping.list_records(store, BY_TABLE["key_task"]).rows
    values = keeping.record_values(store, BY_TABLE["key_task"], task.id)
    assert values["matter"] + "。" == row.finding.sentence
    assert values["category"] == "自评整改"
    assert values["due_on"] >= quarter_of(TODAY).last
    assert "已列入重点任务" in poor.page.banner.sentence_label.text()

    with qtbot.waitSignal(poor.go) as gone:
        poor.page.banner.action_button.click()
    assert (gone.args[0].record_type, gone.args[0].record_id) == ("key_task", task.id)
    poor.make_task(next(each for each in poor.ranked() if row.finding in each.findings))
    assert "已经在重点任务里" in poor.page.banner.sentence_label.text()
    assert len(keeping.list_records(store, BY_TABLE["key_task"]).rows) == 1


def test_a_missing_meeting_leads_to_a_new_one_already_filled_in(poor):
    lines = [loss.finding for line in poor.view.lines for loss in line.losses]
    missing = next(each for each in lines if each.rule == "MTG-04")
    target = target_of(missing, TODAY)

    assert (target.record_type, target.new) == ("meeting", True)
    assert target.values["kind"] == "主题党日"
    assert target.values["held_on"] == month_of(target.values["held_on"]).last


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
    type_score(tab, qtbot, "99", "理由写了很多")
    choose(tab, "2")
    assert "第 1 条的自评没有保存" in tab.page.banner.sentence_label.text()
    again = shown(qtbot, AssessmentTab(desk, state))
    assert again.card.form.values() == {"points": 9900, "reason": "理由写了很多"}
    tab.page.banner.action_button.click()
    assert tab.card.form.values()["reason"] == "理由写了很多"
    type_score(tab, qtbot, "11", reason="")
    tab.save()

    assert sheet(store, tab).scores["1"].reason == "理由写了很多"
    assert not tab.page.banner.isVisible()
    choose(tab, "2")
    choose(tab, "1")
    assert not tab.card.form.is_changed()


def test_each_period_has_its_own_scores(tab, store, qtbot):
    first = tab.code
    type_score(tab, qtbot, "12")
    tab.period_box.setCurrentIndex(1)
    second = tab.code
    assert second != first
    assert tab.card.form.values()["points"] is None
    assert tab.card.title_label.text().startswith("1　")
    type_score(tab, qtbot, "7")
    tab.period_box.setCurrentIndex(0)

    assert tab.card.form.values()["points"] == 1200
    assert assessments.assessment(store, first).scores["1"].points == 1200
    assert assessments.assessment(store, second).scores["1"].points == 700


def test_another_scheme_has_its_own_items(tab, qtbot):
    type_score(tab, qtbot, "12")
    tab.scheme_box.setCurrentIndex(1)

    assert [row.title for row in tab.page.table.records.rows][:2] == ["领导班子好", "党员队伍好"]
    assert tab.card.title_label.text().startswith("1　领导班子好")
