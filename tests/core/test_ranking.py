"""Branches are ranked by points, then stars within quotas and terms; figures made by hand."""

from dataclasses import fields
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.rules.ranking import Contender, ranking, star_ranks
from partydesk.rules.scheme import Item, Scheme, Star, StarTerms, Weights, weighted

STARS = (Star("五星", 9000, 10, "有创新项目"), Star("四星", 8000, 30), Star("三星", 7000, 40),
         Star("二星", 6000), Star("一星", 0))  # fmt: skip


def scheme(stars=STARS, weights=None, terms=None):
    items = (Item("1", "学习", 10_000),)
    return Scheme("a", "甲", items, stars=stars, weights=weights or Weights(),
                  star_terms=terms or StarTerms())  # fmt: skip


def branch(code, own, **more):
    return Contender(code, f"{code}支部", own, **more)


@pytest.mark.parametrize(
    ("weights", "own", "upper", "peer", "final"),
    [
        # 90 × 30% + 80 × 70% = 27 + 56
        (Weights(30, 70), 9000, 8000, None, 8300),
        # 91.25 × 20% + 88.5 × 60% + 77.77 × 20% = 18.25 + 53.1 + 15.554 = 86.904
        (Weights(20, 60, 20), 9125, 8850, 7777, 8690),
        # 90.01 × 50% + 90.00 × 50% = 90.005，进到 90.01
        (Weights(50, 50), 9001, 9000, None, 9001),
        (Weights(30, 70), 9000, None, None, None),
        (Weights(30, 0, 70), 9000, 8000, None, None),
        (Weights(0, 100), 9000, 8000, None, 8000),
        (Weights(), 9000, 100, 100, 9000),
    ],
)
def test_the_final_figure_is_weighted(weights, own, upper, peer, final):
    assert weighted(weights, own, upper, peer) == final


def test_stars_follow_thresholds_and_then_quotas():
    """Ten branches from 96 down to 51: 10 % is one, 30 % is three, 40 % is four."""
    points = [9600, 9500, 9400, 9300, 9200, 7900, 7500, 7200, 6500, 5100]
    found = ranking(scheme(), [branch(f"{n:02}", each) for n, each in enumerate(points)])

    assert [each.star.name for each in found] == [
        *("五星", "四星", "四星", "四星", "三星", "三星", "三星", "三星", "二星", "一星")
    ]
    assert [each.place for each in found] == list(range(1, 11))
    assert found[1].why == "五星最多 10%，名额已满"
    assert found[5].why == ""


def test_equal_points_share_a_place_and_the_next_one_is_left_out():
    found = ranking(scheme(), [branch("a", 8500), branch("b", 8500), branch("c", 8400)])

    assert [(each.contender.code, each.place) for each in found] == [("a", 1), ("b", 1), ("c", 3)]


def test_a_veto_and_a_missing_figure_stand_at_the_end_without_a_star():
    weights = Weights(30, 60, 10)
    found = ranking(scheme(weights=weights), [
        branch("a", 9900, upper=9900, peer=9900, veto="材料弄虚作假"),
        branch("b", 9000, peer=8000),
        branch("c", None),
        branch("d", 8000, upper=8000, peer=8000),
    ])  # fmt: skip

    assert [(each.contender.code, each.place, each.star and each.star.name, each.why)
            for each in found] == [
        ("d", 1, "四星", ""),
        ("a", None, None, "一票否决：材料弄虚作假"),
        ("b", None, None, "还缺上级评分"),
        ("c", None, None, "没有收到自评"),
    ]  # fmt: skip


def test_what_a_star_needs_besides_points_passes_it_on_to_the_next():
    found = ranking(scheme(), [branch("a", 9800, lacks=True), branch("b", 9100), branch("c", 10)])

    assert [each.star.name for each in found] == ["四星", "五星", "一星"]
    assert found[0].why == "不具备“有创新项目”"


@pytest.mark.parametrize(
    ("before", "points", "terms", "star", "why"),
    [
        ("二星", 9500, StarTerms(rise=1), "三星", "上次二星，一次最多升 1 级"),
        ("二星", 9500, StarTerms(rise=2), "四星", "上次二星，一次最多升 2 级"),
        ("二星", 9500, StarTerms(), "五星", ""),
        ("五星", 6500, StarTerms(fall=1), "四星", "上次五星，一次最多降 1 级"),
        ("五星", 6500, StarTerms(rise=1), "二星", ""),
        ("", 9500, StarTerms(rise=1, fall=1), "五星", ""),
        ("没有的星", 9500, StarTerms(rise=1), "五星", ""),
    ],
)
def test_a_star_rises_and_falls_no_further_than_it_may(before, points, terms, star, why):
    (found,) = ranking(scheme(terms=terms), [branch("a", points, before=before)])

    assert (found.star.name, found.why) == (star, why)


def test_who_may_not_rise_leaves_the_place_in_the_quota_to_the_next():
    found = ranking(scheme(terms=StarTerms(rise=1)), [
        branch("a", 9900, before="三星"), branch("b", 9500, before="四星"), branch("c", 9400),
    ])  # fmt: skip

    assert [each.star.name for each in found] == ["四星", "五星", "三星"]


def test_quotas_are_of_all_branches_not_of_those_that_sent_something():
    """30 % of ten is three, although only six sent their figures."""
    sent = [branch(f"a{n}", 8900 - n) for n in range(6)]
    found = ranking(scheme(), [*sent, *(branch(f"z{n}", None) for n in range(4))])

    assert [each.star and each.star.name for each in found[:6]] == ["四星"] * 3 + ["三星"] * 3


@given(
    st.lists(st.integers(0, 10_000), min_size=1, max_size=60),
    st.lists(st.integers(1, 50), min_size=4, max_size=4),
)
def test_no_quota_is_ever_exceeded_and_nobody_stands_below_one_with_fewer_points(points, quotas):
    stars = tuple(
        Star(each.name, each.least, quota) for each, quota in zip(STARS, [*quotas, 0], strict=True)
    )
    totals = {str(n): each for n, each in enumerate(points)}
    given_stars = star_ranks(scheme(stars), totals)

    for star in stars[:-1]:
        many = sum(each == star for each in given_stars.values())
        assert many <= max(1, star.quota * len(totals) // 100)
    ordered = sorted(totals, key=lambda each: -totals[each])
    for one, other in pairwise(ordered):
        assert totals[one] >= given_stars[one].least
        if totals[one] > totals[other]:
            assert stars.index(given_stars[one]) <= stars.index(given_stars[other])


def test_nothing_that_is_ranked_is_a_person():
    names = {each.name for each in fields(Contender)}

    assert names == {"code", "name", "own", "upper", "peer", "before", "veto", "lacks"}
