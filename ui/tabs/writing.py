"""Leads from a form's long text into the writing mode and back, with nothing lost between."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from partydesk.domain.fields import Secrecy
from partydesk.services import organization
from ui.dialogs.writing import About, WritingDialog
from ui.dialogs.writing_outline import Place
from ui.shortcuts import LONG_TEXT, keys_of
from ui.theme import Tone
from ui.widgets.in_sight import area_around
from ui.widgets.long_text import LongTextEditor
from ui.widgets.record_form import RecordForm
from ui.widgets.tab_page import TabPage

#: Said in the writing window until Ctrl+S.
_KEPT = "边写边存草稿，Ctrl+S 保存"
#: Pixels that stay visible around the cursor in the form.
_AROUND = 60


class WritingMode(QObject):
    """Opens the writing mode for the long texts of a form: by button, or by F11.

    Attributes:
        speakers: Asks who was there, to be named as a speaker.
        outline: Asks for the place of a field's outline.
        dialog: The open window, or none.
    """

    def __init__(self, tab: TabPage, form: RecordForm, title: Callable[[], str]) -> None:
        """The writing mode of a tab; ``title`` tells which record is shown."""
        super().__init__(tab)
        self._tab, self._form, self._title = tab, form, title
        self.speakers: Callable[[], Sequence[str]] = tuple
        self.outline: Callable[[str], Place | None] = lambda _name: None
        self.dialog: WritingDialog | None = None
        form.offer_writing(self.open)
        self._key = QShortcut(QKeySequence(keys_of("write", LONG_TEXT)[0]), tab, self.open_here)
        self._key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def open_here(self) -> None:
        """Open the text with the cursor, else the first one of the form."""
        texts = self._form.long_texts()
        names = [name for name, editor in texts.items() if editor.hasFocus()] or list(texts)
        if names:
            self.open(names[0])

    def open(self, name: str) -> None:
        """Write a field of the form; what is typed counts as typed into the form."""
        editor = self._form.long_texts().get(name)
        if editor is None or self.dialog is not None:
            return
        dialog = WritingDialog(self._tab.desk, self._about(name), self._tab)
        dialog.begin(editor.marks.text(), editor.textCursor().position())
        dialog.say(_KEPT)
        editor.lend(dialog.text.marks.value)
        dialog.edited.connect(editor.changed)
        dialog.save_asked.connect(self._save)
        dialog.finished.connect(lambda _code: self._close(dialog, editor))
        self.dialog = dialog
        dialog.open()

    def _about(self, name: str) -> About:
        described = self._form.field(name)
        assert described is not None, "a long text is a field"
        people = self._tab.desk.recall(organization.people_to_pick, date.today())
        return About(
            f"{described.label} · {self._title()}",
            tuple(self.speakers()),
            {each[1]: each[2] for each in people},
            self.outline(name),
            is_confidential=described.secrecy == Secrecy.CONFIDENTIAL,
            hint=described.hint,
        )

    def _save(self) -> None:
        """Save the whole form; what is missing there is said here."""
        assert self.dialog is not None, "its key was pressed"
        self.dialog.flush()
        self._tab.save()
        if self._form.is_changed():
            self.dialog.say("还没有保存：表单里有要补的，按 Esc 返回", Tone.GOLD)
        else:
            self.dialog.say(f"已保存 {datetime.now():%H:%M}", Tone.GREEN)

    def _close(self, dialog: WritingDialog, editor: LongTextEditor) -> None:
        """Back in the form, at the same place of the text."""
        if self.dialog is not dialog:
            return
        self.dialog = None
        editor.take_back(dialog.text.marks.text(), dialog.place)
        dialog.deleteLater()
        editor.changed.emit()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        _show_cursor(editor)


def _show_cursor(editor: LongTextEditor) -> None:
    area = area_around(editor)
    if area is not None and (inside := area.widget()) is not None:
        place = editor.mapTo(inside, QPoint(0, editor.cursorRect().bottom()))
        area.ensureVisible(place.x(), place.y(), 0, _AROUND)
