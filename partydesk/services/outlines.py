"""提纲: how minutes and talks of each kind are usually laid out; a branch may have its own."""

import tomllib
from dataclasses import dataclass
from functools import cache

from partydesk import paths
from partydesk.errors import InvalidValuesError
from partydesk.services.branch_settings import keep_setting, setting
from partydesk.storage.store import Store

#: An outline is a page at most.
LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Outline:
    """How a text is laid out.

    Attributes:
        text: Paragraphs to begin with.
        is_own: Whether the branch has changed it.
    """

    text: str
    is_own: bool = False


def outline(store: Store, record_type: str, kind: str, field: str) -> Outline | None:
    """The outline of a field for a kind of record; none where there is none.

    Args:
        store: The open file.
        record_type: ``meeting`` or ``talk``.
        kind: Such as ``支部党员大会``.
        field: Name of the field, such as ``content``.
    """
    own = setting(store, _key(record_type, kind, field))
    if isinstance(own, str):
        return Outline(own, is_own=True)
    shipped = _shipped(record_type).get((kind, field))
    return None if shipped is None else Outline(shipped)


def keep_outline(store: Store, place: tuple[str, str, str], text: str | None) -> None:
    """Keep the branch's own outline; ``None`` goes back to what ships with the program.

    Args:
        store: The open file.
        place: Record type, kind and field, as in ``outline``.
        text: Only how a text is laid out: it is not sealed, so nothing confidential.

    Raises:
        InvalidValuesError: The outline is empty or too long.
    """
    if text is not None and not text.strip():
        raise InvalidValuesError({"text": "提纲还是空的。不想用提纲，不插入就行。"})
    if text is not None and len(text) > LONGEST:
        raise InvalidValuesError({"text": f"提纲太长：最多 {LONGEST} 个字。"})
    keep_setting(store, _key(*place), text if text is None else text.strip())


def _key(record_type: str, kind: str, field: str) -> str:
    return f"outline/{record_type}/{kind}/{field}"


@cache
def _shipped(record_type: str) -> dict[tuple[str, str], str]:
    path = paths.resources() / "templates" / f"{record_type}.toml"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        given = tomllib.load(file)["outline"]
    return {(each["kind"], each["field"]): each["text"].strip() for each in given}
