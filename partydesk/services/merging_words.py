"""How the clashes of a merge are told: where both entries stood and what becomes of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from partydesk.domain.fields import Kept, Kind, Record, fields_of
from partydesk.domain.member import Member
from partydesk.domain.records import RECORD_TYPES
from partydesk.storage.store import WITH_DELETED


def owner_of(session: Session, record: Record) -> Record | None:
    """The record that a row lies in."""
    if isinstance(record, Kept):
        return None
    for key in record.__table__.foreign_keys:
        if key.column.table is not Member.__table__:
            owner = RECORD_TYPES[key.column.table.name]
            wanted = getattr(record, key.parent.name)
            return session.get(owner, wanted, execution_options=WITH_DELETED)
    return None


def when(record: Record) -> str:
    """The day or month of a record, for people to know it again."""
    for name, described in fields_of(type(record)).items():
        value = getattr(record, name)
        if described.kind in (Kind.DAY, Kind.MONTH) and value is not None:
            return str(value)
    return ""


def days_of(found: Iterable[str], most: int = 3) -> str:
    """A few days of many: ``2026-11-05、2026-10-12等``."""
    days: Sequence[str] = list(dict.fromkeys(each for each in found if each))
    return "、".join(days[:most]) + ("等" if len(days) > most else "")


def told(clashes: Mapping[str, list[str]], titles: Mapping[str, str]) -> Iterator[str]:
    """Each clash in a sentence: where both stood and what becomes of it."""
    for key, days in clashes.items():
        kind, _, table = key.partition(":")
        dated = f"（{days_of(days)}）" if any(days) else ""
        what = f"{titles.get(table, '')} {len(days)} 处{dated}"
        yield _SENTENCES[kind].format(what=what, count=len(days), when=dated)


_SENTENCES = {
    "attendance": "{what}：到会名单里两条都在，只留一个，有一条记到会就算到会。"
    "表决票数不改动，请核对。",
    "twin": "{what}：两条都写着，只留一个，空着的内容用另一条补上。",
    "twin_differs": "{what}：两条都写着而内容不同，以留下的一条为准，空着的内容用另一条补上。",
    "unpaid": "党费 {count} 个月{when}两条都有：没有实交的一条移到回收站。",
    "paid_twice": "党费 {count} 个月{when}两条都记了实交：钱不合并，两条都留着，请到党费台账核对。",
    "ways": "两条都有进行中的发展党员记录：步骤多的留下，另一份移到回收站。",
    "pages": "两条都有廉政活页：并入的 {count} 页接在后面，页号顺延，内容不动。",
    "own_file": "廉政活页 {count} 页{when}合并后成了本人填写本人的，请按回避要求核对。",
    "own_talk": "谈话 {count} 次{when}合并后谈话人和谈话对象成了同一人，请核对谈话记录。",
    "own_way": "发展党员记录{when}合并后本人成了自己的培养联系人或介绍人，请核对。",
    "relative": "登记了两条之间的亲属关系，合并后没有意义，移到回收站。",
    "papers": "附件 {count} 份两条都有，重复的移到回收站。",
}
