"""Photos and pages looked at inside the program: next, turned, enlarged, named, removed."""

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from partydesk.documents.pdf import LIST, Paper
from partydesk.services import attachments, history
from partydesk.services.adding_papers import add_files
from tests.core.test_forms_records import PRINTING
from tests.ui.small_branch import settle, words
from ui.dialogs import paper_viewer
from ui.dialogs.paper_viewer import PaperViewer
from ui.theme import Look, Size
from ui.widgets.paper_tile import paper_of

OWNER = ("meeting", "m1")
RED, BLUE, GREEN = "#a61e1e", "#1f5fa8", "#1f7a4d"


@pytest.fixture
def papers(store, tmp_path):
    """A red photo, wide; a blue one, high; a PDF of three pages; a damaged PDF."""
    Image.new("RGB", (1600, 800), RED).save(tmp_path / "1红.jpg")
    Image.new("RGB", (600, 1200), BLUE).save(tmp_path / "2蓝.jpg")
    paper = Paper(LIST, "方案", PRINTING, confidential=False)
    paper.text("\n".join("支" * 60))
    (tmp_path / "3方案.pdf").write_bytes(paper.pdf())
    (tmp_path / "4坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    add_files(store, OWNER, list(tmp_path.iterdir()))
    return [paper_of(each) for each in attachments.attachments_of(store, *OWNER)]


@pytest.fixture
def view_of(desk, qtbot):
    def open_these(papers, place=0):
        made = PaperViewer(desk, papers, papers[place].id)
        qtbot.addWidget(made)
        made.resize(800, 600)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        settle()
        return made

    return open_these


@pytest.fixture
def view(view_of, papers):
    return lambda place=0: view_of(papers, place)


def keys(qtbot, viewer, *names, modifier=Qt.KeyboardModifier.NoModifier):
    for name in names:
        qtbot.keyClick(viewer.focusWidget() or viewer, Qt.Key[f"Key_{name}"], modifier)
        settle()


def colour(viewer):
    """What is seen in the middle."""
    picture = viewer.view.viewport().grab().toImage()
    return picture.pixelColor(picture.rect().center())


def is_like(seen, wanted):
    wanted = QImage(1, 1, QImage.Format.Format_RGB32).pixelColor(0, 0).fromString(wanted)
    pairs = zip(seen.getRgb(), wanted.getRgb(), strict=True)
    return all(abs(a - b) < 12 for a, b in pairs)


def test_a_photo_fits_the_window_and_grows_with_it(view):
    viewer = view()
    room = viewer.view.viewport().rect()
    seen = viewer.view.mapFromScene(viewer.view.sceneRect()).boundingRect()

    assert is_like(colour(viewer), RED)
    assert room.adjusted(-2, -2, 2, 2).contains(seen)
    assert seen.width() > room.width() - 4
    before = viewer.view.scale_now
    viewer.resize(1000, 700)
    settle()
    assert viewer.view.scale_now > before


def test_a_small_picture_is_not_blown_up(view_of, store, tmp_path):
    Image.new("RGB", (60, 40), GREEN).save(tmp_path / "小.png")
    (row,) = add_files(store, OWNER, [tmp_path / "小.png"]).rows
    viewer = view_of([paper_of(row)])

    assert viewer.view.scale_now == 1 / viewer.devicePixelRatioF()


def test_arrows_go_from_paper_to_paper_and_stop_at_the_ends(view, qtbot):
    viewer = view()
    keys(qtbot, viewer, "Left")
    assert viewer.paper.title == "1红.jpg"
    keys(qtbot, viewer, "Right")
    assert is_like(colour(viewer), BLUE)
    assert "第 2 个，共 4 个" in viewer.caption_label.text()
    assert viewer.windowTitle() == "查看附件：2蓝.jpg"
    keys(qtbot, viewer, "Right", "Right", "Right")
    assert viewer.paper.title == "4坏.pdf"
    assert not viewer.on_button.isEnabled()


def test_the_pages_of_a_pdf_are_leafed_through(view, qtbot):
    viewer = view(2)
    first = viewer.view.image
    assert "第 1 页，共 " in viewer.caption_label.text()
    assert viewer.page_on_button.isVisible()
    assert not viewer.page_back_button.isEnabled()
    keys(qtbot, viewer, "PageDown")

    assert "第 2 页" in viewer.caption_label.text()
    assert viewer.view.image != first
    keys(qtbot, viewer, "PageUp", "PageUp")
    assert viewer.view.image == first
    keys(qtbot, viewer, "Left")
    assert not viewer.page_on_button.isVisible()


def test_what_is_damaged_is_said_in_its_place(view, qtbot, said):
    viewer = view(3)

    assert "这份 PDF 打不开" in words(viewer)
    assert said == []
    keys(qtbot, viewer, "Left", "Left")
    assert is_like(colour(viewer), BLUE)


def test_a_turned_photo_stays_turned(view, store, papers, qtbot):
    viewer = view()
    qtbot.mouseClick(viewer.right_button, Qt.MouseButton.LeftButton)
    settle()
    assert (viewer.view.image.width(), viewer.view.image.height()) == (800, 1600)
    now = attachments.attachments_of(store, *OWNER)[0]
    assert now.content_id != papers[0].content_id
    assert history.last_undoable(store).title == "旋转照片"
    keys(qtbot, viewer, "Right", "Left")

    assert viewer.view.image.height() == 1600
    keys(qtbot, viewer, "L", modifier=Qt.KeyboardModifier.ControlModifier)
    assert viewer.view.image.height() == 800


def test_a_page_is_turned_only_to_be_read(view, store, papers, qtbot):
    viewer = view(2)
    wide = viewer.view.image.width() > viewer.view.image.height()
    keys(qtbot, viewer, "R", modifier=Qt.KeyboardModifier.ControlModifier)
    assert (viewer.view.image.width() > viewer.view.image.height()) != wide
    keys(qtbot, viewer, "PageDown")

    assert (viewer.view.image.width() > viewer.view.image.height()) != wide
    assert [paper_of(each) for each in attachments.attachments_of(store, *OWNER)] == papers


def wheel(viewer, at, up=True):
    step = QPoint(0, 120 if up else -120)
    event = QWheelEvent(
        QPointF(at), QPointF(viewer.view.viewport().mapToGlobal(at)), QPoint(), step,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewer.view.viewport(), event)
    settle()


def test_control_and_the_wheel_enlarge_where_the_mouse_is(view):
    viewer = view()
    fitted = viewer.view.scale_now
    at = QPoint(500, 200)

    def part():
        place, all_of_it = viewer.view.mapToScene(at), viewer.view.sceneRect()
        return place.x() / all_of_it.width(), place.y() / all_of_it.height()

    for _ in range(6):
        wheel(viewer, at)
    before = part()
    wheel(viewer, at)
    assert part() == pytest.approx(before, abs=0.01)
    assert viewer.view.scale_now > 3 * fitted
    for _ in range(20):
        wheel(viewer, at, up=False)
    assert viewer.view.scale_now == fitted


def test_keys_enlarge_too(view, qtbot):
    viewer = view()
    fitted = viewer.view.scale_now
    keys(qtbot, viewer, "Plus", "Plus")
    assert viewer.view.scale_now > 1.5 * fitted
    keys(qtbot, viewer, "0")
    assert viewer.view.scale_now == fitted


def test_fine_print_is_smooth_when_it_is_small(view_of, store, tmp_path):
    image = Image.new("L", (1600, 1600), 255)
    for x in range(0, 1600, 4):
        image.paste(0, (x, 0, x + 1, 1600))
    image.save(tmp_path / "细线.png")
    (row,) = add_files(store, OWNER, [tmp_path / "细线.png"]).rows
    viewer = view_of([paper_of(row)])
    assert viewer.view.scale_now < 0.4
    picture = viewer.view.viewport().grab().toImage()
    middle = picture.rect().center()
    greys = [picture.pixelColor(middle.x() + x, middle.y()).red() for x in range(-60, 60)]

    # A quarter of the ink everywhere; lines that were left out would leave white gaps.
    assert max(greys) < 250
    assert sum(greys) / len(greys) == pytest.approx(191, abs=12)


def test_a_new_name_is_shown_and_kept(view, store, monkeypatch, qtbot):
    monkeypatch.setattr(paper_viewer, "ask_title", lambda _parent, _title: "会场")
    viewer = view()
    keys(qtbot, viewer, "F2")

    assert viewer.title_label.text() == "会场.jpg"
    assert attachments.attachments_of(store, *OWNER)[0].title == "会场.jpg"


def test_a_removed_photo_gives_way_to_the_next_and_comes_back(view, store, qtbot):
    viewer = view()
    keys(qtbot, viewer, "Delete")
    assert viewer.paper.title == "2蓝.jpg"
    assert "“1红.jpg”已移到回收站" in viewer.banner.sentence_label.text()
    assert len(attachments.attachments_of(store, *OWNER)) == 3
    qtbot.mouseClick(viewer.banner.action_button, Qt.MouseButton.LeftButton)
    settle()

    assert viewer.paper.title == "1红.jpg"
    assert is_like(colour(viewer), RED)
    assert len(attachments.attachments_of(store, *OWNER)) == 4


def test_with_the_last_photo_the_viewer_closes(view_of, papers, qtbot):
    viewer = view_of(papers[:1])
    keys(qtbot, viewer, "Delete")

    assert not viewer.isVisible()


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("look_name", list(Look))
def test_the_viewer_fits_a_small_screen_in_every_look(view, look, look_name, size, grab_into):
    look(look_name, size)
    viewer = view(2)

    assert viewer.minimumSizeHint().width() <= 1240
    assert viewer.minimumSizeHint().height() <= 680
    grab_into(viewer)
