"""The writing window at every size and in every look on the smallest screen: nothing is cut."""

from itertools import product

import pytest

from partydesk.services import phrases
from tests.ui import seeing
from tests.ui.small_branch import fill, settle, shown
from ui.dialogs.writing import About, WritingDialog
from ui.tabs.meetings_tab import MeetingsTab
from ui.theme import Look, Size

SCREEN = (1280, 720)


@pytest.fixture(params=product(Size, Look), ids="-".join)
def dressed(request, look):
    """One of the sizes and looks."""
    size, wanted = request.param
    look(wanted, size)


@pytest.fixture
def dialog(dressed, desk, store, state, qtbot):  # the look comes first
    """The window with marks, phrases and an outline, as large as the smallest screen."""
    fill(store)
    phrases.add_examples(store)
    tab = shown(qtbot, MeetingsTab(desk, state), *SCREEN)
    tab.primary()
    tab.writing.open("content")
    tab.writing.dialog.text.put("陈志远：会议认")
    settle()
    return tab.writing.dialog


def states(dialog):
    """The window as it is with each of its parts open."""
    yield "text"
    for each in (dialog.speaker_button, dialog.phrase_button, dialog.outline_button):
        each.click()
        settle()
        yield each.text()
    dialog.phrases.begin_new("会议认为")
    dialog.phrase_button.click()
    dialog.phrases.begin_new("会议认为")
    settle()
    yield "new phrase"
    dialog.find_bar.open()
    dialog.find_bar.edit.setText("会议")
    dialog.find_bar.step(1)
    settle()
    yield "find"


def test_nothing_is_cut_nothing_sticks_out_and_nothing_is_nameless(dialog):
    found = {}
    for state in states(dialog):
        flaws = [*seeing.cut_texts(dialog), *seeing.outside(dialog)]
        flaws += [*seeing.nameless(dialog), *seeing.english(dialog)]
        if flaws or (dialog.width(), dialog.height()) != SCREEN:
            found[state] = flaws, dialog.size()

    assert found == {}


def test_the_text_is_as_wide_as_its_page(dialog, grab_into):
    """Else the ends of its lines would lie outside of what is seen."""
    assert dialog.text.document().textWidth() == dialog.text.viewport().width()
    dialog.phrase_button.click()
    settle()

    assert dialog.text.document().textWidth() == dialog.text.viewport().width()
    assert not grab_into(dialog).isNull()


def test_a_long_title_gives_way_to_the_buttons(dressed, desk, qtbot):
    title = "谈话对象意见建议 · 组织生活会前谈话　" + "、".join(["欧阳建国"] * 20)
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    window.resize(*SCREEN)
    qtbot.addWidget(window)
    made = WritingDialog(desk, About(title), window)
    made.show()
    settle()

    assert (made.width(), made.height()) == SCREEN
    assert seeing.cut_texts(made) == []
    made.close()
