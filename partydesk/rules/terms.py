"""Checks of the committee's papers, posts and training (DOMAIN.md 1.4 and A)."""

from collections.abc import Iterator
from datetime import date

from partydesk.domain.organization import PostKind
from partydesk.domain.periods import Period, add_months
from partydesk.domain.study import StudyKind
from partydesk.domain.text import long_day
from partydesk.rules import sources
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Office, Tenure
from partydesk.rules.plain_education import Course, Learner
from partydesk.rules.rule import Confidence, H, Hit, Rule, W

_HEADS = (PostKind.SECRETARY, PostKind.DEPUTY)


def papers_missing(facts: Facts, _period: Period) -> Iterator[Hit]:
    """ORG-08: heads are approved by the higher organisation, the others are reported to it."""
    term = facts.tenure_on(facts.today)
    if term is None:
        return
    heads = [post for post in facts.posts_on(facts.today) if post.kind in _HEADS]
    others = [post for post in facts.posts_on(facts.today) if post.kind not in _HEADS]
    lacking = []
    if heads and not term.approval:
        lacking.append(("approval", "书记、副书记没有登记上级批复"))
    if others and not term.filing:
        lacking.append(("filing", "委员没有登记备案"))
    if lacking:
        yield Hit(
            f"本届支部委员会{'，'.join(text for _, text in lacking)}。",
            "term",
            term.id,
            lacking[0][0],
            "请填写批复文号和备案的文号或日期。",
            term.elected_on,
        )


def vacancies(facts: Facts, _period: Period) -> Iterator[Hit]:
    """ORG-09: someone left the committee months ago and nobody took the post."""
    term = facts.tenure_on(facts.today)
    if term is None:
        return
    held = {post.kind for post in facts.posts_on(facts.today)}
    empty = [each for each in _ended(term, facts.today) if each.kind not in held]
    months = facts.limits.vacancy_months
    late = [
        each for each in empty if add_months(each.ended_on or facts.today, months) < facts.today
    ]
    if late:
        told = "、".join(
            f"{each.kind}（{long_day(each.ended_on or facts.today)}离任）" for each in late
        )
        yield Hit(
            f"支部委员会空缺超过 {months} 个月：{told}。",
            "term",
            term.id,
            "posts",
            "请及时补选，或登记接任的委员。",
        )


def _ended(term: Tenure, today: date) -> list[Office]:
    """The last holder of each post, if he left it by today."""
    last: dict[str, Office] = {}
    for post in sorted(term.posts, key=lambda each: each.ended_on or date.max):
        if post.ended_on is None or post.ended_on <= today:
            last[post.kind] = post
    return [post for post in last.values() if post.ended_on is not None]


def secretary_training(facts: Facts, period: Period) -> Iterator[Hit]:
    """ORG-13: a new secretary is trained within months, every secretary once in a year."""
    term, secretary = facts.tenure_on(facts.today), facts.secretary_on(facts.today)
    if term is None or secretary is None:
        return
    trained = trainings_of(facts, secretary)
    name, months = facts.names.get(secretary, "书记"), facts.limits.training_months
    began = _began(facts, term, secretary)
    deadline = add_months(began, months)
    if began in period and deadline < facts.today and not any(d >= began for d in trained):
        yield _untrained(
            f"{name}{long_day(began)}任书记，{months} 个月内没有集中培训记录。", term, "new"
        )
    for year in facts.years(period):
        closing = facts.is_over(year) or facts.nears_year_end(year)
        served = began <= year.last and add_months(began, months) <= year.last
        if closing and served and not any(day in year for day in trained):
            hit = _untrained(f"{year.label}书记{name}没有集中培训记录。", term, year.code)
            day = min(year.last, facts.today)
            soft = None if facts.is_over(year) else H
            yield hit._replace(day=day, severity=soft)


def trainings_of(facts: Facts, member_id: str) -> list[date]:
    """The days of a member's 集中培训."""
    courses = {each.id: each for each in facts.rows(Course) if each.kind == StudyKind.TRAINING}
    return [
        courses[each.study_id].held_on
        for each in facts.rows(Learner)
        if each.member_id == member_id and each.study_id in courses
    ]


def _began(facts: Facts, term: Tenure, secretary: str) -> date:
    """Since when without a break: an earlier term as secretary counts too."""
    began = term.elected_on
    for tenure in facts.tenures:
        posts = [p for p in tenure.posts if p.kind == PostKind.SECRETARY]
        own = [p.started_on or tenure.elected_on for p in posts if p.member_id == secretary]
        if not own:
            break
        began = min(own)
    return began


def _untrained(sentence: str, term: Tenure, key: str) -> Hit:
    return Hit(
        sentence,
        "study",
        f"{key}/secretary/{term.id}",
        advice="请安排参加县级以上集中培训；已参加的，请在党员教育里登记。",
    )


def same_branch_twice(facts: Facts, period: Period) -> Iterator[Hit]:
    """ORG-12: whoever moved to another branch is still counted here."""
    for each in facts.people:
        left = each.left_on
        if left is None or left > facts.today:
            continue
        where = _where(facts, each.id, left, period)
        if where:
            yield Hit(
                f"{each.name}{long_day(left)}已{each.left_kind or '离开'}，仍{where}。",
                "member",
                each.id,
                "left_on",
                "一名党员只在一个支部参加组织生活，请核对离开日期，或更正名单和职务。",
            )


def _where(facts: Facts, member_id: str, left: date, period: Period) -> str:
    if member_id in facts.committee_on(facts.today):
        return "担任支部委员会职务"
    if any(team.leader_id == member_id for team in facts.teams):
        return "担任党小组组长"
    for session in facts.within(period):
        seated = session.held_on >= left and any(s.member_id == member_id for s in session.seats)
        if seated:
            return f"列在{long_day(session.held_on)}{session.kind}的应到名单里"
    return ""


RULES = (
    Rule("ORG-08", W, f"{sources.BRANCH_WORK}第二十一条", papers_missing, "书记批复、委员备案"),
    Rule(
        "ORG-09",
        H,
        f"{sources.BRANCH_WORK}第二十一条",
        vacancies,
        "委员空缺及时补选",
        confidence=Confidence.LOCAL,
    ),
    Rule("ORG-12", W, f"{sources.EDUCATION}第二十五条", same_branch_twice, "只在一个支部"),
    Rule(
        "ORG-13",
        W,
        "2019—2023年全国党员教育培训工作规划",
        secretary_training,
        "书记每年集中培训",
    ),
)
