"""Where the user was and what was opened last, kept sealed inside the branch's file."""

from collections.abc import Mapping
from typing import Any

from partydesk.services import drafts, evidence
from partydesk.services.evidence import Proof
from partydesk.storage.store import Store

#: Kept as a draft is: sealed, per password, without history.
KEPT_AS = "resume"
#: So many records are listed; some more are kept, since records go to 回收站.
MOST, _KEPT = 10, 30

Places = Mapping[str, Mapping[str, Any]]


def places(store: Store) -> dict[str, dict[str, Any]]:
    """Where the user was on each tab, by its title; nothing at first."""
    found = _kept(store).get("places")
    if not isinstance(found, dict):
        return {}
    return {str(title): place for title, place in found.items() if isinstance(place, dict)}


def keep_places(store: Store, where: Places) -> None:
    """Keep where the user is on each tab; the values are plain JSON."""
    _keep(store, {"places": dict(where)})


def note_opened(store: Store, record_type: str, record_id: str) -> None:
    """The user has opened a record."""
    opened = [record_type, record_id]
    others = [each for each in _opened(store) if each != opened]
    _keep(store, {"opened": [opened, *others][:_KEPT]})


def opened_last(store: Store, most: int = MOST) -> list[Proof]:
    """The records that were opened last, the newest first; those in 回收站 are left out."""
    keys = [(str(each[0]), str(each[1])) for each in _opened(store)]
    found = {each.id: each for each in evidence.named(store, keys)}
    return [found[key] for key in keys if key in found][:most]


def _opened(store: Store) -> list[list[str]]:
    found = _kept(store).get("opened")
    if not isinstance(found, list):
        return []
    return [each for each in found if isinstance(each, list) and len(each) == 2]


def _kept(store: Store) -> dict[str, Any]:
    draft = drafts.draft_of(store, KEPT_AS, None)
    return draft.values if draft else {}


def _keep(store: Store, part: dict[str, Any]) -> None:
    drafts.keep_draft(store, KEPT_AS, None, _kept(store) | part)
