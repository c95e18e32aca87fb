"""Self-assessments as plain values for the checks of chapter SCO."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from partydesk.domain.assessment import BONUS, VETO, Assessment, Score
from partydesk.domain.journal import Setting
from partydesk.rules.assessed import ScoredItem, ScoredSheet
from partydesk.rules.scheme import Scheme, star_flaws
from partydesk.rules.schemes import load_schemes, scheme_from_text
from partydesk.services.score_records import SCHEMES, is_sound, newest


def score_facts(session: Session) -> dict[type[Any], tuple[Any, ...]]:
    """What the checks of self-assessments look at."""
    query = select(Assessment).options(selectinload(Assessment.scores).selectinload(Score.evidence))
    found = session.scalars(query).all()
    if not found:
        return {}
    schemes = _schemes(session)
    known = [(each, schemes[each.scheme]) for each in found if each.scheme in schemes]
    return {
        ScoredSheet: tuple(_sheet(session, each, scheme) for each, scheme in known),
        ScoredItem: tuple(
            item for each, scheme in known for score in each.scores
            if (item := _item(each, scheme, score)) is not None
        ),
    }  # fmt: skip


def _schemes(session: Session) -> dict[str, Scheme]:
    """As they are, with whatever is wrong in them: that is what is checked."""
    found = {each.id: each for each in load_schemes()}
    kept = session.get(Setting, SCHEMES)
    for key, text in (json.loads(kept.value) if kept else {}).items():
        found[key] = scheme_from_text(text, key, checked=False)
    return found


def _sheet(session: Session, found: Assessment, scheme: Scheme) -> ScoredSheet:
    closed = newest(session, found.scheme, found.period) if found.finished_at else None
    return ScoredSheet(
        found.id,
        found.period,
        scheme.title,
        sum(item.points for item in scheme.items),
        tuple(
            item.no
            for item in scheme.items
            if any(each.each > item.points for each in item.deductions)
        ),
        tuple(star_flaws(scheme.stars)),
        found.finished_at is not None,
        not found.finished_at or (closed is not None and is_sound(closed)),
    )


def _item(found: Assessment, scheme: Scheme, score: Score) -> ScoredItem | None:
    """A score with what it may be at most; a veto has none."""
    if score.points is None or score.item == VETO:
        return None
    item = scheme.item(score.item)
    if item is None and score.item != BONUS:
        return None
    return ScoredItem(
        found.id,
        found.period,
        score.item,
        item.points if item else scheme.bonus_cap,
        score.points,
        score.computed,
        bool(score.reason),
        len(score.evidence),
    )
