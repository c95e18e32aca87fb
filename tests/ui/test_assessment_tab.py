"""The self-assessment: both figures, why, reasons and proofs; closed as versions; its tools."""

from datetime import date, timedelta

import openpyxl
import pytest
from PySide6.QtCore import Qt

from partydesk.domain.periods import add_months, month_of, quarter_of
from partydesk.services import assessments, meetings, schemes
from partydesk.services.closed_sheets import versions
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.score_view import Given, Own
from tests.ui.chinese import write
from tests.ui.meetings_help import save_one
from tests.ui.small_branch import fill, settle, shown, type_into
from ui.dialogs.assessment_extras import ExtrasDialog
from ui.dialogs.assessment_gains import GainsDialog
from ui.dialogs.assessment_given import GivenDialog
from ui.dialogs.assessment_lists import ListsDialog
from ui.dialogs.assessment_reason import CorrectionDialog
from ui.dialogs.assessment_versions import VersionsDialog
from ui.dialogs.assessment_years import YearsDialog
from ui.dialogs.choose_evidence import EvidenceDialog
from ui.dialogs.likeness import LikenessDialog, marked
from ui.dialogs.pdf_preview import PdfPreview
from ui.dialogs.schemes import SchemePreviewDialog, SchemesDialog
from ui.tabs.assessment_loss import LossRow, target_of
from ui.tabs.assessment_tab import AssessmentTab
from ui.widgets.line_button import LineButton

TODAY = date.today()


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    return shown(qtbot, AssessmentTab(desk, state))


@pytest.fixture
def poor(people, store, desk, state, qtbot):
    """A tab on a branch that held one meeting months ago and nothing since."""
    save_one(store, people, held_on=add_months(TODAY, -8))
    return shown(qtbot, AssessmentTab(desk, state))


def sheet(store, tab):
    return assessments.assessment(store, tab.code)


def type_score(tab, qtbot, text, reason="逐项核对过"):
    edit = tab.card.form.editor("points")
    edit.selectAll()
    type_into(qtbot, edit, text)
    if reason:
        write(tab.card.form.editor("reason"), reason)


def choose(tab, no):
    assert tab.page.table.choose(no)
    settle()


def score_all(desk, tab):
    opened = desk.call(assessments.open_assessment, tab.code)
    for item in opened.scheme.items:
        own = Own(item.points, "逐项核对过")
        desk.call(assessments.save_score, opened.id, item.no, own)
    return opened


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


def test_the_programs_figures_are_taken_over_with_one_button(poor, store, said):
    poor.tools.adopt()

    scores = sheet(store, poor).scores
    assert all(scores[each.item.no].points == each.computed for each in poor.view.lines
               if each.computed is not None)  # fmt: skip
    assert "采用了系统测算分" in said[0]


def test_an_unfinished_assessment_says_what_is_missing(tab, store, said, qtbot):
    type_score(tab, qtbot, "12")
    tab.page.primary_button.click()

    assert len(said) == 1
    assert "没有自评分" in said[0]
    assert "第 1、" not in said[0]
    assert sheet(store, tab).finished_at is None


def test_a_closed_one_is_only_read_and_a_correction_is_a_new_version(
    tab, store, desk, said, monkeypatch, qtbot
):
    score_all(desk, tab)
    said.answer = "完成自评"
    tab.page.primary_button.click()
    settle()
    assert sheet(store, tab).finished_at is not None
    assert not tab.card.form.editor("points").isEnabled()
    assert not tab.card.save_button.isVisible()
    choose(tab, "2")
    assert not tab.card.form.editor("points").isEnabled()
    assert tab.page.primary_button.text() == "更正…"

    monkeypatch.setattr(
        CorrectionDialog, "exec", lambda dialog: dialog.edit.setPlainText("教育局退回") or 1
    )
    tab.page.primary_button.click()
    settle()
    assert tab.card.form.editor("points").isEnabled()
    assert tab.page.primary_button.text() == "完成自评"
    type_score(tab, qtbot, "7")
    tab.save()
    said.answer = "完成自评"
    tab.page.primary_button.click()
    settle()
    assert [(each.version, each.reason) for each in versions(store, "default", tab.code)] == [
        (2, "教育局退回"),
        (1, ""),
    ]
    dialog = VersionsDialog(desk, "default", tab.code, tab)
    qtbot.addWidget(dialog)
    texts = [each.text() for each in dialog.findChildren(type(tab.card.title_label))]
    assert any("第 1 版　自评 100.0 分" in each for each in texts)
    assert any("第 2 版　自评 99.0 分" in each for each in texts)


def test_a_correction_without_a_reason_is_not_begun(tab, qtbot):
    dialog = CorrectionDialog("2026年", 1, tab)
    qtbot.addWidget(dialog)
    dialog._take()

    assert "理由" in dialog.problem_label.text()
    assert dialog.result() == 0


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


def test_what_can_be_put_right_is_ranked_by_what_it_brings(poor, qtbot):
    dialog = GainsDialog("期间", poor.ranked(), poor)
    qtbot.addWidget(dialog)
    gained = [each.points for each in poor.ranked()]
    assert gained == sorted(gained, reverse=True)
    assert len(dialog.rows) == len(gained) > 3
    with qtbot.waitSignal(dialog.task_asked):
        dialog.rows[0].task_button.click()

    assert dialog.result() == 1


def test_the_lists_follow_from_the_records_and_name_nobody(poor, desk, people, qtbot, said):
    dialog = ListsDialog(desk, poor.view, poor)
    qtbot.addWidget(dialog)
    told = [each.matter for each in dialog.lists.shortfalls]
    assert any(each.startswith("主题党日每缺一次：") for each in told)
    assert not any(name in each for name in people for each in told)
    dialog.take()
    dialog.take()

    assert f"{len(told)} 条列入了问题整改清单" in said[0]
    assert "0 条列入了问题整改清单" in said[1]


def test_bonus_and_veto_are_kept(tab, store, desk, qtbot):
    tab.begun()
    dialog = ExtrasDialog(desk, tab.view, tab.begun(), tab)
    qtbot.addWidget(dialog)
    dialog.bonus_edit.setText("九分")
    dialog.save()
    assert "应为数字" in dialog.problem_label.text()
    dialog.bonus_edit.setText("9")
    dialog.save()
    assert "0 到 5 分" in dialog.problem_label.text()
    dialog.bonus_edit.setText("3")
    dialog.reason_edit.setPlainText("区优秀党支部")
    dialog.veto_box.setCurrentIndex(1)
    dialog.save()

    view = assessments.sheet_view(store, tab.code, TODAY)
    assert view.bonus.points == 300
    assert view.veto == view.scheme.vetoes[0]


def test_what_others_gave_is_kept_and_weighted_beside_the_own_score(tab, store, desk, qtbot):
    tab.choose_scheme("stars")
    sheet = tab.begun()
    for item in tab.view.scheme.items:
        assessments.save_score(store, sheet, item.no, Own(1800, "对照标准评定。"), TODAY)
    tab.refresh()
    dialog = GivenDialog(desk, tab.view, sheet, tab)
    qtbot.addWidget(dialog)
    assert "支部自评 90.0 分；加权得分 还缺分数" in dialog.final_label.text()

    dialog.form.set_values({"upper_points": 9999_00, "peer_points": 7000})
    dialog.save()
    assert "0 到 110 分" in dialog.form.problem("upper_points")
    # 90 × 30% + 80 × 60% + 70 × 10% = 27 + 48 + 7
    dialog.form.set_values({"upper_points": 8000, "given_star": "四星"})
    assert "加权得分 82.0 分（自评 30%、上级评分 60%、互评 10%）" in dialog.final_label.text()
    dialog.save()
    assert "请填写星级评定的日期" in dialog.form.problem("starred_on")
    dialog.form.set_values({"starred_on": TODAY})
    dialog.save()

    assert tab.view.given == Given(8000, 7000, "四星", TODAY)
    assert "加权 82.0 · 四星" in tab.figures.own.caption_label.text()


def test_the_years_stand_side_by_side(poor, desk, qtbot):
    dialog = YearsDialog(desk, "default", TODAY.year, poor)
    qtbot.addWidget(dialog)
    cells = [dialog.periods.item(line, 0).text() for line in range(dialog.periods.rowCount())]

    assert cells[-1] == f"{TODAY.year}年"
    assert f"{TODAY.year}年1月" in cells
    assert dialog.items.item(dialog.items.rowCount() - 1, 1).text() == "合计"


def test_a_scheme_is_imported_after_a_look_at_what_changes(tab, store, tmp_path, monkeypatch, said):
    path = tmp_path / "考核表.xlsx"
    path.write_bytes(schemes.export_scheme(store, "default"))
    book = openpyxl.load_workbook(path)
    book["条目"]["C2"], book["条目"]["C3"] = 11, 9
    book.save(path)
    looked = []
    monkeypatch.setattr(
        SchemePreviewDialog, "exec", lambda dialog: looked.append(dialog.sentences) or 1
    )
    monkeypatch.setattr(SchemesDialog, "exec", lambda dialog: dialog.take(path) or 1)
    tab.tools.edit_scheme()

    assert looked == [("第 1 项由 12.0 分改为 11.0 分。", "第 2 项由 8.0 分改为 9.0 分。")]
    assert [row.most for row in tab.page.table.records.rows[:2]] == [1100, 900]
    assert said == []


def test_near_copies_stand_side_by_side_with_their_passages_marked(people, store, desk, tab, qtbot):
    content = "会议传达学习上级文件精神，研究本月重点工作，逐项明确责任人和完成时限。" * 3
    first = save_one(store, people, held_on=TODAY - timedelta(days=3), content=content)
    later = save_one(
        store, people, held_on=TODAY - timedelta(days=1), content=content.replace("本月", "下月", 1)
    )
    period = quarter_of(TODAY - timedelta(days=1))
    dialog = LikenessDialog(desk, period, tab)
    qtbot.addWidget(dialog)
    (copy,) = dialog.found.copies

    assert (copy.later.record_id, copy.earlier.record_id) == (later.id, first.id)
    assert dialog.list.count() == 1
    (_, html), _ = marked(copy)
    assert html.count("<span") >= 1
    assert "下月" in dialog.sides[0].view.toPlainText()
