"""政治生日: the month's list from the roster, and the card that is handed over."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.documents.forms.birthday_card import birthday_card
from partydesk.domain.evaluation import Birthday
from partydesk.domain.member import Member
from partydesk.domain.periods import Period
from partydesk.errors import NotFoundError
from partydesk.services.ledgers.pages import printing_of
from partydesk.services.organization import the_branch
from partydesk.storage import people
from partydesk.storage.store import Store


def years_in_party(joined_on: date, day: date) -> int:
    """党龄 in full years on a day, from the day the person joined (党章 第七条: since 转正).

    The branch's custom counts from 入党; the roster's 党龄 from 转正 is another figure.
    """
    before = (day.month, day.day) < (joined_on.month, joined_on.day)
    return day.year - joined_on.year - before


def anniversary(joined_on: date, year: int) -> date:
    """The day in a year; who joined on 29 February has it on the 28th in other years."""
    if (joined_on.month, joined_on.day) == (2, 29):
        try:
            return joined_on.replace(year=year)
        except ValueError:
            return date(year, 2, 28)
    return joined_on.replace(year=year)


def list_month(store: Store, today: date, _period: Period | None = None) -> str:
    """Add everyone whose 政治生日 falls into this month up to today; says who."""
    with store.reading() as session:
        known = {
            (key, day)
            for key, day in session.execute(select(Birthday.member_id, Birthday.celebrated_on))
        }
        found = [
            (each, day)
            for each in people.current_members(session)
            if each.joined_on
            and each.joined_on.year < today.year
            and (day := anniversary(each.joined_on, today.year)).month == today.month
            and day <= today
            and (each.id, day) not in known
        ]
    if not found:
        return f"{today.month}月到今天为止没有要新记的政治生日。"
    with store.writing(f"记政治生日 {len(found)} 人") as session:
        for member, day in sorted(found, key=lambda pair: pair[1]):
            record = Birthday(celebrated_on=day, member_id=member.id)
            complete(session, record)
            session.add(record)
    return f"已记下：{'、'.join(member.name for member, _day in found)}。可以逐个打印贺卡。"


def complete(session: Session, record: Birthday) -> None:
    """Fill in the day of joining and the years, from the roster."""
    member = session.get(Member, record.member_id)
    if member is not None and member.joined_on:
        record.joined_on = member.joined_on
    if record.joined_on:
        record.years = years_in_party(record.joined_on, record.celebrated_on)


def card_pdf(store: Store, record_id: str) -> bytes:
    """The card on paper.

    Raises:
        NotFoundError: It is not in the file, or the person is not.
    """
    with store.reading() as session:
        record = session.get(Birthday, record_id)
        member = session.get(Member, record.member_id) if record else None
    if record is None or member is None:
        raise NotFoundError("这条政治生日记录已不在文件里。")
    branch = the_branch(store)
    return birthday_card(
        member.name, record.years or 0, record.celebrated_on, branch.name if branch else "",
        printing_of(store),
    )  # fmt: skip
