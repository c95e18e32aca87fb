"""Which 星级 a branch holds when a period is assessed: given earlier, and not run out."""

from calendar import isleap
from datetime import date, timedelta

from sqlalchemy import select

from partydesk.domain.assessment import Assessment
from partydesk.domain.periods import period_with
from partydesk.rules.scheme import Scheme
from partydesk.services.score_view import HeldStar
from partydesk.storage.store import Store


def held_star(store: Store, scheme: Scheme, period: str) -> HeldStar | None:
    """The star that was given last for an earlier period and still holds as this one begins."""
    if not scheme.stars:
        return None
    query = select(Assessment.period, Assessment.given_star, Assessment.starred_on).where(
        Assessment.scheme == scheme.id,
        Assessment.given_star.isnot(None),
        Assessment.starred_on.isnot(None),
        Assessment.deleted_at.is_(None),
        Assessment.period != period,
    )
    first = period_with(period).first
    with store.reading() as session:
        rows = [
            (since, star)
            for code, star, since in session.execute(query)
            if star and since and period_with(code).first < first
        ]
    if not rows:
        return None
    since, star = max(rows)
    until = last_day(since, scheme.star_terms.years)
    return HeldStar(star, since, until) if until is None or until >= first else None


def last_day(since: date, years: int) -> date | None:
    """The last day of so many years from a day on; none where there is no end."""
    if not years:
        return None
    year = since.year + years
    if (since.month, since.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return date(year, since.month, since.day) - timedelta(days=1)
