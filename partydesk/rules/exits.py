"""Checks of who left, moved or was suspended, and of the balance of members (DOMAIN.md 8.4, D)."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

from partydesk.domain.member import MEMBERS, Standing
from partydesk.domain.periods import Period, add_months
from partydesk.domain.submission import PRACTICE_FROM
from partydesk.domain.text import long_day
from partydesk.rules import sources
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Person
from partydesk.rules.plain_roster import Changed, Removed
from partydesk.rules.plain_submission import Sent
from partydesk.rules.roster import hit
from partydesk.rules.rule import Confidence, E, H, Hit, Rule, W

_MOVED = "转出"


def suspended_long(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-08: two years after 停止党籍 the organisation decides."""
    months = facts.limits.suspended_months
    for each in facts.members:
        if each.standing != Standing.SUSPENDED:
            continue
        if each.standing_on is None:
            yield hit(each, "记为停止党籍，没有填写停止党籍日期", "standing_on", "请补填日期。")
        elif add_months(each.standing_on, months) < facts.today:
            sentence = f"停止党籍已超过 {months // 12} 年，还没有作出决定"
            advice = "请按规定研究，再在“党员变动”里登记恢复党籍或除名。"
            yield hit(each, sentence, "standing", advice)


def removed(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-12: a member leaves by an event, with its kind and day."""
    for gone in facts.rows(Removed):
        if gone.category in MEMBERS:
            yield Hit(
                f"{gone.name}是党员，却被删除到回收站。",
                "member",
                gone.id,
                advice="党员不能删除：请在回收站恢复，再登记离开方式和离开日期。",
            )
    for each in facts.people:
        if each.category in MEMBERS and (each.left_on is None) != (each.left_kind is None):
            lacking = "left_on" if each.left_on is None else "left_kind"
            what = "离开日期" if lacking == "left_on" else "离开方式"
            yield hit(each, f"登记了离开，没有填写{what}", lacking, "请补填，统计才能平衡。")


def balance(facts: Facts, period: Period) -> Iterator[Hit]:
    """MEM-13: what was reported last, and who came and went since, make today's number.

    Too many may be someone who was forgotten then: a warning. Who vanished is an error.
    """
    reported = _last_report(facts)
    if reported is None or (reported[0] not in period and facts.today not in period):
        return
    day, opening = reported
    came, went, closing = 0, 0, len(facts.members)
    most, least = opening, opening
    for each in facts.people:
        if each.category not in MEMBERS:
            continue
        entered, left = _entered_on(each), each.left_on
        came += entered is not None and day < entered <= facts.today
        went += left is not None and day < left <= facts.today
        # Whoever came or went on that very day, or nobody knows when, may be in the report or not.
        most += entered in (day, None)
        least -= left == day
    expected = opening + came - went
    if not least + came - went <= closing <= most + came - went:
        yield Hit(
            f"{long_day(day)}上报党员 {opening} 人，之后增加 {came} 人、减少 {went} 人，"
            f"应为 {expected} 人，名册现有 {closing} 人。",
            "member",
            f"balance/{day.isoformat()}",
            advice="请核对入党、转入和离开日期是否漏填或填错；上次多报、漏报的，请写明理由。",
            severity=W if closing > expected else E,
        )


def _last_report(facts: Facts) -> tuple[date, int] | None:
    """Day and number of members of the newest package that counts."""
    real = (each for each in facts.rows(Sent) if each.sequence < PRACTICE_FROM)
    for each in sorted(real, key=lambda sent: sent.sequence, reverse=True):
        told = json.loads(each.counts)
        made_on = told.get("made_on", "")
        parts = [part for part in told.get("parts", ()) if part.get("code") == "members"]
        if made_on and parts:
            return date.fromisoformat(made_on), int(parts[0]["count"])
    return None


def _entered_on(person: Person) -> date | None:
    return max((day for day in (person.joined_on, person.transferred_in_on) if day), default=None)


def receipt_missing(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-15: who moved out has been received within a month."""
    days = facts.limits.receipt_days
    for each in facts.people:
        if each.left_kind != _MOVED or each.left_on is None or each.received_on:
            continue
        if each.left_on + timedelta(days=days) < facts.today:
            sentence = f"{long_day(each.left_on)}转出，超过 {days} 天没有登记对方接收"
            yield hit(each, sentence, "received_on", "请与对方联系，收到回执后登记日期。")


def changed_since(facts: Facts, period: Period) -> Iterator[Hit]:
    """MEM-18: who was changed on the roster since the bureau took it in."""
    changed = facts.rows(Changed)
    if not changed or facts.today not in period:
        return
    ids = list(dict.fromkeys(each.member_id for each in changed))
    since = long_day(changed[0].since)
    yield Hit(
        f"{since}上报以来，名册有 {len(ids)} 人的信息改动：{facts.names_of(ids)}。",
        "member",
        f"changed/{changed[0].since.isoformat()}",
        advice="下次上报会带上新的名册；请先看一遍改动是否都对。",
    )


RULES = (
    Rule("MEM-08", W, f"{sources.EDUCATION}第二十四条", suspended_long, "停止党籍满两年作出决定"),
    Rule("MEM-12", E, "党内统计要求", removed, "党员离开有记录"),
    Rule("MEM-13", E, "党内统计要求", balance, "党员增减平衡", confidence=Confidence.KNOWN),
    Rule(
        "MEM-15",
        W,
        f"{sources.EDUCATION}第二十五条",
        receipt_missing,
        "转出后对方已接收",
        confidence=Confidence.LOCAL,
    ),
    Rule("MEM-18", H, "上报核对", changed_since, "名册改动", confidence=Confidence.DESIGN),
)
