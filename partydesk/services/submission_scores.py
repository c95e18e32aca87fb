"""The self-assessment in a package: both figures of each item, why, and which scheme it was."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from partydesk.domain.assessment import Assessment
from partydesk.domain.periods import Period
from partydesk.rules.facts import Facts
from partydesk.rules.scheme import Scheme
from partydesk.rules.schemes import scheme_text
from partydesk.services.assessments import sheet_view
from partydesk.services.schemes import chosen_scheme
from partydesk.services.score_view import ScoreLine, SheetView, grouped
from partydesk.storage.store import Store

#: Masks personal numbers in a text, unless they are released.
WriteText = Callable[[str], str]


def sent_sheet(store: Store, period: Period, today: date, facts: Facts) -> SheetView | None:
    """The self-assessment that goes: that of the scheme in use, else the first that was begun."""
    query = select(Assessment.scheme).where(Assessment.period == period.code)
    with store.reading() as session:
        begun = session.scalars(query.order_by(Assessment.id)).all()
    if not begun:
        return None
    chosen = chosen_scheme(store).id
    return sheet_view(store, period.code, today, chosen if chosen in begun else begun[0], facts)


def scheme_digest(scheme: Scheme) -> str:
    """SHA-256 of a scheme's text: the same only where every word and figure is the same."""
    return hashlib.sha256(scheme_text(scheme).encode()).hexdigest()


def score_document(view: SheetView, write: WriteText) -> dict[str, Any]:
    """What the package holds of it; losses are told by deduction, so that nobody is named."""
    scheme, given = view.scheme, view.given
    return {
        "id": view.id,
        "scheme": scheme.id,
        "scheme_title": scheme.title,
        "scheme_version": scheme.version,
        "scheme_digest": scheme_digest(scheme),
        "period": view.period.code,
        "finished": view.is_closed,
        "version": view.version if view.is_closed else 0,
        "closed_at": view.closed_at.isoformat(timespec="seconds") if view.closed_at else None,
        "correction": write(view.correction),
        "total_hundredths": view.own,
        "computed_hundredths": view.computed,
        "countable_hundredths": view.countable,
        "bonus": {"points_hundredths": view.bonus.points, "reason": write(view.bonus.reason)},
        "veto": write(view.veto),
        "upper_hundredths": given.upper,
        "peer_hundredths": given.peer,
        "final_hundredths": view.final,
        "star": view.star.name if view.star else "",
        "scores": [_score(each, write) for each in view.lines],
    }


def _score(line: ScoreLine, write: WriteText) -> dict[str, Any]:
    return {
        "item": line.item.no,
        "title": line.item.title,
        "full_hundredths": line.item.points,
        "computed_hundredths": line.computed,
        "points_hundredths": line.own.points,
        "reason": write(line.own.reason),
        "why": [
            {
                "text": each.text,
                "cases": each.cases,
                "points_hundredths": each.points,
                "sentence": write(each.sentence),
            }
            for each in grouped(line.losses)
        ],
        "explained": len(line.excused),
        "judged": list(line.judged),
        "evidence": [list(key) for key in line.own.evidence],
    }
