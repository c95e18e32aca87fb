"""谈心谈话: recording talks, following them up, and who has not been talked to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from partydesk.domain.fields import pick
from partydesk.domain.periods import Period
from partydesk.domain.talk import Talk, TalkPartner
from partydesk.errors import InvalidValuesError
from partydesk.services.file_leaves import note_in_files
from partydesk.services.registers import Register, Rows, check, discard, load, put, values_of
from partydesk.services.stays import strangers
from partydesk.storage import people
from partydesk.storage import talks as stored
from partydesk.storage.store import Store

TALK = Register(
    Talk,
    "谈话",
    pick(
        Talk,
        *("kind", "talked_on", "starts_at", "ends_at", "place", "way", "talker_id"),
        *("recorder_id", "matter", "content", "problems", "opinion", "measures"),
        *("signed_on", "follow_up_on", "follow_up_done_on", "follow_up"),
    ),
    {"partners": Rows(TalkPartner, pick(TalkPartner, "member_id", "name"))},
)


@dataclass(frozen=True)
class TalkRow:
    """A talk as a list shows it; ``matter`` is 已锁定 without the confidential key."""

    id: str
    talked_on: date
    talker: str
    partners: str
    kind: str
    matter: str
    follow_up: str
    way: str
    place: str | None
    starts_at: str | None
    ends_at: str | None
    recorder_id: str | None
    signed_on: date | None
    follow_up_on: date | None
    follow_up_done_on: date | None


def list_talks(
    store: Store, period: Period | None = None, *, text: str = "", kinds: tuple[str, ...] = ()
) -> list[TalkRow]:
    """Talks of a period, the newest first; the text looks into names and open contents."""
    with store.reading() as session:
        wanted = text.strip()
        found = stored.listed_talks(session, period, kinds=kinds, contents=bool(wanted))
        names = people.names(session)
    rows = [_row(talk, names) for talk in found]
    if not wanted:
        return rows
    return [
        row
        for row, talk in zip(rows, found, strict=True)
        if wanted in f"{row.talker} {row.partners} {talk.matter or ''} {talk.content or ''}"
    ]


def _row(talk: Talk, names: Mapping[str, str]) -> TalkRow:
    follow_up = ""
    if talk.follow_up_done_on:
        follow_up = "已办结"
    elif talk.follow_up_on:
        follow_up = f"{talk.follow_up_on.month}月{talk.follow_up_on.day}日回访"
    return TalkRow(
        talk.id,
        talk.talked_on,
        names.get(talk.talker_id, ""),
        "、".join(partner.name for partner in talk.partners),
        talk.kind,
        talk.matter or "",
        follow_up,
        talk.way,
        talk.place,
        talk.starts_at,
        talk.ends_at,
        talk.recorder_id,
        talk.signed_on,
        talk.follow_up_on,
        talk.follow_up_done_on,
    )


def talk_values(store: Store, talk_id: str) -> dict[str, Any]:
    """What the form shows of a talk; ``number`` too."""
    with store.reading() as session:
        talk = load(session, TALK, talk_id)
        return values_of(TALK, talk) | {"number": talk.number}


def save_talk(
    store: Store, values: Mapping[str, Any], today: date, talk_id: str | None = None
) -> Talk:
    """Record a talk, or correct the one with this id.

    Raises:
        InvalidValuesError: A value can't be kept; nobody or the talker was talked to.
        LockedError: The contents are locked with this password.
    """
    ready = checked_talk(values, today)
    with store.writing(f"{'修改' if talk_id else '记'}{ready['kind']}") as session:
        talk = put(session, TALK, ready, talk_id)
        with session.no_autoflush:
            if absent := _absent(session, talk):
                raise InvalidValuesError(absent)
        if talk_id is None:
            year = extract("year", Talk.talked_on) == talk.talked_on.year
            with session.no_autoflush:
                talk.number = (session.scalar(select(func.max(Talk.number)).where(year)) or 0) + 1
                note_in_files(session, talk)
    return talk


def checked_talk(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """A talk's values cleaned, or ``InvalidValuesError`` with what can't be kept."""
    ready = check(TALK, values)
    _require_possible(ready, today)
    return ready


def remove_talk(store: Store, talk_id: str) -> None:
    """Move a talk to 回收站."""
    with store.writing("删除谈话记录") as session:
        discard(session, TALK, talk_id)


def _absent(session: Session, talk: Talk) -> dict[str, str]:
    """Whom a talk names though they had left by then, or had not come yet."""
    named = [("talker_id", talk.talker_id), ("recorder_id", talk.recorder_id)]
    named += [("partners", each.member_id) for each in talk.partners]
    return strangers(session, named, talk.talked_on, talk.talked_on)


def _require_possible(ready: Mapping[str, Any], today: date) -> None:
    problems = {}
    if ready["talked_on"] > today:
        problems["talked_on"] = "谈话日期还没有到，请核对年份和月份。"
    if ready["starts_at"] and ready["ends_at"] and ready["ends_at"] <= ready["starts_at"]:
        problems["ends_at"] = "结束时间不晚于开始时间，请核对。"
    partners = ready.get("partners")
    if partners is not None:
        if not partners:
            problems["partners"] = "请选择谈话对象。"
        elif any(row["member_id"] == ready["talker_id"] for row in partners):
            problems["partners"] = "谈话人和谈话对象不能是同一个人。"
    if problems:
        raise InvalidValuesError(problems)
