"""What has changed since the last submission stands on 上报, and each record opens from there."""

import pytest

from partydesk.services.members import member_values, save_member
from tests.core.test_changes_since import sent
from tests.ui.small_branch import add, settle, words
from ui.dialogs.changes import ChangesDialog


@pytest.fixture
def opened(monkeypatch):
    """The dialogs that were opened; what is done with one is put into ``opened.act``."""

    class Opened(list):
        act = staticmethod(lambda dialog: dialog.reject())

    found = Opened()

    def run(dialog):
        found.append(dialog)
        dialog.show()
        found.act(dialog)
        return dialog.result()

    monkeypatch.setattr(ChangesDialog, "exec", run)
    return found


def test_before_the_first_submission_no_line_stands_there(tab):
    assert not tab.changes.label.isVisible()
    assert not tab.changes.list_button.isVisible()


def test_changes_are_counted_and_listed_and_a_record_opens(tab, store, people, opened):
    sent(store)
    tab.desk.changed.emit()
    settle()
    assert "没有变化" in words(tab)
    assert not tab.changes.list_button.isEnabled()

    new = add(store, "苏文清")
    values = member_values(store, people["林涛"])
    save_member(store, values | {"mobile": "13812340000"}, people["林涛"])
    tab.desk.changed.emit()
    settle()
    assert "新增 1 条、改动 1 条" in words(tab)

    went = []
    tab.go.connect(went.append)

    def act(dialog):
        assert "党员：新增 1、改动 1。" in dialog.counts_label.text()
        assert [dialog.table.item(row, 2).text() for row in (0, 1)] == ["改动", "新增"]
        dialog.table.selectRow(1)
        dialog.open_button.click()

    opened.act = act
    tab.changes.list_button.click()
    assert [(each.record_type, each.record_id) for each in went] == [("member", new)]


def test_a_deleted_record_is_told_but_does_not_open(tab, store, people, opened):
    from partydesk.services.meetings import remove_meeting
    from tests.ui.meetings_help import save_one

    meeting = save_one(store, people).id
    sent(store)
    remove_meeting(store, meeting)
    tab.desk.changed.emit()
    settle()
    tab.changes.list_button.click()
    (dialog,) = opened

    assert dialog.table.item(0, 2).text() == "删除"
    assert not dialog.open_button.isEnabled()
    assert "回收站" in words(dialog)
    dialog.open_chosen()
    assert dialog.chosen is None
