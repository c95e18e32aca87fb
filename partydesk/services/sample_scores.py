"""The sample branch's own scores: counted from its records, with a few judged otherwise."""

from datetime import date, datetime, time, timedelta

from partydesk.domain.assessment import Assessment, Evidence, Score
from partydesk.domain.ids import new_id
from partydesk.domain.records import RECORD_TYPES
from partydesk.services.assessments import sheet_view
from partydesk.services.sample_kit import Kit, texts
from partydesk.services.sample_talks import busy_quarter
from partydesk.services.score_view import ScoreLine
from partydesk.storage.store import Store


def count_scores(store: Store, today: date) -> tuple[ScoreLine, ...]:
    """What the program makes of this quarter: the scores below stand beside these figures."""
    return sheet_view(store, busy_quarter(today).code, today).lines


def add_scores(kit: Kit, lines: tuple[ScoreLine, ...]) -> None:
    """A finished look at this quarter: each item scored, a few still without proof."""
    given = {each["no"]: each for each in texts("score")["scores"]}
    at = datetime.combine(kit.today - timedelta(days=1), time(17, 5))
    sheet = Assessment(id=new_id(), scheme="default", period=busy_quarter(kit.today).code)
    sheet.created_at = sheet.updated_at = at
    for line in lines:
        told = given[line.item.no]
        computed = line.item.points if line.computed is None else line.computed
        points = min(max(computed + told["judged"], 0), line.item.points)
        proofs = [proof for kind in told["proof"] for proof in _proofs(kit, kind)]
        sheet.scores.append(
            Score(
                item=line.item.no,
                points=points,
                computed=line.computed,
                # A reason stands only where it explains a difference.
                reason=told["reason"] if points != line.computed else None,
                evidence=[Evidence(record_type=table, record_id=key) for table, key in proofs],
            )
        )
    kit.session.add(sheet)
    kit.session.flush()


def _proofs(kit: Kit, kind: str) -> list[tuple[str, str]]:
    """The last two records of a kind of meeting or of a table."""
    table = kind if kind in RECORD_TYPES else "meeting"
    return [(table, key) for key in kit.made.get(kind, ())[-2:]]
