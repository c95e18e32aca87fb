"""What the line below a list adds up: points, money and hours, and what the selected rows hold."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from partydesk.domain.fields import HUNDREDTHS, Kind
from partydesk.domain.text import show
from ui.widgets.record_table_model import Column, RecordTableModel

#: More different values than this are no summary.
_MOST_VALUES = 4
#: Rows beyond this are not looked at for values: the line must follow the selection at once.
_MOST_ROWS = 5000


def totals(model: RecordTableModel, rows: Sequence[Any]) -> list[str]:
    """``党费合计 36.00`` for each shown column that can be added up and holds anything.

    Args:
        model: The list.
        rows: The rows that count.
    """
    found = []
    for column in model.columns:
        if column.field.kind in HUNDREDTHS and column.text is None:
            values = [value for each in rows if (value := _number(each, column)) is not None]
            if values:
                found.append(f"{column.head}合计 {show(column.field, sum(values))}")
    return found


def values_of(model: RecordTableModel, rows: Sequence[Any], place: int) -> str:
    """``性别：男 3、女 2`` for a column that holds few different values; else nothing."""
    column = model.columns[place]
    if column.names or not _has_terms(column) or len(rows) > _MOST_ROWS:
        return ""
    counts = Counter(model.shown(each, column) or "空白" for each in rows)
    if len(counts) > _MOST_VALUES:
        return ""
    return f"{column.head}：" + "、".join(f"{word} {n}" for word, n in counts.most_common())


def _has_terms(column: Column) -> bool:
    kinds = (Kind.CHOICE, Kind.YES_NO, Kind.GROUP)
    return column.field.kind in kinds or column.mark is not None


def _number(record: Any, column: Column) -> int | None:
    value = getattr(record, column.name, None)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
