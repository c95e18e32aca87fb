"""全部事项: every duty of a span of days with its state and the record that fulfils it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from partydesk.domain.periods import Period
from partydesk.domain.put_off import DutyNote, PutOffWay
from partydesk.domain.rule_switch import RuleSwitch, Weight
from partydesk.domain.text import long_day
from partydesk.errors import InvalidValuesError
from partydesk.rules.duties import duty_list
from partydesk.rules.duty import SWITCHED_OFF, Duty, DutyState
from partydesk.services.known_facts import facts_of
from partydesk.storage.store import Store

#: More years at once would be no list that anybody reads.
_LONGEST_YEARS = 10


@dataclass(frozen=True, slots=True)
class DutyList:
    """The duties of a span.

    Attributes:
        span: The span.
        today: The day it is made for.
        duties: By the day they are due.
        doubts: What makes some days 暂算, a sentence each; empty when all are certain.
    """

    span: Period
    today: date
    duties: tuple[Duty, ...]
    doubts: tuple[str, ...] = ()

    def count(self, state: DutyState) -> int:
        """How many stand so."""
        return sum(each.state is state for each in self.duties)


def duties_of(store: Store, span: Period, today: date) -> DutyList:
    """Every duty whose day lies in a span, past or to come.

    Args:
        store: The file.
        span: Which days.
        today: What is past is judged by it.

    Raises:
        InvalidValuesError: The span ends before it begins, or is longer than ten years.
    """
    if span.last < span.first:
        raise InvalidValuesError({"to": "结束日期早于开始日期。"})
    if span.last.year - span.first.year > _LONGEST_YEARS:
        raise InvalidValuesError({"to": f"一次最多列 {_LONGEST_YEARS} 年，请缩短时间范围。"})
    found = duty_list(facts_of(store, today), span)
    with store.reading() as session:
        query = select(DutyNote).where(DutyNote.way != PutOffWay.USUAL)
        notes = {each.key: each for each in session.scalars(query)}
        off = select(RuleSwitch.rule, RuleSwitch.reason).where(RuleSwitch.weight == Weight.OFF)
        reasons = {each.rule: each.reason for each in session.execute(off)}
    told = (_switched(each, reasons.get(each.rule, "")) for each in found)
    excused = tuple(_excused(each, notes.get(each.key), today) for each in told)
    return DutyList(span, today, excused, _doubts(excused))


def _switched(duty: Duty, reason: str) -> Duty:
    """A duty whose check is switched off, with the reason that was written for it."""
    if not reason or duty.reason != SWITCHED_OFF:
        return duty
    return replace(duty, reason=f"不校核：{reason}")


def _excused(duty: Duty, note: DutyNote | None, today: date) -> Duty:
    """The duty as it stands after what the secretary said about it."""
    if note is None or not duty.key or (note.until_on and note.until_on <= today):
        return duty
    until = f"，{long_day(note.until_on)}再提醒" if note.until_on else ""
    way = "搁置" if note.until_on else "不适用"
    reason = f"{way}：{note.reason}{until}"
    return replace(duty, state=DutyState.EXCUSED, reason=reason, is_told=False)


def _doubts(duties: Iterable[Duty]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.provisional for each in duties if each.provisional))
