"""The self-assessment of a period: scores, reasons and the records that prove them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from partydesk.domain.assessment import Assessment, Evidence, Score
from partydesk.errors import InvalidValuesError, NotFoundError, RefusedError
from partydesk.rules.scheme import Scheme
from partydesk.rules.schemes import load_schemes
from partydesk.storage.store import Store


@dataclass(frozen=True)
class ItemScore:
    """One item of the scheme with the branch's own score; points in hundredths.

    Attributes:
        evidence: Record type and id of each proof.
    """

    item: str
    points: int | None
    reason: str
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sheet:
    """The self-assessment of one period."""

    id: str
    scheme: Scheme
    period: str
    finished_at: datetime | None
    scores: Mapping[str, ItemScore]

    @property
    def total(self) -> int:
        """Sum of the scores given, in hundredths."""
        return sum(score.points or 0 for score in self.scores.values())

    @property
    def missing(self) -> list[str]:
        """Items without a score."""
        return [
            item.no
            for item in self.scheme.items
            if self.scores.get(item.no) is None or self.scores[item.no].points is None
        ]

    @property
    def unproved(self) -> list[str]:
        """Items with a score above zero but without evidence."""
        return [no for no, score in self.scores.items() if score.points and not score.evidence]


def scheme_with(scheme_id: str) -> Scheme:
    """The scheme with an id, or ``NotFoundError``."""
    for scheme in load_schemes():
        if scheme.id == scheme_id:
            return scheme
    raise NotFoundError(f"找不到考核表“{scheme_id}”。", "请联系教育局取得这份考核表。")


def assessment(store: Store, period: str, scheme_id: str = "default") -> Sheet | None:
    """The self-assessment of a period, or none yet."""
    with store.reading() as session:
        found = _find(session, period, scheme_id)
    return _sheet(found) if found else None


def previous_total(store: Store, period: str, scheme_id: str = "default") -> tuple[str, int] | None:
    """Code and total of the newest finished assessment before a period of the same sort."""
    query = (
        select(Assessment)
        .options(selectinload(Assessment.scores))
        .where(Assessment.scheme == scheme_id, Assessment.period < period)
        .where(Assessment.finished_at.isnot(None))
        .order_by(Assessment.period.desc())
    )
    with store.reading() as session:
        for each in session.scalars(query):
            if len(each.period) == len(period):
                return each.period, sum(score.points or 0 for score in each.scores)
    return None


def open_assessment(store: Store, period: str, scheme_id: str = "default") -> Sheet:
    """The self-assessment of a period, begun if there is none."""
    with store.reading() as session:
        found = _find(session, period, scheme_id)
    if found is None:
        scheme_with(scheme_id)
        with store.writing("开始自评") as session:
            session.add(Assessment(scheme=scheme_id, period=period))
            session.flush()
            found = _find(session, period, scheme_id)
    assert found is not None
    return _sheet(found)


def save_score(
    store: Store,
    sheet_id: str,
    item: str,
    *,
    points: int | None,
    reason: str = "",
    evidence: Iterable[tuple[str, str]] = (),
) -> None:
    """Keep the branch's score of one item.

    Args:
        store: The file.
        sheet_id: The self-assessment.
        item: Number of the item in the scheme.
        points: Hundredths of a point; ``None`` takes the score back.
        reason: Why, in the branch's words.
        evidence: Record type and id of each proof.

    Raises:
        InvalidValuesError: More points than the item has, or no number at all.
        RefusedError: The self-assessment is finished.
    """
    with store.writing(f"自评条目 {item}") as session:
        found = _load(session, sheet_id)
        if found.finished_at is not None:
            raise RefusedError("这一期自评已经完成，不能再改。", "要更正，请先“重新打开”。")
        most = {each.no: each.points for each in scheme_with(found.scheme).items}
        if item not in most:
            raise NotFoundError(f"考核表里没有第 {item} 条。")
        _require_points(points, most[item])
        if not isinstance(reason, str):
            raise InvalidValuesError({"reason": "理由应为文字。"})
        if len(reason) > 2000:
            raise InvalidValuesError({"reason": f"理由太长：{len(reason)} 个字，最多 2000 个字。"})
        score = next((each for each in found.scores if each.item == item), None)
        if score is None:
            score = Score(item=item, evidence=[])
            found.scores.append(score)
        score.points, score.reason = points, reason.strip() or None
        _put_evidence(session, score, list(dict.fromkeys(evidence)))


def _require_points(points: object, most: int) -> None:
    if points is None:
        return
    if not isinstance(points, int) or isinstance(points, bool):
        raise InvalidValuesError({"points": "自评分应为数字，最多两位小数。"})
    if not 0 <= points <= most:
        raise InvalidValuesError({"points": f"自评分应在 0 到 {most / 100:g} 分之间。"})


def _put_evidence(session: Session, score: Score, wanted: list[tuple[str, str]]) -> None:
    known = {(each.record_type, each.record_id): each for each in score.evidence}
    for key, each in known.items():
        if key not in wanted:
            score.evidence.remove(each)
            session.delete(each)
    for key in wanted:
        if key not in known:
            score.evidence.append(Evidence(record_type=key[0], record_id=key[1]))


def finish(store: Store, sheet_id: str) -> None:
    """Close a self-assessment; every item must have a score.

    Raises:
        RefusedError: Items are still without a score.
    """
    with store.writing("完成自评") as session:
        found = _load(session, sheet_id)
        missing = _sheet(found).missing
        if missing:
            raise RefusedError(f"还有第 {'、'.join(missing)} 条没有自评分。", "填好后再完成自评。")
        found.finished_at = datetime.now()


def reopen(store: Store, sheet_id: str) -> None:
    """Open a finished self-assessment again; history keeps that it was."""
    with store.writing("重新打开自评") as session:
        _load(session, sheet_id).finished_at = None


def _whole() -> Select[Assessment]:
    return select(Assessment).options(selectinload(Assessment.scores).selectinload(Score.evidence))


def _find(session: Session, period: str, scheme_id: str) -> Assessment | None:
    return session.scalar(
        _whole().where(Assessment.period == period, Assessment.scheme == scheme_id)
    )


def _load(session: Session, sheet_id: str) -> Assessment:
    found = session.scalar(_whole().where(Assessment.id == sheet_id))
    if found is None:
        raise NotFoundError("这份自评已不在文件里。", "请在回收站里查看。")
    return found


def _sheet(found: Assessment) -> Sheet:
    return Sheet(
        found.id,
        scheme_with(found.scheme),
        found.period,
        found.finished_at,
        {
            score.item: ItemScore(
                score.item,
                score.points,
                score.reason or "",
                tuple((each.record_type, each.record_id) for each in score.evidence),
            )
            for score in found.scores
        },
    )
