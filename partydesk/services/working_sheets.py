"""Working sheets of self-assessments in the file: begun, loaded, written item by item."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from partydesk.domain.assessment import Assessment, Evidence, Score
from partydesk.errors import NotFoundError, RefusedError
from partydesk.rules.scheme import Scheme
from partydesk.services.schemes import DEFAULT, scheme_of
from partydesk.services.score_view import Given, Own
from partydesk.storage.store import Store


@dataclass(frozen=True)
class Sheet:
    """The working sheet of one period: what the branch gave, by the item's number."""

    id: str
    scheme: Scheme
    period: str
    finished_at: datetime | None
    scores: Mapping[str, Own]
    correction: str = ""
    given: Given = field(default_factory=Given)

    @property
    def total(self) -> int:
        """Sum of the scores given, in hundredths."""
        return sum(score.points or 0 for score in self.scores.values())

    @property
    def missing(self) -> list[str]:
        """Items without a score."""
        given = {no for no, score in self.scores.items() if score.points is not None}
        return [item.no for item in self.scheme.items if item.no not in given]


def assessment(store: Store, period: str, scheme_id: str = DEFAULT) -> Sheet | None:
    """The working sheet of a period, or none yet."""
    with store.reading() as session:
        found = _find(session, period, scheme_id)
    return _sheet(store, found) if found else None


def open_assessment(store: Store, period: str, scheme_id: str = DEFAULT) -> Sheet:
    """The working sheet of a period, begun if there is none."""
    found = assessment(store, period, scheme_id)
    if found is None:
        scheme_of(store, scheme_id)
        with store.writing("开始自评") as session:
            session.add(Assessment(scheme=scheme_id, period=period))
        found = assessment(store, period, scheme_id)
    assert found is not None
    return found


def put_own(
    session: Session, found: Assessment, item: str, own: Own, computed: int | None = None
) -> None:
    """Put what the branch gave for an item into the record; nothing is committed here.

    ``computed`` is the program's own figure at that time, where it is known.
    """
    score = next((each for each in found.scores if each.item == item), None)
    if score is None:
        score = Score(item=item, evidence=[])
        found.scores.append(score)
    score.points, score.reason = own.points, own.reason.strip() or None
    score.computed = computed
    wanted = list(dict.fromkeys(own.evidence))
    known = {(each.record_type, each.record_id): each for each in score.evidence}
    for key, each in known.items():
        if key not in wanted:
            score.evidence.remove(each)
            session.delete(each)
    for key in wanted:
        if key not in known:
            score.evidence.append(Evidence(record_type=key[0], record_id=key[1]))


def _whole() -> Select[Assessment]:
    return select(Assessment).options(selectinload(Assessment.scores).selectinload(Score.evidence))


def _find(session: Session, period: str, scheme_id: str) -> Assessment | None:
    return session.scalar(
        _whole().where(Assessment.period == period, Assessment.scheme == scheme_id)
    )


def load_working(session: Session, sheet_id: str) -> Assessment:
    """The record with everything, or ``NotFoundError``."""
    found = session.scalar(_whole().where(Assessment.id == sheet_id))
    if found is None:
        raise NotFoundError("这份自评已不在文件里。", "请在回收站里查看。")
    return found


def load_open(session: Session, sheet_id: str) -> Assessment:
    """The same, or ``RefusedError`` when it is closed."""
    found = load_working(session, sheet_id)
    if found.finished_at is not None:
        raise RefusedError("这一期自评已经完成，不能再改。", "要改动，请用“更正”。")
    return found


def sheet_with(store: Store, sheet_id: str) -> Sheet:
    """A working sheet by its id, or ``NotFoundError``."""
    with store.reading() as session:
        found = load_working(session, sheet_id)
    return _sheet(store, found)


def _sheet(store: Store, found: Assessment) -> Sheet:
    return Sheet(
        found.id,
        scheme_of(store, found.scheme),
        found.period,
        found.finished_at,
        {
            score.item: Own(
                score.points,
                score.reason or "",
                tuple((each.record_type, each.record_id) for each in score.evidence),
            )
            for score in found.scores
        },
        found.correction or "",
        Given(
            found.upper_points,
            found.peer_points,
            found.given_star or "",
            found.starred_on,
            json.loads(found.upper_items or "{}").get("items", {}),
            found.upper_source or "",
        ),
    )
