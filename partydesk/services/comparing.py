"""A backup beside the open file: how much more or less each register would hold afterwards."""

from dataclasses import dataclass

from partydesk.services.safekeeping import BackupLine, present_contents
from partydesk.storage.register_counts import Contents, RegisterCount
from partydesk.storage.store import Store

#: What the registers are called, in the order of the tabs.
TITLES = {"member": "党员", "meeting": "会议", "talk": "谈话", "integrity_leaf": "廉政"}


@dataclass(frozen=True)
class Comparison:
    """One register in a backup and now.

    Attributes:
        title: What the register is called.
        then: What the backup holds, as people read it.
        now: What the open file holds.
        difference: What going back would mean; ``相同`` when nothing can be seen to differ.
    """

    title: str
    then: str
    now: str
    difference: str


@dataclass(frozen=True)
class Beside:
    """A backup beside the open file.

    Attributes:
        rows: Its registers.
        sentence: How far it lies back.
    """

    rows: list[Comparison]
    sentence: str


def beside(store: Store, line: BackupLine | None) -> Beside | None:
    """A backup beside the open file; none while it is not known what the backup holds."""
    if line is None or line.contents is None:
        return None
    present = present_contents(store)
    return Beside(compare(line.contents, present), steps_between(line.contents, present))


def compare(backup: Contents, present: Contents) -> list[Comparison]:
    """The registers of a backup beside those of the open file."""
    nothing = RegisterCount(0, "")
    rows = []
    for table, title in TITLES.items():
        then = backup.registers.get(table, nothing)
        now = present.registers.get(table, nothing)
        rows.append(Comparison(title, _told(then), _told(now), _difference(then, now)))
    return rows


def steps_between(backup: Contents, present: Contents) -> str:
    """How far the backup lies back, as a sentence."""
    lost = present.steps - backup.steps
    if lost > 0:
        return f"这份备份之后又保存过 {lost} 次，最后一次是 {present.changed_at}；恢复后没有这些。"
    if lost < 0:
        return f"这份备份比现在的文件多保存过 {-lost} 次，最后一次是 {backup.changed_at}。"
    return "这份备份之后没有再保存过内容。"


def _told(each: RegisterCount) -> str:
    return f"{each.count} 条（{each.newest}）" if each.newest else f"{each.count} 条"


def _difference(then: RegisterCount, now: RegisterCount) -> str:
    if then.count != now.count:
        more = then.count - now.count
        return f"多 {more} 条" if more > 0 else f"少 {-more} 条"
    return "相同" if then.newest == now.newest else "条数相同"
