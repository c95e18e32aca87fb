"""Papers and photos are added to a record in one step, whole or not at all."""

from PySide6.QtCore import QElapsedTimer, QTimer

from partydesk.services import history, meetings
from partydesk.services.adding_papers import add_files
from tests.ui.papers.steps import add, stored_titles, titles
from tests.ui.small_branch import LAST_WEEK, TODAY
from ui.background import Background
from ui.desk import Desk
from ui.widgets.busy import BusyOverlay


def test_many_photos_are_one_step(tab, store, files):
    add(tab, files(12))

    assert titles(tab) == [f"照片{number}.jpg" for number in range(1, 13)]
    assert tab.card.papers_button.text() == "附件 12"
    assert history.last_undoable(store).title == "附件 12 个"


def test_faults_are_one_calm_message(tab, files, tmp_path, said):
    wrong = [tmp_path / f"坏{number}.jpg" for number in range(9)]
    for path in wrong:
        path.write_bytes(b"\xff\xd8\xff cut")
    add(tab, [*files(2), *wrong, tmp_path / "run.exe"])

    (text,) = said
    assert text.startswith("有 10 个文件没有添加。其余 2 个已添加。")
    assert "“坏0.jpg”不是完整的图片" in text
    assert "另有 4 个" in text
    assert text.count("请重新拷贝这张照片后再添加。") == 1
    assert "可以添加照片、PDF" in text


def test_the_window_lives_while_sixty_photos_come_in(store, look, open_tab, files, qtbot, said):
    desk = Desk(store, Background())
    tab = open_tab(desk)
    paths = files(60, (1600, 1200))
    longest, clock = 0, QElapsedTimer()

    def tick():
        nonlocal longest
        longest = max(longest, clock.restart())

    timer = QTimer(interval=5)
    timer.timeout.connect(tick)
    clock.start()
    timer.start()
    tab.card.attachments.add_asked.emit(paths)
    # While the files are read the window uses the file too: it has its turn in between.
    qtbot.waitUntil(lambda: desk.call(meetings.list_meetings) != [])
    assert desk.is_busy
    qtbot.waitUntil(lambda: not desk.is_busy)
    timer.stop()

    assert len(titles(tab)) == 60
    assert longest < 1000  # how long exactly, the benchmark says; frozen it would be many seconds
    tab.papers.thumbnails.forget()
    desk.close()


def test_cancelling_keeps_whole_photos(store, look, open_tab, files, kept, qtbot):
    desk = Desk(store, Background())
    tab = open_tab(desk)
    tab.card.attachments.add_asked.emit(files(40, (1600, 1200)))
    (overlay,) = tab.window().findChildren(BusyOverlay)
    qtbot.waitUntil(lambda: "正在添加“照片" in overlay.step_label.text())
    overlay.cancel_button.click()
    qtbot.waitUntil(lambda: not desk.is_busy)

    # Through the desk: small pictures may just be read on the other thread.
    added = len(desk.call(stored_titles, kept))
    assert 0 < added < 40
    assert f"已停止：添加了 {added} 个，还有 {40 - added} 个没有添加。" in (
        tab.card.attachments.banner.sentence_label.text()
    )
    step = desk.call(history.last_undoable).title
    assert step in (f"附件 {added} 个", "附件 照片1.jpg")
    tab.papers.thumbnails.forget()
    desk.close()


def test_the_same_photo_elsewhere_is_mentioned(tab, store, files):
    other = meetings.save_meeting(
        store,
        {
            "kind": "支部委员会会议",
            "held_on": LAST_WEEK,
            "topic": "别的事",
            "attendances": [],
            "votes": [],
            "resolutions": [],
        },
        TODAY,
    )
    paths = files(1)
    add_files(store, ("meeting", other.id), paths)
    add(tab, paths)

    banner = tab.card.attachments.banner
    assert banner.isVisibleTo(tab)
    assert "“照片1.jpg”也附在" in banner.sentence_label.text()
    assert "支部委员会会议" in banner.sentence_label.text()
    tab.show_record(other.id)
    assert not banner.isVisibleTo(tab)
