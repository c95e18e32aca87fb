"""Numbered points under a head, on the papers that say what they are for and how they are kept."""

from collections.abc import Iterable

from partydesk.documents.fonts import Style
from partydesk.documents.pdf import Paper
from partydesk.documents.typeset import Align, Face

HEAD = Face(Style.HEI, 12, 20)
_POINT = Face(Style.FANG, 11.5, 17, Align.FILL, indent=2)


def print_points(paper: Paper, head: str, points: Iterable[str]) -> None:
    """Print the points; the head stays with the first of them."""
    paper.text(head, HEAD, reserve=_POINT.leading)
    for point in points:
        paper.text(point, _POINT)
