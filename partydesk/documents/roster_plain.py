"""Cells written just as they should be: understood at sight, since most of a roster is so."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from partydesk.documents.roster_text import is_blank
from partydesk.domain import identity
from partydesk.domain.fields import Field, Kind

_NAME = re.compile("[\u4e00-\u9fff]{2,20}")
_MOBILE = re.compile("1[0-9]{10}")
_TEXT = re.compile("[0-9A-Za-z\u4e00-\u9fff]+")

#: The value of a cell, or None when it needs a closer look (``roster_values``).
AtSight = Callable[[Any], Any]


def at_sight(described: Field) -> AtSight:
    """What understands the well written cells of one column, as ``reader_for`` would."""
    if described.name == "name":
        return lambda cell: _matching(cell, _NAME)
    match described.kind:
        case Kind.ID_NUMBER:
            return _id_number
        case Kind.PHONE if described.name == "mobile":
            return lambda cell: _matching(cell, _MOBILE)
        case Kind.DAY:
            today = date.today()
            return lambda cell: (
                cell if type(cell) is date and cell.year >= 1900 and cell <= today else None
            )
        case Kind.TEXT:
            longest = described.length
            return lambda cell: _matching(cell, _TEXT) if _fits(cell, longest) else None
    return lambda _cell: None


def _matching(cell: Any, form: re.Pattern[str]) -> str | None:
    return cell if type(cell) is str and form.fullmatch(cell) and not is_blank(cell) else None


def _fits(cell: Any, longest: int) -> bool:
    return type(cell) is str and len(cell) <= longest


def _id_number(cell: Any) -> str | None:
    return cell if type(cell) is str and identity.is_sound(cell) else None
