"""Points lost, why, and what comes back; the figures are worked out by hand."""

from datetime import date

import pytest

from partydesk.domain.finding import Finding, Severity
from partydesk.domain.periods import period_with
from partydesk.rules.catalogue import RULES, findings
from partydesk.rules.ranking import star_ranks
from partydesk.rules.scheme import Deduction, Item, Per, Scheme, Star
from partydesk.rules.schemes import load_schemes
from partydesk.rules.scoring import score
from partydesk.rules.scoring_counts import Entry
from partydesk.rules.scoring_gains import at_stake, gains, shortfall_task
from tests.core.facts_help import facts, leaf, session, talk

W, H = Severity.WARNING, Severity.HINT
RUNNING = {rule.id: rule.severity for rule in RULES}
YEAR = period_with("2025")


def finding(rule="MTG-02", key="a", cases=1, severity=W):
    return Finding(rule, severity, f"{rule} {key}。", "条例", "meeting", key, cases=cases)


def scheme(*items, **more):
    return Scheme("x", "考核表", items, **more)


def item(*deductions, points=1000, no="1", **more):
    return Item(no, f"条目{no}", points, deductions=deductions, **more)


def cost(text="缺一次", each=50, most=None, **more):
    more.setdefault("rules", ("MTG-02",))
    return Deduction(text, each, most, **more)


def result(of, *found, known=None, period=YEAR, running=RUNNING):
    pairs = [each if isinstance(each, tuple) else (each, "") for each in found]
    return score(of, known or facts(), period, pairs, running)


@pytest.mark.parametrize(
    ("deductions", "found", "costs", "computed"),
    [
        # 每次 2 分，最多 6 分：四次只扣 6 分
        ([cost(each=200, most=600)], "aaaa", [200, 200, 200, 0], 400),
        ([cost(each=200, most=600)], "aaa", [200, 200, 200], 400),
        # 上限不是整次：1 + 1 + 0.5
        ([cost(each=100, most=250)], "aaa", [100, 100, 50], 750),
        # 没有上限，也不超过本项的 10 分
        ([cost(each=400)], "aaa", [400, 400, 200], 0),
        ([cost(each=50)], "", [], 1000),
    ],
)
def test_each_case_costs_until_a_limit_is_reached(deductions, found, costs, computed):
    cases = [finding(key=f"{letter}{number}") for number, letter in enumerate(found)]
    (got,) = result(scheme(item(*deductions)), *cases).items

    assert [each.points for each in got.losses] == costs
    assert got.computed == computed


def test_two_deductions_share_the_points_of_their_item():
    one = item(cost("会", 300), cost("课", 300, rules=("MTG-05",)), points=500)
    (got,) = result(scheme(one), finding(), finding("MTG-05", "b"), finding("MTG-05", "c")).items

    assert [(each.text, each.points) for each in got.losses] == [
        ("会", 300),
        ("课", 200),
        ("课", 0),
    ]
    assert got.computed == 0


def test_a_finding_about_several_members_costs_for_each_of_them():
    one = item(cost("未谈", 20, rules=("TALK-01",)), points=600)
    (got,) = result(scheme(one), finding("TALK-01", "2025Q4", cases=9)).items

    assert (got.lost, got.computed) == (180, 420)


def test_an_accepted_finding_costs_nothing_unless_the_scheme_says_so():
    pair = (finding(), "上级批准")
    (free,) = result(scheme(item(cost())), pair).items
    (strict,) = result(scheme(item(cost()), explained_costs=True), pair).items

    assert (free.lost, free.excused[0].reason) == (0, "上级批准")
    assert (strict.lost, strict.losses[0].reason, strict.excused) == (50, "上级批准", ())


def test_what_there_is_still_time_for_costs_nothing_but_a_named_hint_does():
    assert result(scheme(item(cost())), finding(severity=H)).lost == 0

    holiday = scheme(item(cost(rules=("MTG-25",))))
    assert result(holiday, finding("MTG-25", severity=H)).lost == 50


def test_what_no_check_can_see_is_left_to_people():
    judged = cost("没有计划", rules=())
    unknown = cost("将来的检查", rules=("ABC-99",))
    mixed, manual = item(judged, unknown, cost()), item(judged, unknown, no="2")
    got = result(scheme(mixed, manual))

    assert got.items[0].judged == ("没有计划", "将来的检查")
    assert [each.computed for each in got.items] == [1000, None]
    assert (got.total, got.countable) == (1000, 1000)


def quarters(*days, kind="党课", **more):
    return facts(
        sessions=tuple(session(day, kind, **more) for day in days), today=date(2026, 1, 20)
    )


def test_too_few_in_a_span_cost_for_each_that_is_missing():
    two_a_quarter = cost(rules=(), count="党课", least=2, per=Per.QUARTER, each=100)
    days = [date(2025, 1, 9), date(2025, 2, 9), date(2025, 5, 6), date(2025, 12, 1)]
    (got,) = result(scheme(item(two_a_quarter)), known=quarters(*days)).items

    # 一季度 2 次，二季度 1 次，三季度没有，四季度 1 次：少 0 + 1 + 2 + 1
    assert [each.points for each in got.losses] == [100, 200, 100]
    assert got.losses[0].finding.sentence == "2025年二季度党课有 1 次记录，应有 2 次。"
    assert [proof.day for proof in got.proofs] == days


def test_only_records_with_the_word_are_counted():
    ideology = cost(rules=(), count="会议", least=2, word="意识形态", each=50)
    first, *others = quarters(date(2025, 1, 9), date(2025, 6, 1), date(2025, 8, 1)).sessions
    with_word = [each._replace(content="研究意识形态工作") for each in others]
    known = facts(sessions=(first, *others[:1], *with_word[1:]), today=date(2026, 1, 20))

    assert result(scheme(item(ideology)), known=known).lost == 50
    both = facts(sessions=(first, *with_word), today=known.today)
    assert result(scheme(item(ideology)), known=both).lost == 0


def test_a_span_that_is_not_over_is_not_short_yet():
    yearly = scheme(item(cost(rules=(), count="党课", least=4)))
    known = facts(sessions=(session(date(2026, 1, 31), "党课"),), today=date(2026, 12, 31))
    assert result(yearly, known=known, period=period_with("2026")).lost == 0

    after = facts(sessions=known.sessions, today=date(2027, 1, 1))
    assert result(yearly, known=after, period=period_with("2026")).lost == 150


def test_what_was_done_is_offered_as_proof():
    one = item(cost(), registers=("谈心谈话", "6 廉政教育", "支部委员会任期"))
    known = facts(
        talks=(talk(date(2025, 4, 1), "m1", "m5"), talk(date(2026, 4, 1), "m1", "m6")),
        leaves=(leaf(kind="6 廉政教育", day=date(2025, 5, 1)), leaf(day=date(2025, 3, 6))),
    )
    (got,) = result(scheme(one), known=known).items

    assert [proof.record_type for proof in got.proofs] == ["term", "talk", "integrity_leaf"]


def test_gains_are_what_one_thing_alone_brings_back():
    first = item(cost(each=200, most=400), no="1")
    second = item(cost("课", 100, rules=("MTG-05",)), points=300, no="2")
    got = result(
        scheme(first, second),
        *(finding(key=key) for key in "abc"),
        finding("MTG-05", "d"),
    )
    ranked = gains(got)

    # 三次各 2 分，最多 4 分：补一次仍扣 4 分；三次都补能拿回 4 分
    assert [(each.points, each.findings[0].record_id) for each in ranked] == [
        (100, "d"),
        *((0, key) for key in "abc"),
    ]
    assert ranked[1].together == 400
    assert "补上可拿回 1.0 分" in ranked[0].sentence
    assert "一起补上" in ranked[1].sentence


def test_one_record_that_mends_two_items_brings_back_both():
    first, second = item(cost(each=100), no="1"), item(cost(each=50), no="2")
    (gain,) = gains(result(scheme(first, second), finding()))

    assert (gain.points, gain.items) == (150, ("条目1", "条目2"))


def test_what_is_at_stake_is_what_one_more_case_would_cost():
    one = scheme(item(cost(each=200, most=500)))
    free, nearly, full = (
        result(one, *(finding(key=str(key)) for key in range(many))) for many in (0, 2, 3)
    )

    assert [at_stake(each, "MTG-02") for each in (free, nearly, full)] == [200, 100, 0]
    assert at_stake(free, "MTG-05") == 0


def test_a_shortfall_becomes_the_values_of_a_task():
    (gain,) = gains(result(scheme(item(cost())), finding()))
    task = shortfall_task(gain, period_with("2026Q3"), date(2026, 11, 22))

    assert task["matter"] == "MTG-02 a"
    assert task["due_on"] == date(2026, 12, 31)
    assert task["source"] == "2026年三季度自评：条目1（条例）"


def test_the_default_scheme_counts_a_quarter_of_the_branch():
    """一季度：支委会缺两个月，主题党日和党小组会缺三个月；党课、党员大会各一次，符合要求。"""
    held = (
        session(date(2026, 1, 15)),
        session(date(2026, 2, 10), "党课", lecturer="党员m1"),
        session(date(2026, 3, 10), "支部党员大会"),
    )
    known = facts(sessions=held, today=date(2026, 4, 10))
    quarter = period_with("2026Q1")
    default = next(each for each in load_schemes() if each.id == "default")
    got = result(default, *findings(known, quarter), known=known, period=quarter)
    by_text: dict[str, int] = {}
    for each in (*got.of("3").losses, *got.of("4").losses):
        by_text[each.text] = by_text.get(each.text, 0) + each.points

    assert by_text == {
        "支部委员会会议每缺一次": 100,  # 2 × 0.5
        "党小组会每缺一次": 90,  # 3 × 0.3
        "主题党日每缺一次": 210,  # 3 × 0.7
    }
    assert (got.of("3").computed, got.of("4").computed) == (1410, 590)


STARS = (Star("五星", 9000, 10), Star("四星", 8000, 30), Star("三星", 7000), Star("无", 0))


def test_stars_follow_points_and_quotas():
    ten = {f"b{number}": 9500 - number * 100 for number in range(10)}  # 95, 94 ... 86
    given = star_ranks(scheme(item(), stars=STARS), ten)

    # 五星 10% 是一个；其余按四星 30% 三个；再往下是三星
    assert [given[each].name for each in ten] == ["五星", "四星", "四星", "四星", *["三星"] * 6]


def test_equal_points_at_the_edge_of_a_quota_go_down_together():
    stars = (Star("五星", 9000, 10), Star("四星", 8000), Star("无", 0))
    given = star_ranks(scheme(item(), stars=stars), {"a": 9500, "b": 9500, "c": 7500})

    assert [given[each].name for each in "abc"] == ["四星", "四星", "无"]


@pytest.mark.parametrize(("total", "name"), [(9000, "五星"), (8999, "四星"), (0, "无")])
def test_a_threshold_is_reached_exactly(total, name):
    assert scheme(item(), stars=STARS).star_for(total).name == name


def test_study_together_counts_wherever_it_was_noted():
    known = facts(
        sessions=(
            session(date(2026, 1, 5), topic="传达学习文件"),
            session(date(2026, 1, 6), topic="安全检查", content="布置工作。"),
            session(date(2026, 2, 5), "党课", topic="学习党史"),
        ),
        registers={Entry: (Entry("学习培训", "study", "s1", date(2026, 3, 2)),)},
        today=date(2026, 4, 30),
    )
    one = item(cost(rules=(), count="集中学习", least=1, per=Per.MONTH), registers=("集中学习",))
    (got,) = result(scheme(one), known=known, period=period_with("2026")).items

    assert [each.finding.sentence for each in got.losses] == []
    assert [proof.day.month for proof in got.proofs] == [1, 2, 3]
    later = facts(sessions=known.sessions, registers=known.registers, today=date(2026, 5, 1))
    assert result(scheme(one), known=later, period=period_with("2026")).lost == 50
