"""A mistake of ours is logged without personal data and said once."""

import sys
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox

from partydesk.errors import CancelledError, RefusedError
from ui.crash import _SENTENCE, CrashReporter, describe
from ui.dialogs.message import box_with
from ui.theme import Look, Size

SECRET = "110105194912310021"


@pytest.fixture
def reporter(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    made = CrashReporter(tmp_path / "log", qapp)
    made.install()
    yield made
    made.close()


def go_wrong(number):
    raise ValueError(f"bad number {number}")


def caught():
    try:
        go_wrong(SECRET)
    except ValueError as error:
        return error
    return None


def test_a_report_tells_the_place_and_no_value():
    report = describe(caught())

    assert "ValueError" in report
    assert "test_crash.py" in report
    assert "go_wrong" in report
    assert SECRET not in report


def test_a_cause_is_told_too():
    try:
        try:
            go_wrong(1)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        report = describe(error)

    assert "KeyError" in report
    assert "ValueError" in report
    assert SECRET not in report


def test_a_mistake_is_logged_and_said(reporter, said):
    error = caught()
    sys.excepthook(type(error), error, error.__traceback__)

    assert len(said) == 1
    assert "没有料到" in said[0]
    text = reporter.log_path.read_text("utf-8")
    assert "go_wrong" in text
    assert SECRET not in text


def test_a_mistake_on_another_thread_is_said_on_the_windows(reporter, said, qtbot):
    thread = threading.Thread(target=go_wrong, args=(SECRET,))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(said) == 1)

    assert "go_wrong" in reporter.log_path.read_text("utf-8")


def test_a_second_mistake_under_the_dialog_opens_no_second_one(reporter, said, monkeypatch):
    error = caught()

    def offer():
        said.append("offer")
        reporter.caught(type(error), error, None)
        return False

    monkeypatch.setattr("ui.crash._offer", offer)
    reporter.caught(type(error), error, None)

    assert said == ["offer"]
    assert reporter.log_path.read_text("utf-8").count("ValueError") == 2


def test_without_a_place_for_the_log_the_mistake_is_still_said(qapp, tmp_path, said):
    (tmp_path / "log").write_text("a file where the folder should be")
    reporter = CrashReporter(tmp_path / "log", qapp)
    error = caught()
    reporter.caught(type(error), error, None)

    assert len(said) == 1


def test_the_log_does_not_grow_without_end(reporter, said):
    report = describe(caught()) + "x" * 10_000
    for _ in range(200):
        reporter._log(report)

    files = list(reporter.log_path.parent.iterdir())
    assert len(files) == 4
    assert sum(each.stat().st_size for each in files) < 1_200_000
    assert said == []


@pytest.mark.usefixtures("qapp")
def test_interrupting_the_program_is_no_mistake(reporter, said):
    reporter.caught(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert said == []
    assert not reporter.log_path.exists()


def test_what_the_world_did_keeps_its_sentence_where_nobody_caught_it(reporter, said):
    error = RefusedError("磁盘上没有位置。", "请清理后再试。")
    sys.excepthook(type(error), error, None)

    assert said == ["磁盘上没有位置。请清理后再试。"]
    text = reporter.log_path.read_text("utf-8")
    assert "RefusedError" in text, "that nobody caught it is still noted"
    assert "磁盘" not in text


def test_the_same_from_another_thread_is_said_on_the_windows(reporter, said, qtbot):
    def refuse():
        raise RefusedError("U 盘已拔出。")

    thread = threading.Thread(target=refuse)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(said) == 1)

    assert said == ["U 盘已拔出。"]
    assert reporter.log_path.exists()


def test_what_the_user_stopped_is_not_told_as_a_fault(reporter, said):
    sys.excepthook(CancelledError, CancelledError("已取消。"), None)

    assert said == []
    assert not reporter.log_path.exists()


@pytest.mark.parametrize("size", [Size.STANDARD, Size.HUGE])
@pytest.mark.parametrize("sentence", [_SENTENCE, "把文件恢复成“11月22日 10:32”的样子吗？", "好。"])
def test_no_word_of_what_is_said_is_cut(look, qtbot, size, sentence):
    look(Look.LIGHT, size)
    box = box_with(None, sentence, "请核对后再试。")
    qtbot.addWidget(box)
    box.addButton("关闭", QMessageBox.ButtonRole.RejectRole)
    box.show()

    for each in filter(QLabel.isVisible, box.findChildren(QLabel)):
        flags = Qt.TextFlag.TextWordWrap if each.wordWrap() else Qt.TextFlag.TextSingleLine
        needed = each.fontMetrics().boundingRect(each.contentsRect(), flags, each.text())
        assert needed.width() <= each.contentsRect().width(), each.text()
        assert needed.height() <= each.contentsRect().height(), each.text()
