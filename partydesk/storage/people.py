"""Questions about people, groups and posts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from partydesk.domain.member import MEMBERS, Member
from partydesk.domain.organization import Branch, Group, Post, Term
from partydesk.storage.plain import PlainWriting

#: For queries that may find thousands of records: fetched at once they would stop the window.
IN_PORTIONS = {"yield_per": 1000}


def the_branch(session: Session) -> Branch | None:
    """The branch that keeps this file; none before it was set up."""
    return session.scalar(select(Branch))


def groups(session: Session) -> list[Group]:
    """The 党小组 in their order."""
    return list(session.scalars(select(Group).order_by(Group.position, Group.name)))


def people(session: Session, *, ids: Iterable[str] | None = None) -> list[Member]:
    """Everyone on the roster, in the order of entry; or those with these ids."""
    query = select(Member).order_by(Member.id)
    if ids is not None:
        query = query.where(Member.id.in_(list(ids)))
    return list(session.scalars(query, execution_options=IN_PORTIONS))


def matching(query: Select[Any], text: str) -> Select[Any]:
    """Narrow a query by name, pinyin, initials, or the end of an id or phone number."""
    text = text.strip()
    if not text:
        return query
    return query.where(
        or_(
            Member.name.contains(text, autoescape=True),
            Member.spelling.contains(text.lower(), autoescape=True),
            Member.id_number.contains(text.upper(), autoescape=True),
            Member.mobile.contains(text, autoescape=True),
        )
    )


def with_number(plain: PlainWriting, id_number: str) -> list[tuple[Any, ...]]:
    """Id and name of everyone with an id number, those who left included."""
    return plain.ask(
        "SELECT id, name FROM member WHERE id_number = ? AND typeof(deleted_at) = 'null'",
        id_number,
    )


def terms(session: Session) -> list[Term]:
    """Committee terms with their posts, the newest first."""
    query = select(Term).options(selectinload(Term.posts)).order_by(Term.elected_on.desc())
    return list(session.scalars(query))


def posts_on(session: Session, day: date) -> list[Post]:
    """The posts held on a day in the term of that day."""
    for term in terms(session):
        if term.elected_on <= day:
            return [
                post
                for post in term.posts
                if (post.started_on or term.elected_on) <= day
                and (post.ended_on is None or day < post.ended_on)
            ]
    return []


def names(session: Session) -> dict[str, str]:
    """Names of people and groups by id, those who left included."""
    found: dict[str, str] = {}
    for table in (Member, Group):
        query = select(table.id, table.name).execution_options(with_deleted=True)
        found.update((key, name) for key, name in session.execute(query))
    return found


def current_members(session: Session) -> list[Member]:
    """Members who have not left, in the order of entry."""
    query = select(Member).where(Member.category.in_(MEMBERS), Member.left_on.is_(None))
    return list(session.scalars(query.order_by(Member.id), execution_options=IN_PORTIONS))
