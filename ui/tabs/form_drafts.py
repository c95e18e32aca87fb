"""What is typed into a form and not yet saved: kept every few seconds and whenever it is left."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, QTimer

from partydesk.services import drafts
from ui.desk import Desk
from ui.widgets.record_card import RecordCard
from ui.widgets.record_form import RecordForm

#: A half-filled form is kept after so many milliseconds, and whenever it is left. Whatever happens
#: to the machine, no more than 3 s of typing may be lost: timers come late, and saving takes time.
DRAFT_PAUSE = 2500

#: What a draft is kept under: the table name, and the record's id or none for a new one.
Key = tuple[str, str | None]


class FormDrafts(QObject):
    """Keeps the draft of the form that is shown now."""

    def __init__(
        self, desk: Desk, form: RecordForm, card: RecordCard, key: Callable[[], Key]
    ) -> None:
        super().__init__(card)
        self._desk, self._form, self._card, self._key = desk, form, card, key
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_PAUSE)
        self._timer.timeout.connect(self.keep)

    def soon(self) -> None:
        """Something was typed: keep it in a few seconds, also when typing goes on."""
        if not self._timer.isActive():
            self._timer.start()

    def rest(self) -> None:
        """Nothing is waiting to be kept."""
        self._timer.stop()

    def keep(self) -> None:
        """Keep what was typed but not saved; forget the draft when nothing differs any more."""
        self.rest()
        if self._form.is_changed():
            self._desk.call(drafts.keep_draft, *self._key(), self._form.values())
            if draft := self.kept():
                self._card.badge.show_draft(draft.saved_at)
        elif self.kept():
            self.drop(self._key())

    def kept(self) -> drafts.Kept | None:
        """The draft of what is shown; none, or one that this password does not open."""
        return self._desk.call(drafts.draft_of, *self._key())

    def drop(self, key: Key) -> None:
        """Forget a draft."""
        self._desk.call(drafts.drop_draft, *key)

    def newest(self, ids: Collection[str | None]) -> tuple[bool, str | None]:
        """Whether any of these records has a draft that opens, and which was typed into last."""
        table = self._key()[0]
        kept = self._desk.call(drafts.drafts, table)
        mine = {
            record_id: at
            for record_id, at in kept.items()
            if record_id in ids and self._desk.call(drafts.draft_of, table, record_id)
        }
        return bool(mine), max(mine, key=lambda each: mine[each]) if mine else None

    def put_in(self, gave_up: Callable[[], object]) -> set[str]:
        """Show the draft over what was filled in, if there is one; the names of its fields."""
        draft = self.kept()
        if draft is None:
            return set()
        self._form.set_values(draft.values)
        self.rest()
        self._card.badge.show_draft(draft.saved_at)
        sentence = f"这里有 {draft.saved_at:%m月%d日 %H:%M} 填写但没有保存的内容。"
        self._card.say(sentence, "放弃草稿", gave_up)
        return set(draft.values)
