"""What is wrong in the branch's records, and what the secretary has accepted with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select

from partydesk.domain.finding import Finding
from partydesk.domain.periods import Period
from partydesk.domain.submission import Acceptance
from partydesk.errors import InvalidValuesError, NotFoundError
from partydesk.rules.catalogue import findings
from partydesk.rules.facts import Facts
from partydesk.services.beside import ALONE, Turn
from partydesk.services.known_facts import facts_of
from partydesk.storage.store import WITH_DELETED, Store

_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding with the reason it was accepted for."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: what is open, and what was accepted with a reason."""

    open: tuple[Finding, ...]
    explained: tuple[Explained, ...]


def check_branch(
    store: Store,
    period: Period | None,
    today: date,
    turn: Turn = ALONE,
) -> list[Finding]:
    """What is open in a period: errors, then warnings, then hints.

    Args:
        store: The file.
        period: Records of which days; ``None`` for everything on file.
        today: The day of the check.
        turn: Held while the file is read, for a thread that takes turns; not while checking.
    """
    return list(judged(store, facts_of(store, today, turn), period, turn).open)


def judged(
    store: Store,
    facts: Facts,
    period: Period | None,
    turn: Turn = ALONE,
    *,
    sending: Facts | None = None,
) -> Checked:
    """What is open and what was accepted; ``sending`` as in ``catalogue.findings``."""
    found = findings(facts, period, sending=sending, pause=turn.pause)
    with turn:
        reasons = _reasons(store)
    return sort_out(found, reasons)


def sort_out(found: Iterable[Finding], reasons: dict[tuple[str, str], str]) -> Checked:
    """Part the accepted findings from the open ones."""
    still_open, explained = [], []
    for finding in found:
        reason = reasons.get((finding.rule, finding.record_id))
        if reason is None:
            still_open.append(finding)
        else:
            explained.append(Explained(finding, reason))
    return Checked(tuple(still_open), tuple(explained))


def _reasons(store: Store) -> dict[tuple[str, str], str]:
    with store.reading() as session:
        query = select(Acceptance.rule, Acceptance.record_id, Acceptance.reason)
        return {(rule, record_id): reason for rule, record_id, reason in session.execute(query)}


def accept(store: Store, finding: Finding, reason: str) -> None:
    """Accept a finding with a reason; the reason is printed and sent along.

    Raises:
        InvalidValuesError: There is no reason, or it is too long.
    """
    text = " ".join(reason.split())
    if not text:
        raise InvalidValuesError({"reason": "请写明理由。"})
    if len(text) > _LONGEST_REASON:
        sentence = f"理由太长：{len(text)} 个字，最多 {_LONGEST_REASON} 个字。"
        raise InvalidValuesError({"reason": sentence})
    with store.writing(f"说明理由：{finding.rule}") as session:
        # One that was withdrawn before is taken up again: there is one for a rule and record.
        found = session.scalar(_of(finding).execution_options(**WITH_DELETED))
        if found is None:
            found = Acceptance(
                rule=finding.rule, record_type=finding.record_type, record_id=finding.record_id
            )
            session.add(found)
        found.reason, found.deleted_at = text, None


def withdraw(store: Store, finding: Finding) -> None:
    """Take the reason back: the finding is open again.

    Raises:
        NotFoundError: There is none any more.
    """
    with store.writing(f"撤回说明：{finding.rule}") as session:
        found = session.scalar(_of(finding))
        if found is None:
            raise NotFoundError("这条说明已经撤回。")
        found.deleted_at = datetime.now()


def _of(finding: Finding) -> Select[Acceptance]:
    return select(Acceptance).where(
        Acceptance.rule == finding.rule, Acceptance.record_id == finding.record_id
    )
