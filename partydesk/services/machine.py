"""Whether this machine is fit for the work: room on the disk, place, backups and clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select

from partydesk import safeio
from partydesk.domain.journal import Operation
from partydesk.domain.text import file_size
from partydesk.errors import StorageError
from partydesk.services import safekeeping
from partydesk.storage import backups, places
from partydesk.storage.store import Store

#: Free bytes below which the window says so, and below which saving may fail.
LITTLE, SCARCE = 1024**3, 200 * 1024**2
#: A backup and its comparison need this many times the file's size.
_TIMES = 3
#: The program is younger than any right clock.
MADE_ON = date(2026, 1, 1)
#: Clocks of two machines differ by a little; below this nothing is said.
_TOLERANCE = timedelta(minutes=5)
#: So many of the last operations are compared with the clock.
_LAST = 20
#: A clock that is set by so much while the program runs makes dates wrong.
JUMP = timedelta(hours=1)


class State(StrEnum):
    """How a check went, in the word that is shown."""

    FINE = "正常"
    NOTICE = "留意"
    BAD = "要处理"


@dataclass(frozen=True)
class Check:
    """What was found.

    Attributes:
        title: What was looked at.
        state: How it is.
        sentence: What was found.
        advice: What to do next; empty when nothing need be done.
        code: The same without names and places, for the diagnosis package.
    """

    title: str
    state: State
    sentence: str
    advice: str = ""
    code: str = ""


def check_file(store: Store, now: datetime) -> list[Check]:
    """All that concerns an open file on a disk: room, place, backups, clock."""
    if store.path is None:
        return []
    return [
        check_space(store.path),
        check_place(store.path),
        *check_backups(store, now.date()),
        check_clock(store, now),
    ]


def check_space(path: Path, little: int = LITTLE, scarce: int = SCARCE) -> Check:
    """Room on the disk of a data file.

    Args:
        path: The data file.
        little: Free bytes below which it is noticed.
        scarce: Free bytes below which saving may fail.
    """
    title = "磁盘空间"
    try:
        free = safeio.free_space(path.parent)
        needed = max(scarce, _TIMES * path.stat().st_size)
    except (StorageError, OSError):
        return Check(
            title,
            State.BAD,
            "读不到数据文件所在的磁盘。",
            "请检查 U 盘或网络是否断开。",
            "space.none",
        )
    told = f"数据文件所在的磁盘还有 {_room(free)} 可用"
    advice = "请删除不用的文件、清空系统回收站，或请电脑管理员帮忙腾出空间。"
    code = f"{free // 1024**2} MB"
    if free < needed:
        sentence = f"{told}，可能存不下新的记录和备份。"
        return Check(title, State.BAD, sentence, advice, f"space.scarce {code}")
    if free < max(little, 2 * needed):
        return Check(title, State.NOTICE, f"{told}，不多了。", advice, f"space.little {code}")
    return Check(title, State.FINE, f"{told}。", "", f"space.fine {code}")


def _room(free: int) -> str:
    return f"{free / 1024**3:.1f} GB" if free >= 1024**3 else file_size(free)


def check_place(path: Path) -> Check:
    """Where a data file lies: not on a share, a stick or in a sync folder."""
    place = places.classify(path.parent)
    if not place.problem:
        return Check("文件位置", State.FINE, "数据文件在本机磁盘上。", "", "place.local")
    advice = "请关闭程序，把文件移到本机“文档”里的“支部工作台”文件夹，再从那里打开。"
    if place.kind == "sync":
        advice += "需要存到网盘时，请存备份，不要存正在用的文件。"
    return Check("文件位置", State.BAD, place.problem, advice, f"place.{place.kind}")


def check_backups(store: Store, today: date) -> list[Check]:
    """The backups beside the file, and the newest elsewhere."""
    if store.path is None:
        return []
    return [_beside(store.path), _elsewhere(store, today)]


def _beside(path: Path) -> Check:
    title, found = "旁边的备份", backups.list_backups(backups.folder_of(path))
    if not found:
        advice = "请在“安全与备份”里点“立即备份”。"
        return Check(title, State.NOTICE, "数据文件旁边还没有备份。", advice, "beside.none")
    sentence = f"旁边有 {len(found)} 份备份，最近一份是 {found[0].label}。"
    return Check(title, State.FINE, sentence, "", f"beside.fine {len(found)}")


def _elsewhere(store: Store, today: date) -> Check:
    title, known = "别处的备份", safekeeping.outside_backup(store)
    advice = "请插上 U 盘，在“安全与备份”里点“备份到 U 盘…”。"
    if known is None:
        sentence = "备份都在数据文件的同一块磁盘上，电脑坏了会一起丢失。"
        return Check(title, State.BAD, sentence, advice, "elsewhere.none")
    if reminder := safekeeping.reminder(store, today):
        code = "elsewhere.same_disk" if known.same_disk else "elsewhere.old"
        return Check(title, State.NOTICE, reminder, "", code)
    if not known.place.is_dir():
        sentence = f"别处的备份在“{known.place}”，现在没有接上；U 盘平时拔下保管是对的。"
        return Check(title, State.FINE, sentence, "", "elsewhere.apart")
    if not backups.list_backups(known.place):
        sentence = f"“{known.place}”里已经没有备份文件。"
        return Check(title, State.NOTICE, sentence, advice, "elsewhere.gone")
    sentence = f"别处的备份在“{known.place}”，现在能读到。"
    return Check(title, State.FINE, sentence, "", "elsewhere.fine")


def check_clock(store: Store, now: datetime) -> Check:
    """Whether the clock stands before the last thing that was done in the file."""
    title = "电脑时间"
    with store.reading() as session:
        times = select(Operation.at).order_by(Operation.sequence.desc()).limit(_LAST)
        last = max(session.scalars(times), default=None)
    told = f"电脑的时间是 {now:%Y-%m-%d %H:%M}"
    advice = (
        "请先在系统设置里校准日期和时间，再继续记录；否则会议日期、到期提醒和备份日期都会不对。"
    )
    if now.date() < MADE_ON:
        return Check(title, State.BAD, f"{told}，明显不对。", advice, "clock.old")
    if last is not None and now < last - _TOLERANCE:
        sentence = f"{told}，比文件里最后一次操作（{last:%Y-%m-%d %H:%M}）还早。"
        return Check(title, State.BAD, sentence, advice, "clock.behind")
    return Check(title, State.FINE, f"{told}，和文件里的记录相符。", "", "clock.fine")


def steady_seconds() -> float:
    """Seconds that go on evenly, also while the machine sleeps, whatever the clock is set to."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)  # Linux stops its other steady clock in sleep
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class ClockWatch:
    """Notices that somebody or something has set the clock while the program runs."""

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = steady_seconds,
    ) -> None:
        """A watch from now on; ``wall`` tells seconds since 1970, ``steady`` goes on evenly."""
        self._wall, self._steady = wall, steady
        self._ahead = wall() - steady()

    def jumped(self) -> timedelta | None:
        """By how much the clock was set since this was asked last, if by more than an hour."""
        ahead = self._wall() - self._steady()
        jump = timedelta(seconds=ahead - self._ahead)
        self._ahead = ahead
        return jump if abs(jump) >= JUMP else None


def jump_sentence(jump: timedelta, now: datetime) -> str:
    """What the window says of a clock that was set."""
    way = "快" if jump > timedelta(0) else "慢"
    hours = round(abs(jump).total_seconds() / 3600)
    much = f"{round(hours / 24)} 天" if hours >= 48 else f"{hours} 小时"
    return (
        f"电脑的时间刚才被拨{way}了约 {much}，现在是 {now:%Y-%m-%d %H:%M}。请核对，以免日期记错。"
    )
