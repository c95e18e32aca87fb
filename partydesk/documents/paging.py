"""Divides what a paper holds among pages."""

from collections import deque
from collections.abc import Iterable, Iterator

from partydesk.documents.blocks import Block, Gap


def paginate(blocks: Iterable[Block], high: float, top: float) -> list[list[tuple[Block, float]]]:
    """Divide blocks among pages: each page lists its blocks with the height of their tops.

    Args:
        blocks: In their order.
        high: Points of text on a page.
        top: Where it begins, in points from the lower edge.
    """
    pages: list[list[Block]] = [[]]
    room = high
    queue = deque(blocks)
    while queue:
        block = queue.popleft()
        fresh = not pages[-1]
        part, rest = block.cut(room, is_fresh=fresh)
        if part is not None and not fresh and part.height + part.reserve > room + 0.01:
            part, rest = None, block
        if part is not None:
            pages[-1].append(part)
            room -= part.height
        if rest is not None:
            company = _company(pages[-1]) if getattr(rest, "clings", False) else []
            queue.extendleft(reversed([*company, rest]))
            pages.append([])
            room = high
    return [list(_placed(page, top)) for page in pages if page] or [[]]


def _company(page: list[Block]) -> list[Block]:
    """Take the end of a page off it, with the headings above, so that it can go along."""
    kept = list(page)
    while kept and isinstance(kept[-1], Gap):
        kept.pop()
    if not kept:
        return []
    stays, goes = kept.pop().tail()
    company = [goes]
    if stays is not None:
        kept.append(stays)
    while kept and kept[-1].reserve and stays is None:
        company.insert(0, kept.pop())
    if not kept:
        return []  # nothing would be left of the page
    page[:] = kept
    return company


def _placed(page: Iterable[Block], top: float) -> Iterator[tuple[Block, float]]:
    for block in page:
        yield block, top
        top -= block.height
