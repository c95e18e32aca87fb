"""The desk runs services, announces changes, reports faults; cancelled work leaves nothing."""

import gc
import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from partydesk.domain.organization import Group
from partydesk.errors import RefusedError, StorageError
from partydesk.services.organization import groups
from partydesk.storage.store import Store
from tests.core.branches import CHEAP, add_group
from ui.background import Background
from ui.desk import Desk, Task
from ui.widgets.busy import BusyOverlay


def write(store, name):
    add_group(store, name)


def keys(store):
    return {each.name for each in groups(store)}


@pytest.fixture
def page(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


@pytest.fixture
def threaded(look, store):  # a desk needs the application
    made = Desk(store, Background())
    yield made
    made.close()


def test_a_service_that_changes_the_file_is_announced(desk, qtbot):
    with qtbot.waitSignal(desk.changed):
        desk.call(write, "a")

    assert desk.call(keys) == {"a"}


def test_a_service_that_only_reads_is_not(desk, qtbot):
    with qtbot.assertNotEmitted(desk.changed):
        desk.call(keys)


def test_a_fault_of_the_world_is_said_and_work_goes_on(desk, page, said):
    with desk.reporting(page):
        raise StorageError("磁盘已满。", "请清理后再试。")

    assert said == ["磁盘已满。请清理后再试。"]


def test_a_mistake_of_ours_is_not_hidden(desk, page, said):
    with pytest.raises(ZeroDivisionError), desk.reporting(page):
        _ = 1 // 0

    assert said == []


def test_long_work_runs_off_the_windows_thread_and_ends_on_it(threaded, page, qtbot):
    threads = []
    task = Task(
        lambda store, _tell: (threads.append(threading.current_thread()), write(store, "b")),
        "正在导入…",
        lambda _result: threads.append(threading.current_thread()),
    )
    with qtbot.waitSignal(threaded.changed, timeout=3000):
        threaded.run(task, page)
    qtbot.waitUntil(lambda: len(threads) == 2)

    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()
    assert threaded.call(keys) == {"b"}


def test_the_window_stays_awake_while_work_runs(threaded, page, qtbot):
    gaps, last = [], [time.perf_counter()]

    def beat():
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer = qtbot_timer(beat)
    job = threaded.run(Task(lambda _store, _tell: time.sleep(0.4), "正在导出…"), page)
    with qtbot.waitSignal(job.ended, timeout=3000):
        last[0] = time.perf_counter()
    timer.stop()

    assert len(gaps) > 10
    # Blocked, there would be one gap as long as the work; how short they are is a benchmark.
    assert max(gaps) < 0.3


def qtbot_timer(beat):
    from PySide6.QtCore import QTimer

    timer = QTimer(interval=5)
    timer.timeout.connect(beat)
    timer.start()
    return timer


def test_cancelled_work_leaves_nothing_behind(threaded, page, qtbot, said):
    written = threading.Event()
    done = []

    def work(store, tell):
        with store.writing("导入") as session:
            session.add(Group(name="half"))
            session.flush()
            written.set()
            for row in range(10_000):
                tell("正在导入", row, 10_000)
                time.sleep(0.001)

    job = threaded.run(Task(work, "正在导入…", done.append), page)
    qtbot.waitUntil(written.is_set)
    with qtbot.waitSignal(job.ended, timeout=3000):
        job.cancel()

    assert threaded.call(keys) == set()
    assert (done, said) == ([], [])
    assert not threaded.is_busy


def test_a_fault_in_long_work_is_said_once(desk, page, said):
    def work(_store, _tell):
        raise RefusedError("不能导入。", "请先改正。")

    desk.run(Task(work, "正在导入…"), page)

    assert said == ["不能导入。请先改正。"]


def test_a_fault_can_be_taken_by_the_one_who_asked(desk, page, said):
    faults = []

    def work(_store, _tell):
        raise RefusedError("不能导入。")

    desk.run(Task(work, "正在导入…", failed=faults.append), page)

    assert [str(each) for each in faults] == ["不能导入。"]
    assert said == []


def test_a_mistake_in_long_work_comes_up_in_the_window(threaded, page, qtbot):
    with qtbot.captureExceptions() as caught:
        threaded.run(Task(lambda _store, _tell: 1 // 0, "正在算…"), page)
        qtbot.waitUntil(lambda: not threaded.is_busy, timeout=3000)

    assert [each[0] for each in caught] == [ZeroDivisionError]


def test_a_mistake_after_long_work_comes_up_too_and_uncovers_the_window(threaded, page, qtbot):
    with qtbot.captureExceptions() as caught:
        threaded.run(Task(lambda _store, _tell: 1, "正在算…", lambda result: result.nothing), page)
        qtbot.waitUntil(lambda: not threaded.is_busy, timeout=3000)

    assert [each[0] for each in caught] == [AttributeError]
    assert not [each for each in page.findChildren(BusyOverlay) if each.isVisible()]


def test_progress_shows_only_when_work_is_slow_and_can_be_cancelled(page, qtbot):
    overlay = BusyOverlay(page, "正在导出…")
    overlay.begin()
    overlay.tell("正在写第", 3, 10)
    assert overlay.isVisible()
    assert not overlay.cancel_button.isVisible()
    qtbot.waitUntil(overlay.cancel_button.isVisible, timeout=2000)
    assert overlay.step_label.text() == "正在写第 3 / 10"
    assert overlay.bar.value() == 3
    with qtbot.waitSignal(overlay.cancelled):
        qtbot.mouseClick(overlay.cancel_button, Qt.MouseButton.LeftButton)

    assert not overlay.cancel_button.isEnabled()
    overlay.finish()


def test_reading_waits_for_the_transaction_that_is_under_way(threaded, page, qtbot):
    begun = threading.Event()

    def work(store, _tell):
        with store.writing("导入") as session:
            session.add(Group(name="c"))
            session.flush()
            begun.set()
            time.sleep(0.2)

    threaded.run(Task(work, "正在导入…"), page)
    begun.wait(2)

    assert threaded.call(keys) == {"c"}
    qtbot.waitUntil(lambda: not threaded.is_busy)


def test_widgets_are_never_removed_on_the_worker(threaded, page, qtbot):
    where = []

    class Watched:
        def __init__(self):
            self.me = self

        def __del__(self):
            where.append(threading.current_thread())

    def work(_store, _tell):
        for _ in range(200_000):
            _ = [{}]

    Watched()
    threaded.run(Task(work, "正在算…"), page)
    qtbot.waitUntil(lambda: not threaded.is_busy, timeout=5000)
    gc.collect()

    assert where == [threading.main_thread()]


def test_quiet_work_leaves_the_window_and_the_file_free(threaded, page, qtbot):
    going_on, answers = threading.Event(), []

    def work(store, _tell):
        with threaded.turn:
            found = keys(store)
        assert going_on.wait(5)
        return found

    threaded.call(write, "a")
    threaded.quietly(Task(work, "读取", answers.append, takes_turns=True), page)
    threaded.call(write, "b")

    assert not threaded.is_busy
    assert page.findChildren(BusyOverlay) == []
    going_on.set()
    qtbot.waitUntil(lambda: answers != [])
    assert answers in ([{"a"}], [{"a", "b"}])


def test_quiet_work_that_is_not_wanted_any_more_is_not_begun(threaded, page, qtbot, said):
    begun, first = [], threading.Event()
    threaded.quietly(Task(lambda *_: first.wait(5), "读取", takes_turns=True), page)
    second = threaded.quietly(Task(lambda *_: begun.append(1), "读取", takes_turns=True), page)
    second.cancel()
    with qtbot.waitSignal(second.ended):
        first.set()

    assert begun == []
    assert said == []


def test_reading_that_comes_too_late_says_nothing(page, look, tmp_path, qtbot, said):
    store = Store.create(tmp_path / "a.partydesk", "书记的口令很长很长", cost=CHEAP)
    desk = Desk(store, Background())
    read, going_on = [], threading.Event()

    def work(_store, _tell):
        assert going_on.wait(5)
        read.append(desk.read(keys))

    job = desk.quietly(Task(work, "读取", takes_turns=True), page)
    store.close()
    with qtbot.waitSignal(job.ended):
        going_on.set()

    assert (read, said) == ([], [])
    desk.close()


def test_what_is_asked_for_while_the_program_ends_is_not_begun(store, page):
    begun = []
    background = Background()
    desk = Desk(store, background)
    background.close()

    desk.quietly(Task(lambda _store, _tell: begun.append(1), "缩略图"), page)

    assert begun == []


def test_what_is_asked_for_soon_is_read_beside_the_window_once_for_each_state(
    threaded, page, qtbot
):
    where, told = [], []

    def look_up(store, word, turn):
        where.append(threading.current_thread())
        with turn:
            return word, keys(store)

    threaded.call(write, "a")
    threaded.soon(look_up, ("甲",), told.append, page)
    qtbot.waitUntil(lambda: told == [("甲", {"a"})])
    threaded.soon(look_up, ("甲",), told.append, page)
    assert told == [("甲", {"a"})] * 2
    threaded.call(write, "b")
    threaded.soon(look_up, ("甲",), told.append, page)
    qtbot.waitUntil(lambda: told[2:] == [("甲", {"a", "b"})])

    assert len(where) == 2
    assert threading.main_thread() not in where


def test_of_a_state_that_is_gone_nothing_is_told(threaded, page, qtbot):
    going_on, told = threading.Event(), []

    def look_up(store, turn):
        with turn:
            found = keys(store)
        assert going_on.wait(5)
        return found

    threaded.soon(look_up, (), told.append, page)
    threaded.call(write, "a")
    threaded.soon(look_up, (), told.append, page)
    going_on.set()
    qtbot.waitUntil(lambda: told != [])

    assert told == [{"a"}]
