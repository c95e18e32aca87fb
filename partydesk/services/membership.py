"""党员变动: the roster follows from an event with its day and paper, and goes back with it."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from partydesk.domain.fields import fields_of
from partydesk.domain.member import MEMBERS, Category, Member, Standing
from partydesk.domain.member_event import LEAVING, Happening, MemberEvent
from partydesk.domain.periods import add_months
from partydesk.domain.text import long_day
from partydesk.errors import InvalidValuesError

#: What an event may set on the roster.
_SET = ("category", "standing", "standing_on", "left_kind", "left_on")
#: What of an event the roster follows from.
_TELLING = ("happened_on", "kind", "member_id", "category")
#: Who has been out of reach so long may be suspended (教育管理条例第二十四条).
LOST_MONTHS = 6
_ARTICLE = "党员教育管理工作条例第二十四条"

#: What of someone on the roster moves on by events only, and where that is done.
BY_EVENT = {
    "category": "人员类别不能直接改：发展、转正在“发展党员”里办；登记错了，在“党员变动”里更正。",
    "standing": "党籍状态不能直接改：停止、恢复党籍在“党员变动”里登记。",
    "left_kind": "离开支部不能直接改：转出在“关系转接”里登记，除名、去世在“党员变动”里登记。",
    "left_on": "离开支部不能直接改：转出在“关系转接”里登记，除名、去世在“党员变动”里登记。",
}


def moved_by_hand(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Where values of someone on the roster move on without an event: a sentence by field."""
    found = {
        name: sentence
        for name, sentence in BY_EVENT.items()
        if (before.get(name) or None) != (after.get(name) or None)
    }
    if after["category"] != Category.FULL and after["full_on"] and not before.get("full_on"):
        found["full_on"] = "转正日期由转正手续填写：请在“发展党员”里办理转正。"
    return found


def event_problems(values: Mapping[str, Any], _today: date) -> dict[str, str]:
    """What can't be true of an event by itself."""
    is_correction = values["kind"] == Happening.CORRECTED
    if is_correction and not values["category"]:
        return {"category": "更正登记请选正确的人员类别。"}
    if not is_correction and values["category"]:
        return {"category": "只有更正登记才填“更正为”，请清空。"}
    return {}


def follow(session: Session, record: MemberEvent) -> None:
    """Let the roster follow from an event that is new or was corrected.

    Raises:
        InvalidValuesError: The rule in force forbids it, or the roster went on since.
    """
    state: Any = inspect(record)
    if record.before and not any(state.attrs[name].history.has_changes() for name in _TELLING):
        return
    if record.before:
        take_back(session, record)
    member = session.get(Member, record.member_id)
    if member is None:
        return
    if problems := _forbidden(member, record):
        raise InvalidValuesError(problems)
    record.before = _told(member)
    for name, value in _wanted(record).items():
        if getattr(member, name) != value:
            setattr(member, name, value)
    record.after = _told(member)


def take_back(session: Session, record: MemberEvent) -> None:
    """Let the roster say what it said before an event.

    Raises:
        InvalidValuesError: The roster went on since.
    """
    before, after = json.loads(record.before or "{}"), json.loads(record.after or "{}")
    member = session.get(Member, before.get("id", ""))
    if member is None:
        return
    if json.loads(_told(member)) != after:
        sentence = f"这次变动之后，{member.name}的名册又有变动，请先处理后来的那一次。"
        raise InvalidValuesError({"kind": sentence})
    for name in _SET:
        value = before[name]
        if value is not None and name.endswith("_on"):
            value = date.fromisoformat(value)
        if getattr(member, name) != value:
            setattr(member, name, value)
    record.before = record.after = None


def _wanted(record: MemberEvent) -> dict[str, Any]:
    """What an event makes the roster say."""
    day = record.happened_on
    if record.kind == Happening.SUSPENDED:
        return {"standing": str(Standing.SUSPENDED), "standing_on": day}
    if record.kind == Happening.RESTORED:
        return {"standing": str(Standing.NORMAL), "standing_on": None}
    if record.kind in LEAVING:
        return {"left_kind": str(record.kind), "left_on": day}
    return {"category": str(record.category), "left_kind": None, "left_on": None}


def _forbidden(member: Member, record: MemberEvent) -> dict[str, str]:
    """Why an event can't happen to someone that day, by field."""
    kind, day, name = record.kind, record.happened_on, member.name
    if kind == Happening.CORRECTED:
        return _wrong_correction(member, record)
    if member.left_on is not None:
        return {"member_id": f"{name}已于{long_day(member.left_on)}离开支部，不能再登记{kind}。"}
    if member.category not in MEMBERS and kind != Happening.DIED:
        return {"member_id": f"{name}是{member.category}，还不是党员，不能登记{kind}。"}
    entered = max((each for each in (member.joined_on, member.transferred_in_on) if each),
                  default=None)  # fmt: skip
    if entered and day < entered:
        return {"happened_on": f"{name}{long_day(entered)}才到支部，这一天还不是本支部党员。"}
    if kind == Happening.EXPELLED and member.category == Category.PROBATIONARY:
        return {"kind": "预备党员不适用开除党籍：请在“发展党员”里记取消预备党员资格。"}
    return _wrong_standing(member, record)


def _wrong_correction(member: Member, record: MemberEvent) -> dict[str, str]:
    if member.category == record.category and member.left_on is None:
        return {"category": f"名册里{member.name}已经是{member.category}，不用更正。"}
    return {}


def _wrong_standing(member: Member, record: MemberEvent) -> dict[str, str]:
    """停止 from 正常 and after half a year out of reach, 恢复 only afterwards."""
    is_suspended, day = member.standing == Standing.SUSPENDED, record.happened_on
    if record.kind == Happening.SUSPENDED:
        if is_suspended:
            return {"kind": f"{member.name}已经停止党籍。"}
        if member.lost_on and day < add_months(member.lost_on, LOST_MONTHS):
            sentence = f"失去联系不满六个月，不能停止党籍（{_ARTICLE}）。"
            return {"happened_on": sentence}
    if record.kind == Happening.RESTORED:
        if not is_suspended:
            return {"kind": f"{member.name}没有停止党籍，不用恢复。"}
        if member.standing_on and day < member.standing_on:
            return {"happened_on": f"早于停止党籍的日期{long_day(member.standing_on)}，请核对。"}
    return {}


def _told(member: Member) -> str:
    """Whom and what the roster says now, as it is kept with the event."""
    assert set(_SET) <= set(fields_of(Member)), "what an event sets is on the roster"
    values = {name: getattr(member, name) for name in _SET}
    texts = {
        name: value.isoformat() if isinstance(value, date) else value and str(value)
        for name, value in values.items()
    }
    return json.dumps({"id": member.id, **texts}, ensure_ascii=False, sort_keys=True)
