"""What every register's tab does alike: drafts, papers, history, 回收站; shown with minutes."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog

from partydesk.services import drafts, history, meetings
from tests.ui.chinese import write
from tests.ui.meetings_help import fill_in, save_one, stored
from tests.ui.small_branch import LAST_WEEK, TODAY, fill, previews, settle, shown, type_into, words
from ui.dialogs.history import HistoryDialog
from ui.dialogs.pdf_preview import PdfPreview
from ui.tabs.meetings_tab import MeetingsTab


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    return shown(qtbot, MeetingsTab(desk, state))


def test_what_is_typed_survives_another_tab_and_another_window(tab, store, desk, state, qtbot):
    tab.primary()
    fill_in(tab, qtbot, topic="没有保存的议题")
    assert tab.leave()
    assert "草稿" in tab.card.badge.mark.word
    again = shown(qtbot, MeetingsTab(desk, state))

    assert again.form.values()["topic"] == "没有保存的议题"
    assert again.form.values()["held_on"] == LAST_WEEK
    assert "填写但没有保存" in again.card.banner.sentence_label.text()
    assert f"{datetime.now():%H:%M}"[:2] in again.card.banner.sentence_label.text()
    assert stored(store) == []


def test_a_draft_of_a_stored_meeting_is_shown_again(tab, store, people, desk, state, qtbot):
    save_one(store, people, topic="第一次", held_on=LAST_WEEK - timedelta(days=30))
    save_one(store, people, topic="第二次")
    tab.refresh()
    old = next(row for row in stored(store) if row.topic == "第一次")
    tab.page.table.choose(old.id)
    write(tab.form.editor("content"), "写到一半")
    tab.leave()
    again = shown(qtbot, MeetingsTab(desk, state))

    assert again.record_id == old.id
    assert again.form.values()["content"] == "写到一半"
    assert meetings.meeting_values(store, old.id)["content"] is None


def test_saving_ends_the_draft(tab, store, desk, state, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    tab.leave()
    tab.save()
    again = shown(qtbot, MeetingsTab(desk, state))

    assert drafts.drafts(store, "meeting") == {}
    assert not again.card.banner.isVisible()


def test_typing_back_ends_the_draft(tab, store, people, qtbot):
    kept = save_one(store, people)
    tab.refresh()
    tab.show_record(kept.id)
    write(tab.form.editor("place"), "室")
    tab.leave()
    assert list(drafts.drafts(store, "meeting")) == [kept.id]
    qtbot.keyClick(tab.form.editor("place"), Qt.Key.Key_Backspace)
    tab.leave()

    assert drafts.drafts(store, "meeting") == {}


def test_a_draft_can_be_given_up(tab, store, people, qtbot):
    kept = save_one(store, people)
    tab.refresh()
    tab.show_record(kept.id)
    write(tab.form.editor("place"), "室")
    tab.leave()
    tab.show_record(kept.id)
    qtbot.mouseClick(tab.card.banner.action_button, Qt.MouseButton.LeftButton)

    assert tab.form.values()["place"] is None
    assert drafts.drafts(store, "meeting") == {}
    assert not tab.form.is_changed()


def test_the_draft_is_kept_while_typing(tab, store, qtbot):
    tab.drafts._timer.setInterval(50)
    tab.primary()
    fill_in(tab, qtbot)

    qtbot.waitUntil(lambda: None in drafts.drafts(store, "meeting"))


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "签到表.png"
    QImage(40, 30, QImage.Format.Format_RGB32).save(str(path))
    return path


@pytest.fixture
def kept(tab, store, people):
    made = save_one(store, people)
    tab.refresh()
    tab.show_record(made.id)
    return made


@pytest.mark.usefixtures("kept")
def test_a_paper_is_added_by_its_button(tab, photo, monkeypatch, qtbot):
    chosen = ([str(photo)], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: chosen)
    qtbot.mouseClick(tab.card.attachments.add_button, Qt.MouseButton.LeftButton)

    assert [Path(each.title).stem for each in tab.card.attachments.papers] == ["签到表"]
    assert tab.card.papers_button.text() == "附件 1"


@pytest.mark.usefixtures("kept")
def test_a_paper_is_added_by_dropping_it(tab, photo):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    tab.card.attachments.dropEvent(QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    ))  # fmt: skip

    assert tab.card.attachments.title_label.text() == "附件 1"


@pytest.mark.usefixtures("kept")
def test_a_paper_that_is_none_is_refused_with_a_sentence(tab, tmp_path, monkeypatch, said):
    path = tmp_path / "照片.jpg"
    path.write_bytes(b"<html>")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(path)], ""))
    tab.card.attachments.add_button.click()

    assert len(said) == 1
    assert "照片.jpg" in said[0]
    assert tab.card.attachments.papers == ()


def test_a_new_meeting_must_be_stored_before_papers(tab):
    tab.primary()

    assert not tab.card.attachments.add_button.isEnabled()


@pytest.mark.usefixtures("kept")
def test_history_tells_who_when_before_and_after(tab, monkeypatch):
    tab.form.editor("place").set_value("小会议室")
    tab.save()
    opened = []
    monkeypatch.setattr(HistoryDialog, "exec", lambda dialog: opened.append(words(dialog)))
    tab.card.history_button.click()

    (text,) = opened
    assert "地点：（空） → 小会议室" in text
    assert "书记" in text
    assert f"{TODAY.year}年{TODAY.month}月{TODAY.day}日" in text


@pytest.mark.usefixtures("kept")
def test_the_record_is_printed_as_it_is_stored(tab, monkeypatch):
    opened = []
    monkeypatch.setattr(
        PdfPreview, "exec", lambda dialog: opened.append((dialog.windowTitle(), len(dialog.pages)))
    )
    tab.card.print_button.click()

    ((title, pages),) = opened
    assert title == f"打印预览：支部党员大会　{LAST_WEEK.year}年第1次"
    assert pages >= 1


def remove(tab):
    next(each for each in tab.card.more_menu.actions() if each.text() == "移到回收站").trigger()
    settle()


def test_a_meeting_goes_into_the_bin_and_comes_back(tab, store, kept, said, qtbot):
    remove(tab)
    assert stored(store) == []
    assert said == []
    assert "已移到回收站" in tab.card.banner.sentence_label.text()
    qtbot.mouseClick(tab.card.banner.action_button, Qt.MouseButton.LeftButton)

    assert [row.id for row in stored(store)] == [kept.id]
    assert tab.record_id == kept.id
    assert tab.form.values()["topic"] == "旧的议题"


def test_after_one_went_the_next_is_shown(tab, store, people, kept, said):
    other = save_one(store, people, topic="另一次", held_on=LAST_WEEK - timedelta(days=30))
    tab.show_record(kept.id)
    remove(tab)

    assert tab.record_id == other.id
    assert said == []
    assert [row.record_id for row in history.recycle_bin(store)] == [kept.id]


def test_a_meeting_that_was_removed_elsewhere_leaves_quietly(tab, kept, said):
    tab.desk.call(meetings.remove_meeting, kept.id)
    settle()

    assert said == []
    assert tab.record_id is None


def test_nothing_is_kept_after_the_tab_was_left(tab, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    type_into(qtbot, tab.form.editor("held_on"), "")
    day = tab.form.editor("held_on")
    day.setFocus()
    day.selectAll()
    qtbot.keyClicks(day, f"{LAST_WEEK:%Y%m%d}")
    tab.leave()
    tab.hide()
    settle()

    assert not tab.drafts._timer.isActive()


@pytest.mark.usefixtures("kept")
def test_buttons_without_room_go_into_the_menu_and_still_work(tab, monkeypatch):
    tab.page.splitter.setSizes([1000, 330])
    tab.card.setFixedWidth(300)
    settle()
    assert not tab.card.print_button.isVisible()
    opened = previews(monkeypatch)
    tab.card.more_menu.aboutToShow.emit()
    next(each for each in tab.card.more_menu.actions() if each.text() == "打印").trigger()
    assert len(opened) == 1
    tab.card.setFixedWidth(520)
    settle()

    assert tab.card.print_button.isVisible()
    left = [each.text() for each in tab.card.more_menu.actions()]
    assert left == ["移到回收站", "照抄上次"]
