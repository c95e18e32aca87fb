"""Whether somebody was here on the day of a record: nobody is recorded before coming or after."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.member import Member
from partydesk.domain.text import long_day


def strangers(
    session: Session, named: Iterable[tuple[str, str | None]], first: date, last: date
) -> dict[str, str]:
    """A sentence for each field that names somebody who was not here in a span.

    Args:
        session: The file.
        named: Fields with the ids that they hold.
        first: The first day of the record: a day, or the first of its month.
        last: Its last day.
    """
    wanted = [(field, key) for field, key in named if key]
    query = select(Member.id, Member.name, Member.transferred_in_on, Member.left_on)
    query = query.where(Member.id.in_({key for _, key in wanted}))
    stays = {key: (name, came, left) for key, name, came, left in session.execute(query)}
    found = {}
    for field, key in wanted:
        name, came, left = stays.get(key, ("", None, None))
        if left and left < first:
            found[field] = f"{name}已于{long_day(left)}离开支部，请核对日期或换人。"
        elif came and came > last:
            found[field] = f"{name}{long_day(came)}才转入支部，请核对日期或换人。"
    return found
