"""Papers as tiles: pictures, kinds, focus, and walking through them by keys."""

from PySide6.QtCore import Qt

from partydesk.services.adding_papers import add_files
from tests.core.papers import two_pages
from tests.ui.papers.steps import add, look_at, stored_titles, titles
from tests.ui.small_branch import press, settle
from ui.widgets.paper_tile import PaperTile


def middle_colour(tile):
    picture = tile.grab().toImage()
    return picture.pixelColor(picture.width() // 2, picture.height() // 3)


def test_a_tile_shows_its_photo_once_it_is_seen(tab, tmp_path, store, kept):
    from PIL import Image

    path = tmp_path / "红.jpg"
    Image.new("RGB", (800, 600), "#a61e1e").save(path)
    for number in range(1, 40):
        (tmp_path / f"照片{number}.txt").write_text(str(number), "utf-8")
    add_files(store, ("meeting", kept.id), [path, *tmp_path.glob("*.txt")])
    tab.papers.show()
    asked = []
    tab.card.attachments.picture_wanted.connect(asked.append)
    settle()
    assert asked == []
    tiles = look_at(tab)
    red = next(each for each in tiles if each.paper.title == "红.jpg")
    tab.card.stack.currentWidget().ensureWidgetVisible(red)
    settle()

    assert [each.title for each in asked] == ["红.jpg"]
    colour = middle_colour(red)
    assert (colour.red() > 140, colour.green() < 60) == (True, True)


def test_a_pdf_shows_its_first_page_and_other_files_their_kind(tab, tmp_path, grab_into):
    (tmp_path / "方案.pdf").write_bytes(two_pages())
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "提纲.docx").write_bytes(b"PK\x03\x04")
    add(tab, list(tmp_path.glob("*.*")))
    tiles = {each.paper.title: each for each in look_at(tab)}

    assert tiles["方案.pdf"]._picture is not None
    assert tiles["坏.pdf"]._picture is None
    assert "文档" in tiles["提纲.docx"].accessibleName()
    for tile in tiles.values():
        grab_into(tile)


def test_tiles_say_what_they_are_to_a_screen_reader(tab, files):
    add(tab, files(2))
    first, second = tab.card.attachments.tiles.tiles

    assert first.accessibleName() == "照片1.jpg，照片，第 1 个，共 2 个"
    assert second.accessibleName() == "照片2.jpg，照片，第 2 个，共 2 个"
    assert "回车打开" in first.accessibleDescription()


def test_arrow_keys_walk_through_the_tiles_and_tab_leaves_them(tab, files, qtbot):
    add(tab, files(5))
    tiles = look_at(tab)
    tab.card.attachments.add_button.setFocus()
    press(qtbot, tab.card.attachments.add_button, Qt.Key.Key_Tab)
    assert tiles[0].hasFocus()
    for key, place in (("Right", 1), ("End", 4), ("Left", 3), ("Home", 0), ("Left", 0)):
        press(qtbot, tab.focusWidget(), Qt.Key[f"Key_{key}"])
        assert [each.hasFocus() for each in tiles].index(True) == place, key
    press(qtbot, tiles[0], Qt.Key.Key_Down)
    below = next(each for each in tiles if each.hasFocus())
    assert below.x() == tiles[0].x()
    assert below.y() > tiles[0].y()
    press(qtbot, below, Qt.Key.Key_Tab)

    assert not isinstance(tab.focusWidget(), PaperTile)


def test_alt_and_an_arrow_move_a_paper_and_the_focus_goes_along(tab, store, kept, files, qtbot):
    add(tab, files(3))
    look_at(tab)[0].setFocus()
    qtbot.keyClick(tab.focusWidget(), Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert stored_titles(store, kept) == titles(tab) == ["照片2.jpg", "照片1.jpg", "照片3.jpg"]
    assert tab.focusWidget().paper.title == "照片1.jpg"
    qtbot.keyClick(tab.focusWidget(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(tab.focusWidget(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    assert stored_titles(store, kept) == ["照片1.jpg", "照片2.jpg", "照片3.jpg"]
