"""Two entries of one person become one: what would happen is shown first, then done as one step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.fields import Field, SealedValue
from partydesk.domain.journal import Draft
from partydesk.domain.member import Category, Member
from partydesk.domain.pinyin import spelling_of
from partydesk.errors import DamagedFileError, InvalidValuesError, NotFoundError, RefusedError
from partydesk.rules.duplicates import Suspicion, suspicions
from partydesk.services import resuming
from partydesk.services.changes_since import TITLES
from partydesk.services.members import MEMBER, checked_member
from partydesk.services.merging_steps import Steps
from partydesk.services.merging_words import told
from partydesk.services.registers import values_of
from partydesk.services.told_apart import two_people
from partydesk.storage.store import Store

#: Who is here is not taken for gone because another entry of theirs is.
_LEAVING = ("left_kind", "left_on", "received_on")
#: What rows are called that are no records of their own.
_ROWS = {
    "attendance": "会议到会",
    "talk_partner": "谈话对象",
    "post": "支委职务",
    "study_person": "学习人员",
    "study_reader": "读书人员",
    "service_person": "服务人员",
    "appraisal_result": "评议等次",
    "development_companion": "培养联系人和介绍人",
    "attachment": "附件",
    "evidence": "佐证",
    "acceptance": "说明的理由",
    "duty_note": "搁置的提醒",
}
_TITLES = TITLES | _ROWS


class Entry(NamedTuple):
    """An entry of the roster as the search for duplicates looks at it."""

    id: str
    name: str
    spelling: str
    id_number: str | None
    born_on: date | None
    mobile: str | None
    landline: str | None
    left_on: date | None


class Duplicate(NamedTuple):
    """Two entries that may be one person, and why.

    Attributes:
        kept: The one that is proposed to stay.
        gone: The other one.
        reasons: What speaks for it.
    """

    kept: Entry
    gone: Entry
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """One field in which the entries differ.

    Attributes:
        field: The field.
        kept: What the entry that stays says.
        gone: What the other one says.
        take_gone: Whether the other one's value is proposed.
    """

    field: Field
    kept: Any
    gone: Any
    take_gone: bool


@dataclass(frozen=True)
class MergePlan:
    """What merging would do.

    Attributes:
        name: Who it is.
        choices: The fields in which the entries differ.
        same: The values in which they do not.
        moved: What goes over to the entry that stays: its name and how many.
        clashes: Sentences: where both stood, and what becomes of it.
    """

    name: str
    choices: tuple[Choice, ...]
    same: Mapping[str, Any]
    moved: tuple[tuple[str, int], ...]
    clashes: tuple[str, ...]

    def proposed(self) -> dict[str, Any]:
        """The values as they are proposed."""
        chosen = {
            each.field.name: each.gone if each.take_gone else each.kept for each in self.choices
        }
        return {**self.same, **chosen}


def find_duplicates(store: Store, member_id: str | None = None) -> list[Duplicate]:
    """Entries that may be one person, the surest first; of all, or of one person.

    Whom somebody looked at and told apart (`told_apart.tell_apart`) is not proposed again.
    """
    columns = [getattr(Member, name) for name in Entry._fields]
    with store.reading() as session:
        query = select(*columns).order_by(Member.id)
        entries = [Entry._make(row) for row in session.execute(query)]
        told_apart = two_people(session)
    by_id = {each.id: each for each in entries}
    return [
        _duplicate(each, by_id)
        for each in suspicions(entries)
        if member_id in (None, each.one, each.other)
        and frozenset((each.one, each.other)) not in told_apart
    ]


def _duplicate(found: Suspicion, by_id: Mapping[str, Entry]) -> Duplicate:
    """Who is here stays rather than who left, and the earlier entry rather than the later one."""
    both = sorted(
        (by_id[found.one], by_id[found.other]), key=lambda each: (each.left_on is not None, each.id)
    )
    return Duplicate(both[0], both[1], found.reasons)


def plan_merge(store: Store, kept_id: str, gone_id: str) -> MergePlan:
    """What merging the second entry into the first would do; nothing is changed.

    Raises:
        RefusedError: The two are one entry, or a form about them is half filled.
        NotFoundError: One of them is no longer on the roster.
    """
    with store.reading() as session:
        kept, gone = _both(session, kept_id, gone_id)
        _require_no_drafts(store, session, kept_id, gone_id)
        work = Steps(session, kept, gone)
        choices, same = _choices(values_of(MEMBER, kept), values_of(MEMBER, gone))
        moved = tuple(
            (_TITLES.get(record.__tablename__, "其他记录"), count)
            for record, count in work.moved.items()
        )
        return MergePlan(kept.name, choices, same, moved, tuple(told(work.clashes, _TITLES)))


def merge(
    store: Store,
    kept_id: str,
    gone_id: str,
    values: Mapping[str, Any],
    step: Callable[[str], object] = lambda _step: None,
) -> str:
    """Merge the second entry into the first, as one step; returns the step's title.

    Everything that names the second one names the first one from then on; the second lies in
    回收站 and says where it went. Undo brings both back as they were.

    Args:
        store: The file.
        kept_id: The entry that stays.
        gone_id: The entry that goes.
        values: The values of the one that stays, as ``MergePlan.proposed`` gives them.
        step: Told before the step is kept; may raise ``CancelledError``, then nothing is.

    Raises:
        InvalidValuesError: The values can't be kept together.
        RefusedError, NotFoundError: As for ``plan_merge``.
    """
    ready = checked_member(values)
    title = f"合并 {ready['name']} 的两条记录"
    with store.writing(title) as session:
        kept, gone = _both(session, kept_id, gone_id)
        _require_no_drafts(store, session, kept_id, gone_id)
        _require_unused(session, ready["id_number"], (kept_id, gone_id))
        now = datetime.now()
        Steps(session, kept, gone).apply(now)
        for described in MEMBER.fields:
            setattr(kept, described.name, ready[described.name])
        kept.spelling = spelling_of(kept.name)
        gone.merged_into_id, gone.deleted_at = kept.id, now
        step("正在合并…")
    return title


def _both(session: Session, kept_id: str, gone_id: str) -> tuple[Member, Member]:
    if kept_id == gone_id:
        raise RefusedError("选的是同一条记录。", "请选这个人的另一条记录。")
    kept, gone = (session.get(Member, each) for each in (kept_id, gone_id))
    if kept is None or gone is None or kept.deleted_at or gone.deleted_at:
        raise NotFoundError("其中一条记录已不在名册上。", "请重新查找。")
    return kept, gone


def _choices(
    kept: Mapping[str, Any], gone: Mapping[str, Any]
) -> tuple[tuple[Choice, ...], dict[str, Any]]:
    choices, same = [], {}
    for described in MEMBER.fields:
        one, other = kept[described.name], gone[described.name]
        if one == other:
            same[described.name] = one
        else:
            take = _take_gone(described.name, one, other)
            choices.append(Choice(described, one, other, take))
    return tuple(choices), same


def _take_gone(name: str, kept: Any, gone: Any) -> bool:
    """What is filled in goes before what is empty; of two, the one of the entry that stays."""
    if name in _LEAVING:
        return False
    if name == "category":
        order = list(Category)
        return order.index(Category(gone)) < order.index(Category(kept))
    return kept in (None, "", False) and gone not in (None, "", False)


def _require_unused(session: Session, id_number: str | None, both: tuple[str, str]) -> None:
    query = select(Member.name).where(Member.id_number == id_number, Member.id.not_in(both))
    if id_number and (name := session.scalar(query)):
        raise InvalidValuesError({"id_number": f"这个身份证号已经是{name}的，请核对。"})


def _require_no_drafts(store: Store, session: Session, kept_id: str, gone_id: str) -> None:
    """A form that is half filled would be saved with what no longer is so."""
    for draft in session.scalars(select(Draft)):
        table, _, record_id = draft.id.partition("/")
        if table.rstrip("~") == resuming.KEPT_AS:
            continue
        try:
            text = store.draft_sealer.opened(SealedValue(draft.values), f"draft/{draft.id}")
        except DamagedFileError as error:
            raise RefusedError(
                "文件里有用另一个密码打开时没有保存完的内容，可能写着这两条记录。",
                "请先用那个密码打开，保存或放弃它，再合并。",
            ) from error
        if record_id in (kept_id, gone_id) or gone_id in text:
            what = _TITLES.get(table.rstrip("~"), "台账")
            raise RefusedError(
                f"“{what}”里有还没保存的内容写着这两条记录。", "请先保存或放弃它，再合并。"
            )
