"""A shortfall of a self-assessment becomes a 重点任务 with one click, once."""

from datetime import date

from sqlalchemy import select

from partydesk.domain.organization import PostKind
from partydesk.domain.periods import Period
from partydesk.domain.tasks import KeyTask
from partydesk.rules.scoring_gains import Gain, shortfall_task
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.storage import people
from partydesk.storage.store import Store


def take_shortfall(store: Store, gain: Gain, period: Period, today: date) -> tuple[str, bool]:
    """Put a shortfall on the list of tasks; the secretary answers for it until another is named.

    Returns:
        The task's id, and whether it is new: one that is open already is not listed twice.
    """
    values = shortfall_task(gain, period, today)
    same = select(KeyTask.id).where(
        KeyTask.matter == values["matter"],
        KeyTask.category == values["category"],
        KeyTask.done_on.is_(None),
    )
    with store.reading() as session:
        known = session.scalar(same)
        posts = people.posts_on(session, today)
    if known:
        return known, False
    secretary = next((each.member_id for each in posts if each.kind == PostKind.SECRETARY), None)
    ledger = BY_TABLE["key_task"]
    given = keeping.defaults(ledger) | values | {"owner_id": secretary}
    return keeping.save_record(store, ledger, given, today).id, True
