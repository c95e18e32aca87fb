"""Checks of 发展党员 from the branch meeting to the file (DOMAIN.md 2 and C)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from partydesk.domain.development import PAPERS, Development
from partydesk.domain.development_steps import EXTENDED, REVOKED
from partydesk.domain.fields import fields_of
from partydesk.domain.meeting import Ballot, VoteKind
from partydesk.domain.periods import add_months
from partydesk.domain.text import long_day
from partydesk.rules.development import late
from partydesk.rules.development_fault import Fault, rule
from partydesk.rules.development_way import (
    Case,
    article,
    extensions,
    planned_end,
    probation_end,
)
from partydesk.rules.plain import Session
from partydesk.rules.plain_development import Decision, Way, WayStep
from partydesk.rules.rule import E, W
from partydesk.rules.sources import DEVELOPMENT_2026_FROM
from partydesk.rules.voting import outlook

#: Steps that a vote of the branch meeting decides.
_VOTED = {"admit": VoteKind.ADMISSION, "full_meeting": VoteKind.FULL}
#: Bodies that can't approve; 党组织 is none of them.
_NO_APPROVAL = re.compile(r"总支|党组(?!织)|临时")


def late_meeting(case: Case) -> Iterator[Fault]:
    """DEV-14: by the text of 2026; a meeting that is still to be held is only a warning."""
    for fault in late(case, "admit", "预审通过后没有在 {months} 个月内召开支部党员大会"):
        yield fault if "admit" in case.taken else replace(fault, severity=W)


def votes(case: Case) -> Iterator[Fault]:
    """DEV-15: quorum, majority, secret ballot, one person in each vote."""
    for step, decision in _decisions(case):
        source = article(
            case.rules.on(step.done_on), "admit" if _is_admission(case, step) else "full_meeting"
        )
        if decision is None:
            if not case.is_on_paper(step.done_on):
                told = f"{long_day(step.done_on)}{step.step}没有关联会议的表决记录"
                advice = "请在会议记录里登记表决，再在这一步里选上。"
                yield Fault(step.done_on, told, advice, source, severity=W)
            continue
        seen = outlook(decision.kind, decision.due, decision.present)
        wrong = []
        if not seen.has_quorum:
            wrong.append(f"到会 {decision.present} 人，至少要 {seen.quorum} 人")
        if (decision.yes or 0) < seen.needed:
            wrong.append(f"赞成 {decision.yes or 0} 票，至少要 {seen.needed} 票")
        if decision.ballot != Ballot.SECRET:
            wrong.append("不是无记名投票")
        if len(_people_in(case, decision)) > 1:
            wrong.append("几个人合在一次表决")
        if wrong:
            told = f"{long_day(step.done_on)}{step.step}：{'，'.join(wrong)}"
            advice = "请核对会议记录；表决无效的应重新召开。"
            yield Fault(step.done_on, told, advice, source)


def bare_resolution(case: Case) -> Iterator[Fault]:
    """DEV-16: numbers and day stand in the meeting's vote; the text must hold the rest."""
    meetings = {each.id: each for each in case.facts.sessions}
    for step, decision in _decisions(case):
        meeting = meetings.get(step.meeting_id or "")
        if meeting is None or not _is_admission(case, step):
            continue
        missing = _missing_words(meeting, decision)
        if missing:
            yield Fault(
                step.done_on,
                f"{long_day(step.done_on)}接收大会的决议没有写明{'、'.join(missing)}",
                "请在会议记录的决议里补充。",
                article(case.rules.on(step.done_on), "admit"),
            )


def late_approval(case: Case) -> Iterator[Fault]:
    """DEV-17: three months, six in special cases."""
    admitted = case.taken.get("admit")
    for fault in late(case, "approve", "接收大会后没有在 {months} 个月内审批"):
        described = case.rules.on(fault.day).by_key["approve"].latest
        assert admitted is not None, "the span began"
        assert described is not None, "the span has an end"
        hard = add_months(admitted.done_on, described.hard_months)
        yield replace(fault, severity=E) if fault.day > hard else fault


def late_oath(case: Case) -> Iterator[Fault]:
    """DEV-18: by the text of 2026."""
    yield from late(case, "oath", "批准后没有在 {months} 个月内进行入党宣誓")


def early_full(case: Case) -> Iterator[Fault]:
    """DEV-19."""
    ends = planned_end(case)
    for step in case.all_of("full_meeting"):
        if ends and step.done_on < ends and step.result != REVOKED:
            told = f"{long_day(step.done_on)}讨论转正，预备期到{long_day(ends)}才满"
            advice = "预备期未满不能讨论转正。"
            yield Fault(
                step.done_on, told, advice, article(case.rules.on(step.done_on), "full_meeting")
            )
        ends = step.ended_on if step.result == EXTENDED and step.ended_on else ends


def late_full(case: Case) -> Iterator[Fault]:
    """DEV-20: who moved in during probation may be postponed by some months."""
    person, admitted = case.person, case.taken.get("admit")
    moved = person.transferred_in_on if person else None
    for fault in late(case, "full_meeting", "预备期满后没有在 {months} 个月内讨论转正"):
        ends = probation_end(case)
        months = case.rules.on(fault.day).numbers["postponement_months"]
        may_wait = moved and admitted and ends and admitted.done_on <= moved <= ends
        if not (may_wait and ends and fault.day <= add_months(ends, months)):
            yield fault


def extension(case: Case) -> Iterator[Fault]:
    """DEV-21: between six and twelve months, and by the text of 2026 only once."""
    begin = planned_end(case)
    for number, step in enumerate(extensions(case), start=1):
        rules = case.rules.on(step.done_on)
        least = rules.numbers["extension_least_months"]
        most = rules.numbers["extension_most_months"]
        times = rules.numbers["extensions_most"]
        source = article(rules, "extension_least_months")
        if begin and not (
            step.ended_on and add_months(begin, least) <= step.ended_on <= add_months(begin, most)
        ):
            until = f"到{long_day(step.ended_on)}" if step.ended_on else "没有写明到哪一天"
            told = f"延长预备期{until}，应延长 {least} 至 {most} 个月（从{long_day(begin)}起算）"
            yield Fault(step.done_on, told, "请核对延长后的期满日期。", source)
        if times and number > times:
            told = f"第 {number} 次延长预备期，只能延长 {times} 次"
            advice = "延长期满仍不合格的，应取消预备党员资格。"
            yield Fault(step.done_on, told, advice, source)
        begin = step.ended_on or begin


def late_full_approval(case: Case) -> Iterator[Fault]:
    """DEV-22."""
    yield from late(case, "full_approve", "转正大会后没有在 {months} 个月内审批")


def missing_papers(case: Case) -> Iterator[Fault]:
    """DEV-23: looked at when the last approval is there."""
    step = case.taken.get("full_approve")
    labels = fields_of(Development)
    lacking = [name for name in PAPERS if not getattr(case.way, name)]
    missing = [labels[name].label for name in lacking]
    if step and missing and case.taken["full_meeting"].result != REVOKED:
        told = f"入党材料还缺 {len(missing)} 种：{'、'.join(missing)}"
        advice = "请收齐六种材料，勾选后归入人事档案。"
        source = article(case.rules.on(step.done_on), "archive")
        yield Fault(step.done_on, told, advice, source, lacking[0])


def wrong_approver(case: Case) -> Iterator[Fault]:
    """DEV-24."""
    for key in ("approve", "full_approve"):
        step = case.taken.get(key)
        if step and _NO_APPROVAL.search(step.people or ""):
            told = f"{step.step}的审批机关写的是“{step.people}”"
            advice = "党总支、党组和临时党组织不能审批，只能由有审批权的党委审批。"
            yield Fault(step.done_on, told, advice, article(case.rules.on(step.done_on), "approve"))


def _decisions(case: Case) -> Iterator[tuple[WayStep, Decision | None]]:
    known = {each.id: each for each in case.facts.rows(Decision)}
    for key in _VOTED:
        for step in case.all_of(key):
            yield step, known.get(step.vote_id or "")


def _is_admission(case: Case, step: WayStep) -> bool:
    return case.rules.on(step.done_on).by_name[step.step].key == "admit"


def _people_in(case: Case, decision: Decision) -> set[str]:
    """Whom a vote decided on: those whose steps refer to it or whose names it holds."""
    facts = case.facts
    owners = {each.id: each.member_id for each in facts.rows(Way)}
    found = {
        owners[each.development_id]
        for each in facts.rows(WayStep)
        if each.vote_id == decision.id and each.development_id in owners
    }
    named = {each for each in owners.values() if facts.names.get(each, "　") in decision.matter}
    return found | named


def _missing_words(meeting: Session, decision: Decision | None) -> list[str]:
    text = f"{meeting.decisions or ''}{meeting.content or ''}"
    counted = decision is not None and decision.yes is not None
    asked = {
        "主要表现": "表现" in text,
        "应到和实到人数": counted or ("应到" in text and "实到" in text),
        "表决结果": counted or "赞成" in text,
        "书记签名": "签名" in text or "签字" in text,
    }
    return [what for what, is_there in asked.items() if not is_there]


RULES = (
    rule(14, E, late_meeting, "预审后一个月内开会", valid_from=DEVELOPMENT_2026_FROM),
    rule(15, E, votes, "接收和转正的表决"),
    rule(16, W, bare_resolution, "接收决议写全要素"),
    rule(17, W, late_approval, "三个月内审批"),
    rule(18, W, late_oath, "批准后一个月内宣誓", valid_from=DEVELOPMENT_2026_FROM),
    rule(19, E, early_full, "预备期满再讨论转正"),
    rule(20, W, late_full, "预备期满及时讨论转正"),
    rule(21, E, extension, "延长预备期六至十二个月"),
    rule(22, W, late_full_approval, "三个月内审批转正"),
    rule(23, W, missing_papers, "入党材料六种齐全"),
    rule(24, E, wrong_approver, "由有审批权的党委审批"),
)
