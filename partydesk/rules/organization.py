"""Checks of the branch itself: its size, committee, term and groups (DOMAIN.md, A)."""

from collections.abc import Iterator

from partydesk.domain.finding import Severity
from partydesk.domain.member import Category
from partydesk.domain.organization import BranchKind, PostKind
from partydesk.domain.periods import Period, add_months
from partydesk.domain.text import long_day
from partydesk.rules import sources
from partydesk.rules.facts import Facts
from partydesk.rules.rule import Confidence, E, H, Hit, Rule, W

#: Posts that a branch without a committee may have.
_HEADS = (PostKind.SECRETARY, PostKind.DEPUTY)
_USUAL = (PostKind.ORGANIZATION, PostKind.PUBLICITY, PostKind.DISCIPLINE)


def too_few_members(facts: Facts, _period: Period) -> Iterator[Hit]:
    """ORG-01."""
    full, least = len(facts.full_members), facts.limits.branch_least
    if facts.members and full < least and facts.branch_kind == BranchKind.BRANCH:
        yield Hit(
            f"正式党员 {full} 人，少于 {least} 人，不能单独成立党支部。",
            "branch",
            advice="请核对名册；确实不足的，应报上级成立联合党支部。",
        )


def too_many_members(facts: Facts, _period: Period) -> Iterator[Hit]:
    """ORG-02."""
    count, most = len(facts.members), facts.limits.branch_most
    if count > most:
        yield Hit(
            f"支部有党员 {count} 人，一般不超过 {most} 人。",
            "branch",
            advice="请与上级商量是否分设党支部。",
        )


def no_committee(facts: Facts, _period: Period) -> Iterator[Hit]:
    """ORG-03."""
    full = len(facts.full_members)
    if full >= facts.limits.committee_from and not facts.posts_on(facts.today):
        yield Hit(
            f"正式党员 {full} 人，应设支部委员会，这里没有登记。",
            "term",
            advice="请在支部信息里登记本届支委会的选举日期和委员。",
        )


def committee_size(facts: Facts, _period: Period) -> Iterator[Hit]:
    """ORG-04."""
    limits, size = facts.limits, len(facts.committee_on(facts.today))
    if size == 0 or len(facts.full_members) < limits.committee_from:
        return
    term = facts.tenure_on(facts.today)
    place = ("term", term.id if term else "")
    if size < limits.committee_least:
        yield Hit(f"支部委员会 {size} 人，应为 3 至 5 人。", *place, advice="请及时补选。")
    elif size > limits.committee_most:
        yield Hit(
            f"支部委员会 {size} 人，一般不超过 {limits.committee_most} 人。",
            *place,
            advice="请核对委员的离任日期是否漏填。",
        )
    elif size > limits.committee_usual:
        yield Hit(f"支部委员会 {size} 人，一般为 3 至 5 人。", *place, severity=Severity.HINT)


def posts_missing(facts: Facts, _period: Period) -> Iterator[Hit]:
    """ORG-05."""
    posts = facts.posts_on(facts.today)
    if len(facts.committee_on(facts.today)) < facts.limits.committee_least:
        return
    missing = [kind for kind in _USUAL if kind not in {post.kind for post in posts}]
    if missing:
        term = facts.tenure_on(facts.today)
        yield Hit(
            f"支部委员会没有{'、'.join(missing)}。",
            "term",
            term.id if term else "",
            advice="请核对委员分工。",
        )


def needless_committee(facts: Facts, _period: Period) -> Iterator[Hit]:
    """ORG-06."""
    full = len(facts.full_members)
    others = [post for post in facts.posts_on(facts.today) if post.kind not in _HEADS]
    if others and full < facts.limits.committee_from:
        yield Hit(
            f"正式党员 {full} 人，不足 {facts.limits.committee_from} 人，不设支部委员会，"
            "只设书记，必要时设副书记。",
            "term",
            advice="请核对正式党员人数和委员登记。",
        )


def term_ends(facts: Facts, _period: Period) -> Iterator[Hit]:
    """ORG-07: reminders before, a warning from the day on, an error a year later."""
    term = facts.tenure_on(facts.today)
    if term is None:
        return
    ends, today, limits = term.ends_on, facts.today, facts.limits
    advice = "请按程序向上级请示换届；需要延期的，登记批准文件。"
    if term.extension and today <= add_months(ends, limits.term_overrun_months):
        return
    if today > add_months(ends, limits.term_overrun_months):
        sentence = f"支部委员会任期{long_day(ends)}届满，超期已过一年。"
        yield Hit(sentence, "term", term.id, advice=advice, severity=Severity.ERROR)
    elif today >= ends:
        yield Hit(f"支部委员会任期{long_day(ends)}已满。", "term", term.id, advice=advice)
    elif add_months(today, limits.term_notice_months) >= ends:
        sentence = f"支部委员会任期{long_day(ends)}届满，可以着手准备换届。"
        yield Hit(sentence, "term", term.id, advice=advice, severity=Severity.HINT)


def post_without_vote(facts: Facts, _period: Period) -> Iterator[Hit]:
    """ORG-10."""
    told: set[str] = set()
    for post in facts.posts_on(facts.today):
        holder = facts.by_id.get(post.member_id)
        if holder is None or holder.id in told:
            continue
        told.add(holder.id)
        if holder.category != Category.FULL:
            why = f"是{holder.category}"
        elif holder.is_suspended:
            why = "表决权暂停"
        else:
            continue
        yield Hit(
            f"{holder.name}担任{post.kind}，但{why}，不能担任支部委员。",
            "member",
            holder.id,
            "category" if holder.category != Category.FULL else "is_suspended",
            advice="请核对人员类别，或更正委员登记。",
        )


def groups(facts: Facts, _period: Period) -> Iterator[Hit]:
    """ORG-11."""
    limits = facts.limits
    if not facts.teams:
        if len(facts.members) >= limits.groups_from:
            sentence = f"支部有党员 {len(facts.members)} 人，还没有划分党小组。"
            yield Hit(sentence, "party_group", advice="人数较多的支部应当划分党小组。")
        return
    for team in facts.teams:
        size = sum(each.group_id == team.id for each in facts.members)
        if size < limits.group_least:
            yield Hit(
                f"{team.name}只有党员 {size} 人，一般不少于 {limits.group_least} 人。",
                "party_group",
                team.id,
                advice="请在党员名册里核对所在党小组，或合并党小组。",
            )


RULES = (
    Rule(
        "ORG-01",
        E,
        f"{sources.BRANCH_WORK}第四条、第五条",
        too_few_members,
        "党支部至少三名正式党员",
    ),
    Rule(
        "ORG-02", W, f"{sources.BRANCH_WORK}第四条", too_many_members, "党支部一般不超过五十名党员"
    ),
    Rule("ORG-03", E, f"{sources.BRANCH_WORK}第二十条", no_committee, "七名以上正式党员设支委会"),
    Rule("ORG-04", W, f"{sources.BRANCH_WORK}第二十条", committee_size, "支委会人数"),
    Rule("ORG-05", W, f"{sources.BRANCH_WORK}第二十条", posts_missing, "组织、宣传、纪检委员齐全"),
    Rule("ORG-06", W, f"{sources.BRANCH_WORK}第二十条", needless_committee, "不足七名不设支委会"),
    Rule("ORG-07", W, f"{sources.BRANCH_WORK}第二十一条", term_ends, "按期换届"),
    Rule("ORG-10", E, f"{sources.ELECTIONS}第五条", post_without_vote, "委员应有被选举权"),
    Rule(
        "ORG-11",
        H,
        f"{sources.BRANCH_WORK}第十三条",
        groups,
        "党小组划分",
        confidence=Confidence.LOCAL,
    ),
)
