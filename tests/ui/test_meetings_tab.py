"""Minutes are written by keyboard: due list, absences, votes, resolutions, the list."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel

from partydesk.domain.meeting import Presence
from partydesk.services import meetings
from tests.ui.chinese import write
from tests.ui.meetings_help import fill_in, only, save_one, stored
from tests.ui.small_branch import (
    LAST_WEEK,
    TODAY,
    add,
    child,
    fill,
    press,
    settle,
    shown,
    type_into,
    words,
)
from ui.tabs.meetings_tab import MeetingsTab
from ui.widgets.pill import Pill
from ui.widgets.votes import VoteEditor

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    return shown(qtbot, MeetingsTab(desk, state))


def mark_absent(tab, qtbot, initials):
    type_into(qtbot, tab.attendance.absent_edit, initials)
    press(qtbot, tab.attendance.absent_edit)


def marks(vote):
    return [each.mark.word for each in vote.findChildren(Pill) if each.isVisibleTo(vote)]


def votes(tab):
    settle()
    return [each for each in tab.votes.findChildren(VoteEditor) if each.isVisibleTo(tab)]


def test_the_due_list_is_the_roster_of_that_day(tab, store, qtbot):
    add(store, "新来的", transferred_in_on=TODAY - timedelta(days=2))
    tab.refresh()
    tab.primary()
    fill_in(tab, qtbot, day=TODAY)
    assert "应到 6" in tab.attendance.summary_label.text()
    fill_in(tab, qtbot, day=LAST_WEEK)

    assert "应到 5　实到 5　缺席 0" in tab.attendance.summary_label.text()
    assert "新来的" not in words(tab.attendance)


def test_a_committee_has_its_members_due_and_the_secretary_in_the_chair(tab, people, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    tab.form.editor("kind").setCurrentText("支部委员会会议")

    assert "应到 2" in tab.attendance.summary_label.text()
    assert tab.form.values()["chair_id"] == people["陈志远"]


def test_a_meeting_is_stored_with_absence_reason_and_number(tab, store, people, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    mark_absent(tab, qtbot, "wxl")
    reason = child(tab.attendance, QComboBox, "王秀兰的缺席原因")
    assert reason.isAncestorOf(tab.focusWidget()) or tab.focusWidget() is reason
    write(reason.lineEdit(), "病假")
    press(qtbot, reason.lineEdit())
    assert tab.focusWidget() is tab.attendance.absent_edit
    tab.save()
    settle()

    values = only(store)
    away = [each for each in values["attendances"] if each["presence"] == Presence.ABSENT]
    assert [(each["member_id"], each["reason"]) for each in away] == [(people["王秀兰"], "病假")]
    assert values["number"] == 1
    assert values["held_on"] == LAST_WEEK
    assert tab.card.title_label.text() == f"支部党员大会　{LAST_WEEK.year}年第1次"
    assert "已保存" in tab.card.badge.mark.word


def test_all_come_by_one_key(tab, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    mark_absent(tab, qtbot, "lt")
    mark_absent(tab, qtbot, "hj")
    assert "缺席 2" in tab.attendance.summary_label.text()
    qtbot.keyClick(tab, Qt.Key.Key_A, ALT)
    summary = tab.attendance.summary_label
    qtbot.waitUntil(lambda: summary.text() == "应到 5　实到 5　缺席 0")

    assert tab.focusWidget() is tab.attendance.absent_edit


def test_a_name_that_nobody_has_is_not_passed_over_in_silence(tab, store, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    tab.attendance.absent_edit.setFocus()
    write(tab.attendance.absent_edit, "查无此人")
    tab.save()

    assert stored(store) == []
    assert "查无此人" in tab.form.problem("attendances")


def test_scrolling_over_a_reason_does_not_change_it(tab, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    mark_absent(tab, qtbot, "lt")
    reason = child(tab.attendance, QComboBox, "林涛的缺席原因")
    tab.form.editor("topic").setFocus()
    reason.wheelEvent(
        QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )
    )  # fmt: skip

    assert reason.currentText() == ""


def test_a_vote_shows_its_quorum_before_it_is_entered(tab, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    tab.votes.add()
    (vote,) = votes(tab)

    assert marks(vote) == ["到会人数符合 4/4", "赞成达到 3 票通过"]
    assert tab.focusWidget().accessibleName() == "表决事项"


def test_a_vote_follows_who_came_until_its_counts_are_typed(tab, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    tab.votes.add()
    for initials in ("wxl", "lt"):
        mark_absent(tab, qtbot, initials)
    (vote,) = votes(tab)
    assert marks(vote)[0] == "到会人数符合 2/4"
    vote._editors["present"].set_value(3)
    tab.attendance.all_button.click()

    assert votes(tab)[0].value()["present"] == 3


def test_impossible_counts_stand_under_the_vote_and_nothing_is_stored(tab, store, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    tab.votes.add()
    (vote,) = votes(tab)
    write(vote._editors["matter"], "通过计划")
    for name, number in (("yes", "4"), ("no", "3"), ("abstain", "0")):
        type_into(qtbot, vote._editors[name], number)
    tab.save()

    assert stored(store) == []
    told = [each for each in vote.findChildren(QLabel) if each.property("role") == "problem"]
    assert any("7" in each.text() for each in told if each.isVisibleTo(tab))
    assert tab.focusWidget().accessibleName() == "赞成"
    assert "正在保存" not in tab.card.badge.mark.word


def test_a_vote_is_stored_with_what_it_needed(tab, store, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    tab.votes.add()
    (vote,) = votes(tab)
    write(vote._editors["matter"], "通过计划")
    for name, number in (("yes", "4"), ("no", "0"), ("abstain", "0")):
        type_into(qtbot, vote._editors[name], number)
    assert "通过：需赞成 3，得 4" in marks(vote)
    tab.save()

    (kept,) = only(store)["votes"]
    assert (kept["due"], kept["present"], kept["yes"]) == (4, 4, 4)


def test_a_day_to_come_is_refused_under_its_field(tab, store, qtbot):
    tab.primary()
    fill_in(tab, qtbot, day=TODAY + timedelta(days=30))
    tab.save()

    assert "还没有到" in tab.form.problem("held_on")
    assert stored(store) == []
    assert tab.focusWidget() is tab.form.editor("held_on")


def test_what_was_done_about_a_resolution_survives_another_edit(tab, store, people):
    done = {
        "matter": "修订制度",
        "owner": "周明",
        "due_on": LAST_WEEK + timedelta(days=3),
        "done_on": LAST_WEEK + timedelta(days=2),
    }
    kept = save_one(store, people, resolutions=[done])
    tab.refresh()
    tab.show_record(kept.id)
    write(tab.form.editor("place"), "小会议室")
    tab.save()

    (row,) = meetings.meeting_values(store, kept.id)["resolutions"]
    assert row["done_on"] == done["done_on"]
    assert meetings.meeting_values(store, kept.id)["place"] == "小会议室"


def test_a_resolution_is_ticked_off_with_a_day(tab, store, people):
    kept = save_one(store, people, resolutions=[{"matter": "修订制度"}])
    tab.refresh()
    tab.show_record(kept.id)
    _made, editors, _values = tab.resolutions._rows[0]
    editors["done_on"].set_value(TODAY)
    tab.save()

    (row,) = meetings.meeting_values(store, kept.id)["resolutions"]
    assert row["done_on"] == TODAY


def test_someone_else_in_the_chair_needs_a_word_why(tab, people, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    assert not tab.form.editor("chair_reason").isVisibleTo(tab)
    tab.form.editor("chair_id").set_value(people["周明"])

    assert tab.form.editor("chair_reason").isVisibleTo(tab)


def test_an_empty_field_is_said_in_words_under_it(tab, store):
    tab.primary()
    tab.form.editor("held_on").set_value(None)
    tab.save()

    assert tab.form.problem("held_on") == "请填写会议日期。" or tab.form.problem("held_on")
    assert stored(store) == []


def test_the_list_narrows_by_text_kind_and_period(tab, store, people, qtbot):
    save_one(store, people, topic="研究发展党员")
    save_one(store, people, topic="学习", kind="党课", held_on=date(TODAY.year - 1, 5, 6))
    tab.refresh()
    tab.page._filters["period"].setCurrentIndex(tab.page._filters["period"].count() - 1)
    assert tab.page.foot.count_label.text() == "共 2 次"
    tab.search("发展")
    qtbot.waitUntil(lambda: tab.page.foot.count_label.text() == "共 1 次")
    tab.search("")
    qtbot.waitUntil(lambda: tab.page.foot.count_label.text() == "共 2 次")
    tab.page._filters["kind"].setCurrentText("党课")

    assert [row.topic for row in tab.page.table.records.rows] == ["学习"]


def test_an_empty_list_offers_to_write_the_first_one(tab, qtbot):
    assert tab.page.table.empty.isVisible()
    qtbot.mouseClick(tab.page.table.empty.action_button, Qt.MouseButton.LeftButton)

    assert tab.card.title_label.text() == "新的会议记录"
    assert tab.focusWidget() is tab.form.editor("kind")


def test_tab_goes_through_what_came_later_where_it_stands(tab, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    for initials in ("wxl", "lt"):
        mark_absent(tab, qtbot, initials)
    tab.votes.add()
    tab.resolutions.add()
    settle()
    tab.attendance.all_button.setFocus()
    visited = []
    for _ in range(28):
        visited.append(tab.focusWidget().accessibleName())
        qtbot.keyClick(tab.focusWidget(), Qt.Key.Key_Tab)

    wanted = ["王秀兰的缺席原因", "林涛的缺席原因", "登记缺席", "会议内容"]
    wanted += ["表决事项", "赞成", "移除这项表决", "＋ 表决", "议定事项", "＋ 议定事项"]
    places = [visited.index(each) for each in wanted]
    assert places == sorted(places)
