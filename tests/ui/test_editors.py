"""Each kind of field has an editor that understands what people type and loses nothing."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from partydesk.domain.codes import EDUCATIONS
from partydesk.domain.fields import Field, Kind
from partydesk.domain.typed import number_from, points_from, time_from
from tests.ui.chinese import write
from ui.widgets.day_editor import typed_day
from ui.widgets.editors import ChoiceEditor, LongTextEditor, editor_for
from ui.widgets.picker import Option, PickerEdit, matching

PEOPLE = [
    Option("a", "曾国藩", "zengguofan zgf cengguofan cgf", "语文组"),
    Option("b", "赵敏", "zhaomin zm", "数学组"),
    Option("c", "赵敏", "zhaomin zm", "离退休组"),
    Option("d", "张三", "zhangsan zs"),
]


@pytest.fixture
def shown(qtbot):
    def show(described):
        return in_window(qtbot, editor_for(described))

    return show


@pytest.fixture
def picker(qtbot):
    made = in_window(qtbot, PickerEdit())
    made.set_options(PEOPLE)
    made.setFocus()
    return made


def in_window(qtbot, editor):
    """Put an editor into a window with another line to go to."""
    window = QWidget()
    QVBoxLayout(window).addWidget(editor)
    window.layout().addWidget(QLineEdit(objectName="next"))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    editor.kept = window
    return editor


def leave(widget):
    """Go to the next line, as with the mouse."""
    widget.window().findChild(QLineEdit, "next").setFocus()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20260305", date(2026, 3, 5)),
        ("2026-3-5", date(2026, 3, 5)),
        ("2026年3月5日", date(2026, 3, 5)),
        ("3.5", date(date.today().year, 3, 5)),
        ("今天", date.today()),
        ("昨天", date.today() - timedelta(days=1)),
        ("", None),
        ("后来", "后来"),
    ],
)
def test_days_are_typed_as_people_write_them(typed, meant):
    assert typed_day(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1530", "15:30"), ("930", "09:30"), ("15：30", "15:30"), ("15点30分", "15:30"),
     ("9点", "09:00"), ("", None), ("2560", "2560"), ("下午", "下午")],
)  # fmt: skip
def test_times_are_typed_as_people_write_them(typed, meant):
    assert time_from(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("91.5", 9150), ("８", 800), ("0.25", 25), ("100", 10000), ("", None), ("1.234", "1.234"),
     ("-1", "-1")],
)  # fmt: skip
def test_points_are_kept_as_hundredths(typed, meant):
    assert points_from(typed) == meant


def test_a_number_that_is_none_stays_as_it_was_typed():
    assert number_from(" ３5 ") == 35
    assert number_from("三十") == "三十"


def test_a_day_is_shown_in_full_when_the_field_is_left(shown, qtbot):
    editor = shown(Field("日期", Kind.DAY, "held_on"))
    editor.setFocus()
    qtbot.keyClicks(editor, "20260305")
    leave(editor)

    assert editor.text() == "2026年3月5日"
    assert editor.value() == date(2026, 3, 5)


def test_a_day_that_is_not_understood_stays_to_be_corrected(shown, qtbot):
    editor = shown(Field("日期", Kind.DAY, "held_on"))
    editor.setFocus()
    qtbot.keyClicks(editor, "20261399")
    leave(editor)

    assert editor.text() == "20261399"
    assert editor.value() == "20261399"


def test_the_calendar_opens_by_key_and_gives_its_day_back(shown, qtbot):
    editor = shown(Field("日期", Kind.DAY, "held_on"))
    editor.set_value(date(2026, 3, 5))
    qtbot.keyClick(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = editor._calendar
    assert popup.isVisible()
    popup.calendar.setSelectedDate(popup.calendar.selectedDate().addDays(2))
    popup.calendar.activated.emit(popup.calendar.selectedDate())

    assert editor.value() == date(2026, 3, 7)
    assert not popup.isVisible()


@pytest.mark.parametrize(
    ("described", "value"),
    [
        (Field("姓名", Kind.TEXT, "a"), "张三"),
        (Field("备注", Kind.LONG_TEXT, "a"), "第一行\n第二行"),
        (Field("日期", Kind.DAY, "a"), date(2026, 3, 5)),
        (Field("时间", Kind.TIME, "a"), "15:30"),
        (Field("民族", Kind.CHOICE, "a", choices=("汉族", "回族")), "回族"),
        (Field("学历", Kind.CHOICE, "a", choices=EDUCATIONS), "大学"),
        (Field("骨干", Kind.YES_NO, "a", required=True), True),
        (Field("通过", Kind.YES_NO, "a"), False),
        (Field("通过", Kind.YES_NO, "a"), None),
        (Field("票数", Kind.NUMBER, "a"), 35),
        (Field("得分", Kind.POINTS, "a"), 9150),
        (Field("证号", Kind.ID_NUMBER, "a"), "11010519491231002X"),
        (Field("手机", Kind.PHONE, "a"), "13800000000"),
        (Field("主持", Kind.PERSON, "a"), "member-1"),
        (Field("小组", Kind.GROUP, "a"), None),
    ],
    ids=lambda each: getattr(each, "label", None),
)
def test_every_editor_gives_back_what_it_was_given(shown, described, value):
    editor = shown(described)
    editor.set_value(value)

    assert editor.value() == value
    editor.set_value(None)
    assert editor.value() == (False if described.required else None)


@pytest.mark.parametrize("kind", Kind)
def test_every_editor_has_a_name_for_screen_readers(shown, kind):
    choices = ("一", "二") if kind == Kind.CHOICE else ()
    editor = shown(Field("主持人", kind, "chair", choices=choices, hint="会议由谁主持"))

    assert editor.accessibleName() == "主持人"
    assert editor.accessibleDescription() == "会议由谁主持"


def test_an_id_number_is_put_right_when_the_field_is_left(shown, qtbot):
    editor = shown(Field("证号", Kind.ID_NUMBER, "a"))
    editor.setFocus()
    qtbot.keyClicks(editor, "110105 19491231 002x")
    leave(editor)

    assert editor.text() == "11010519491231002X"


def test_what_is_pasted_into_a_long_text_loses_its_formatting(qtbot):
    editor = LongTextEditor()
    qtbot.addWidget(editor)
    pasted = QMimeData()
    pasted.setHtml("<b>一</b>")
    pasted.setText("一、汇报\r\n二、讨论")
    editor.insertFromMimeData(pasted)

    assert editor.value() == "一、汇报\n二、讨论"


def test_scrolling_past_a_choice_does_not_change_it(qtbot):
    editor = ChoiceEditor(("甲", "乙", "丙"), required=True)
    qtbot.addWidget(editor)
    editor.set_value("乙")
    editor.show()
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    editor.wheelEvent(wheel)

    assert editor.value() == "乙"
    assert not wheel.isAccepted()


def test_a_long_choice_keeps_a_word_that_is_not_in_it_to_be_refused(shown):
    editor = shown(Field("学历", Kind.CHOICE, "a", choices=EDUCATIONS))
    editor.setFocus()
    write(editor, "博士后")

    assert editor.value() == "博士后"


def test_people_are_found_by_every_reading_and_by_any_part_of_the_name():
    assert [each.id for each in matching(PEOPLE, "zgf")] == ["a"]
    assert [each.id for each in matching(PEOPLE, "CGF")] == ["a"]
    assert [each.id for each in matching(PEOPLE, "敏")] == ["b", "c"]
    assert [each.id for each in matching(PEOPLE, "zhao")] == ["b", "c"]
    assert [each.id for each in matching(PEOPLE, "数学")] == ["b"]
    assert matching(PEOPLE, "王五") == []


def test_initials_and_enter_pick_a_person(picker, qtbot):
    qtbot.keyClicks(picker, "zgf")
    with qtbot.waitSignal(picker.picked) as picked:
        qtbot.keyClick(picker._list.popup(), Qt.Key.Key_Return)

    assert picked.args == ["a"]
    assert picker.value() == "a"
    assert picker.text() == "曾国藩（语文组）"


def test_leaving_takes_what_can_only_mean_one(picker, qtbot):
    qtbot.keyClicks(picker, "zs")
    picker._list.popup().hide()
    leave(picker)

    assert picker.value() == "d"


def test_two_of_the_same_name_are_not_guessed(picker):
    write(picker, "赵敏")
    picker._list.popup().hide()
    leave(picker)

    assert picker.value() == "赵敏"
    assert "赵敏" in picker.problem()


def test_a_person_who_left_the_list_stays_in_the_record(picker):
    picker.set_value("gone")

    assert picker.value() == "gone"
    assert picker.problem() == ""


def test_emptying_the_line_takes_the_person_out(picker, qtbot):
    picker.set_value("a")
    picker.selectAll()
    qtbot.keyClick(picker, Qt.Key.Key_Delete)
    leave(picker)

    assert picker.value() is None
