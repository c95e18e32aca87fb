"""现在要做: a duty is put aside with a reason, seen at the foot, and brought back."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from partydesk.services.workbench import workbench
from tests.ui.small_branch import TODAY, child, fill, settle, shown, words
from ui.dialogs.history import HistoryDialog
from ui.dialogs.put_off import PutOffDialog
from ui.tabs.workbench_tab import WorkbenchTab
from ui.widgets.basics import Button
from ui.widgets.day_editor import DayEditor
from ui.widgets.todo_row import TodoRow


@pytest.fixture
def tab(store, desk, state, qtbot):
    fill(store)
    return shown(qtbot, WorkbenchTab(desk, state))


@pytest.fixture
def answer(monkeypatch):
    """What the user does in the dialog; which problems it told of."""

    def given(reason, day=None, *, never=False):
        told = []

        def do(dialog):
            if day:
                child(dialog, DayEditor, "提醒的日子").set_value(day)
            dialog.never.setChecked(never)
            dialog.reason.setText(reason)
            dialog.take()
            told.append(dialog.problem.text())
            return dialog.result()

        monkeypatch.setattr(PutOffDialog, "exec", do)
        return told

    return given


def committee(tab):
    return [
        each
        for each in tab.findChildren(TodoRow)
        if each.isVisibleTo(tab)
        and f"{TODAY.month} 月支委会还没有" in each.sentence_label.text()
        and not tab.aside.isAncestorOf(each)
    ]


def put_aside(tab):
    (row,) = committee(tab)
    (found,) = [each for each in row.findChildren(Button) if each.text() == "搁置…"]
    assert found.isVisible()
    found.click()
    settle()


def test_a_duty_is_put_off_and_the_foot_tells_why_and_brings_it_back(tab, answer, qtbot):
    assert tab.aside.isHidden()
    answer("书记外出培训", TODAY + timedelta(days=2))
    put_aside(tab)
    assert committee(tab) == []
    assert tab.aside.head.text() == "已搁置 1 件 · 查看"

    qtbot.mouseClick(tab.aside.head, Qt.MouseButton.LeftButton)
    (row,) = tab.aside.findChildren(TodoRow)
    day = TODAY + timedelta(days=2)
    assert row.isVisible()
    assert row.remark_label.text() == "书记外出培训"
    assert row.pill.toolTip() == f"{day.month}月{day.day}日提醒"

    row.action_button.click()
    settle()
    assert len(committee(tab)) == 1
    assert tab.aside.isHidden()


def test_what_stands_aside_tells_its_history(tab, answer, qtbot, monkeypatch):
    seen = []
    monkeypatch.setattr(HistoryDialog, "exec", lambda dialog: seen.append(words(dialog)))
    answer("书记外出培训", TODAY + timedelta(days=2))
    put_aside(tab)
    qtbot.mouseClick(tab.aside.head, Qt.MouseButton.LeftButton)
    (button,) = [each for each in tab.aside.findChildren(Button) if each.text() == "历史"]
    button.click()

    assert len(seen) == 1
    assert "稍后提醒：" in seen[0]


def test_what_does_not_apply_is_put_aside_without_a_day(tab, answer, store):
    answer("由党总支统一召开", never=True)
    put_aside(tab)

    assert committee(tab) == []
    (aside,) = workbench(store, TODAY).aside
    assert (aside.until_on, aside.reason) == (None, "由党总支统一召开")


@pytest.mark.parametrize(
    ("reason", "day", "told"),
    [("", TODAY + timedelta(days=2), "请写明理由"), ("有理由", TODAY, "以后"),
     ("有理由", "下个月", "请填写提醒的日子")],
)  # fmt: skip
def test_nothing_is_put_aside_without_a_reason_and_a_day_to_come(tab, answer, reason, day, told):
    problems = answer(reason, day)
    put_aside(tab)

    assert len(committee(tab)) == 1
    assert told in problems[0]
