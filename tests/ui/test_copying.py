"""照抄上次: offered, marked until edited, kept in drafts, said again when saved, never blocking."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QInputMethodEvent

from partydesk.services import drafts, meetings, talks
from partydesk.storage.store import Store
from tests.ui.chinese import write
from tests.ui.meetings_help import save_one, stored
from tests.ui.small_branch import LAST_WEEK, TODAY, fill, settle, shown
from ui.background import Background
from ui.desk import Desk
from ui.tabs.meetings_tab import MeetingsTab
from ui.tabs.talks_tab import TalksTab
from ui.theme import current_theme

MINUTES = "陈志远通报3月5日以来的工作。\n应到36人。"


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def last(store, people):
    """Last week's minutes."""
    return save_one(
        store,
        people,
        held_on=LAST_WEEK,
        topic="三季度小结",
        place="会议室",
        starts_at="15:30",
        content=MINUTES,
        decisions="同意三季度小结",
    )


@pytest.fixture
def tab(last, desk, state, qtbot):  # there must be a last time
    made = shown(qtbot, MeetingsTab(desk, state))
    made.primary()
    return made


def banner(tab):
    settle()
    return "" if tab.card.banner.isHidden() else tab.card.banner.sentence_label.text()


def press_banner(tab):
    tab.card.banner.action_button.click()
    settle()


def marks(tab, name="content"):
    return tab.form.editor(name).stale_words()


def test_new_minutes_offer_to_begin_as_the_last_ones(tab, people):
    assert "上次党员大会是" in banner(tab)
    press_banner(tab)

    values = tab.form.values()
    assert values["content"] == MINUTES
    assert values["topic"] == "三季度小结"
    assert (values["place"], values["starts_at"]) == ("会议室", "15:30")
    assert values["chair_id"] == people["陈志远"]
    assert values["decisions"] is None
    assert values["held_on"] == TODAY
    assert marks(tab) == ["陈志远", "3月5日", "36"]
    assert "4 处待修改" in banner(tab)


def test_nothing_is_offered_where_there_was_no_last_time(tab):
    tab.form.editor("kind").setCurrentText("党课")
    assert banner(tab) == ""
    tab.form.editor("kind").setCurrentText("支部党员大会")
    assert "上次党员大会" in banner(tab)


def test_what_the_user_has_written_is_not_written_over(tab):
    tab.form.set_values({"place": "操场", "topic": "新的议题"})
    press_banner(tab)

    values = tab.form.values()
    assert (values["place"], values["topic"]) == ("操场", "新的议题")
    assert values["content"] == MINUTES


def test_copying_is_taken_back_at_once(tab):
    press_banner(tab)
    press_banner(tab)

    assert tab.form.values()["content"] is None
    assert tab.form.values()["place"] is None
    assert marks(tab) == []
    assert banner(tab) == ""


def select(editor, first, last):
    cursor = editor.textCursor()
    cursor.setPosition(first)
    cursor.setPosition(last, cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def test_a_mark_goes_when_its_word_is_edited_and_the_others_move(tab):
    press_banner(tab)
    editor = tab.form.editor("content")
    select(editor, 5, 9)
    write(editor, "四月二十日")
    assert marks(tab) == ["陈志远", "36"]

    select(editor, 0, 0)
    write(editor, "一、")
    assert marks(tab) == ["陈志远", "36"]
    text = editor.toPlainText()
    assert [text[start : start + size] for start, size in editor.marks.spans] == ["陈志远", "36"]
    select(editor, 0, len(text))
    write(editor, "全部重写")
    assert marks(tab) == []


def test_typing_beside_a_marked_word_leaves_it_marked(tab):
    press_banner(tab)
    editor = tab.form.editor("content")
    select(editor, 3, 3)
    write(editor, "同志")

    assert marks(tab) == ["陈志远", "3月5日", "36"]


def test_what_an_input_method_shows_on_the_way_takes_no_mark_away(tab):
    press_banner(tab)
    tab.writing.open("content")
    text = tab.writing.dialog.text
    settle()
    select(text, 9, 9)
    for half_typed in ("h", "hu", "hui"):
        QCoreApplication.sendEvent(text, QInputMethodEvent(half_typed, []))
        settle()
    write(text, "会")
    settle()

    assert text.toPlainText() == MINUTES.replace("3月5日", "3月5日会")
    assert text.marks.words == ["陈志远", "3月5日", "36"]
    tab.writing.dialog.accept()


def test_marks_are_seen_and_counted_in_words(tab):
    press_banner(tab)
    first = tab.form.editor("content").document().begin().layout().formats()
    gold = QColor(current_theme().tokens.gold_soft)
    looks = [each for each in first if each.format.background().color() == gold]

    assert [(each.start, each.length) for each in looks] == [(0, 3), (5, 4)]
    assert all(each.format.fontUnderline() for each in looks)
    assert tab.form.cell("content").marks_label.text() == "待修改 3 处"


def test_a_short_text_says_below_it_what_must_change(tab, qtbot):
    press_banner(tab)
    cell = tab.form.cell("topic")
    assert cell.stale_label.text() == "待修改：三季度"
    assert cell.stale_label.isVisible()
    cell.widget.setFocus()
    qtbot.keyClicks(cell.widget, "x")

    assert not cell.stale_label.isVisible()
    assert "topic" not in tab.form.stale_words()


def test_marks_come_back_with_the_draft(tab, store, desk, state, qtbot):
    press_banner(tab)
    tab.leave()
    assert drafts.draft_of(store, "meeting", None)

    again = shown(qtbot, MeetingsTab(desk, state))
    assert again.form.values()["content"] == MINUTES
    assert marks(again) == ["陈志远", "3月5日", "36"]
    assert marks(again, "topic") == ["三季度"]


def test_marks_that_are_left_do_not_keep_from_saving(tab, store):
    press_banner(tab)
    tab.save()

    assert len(stored(store)) == 2
    assert "还有 4 处没有改" in banner(tab)
    assert "“陈志远”" in banner(tab)
    assert not tab.form.is_changed()
    assert tab.card.badge.mark.word.startswith("已保存")
    press_banner(tab)
    assert tab.focusWidget() is tab.form.editor("topic")


def test_without_marks_nothing_is_said_when_saved(tab):
    press_banner(tab)
    tab.form.set_values({"content": "全新的", "topic": "全新的"})
    tab.save()

    assert banner(tab) == ""


def test_in_writing_one_goes_from_mark_to_mark(tab, qtbot):
    press_banner(tab)
    tab.writing.open("content")
    dialog = tab.writing.dialog
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    settle()
    assert dialog.marks_label.text() == "待修改 3 处"
    qtbot.keyClick(dialog.text, Qt.Key.Key_F8)
    assert dialog.text.textCursor().selectedText() == "陈志远"
    write(dialog.text, "周明")
    qtbot.keyClick(dialog.text, Qt.Key.Key_F8)
    qtbot.keyClick(dialog.text, Qt.Key.Key_F9)
    assert dialog.text.textCursor().selectedText() == "36"
    assert dialog.marks_label.text() == "待修改 1 处"
    dialog.accept()

    assert marks(tab) == ["36"]
    assert tab.form.values()["content"] == MINUTES.replace("陈志远", "周明")


def test_stored_minutes_take_over_only_what_is_empty(tab, store, people):
    made = save_one(store, people, held_on=TODAY, topic="今天的", content=None)
    tab.form.fill(None)
    tab.show_record(made.id)
    (copy,) = (each for each in tab.card.more_menu.actions() if each.text() == "照抄上次")
    copy.trigger()

    values = tab.form.values()
    assert values["content"] == MINUTES
    assert values["topic"] == "今天的"
    assert meetings.meeting_values(store, made.id)["content"] is None


def test_stored_minutes_without_a_last_time_are_told_so(tab, store, people):
    made = save_one(store, people, kind="党课", held_on=LAST_WEEK - timedelta(days=1))
    tab.form.fill(None)
    tab.show_record(made.id)
    tab.copying.copy()

    assert "没有可以照抄" in banner(tab)


def save_talk(store, people, **changes):
    values = {
        "kind": "日常谈心",
        "talked_on": LAST_WEEK,
        "way": "电话",
        "talker_id": people["周明"],
        "partners": [{"member_id": people["林涛"], "name": "林涛"}],
    }
    return talks.save_talk(store, values | changes, TODAY)


def test_a_talk_takes_over_matter_and_content_but_not_whom(store, people, desk, state, qtbot):
    save_talk(store, people, matter="近况", content="林涛说起2个孩子", measures="家访")
    tab = shown(qtbot, TalksTab(desk, state))
    tab.primary()
    press_banner(tab)

    values = tab.form.values()
    assert (values["matter"], values["content"]) == ("近况", "林涛说起2个孩子")
    assert (values["way"], values["partners"]) == ("电话", [])
    assert values["talker_id"] == people["陈志远"]
    assert values["measures"] is None
    assert marks(tab) == ["林涛", "2"]
    tab.leave()
    with store.reading() as session:
        from partydesk.domain.journal import Draft

        (draft,) = session.query(Draft).all()
        assert "林涛".encode() not in draft.values


@pytest.fixture
def deputy_store():
    """A file that a deputy has opened, with one talk whose content the secretary has sealed."""
    from sqlalchemy import text

    with Store.in_memory(confidential=False) as store:
        talk = save_talk(store, fill(store), place="办公室")
        with store.reading() as session:
            sealed = {"sealed": bytes(60), "id": talk.id}
            session.execute(text("UPDATE talk SET content = :sealed WHERE id = :id"), sealed)
            session.commit()
        yield store


def test_a_deputy_is_not_shown_what_is_locked(deputy_store, state, qtbot):
    tab = shown(qtbot, TalksTab(Desk(deputy_store, Background(inline=True)), state))
    tab.primary()
    assert "照抄" not in banner(tab)
    tab.copying.copy()

    assert tab.form.values()["place"] == "办公室"
    assert tab.form.editor("content").toPlainText() == ""
    assert marks(tab) == []
