"""Whether this branch prints in the computer's own official typefaces (优先使用本机公文字体)."""

from collections.abc import Mapping, Sequence

from partydesk.documents.fonts import FontFile, Style
from partydesk.documents.system_fonts import office_fonts
from partydesk.services.branch_settings import keep_setting, setting
from partydesk.storage.store import Store

_KEY = "printing.own_fonts"


def prefers_own_fonts(store: Store) -> bool:
    """By default the bundled ones are used: then a page is the same on every computer."""
    return setting(store, _KEY) is True


def prefer_own_fonts(store: Store, *, on: bool) -> None:
    """Choose which go first; what they lack still comes from the bundled ones."""
    keep_setting(store, _KEY, on or None)


def fonts_to_prefer(store: Store) -> Mapping[Style, Sequence[FontFile]]:
    """The computer's own where they are preferred; none otherwise, or if it has none."""
    return office_fonts() if prefers_own_fonts(store) else {}
