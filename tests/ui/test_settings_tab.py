"""What is set up once: branch, groups, committee, passwords, backups, look, 回收站."""

from datetime import date

import pytest
from PySide6.QtWidgets import QFileDialog

from partydesk.errors import WrongPasswordError
from partydesk.services import drafts, history, meetings, organization
from partydesk.services.branch_files import change_password, deputies, list_backups
from partydesk.services.own_fonts import prefers_own_fonts
from tests.core.branches import CHEAP, PASSWORD, new_branch
from tests.ui.chinese import write
from tests.ui.meetings_help import save_one
from tests.ui.small_branch import child, fill, settle, shown, words
from ui.dialogs.passwords import ChangePasswordDialog, DeputyDialog
from ui.tabs.appearance_card import AppearanceCard
from ui.tabs.settings_tab import SettingsTab
from ui.theme import Look, Size, current_theme
from ui.widgets.basics import Button

NEW_PASSWORD = "另一句 很长的 话语 春雨"


@pytest.fixture
def store(tmp_path):
    """A real file: passwords and backups belong to one."""
    with new_branch(tmp_path) as opened:
        yield opened


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the branch must be there first
    return shown(qtbot, SettingsTab(desk, state), 1170, 1400)


def press(tab, text):
    child(tab, Button, text).click()
    settle()


def group_rows(tab):
    return [editors for _made, editors, _given in tab.groups._rows]


def test_the_branch_is_renamed(tab, store):
    tab.branch.editor("short_name").setText("新的简称")
    press(tab, "保存支部信息")

    assert organization.the_branch(store).short_name == "新的简称"


def test_a_branch_without_a_name_is_refused_under_the_field(tab, store):
    tab.branch.editor("name").clear()
    press(tab, "保存支部信息")

    assert tab.branch.problem("name")
    assert organization.the_branch(store).name


def test_a_group_is_added_with_its_leader_and_only_once(tab, store, people):
    tab.groups.add()
    group_rows(tab)[-1]["name"].set_value("数学组")
    group_rows(tab)[-1]["leader_id"].set_value(people["林涛"])
    press(tab, "保存党小组")
    press(tab, "保存党小组")

    found = {each.name: each.leader_id for each in organization.groups(store)}
    assert found == {"语文组": None, "数学组": people["林涛"]}


def test_a_group_with_members_can_not_go(tab, store, said):
    press(tab, "移除这条党小组")
    press(tab, "保存党小组")

    assert "还有 2 名党员" in said[0]
    assert [each.name for each in organization.groups(store)] == ["语文组"]


def test_what_is_typed_in_one_part_survives_saving_another(tab, store):
    tab.groups.add()
    group_rows(tab)[-1]["name"].set_value("数学组")
    tab.term.editor("approval").setText("批复〔2026〕1号")
    tab.branch.editor("short_name").setText("新的简称")
    press(tab, "保存支部信息")

    assert group_rows(tab)[-1]["name"].value() == "数学组"
    assert tab.term.values()["approval"] == "批复〔2026〕1号"
    press(tab, "保存党小组")
    assert len(organization.groups(store)) == 2


def test_what_is_typed_and_not_saved_waits_for_the_next_time(tab, store, desk, state, qtbot):
    tab.groups.add()
    group_rows(tab)[-1]["name"].set_value("数学组")
    tab.branch.editor("school").setText("另一所学校")
    tab.leave()
    again = shown(qtbot, SettingsTab(desk, state))
    assert again.branch.values()["school"] == "另一所学校"
    assert [row["name"].value() for row in group_rows(again)] == ["语文组", "数学组"]
    press(again, "保存支部信息")
    press(again, "保存党小组")
    again.leave()

    assert drafts.drafts(store, "settings") == {}
    assert len(organization.groups(store)) == 2


def test_posts_are_kept_with_the_day_on_which_one_ended(tab, store, people, desk):
    term_id, values = organization.term_values(store)
    values["posts"][1]["ended_on"] = date(2026, 3, 1)
    desk.call(organization.save_term, values, term_id)
    settle()
    tab.posts.add()
    _made, editors, _given = tab.posts._rows[-1]
    editors["member_id"].set_value(people["林涛"])
    editors["kind"].set_value("宣传委员")
    press(tab, "保存本届支委会")

    posts = {each["member_id"]: each for each in organization.term_values(store)[1]["posts"]}
    assert posts[people["林涛"]]["kind"] == "宣传委员"
    assert posts[people["周明"]]["ended_on"] == date(2026, 3, 1)


def test_reading_again_leaves_rows_that_are_the_same_and_the_cursor(tab, store):
    _made, editors, _given = tab.posts._rows[0]
    editors["kind"].setFocus()
    before = tab.focusWidget()
    tab.refresh()
    assert tab.focusWidget() is before

    _term, values = organization.term_values(store)
    values["posts"][0]["ended_on"] = date(2026, 3, 1)
    organization.save_term(store, values, _term)
    tab.refresh()
    assert tab.posts.value()[0]["ended_on"] == date(2026, 3, 1)


def test_a_post_for_nobody_is_refused_with_a_sentence(tab, store, said):
    tab.posts.add()
    _made, editors, _given = tab.posts._rows[-1]
    editors["member_id"].setFocus()
    write(editors["member_id"], "查无此人")
    editors["kind"].set_value("宣传委员")
    press(tab, "保存本届支委会")

    assert said == ["名单里没有“查无此人”，请输入姓名或拼音首字母，从列表中选。"]
    assert len(organization.term_values(store)[1]["posts"]) == 2


def answers(monkeypatch, dialog_type, *texts):
    """Type these texts into the dialog's lines, and press its button."""
    seen = []

    def answer(dialog):
        if seen:
            # What was refused is asked once more, with its sentence.
            seen.append(words(dialog))
            return 0
        for edit, text in zip((dialog._first, dialog._new, dialog._again), texts, strict=True):
            edit.setText(text)
        dialog._take()
        seen.append(words(dialog))
        return dialog.result()

    monkeypatch.setattr(dialog_type, "exec", answer)
    return seen


def test_the_password_is_changed(tab, store, monkeypatch, said):
    answers(monkeypatch, ChangePasswordDialog, PASSWORD, NEW_PASSWORD, NEW_PASSWORD)
    press(tab, "改密码…")

    assert "已更换" in said[0]
    change_password(store, NEW_PASSWORD, PASSWORD, cost=CHEAP)


def test_a_wrong_old_password_is_said_where_it_was_typed(tab, store, monkeypatch, said):
    wrong = "不是这个 密码 真的"
    seen = answers(monkeypatch, ChangePasswordDialog, wrong, NEW_PASSWORD, NEW_PASSWORD)
    press(tab, "改密码…")

    assert said == []
    assert "密码不对" in seen[1]
    with pytest.raises(WrongPasswordError):
        change_password(store, NEW_PASSWORD, PASSWORD, cost=CHEAP)


@pytest.mark.parametrize(
    ("new", "again", "told"),
    [("短", "短", "太短"), (NEW_PASSWORD, "别的", "不一样"), ("1234567890123", "x", "数字")],
)
def test_a_slip_or_a_weak_password_is_said_in_the_dialog(tab, monkeypatch, said, new, again, told):
    seen = answers(monkeypatch, ChangePasswordDialog, PASSWORD, new, again)
    press(tab, "改密码…")

    assert told in seen[0]
    assert said == []


def test_a_deputy_gets_a_password(tab, store, monkeypatch, said):
    answers(monkeypatch, DeputyDialog, "周明", NEW_PASSWORD, NEW_PASSWORD)
    press(tab, "副手密码…")

    assert deputies(store) == ["周明"]
    assert "周明" in words(tab.safety)
    assert said


def test_a_backup_is_made_and_listed(tab, store):
    assert "还没有备份" in words(tab.safety)
    press(tab, "立即备份")

    assert len(list_backups(store.file.path)) == 1
    assert "手动备份" in words(tab.safety)
    assert "已备份" in words(tab.safety)


def test_a_backup_goes_to_a_stick(tab, tmp_path, monkeypatch, said):
    folder = tmp_path / "U盘"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    press(tab, "备份到 U 盘…")

    assert "可以安全拔出" in said[0]
    assert list(folder.rglob("*"))


def test_a_deleted_meeting_is_brought_back_from_the_bin(tab, store, people, desk):
    kept = save_one(store, people)
    desk.call(meetings.remove_meeting, kept.id)
    settle()
    back = next(
        each
        for each in tab.bin.findChildren(Button)
        if each.isVisibleTo(tab) and "支部党员大会" in each.accessibleName()
    )
    back.click()
    settle()

    assert [each.id for each in meetings.list_meetings(store)] == [kept.id]
    assert "回收站是空的" in words(tab.bin)
    assert history.recycle_bin(store) == []


def test_the_look_changes_at_once_and_for_good(tab, state):
    (appearance,) = tab.findChildren(AppearanceCard)
    appearance.size_box.setCurrentText(str(Size.HUGE))
    appearance.look_box.setCurrentText(str(Look.DARK))

    assert (current_theme().look, current_theme().size) == (Look.DARK, Size.HUGE)
    assert (state.theme.look, state.theme.size) == (Look.DARK, Size.HUGE)


def test_the_computers_own_typefaces_go_first_once_ticked(tab, store):
    tab.fonts.own_box.click()
    assert prefers_own_fonts(store)
    tab.fonts.refresh()
    assert tab.fonts.own_box.isChecked()
