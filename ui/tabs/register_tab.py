"""What every register's tab does: list, form, drafts, saving, papers, history, recycle bin."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from partydesk.domain.fields import Record
from partydesk.domain.ids import is_id
from partydesk.errors import InvalidValuesError, NotFoundError, PartydeskError
from partydesk.services import history, organization
from ui.desk import Desk
from ui.dialogs.history import HistoryDialog
from ui.dialogs.message import show_fault
from ui.tabs.coming_back import ListAndRecord
from ui.tabs.form_drafts import FormDrafts, Key
from ui.tabs.papers import Papers
from ui.tabs.writing import WritingMode
from ui.widgets.basics import column, set_role
from ui.widgets.list_form_page import ListFormPage
from ui.widgets.picker import Option
from ui.widgets.record_card import RecordCard
from ui.widgets.record_form import RecordForm
from ui.widgets.tab_page import Target


class RegisterTab(ListAndRecord):
    """A list and a form of one kind of record; a subclass says which and how.

    Attributes:
        record_type: Table name of the record.
        names_people: Whether people are picked in its form; all of them are read for that.
    """

    record_type = ""
    names_people = True

    def __init__(self, desk: Desk, page: ListFormPage, form: RecordForm) -> None:
        super().__init__(desk)
        self.page, self.form = page, form
        self.record_id: str | None = None
        self.card = RecordCard(form, self.save)
        page.set_detail(self.card)
        self.papers = Papers(
            desk, self.card.attachments, lambda: (self.record_type, self.record_id)
        )
        self.drafts = FormDrafts(desk, form, self.card, self.draft_key)
        self.writing = WritingMode(self, form, self.card.title_label.text)
        self._connect()
        # Widgets of one's own joined the form after it was first filled.
        form.fill(None)

    # What a subclass says of its register.

    def new_values(self) -> dict[str, Any]:
        """What a new record begins with."""
        raise NotImplementedError

    def store_values(self, values: Mapping[str, Any], record_id: str | None) -> Record:
        """Save through the register's service."""
        raise NotImplementedError

    def remove(self, record_id: str) -> None:
        """Move a record to 回收站 through the register's service."""
        raise NotImplementedError

    def heading(self, values: Mapping[str, Any]) -> str:
        """The card's title for a record."""
        raise NotImplementedError

    def shown(self, values: Mapping[str, Any]) -> None:
        """After a record or a new form is shown: arrange what depends on its values."""

    # What all registers do alike.

    def refresh(self) -> None:
        groups = [Option(each.id, each.name) for each in self.desk.recall(organization.groups)]
        self.form.set_groups(groups)
        if self.names_people:
            found = self.desk.recall(organization.people_to_pick, today())
            names = [Option(*each) for each in found]
            self.form.set_people(names)
            self.give_people(names)
        self.read_list()
        if self.form.is_changed():
            # Not what is being typed, but papers may have been taken back or brought again.
            self.papers.show()
            return
        if self.record_id:
            self._show_again(self.record_id)
        elif not self.page.table.current():
            self._begin()

    def give_people(self, people: list[Option]) -> None:
        """Hand the people to widgets of one's own."""

    def primary(self) -> None:
        self.keep_draft()
        self.page.table.choose_none()
        self.show_new({})

    def save(self) -> None:
        """Save what stands in the form; problems go under their fields."""
        if not self.form.check():
            return
        # Before the file tells of the change: another record may be shown then.
        key = self.draft_key()
        try:
            stored = self.store_values(self.form.values(), self.record_id)
        except InvalidValuesError as error:
            self.form.show_problems(error.by_field)
        except PartydeskError as error:
            show_fault(self, error)
        else:
            self.drafts.drop(key)
            self._saved(stored)

    def save_and_new(self) -> None:
        if self.form.is_changed():
            self.save()
        # What could not be saved stays in sight with its problems.
        if not self.form.is_changed():
            self.primary()

    def focus_search(self) -> None:
        self.page.focus_search()

    def search(self, text: str) -> None:
        self.page.search_box.setText(text)

    def open_target(self, target: Target) -> None:
        if target.new:
            self.keep_draft()
            self.page.table.choose_none()
            self.show_new(target.values)
        elif is_id(target.record_id):
            self.show_record(target.record_id)
            self.page.table.choose(target.record_id)
            self.opened.emit(self.record_type, target.record_id)
            self.form.focus_field(target.field)

    def leave(self) -> bool:
        # A field tidies what was typed when it loses the cursor: before it is kept, not after.
        if (inside := self.focusWidget()) is not None:
            inside.clearFocus()
        self.keep_draft()
        return True

    def keep_draft(self) -> None:
        """Keep what was typed but not saved."""
        self.drafts.keep()

    def draft_key(self) -> Key:
        """What the draft of the form that is shown now is kept under."""
        return self.record_type, self.record_id

    def show_record(self, record_id: str) -> None:
        with self.desk.reporting(self):
            self._show(record_id)

    def _show(self, record_id: str) -> None:
        values = self.read_values(record_id)
        self.record_id = record_id
        self._fill(values)
        self.papers.show()

    def _show_again(self, record_id: str) -> None:
        """Show what the file holds of the record now; something else if it is no longer there."""
        try:
            self._show(record_id)
        except NotFoundError:
            self._show_newest()

    def show_new(self, values: Mapping[str, Any]) -> None:
        """Show an empty form, with the draft of a new record if there is one."""
        self.record_id = None
        self._fill(self.new_values() | dict(values))
        self.papers.show()
        self.form.focus_first()

    def _begin(self) -> None:
        """At first: what was left half-typed last, else the newest record."""
        ids = {None, *(row.id for row in self.page.table.records.rows)}
        has_draft, newest = self.drafts.newest(ids)
        if newest:
            self.page.table.choose(newest)
        elif has_draft:
            self.show_new({})
        else:
            self._show_newest()

    def _show_newest(self) -> None:
        """The first of the list, or an empty form where there is none."""
        self.record_id = None
        rows = self.page.table.records.rows
        if rows:
            self.show_record(rows[0].id)
            self.page.table.choose(rows[0].id)
        else:
            self.show_new({})

    def _fill(self, values: dict[str, Any]) -> None:
        self.drafts.rest()
        self.form.fill(values)
        self.card.banner.hide()
        self.card.badge.clear()
        self.card.show_unsaved(unsaved=False)
        self.card.show_stored(stored=self.record_id is not None)
        self._emphasize(editing=False)
        self.card.scroll_up()
        drafted = self.drafts.put_in(self._drop_draft)
        shown = self.form.values() | {key: values[key] for key in values.keys() - drafted}
        self.card.show_title(self.heading(shown))
        self.shown(shown)

    def _drop_draft(self) -> None:
        self.drafts.drop(self.draft_key())
        if self.record_id:
            self.show_record(self.record_id)
        else:
            self.show_new({})

    def _saved(self, stored: Any) -> None:
        self.record_id = stored.id
        self.form.fill(self.form.values())
        if self.is_stale:
            self.read_list()
        self.page.table.choose(stored.id)
        self.show_record(stored.id)
        self.card.badge.show_saved(stored.updated_at)

    def _edited(self) -> None:
        unsaved = self.form.is_changed()
        self.card.show_unsaved(unsaved=unsaved)
        self._emphasize(editing=unsaved)
        if unsaved:
            self.drafts.soon()

    def _emphasize(self, *, editing: bool) -> None:
        """One red button at a time: save while editing, else the page's own."""
        if self.page.primary_button:
            set_role(self.page.primary_button, "" if editing else "primary")

    def _choose(self, row: Any) -> None:
        if row is not None and row.id != self.record_id:
            self.keep_draft()
            self.show_record(row.id)
            self.opened.emit(self.record_type, row.id)

    def _show_history(self) -> None:
        if self.record_id:
            lines = self.desk.call(history.history_of, self.record_type, self.record_id)
            HistoryDialog(self.card.title_label.text(), lines, self).exec()

    def _remove(self) -> None:
        if self.record_id is None:
            return
        title, removed = self.card.title_label.text(), self.record_id
        # What was typed and not saved waits as a draft, in case it is brought back.
        self.keep_draft()
        with self.desk.reporting(self):
            self.remove(removed)
            done = self.desk.call(history.last_undoable)
            self.read_list()
            self._show_newest()
            if done:
                undo_it = done.id
                self.card.say(
                    f"{title} 已移到回收站。", "撤销", lambda: self._undo(undo_it, removed)
                )

    def _undo(self, operation_id: str, record_id: str) -> None:
        self.keep_draft()
        with self.desk.reporting(self):
            self.desk.call(history.undo, operation_id)
            self.read_list()
            self._show(record_id)
            self.page.table.choose(record_id)

    def _connect(self) -> None:
        self.page.table.chosen.connect(self._choose)
        self.page.table.opened.connect(lambda _row: self.form.focus_first())
        self.page.search_box.searched.connect(lambda _text: self.read_list())
        self.page.filtered.connect(self.read_list)
        self.form.changed.connect(self._edited)
        self.card.history_button.clicked.connect(self._show_history)
        self.card.print_button.clicked.connect(self.print_page)
        self.card.more_menu.addAction("移到回收站", self._remove)
        self.setLayout(column(self.page, gap=0))


def today() -> date:
    """Today, by this machine's clock."""
    return date.today()
