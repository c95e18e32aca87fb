"""Records that can prove a score: those of a period, and the words for those already chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from partydesk.domain.periods import Period
from partydesk.storage import meetings, people, talks
from partydesk.storage.store import Store


@dataclass(frozen=True)
class Proof:
    """A record as a proof; a talk or a leaf is named without its contents."""

    record_type: str
    record_id: str
    day: date
    text: str

    @property
    def id(self) -> tuple[str, str]:
        """What an assessment keeps."""
        return self.record_type, self.record_id


def proofs(store: Store, period: Period | None = None) -> list[Proof]:
    """Meetings, talks and leaves of a period, the newest first."""
    with store.reading() as session:
        names = people.names(session)
        found = [
            Proof("meeting", each.id, each.held_on, _meeting(each.kind, each.number, each.topic))
            for each in meetings.meetings(session, period)
        ]
        found += [
            Proof(
                "talk",
                each.id,
                each.talked_on,
                f"{each.kind}　{names.get(each.talker_id, '')} 与 "
                + "、".join(partner.name for partner in each.partners),
            )
            for each in talks.talks(session, period)
        ]
        found += [
            Proof(
                "integrity_leaf",
                each.id,
                each.dated_on,
                f"廉政活页　{names.get(each.member_id, '')}　{each.kind}",
            )
            for each in talks.leaves(session)
            if period is None or each.dated_on in period
        ]
    return sorted(found, key=lambda proof: (proof.day, proof.record_id), reverse=True)


def named(store: Store, chosen: Iterable[tuple[str, str]]) -> list[Proof]:
    """The chosen records in words, the newest first; those in 回收站 are left out."""
    wanted = set(chosen)
    return [each for each in proofs(store) if each.id in wanted] if wanted else []


def _meeting(kind: str, number: int, topic: str | None) -> str:
    return f"{kind}　第{number}次　{topic or ''}".strip()
