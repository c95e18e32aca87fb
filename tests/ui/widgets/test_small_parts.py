"""Pills, badges, search, figures, papers, banners: each says and does its part."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import Look, Size, Tone
from ui.widgets.attachment_list import AttachmentList, Paper
from ui.widgets.banner import Banner
from ui.widgets.basics import clear, column, label, row
from ui.widgets.elided import ElidedLabel
from ui.widgets.facts import Facts
from ui.widgets.figure_card import FigureCard
from ui.widgets.matrix import Cell, CellState, Line, Matrix
from ui.widgets.pill import Mark, Pill
from ui.widgets.saved_badge import SavedBadge
from ui.widgets.search_box import SearchBox
from ui.widgets.todo_row import TodoRow


def test_a_pill_carries_its_word_and_its_colours(shown, grab_into):
    pill = shown(Pill("逾期", Tone.RED), 80, 30)
    image = grab_into(pill)
    colours = {image.pixelColor(x, y).name() for x in range(80) for y in range(30)}

    assert pill.accessibleName() == "逾期"
    assert {"#faecea", "#a61e1e"} <= colours


def test_a_pill_grows_with_the_text(shown, look):
    pill = shown(Pill("已保存", Tone.GREEN), 80, 30)
    small = pill.sizeHint()
    look(Look.LIGHT, Size.HUGE)

    assert pill.sizeHint().width() > small.width() * 1.3


def test_the_badge_tells_when_it_was_saved(shown):
    badge = shown(SavedBadge())
    today = datetime.now().replace(hour=10, minute=32)
    badge.show_saved(today)
    assert badge.mark == Mark("已保存 10:32", Tone.GREEN)
    badge.show_saved(datetime(2025, 3, 5, 9, 5))
    assert badge.mark.word == "已保存 3月5日 09:05"
    badge.show_unsaved()
    assert badge.mark == Mark("未保存", Tone.GOLD)
    badge.show_draft(today - timedelta(minutes=1))
    assert badge.mark.word == "草稿 10:31"
    badge.clear()

    assert not badge.isVisible()


def test_searching_waits_for_the_last_key_and_escape_empties(shown, qtbot):
    box = shown(SearchBox("姓名"))
    asked = []
    box.searched.connect(asked.append)
    qtbot.keyClicks(box, "zgf")
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == ["zgf"]
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(asked) == 2)

    assert asked == ["zgf", ""]


def test_enter_searches_at_once_and_only_once(shown, qtbot):
    box = shown(SearchBox("姓名"))
    asked = []
    box.searched.connect(asked.append)
    qtbot.keyClicks(box, "a")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.wait(250)

    assert asked == ["a"]


def test_something_to_do_offers_what_clears_it(shown, qtbot):
    pressed = []
    todo = shown(TodoRow("11 月支委会还没有记录", "第十三条", "还剩 8 天", "记会议",
                         lambda: pressed.append(1)))  # fmt: skip
    assert todo.pill.mark == Mark("第十三条", Tone.BLUE)
    qtbot.mouseClick(todo.action_button, Qt.MouseButton.LeftButton)

    assert pressed == [1]
    assert "11 月支委会" in todo.action_button.accessibleName()


def test_a_figure_can_be_pressed_by_key_and_by_mouse(shown, qtbot):
    card = shown(FigureCard("在册党员"))
    card.show_figure("37 人", "正式 35", Tone.RED)
    pressed = []
    card.pressed.connect(lambda: pressed.append(1))
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    qtbot.keyClick(card, Qt.Key.Key_Return)

    assert pressed == [1, 1]
    assert card.accessibleName() == "在册党员 37 人 正式 35"


@pytest.fixture
def matrix(shown):
    made = Matrix([f"{month}月" for month in range(1, 13)])
    made.fill([
        Line("支委会", [Cell(CellState.DONE, key=f"a{n}") for n in range(11)]
             + [Cell(CellState.MISSING, "12月没有记录", key="a11")]),
        Line("党课", [Cell() for _ in range(12)]),
    ])  # fmt: skip
    return shown(made, 600, 120)


def test_a_cell_of_the_matrix_is_pressed_by_mouse(matrix, qtbot):
    with qtbot.waitSignal(matrix.pressed) as pressed:
        qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.place_of(0, 11).center())

    assert pressed.args == ["a11"]


def test_the_matrix_is_walked_by_keys(matrix, qtbot):
    matrix.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(matrix, key)
    with qtbot.waitSignal(matrix.pressed) as pressed:
        qtbot.keyClick(matrix, Qt.Key.Key_Return)

    assert pressed.args == ["a1"]
    for _ in range(20):
        qtbot.keyClick(matrix, Qt.Key.Key_Right)
    assert matrix.accessibleDescription() == "12月没有记录"


def test_an_empty_cell_does_nothing(matrix, qtbot):
    with qtbot.assertNotEmitted(matrix.pressed):
        qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.place_of(1, 3).center())


def test_what_is_missing_differs_from_what_is_done_by_more_than_colour(matrix, grab_into):
    image = grab_into(matrix)

    def colours(place):
        return {
            image.pixelColor(x, y).name()
            for x in range(place.left(), place.right())
            for y in range(place.top(), place.bottom())
        }

    plain, worded = (colours(matrix.place_of(0, n).adjusted(3, 3, -3, -3)) for n in (3, 11))
    assert len(plain) == 1
    assert len(worded) > 2


def test_papers_are_listed_and_dropped_files_are_asked_to_be_added(shown, tmp_path, qtbot):
    papers = shown(AttachmentList())
    papers.fill([Paper("1", "签到表.jpg", 2_000_000), Paper("2", "志愿书.pdf", 900)])
    assert papers.title_label.text() == "附件 2"
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "照片.jpg")), QUrl("https://example.org/a")])
    with qtbot.waitSignal(papers.add_asked) as asked:
        papers.dropEvent(QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        ))  # fmt: skip

    assert asked.args == [[tmp_path / "照片.jpg"]]
    assert isinstance(asked.args[0][0], Path)


def test_a_paper_is_opened_by_its_name(shown, qtbot):
    papers = shown(AttachmentList())
    papers.fill([Paper("7", "签到表.jpg", 2_000_000)])
    (tile,) = papers.tiles.tiles
    with qtbot.waitSignal(papers.open_asked) as asked:
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)

    assert asked.args == ["7"]


def test_papers_need_a_record_to_belong_to(shown):
    papers = shown(AttachmentList())
    papers.set_enabled_for(adding=False)

    assert not papers.add_button.isEnabled()
    assert not papers.acceptDrops()
    assert "先保存" in papers.hint_label.text()


def test_a_banner_appears_with_its_action(shown, qtbot):
    host = QWidget()
    banner = Banner()
    host.setLayout(column(banner))
    shown(host)
    pressed = []
    banner.say("有 1 份草稿。", Tone.BLUE, "恢复", lambda: pressed.append(1))
    qtbot.mouseClick(banner.action_button, Qt.MouseButton.LeftButton)

    assert banner.isVisible()
    assert pressed == [1]


def test_facts_show_a_dash_for_what_is_not_known(shown):
    facts = shown(Facts())
    facts.show_facts([("民族", "汉族"), ("学历", "")])
    facts.show_facts([("民族", "回族"), ("学历", "")])
    QApplication.processEvents()
    texts = [each.text() for each in facts.findChildren(type(label())) if each.isVisible()]

    assert texts == ["民族", "回族", "学历", "—"]


def test_an_elided_label_gives_way_and_keeps_its_text(shown):
    made = shown(ElidedLabel("中共某某市第一中学第三支部委员会"))

    assert made.minimumSizeHint().width() < 80
    assert made.toolTip() == "中共某某市第一中学第三支部委员会"


def test_clearing_a_layout_takes_everything_out(shown):
    host = QWidget()
    layout = column(label("a"), row(label("b"), 5, None))
    host.setLayout(layout)
    shown(host)
    clear(layout)

    assert layout.count() == 0
    assert not [each for each in host.findChildren(QWidget) if each.isVisible()]
