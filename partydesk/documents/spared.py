"""Spares a page on which little would stand: the same paper is laid out anew, a little tighter."""

from collections.abc import Callable

from partydesk.documents.pdf import Paper


def in_few_pages(made: Callable[[bool], Paper]) -> bytes:
    """A paper as PDF, laid out tight where that takes fewer pages and as usual where not.

    Args:
        made: Makes the paper, tight or not.
    """
    usual = made(False)
    count = usual.page_count()
    if count == 1:
        return usual.pdf()
    tight = made(True)
    return tight.pdf() if tight.page_count() < count else usual.pdf()
