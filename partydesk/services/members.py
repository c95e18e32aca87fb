"""The roster: look people up, change them, let them leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from partydesk.domain.fields import pick
from partydesk.domain.member import MEMBERS, Member
from partydesk.domain.pinyin import spelling_of
from partydesk.errors import InvalidValuesError
from partydesk.services.membership import moved_by_hand
from partydesk.services.registers import Register, check, kept, load, put_plainly, values_of
from partydesk.storage import people
from partydesk.storage.plain import PlainWriting, values_in
from partydesk.storage.store import Store

#: The fields of a form, in the order of the national sheet, then the school's own.
MEMBER = Register(
    Member,
    "党员",
    pick(
        Member,
        *("name", "id_number", "sex", "ethnicity", "born_on", "education", "category"),
        *("joined_on", "full_on", "job", "mobile", "landline", "address", "standing"),
        *("standing_on", "is_lost", "lost_on", "is_floating", "floating_to", "floated_on"),
        *("note", "group_id"),
        *("native_place", "work_started_on", "degree", "school", "admin_post", "title"),
        *("sponsors", "transferred_in_on", "is_backbone", "is_leader", "is_frail"),
        *("is_suspended", "left_kind", "left_on", "received_on"),
    ),
)


@dataclass(frozen=True)
class MemberFilter:
    """What a roster list shows.

    Attributes:
        text: Part of a name, pinyin, initials or number.
        categories: 人员类别 to show; empty for all.
        group_id: Only this 党小组.
        gone: Those who left instead of those who are here.
    """

    text: str = ""
    categories: tuple[str, ...] = MEMBERS
    group_id: str | None = None
    gone: bool = False


class RosterRow(NamedTuple):
    """A person as a list shows them, with the posts held today."""

    id: str
    name: str
    spelling: str
    sex: str | None
    ethnicity: str | None
    id_number: str | None
    born_on: date | None
    education: str | None
    category: str
    joined_on: date | None
    full_on: date | None
    mobile: str | None
    group_id: str | None
    admin_post: str | None
    title: str | None
    degree: str | None
    school: str | None
    native_place: str | None
    job: str | None
    work_started_on: date | None
    transferred_in_on: date | None
    is_backbone: bool
    is_leader: bool
    is_frail: bool
    is_floating: bool
    floating_to: str | None
    is_lost: bool
    left_kind: str | None
    left_on: date | None
    posts: str


def list_members(store: Store, wanted: MemberFilter, today: date) -> list[RosterRow]:
    """The roster, narrowed; in the order of entry."""
    listed = (getattr(Member, name) for name in RosterRow._fields if name != "posts")
    query = select(*listed).order_by(Member.id)
    query = query.where(Member.left_on.isnot(None) if wanted.gone else Member.left_on.is_(None))
    if wanted.categories:
        query = query.where(Member.category.in_(wanted.categories))
    if wanted.group_id:
        query = query.where(Member.group_id == wanted.group_id)
    with store.reading() as session:
        found = session.execute(people.matching(query, wanted.text)).all()
        posts: dict[str, list[str]] = {}
        for post in people.posts_on(session, today):
            posts.setdefault(post.member_id, []).append(post.kind)
    return [RosterRow._make((*row, "、".join(posts.get(row.id, ())))) for row in found]


def member_values(store: Store, member_id: str) -> dict[str, Any]:
    """What the form shows of a member."""
    with store.reading() as session:
        return values_of(MEMBER, load(session, MEMBER, member_id))


def save_member(store: Store, values: Mapping[str, Any], member_id: str | None = None) -> Member:
    """Add someone to the roster, or change the person with this id.

    Raises:
        InvalidValuesError: A value can't be kept, another person has this id number, or someone
            who is on the roster would move on without the event that says so.
    """
    ready = checked_member(values)
    title = f"{'修改' if member_id else '新增'}{ready['name']}"
    with store.writing_plainly(title) as plain:
        _require_unused(plain, ready["id_number"], member_id)
        row = kept(plain, MEMBER, member_id) if member_id else None
        if row is not None:
            _require_events(values_in(Member, row), ready)
        ready["spelling"] = spelling_of(ready["name"])
        return put_plainly(plain, MEMBER, ready, row)


def checked_member(values: Mapping[str, Any]) -> dict[str, Any]:
    """A person's values cleaned, or ``InvalidValuesError`` with what can't be kept."""
    ready = check(MEMBER, values)
    _require_plausible(ready)
    return ready


def _require_plausible(ready: Mapping[str, Any]) -> None:
    """Who left has a day and a way of leaving, or neither."""
    if (ready["left_on"] is None) != (ready["left_kind"] is None):
        missing = "left_on" if ready["left_on"] is None else "left_kind"
        raise InvalidValuesError({missing: "离开方式和离开日期要一起填写。"})


def _require_events(before: Mapping[str, Any], ready: Mapping[str, Any]) -> None:
    """Someone moves on through a service that checks the rule of that day, never by the form."""
    problems = moved_by_hand(before, ready)
    if problems:
        raise InvalidValuesError(problems)


def _require_unused(plain: PlainWriting, id_number: str | None, member_id: str | None) -> None:
    """MEM-03: the same id number twice is an error."""
    if id_number is None:
        return
    for other_id, name in people.with_number(plain, id_number):
        if other_id != member_id:
            raise InvalidValuesError({"id_number": f"这个身份证号已经是{name}的，请核对。"})
