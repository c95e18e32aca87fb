"""Connects a list of papers with the record that they belong to."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from partydesk.services import adding_papers, attachments
from ui.desk import Desk
from ui.tabs.opening import open_copy
from ui.widgets.attachment_list import AttachmentList, Paper


class Papers(QObject):
    """Does what an ``AttachmentList`` asks for, on the record that is shown now."""

    def __init__(
        self, desk: Desk, shown: AttachmentList, record: Callable[[], tuple[str, str | None]]
    ) -> None:
        """A connection; ``record`` gives table name and id, no id for an unsaved record."""
        super().__init__(shown)
        self._desk, self._list, self._record = desk, shown, record
        shown.add_asked.connect(self._add)
        shown.open_asked.connect(self._open)
        shown.rename_asked.connect(self._rename)
        shown.remove_asked.connect(self._remove)

    def show(self) -> None:
        """Read the record's papers and show them."""
        record_type, record_id = self._record()
        found = (
            self._desk.call(attachments.attachments_of, record_type, record_id) if record_id else []
        )
        self._list.fill([Paper(each.id, each.title, each.size) for each in found])

    def _add(self, paths: list[Path]) -> None:
        record_type, record_id = self._record()
        if record_id is None:
            return
        for path in paths:
            with self._desk.reporting(self._list):
                self._desk.call(adding_papers.attach, record_type, record_id, path)
        self.show()

    def _open(self, paper_id: str) -> None:
        with self._desk.reporting(self._list):
            open_copy(self._desk, *self._desk.call(attachments.content, paper_id))

    def _rename(self, paper_id: str, title: str) -> None:
        with self._desk.reporting(self._list):
            self._desk.call(attachments.rename, paper_id, title)
        self.show()

    def _remove(self, paper_id: str) -> None:
        with self._desk.reporting(self._list):
            self._desk.call(attachments.detach, paper_id)
        self.show()
