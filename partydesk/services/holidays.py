"""Whether this branch takes July and August easy: a missing meeting is only a hint there."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.rule_switch import RuleSwitch, Weight
from partydesk.storage.store import WITH_DELETED, Store

#: Stands where a check's number stands, so that it has the same history and undo.
KEY = "HOLIDAYS"
_ASKED = "上级要求寒暑假照常"


def is_softened(session: Session) -> bool:
    """Whether the months of the holidays are softened; they are until somebody says otherwise."""
    return session.scalar(select(RuleSwitch.weight).where(RuleSwitch.rule == KEY)) != Weight.OFF


def are_softened(store: Store) -> bool:
    """The same, of a file."""
    with store.reading() as session:
        return is_softened(session)


def soften(store: Store, *, wanted: bool) -> None:
    """Take the months of the holidays easy from now on, or as any other month."""
    if are_softened(store) == wanted:
        return
    weight = Weight.USUAL if wanted else Weight.OFF
    with store.writing("寒暑假缺会只提示" if wanted else "寒暑假照常校核") as session:
        query = select(RuleSwitch).where(RuleSwitch.rule == KEY)
        found = session.scalar(query.execution_options(**WITH_DELETED))
        if found is None:
            session.add(RuleSwitch(rule=KEY, weight=weight, reason=_ASKED))
        else:
            found.weight, found.deleted_at = weight, None
