"""Closed self-assessments: written once as JSON with a check sum, read back as they were."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.domain.assessment import ClosedSheet
from partydesk.domain.finding import Finding, Severity
from partydesk.domain.periods import period_with
from partydesk.errors import DamagedFileError, NotFoundError
from partydesk.rules.schemes import scheme_from_text, scheme_text
from partydesk.rules.scoring import Excused, Loss
from partydesk.services.evidence import Proof
from partydesk.services.score_records import is_sound, newest, seal_of
from partydesk.services.score_view import Key, Own, ScoreLine, SheetView
from partydesk.storage.store import Store

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Version:
    """A closed sheet as a list shows it."""

    period: str
    scheme: str
    version: int
    closed_at: datetime
    closed_by: str
    reason: str
    computed: int
    countable: int
    own: int


def versions(store: Store, scheme_id: str, period: str | None = None) -> list[Version]:
    """The closed sheets of a scheme by period, the newest version of each first."""
    query = select(ClosedSheet).where(ClosedSheet.scheme == scheme_id)
    if period is not None:
        query = query.where(ClosedSheet.period == period)
    query = query.order_by(ClosedSheet.period, ClosedSheet.version.desc())
    with store.reading() as session:
        return [
            Version(
                each.period, each.scheme, each.version, each.closed_at, each.closed_by,
                each.reason or "", each.computed, each.countable, each.own,
            )
            for each in session.scalars(query)
        ]  # fmt: skip


def closed_view(store: Store, scheme_id: str, period: str, version: int | None = None) -> SheetView:
    """A closed sheet as it was; the newest version when none is named.

    Raises:
        NotFoundError: There is no such version.
        DamagedFileError: It is not what was closed.
    """
    with store.reading() as session:
        found = newest(session, scheme_id, period, version)
    if found is None:
        raise NotFoundError("这一期还没有完成的自评。")
    if not is_sound(found):
        raise DamagedFileError(
            f"{period_with(period).label}自评第 {found.version} 版与完成时不一致。",
            "请用备份恢复，再与上报的材料核对。",
        )
    return _thawed(found)


def close(session: Session, view: SheetView, words: Iterable[Proof], actor: str) -> ClosedSheet:
    """Freeze a sheet as the next version; nothing is committed here."""
    last = session.scalar(
        select(func.max(ClosedSheet.version)).where(
            ClosedSheet.scheme == view.scheme.id, ClosedSheet.period == view.period.code
        )
    )
    content = json.dumps(_frozen(view, words), ensure_ascii=False, sort_keys=True)
    made = ClosedSheet(
        scheme=view.scheme.id,
        period=view.period.code,
        version=(last or 0) + 1,
        closed_at=datetime.now(),
        closed_by=actor,
        reason=view.correction or None,
        computed=view.computed,
        countable=view.countable,
        own=view.own,
        content=content,
        seal=seal_of(content),
    )
    session.add(made)
    return made


def _frozen(view: SheetView, words: Iterable[Proof]) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "scheme": scheme_text(view.scheme),
        "items": [_item(each) for each in view.lines],
        "bonus": asdict(view.bonus),
        "veto": view.veto,
        "words": [[*each.id, each.day.isoformat(), each.text] for each in words],
    }


def _item(line: ScoreLine) -> dict[str, Any]:
    return {
        "no": line.item.no,
        "computed": line.computed,
        "losses": [asdict(each) for each in line.losses],
        "excused": [asdict(each) for each in line.excused],
        "judged": line.judged,
        "proofs": line.proofs,
        "own": asdict(line.own),
    }


def _thawed(found: ClosedSheet) -> SheetView:
    given = json.loads(found.content)
    scheme = scheme_from_text(given["scheme"], found.scheme)
    by_no = {each["no"]: each for each in given["items"]}
    words = (
        Proof(record_type, key, date.fromisoformat(day), text)
        for record_type, key, day, text in given["words"]
    )
    return SheetView(
        "",
        scheme,
        period_with(found.period),
        tuple(_line(each, by_no[each.no]) for each in scheme.items),
        _own(given["bonus"]),
        given["veto"],
        found.version,
        found.closed_at,
        found.reason or "",
        words={each.id: each for each in words},
    )


def _line(item: Any, given: Mapping[str, Any]) -> ScoreLine:
    losses = (Loss(**{**each, "finding": _finding(each["finding"])}) for each in given["losses"])
    excused = (Excused(_finding(each["finding"]), each["reason"]) for each in given["excused"])
    return ScoreLine(
        item,
        given["computed"],
        tuple(losses),
        tuple(excused),
        tuple(given["judged"]),
        _keys(given["proofs"]),
        _own(given["own"]),
    )


def _finding(given: Mapping[str, Any]) -> Finding:
    return Finding(**{**given, "severity": Severity(given["severity"])})


def _own(given: Mapping[str, Any]) -> Own:
    return Own(given["points"], given["reason"], _keys(given["evidence"]))


def _keys(given: Iterable[Iterable[str]]) -> tuple[Key, ...]:
    return tuple((record_type, key) for record_type, key in given)
