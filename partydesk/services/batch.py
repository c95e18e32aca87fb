"""One change for many people at once: shown before and after for each, done as one operation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partydesk.domain.fields import Kind, pick
from partydesk.domain.member import Member
from partydesk.errors import InvalidValuesError, NotFoundError
from partydesk.services.members import MEMBER, checked_member
from partydesk.services.registers import values_of
from partydesk.storage import people
from partydesk.storage.store import Store

#: What can be set for several people alike. What belongs to one person (number, birth, telephone)
#: or follows from a decision of its own (人员类别, 党籍, 离开) is not among it.
FIELDS = pick(
    Member,
    *("group_id", "job", "education", "degree", "title", "admin_post", "is_backbone"),
    *("is_leader", "is_frail", "is_floating", "floating_to", "ethnicity", "native_place"),
    *("school", "work_started_on", "transferred_in_on"),
)
_BY_NAME = {each.name: each for each in FIELDS}


@dataclass(frozen=True)
class Change:
    """What a batch would do to one person.

    Attributes:
        id: The person's key.
        name: Who it is.
        before: The value now.
        after: The value afterwards, cleaned.
        problem: Why this person can't be changed, as a sentence; empty if nothing is in the way.
    """

    id: str
    name: str
    before: Any
    after: Any
    problem: str = ""

    @property
    def changes(self) -> bool:
        """Whether something would be changed."""
        return not self.problem and self.before != self.after


def preview(store: Store, ids: Sequence[str], field_name: str, value: Any) -> list[Change]:
    """What setting a field of these people would do, in the order of the ids.

    Args:
        store: The file.
        ids: Keys of the people.
        field_name: One of ``FIELDS``.
        value: The new value; ``None`` empties the field.

    Raises:
        NotFoundError: The 党小组 is no longer in the file.
    """
    described = _BY_NAME[field_name]
    with store.reading() as session:
        groups = {group.id for group in people.groups(session)}
        if described.kind is Kind.GROUP and value is not None and value not in groups:
            raise NotFoundError("选的党小组已不在文件里。", "请重新选择。")
        found = {each.id: values_of(MEMBER, each) for each in people.people(session, ids=ids)}
    return [_change(each, found[each], field_name, value) for each in ids if each in found]


def change_members(store: Store, ids: Sequence[str], field_name: str, value: Any) -> int:
    """Set a field of these people as one operation; how many were changed.

    Those with a problem, and those who have the value already, stay as they are.
    """
    changes = {each.id: each.after for each in preview(store, ids, field_name, value)
               if each.changes}  # fmt: skip
    if not changes:
        return 0
    title = f"批量修改 {len(changes)} 人：{_BY_NAME[field_name].label}"
    with store.writing(title) as session:
        for member in people.people(session, ids=changes):
            setattr(member, field_name, changes[member.id])
    return len(changes)


def _change(member_id: str, values: Mapping[str, Any], field_name: str, value: Any) -> Change:
    name, before = str(values["name"]), values[field_name]
    try:
        ready = checked_member({**values, field_name: value})
    except InvalidValuesError as error:
        own = error.by_field.get(field_name)
        other = next(iter(error.by_field.values()))
        return Change(member_id, name, before, value, own or f"请先改正：{other}")
    return Change(member_id, name, before, ready[field_name])
