"""The branch itself: its names, groups, committee terms and posts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.fields import pick
from partydesk.domain.member import MEMBERS, Member
from partydesk.domain.organization import Branch, Group, Post, Term
from partydesk.errors import InvalidValuesError, RefusedError
from partydesk.rules.checking import checked_rows
from partydesk.services.registers import Register, Rows, check, put, values_of
from partydesk.storage import people
from partydesk.storage.store import Store

BRANCH = Register(
    Branch,
    "支部",
    pick(Branch, "name", "short_name", "code", "kind", "school", "parent", "founded_on", "phone"),
)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
GROUP = Register(Group, "党小组", pick(Group, "name", "leader_id"))
TERM = Register(
    Term,
    "支委会任期",
    pick(Term, "elected_on", "years", "approval", "filing", "extension"),
    {"posts": Rows(Post, pick(Post, "member_id", "kind", "started_on", "ended_on"))},
)


def the_branch(store: Store) -> Branch | None:
    """The branch that keeps this file; none before it was set up."""
    with store.reading() as session:
        return people.the_branch(session)


def branch_values(store: Store) -> dict[str, Any]:
    """What the form shows of the branch."""
    branch = the_branch(store)
    return values_of(BRANCH, branch) if branch else {}


def checked_branch(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values cleaned; the code must be able to stand in the name of a package.

    Raises:
        InvalidValuesError: With every problem at once.
    """
    ready = check(BRANCH, values)
    if not _CODE.fullmatch(ready["code"]):
        sentence = "支部代码只能用字母、数字、点和横线，并以字母或数字开头。"
        raise InvalidValuesError({"code": sentence})
    return ready


def save_branch(store: Store, values: Mapping[str, Any]) -> Branch:
    """Set the branch up, or change what is known of it."""
    ready = checked_branch(values)
    with store.writing("支部信息") as session:
        branch = people.the_branch(session)
        return put(session, BRANCH, ready, branch.id if branch else None)


def groups(store: Store) -> list[Group]:
    """The 党小组 in their order."""
    with store.reading() as session:
        return people.groups(session)


def save_groups(store: Store, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep the list of 党小组 as it stands; a group that is no longer listed goes.

    Raises:
        InvalidValuesError: A name is missing or stands twice, or a leader is not on the roster.
        RefusedError: A group that still has members was taken out.
    """
    ready = checked_rows("groups", GROUP.fields, rows)
    names = [row["name"] for row in ready]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise InvalidValuesError({f"groups.{number}.name": f"“{name}”写了两次。"})
    with store.writing("党小组") as session:
        _require_known(session, "groups", "leader_id", ready)
        kept = {row.get("id") for row in rows}
        for group in people.groups(session):
            if group.id not in kept:
                _dissolve(session, group)
        for number, (row, values) in enumerate(zip(rows, ready, strict=True)):
            put(session, GROUP, values, row.get("id")).position = number


def _dissolve(session: Session, group: Group) -> None:
    left = [each.name for each in people.people(session) if each.group_id == group.id]
    if left:
        raise RefusedError(
            f"{group.name}还有 {len(left)} 名党员，不能撤销。", "请先把他们调整到别的党小组。"
        )
    group.deleted_at = datetime.now()


def save_term(store: Store, values: Mapping[str, Any], term_id: str | None = None) -> Term:
    """Record a committee term with its posts, or correct the one with this id.

    Raises:
        InvalidValuesError: A value can't be kept, or a post's holder is not on the roster.
    """
    ready = check(TERM, values)
    with store.writing("支委会任期") as session:
        _require_known(session, "posts", "member_id", ready.get("posts", ()))
        return put(session, TERM, ready, term_id)


def _require_known(
    session: Session, rows: str, field: str, values: Iterable[Mapping[str, Any]]
) -> None:
    """The database would refuse an unknown person too, but without a sentence."""
    named = [row.get(field) for row in values]
    unknown = _unknown(session, named)
    problems = {
        f"{rows}.{number}.{field}": f"第 {number + 1} 行的人不在名册上，请重新选择。"
        for number, person in enumerate(named)
        if person in unknown
    }
    if problems:
        raise InvalidValuesError(problems)


def _unknown(session: Session, ids: Iterable[str | None]) -> set[str]:
    wanted = {each for each in ids if each}
    return wanted - {person.id for person in people.people(session, ids=wanted)}


def term_values(store: Store) -> tuple[str | None, dict[str, Any]]:
    """The newest term and what a form shows of it."""
    with store.reading() as session:
        terms = people.terms(session)
    if not terms:
        return None, {}
    return terms[0].id, values_of(TERM, terms[0])


def names(store: Store) -> dict[str, str]:
    """Names of people and groups by id, those who left included."""
    with store.reading() as session:
        return people.names(session)


def people_to_pick(store: Store, today: date) -> list[tuple[str, str, str, str, bool]]:
    """For pickers: id, name, spelling, a hint (post and group), and whether it is a member now.

    Those who left come last.
    """
    gone = Member.left_on.isnot(None).label("gone")
    query = select(Member.id, Member.name, Member.spelling, Member.group_id, Member.category, gone)
    with store.reading() as session:
        everyone = session.execute(query.order_by(gone, Member.id)).all()
        group_names = {group.id: group.name for group in people.groups(session)}
        posts = {post.member_id: post.kind for post in people.posts_on(session, today)}

    def hint(row: Any) -> str:
        post, group = posts.get(row.id), group_names.get(row.group_id or "")
        return "·".join(filter(None, (post, group, row.category, "已离开" if row.gone else "")))

    def is_member(row: Any) -> bool:
        return row.category in MEMBERS and not row.gone

    return [(row.id, row.name, row.spelling, hint(row), is_member(row)) for row in everyone]
