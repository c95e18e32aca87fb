"""What merging two entries of a person does to every record that names the one that goes."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.domain.assessment import Evidence
from partydesk.domain.attachment import Attachment
from partydesk.domain.development import Development, DevelopmentCompanion, DevelopmentStep
from partydesk.domain.dues import DuesPayment, PaymentKind
from partydesk.domain.fields import Kept, Record
from partydesk.domain.integrity import IntegrityLeaf, Relative
from partydesk.domain.meeting import Attendance
from partydesk.domain.member import Member
from partydesk.domain.submission import Acceptance
from partydesk.domain.talk import Talk, TalkPartner
from partydesk.services.merging_twins import TOLD_BY, filled_from
from partydesk.services.merging_words import owner_of, when
from partydesk.services.person_fields import about, naming, notes_on
from partydesk.storage import talks as stored_talks

_Act = Callable[[Any, dict[str, Any]], None]


class Way(Enum):
    """What becomes of a record."""

    CHANGE = auto()
    BIN = auto()  #: it moves to 回收站
    REMOVE = auto()  #: a row inside of another record, which goes; history keeps it


@dataclass(frozen=True)
class Step:
    """One record with its new values."""

    record: Record
    values: dict[str, Any]
    way: Way = Way.CHANGE


class Steps:
    """Works out the steps; nothing is changed until ``apply``.

    Attributes:
        steps: What is done, record by record.
        moved: How many records of each type go over to the entry that stays.
        clashes: Where both entries stood, and what becomes of it, by kind of clash.
    """

    def __init__(self, session: Session, kept: Member, gone: Member) -> None:
        self._session, self._kept, self._gone = session, kept, gone
        self.steps: list[Step] = []
        self.moved: defaultdict[type[Record], int] = defaultdict(int)
        self.clashes: defaultdict[str, list[str]] = defaultdict(list)
        with session.no_autoflush:
            self._work_out()

    def apply(self, now: datetime) -> None:
        """Do the steps in the session."""
        for step in self.steps:
            if step.way is Way.REMOVE:
                self._session.delete(step.record)
                continue
            for name, value in step.values.items():
                setattr(step.record, name, value)
            if step.way is Way.BIN and isinstance(step.record, Kept):
                step.record.deleted_at = step.record.deleted_at or now

    def _work_out(self) -> None:
        special: dict[type[Record], _Act] = {
            DuesPayment: self._payment,
            Development: self._way,
            IntegrityLeaf: self._leaf,
            Relative: self._relative,
        }
        self._page = stored_talks.next_page(self._session, self._kept.id)
        found = list(naming(self._session, self._gone.id))
        leaves = {each.id: each.number for each, _ in found if isinstance(each, IntegrityLeaf)}
        for record, names in sorted(found, key=lambda each: leaves.get(each[0].id, 0)):
            values: dict[str, Any] = dict.fromkeys(names, self._kept.id)
            act: _Act = special.get(type(record), self._usual)
            act(record, values)
        self._papers()
        self._proofs()
        self._acceptances()
        self._notes()
        self._with_oneself()

    def _move(self, record: Record, values: dict[str, Any], way: Way = Way.CHANGE) -> None:
        self.steps.append(Step(record, self._in_texts(record) | values, way))
        if way is Way.CHANGE and getattr(record, "deleted_at", None) is None:
            self.moved[type(record)] += 1

    def _in_texts(self, record: Record) -> dict[str, Any]:
        """Where a text of the record holds the key, as what an event keeps of the roster does."""
        gone, kept = self._gone.id, self._kept.id
        return {
            name: value.replace(gone, kept)
            for name, value in record.__dict__.items()
            if isinstance(value, str) and gone in value
        }

    def _usual(self, record: Record, values: dict[str, Any]) -> None:
        twin = self._twin(record) if "member_id" in values else None
        if twin is None:
            self._move(record, values)
            return
        filled, differ = filled_from(twin, record)
        if filled:
            self.steps.append(Step(twin, filled))
        kept = isinstance(record, Kept)
        if kept:
            self._move(record, values, Way.BIN)
        else:
            self.steps.append(Step(record, {}, Way.REMOVE))
        self._clash(record, "twin_differs" if differ else "twin")

    def _twin(self, record: Record) -> Record | None:
        """The like record of the entry that stays."""
        record_type = type(record)
        names = TOLD_BY.get(record_type)
        if names is None and not isinstance(record, Kept):
            names = tuple(
                key.parent.name
                for key in record_type.__table__.foreign_keys
                if key.column.table is not Member.__table__
            )
        if not names or getattr(record, "deleted_at", None) is not None:
            return None
        same = [getattr(record_type, name) == getattr(record, name) for name in names]
        columns = record_type.__table__.columns
        query = select(record_type).where(columns["member_id"] == self._kept.id, *same)
        return self._session.scalars(query.order_by(record_type.id)).first()

    def _payment(self, record: DuesPayment, values: dict[str, Any]) -> None:
        """Money that was received is never put away: only a line without it gives way."""
        twin = None
        if "member_id" in values and record.kind == PaymentKind.DUES and record.deleted_at is None:
            query = select(DuesPayment).where(
                DuesPayment.member_id == self._kept.id,
                DuesPayment.month == record.month,
                DuesPayment.kind == PaymentKind.DUES,
            )
            twin = self._session.scalars(query.order_by(DuesPayment.id)).first()
        if twin is None:
            self._move(record, values)
        elif not record.paid:
            self._move(record, values, Way.BIN)
            self._clash(record, "unpaid")
        else:
            self._move(record, values)
            if not twin.paid:
                self.steps.append(Step(twin, {}, Way.BIN))
            self._clash(record, "paid_twice" if twin.paid else "unpaid")

    def _way(self, record: Development, values: dict[str, Any]) -> None:
        """One person has one way that is open: the one on which more was done."""
        query = select(Development).where(
            Development.member_id == self._kept.id, Development.ended_on.is_(None)
        )
        own = self._session.scalars(query).first()
        if own is None or record.ended_on is not None or record.deleted_at is not None:
            self._move(record, values)
            return
        if self._steps_of(record) > self._steps_of(own):
            self._move(record, values)
            self.steps.append(Step(own, {}, Way.BIN))
        else:
            self._move(record, values, Way.BIN)
        self._clash(record, "ways")

    def _steps_of(self, way: Development) -> int:
        count = select(func.count()).where(DevelopmentStep.development_id == way.id)
        return self._session.scalar(count) or 0

    def _leaf(self, record: IntegrityLeaf, values: dict[str, Any]) -> None:
        """Pages of the one that goes follow those of the other; what is sealed stays sealed."""
        if "member_id" in values and self._page > 1:
            values["number"] = self._page
            self._page += 1
            if record.deleted_at is None:
                self._clash(record, "pages")
        owner = values.get("member_id", record.member_id)
        if record.deleted_at is None and owner == values.get("keeper_id", record.keeper_id):
            self._clash(record, "own_file")
        self._move(record, values)

    def _relative(self, record: Relative, values: dict[str, Any]) -> None:
        ends = {values.get(name, getattr(record, name)) for name in ("member_id", "relative_id")}
        if len(ends) == 1 and record.deleted_at is None:
            self._move(record, values, Way.BIN)
            self._clash(record, "relative")
        else:
            self._move(record, values)

    def _papers(self) -> None:
        own = [each for each in about(self._session, Attachment, self._kept.id) if _lives(each)]
        known = {each.blob_id for each in own if isinstance(each, Attachment)}
        for place, paper in enumerate(about(self._session, Attachment, self._gone.id), len(own)):
            assert isinstance(paper, Attachment)
            twice = paper.blob_id in known and _lives(paper)
            values = {"record_id": self._kept.id, "position": place}
            self._move(paper, values, Way.BIN if twice else Way.CHANGE)
            if twice:
                self._clash(paper, "papers")

    def _proofs(self) -> None:
        own = {_get(each, "score_id") for each in about(self._session, Evidence, self._kept.id)}
        for proof in about(self._session, Evidence, self._gone.id):
            twice = _get(proof, "score_id") in own
            way = Way.REMOVE if twice else Way.CHANGE
            self._move(proof, {"record_id": self._kept.id}, way)

    def _acceptances(self) -> None:
        """What was explained of both stands once: a rule is explained once for a person."""
        own = {_get(each, "rule") for each in about(self._session, Acceptance, self._kept.id)}
        for each in about(self._session, Acceptance, self._gone.id):
            way = Way.REMOVE if _get(each, "rule") in own else Way.CHANGE
            self._move(each, {"record_id": self._kept.id}, way)

    def _notes(self) -> None:
        own = {each.key for each in notes_on(self._session, self._kept.id)}
        for note in notes_on(self._session, self._gone.id):
            key = note.key.replace(self._gone.id, self._kept.id)
            self._move(note, {"key": key}, Way.REMOVE if key in own else Way.CHANGE)

    def _with_oneself(self) -> None:
        """What two did together, one did with oneself: nothing is changed, it is only told."""
        both = (self._kept.id, self._gone.id)
        talks = (
            select(Talk)
            .join(TalkPartner)
            .where(
                Talk.talker_id.in_(both),
                TalkPartner.member_id.in_(both),
                TalkPartner.member_id != Talk.talker_id,
            )
        )
        ways = (
            select(Development)
            .join(DevelopmentCompanion)
            .where(
                Development.member_id.in_(both),
                DevelopmentCompanion.member_id.in_(both),
                DevelopmentCompanion.member_id != Development.member_id,
            )
        )
        for each in self._session.scalars(talks):
            self._clash(each, "own_talk")
        for way in self._session.scalars(ways):
            self._clash(way, "own_way")

    def _clash(self, record: Record, kind: str) -> None:
        owner = owner_of(self._session, record)
        table = owner.__tablename__ if owner is not None else record.__tablename__
        key = kind if kind not in ("twin", "twin_differs") else f"{kind}:{table}"
        if isinstance(record, Attendance):
            key = f"attendance:{table}"
        self.clashes[key].append(when(owner if owner is not None else record))


def _lives(record: Record) -> bool:
    return getattr(record, "deleted_at", None) is None


def _get(record: Record, name: str) -> Any:
    return getattr(record, name)
