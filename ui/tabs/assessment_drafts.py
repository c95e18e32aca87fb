"""Half-typed scores: kept per scheme, period and item until they can be saved."""

from collections.abc import Mapping
from typing import Any

from partydesk.services import drafts
from ui.desk import Desk


class ScoreDrafts:
    """The drafts of scores in the file."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(self, key: str) -> Any:
        """The draft under a key, or none."""
        return self._desk.call(drafts.draft_of, "score", key)

    def keep(self, key: str, values: Mapping[str, Any]) -> Any:
        """Keep values under a key and give them back as a draft."""
        self._desk.call(drafts.keep_draft, "score", key, dict(values))
        return self.find(key)

    def drop(self, key: str) -> None:
        """Forget what is kept under a key."""
        if self.find(key):
            self._desk.call(drafts.drop_draft, "score", key)
