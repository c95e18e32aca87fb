"""Connects a list of papers with the record that they belong to."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from partydesk.services import attachments, history
from partydesk.services.adding_papers import Added
from ui.desk import Desk
from ui.dialogs.paper_title import ask_title
from ui.dialogs.paper_viewer import PaperViewer
from ui.opening import open_outside, save_copy
from ui.tabs.adding_papers import add_papers, summary, tell_refused
from ui.tabs.thumbnails import Thumbnails
from ui.widgets.attachment_list import AttachmentList
from ui.widgets.paper_tile import Paper, paper_of


class Papers(QObject):
    """Does what an ``AttachmentList`` asks for, on the record that is shown now."""

    def __init__(
        self, desk: Desk, shown: AttachmentList, record: Callable[[], tuple[str, str | None]]
    ) -> None:
        """A connection; ``record`` gives table name and id, no id for an unsaved record."""
        super().__init__(shown)
        self._desk, self._list, self._record = desk, shown, record
        self._shown: tuple[str, str | None] = ("", None)
        self.thumbnails = Thumbnails(desk, shown)
        self.thumbnails.made.connect(shown.tiles.show_picture)
        shown.picture_wanted.connect(self.thumbnails.want)
        shown.add_asked.connect(self._add)
        shown.open_asked.connect(self._open)
        shown.outside_asked.connect(self._open_outside)
        shown.copy_asked.connect(self._save_copy)
        shown.rename_asked.connect(self._rename)
        shown.remove_asked.connect(self._remove)
        shown.order_asked.connect(self._reorder)

    def show(self) -> None:
        """Read the record's papers and show them."""
        record = self._record()
        if record != self._shown:
            self.thumbnails.forget()
            self._list.say("")
            self._shown = record
        record_type, record_id = record
        found = (
            self._desk.call(attachments.attachments_of, record_type, record_id) if record_id else []
        )
        self._list.fill([paper_of(each) for each in found])

    def _add(self, paths: list[Path]) -> None:
        record_type, record_id = self._record()
        if record_id is not None:
            add_papers(self._desk, (record_type, record_id), paths, self._list, self._added)

    def _added(self, added: Added) -> None:
        self.show()
        self._list.say(summary(added))
        if added.rows:
            # Once there is room for them.
            first = added.rows[0].id
            QTimer.singleShot(0, self, lambda: self._list.tiles.reveal(first))
        tell_refused(self._list, added)

    def _open(self, paper_id: str) -> None:
        if self._paper(paper_id).can_be_shown:
            papers = [each for each in self._list.papers if each.can_be_shown]
            PaperViewer(self._desk, papers, paper_id, self._list).exec()
            self.show()
        else:
            self._open_outside(paper_id)

    def _open_outside(self, paper_id: str) -> None:
        open_outside(self._desk, paper_id, self._list)

    def _save_copy(self, paper_id: str) -> None:
        save_copy(self._desk, paper_id, self._paper(paper_id).title, self._list)

    def _rename(self, paper_id: str) -> None:
        title = ask_title(self._list, self._paper(paper_id).title)
        if title:
            with self._desk.reporting(self._list):
                self._desk.call(attachments.rename, paper_id, title)
            self.show()

    def _remove(self, paper_id: str) -> None:
        title = self._paper(paper_id).title
        with self._desk.reporting(self._list):
            self._desk.call(attachments.detach, paper_id)
            done = self._desk.call(history.last_undoable)
            self.show()
            if done:
                undo_it = done.id
                self._list.say(f"“{title}”已移到回收站。", "撤销", lambda: self._take_back(undo_it))

    def _take_back(self, operation_id: str) -> None:
        self._list.say("")
        with self._desk.reporting(self._list):
            self._desk.call(history.undo, operation_id)
        self.show()

    def _reorder(self, ids: list[str]) -> None:
        record_type, record_id = self._record()
        if record_id is not None:
            with self._desk.reporting(self._list):
                self._desk.call(attachments.reorder, record_type, record_id, ids)
            self.show()

    def _paper(self, paper_id: str) -> Paper:
        return next(each for each in self._list.papers if each.id == paper_id)
