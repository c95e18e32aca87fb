"""One person to read: facts with numbers masked, and what the year brought."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from partydesk.domain.fields import Secrecy, pick
from partydesk.domain.member import Member
from partydesk.domain.periods import year_of
from partydesk.domain.text import long_day, masked, show
from partydesk.services import organization
from partydesk.services.own_hours import hours_of_member
from partydesk.services.timeline import Line, year_of_member
from ui.desk import Desk
from ui.widgets.basics import button, column, label, row, scrolling
from ui.widgets.facts import Facts
from ui.widgets.line_list import LineList
from ui.widgets.tab_page import Target

_SHOWN = pick(
    Member,
    *("id_number", "ethnicity", "education", "job", "mobile", "sponsors"),
    *("joined_on", "full_on", "group_id", "admin_post", "title", "address"),
)


class MemberView(QWidget):
    """Shows a member.

    Signals:
        go: A line of the year was chosen; carries a ``Target``.
    """

    go = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._values: Mapping[str, Any] = {}
        self._names: Mapping[str, str] = {}
        self.facts = Facts()
        self.reveal_button = button("按住看完整号码", role="link")
        self.reveal_button.pressed.connect(lambda: self._show_facts(open_numbers=True))
        self.reveal_button.released.connect(self._show_facts)
        self._year_label = label("", "section")
        self._sum_label = label("", "caption", wrap=True)
        self._targets: list[Target] = []
        self.lines = LineList("今年的记录")
        self.lines.pressed_line.connect(lambda place: self.go.emit(self._targets[place]))
        inside = QWidget()
        inside.setLayout(
            column(
                self.facts,
                row(self.reveal_button, None),
                self._year_label,
                self.lines,
                self._sum_label,
                None,
                gap=10,
            )
        )
        layout = column(scrolling(inside, "党员档案"), gap=0)
        self.setLayout(layout)

    def show_member(self, member_id: str, values: Mapping[str, Any]) -> None:
        """Show a person and the current year."""
        self._values = values
        self._names = self._desk.recall(organization.names)
        self._show_facts()
        today = date.today()
        year = self._desk.call(year_of_member, member_id, year_of(today))
        self._year_label.setText(f"{today.year} 年")
        self._targets = [Target(line.record_type, line.record_id) for line in year.lines]
        self.lines.show_lines([_told(line) for line in year.lines])
        hours = self._desk.call(hours_of_member, member_id, year_of(today), today)
        came = f"到会 {year.came} / {year.due} 次" if year.lines else "今年还没有记录。"
        self._sum_label.setText("　".join(filter(None, (came, hours.told()))))

    def _show_facts(self, *, open_numbers: bool = False) -> None:
        text = show if open_numbers else masked
        self.facts.show_facts(
            [(each.label, text(each, self._values.get(each.name), self._names)) for each in _SHOWN]
        )
        self.reveal_button.setVisible(
            any(self._values.get(each.name) for each in _SHOWN if each.secrecy == Secrecy.PERSONAL)
        )


def _told(line: Line) -> tuple[str, str]:
    """What stands in the list, and in its tool tip."""
    return f"{line.day:%m-%d}　{line.text}", f"{long_day(line.day)}，打开记录"
