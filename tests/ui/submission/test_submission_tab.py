"""上报: findings first, what goes and what stays, whom it is for."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from partydesk.services import cards
from partydesk.services.branch_files import add_deputy, open_branch
from partydesk.services.branch_keys import branch_keys
from tests.core.branches import CHEAP, PASSWORD
from tests.ui.chinese import write
from tests.ui.meetings_help import save_one
from tests.ui.small_branch import TODAY, fill, previews, shown, words
from tests.ui.submission.steps import PERIOD, errors, explain_all
from ui.background import Background
from ui.desk import Desk
from ui.dialogs.likeness import LikenessDialog
from ui.dialogs.submission_dialogs import CardDialog, ReasonDialog, ReleaseDialog
from ui.tabs.finding_row import FindingRow
from ui.tabs.submission_tab import SubmissionTab
from ui.widgets.basics import Button
from ui.widgets.tab_page import Target
from ui.widgets.todo_row import TodoRow


def test_errors_keep_the_package_back_and_say_why(tab):
    assert errors(tab)
    assert not tab.sending.send_button.isEnabled()
    assert tab.sending.why_label.text() == f"还有 {len(errors(tab))} 处错误没有改正或说明理由。"
    assert tab.sending.why_label.isVisible()


def test_a_reason_must_be_one(tab, qtbot):
    dialog = ReasonDialog("某处错误。", tab)
    qtbot.addWidget(dialog)
    dialog.show()
    write(dialog.edit, "无")
    dialog._take()

    assert dialog.isVisible()
    assert "写完整" in words(dialog)


def test_the_reason_is_left_with_tab(tab, qtbot):
    dialog = ReasonDialog("某处错误。", tab)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.edit.setFocus()
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Tab)

    assert dialog.edit.toPlainText() == ""
    assert not dialog.edit.hasFocus()


def test_accepted_reasons_free_the_package(tab, monkeypatch):
    count = len(errors(tab))
    explain_all(tab, monkeypatch)

    assert not errors(tab)
    assert tab.sending.send_button.isEnabled()
    assert not tab.sending.why_label.isVisible()
    assert len(tab._plan.explained) >= count
    assert tab.explained.head.text() == f"已说明理由 {len(tab._plan.explained)} 处 · 查看"


def test_a_reason_is_taken_back_and_the_finding_is_open_again(tab, monkeypatch):
    wrong = errors(tab)
    explain_all(tab, monkeypatch)
    tab.explained.head.click()
    rows = {each.sentence_label.text(): each for each in tab.explained.findChildren(TodoRow)}
    rows[wrong[0].sentence].action_button.click()

    assert [each.sentence for each in errors(tab)] == [wrong[0].sentence]
    assert not tab.sending.send_button.isEnabled()


def test_a_finding_leads_to_its_record(tab, qtbot):
    row = next(
        each for each in tab.findChildren(FindingRow) if each.finding.record_type == "member"
    )
    with qtbot.waitSignal(tab.go) as gone:
        tab._go(row.finding)

    assert gone.args[0].record_id == row.finding.record_id


def test_the_contents_of_talks_go_only_with_two_names(tab, monkeypatch):
    def alone(dialog):
        for edit in dialog._edits:
            edit.setText("陈志远")
        dialog._take()
        return dialog.result()

    monkeypatch.setattr(ReleaseDialog, "exec", alone)
    tab.s3_box.click()
    assert not tab.s3_box.isChecked()
    assert not tab._plan.options.include_s3

    def together(dialog):
        for edit, name in zip(dialog._edits, ("陈志远", "周明"), strict=True):
            edit.setText(name)
        dialog._take()
        return dialog.result()

    monkeypatch.setattr(ReleaseDialog, "exec", together)
    tab.s3_box.click()

    assert tab._plan.options.include_s3
    assert tab._plan.options.confirmed_twice


def test_full_numbers_go_only_when_asked(tab):
    assert not tab._plan.options.include_s2
    tab.s2_box.click()

    assert tab._plan.options.include_s2


def test_a_real_card_is_taken_after_its_fingerprint_was_typed(tab, store, tmp_path, monkeypatch):
    made = cards.make_bureau_card("示例区教育局", "SQ-01", tmp_path, PASSWORD, TODAY)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(made.card), ""))
    groups = made.fingerprint.split()
    tries = []

    def answer(dialog):
        tries.append(words(dialog))
        right = len(tries) > 1
        for number, edit in dialog._edits.items():
            edit.setText(groups[number - 1] if right else "00000")
        dialog._take()
        return dialog.result()

    monkeypatch.setattr(CardDialog, "exec", answer)
    tab.incoming.choose_card()

    assert len(tries) == 2
    assert "不符" in tries[1]
    assert cards.the_card(store).name == "示例区教育局"
    assert "送给：示例区教育局" in tab._card_label.text()


def test_giving_the_card_up_keeps_what_was(tab, store, tmp_path, monkeypatch):
    made = cards.make_bureau_card("示例区教育局", "SQ-01", tmp_path, PASSWORD, TODAY)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(made.card), ""))
    monkeypatch.setattr(CardDialog, "exec", lambda _dialog: 0)
    tab.incoming.choose_card()

    assert cards.the_card(store) is None


def test_a_file_that_is_no_card_is_refused(tab, tmp_path, monkeypatch, said):
    path = tmp_path / "局.pdcard"
    path.write_bytes(b"<html>")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    tab.incoming.choose_card()

    assert len(said) == 1


def test_the_workbench_leads_to_the_period(tab):
    tab.period_box.setCurrentIndex(tab.period_box.count() - 1)
    tab.open_target(Target("上报", values={"period": PERIOD.code}))

    assert tab.period_box.currentData() == PERIOD.code


def test_the_content_is_printed_masked(tab, monkeypatch):
    opened = previews(monkeypatch)
    tab.print_page()

    assert [title for title, _pages in opened] == [f"打印预览：上报内容 {PERIOD.label}"]


@pytest.fixture
def deputy(store, state, qtbot):
    """The tab on the same file, opened by a deputy."""
    fill(store)
    other = "另一句 很长的 话语 春雨"
    add_deputy(store, "周明", other, cost=CHEAP)
    path = store.file.path
    store.close()
    with open_branch(path, other) as opened:
        desk = Desk(opened, Background(inline=True))
        tab = shown(qtbot, SubmissionTab(desk, state))
        yield tab
        tab.hide()
        desk.close()


def test_a_deputy_can_not_release_what_is_locked(deputy, said, monkeypatch):
    def together(dialog):
        for edit, name in zip(dialog._edits, ("陈志远", "周明"), strict=True):
            edit.setText(name)
        return 1

    monkeypatch.setattr(ReleaseDialog, "exec", together)
    deputy.s3_box.click()

    assert len(said) == 1
    assert not deputy.s3_box.isChecked()
    assert not deputy._plan.options.include_s3


def test_the_sending_button_is_the_only_red_one(tab):
    red = [
        each
        for each in tab.findChildren(type(tab.sending.send_button))
        if each.property("role") == "primary" and each.isVisibleTo(tab)
    ]

    assert red == [tab.sending.send_button]


def test_near_copies_are_looked_for_in_the_period_that_is_to_be_sent(
    tab, store, people, monkeypatch
):
    content = "会议传达学习上级文件精神，研究本月重点工作，逐项明确责任人和完成时限。" * 3
    for day in (PERIOD.first, PERIOD.first + timedelta(days=1)):
        save_one(store, people, held_on=day, content=content)
    seen = []
    monkeypatch.setattr(
        LikenessDialog,
        "exec",
        lambda dialog: seen.append((dialog.windowTitle(), dialog.list.count())),
    )
    (found,) = [each for each in tab.findChildren(Button) if each.text() == "查雷同"]
    assert found.isVisible()
    found.click()

    assert seen == [(f"查雷同 · {PERIOD.label}", 1)]


def test_the_signing_key_changes_only_after_a_way_was_chosen(tab, store, monkeypatch, said):
    papers = previews(monkeypatch)
    before = branch_keys(store)
    tab.incoming.change_keys()  # Escape
    assert (branch_keys(store), list(papers)) == (before, [])

    said.answer = "可能已外泄"
    tab.incoming.change_keys()
    after = branch_keys(store)
    assert after.public != before.public
    assert after.chain == ()
    assert "盖章" in said[-1]
    assert len(papers) == 1
