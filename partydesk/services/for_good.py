"""Which steps can never be taken back: what has left the house, what was closed, and below them."""

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from partydesk.domain.assessment import ClosedSheet
from partydesk.domain.journal import Change, Operation
from partydesk.domain.organization import Branch
from partydesk.domain.submission import Submission


def is_for_good(operation: type[Operation]) -> ColumnElement[bool]:
    """Setting the branch up, what has left the house, a closed period: none can be taken back."""
    change = aliased(Change)
    return exists().where(
        change.operation_id == operation.id,
        or_(
            change.record_type.in_((Submission.__tablename__, ClosedSheet.__tablename__)),
            and_(change.record_type == Branch.__tablename__, change.action == "add"),
        ),
    )


def lies_under_what_stays() -> ColumnElement[bool]:
    """A later step that stays touched the same record, so this one can't be taken back either."""
    later, own, same = aliased(Operation), aliased(Change), aliased(Change)
    return exists().where(
        own.operation_id == Operation.id,
        same.record_type == own.record_type,
        same.record_id == own.record_id,
        same.operation_id == later.id,
        later.sequence > Operation.sequence,
        later.undone.is_(False),
        is_for_good(later),
    )
