"""A self-assessment is closed in versions, printed, ranked, weighted and compared."""

from datetime import timedelta

import openpyxl

from partydesk.domain.periods import quarter_of
from partydesk.services import assessments, schemes
from partydesk.services.closed_sheets import versions
from partydesk.services.score_view import Given, Own
from tests.ui.assessment.steps import TODAY, choose, sheet, type_score
from tests.ui.meetings_help import save_one
from tests.ui.small_branch import settle
from ui.dialogs.assessment_extras import ExtrasDialog
from ui.dialogs.assessment_gains import GainsDialog
from ui.dialogs.assessment_given import GivenDialog
from ui.dialogs.assessment_lists import ListsDialog
from ui.dialogs.assessment_reason import CorrectionDialog
from ui.dialogs.assessment_versions import VersionsDialog
from ui.dialogs.assessment_years import YearsDialog
from ui.dialogs.likeness import LikenessDialog, marked
from ui.dialogs.pdf_preview import PdfPreview
from ui.dialogs.schemes import SchemePreviewDialog, SchemesDialog


def score_all(desk, tab):
    opened = desk.call(assessments.open_assessment, tab.code)
    for item in opened.scheme.items:
        own = Own(item.points, "逐项核对过")
        desk.call(assessments.save_score, opened.id, item.no, own)
    return opened


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
