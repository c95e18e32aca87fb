"""全部事项: the list of a span, narrowed, saved and printed; a line leads to its record or form."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from tests.core.papers import rows_of
from tests.ui.meetings_help import save_one
from tests.ui.running import Answers
from tests.ui.small_branch import TODAY, fill, settle, shown
from ui.dialogs import all_duties
from ui.dialogs.all_duties import AllDutiesDialog
from ui.dialogs.pdf_preview import PdfPreview
from ui.main_window import Heading, MainWindow
from ui.tab_list import branch_tabs
from ui.tabs import saving


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def window(people, desk, state, qtbot):  # the branch must be there first
    made = MainWindow(Heading("育才小学支部"), branch_tabs(desk, state), state)
    return shown(qtbot, made, 1366, 728)


@pytest.fixture
def answers():
    made = Answers()
    yield made
    made.stop()


@pytest.fixture
def dialog(people, desk, state, qtbot):  # the branch must be there first
    made = AllDutiesDialog(desk, state, TODAY, None)
    qtbot.addWidget(made)
    made.show()
    return made


def line(dialog, words, state=None):
    return next(
        each
        for each in dialog.table.records.rows
        if words in each.title and state in (None, each.state)
    )


def choose(box, text):
    box.setCurrentIndex(box.findText(text))


def test_enter_on_what_is_still_to_do_begins_the_form_filled_in(window, answers, qtbot):
    def take(dialog):
        dialog.table.choose(line(dialog, "支委会", "待办").id)
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)

    answers.append((AllDutiesDialog, take))
    window.page.all_button.click()
    settle()

    assert window.title_label.text() == "会议记录"
    assert window.page.record_id is None
    assert window.page.form.values()["kind"] == "支部委员会会议"


def test_enter_on_what_was_done_opens_the_record_that_fulfils_it(window, store, people, answers):
    kept = save_one(store, people)

    def take(dialog):
        choose(dialog.span_box, "全年")
        choose(dialog.state_box, "已办")
        dialog.table.choose(line(dialog, "党员大会").id)
        dialog.open_button.click()

    answers.append((AllDutiesDialog, take))
    window.page.all_button.click()
    settle()

    assert window.page.record_id == kept.id


def test_span_state_and_kind_narrow_the_list(dialog):
    def states():
        return {each.state for each in dialog.table.records.rows}

    assert "本季度" in dialog.span_box.currentText()
    choose(dialog.state_box, "待办")
    assert states() == {"待办"}
    choose(dialog.kind_box, "组织生活")
    assert {each.kind for each in dialog.table.records.rows} == {"组织生活"}
    choose(dialog.span_box, "明年")
    assert {each.due_on.year for each in dialog.table.records.rows} == {TODAY.year + 1}


def test_a_span_of_ones_own_is_typed_and_a_wrong_one_is_said(dialog, qtbot):
    choose(dialog.span_box, "自选时间")
    assert "请填写开始日期" in dialog.sum_label.text()
    first, last = date(TODAY.year, 12, 1), date(TODAY.year, 12, 31)
    for editor, day in ((dialog.first, first), (dialog.last, last)):
        editor.setFocus()
        qtbot.keyClicks(editor, f"{day:%Y%m%d}")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    days = [each.due_on for each in dialog.table.records.rows]
    assert days
    assert all(first <= day <= last for day in days)
    dialog.last.set_value(date(TODAY.year, 1, 1))
    dialog.read()
    assert dialog.sum_label.text() == "结束日期早于开始日期。"
    assert dialog.table.records.rows == []


def test_what_is_shown_is_saved_and_printed(dialog, answers, tmp_path, monkeypatch):
    choose(dialog.kind_box, "组织生活")
    target = tmp_path / "全部事项.xlsx"
    monkeypatch.setattr(all_duties, "ask_target", lambda *_: target)
    monkeypatch.setattr(saving, "show_done", lambda *_: None)
    dialog.save()
    settle()
    text = str(rows_of(target.read_bytes()))
    assert "支委会" in text
    assert "谈心谈话" not in text

    pages = []
    answers.append((PdfPreview, lambda preview: (pages.append(preview), preview.reject())))
    dialog.show_paper()
    assert len(pages) == 1
