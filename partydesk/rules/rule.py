"""What a rule is and what it says when something is wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from partydesk.domain.finding import Finding, Severity
from partydesk.domain.periods import Period
from partydesk.rules.facts import Facts

#: Short names for the tables of rules.
E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


class Confidence(StrEnum):
    """How sure the article behind a rule is (DOMAIN.md, How to read this file)."""

    VERIFIED = "原文已核对"  #: [V], [V2]
    ARTICLE = "条号待核对"  #: [Vt]: the words were seen, the number of the article was not
    KNOWN = "原文待核对"  #: [K]
    UNSURE = "待核实"  #: [K?]: never more than a hint
    LOCAL = "各地做法"  #: [P]
    DESIGN = "本程序建议"  #: [D], logic and arithmetic


class Hit(NamedTuple):
    """What a check found; id, severity and source come from the catalogue unless given here.

    Attributes:
        sentence: What is wrong and where.
        record_type: Table name of the record meant.
        record_id: Its id, or a stable key such as ``2026-11``.
        field: Name of the field meant.
        advice: What to do about it.
        day: The day of the event, which decides whether the rule was in force.
        severity: Other than the rule's own.
        source: An article other than the rule's own.
        cases: How many things it stands for, such as members; a scheme takes points off for each.
    """

    sentence: str
    record_type: str = ""
    record_id: str = ""
    field: str = ""
    advice: str = ""
    day: date | None = None
    severity: Severity | None = None
    source: str = ""
    cases: int = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """One check of DOMAIN.md.

    Attributes:
        id: Its number there.
        severity: How much a hit weighs.
        source: The article behind it.
        function: Yields a hit for each thing that is wrong in a period.
        title: What it asks for, in a few words.
        valid_from: First day it was in force; an event before it is not judged by it.
        valid_to: Last day it was in force.
        confidence: How sure its source is; an unsure rule never gives more than a hint.
    """

    id: str
    severity: Severity
    source: str
    function: Callable[[Facts, Period], Iterable[Hit]]
    title: str
    valid_from: date = date.min
    valid_to: date = date.max
    confidence: Confidence = Confidence.VERIFIED

    def findings(self, facts: Facts, period: Period) -> list[Finding]:
        """What this rule finds, unless it was not in force on the day of the event."""
        hints_only = self.confidence is Confidence.UNSURE or self.id in facts.limits.hints
        return [
            Finding(
                rule=self.id,
                severity=H if hints_only else hit.severity or self.severity,
                sentence=hit.sentence,
                source=hit.source or self.source,
                record_type=hit.record_type,
                record_id=hit.record_id,
                field=hit.field,
                advice=hit.advice,
                cases=hit.cases,
            )
            for hit in self.function(facts, period)
            if self.valid_from <= (hit.day or facts.today) <= self.valid_to
        ]
