"""Checks of votes: quorum, majority and arithmetic (DOMAIN.md 1.3 and B).

What is impossible is refused when a meeting is saved; here older and foreign records are looked at.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import wraps
from itertools import chain

from partydesk.domain.meeting import MeetingKind, VoteKind
from partydesk.domain.member import Category
from partydesk.domain.periods import Period
from partydesk.domain.text import long_day
from partydesk.rules import sources
from partydesk.rules.elections import election_faults
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Person, Poll, Session
from partydesk.rules.rule import Confidence, E, Hit, Rule, W
from partydesk.rules.voting import impossible, outlook


def _one_each(hits: Iterable[Hit]) -> Iterator[Hit]:
    """One hit for each meeting, however many of its votes are wrong: so that a reason is clear."""
    first: dict[str, Hit] = {}
    for hit in hits:
        known = first.get(hit.record_id)
        if known is None:
            first[hit.record_id] = hit
        else:
            _, _, told = hit.sentence.partition("：")
            sentence = f"{known.sentence.removesuffix('。')}；{told}"
            first[hit.record_id] = known._replace(sentence=sentence, cases=known.cases + 1)
    return iter(first.values())


def _merging(check: Callable[[Facts, Period], Iterator[Hit]]) -> Callable[..., Iterator[Hit]]:
    """A check of votes that gives one hit for each meeting."""

    @wraps(check)
    def merged(facts: Facts, period: Period) -> Iterator[Hit]:
        return _one_each(check(facts, period))

    return merged


def no_quorum(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-08: fewer voters than an ordinary or an admission vote needs."""
    polls = _polls(facts, period)
    return _one_each(_without_quorum(x for x in polls if x[2].kind != VoteKind.ELECTION))


def no_election_quorum(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-21: four fifths of those with a vote, candidates enough, ballots that add up."""
    polls = _polls(facts, period)
    found = _without_quorum(x for x in polls if x[2].kind == VoteKind.ELECTION)
    weighed = (hit._replace(severity=E) for hit in found)
    return _one_each(chain(weighed, election_faults(facts, period)))


def _without_quorum(polls: Iterable[tuple[Session, int, Poll]]) -> Iterator[Hit]:
    for session, number, poll in polls:
        seen = outlook(poll.kind, poll.due, poll.present)
        if poll.yes is not None and not seen.has_quorum:
            yield _hit(
                session,
                f"表决“{poll.matter}”时到会有表决权 {poll.present} 人，至少要 {seen.quorum} 人。",
                f"votes.{number}.present",
                "请核对应到和实到人数；到会人数确实不够的，表决无效，应重新召开。",
                seen.source,
            )


def small_committee_meeting(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-09."""
    for session in facts.within(period):
        due, present = len(session.seats), len(session.present)
        if session.kind == MeetingKind.COMMITTEE and due and 2 * present < due:
            yield _hit(
                session,
                f"到会委员 {present} 人，不足应到 {due} 人的半数，不能开会。",
                "attendances",
                "请核对到会情况；确实不足半数的，应重新召开。",
            )


@_merging
def passed_without_majority(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-10."""
    for session, number, poll in _polls(facts, period):
        seen = outlook(poll.kind, poll.due, poll.present)
        if poll.is_passed and (poll.yes or 0) < seen.needed:
            yield _hit(
                session,
                f"“{poll.matter}”记为通过，但赞成 {poll.yes or 0} 票，至少要 {seen.needed} 票。",
                f"votes.{number}.yes",
                "请核对票数；票数无误的，应改为未通过。",
                seen.source,
            )


@_merging
def impossible_counts(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-11."""
    for session, number, poll in _polls(facts, period):
        votes = (poll.yes or 0, poll.no or 0, poll.abstain or 0)
        sentence = impossible(poll.due, poll.present, poll.written, votes)
        if sentence:
            yield _hit(
                session,
                f"表决“{poll.matter}”：{sentence.removesuffix('，请核对。')}。",
                f"votes.{number}.yes",
                "请对照纸质记录改正票数。",
            )


@_merging
def too_many_voters(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-12: more voters due than the branch had full members that day.

    Suspensions have no dates on file, so only full membership is counted: it is certain.
    """
    spans = [_full_from(each) for each in facts.people if each.category == Category.FULL]
    spans = [(first, last) for first, last in spans if first < last]
    began, ended = sorted(first for first, _ in spans), sorted(last for _, last in spans)
    for session, number, poll in _polls(facts, period):
        if session.kind not in (MeetingKind.ASSEMBLY, MeetingKind.ELECTION):
            continue
        voters = bisect_right(began, session.held_on) - bisect_right(ended, session.held_on)
        if poll.due > voters:
            yield _hit(
                session,
                f"表决“{poll.matter}”应到有表决权 {poll.due} 人，当日正式党员只有 {voters} 人。",
                f"votes.{number}.due",
                "预备党员和表决权暂停的党员不计入应到人数，请核对。",
            )


def _full_from(person: Person) -> tuple[date, date]:
    """From which day, and up to which, someone was a full member here."""
    days = (person.joined_on, person.transferred_in_on, person.full_on)
    first = max((day for day in days if day is not None), default=date.min)
    return first, person.left_on or date.max


def _polls(facts: Facts, period: Period) -> Iterator[tuple[Session, int, Poll]]:
    for session in facts.within(period):
        for number, poll in enumerate(session.polls):
            yield session, number, poll


def _hit(session: Session, sentence: str, field: str, advice: str, source: str = "") -> Hit:
    return Hit(
        f"{long_day(session.held_on)}{session.kind}：{sentence}",
        "meeting",
        session.id,
        field,
        advice,
        session.held_on,
        source=source,
    )


RULES = (
    Rule("MTG-08", E, f"{sources.BRANCH_WORK}第十一条", no_quorum, "表决到会人数"),
    Rule("MTG-09", E, f"{sources.BRANCH_WORK}第十二条", small_committee_meeting, "支委会到会半数"),
    Rule(
        "MTG-10", E, f"{sources.BRANCH_WORK}第十一条", passed_without_majority, "赞成过半数才通过"
    ),
    Rule(
        "MTG-11",
        E,
        "票数核算",
        impossible_counts,
        "票数不多于到会人数",
        confidence=Confidence.DESIGN,
    ),
    Rule("MTG-12", E, f"{sources.ELECTIONS}第五条", too_many_voters, "应到只算有表决权的"),
    Rule(
        "MTG-21",
        W,
        sources.ELECTIONS,
        no_election_quorum,
        "选举到会、差额和票数",
        sources.ELECTIONS_FROM,
    ),
)
