"""Checks of talks: who was not talked to, what a record lacks (DOMAIN.md 5 and F)."""

from collections.abc import Iterator

from partydesk.domain.periods import Period, quarter_of, year_of
from partydesk.domain.talk import TalkWay
from partydesk.domain.text import long_day
from partydesk.rules import sources
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Conversation, Person
from partydesk.rules.roster import names
from partydesk.rules.rule import Confidence, Hit, Rule, W


def reached(facts: Facts, span: Period) -> set[str]:
    """Ids of those who talked with a committee member in a span; both sides count there."""
    committee = facts.committee_on(min(span.last, facts.today))
    found: set[str] = set()
    for talk in facts.talks:
        if talk.talked_on not in span:
            continue
        partners = {member_id for member_id, _ in talk.partners if member_id}
        if talk.talker_id in committee:
            found |= partners
        if partners & committee:
            found.add(talk.talker_id)
    return found


def not_reached(facts: Facts, span: Period) -> list[Person]:
    """Current members, who were so in a span, whom no committee member has talked to in it."""
    known, day = reached(facts, span), min(span.last, facts.today)
    return [each for each in facts.members if each.id not in known and each.belongs(day)]


def span_of(facts: Facts) -> Period:
    """The span that talks are counted in today: this quarter, or this year."""
    by_quarter = facts.limits.talk_months <= 3
    return quarter_of(facts.today) if by_quarter else year_of(facts.today)


def not_talked_to(facts: Facts, period: Period) -> Iterator[Hit]:
    """TALK-01: one hit for each quarter (or year), the current one too."""
    spans = facts.quarters(period) if facts.limits.talk_months <= 3 else facts.years(period)
    for span in spans:
        began = min((talk.talked_on for talk in facts.talks), default=None)
        if facts.is_over(span) and (began is None or span.last < began):
            continue  # talks of then are not on file at all
        missing = not_reached(facts, span)
        if missing:
            yield Hit(
                f"{span.label}还有 {len(missing)} 名党员没有谈心谈话：{names(missing)}。",
                "talk",
                span.code,
                advice="请安排支部委员谈话；已谈的，请补记。",
                day=min(span.last, facts.today),
                cases=len(missing),
            )


def committee_apart(facts: Facts, period: Period) -> Iterator[Hit]:
    """TALK-02: every committee member talks with another one in the year."""
    for year in facts.years(period):
        day = min(year.last, facts.today)
        committee = facts.committee_on(day)
        if len(committee) < 2 or not (facts.is_over(year) or facts.nears_year_end(year)):
            continue
        met: set[str] = set()
        for talk in facts.talks:
            both = {talk.talker_id, *(key for key, _ in talk.partners if key)} & committee
            if talk.talked_on in year and talk.talker_id in committee and len(both) > 1:
                met |= both
        alone = [each for each in facts.people if each.id in committee - met]
        if alone:
            yield Hit(
                f"{year.label}支委之间没有谈心谈话记录：{names(alone)}。",
                "talk",
                f"{year.code}/committee",
                advice="支部委员之间每年谈心谈话一般不少于一次，请安排或补记。",
                day=day,
            )


def parts_missing(facts: Facts, period: Period) -> Iterator[Hit]:
    """TALK-03."""
    for talk in facts.talks:
        if talk.talked_on not in period:
            continue
        empty = [
            (field, label)
            for field, label, is_there in (
                ("place", "地点", bool(talk.place) or talk.way == TalkWay.PHONE),
                ("partners", "谈话对象", bool(talk.partners)),
                ("matter", "事由", talk.has_matter),
                ("content", "谈话内容", talk.has_content),
                ("signed_on", "签字日期", bool(talk.signed_on) or talk.way == TalkWay.PHONE),
            )
            if not is_there
        ]
        if empty:
            shown = "、".join(label for _, label in empty)
            yield Hit(
                f"{_name(facts, talk)}：还没有填写{shown}。",
                "talk",
                talk.id,
                empty[0][0],
                "请补全谈话记录。",
                talk.talked_on,
            )


def _name(facts: Facts, talk: Conversation) -> str:
    talker = facts.names.get(talk.talker_id, "")
    partners = "、".join(name for _, name in talk.partners[:2])
    return f"{long_day(talk.talked_on)}{talker}与{partners or '（未填）'}的{talk.kind}"


RULES = (
    Rule(
        "TALK-01",
        W,
        f"{sources.BRANCH_WORK}第十九条",
        not_talked_to,
        "支委与每名党员谈心谈话",
        confidence=Confidence.ARTICLE,
    ),
    Rule(
        "TALK-02",
        W,
        f"{sources.BRANCH_WORK}第十九条",
        committee_apart,
        "支委之间谈心谈话",
        confidence=Confidence.ARTICLE,
    ),
    Rule(
        "TALK-03",
        W,
        "谈心谈话记录要求",
        parts_missing,
        "谈话记录要素齐全",
        confidence=Confidence.LOCAL,
    ),
)
