"""A text of 200,000 characters in the writing mode: opened, typed into, counted, gone through."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from partydesk.domain.marked_text import MarkedText
from partydesk.domain.pasted import clean
from partydesk.domain.writing import word_count
from partydesk.rules.must_change import must_change
from tests.bench.measuring import Figure, in_turns, milliseconds, new_store, timed
from ui.background import Background
from ui.desk import Desk
from ui.dialogs.writing import About, WritingDialog
from ui.program import make_application
from ui.theme import Theme

_SENTENCE = (
    "陈志远：会议认为，3月5日以来36名党员带头落实，期末评语由班主任手写，不公布名次，不布置机械作业；"
    "对学习困难的学生要有记录、有回访，党员教师先做起来，把好经验写下来给年轻老师看。"
)
_PARAGRAPH = 300
_NAMES = {f"{family}{given}": "" for family in "陈周王林何" for given in ("志远", "明", "秀兰")}


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """Keys at the beginning, in the middle and at the end of a long text with many marks."""
    size, rounds = (50_000, 3) if quick else (200_000, 9)
    app = make_application(["bench"], Theme())
    paragraph = (_SENTENCE * _PARAGRAPH)[:_PARAGRAPH]
    text = "\n".join([paragraph] * (size // _PARAGRAPH))
    marked = MarkedText(text, must_change(text, _NAMES))
    window = QWidget()
    window.resize(1280, 720)
    with new_store(folder / "支部.partydesk") as store:
        desk = Desk(store, Background(inline=True))
        dialog = WritingDialog(desk, About("会议内容", (), _NAMES), window)
    dialog.show()
    dialog.begin(marked, 0)
    QApplication.processEvents()

    def type_at(share: float) -> float:
        cursor = dialog.text.textCursor()
        cursor.setPosition(round(dialog.text.document().characterCount() * share))
        dialog.text.setTextCursor(cursor)
        QApplication.processEvents()
        return timed(lambda: _press(dialog.text, "啊"))

    sides = {
        "open": lambda: timed(lambda: (dialog.begin(marked, 0), QApplication.processEvents())),
        "first": lambda: type_at(0),
        "middle": lambda: type_at(0.5),
        "last": lambda: type_at(0.999),
        "tell": lambda: timed(lambda: (dialog.text.marks.value(), word_count(text))),
        "mark": lambda: timed(lambda: (dialog.text.go_to_mark(), QApplication.processEvents())),
        "paste": lambda: timed(lambda: clean(text)),
        "stale": lambda: timed(lambda: must_change(text, _NAMES)),
    }
    taken = in_turns(rounds, sides)
    app.quit()
    marks = f"{len(marked.marks):,} marks"
    return [
        milliseconds(f"{size:,} characters with {marks} opened", taken["open"], 1000),
        milliseconds("a key at the beginning", taken["first"], 50),
        milliseconds("a key in the middle", taken["middle"], 50),
        milliseconds("a key at the end", taken["last"], 50),
        milliseconds("the form told and words counted", taken["tell"], 100),
        milliseconds("on to the next mark", taken["mark"], 50),
        milliseconds("pasted text made plain", taken["paste"], 500),
        milliseconds("what must change found", taken["stale"], 1000),
    ]


def _press(widget: QWidget, char: str) -> None:
    key, none = Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(widget, QKeyEvent(kind, key, none, char))
    QApplication.processEvents()
