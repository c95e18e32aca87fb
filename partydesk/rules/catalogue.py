"""Every check that is run: the chapters' tables joined, in the order of DOMAIN.md."""

from collections.abc import Callable
from itertools import chain

from partydesk.domain.finding import Finding, Severity
from partydesk.domain.periods import Period, year_of
from partydesk.rules import (
    assessed,
    attendance,
    days,
    development,
    development_people,
    development_votes,
    dues,
    dues_bases,
    education,
    evaluation,
    exits,
    export,
    frequency,
    integrity,
    integrity_nodes,
    likeness,
    meetings,
    membership,
    organization,
    roster,
    roster_sums,
    safety,
    talk_events,
    talks,
    tasks,
    terms,
    votes,
)
from partydesk.rules.facts import Facts
from partydesk.rules.plain_development import Way
from partydesk.rules.rule import Rule

#: The chapters of DOMAIN.md's list, by the prefix of their ids.
CHAPTERS = {
    "ORG": "组织设置",
    "MTG": "组织生活",
    "DEV": "发展党员",
    "MEM": "党员名册",
    "FEE": "党费",
    "EDU": "党员教育",
    "TALK": "谈心谈话",
    "INT": "党风廉政",
    "EVA": "民主评议",
    "SCO": "自评考核",
    "TSK": "任务和周报",
    "EXP": "上报",
    "CAL": "日历",
    "SYS": "安全",
}

#: One line for each module that holds checks; the checks stand there, beside their functions.
_TABLES: tuple[tuple[Rule, ...], ...] = (
    assessed.RULES,
    attendance.RULES,
    days.RULES,
    development.RULES,
    development_people.RULES,
    development_votes.RULES,
    dues.RULES,
    dues_bases.RULES,
    education.RULES,
    evaluation.RULES,
    exits.RULES,
    export.RULES,
    frequency.RULES,
    integrity.RULES,
    integrity_nodes.RULES,
    likeness.RULES,
    meetings.RULES,
    membership.RULES,
    organization.RULES,
    roster.RULES,
    roster_sums.RULES,
    safety.RULES,
    talk_events.RULES,
    talks.RULES,
    tasks.RULES,
    terms.RULES,
    votes.RULES,
)


def chapter_of(rule_id: str) -> str:
    """The chapter that a rule belongs to, such as 组织生活."""
    return CHAPTERS[rule_id.partition("-")[0]]


def _place(rule: Rule) -> tuple[int, str]:
    return list(CHAPTERS).index(rule.id.partition("-")[0]), rule.id


RULES: tuple[Rule, ...] = tuple(sorted(chain(*_TABLES), key=_place))

#: The checks that look at a package which is about to be made.
_OF_PACKAGES = frozenset(rule.id for rule in export.RULES)
_ORDER = {severity: place for place, severity in enumerate(Severity)}


def findings(
    facts: Facts,
    period: Period | None = None,
    *,
    sending: Facts | None = None,
    pause: Callable[[], object] = lambda: None,
) -> list[Finding]:
    """Everything that is wrong in a period: errors first, then warnings, then hints.

    Args:
        facts: The records; what each check finds in them is remembered with them.
        period: What to look at; ``None`` for all that is on file, up to the end of this year.
        sending: The same with a package that is about to be made, for the checks of packages.
        pause: Called after each check.
    """
    span = period or everything(facts)
    found: list[Finding] = []
    for rule in RULES:
        if rule.id not in facts.limits.off:
            looked_at = sending if sending and rule.id in _OF_PACKAGES else facts
            found += looked_at.once(_found, rule, span)
            pause()
    return sorted(found, key=lambda each: _ORDER[each.severity])


def _found(facts: Facts, rule: Rule, span: Period) -> list[Finding]:
    return rule.findings(facts, span)


def everything(facts: Facts) -> Period:
    """From the oldest record to the end of this year."""
    talked = min((talk.talked_on for talk in facts.talks), default=facts.today)
    applied = min((way.applied_on for way in facts.rows(Way)), default=facts.today)
    first = min(facts.began_on, talked, applied, facts.today)
    last = max((each.held_on for each in facts.sessions), default=facts.today)
    end = max(year_of(facts.today).last, last)
    return Period(year_of(first).first, end, "all", "全部时间")
