"""不是同一人: two entries that look alike were told apart, and are not proposed to merge again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.member import Member
from partydesk.domain.submission import Acceptance
from partydesk.errors import NotFoundError, RefusedError
from partydesk.storage.store import WITH_DELETED, Store

#: The rule that finds a person twice; what is accepted here is that a pair is none.
_RULE = "MEM-03"
#: No record type of the file: the key names two members.
_PAIR = "member_pair"
_BETWEEN = "+"


def tell_apart(store: Store, one_id: str, other_id: str) -> str:
    """Remember in the file that two entries are two people; undo proposes them again.

    Returns:
        The title of the step.

    Raises:
        RefusedError: It is the same entry.
        NotFoundError: One of them is no longer on the roster.
    """
    if one_id == other_id:
        raise RefusedError("选的是同一条记录。", "请选两条不同的记录。")
    with store.reading() as session:
        names = [session.scalar(select(Member.name).where(Member.id == each))
                 for each in (one_id, other_id)]  # fmt: skip
        known = frozenset((one_id, other_id)) in two_people(session)
    if None in names:
        raise NotFoundError("其中一条记录已不在名册上。", "请重新查找。")
    title = f"记下 {names[0]} 与 {names[1]} 不是同一人"
    if not known:
        with store.writing(title) as session:
            key = _BETWEEN.join(sorted((one_id, other_id)))
            query = select(Acceptance).where(Acceptance.rule == _RULE, Acceptance.record_id == key)
            # One that lies in 回收站 is taken up again: there is one for a pair.
            found = session.scalar(query.execution_options(**WITH_DELETED))
            if found is None:
                found = Acceptance(rule=_RULE, record_type=_PAIR, record_id=key)
                session.add(found)
            found.reason, found.deleted_at = "对照过，不是同一人", None
    return title


def two_people(session: Session) -> set[frozenset[str]]:
    """The pairs of members that were told apart."""
    query = select(Acceptance.record_id).where(Acceptance.record_type == _PAIR)
    return {frozenset(each.split(_BETWEEN)) for each in session.scalars(query)}
