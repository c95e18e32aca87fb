"""Checks against copied minutes (DOMAIN.md, MTG-20)."""

from collections.abc import Iterator

from partydesk.domain.periods import Period
from partydesk.domain.text import long_day
from partydesk.rules.alike import Text, near_copies
from partydesk.rules.facts import Facts
from partydesk.rules.rule import Confidence, H, Hit, Rule


def copied_minutes(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-20: the content of a meeting stands, nearly word for word, in an earlier one."""
    texts = (
        Text(("meeting", each.id), each.kind, each.held_on, each.content or "")
        for each in facts.within(period)
    )
    for pair in near_copies(texts, facts.limits.alike_percent):
        copy, original = pair.copy, pair.original
        yield Hit(
            f"{long_day(copy.day)}{copy.group}的内容与{long_day(original.day)}的几乎相同。",
            "meeting",
            copy.key[1],
            "content",
            "请按当天实际情况填写。",
            copy.day,
        )


RULES = (
    Rule(
        "MTG-20", H, "防止形式主义", copied_minutes, "会议内容不照抄", confidence=Confidence.DESIGN
    ),
)
