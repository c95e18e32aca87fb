"""A small list of people, and pressing its heads and menus."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, Qt

from partydesk.domain.fields import Field, Kind
from tests.ui.small_branch import settle
from ui.widgets.record_table_model import Column

NAME = Column(Field("姓名", Kind.TEXT, "name"), names=True)
DAY = Column(Field("入党", Kind.DAY, "joined_on"))
GROUP = Column(Field("党小组", Kind.TEXT, "group"), stretch=True)
SCHOOLING = Column(
    Field("学历", Kind.CHOICE, "schooling", choices=("研究生", "大学", "大专")), optional=True
)
COLUMNS = [NAME, DAY, GROUP, SCHOOLING]


@dataclass(slots=True)
class Row:
    id: str
    name: str
    joined_on: date | None = None
    group: str = ""
    schooling: str | None = None


ROWS = [
    Row("1", "陈志远", date(1999, 6, 1), "语文组", "大学"),
    Row("2", "周海燕", None, "数学组", "大专"),
    Row("3", "王磊", date(2024, 12, 1), "语文组", "研究生"),
    Row("4", "孙丽", date(2024, 6, 20), "", "大学"),
    Row("5", "马文斌", date(2024, 6, 1), "数学组", None),
]


def names(table):
    return [row.name for row in getattr(table, "records", table).rows]


def head_of(table, section, *, arrow=False):
    """A place on a head: its words, or its arrow."""
    head = table.head
    left = head.sectionViewportPosition(section)
    x = left + head.sectionSize(section) - 12 if arrow else left + 12
    return QPoint(x, head.height() // 2)


def click(qtbot, table, section, *, arrow=False, shift=False):
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    place = head_of(table, section, arrow=arrow)
    qtbot.mouseClick(table.head.viewport(), Qt.MouseButton.LeftButton, held, place)
    settle()


def opened(qtbot, table, section):
    click(qtbot, table, section, arrow=True)
    assert table.tools.menu is not None
    return table.tools.menu
