"""What checks of 发展党员 share: a fault of one way, and how a check becomes a rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from partydesk.domain.finding import Severity
from partydesk.domain.periods import Period
from partydesk.rules import sources
from partydesk.rules.development_way import Case, cases
from partydesk.rules.facts import Facts
from partydesk.rules.rule import Confidence, Hit, Rule


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong on one way.

    Attributes:
        day: The day of the event, or today for what is still missing.
        sentence: What is wrong; has no full stop and no name yet.
        advice: What to do about it.
        source: The article in the text of that day.
        field: The field meant.
        severity: Other than the rule's own.
        is_waiting: Nothing that was recorded is wrong, something is still to be done.
    """

    day: date
    sentence: str
    advice: str
    source: str = ""
    field: str = "steps"
    severity: Severity | None = None
    is_waiting: bool = False


Check = Callable[[Case], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class CheckOfWays:
    """A check of one way, as a check of all ways in a period."""

    check: Check

    def __call__(self, facts: Facts, period: Period) -> Iterator[Hit]:
        for case in cases(facts):
            for fault in self.check(case):
                if fault.day in period:
                    yield Hit(
                        f"{case.name}：{fault.sentence}。",
                        "development",
                        case.way.id,
                        fault.field,
                        fault.advice,
                        fault.day,
                        fault.severity,
                        fault.source,
                    )


def rule(
    number: int,
    severity: Severity,
    check: Check,
    title: str,
    *,
    valid_from: date = date.min,
    confidence: Confidence = Confidence.VERIFIED,
) -> Rule:
    """One check of DOMAIN.md, chapter C."""
    return Rule(
        f"DEV-{number:02}",
        severity,
        sources.DEVELOPMENT,
        CheckOfWays(check),
        title,
        valid_from,
        confidence=confidence,
    )
