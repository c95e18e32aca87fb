"""Checks of talks that events ask for, of who may read a talk, and of copies (DOMAIN.md 5, F)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from partydesk.domain.integrity import LeafKind
from partydesk.domain.periods import Period
from partydesk.domain.talk import TalkKind, TalkWay
from partydesk.domain.text import long_day
from partydesk.rules import sources
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Conversation
from partydesk.rules.plain_submission import Paper
from partydesk.rules.rule import Confidence, H, Hit, Rule, W

#: Talks that only the two know of (DOMAIN.md 5.1, sensitivity high).
_CLOSE = frozenset({TalkKind.REMINDER, TalkKind.CARE})


class _Event(NamedTuple):
    """Something after which someone must be talked to."""

    member_id: str
    day: date
    what: str


def must_talk(facts: Facts, period: Period) -> Iterator[Hit]:
    """TALK-04: moved in, a new post, a sanction, and no talk within weeks."""
    days = timedelta(days=facts.limits.must_talk_days)
    began = min((talk.talked_on for talk in facts.talks), default=facts.today)
    talked = _days_talked(facts)
    for event in _events(facts):
        over = event.day + days < facts.today
        if event.day not in period or not over or event.day < began:
            continue
        if not any(event.day <= day <= event.day + days for day in talked.get(event.member_id, ())):
            name = facts.names.get(event.member_id, "")
            yield Hit(
                f"{name}{long_day(event.day)}{event.what}，{days.days} 天内没有谈心谈话记录。",
                "talk",
                f"{event.member_id}/{event.day.isoformat()}",
                advice="请补谈，或补记已经谈过的话。",
                day=event.day,
            )


def _events(facts: Facts) -> Iterator[_Event]:
    here = {each.id: each for each in facts.members}
    for each in facts.members:
        if each.transferred_in_on:
            yield _Event(each.id, each.transferred_in_on, "转入")
    for term in facts.tenures:
        for post in term.posts:
            if post.member_id in here and post.started_on:
                yield _Event(post.member_id, post.started_on, f"任{post.kind}")
    for leaf in facts.leaves:
        if leaf.kind == LeafKind.SANCTION and not leaf.is_replaced and leaf.member_id in here:
            yield _Event(leaf.member_id, leaf.dated_on, "受到处分处理")


def _days_talked(facts: Facts) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for talk in facts.talks:
        for member_id, _ in talk.partners:
            if member_id:
                found.setdefault(member_id, []).append(talk.talked_on)
    return found


def too_many_readers(facts: Facts, period: Period) -> Iterator[Hit]:
    """TALK-05: a talk between two, held with several or with papers that deputies see."""
    papers = {each.record_id for each in facts.rows(Paper) if each.record_type == "talk"}
    for talk in facts.talks:
        if talk.kind not in _CLOSE or talk.talked_on not in period:
            continue
        if len(talk.partners) > 1 or talk.way == TalkWay.MANY:
            sentence, field = "谈话对象不止一人，内容会被其他人知道", "partners"
        elif talk.id in papers:
            sentence, field = "添加了附件，副书记的密码也能打开附件", "attachments"
        else:
            continue
        yield Hit(
            f"{_name(talk)}：{sentence}。",
            "talk",
            talk.id,
            field,
            "请缩小知悉范围：分别谈话、分别记录；附件另行保管。",
            talk.talked_on,
        )


def copied(facts: Facts, period: Period) -> Iterator[Hit]:
    """TALK-06: the very same text in an earlier talk."""
    first: dict[str, Conversation] = {}
    for talk in facts.talks:
        if not talk.digest:
            continue
        original = first.setdefault(talk.digest, talk)
        if original is not talk and talk.talked_on in period:
            yield Hit(
                f"{_name(talk)}：内容与{_name(original)}完全相同。",
                "talk",
                talk.id,
                "content",
                "请按当天实际谈的内容填写。",
                talk.talked_on,
            )


def _name(talk: Conversation) -> str:
    partners = "、".join(name for _, name in talk.partners[:2])
    return f"{long_day(talk.talked_on)}与{partners or '（未填）'}的{talk.kind}"


RULES = (
    Rule(
        "TALK-04",
        H,
        f"{sources.BRANCH_WORK}第十九条；必谈事项为本地要求",
        must_talk,
        "转入、任职、受处分必谈",
        confidence=Confidence.LOCAL,
    ),
    Rule(
        "TALK-05",
        W,
        "谈话内容知悉范围",
        too_many_readers,
        "提醒谈话不扩散",
        confidence=Confidence.DESIGN,
    ),
    Rule("TALK-06", H, "防止形式主义", copied, "谈话内容不照抄", confidence=Confidence.DESIGN),
)
