"""Ranks branches, never persons: points first, then 星级 within thresholds and quotas (7.4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from partydesk.rules.scheme import Scheme, Star, weighted


@dataclass(frozen=True, slots=True)
class Contender:
    """A branch with its figures, in hundredths of a point.

    Attributes:
        code: Of the branch.
        name: Of the branch.
        own: Its own score; none where nothing was sent.
        upper: What the higher body gave.
        peer: What the other branches gave.
        before: The name of the 星级 that it holds; empty for none, or when it has run out.
        veto: What makes its assessment void; empty for nothing.
        lacks: It does not meet what the best 星级 need besides points.
    """

    code: str
    name: str
    own: int | None
    upper: int | None = None
    peer: int | None = None
    before: str = ""
    veto: str = ""
    lacks: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A branch in its place.

    Attributes:
        contender: The branch.
        final: What counts; none while a figure is missing.
        place: From 1; branches with equal points share one. None without a final figure.
        reached: The 星级 that the points alone reach.
        star: The 星级 within quotas and terms.
        why: Why it is another one than the points reach, or why there is none.
    """

    contender: Contender
    final: int | None
    place: int | None
    reached: Star | None
    star: Star | None
    why: str = ""


def ranking(scheme: Scheme, contenders: Iterable[Contender]) -> list[Ranked]:
    """The branches, the best first; those without a final figure or with a veto at the end."""
    all_of_them = sorted(contenders, key=lambda each: each.code)
    finals = {each.code: _final(scheme, each) for each in all_of_them}
    totals = {
        each.code: points
        for each in all_of_them
        if (points := finals[each.code]) is not None and not each.veto
    }
    ceilings = {each.code: _best(scheme, each) for each in all_of_them}
    given = star_ranks(scheme, totals, ceilings, of=len(all_of_them))
    found = [_ranked(scheme, each, (finals[each.code], totals, given)) for each in all_of_them]
    return sorted(found, key=lambda each: each.place or len(found) + 1)


def star_ranks(
    scheme: Scheme,
    totals: Mapping[str, int],
    ceilings: Mapping[str, int] | None = None,
    *,
    of: int = 0,
) -> dict[str, Star | None]:
    """The star of each branch, by points first and then within the quotas.

    A quota of 10 % of 12 branches is one branch: it is rounded down, but is never none. Branches
    with equal points share a place; the one more that they need is granted to both or to none.

    Args:
        scheme: Holds the stars, the best first.
        totals: Points by branch.
        ceilings: The place among the stars that a branch can't get above, by branch.
        of: How many branches the quotas are of; by default those with points.
    """
    left = sorted(totals, key=lambda each: -totals[each])
    given: dict[str, Star | None] = {}
    for place, star in enumerate(scheme.stars):
        room = max(1, (of or len(totals)) * star.quota // 100) if star.quota else len(left)
        fit = [
            each
            for each in left
            if totals[each] >= star.least and place >= (ceilings or {}).get(each, 0)
        ]
        if len(fit) > room:
            edge = totals[fit[room]]
            fit = [each for each in fit if totals[each] > edge]
        given |= dict.fromkeys(fit, star)
        left = [each for each in left if each not in given]
    return given | dict.fromkeys(left)


def within_terms(scheme: Scheme, star: Star | None, before: str) -> Star | None:
    """A star moved to where it may rise or fall from the one before (升降级)."""
    places = {each.name: place for place, each in enumerate(scheme.stars)}
    if star is None or before not in places:
        return star
    place, old = places[star.name], places[before]
    terms = scheme.star_terms
    if terms.rise:
        place = max(place, old - terms.rise)
    if terms.fall:
        place = min(place, old + terms.fall)
    return scheme.stars[place]


def _final(scheme: Scheme, each: Contender) -> int | None:
    return None if each.own is None else weighted(scheme.weights, each.own, each.upper, each.peer)


def _best(scheme: Scheme, each: Contender) -> int:
    """The place of the best star that it may get: by its needs, and by how far it may rise."""
    best = 0
    if each.lacks:
        best = next((n for n, star in enumerate(scheme.stars) if not star.needs), len(scheme.stars))
    places = {star.name: place for place, star in enumerate(scheme.stars)}
    if scheme.star_terms.rise and each.before in places:
        best = max(best, places[each.before] - scheme.star_terms.rise)
    return best


def _ranked(
    scheme: Scheme,
    each: Contender,
    known: tuple[int | None, Mapping[str, int], Mapping[str, Star | None]],
) -> Ranked:
    final, totals, given = known
    if each.veto:
        return Ranked(each, final, None, None, None, f"一票否决：{each.veto}")
    if final is None:
        return Ranked(each, None, None, None, None, _missing(scheme, each))
    place = 1 + sum(points > final for points in totals.values())
    reached, granted = scheme.star_for(final), given[each.code]
    star = within_terms(scheme, granted, each.before)
    return Ranked(each, final, place, reached, star, _why(scheme, each, (reached, granted, star)))


def _missing(scheme: Scheme, each: Contender) -> str:
    if each.own is None:
        return "没有收到自评"
    weights = scheme.weights
    parts = (("上级评分", weights.upper, each.upper), ("互评分", weights.peer, each.peer))
    return "还缺" + "、".join(name for name, share, points in parts if share and points is None)


def _why(scheme: Scheme, each: Contender, stars: Sequence[Star | None]) -> str:
    reached, granted, star = stars
    if star == reached or reached is None:
        return ""
    if star != granted:
        return f"上次{each.before}，一次最多降 {scheme.star_terms.fall} 级"
    if each.lacks and reached.needs:
        return f"不具备“{reached.needs}”"
    top = scheme.stars.index(reached)
    if within_terms(scheme, reached, each.before) != reached and _best(scheme, each) > top:
        return f"上次{each.before}，一次最多升 {scheme.star_terms.rise} 级"
    return f"{reached.name}最多 {reached.quota}%，名额已满"
