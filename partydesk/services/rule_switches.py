"""How each check is weighed in this branch: as usual, only as a hint or not at all, and why."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.finding import Severity
from partydesk.domain.rule_switch import RuleSwitch, Weight
from partydesk.errors import InvalidValuesError, NotFoundError
from partydesk.rules.catalogue import RULES, chapter_of
from partydesk.rules.limits import Limits, load_limits
from partydesk.rules.rule import Confidence
from partydesk.services.holidays import KEY as HOLIDAYS
from partydesk.storage.store import WITH_DELETED, Store

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A check as the list of checks shows it.

    Attributes:
        id: Its number in DOMAIN.md.
        chapter: The chapter it belongs to, such as 组织生活.
        title: What it asks for, in a few words.
        severity: The most it can weigh by itself.
        source: The article behind it.
        confidence: How sure the article is.
        valid_from: The first day it was in force; none when it always was.
        weight: How this branch takes it, a ``Weight``.
        reason: Why it is not taken as usual; empty when it is.
        changed_at: When that was said last.
        switch_id: The record that says so, for its history; empty when nobody changed anything.
    """

    id: str
    chapter: str
    title: str
    severity: Severity
    source: str
    confidence: Confidence
    valid_from: date | None
    weight: Weight = Weight.USUAL
    reason: str = ""
    changed_at: datetime | None = None
    switch_id: str = ""


def rule_lines(store: Store) -> list[RuleLine]:
    """Every check in the order of its chapters, with how this branch takes it."""
    with store.reading() as session:
        switches = {each.rule: each for each in session.scalars(select(RuleSwitch))}
    shipped = load_limits()
    return [_line(rule_id, switches.get(rule_id), shipped) for rule_id in (r.id for r in RULES)]


def _line(rule_id: str, switch: RuleSwitch | None, shipped: Limits) -> RuleLine:
    rule = next(each for each in RULES if each.id == rule_id)
    first = None if rule.valid_from == date.min else rule.valid_from
    severity = Severity.HINT if rule.confidence is Confidence.UNSURE else rule.severity
    line = RuleLine(
        rule.id, chapter_of(rule.id), rule.title, severity, rule.source, rule.confidence, first
    )
    if switch is None:
        return replace(line, weight=_shipped(rule_id, shipped))
    usual = switch.weight == Weight.USUAL
    return replace(
        line,
        weight=Weight(switch.weight),
        reason="" if usual else switch.reason,
        changed_at=switch.updated_at,
        switch_id=switch.id,
    )


def _shipped(rule_id: str, limits: Limits) -> Weight:
    if rule_id in limits.off:
        return Weight.OFF
    return Weight.HINT if rule_id in limits.hints else Weight.USUAL


def switch_rule(store: Store, rule_id: str, weight: Weight, reason: str) -> None:
    """Take a check as usual, only as a hint or not at all, from now on.

    Args:
        store: The file.
        rule_id: Which check.
        weight: How it is to be taken.
        reason: Why; may be left out only for going back to the usual.

    Raises:
        InvalidValuesError: There is no reason, or it is too long.
        NotFoundError: There is no such check.
    """
    if rule_id not in {rule.id for rule in RULES}:
        raise NotFoundError(f"没有编号为“{rule_id}”的校核规则。")
    text = " ".join(reason.split())
    if not text and weight != Weight.USUAL:
        raise InvalidValuesError({"reason": "请写明理由。"})
    if len(text) > LONGEST_REASON:
        sentence = f"理由太长：{len(text)} 个字，最多 {LONGEST_REASON} 个字。"
        raise InvalidValuesError({"reason": sentence})
    with store.writing(f"校核规则 {rule_id}：{weight}") as session:
        query = select(RuleSwitch).where(RuleSwitch.rule == rule_id)
        found = session.scalar(query.execution_options(**WITH_DELETED))
        if found is None:
            found = RuleSwitch(rule=rule_id, weight=weight, reason=text)
            session.add(found)
        found.weight, found.reason, found.deleted_at = weight, text, None


def switched(session: Session, limits: Limits) -> Limits:
    """The limits with what this branch has switched off or softened."""
    query = select(RuleSwitch.rule, RuleSwitch.weight)
    weights = {each.rule: str(each.weight) for each in session.execute(query)}
    if weights.pop(HOLIDAYS, "") == Weight.OFF:
        limits = replace(limits, soft_months=frozenset())
    if not weights:
        return limits
    return replace(
        limits,
        off=limits.off - weights.keys() | _with(weights, Weight.OFF),
        hints=limits.hints - weights.keys() | _with(weights, Weight.HINT),
    )


def _with(weights: dict[str, str], weight: Weight) -> frozenset[str]:
    return frozenset(rule for rule, each in weights.items() if each == weight)
