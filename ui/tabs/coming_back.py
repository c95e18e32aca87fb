"""A page with a list and a record that knows where the user is on it, and goes back there."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer

from partydesk.errors import NotFoundError
from ui.widgets.list_form_page import ListFormPage
from ui.widgets.record_card import RecordCard
from ui.widgets.record_form import RecordForm
from ui.widgets.tab_page import TabPage


class ListOnly(TabPage):
    """A list whose rows are no records; its ``filtered`` reads it anew.

    Attributes:
        page: The list with its search and filters.
    """

    page: ListFormPage

    def place(self) -> dict[str, Any]:
        row = getattr(self.page.table.current(), "id", None)
        return self.page.narrowing() | {"row": row}

    def come_back(self, place: Mapping[str, Any]) -> None:
        self.page.narrow(place, self.page.filtered.emit)
        if isinstance(row := place.get("row"), str):
            self.page.table.choose(row)


class ListAndRecord(TabPage):
    """What going back needs of a register's tab.

    Attributes:
        page: The list with its search and filters.
        form: The record that is edited.
        card: What the form stands in.
        record_id: Which record is shown; none for a new one.
    """

    page: ListFormPage
    form: RecordForm
    card: RecordCard
    record_id: str | None

    def read_list(self) -> None:
        """Fill the list and say how many rows there are."""
        raise NotImplementedError

    def read_values(self, record_id: str) -> dict[str, Any]:
        """What the form shows of a record."""
        raise NotImplementedError

    def show_record(self, record_id: str) -> None:
        """Show a record in the form, with its draft if there is one."""
        raise NotImplementedError

    def place(self) -> dict[str, Any]:
        rows = self.page.table.verticalScrollBar().value()
        return self.page.narrowing() | {
            "record": self.record_id,
            "rows": rows,
            "body": self.card.scrolled,
        }

    def come_back(self, place: Mapping[str, Any]) -> None:
        self.page.narrow(place, self.read_list)
        record = place.get("record")
        if not isinstance(record, str) or self.form.is_changed():
            return
        if record != self.record_id:
            try:
                self.read_values(record)
            except NotFoundError:
                return
            self.show_record(record)
        self.page.table.choose(record)
        # Before the page has its room there is nothing to scroll.
        QTimer.singleShot(0, self, lambda: self._scroll(place))

    def _scroll(self, place: Mapping[str, Any]) -> None:
        rows, body = place.get("rows"), place.get("body")
        if isinstance(rows, int):
            self.page.table.verticalScrollBar().setValue(rows)
        if isinstance(body, int):
            self.card.scroll_to(body)
