"""Checks of 发展党员 from the application to the 发展对象 (DOMAIN.md 2 and C)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from partydesk.domain.periods import add_months
from partydesk.domain.text import long_day
from partydesk.rules.development_fault import Fault, rule
from partydesk.rules.development_way import (
    Case,
    after,
    anchor,
    article,
    review_due,
)
from partydesk.rules.rule import Confidence, E, H, W
from partydesk.rules.sources import DEVELOPMENT_2026_FROM

#: The steps whose days must not go backwards, with what people call them.
_MILESTONES = {
    "apply": "申请",
    "talk": "谈话",
    "activist": "确定积极分子",
    "listed": "列为发展对象",
    "precheck": "预审",
    "admit": "接收大会",
    "approve": "审批",
    "full_meeting": "转正大会",
    "full_approve": "转正审批",
}
_LOOK = "请对照原始材料核对日期。"
_HUNDREDTHS = 100


def too_young(case: Case) -> Iterator[Fault]:
    """DEV-01."""
    person, day = case.person, case.way.applied_on
    rules = case.rules.on(day)
    age = rules.numbers["age"]
    if person and person.born_on and day < add_months(person.born_on, 12 * age):
        source = article(rules, "age")
        yield Fault(day, f"申请入党时不满 {age} 周岁", "请核对出生日期和申请日期。", source)


def no_talk(case: Case) -> Iterator[Fault]:
    """DEV-02."""
    yield from late(case, "talk", "申请入党后没有在 {months} 个月内派人谈话")


def out_of_order(case: Case) -> Iterator[Fault]:
    """DEV-03."""
    days = [(key, anchor(case, key)) for key in _MILESTONES]
    known = [(key, day) for key, day in days if day]
    for (first, before), (second, day) in pairwise(known):
        if day < before:
            yield Fault(
                day,
                f"{_MILESTONES[second]}（{long_day(day)}）早于{_MILESTONES[first]}"
                f"（{long_day(before)}）",
                _LOOK,
            )
    held = {each.id: each.held_on for each in case.facts.sessions}
    for step in case.steps:
        meeting = held.get(step.meeting_id or "")
        if meeting and meeting != step.done_on:
            told = f"{step.step}（{long_day(step.done_on)}）与会议日期{long_day(meeting)}不一致"
            yield Fault(step.done_on, told, _LOOK)


def bare_activist(case: Case) -> Iterator[Fault]:
    """DEV-04: recommended, decided and filed; on papers a remark stands for the meeting."""
    step = case.taken.get("activist")
    if step is None:
        return
    rules, missing = case.rules.on(step.done_on), []
    if not (step.people or step.document):
        missing.append("推荐情况")
    if not (step.meeting_id or (case.is_on_paper(step.done_on) and (step.document or step.note))):
        missing.append("讨论确定的会议")
    wait = add_months(step.done_on, rules.numbers["filing_months"])
    if "activist_filed" not in case.taken and ("listed" in case.taken or wait < case.facts.today):
        missing.append("报上级备案")
    if missing:
        source = article(rules, "activist")
        told = f"确定为入党积极分子，没有{'、'.join(missing)}的记录"
        yield Fault(step.done_on, told, "请补充记录。", source)


def no_review(case: Case) -> Iterator[Fault]:
    """DEV-06: between reviews, and from the last one to today."""
    activist = case.taken.get("activist")
    if activist is None:
        return
    months = case.rules.on(activist.done_on).numbers["review_months"]
    end = case.taken.get("listed")
    days = [activist.done_on, *(each.done_on for each in case.all_of("review"))]
    gaps = [*pairwise(sorted(days))] + ([(max(days), end.done_on)] if end else [])
    for first, second in gaps:
        if second > add_months(first, months):
            yield _unreviewed(case, first, second, months)
    due = review_due(case)
    if due and due < case.facts.today:
        yield replace(_unreviewed(case, max(days), case.facts.today, months), is_waiting=True)


def _unreviewed(case: Case, first: date, day: date, months: int) -> Fault:
    told = f"{long_day(first)}以后超过 {months} 个月没有考察记录"
    return Fault(
        day, told, "请补做考察，写入培养考察登记表。", article(case.rules.on(day), "review")
    )


def early_candidate(case: Case) -> Iterator[Fault]:
    """DEV-07."""
    for key in ("studied", "listed"):
        step = case.taken.get(key)
        described = case.rules.on(step.done_on).by_key.get(key) if step else None
        earliest = after(case, described.earliest) if described else None
        if step and described and described.earliest and earliest and step.done_on < earliest:
            months = described.earliest.months
            yield Fault(
                step.done_on,
                f"{long_day(step.done_on)}{described.name}，成为积极分子不满 {months} 个月"
                f"（满期为{long_day(earliest)}）",
                "培养教育不满一年的，不能列为发展对象；转入前的培养时间可以连续计算。",
                article(case.rules.on(step.done_on), key),
            )


def publicity(case: Case) -> Iterator[Fault]:
    """DEV-08: five working days before someone is listed, by the text of 2026."""
    listed = case.taken.get("listed")
    shown = case.taken.get("publicity")
    for step in filter(None, (shown, listed)):
        rules = case.rules.on(step.done_on)
        least = rules.numbers["publicity_days"]
        if not least:
            continue
        source = article(rules, "publicity_days")
        if step is shown:
            worked = case.facts.workdays.between(step.done_on, step.ended_on or step.done_on)
            if worked < least:
                told = f"公示 {worked} 个工作日，不足 {least} 个工作日"
                yield Fault(step.done_on, told, "请核对公示起止日期；不足的应延长公示。", source)
        elif shown is None:
            yield Fault(step.done_on, "没有公示就列为发展对象", "请先公示再列为发展对象。", source)
        elif step.done_on <= (shown.ended_on or shown.done_on):
            told = f"公示到{long_day(shown.ended_on or shown.done_on)}才结束，列为发展对象早了"
            yield Fault(step.done_on, told, "公示期满再列为发展对象。", source)


def no_politics(case: Case) -> Iterator[Fault]:
    """DEV-11."""
    politics = case.taken.get("politics")
    for key, label in (("precheck", "预审"), ("admit", "接收大会")):
        step = case.taken.get(key)
        if step and (politics is None or politics.done_on > step.done_on):
            told = f"{label}（{long_day(step.done_on)}）前没有合格的政治审查结论"
            advice = "政治审查合格后才能预审和讨论接收。"
            yield Fault(
                step.done_on, told, advice, article(case.rules.on(step.done_on), "politics")
            )
            return


def short_training(case: Case) -> Iterator[Fault]:
    """DEV-12: by days or by 学时; a remark tells why someone was excused."""
    step = case.taken.get("training")
    if step is None or step.note:
        return
    rules = case.rules.on(step.done_on)
    days, hours = rules.numbers["training_days"], rules.numbers["training_hours"]
    lasted = ((step.ended_on or step.done_on) - step.done_on).days + 1
    if lasted < days and (step.hours or 0) < hours * _HUNDREDTHS:
        told = f"集中培训不足 {days} 天，也不足 {hours} 学时"
        advice = "请核对起止日期和学时；个别特殊情况请在说明里写明。"
        yield Fault(step.done_on, told, advice, article(rules, "training"))


def leaves_soon(case: Case) -> Iterator[Fault]:
    """DEV-13: leaving is known beforehand, or was seen afterwards."""
    step, person = case.taken.get("precheck"), case.person
    if step is None:
        return
    rules = case.rules.on(step.done_on)
    months = rules.numbers["leaving_months"]
    leaving = case.way.leaving_on or (person.left_on if person else None)
    if leaving and step.done_on <= leaving < add_months(step.done_on, months):
        told = f"预审后 {months} 个月内离开（{long_day(leaving)}）"
        advice = "将在三个月内离开的，不办理接收预备党员手续。"
        yield Fault(step.done_on, told, advice, article(rules, "leaving_months"), "leaving_on")


def no_calendar(case: Case) -> Iterator[Fault]:
    """DEV-25."""
    step = case.taken.get("publicity")
    if step is None or not case.rules.on(step.done_on).numbers["publicity_days"]:
        return
    last = step.ended_on or step.done_on + timedelta(days=7)
    for year in case.facts.workdays.unknown_years(step.done_on, last):
        told = f"没有 {year} 年的节假日安排表，公示的工作日按周一至周五暂算"
        yield Fault(step.done_on, told, "请对照当年放假通知核对公示天数。", "工作日暂算")


def late(case: Case, key: str, told: str) -> Iterator[Fault]:
    """A step taken later than its span allows, or not taken at all though the span is over."""
    step = case.taken.get(key)
    day = step.done_on if step else case.facts.today
    rules = case.rules.on(day)
    described = rules.by_key.get(key)
    if described is None or described.latest is None or (step is None and case.is_over):
        return
    latest = after(case, described.latest)
    if latest and day > latest:
        when = f"（应在{long_day(latest)}前{'' if step else '，至今没有记录'}）"
        sentence = told.format(months=described.latest.months) + when
        advice = "请核对日期；已办理的请补记，确有原因的请写明。"
        yield Fault(day, sentence, advice, article(rules, key), is_waiting=step is None)


RULES = (
    rule(1, E, too_young, "申请入党年满十八周岁"),
    rule(2, W, no_talk, "申请后一个月内谈话"),
    rule(3, E, out_of_order, "发展党员各步先后"),
    rule(4, W, bare_activist, "积极分子有推荐、会议和备案"),
    rule(6, W, no_review, "积极分子半年一考察"),
    rule(7, E, early_candidate, "培养一年以上再列为发展对象"),
    rule(8, E, publicity, "发展对象公示五个工作日", valid_from=DEVELOPMENT_2026_FROM),
    rule(11, E, no_politics, "政治审查合格再预审"),
    rule(12, E, short_training, "集中培训三天或二十四学时"),
    rule(13, W, leaves_soon, "将离校的不办理接收"),
    rule(25, H, no_calendar, "公示有工作日历", confidence=Confidence.DESIGN),
)
