"""Papers are moved, renamed, removed, pasted, opened and copied."""

import threading

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QInputDialog

from partydesk.services import history
from partydesk.services.adding_papers import add_files
from tests.ui.chinese import write
from tests.ui.papers.steps import add, look_at, stored_titles, titles
from tests.ui.small_branch import press, settle
from ui import opening
from ui.background import Background
from ui.desk import Desk, Task
from ui.dialogs.paper_viewer import PaperViewer
from ui.theme import Look, Size
from ui.widgets.paper_tile import PaperTile
from ui.widgets.paper_tiles import MOVED


def drop_on(tiles, paper_id, at):
    data = QMimeData()
    data.setData(MOVED, QByteArray(paper_id.encode()))
    tiles.dropEvent(QDropEvent(
        QPointF(at), Qt.DropAction.MoveAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    ))  # fmt: skip
    settle()


@pytest.mark.parametrize(
    ("moved", "onto", "order"),
    [(2, 0, "312"), (0, 1, "123"), (0, 2, "213"), (1, None, "132")],
)
def test_a_paper_dropped_before_another_stands_there(tab, files, moved, onto, order):
    add(tab, files(3))
    shown_tiles = tab.card.attachments.tiles
    look_at(tab)
    tiles = list(shown_tiles.tiles)
    place = tiles[onto].geometry() if onto is not None else tiles[2].geometry()
    edge = place.left() + 5 if onto is not None else place.right() - 5
    drop_on(shown_tiles, tiles[moved].paper.id, QPoint(edge, place.center().y()))

    assert titles(tab) == [f"照片{number}.jpg" for number in order]


def test_a_new_name_keeps_its_ending_and_can_be_taken_back(tab, store, kept, files, qtbot):
    add(tab, files(1))
    (tile,) = look_at(tab)

    def answer():
        dialog = next(each for each in tab.window().findChildren(QInputDialog))
        assert dialog.textValue() == "照片1"
        dialog.setTextValue("签到现场")
        dialog.accept()

    QTimer.singleShot(0, answer)
    tile.setFocus()
    press(qtbot, tile, Qt.Key.Key_F2)

    assert titles(tab) == stored_titles(store, kept) == ["签到现场.jpg"]
    assert history.last_undoable(store).title == "附件改名"


def test_a_removed_paper_comes_back_with_one_press(tab, store, kept, files, qtbot):
    add(tab, files(3))
    tile = look_at(tab)[1]
    tile.setFocus()
    press(qtbot, tile, Qt.Key.Key_Delete)
    assert titles(tab) == ["照片1.jpg", "照片3.jpg"]
    assert isinstance(tab.focusWidget(), PaperTile)
    banner = tab.card.attachments.banner
    assert "“照片2.jpg”已移到回收站" in banner.sentence_label.text()
    qtbot.mouseClick(banner.action_button, Qt.MouseButton.LeftButton)

    assert stored_titles(store, kept) == ["照片1.jpg", "照片2.jpg", "照片3.jpg"]
    assert titles(tab) == stored_titles(store, kept)
    assert not banner.isVisibleTo(tab)


def test_what_was_added_is_seen(tab, files):
    tab.card.scroll_up()
    add(tab, files(30))
    first = tab.card.attachments.tiles.tiles[0]

    assert not first.visibleRegion().isEmpty()
    assert first.visibleRegion().boundingRect().height() == first.height()


def test_the_menu_of_a_paper_moves_it(tab, store, kept, files):
    add(tab, files(2))
    menu = tab.card.attachments.menu_of(tab.card.attachments.papers[0].id)
    actions = {each.text().split("\t")[0]: each for each in menu.actions()}
    assert not actions["向前移"].isEnabled()
    actions["向后移"].trigger()

    assert stored_titles(store, kept) == ["照片2.jpg", "照片1.jpg"]


def test_files_that_were_copied_are_pasted(tab, store, kept, files, qtbot):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in files(2)])
    QGuiApplication.clipboard().setMimeData(data)
    tab.card.attachments.add_button.setFocus()
    qtbot.keyClick(
        tab.card.attachments.add_button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier
    )
    settle()

    assert stored_titles(store, kept) == ["照片1.jpg", "照片2.jpg"]


def test_a_photo_opens_inside_and_a_text_outside(tab, files, tmp_path, monkeypatch, said):
    path = tmp_path / "提纲.docx"
    path.write_bytes(b"PK\x03\x04")
    add(tab, [*files(2), path])
    opened = []
    monkeypatch.setattr(PaperViewer, "exec", lambda viewer: opened.append(viewer.paper.title))
    by_title = {each.paper.title: each for each in look_at(tab)}
    by_title["照片2.jpg"].click()
    by_title["提纲.docx"].click()

    assert opened == ["照片2.jpg"]
    # A file in memory has no place beside it for a copy.
    assert said == ["示例数据不在磁盘上，不能打开附件。"]


def test_a_copy_is_kept_under_its_ending(tab, files, tmp_path, monkeypatch, said):
    add(tab, files(1))
    chosen = (str(tmp_path / "留存"), "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: chosen)
    opening.save_copy(tab.desk, tab.card.attachments.papers[0].id, "照片1.jpg", tab)

    assert (tmp_path / "留存.jpg").read_bytes().startswith(b"\xff\xd8\xff")
    assert "已保存到“留存.jpg”" in said[0]


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("look_name", list(Look))
def test_tiles_fill_their_rows_and_none_is_cut(tab, files, look, size, look_name, grab_into):
    add(tab, files(7))
    look(look_name, size)
    settle()
    tiles = look_at(tab)
    area = tab.card.attachments.tiles

    assert all(area.rect().contains(each.geometry()) for each in tiles)
    rows = {each.y() for each in tiles}
    first_row = [each for each in tiles if each.y() == min(rows)]
    assert len(rows) > 1
    assert area.width() - first_row[-1].geometry().right() <= len(first_row)
    assert not any(
        a.geometry().intersects(b.geometry()) for a in tiles for b in tiles if a is not b
    )
    grab_into(tab.card)


def test_a_record_shown_in_between_gets_no_pictures_of_another(store, look, open_tab, files, qtbot):
    desk = Desk(store, Background())
    tab = open_tab(desk)
    going_on = threading.Event()
    qtbot.waitUntil(lambda: desk._quiet == [])  # what the list reads beside itself
    add_files(store, ("meeting", tab.record_id), files(3))
    desk.quietly(Task(lambda *_: going_on.wait(5), "", takes_turns=True), tab)
    tab.papers.show()
    look_at(tab)
    qtbot.waitUntil(lambda: len(desk._quiet) == 4)
    made = []
    tab.papers.thumbnails.made.connect(lambda key, _picture: made.append(key))
    tab.primary()
    going_on.set()
    qtbot.waitUntil(lambda: desk._quiet == [])
    desk.close()

    assert made == []
    assert titles(tab) == []


def test_papers_come_back_while_something_is_being_typed(tab, store, files):
    add(tab, files(2))
    write(tab.form.editor("content"), "写到一半")
    tab.desk.call(history.undo, history.last_undoable(store).id)
    tab.refresh()
    assert titles(tab) == []
    tab.desk.call(history.redo, history.last_redoable(store).id)
    tab.refresh()

    assert titles(tab) == ["照片1.jpg", "照片2.jpg"]
    assert tab.form.values()["content"] == "写到一半"


def test_the_tile_with_the_focus_is_seen(tab, files):
    add(tab, files(2))
    first, second = look_at(tab)
    second.setFocus()
    settle()
    without = first.grab().toImage()
    first.setFocus()
    settle()

    assert first.grab().toImage() != without
