"""The page of a list: its buttons, filters and splitter."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from partydesk.domain.fields import Field, Kind
from ui.theme import Look, Size
from ui.widgets.basics import Button
from ui.widgets.list_form_page import ListFormPage

NAME = Field("姓名", Kind.TEXT, "name")


@pytest.fixture
def page(shown, state):
    made = ListFormPage([NAME], "people", state, "姓名")
    made.add_filter("group", "党小组", [("全部党小组", None), ("语文组", "g1")])
    for text in ("导入花名册", "批量修改", "导出"):
        made.add_button(text, lambda: None)
    made.set_primary("新党员", lambda: None)
    return shown(made, 1100, 600)


def test_every_button_is_shown_where_there_is_room(page):
    texts = {each.text() for each in page.findChildren(Button) if each.isVisible()}

    assert {"导入花名册", "批量修改", "导出", "新党员"} <= texts
    assert "更多" not in texts


def test_buttons_without_room_go_into_a_menu_and_still_work(page):
    pressed = []
    page.add_button("打印", lambda: pressed.append(1))
    page.resize(620, 600)
    QApplication.processEvents()
    bar = page.tool_bar
    texts = {each.text() for each in page.findChildren(Button) if each.isVisible()}
    assert {"更多", "新党员"} <= texts
    assert "打印" not in texts
    bar._menu.aboutToShow.emit()
    action = next(each for each in bar._menu.actions() if each.text() == "打印")
    action.trigger()

    assert pressed == [1]


@pytest.mark.parametrize("size", Size)
def test_no_button_of_the_bar_is_cut(page, look, size):
    look(Look.LIGHT, size)
    QApplication.processEvents()

    for each in page.findChildren(Button):
        if each.isVisible():
            assert each.width() >= each.sizeHint().width(), each.text()


def test_filters_give_their_values_and_keep_them(page, qtbot):
    box = page._filters["group"]
    with qtbot.waitSignal(page.filtered):
        box.setCurrentIndex(1)
    assert page.filter_value("group") == "g1"
    with qtbot.assertNotEmitted(page.filtered):
        page.set_choices("group", [("全部党小组", None), ("数学组", "g2"), ("语文组", "g1")])

    assert page.filter_value("group") == "g1"


def test_the_splitter_is_remembered(page, state, shown):
    page.splitter.moveSplitter(700, 1)
    again = shown(ListFormPage([NAME], "people", state, "姓名"), 1100, 600)

    assert abs(again.splitter.sizes()[0] - page.splitter.sizes()[0]) <= 2


def test_ctrl_f_goes_to_the_search(page):
    page.focus_search()

    assert page.window().focusWidget() is page.search_box
    assert page.tool_bar.mapTo(page, QPoint(0, 0)).y() < 60


def test_a_button_is_spoken_as_it_reads_now_unless_it_was_given_a_name(qtbot):
    plain, named = Button("下一步"), Button("去看")
    qtbot.addWidget(plain)
    qtbot.addWidget(named)
    named.setAccessibleName("去看：刘婷")
    plain.setText("开始使用")
    named.setText("看")

    assert (plain.accessibleName(), named.accessibleName()) == ("开始使用", "去看：刘婷")
