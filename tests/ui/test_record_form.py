"""Forms edit a copy, put problems under their fields, and are filled in without a mouse."""

from datetime import date

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from partydesk.domain.fields import LOCKED, Field, Kind
from tests.ui.chinese import write
from ui.theme import Look, Size
from ui.widgets.basics import scrolling
from ui.widgets.picker import Option
from ui.widgets.record_form import RecordForm, Section

NAME = Field("姓名", Kind.TEXT, "name", required=True)
DAY = Field("出生日期", Kind.DAY, "born_on")
CHAIR = Field("主持人", Kind.PERSON, "chair_id")
FRAIL = Field("年老体弱", Kind.YES_NO, "is_frail", required=True)
NOTE = Field("备注", Kind.LONG_TEXT, "note")
FIELDS = (NAME, DAY, CHAIR, FRAIL)


class Votes(QWidget):
    """A widget of one's own, such as the votes of a meeting."""

    changed = Signal()

    def __init__(self):
        super().__init__()
        self.rows = []
        self.told = {}

    def value(self):
        return list(self.rows)

    def set_value(self, value):
        self.rows = list(value or [])

    def show_problems(self, by_field):
        self.told = dict(by_field)


@pytest.fixture
def form(qtbot):
    made = RecordForm([Section("基本情况", FIELDS, 2), Section("其他", (NOTE,))])
    qtbot.addWidget(made)
    made.resize(700, 500)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_a_filled_form_gives_the_same_values_back(form):
    form.set_people([Option("p1", "陈志远")])
    values = {
        "name": "王秀兰",
        "born_on": date(1997, 5, 3),
        "chair_id": "p1",
        "is_frail": True,
        "note": "一\n二",
    }
    form.fill(values)

    assert form.values() == values
    assert not form.is_changed()


def test_typing_changes_the_form_and_typing_back_does_not(form, qtbot):
    form.fill({"name": "王"})
    with qtbot.waitSignal(form.changed):
        write(form.editor("name"), "兰")
    assert form.is_changed()
    qtbot.keyClick(form.editor("name"), Qt.Key.Key_Backspace)

    assert not form.is_changed()


def test_filling_is_not_told_as_a_change(form, qtbot):
    with qtbot.assertNotEmitted(form.changed):
        form.fill({"name": "王秀兰", "chair_id": "p9", "note": "x"})


def test_a_locked_text_is_shown_as_locked_and_given_back_untouched(form):
    form.fill({"name": "王秀兰", "note": LOCKED})

    assert not form.editor("note").isEnabled()
    assert "已锁定" in form.editor("note").placeholderText()
    assert form.values()["note"] is LOCKED
    form.fill({"note": "可以看"})
    assert form.editor("note").isEnabled()


def test_problems_stand_under_their_fields_and_the_first_gets_the_cursor(form):
    form.show_problems({"chair_id": "请选择主持人。", "born_on": "出生日期不对。"})

    assert form.problem("born_on") == "出生日期不对。"
    assert form.findChild(QLabel, "chair_id_problem").isVisibleTo(form)
    assert form.focusWidget() is form.editor("born_on")


def test_what_is_wrong_is_scrolled_to_with_its_sentence(form, qtbot):
    area = scrolling(form)
    qtbot.addWidget(area)
    area.resize(700, 160)
    area.show()
    form.editor("note").setFocus()
    area.ensureWidgetVisible(form.editor("note"))

    form.show_problems({"name": "请填写姓名。"})

    label = next(each for each in form.findChildren(QLabel) if each.text() == "请填写姓名。")
    for each in (form.editor("name"), label):
        qtbot.waitUntil(lambda each=each: not each.visibleRegion().isEmpty(), timeout=20_000)
    assert form.editor("note").visibleRegion().isEmpty()
    area.takeWidget()


def test_a_problem_goes_away_when_its_field_is_edited(form):
    form.show_problems({"name": "请填写姓名。", "born_on": "不对。"})
    write(form.editor("name"), "王")

    assert form.problem("name") == ""
    assert form.problem("born_on") == "不对。"


def test_a_problem_of_a_row_stands_under_its_list_and_reaches_its_widget(form):
    votes = Votes()
    form.add_custom("votes", votes, "表决", "其他")
    form.show_problems({"votes.0.yes": "赞成票多于到会人数。"})

    assert form.problem("votes") == "赞成票多于到会人数。"
    assert votes.told == {"votes.0.yes": "赞成票多于到会人数。"}


def test_a_widget_of_ones_own_is_part_of_the_values(form, qtbot):
    votes = Votes()
    form.add_custom("votes", votes, section="表决")
    form.fill({"votes": [1]})
    votes.rows.append(2)
    with qtbot.waitSignal(form.changed):
        votes.changed.emit()

    assert form.values()["votes"] == [1, 2]
    assert form.is_changed()


def test_what_was_typed_but_not_understood_is_marked_before_saving(form):
    form.set_people([Option("p1", "陈志远", "chenzhiyuan czy")])
    form.editor("chair_id").setFocus()
    write(form.editor("chair_id"), "王五")

    assert not form.check()
    assert "王五" in form.problem("chair_id")
    form.editor("chair_id").set_value("p1")
    assert form.check()


def test_enter_goes_to_the_next_field(form, qtbot):
    form.editor("name").setFocus()
    qtbot.keyClick(form.editor("name"), Qt.Key.Key_Return)
    assert form.focusWidget() is form.editor("born_on")
    qtbot.keyClick(form.editor("born_on"), Qt.Key.Key_Return)

    assert form.focusWidget() is form.editor("chair_id")


def test_enter_begins_a_new_line_in_a_long_text_and_tab_leaves_it(form, qtbot):
    note = form.editor("note")
    note.setFocus()
    qtbot.keyClicks(note, "a")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    qtbot.keyClicks(note, "b")
    assert note.value() == "a\nb"
    qtbot.keyClick(note, Qt.Key.Key_Tab)

    assert form.focusWidget() is not note


def test_a_draft_counts_as_edited(form, qtbot):
    form.fill({"name": "王"})
    with qtbot.waitSignal(form.changed):
        form.set_values({"name": "王秀兰", "unknown": 1})

    assert form.values()["name"] == "王秀兰"
    assert form.is_changed()


def test_a_field_that_is_hidden_keeps_its_value_and_leaves_no_gap(form):
    form.fill({"name": "王", "born_on": date(2000, 1, 1)})
    form.show_field("born_on", visible=False)

    assert form.values()["born_on"] == date(2000, 1, 1)
    assert not form.editor("born_on").isVisibleTo(form)


def test_required_fields_are_marked(form):
    titles = [each.text() for each in form.findChildren(QLabel)]

    assert "姓名 *" in titles
    assert "出生日期" in titles


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("width", [320, 480, 900])
def test_a_form_fits_its_width_at_every_size(form, look, size, width):
    look(Look.LIGHT, size)
    form.resize(width, 700)
    QApplication.processEvents()

    for name in ("name", "born_on", "chair_id", "is_frail", "note"):
        editor = form.editor(name)
        right = editor.mapTo(form, editor.rect().topRight()).x()
        assert right <= form.width(), name
        assert editor.width() >= 60, name


def test_two_columns_become_one_where_there_is_no_room(form):
    form.resize(900, 500)
    QApplication.processEvents()
    side_by_side = form.editor("name").mapTo(form, form.editor("name").rect().topLeft()).y()
    assert form.editor("born_on").mapTo(form, form.editor("born_on").rect().topLeft()).y() == (
        side_by_side
    )
    form.resize(250, 700)
    QApplication.processEvents()

    below = form.editor("born_on").mapTo(form, form.editor("born_on").rect().topLeft()).y()
    assert below > form.editor("name").mapTo(form, form.editor("name").rect().topLeft()).y()


def test_the_first_field_that_can_be_edited_gets_the_cursor(form):
    form.editor("name").setEnabled(False)
    form.focus_first()

    assert form.focusWidget() is form.editor("born_on")
    assert isinstance(form.focusWidget(), QLineEdit)


def test_labels_stand_above_in_all_sections_or_in_none(qtbot):
    wide = Field("转为正式党员日期", Kind.DAY, "full_on")
    made = RecordForm([Section("", (NAME, wide), 2), Section("", (DAY,))])
    qtbot.addWidget(made)
    made.resize(360, 400)
    made.show()
    QApplication.processEvents()

    def label_of(name):
        return made._cells[name].title_label

    for name in ("name", "born_on"):
        label, editor = label_of(name), made.editor(name)
        assert label.mapTo(made, label.rect().bottomLeft()).y() <= (
            editor.mapTo(made, editor.rect().topLeft()).y()
        ), name
