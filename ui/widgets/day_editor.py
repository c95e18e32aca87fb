"""A day typed in any usual form, shown as 2026年3月5日, with a calendar one key away."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QIcon, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QLineEdit,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from partydesk.domain.dates import day_from
from partydesk.domain.text import long_day
from ui import shortcuts
from ui.theme import current_theme
from ui.widgets.basics import set_role
from ui.widgets.line_icon import LineIcon

_NEAR = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "明日": 1, "后天": 2}


def typed_day(text: str) -> date | str | None:
    """The day in a typed text: ``None`` if empty, the text itself if it is not understood."""
    plain = text.strip()
    if plain in _NEAR:
        return date.today() + timedelta(days=_NEAR[plain])
    try:
        return day_from(plain)
    except ValueError:
        return plain


class DayEditor(QLineEdit):
    """A line for a day; Alt+Down or the icon opens a calendar."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("如 20260305、3.5、今天")
        self.textChanged.connect(lambda _text: self.changed.emit())
        self.calendar_icon = LineIcon(
            self, "calendar-event", "打开日历（Alt+↓）", self.open_calendar
        )
        self._calendar: _CalendarPopup | None = None

    def value(self) -> Any:
        return typed_day(self.text())

    def set_value(self, value: Any) -> None:
        self.setText(long_day(value) if isinstance(value, date) else str(value or ""))
        self.setCursorPosition(0)

    def open_calendar(self) -> None:
        """Show a calendar below the line."""
        if self._calendar is None:
            self._calendar = _CalendarPopup(self)
            self._calendar.picked.connect(self._take)
        day = self.value()
        self._calendar.open_at(self, day if isinstance(day, date) else date.today())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._tidy()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if shortcuts.pressed(event, shortcuts.DAY):
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def _tidy(self) -> None:
        day = self.value()
        if isinstance(day, date) and self.text() != long_day(day):
            self.set_value(day)

    def _take(self, day: date) -> None:
        self.set_value(day)
        self.setFocus()


class _CalendarPopup(QWidget):
    """A calendar that closes after a day was picked."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        set_role(self, "popup")
        self.calendar = QCalendarWidget()
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        shape = QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
        self.calendar.setVerticalHeaderFormat(shape)
        self._calm_down()
        self.calendar.activated.connect(self._pick)
        self.calendar.clicked.connect(self._pick)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.calendar)

    def _calm_down(self) -> None:
        """Weekends in plain ink, arrows as plain signs: red is kept for what is overdue."""
        plain = QTextCharFormat()
        plain.setForeground(QColor(current_theme().tokens.ink))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)
        for name, sign in (("prevmonth", "‹"), ("nextmonth", "›")):
            arrow = self.calendar.findChild(QToolButton, f"qt_calendar_{name}")
            if arrow is not None:
                arrow.setIcon(QIcon())
                arrow.setText(sign)
        self.calendar.setMinimumSize(current_theme().px(320), current_theme().px(250))

    def open_at(self, line: QWidget, day: date) -> None:
        self._calm_down()
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        corner = line.mapToGlobal(QPoint(0, line.height() + 2))
        screen = line.screen().availableGeometry()
        self.adjustSize()
        x = min(corner.x(), screen.right() - self.width())
        below = corner.y() + self.height() <= screen.bottom()
        y = corner.y() if below else corner.y() - line.height() - self.height() - 4
        self.move(max(x, screen.left()), max(y, screen.top()))
        self.show()
        grid = self.calendar.findChild(QTableView)
        if grid is not None:
            grid.setFocus()

    def _pick(self, chosen: QDate) -> None:
        self.hide()
        self.picked.emit(date(chosen.year(), chosen.month(), chosen.day()))
