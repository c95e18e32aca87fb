"""发展党员: a person moves on only here, when the rules of that day allow it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.development import (
    Companion,
    Development,
    DevelopmentCompanion,
    DevelopmentStep,
)
from partydesk.domain.development_steps import RESULTS, TAKEN, StepRules
from partydesk.domain.fields import Field, pick
from partydesk.domain.finding import Severity
from partydesk.domain.meeting import Meeting
from partydesk.domain.member import Category, Member
from partydesk.errors import InvalidValuesError
from partydesk.rules.checking import checked
from partydesk.rules.development_moving import LADDER, Goal, faults, goal, out_of_turn, reached
from partydesk.rules.development_way import Case, cases, due_on, open_steps, steps_of
from partydesk.rules.facts import Facts
from partydesk.services.development_facts import case_of, facts_of_ways, loaded
from partydesk.services.local_steps import rules_of
from partydesk.storage.store import Store

#: What a form may say of a step; the meeting and its vote are chosen, not typed.
STEP_FIELDS: tuple[Field, ...] = pick(
    DevelopmentStep,
    *("step", "done_on", "ended_on", "result", "people", "document", "hours", "note"),
)
FIRST_STEP = "递交入党申请书"
REVOKED_LEAVING = "取消预备党员资格"
_HINT = "若是照原始材料补记以前的过程，请先填“照材料补录截至”。"


def walk_on(store: Store, record_id: str, entry: Mapping[str, Any], today: date) -> str:
    """Record the next step of a way, and what it makes of the person, in one transaction.

    Args:
        store: The file.
        record_id: Whose way.
        entry: A value for each of ``STEP_FIELDS``; ``vote_id`` or ``meeting_id`` of the meeting
            that decided; ``companions``, ids of the people whom the step names.
        today: No step is later.

    Returns:
        A sentence that tells what was done and what to look at.

    Raises:
        InvalidValuesError: A value can't be kept, or the rules of that day do not allow it.
        NotFoundError: The record is not in the file.
    """
    with store.reading() as session:
        rules = rules_of(session)
    ready = checked(STEP_FIELDS, entry)
    described = rules.known.get(ready["step"])
    if described is None:
        raise InvalidValuesError({"step": f"没有“{ready['step'][:30]}”这一步，请从列表中选择。"})
    with store.writing(f"发展党员：{described.name}") as session, session.no_autoflush:
        ready |= _meeting_day(session, entry)
        if problems := step_problems(rules, ready, today):
            raise InvalidValuesError(problems)
        record = loaded(session, record_id)
        facts = facts_of_ways(session)
        before = _wrong(case_of(record, facts), Severity.WARNING)
        meeting = {name: entry.get(name) for name in ("meeting_id", "vote_id")}
        record.steps.append(DevelopmentStep(**ready, **meeting))
        _add_companions(record, described.key, ready["done_on"], entry.get("companions", ()))
        after = _settle(session, record, facts)
        warnings = [each for each in _wrong(after, Severity.WARNING) if each not in before]
        name = after.name
    told = f"{name}：已记“{described.name}”（{ready['result']}）。"
    if record.next_step:
        told += f"下一步：{record.next_step}。"
    return told + "".join(f"请注意：{each}。" for each in warnings)


def step_problems(rules: StepRules, row: Mapping[str, Any], today: date) -> dict[str, str]:
    """What can't be true of one step by itself, by field."""
    found: dict[str, str] = {}
    day, ended, result = row["done_on"], row["ended_on"], row["result"]
    if day and day > today:
        found["done_on"] = "日期还没有到，请核对年份和月份。"
    if day and ended and ended < day:
        found["ended_on"] = "结束日期早于开始日期，请核对。"
    described = rules.on(day).by_name.get(row["step"]) if day else None
    if day and described is None and row["step"]:
        found["step"] = f"{rules.on(day).name}没有“{row['step']}”这一步，请核对日期。"
    if described is None:
        return found
    if result not in described.results:
        found["result"] = f"这一步的结果只能是：{'、'.join(described.results)}。"
    if described.span and ended and ended > today:
        found["ended_on"] = "结束日期还没有到，请到期后再记。"
    if described.span and ended is None and result in TAKEN:
        found["ended_on"] = f"请填写{described.name}结束的日期。"
    if result == "延长预备期" and ended is None:
        found["ended_on"] = "请填写预备期延长到哪一天。"
    if result not in ("完成", "通过") and result in RESULTS and not row["note"]:
        found["note"] = f"结果是“{result}”的，请在说明里写明原因。"
    return found


def settle(session: Session, record: Development) -> None:
    """Order the steps, refuse what the rules of their days forbid, and bring the roster along.

    Raises:
        InvalidValuesError: A step is out of turn or breaks a binding rule.
    """
    _settle(session, record, facts_of_ways(session))


def _settle(session: Session, record: Development, facts: Facts) -> Case:
    before = next((each for each in cases(facts) if each.way.id == record.id), None)
    _begin_with_application(record)
    _sort(steps_of(facts), record)
    after = case_of(record, facts)
    _require_one_way(session, record)
    _require_allowed(before, after)
    _move(session, before, after)
    opened = [] if after.is_over else open_steps(after.rules, after.steps, after.facts.today)
    record.stage = after.stage
    record.next_step = "、".join(each.name for each in opened) or None
    record.due_on = due_on(after)
    return after


def _meeting_day(session: Session, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The day of the meeting that decided: it stands in the minutes and is not typed again."""
    if not entry.get("meeting_id"):
        return {}
    meeting = session.get(Meeting, entry["meeting_id"])
    if meeting is None or meeting.deleted_at is not None:
        raise InvalidValuesError({"steps": "选的会议已不在文件里，请重新选择。"})
    return {"done_on": meeting.held_on}


def _begin_with_application(record: Development) -> None:
    """The first step is the application: its day stands on the record and nowhere else."""
    row = next((each for each in record.steps if each.step == FIRST_STEP), None)
    if row is None:
        row = DevelopmentStep(step=FIRST_STEP, done_on=record.applied_on, result=RESULTS[0])
        record.steps.insert(0, row)
    if row.done_on != record.applied_on:
        row.done_on = record.applied_on


def _sort(rules: StepRules, record: Development) -> None:
    record.steps.sort(key=lambda each: (each.done_on, rules.named(each.step).order))
    rows: list[DevelopmentStep | DevelopmentCompanion] = [*record.steps]
    for place, row in [*enumerate(rows), *enumerate(record.companions)]:
        if row.position != place:
            row.position = place


def _add_companions(record: Development, key: str, day: date, people: Sequence[str | None]) -> None:
    """Those whom the step names join; a contact stays one until somebody says otherwise."""
    role = {"contacts": Companion.CONTACT, "sponsors": Companion.SPONSOR}.get(key)
    if role is None:
        return
    for member_id in dict.fromkeys(each for each in people if each):
        record.companions.append(DevelopmentCompanion(member_id=member_id, role=role, since_on=day))


def _require_one_way(session: Session, record: Development) -> None:
    query = select(Development.id).where(
        Development.member_id == record.member_id, Development.ended_on.is_(None)
    )
    if record.ended_on is None and set(session.scalars(query)) - {record.id}:
        sentence = "这个人已有一份进行中的发展党员记录，请在那一份里继续。"
        raise InvalidValuesError({"member_id": sentence})


def _require_allowed(before: Case | None, after: Case) -> None:
    """What the change itself makes wrong is refused; what was so before stays a finding."""
    known = {sentence for _, sentence in out_of_turn(before)} if before else set()
    late = [sentence for _, sentence in out_of_turn(after) if sentence not in known]
    if late:
        raise InvalidValuesError({"steps": late[0] + _HINT})
    had = _wrong(before, Severity.ERROR) if before else {}
    found: dict[str, str] = {}
    for sentence, field in _wrong(after, Severity.ERROR).items():
        if sentence not in had:
            found[field] = f"{found.get(field, '')}{sentence}。"
    if found:
        raise InvalidValuesError({field: each + _HINT for field, each in found.items()})


def _wrong(case: Case, severity: Severity) -> dict[str, str]:
    """What is wrong on a way: sentences with their source, and the fields they belong to."""
    return {
        f"{fault.sentence}（{fault.source}）" if fault.source else fault.sentence: fault.field
        for fault in faults(case, severity=severity)
    }


def _move(session: Session, before: Case | None, after: Case) -> None:
    """Set what the roster says, when the steps taken here say something else than before."""
    was, wanted = goal(before) if before else None, goal(after)
    if was == wanted:
        return
    member = session.get(Member, after.way.member_id)
    assert member is not None, "a way belongs to someone on the roster"
    if wanted is None:
        wanted = reached(after)
    if before is None and _place(member.category) > _place(wanted.category):
        raise InvalidValuesError(
            {
                "papers_until": f"名册里{member.name}已是{member.category}。补录以前的过程，"
                "请把“照材料补录截至”填到最后一个已办步骤的日期。"
            }
        )
    _set(member, wanted)
    if wanted.revoked_on is None and was is not None and was.revoked_on is not None:
        member.left_kind = member.left_on = None
    if wanted.joined_on:
        ids = [each.member_id for each in after.companions if each.role == Companion.SPONSOR]
        names = "、".join(after.facts.names[each] for each in ids if each in after.facts.names)
        member.sponsors = names or member.sponsors


def _set(member: Member, wanted: Goal) -> None:
    """Only what differs is written, so that history tells of nothing else."""
    values: dict[str, Any] = {
        "category": Category(wanted.category),
        "joined_on": wanted.joined_on,
        "full_on": wanted.full_on,
    }
    if wanted.revoked_on:
        values |= {"left_kind": REVOKED_LEAVING, "left_on": wanted.revoked_on}
    for name, value in values.items():
        if getattr(member, name) != value:
            setattr(member, name, value)


def _place(category: str) -> int:
    return LADDER.index(Category(category))
