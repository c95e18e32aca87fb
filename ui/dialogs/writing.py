"""写作模式: one long text in a window of its own, with speakers, phrases and outlines at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QStackedWidget, QWidget

from partydesk.domain.marked_text import MarkedText
from partydesk.domain.writing import paragraph_count, word_count
from partydesk.services import phrases
from ui.desk import Desk
from ui.dialogs.writing_outline import OutlinePanel, Place
from ui.dialogs.writing_phrases import PhrasePanel
from ui.dialogs.writing_speakers import SpeakerPanel
from ui.shortcuts import LONG_TEXT, WRITING, keys_of
from ui.theme import Tone, current_theme
from ui.widgets.basics import Button, button, column, label, row, set_role
from ui.widgets.elided import ElidedLabel
from ui.widgets.find_bar import FindBar
from ui.widgets.writing_text import WritingText

#: The form is told of what was typed after so many milliseconds; words are counted then too.
PAUSE = 250


@dataclass(frozen=True, slots=True)
class About:
    """What is written.

    Attributes:
        title: Which text of which record.
        speakers: Who was there, to be named as a speaker.
        people: Everybody who may be named, with the spelling of the name.
        outline: Where its outline is kept; none where there is none.
        is_confidential: The text is sealed: nothing of it may go into the phrase book.
        hint: What the field is for.
    """

    title: str
    speakers: Sequence[str] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    outline: Place | None = None
    is_confidential: bool = False
    hint: str = ""


class WritingDialog(QDialog):
    """Fills the window; Escape and F11 lead back to the form.

    Signals:
        edited: Something was typed a moment ago.
        save_asked: Ctrl+S was pressed.
    """

    edited = Signal()
    save_asked = Signal()

    def __init__(self, desk: Desk, about: About, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._about = desk, about
        self.setWindowTitle(f"写作模式 · {about.title}")
        self.text = WritingText()
        self.text.setPlaceholderText(about.hint)
        self.text.painter.set_names({*about.people, *about.speakers})
        self.find_bar = FindBar(self.text)
        self.phrases = PhrasePanel(desk)
        self.speakers = SpeakerPanel(about.speakers, about.people)
        self.outline = OutlinePanel(desk, about.outline) if about.outline else None
        self._side = QStackedWidget()
        for each in filter(None, (self.speakers, self.phrases, self.outline)):
            self._side.addWidget(each)
        self._side.setFixedWidth(current_theme().gap(300))
        self._side.hide()
        self._build()
        self._connect()
        self._cover(parent.window())

    def begin(self, text: MarkedText, place: int) -> None:
        """Show a text with the cursor at a place, as Qt counts."""
        self.text.begin(text, place)
        self._count()
        self._show_marks()
        self.text.setFocus()

    @property
    def place(self) -> int:
        """Where the cursor is, as Qt counts."""
        return self.text.textCursor().position()

    def say(self, words: str, tone: Tone = Tone.PLAIN) -> None:
        """Say whether it is saved."""
        self.saved_label.setText(words)
        set_role(self.saved_label, "caption", tone)

    def flush(self) -> None:
        """Tell of what was typed at once."""
        if self._timer.isActive():
            self._timer.stop()
            self._tell()

    def done(self, code: int) -> None:
        """Left by whatever way: nothing is told afterwards, when the file may be closed."""
        self._timer.stop()
        super().done(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.find_bar.isHidden() or not self._side.isHidden():
            if (
                self.find_bar.isHidden()
                and self._is_open(self.phrases)
                and self.phrases.step_back()
            ):
                return
            self._back_to_text()
        else:
            self.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.accept()

    def _is_open(self, panel: QFrame) -> bool:
        return not self._side.isHidden() and self._side.currentWidget() is panel

    def _open(self, panel: SpeakerPanel | PhrasePanel | OutlinePanel | None) -> None:
        """Show a panel beside the text; asked a second time it goes away."""
        if panel is None:
            return
        if self._is_open(panel):
            self._back_to_text()
            return
        self._side.setCurrentWidget(panel)
        self._side.show()
        panel.begin()

    def _open_phrases(self) -> None:
        chosen = self.text.textCursor().selection().toPlainText().strip()
        if chosen and not self._is_open(self.phrases) and not self._about.is_confidential:
            self._open(self.phrases)
            self.phrases.begin_new(chosen)
        else:
            self._open(self.phrases)

    def _find(self) -> None:
        self.find_bar.open()

    def _back_to_text(self) -> None:
        self._side.hide()
        self.find_bar.hide()
        self.text.setFocus()

    def _insert_outline(self, text: str) -> None:
        self.text.put_paragraphs(text)
        self._back_to_text()

    def _offer(self) -> None:
        """Say which phrase Tab would write out."""
        found = phrases.begun(self.phrases.rows, self.text.before())
        self.offer_label.setText(f"按 Tab 补上：{' '.join(found[0].text.split())}" if found else "")

    def _take_offered(self) -> None:
        found = phrases.begun(self.phrases.rows, self.text.before())
        if found:
            self.text.put(found[0].text, instead_of=found[1])

    def _typed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _tell(self) -> None:
        self._count()
        self.edited.emit()

    def _count(self) -> None:
        text = self.text.toPlainText()
        self.count_label.setText(f"字数 {word_count(text):,}　段落 {paragraph_count(text):,}")

    def _show_marks(self) -> None:
        count = len(self.text.marks.spans)
        self.marks_label.setText(f"待修改 {count} 处")
        for each in (self.marks_label, self.next_button, self.keep_button):
            each.setVisible(bool(count))

    def _build(self) -> None:
        self.speaker_button = button("发言人 F2", lambda: self._open(self.speakers))
        self.phrase_button = button("常用语 F3", self._open_phrases)
        self.outline_button = button("提纲 F4", lambda: self._open(self.outline))
        self.outline_button.setVisible(self.outline is not None)
        self.find_button = button("查找 Ctrl+F", self._find)
        self.back_button = button("返回表单 Esc", self.accept, "primary")
        self.count_label = label("", "caption")
        self.marks_label = label("", "caption", Tone.GOLD)
        self.next_button = button("下一处 F8", self.text.go_to_mark, "link")
        self.keep_button = button("不用改 F9", self.text.keep_mark, "link")
        self.offer_label = ElidedLabel("", "caption")
        self.saved_label = label("", "caption")
        self.saved_label.setAccessibleName("保存情况")
        head = row(
            ElidedLabel(self._about.title, "title"),
            *(self.speaker_button, self.phrase_button, self.outline_button, self.find_button),
            *(12, self.back_button),
        )
        head.setStretch(0, 1)
        middle = row(column(self.find_bar, self.text, gap=8), self._side, gap=14)
        middle.setStretch(0, 1)
        foot = row(
            *(self.count_label, 12, self.marks_label, self.next_button, self.keep_button),
            *(self.offer_label, self.saved_label),
        )
        foot.setStretch(5, 1)
        layout = column(head, middle, foot, gap=12, margins=(20, 16, 20, 12))
        layout.setStretch(1, 1)
        self.setLayout(layout)
        for each in self.findChildren(Button):
            each.setAutoDefault(False)

    def _connect(self) -> None:
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self._tell)
        self.text.typed.connect(self._typed)
        self.text.cursorPositionChanged.connect(self._offer)
        self.text.taken.connect(self._take_offered)
        self.text.marks.changed.connect(self._show_marks)
        self.text.marks.uncovered.connect(lambda _place: self._typed())
        self.phrases.chosen.connect(self.text.put)
        self.phrases.changed.connect(self._offer)
        self.speakers.chosen.connect(self.text.put_speaker)
        if self.outline:
            self.outline.chosen.connect(self._insert_outline)
            self.outline.left.connect(self._back_to_text)
        for left in (self.phrases.left, self.speakers.left, self.find_bar.left):
            left.connect(self._back_to_text)
        for name, pressed in {
            "speakers": self.speaker_button.click,
            "phrases": self.phrase_button.click,
            "outline": self.outline_button.click,
            "next_mark": self.text.go_to_mark,
            "keep_mark": self.text.keep_mark,
            "find_words": self._find,
            "save_all": self.save_asked.emit,
        }.items():
            QShortcut(QKeySequence(keys_of(name, WRITING)[0]), self, pressed)
        QShortcut(QKeySequence(keys_of("write", LONG_TEXT)[0]), self, self.accept)

    def _cover(self, window: QWidget) -> None:
        """As large as the window it belongs to, in its place."""
        self.resize(window.size().expandedTo(QSize(640, 480)))
        self.move(window.pos())
