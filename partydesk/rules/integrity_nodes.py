"""Checks of reminders before festivals, secret marks, and sanctions that end (DOMAIN.md, F)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from partydesk.domain.integrity import LeafKind
from partydesk.domain.member import Category
from partydesk.domain.periods import Period, month_of
from partydesk.domain.study import StudyKind
from partydesk.domain.talk import TalkKind
from partydesk.domain.text import long_day
from partydesk.rules import sources
from partydesk.rules.facts import Facts
from partydesk.rules.festivals import Festival
from partydesk.rules.plain_education import Course
from partydesk.rules.plain_submission import Paper
from partydesk.rules.rule import Confidence, E, H, Hit, Rule, W
from partydesk.rules.todo import Action

#: A mark of secrecy as papers carry it; the words alone stand in many a lawful title.
_MARK = re.compile(r"(绝密|机密|秘密)\s*[★☆⭐*＊]")

#: Minutes that speak of integrity before a festival are a reminder too.
_INTEGRITY = "廉"


def no_reminder(facts: Facts, period: Period) -> Iterator[Hit]:
    """INT-05: a festival passed and nothing on file reminded of integrity before it."""
    days = timedelta(days=facts.limits.reminder_days)
    for each in facts.rows(Festival):
        passed = each.day < facts.today and each.day in period
        if passed and each.day - days >= facts.began_on and not reminder_of(facts, each, days):
            yield Hit(
                f"{each.name}（{long_day(each.day)}）前 {days.days} 天内没有廉洁提醒记录。",
                "integrity_leaf",
                f"reminder/{each.day.isoformat()}",
                advice="已经提醒过的，请补记廉政教育或廉政谈话；没有的，可说明理由。",
                day=each.day,
            )


def reminder_of(facts: Facts, festival: Festival, days: timedelta) -> tuple[Action, date] | None:
    """The record that reminded of integrity before a festival, and its day."""
    near = Period(festival.day - days, festival.day, "", "")
    for leaf in facts.leaves:
        if leaf.kind == LeafKind.EDUCATION and leaf.dated_on in near:
            return Action("integrity_leaf", leaf.id), leaf.dated_on
    for talk in facts.talks:
        if talk.kind == TalkKind.INTEGRITY and talk.talked_on in near:
            return Action("talk", talk.id), talk.talked_on
    for course in facts.rows(Course):
        if course.kind == StudyKind.INTEGRITY and course.held_on in near:
            return Action("study", course.id), course.held_on
    for each in facts.within(near):
        if _INTEGRITY in (each.topic or "") + (each.content or ""):
            return Action("meeting", each.id), each.held_on
    return None


def secret_marks(facts: Facts, period: Period) -> Iterator[Hit]:
    """INT-06: what carries a mark of secrecy must not be in this program at all."""
    advice = "涉密内容严禁在本程序保存：请立即删除，并按保密规定处理原件。"
    told = set()
    for paper in facts.rows(Paper):
        if _MARK.search(paper.title) and paper.record_id not in told:
            told.add(paper.record_id)
            sentence = f"附件“{paper.title}”带有密级标志。"
            yield Hit(sentence, paper.record_type, paper.record_id, "attachments", advice)
    for session in facts.within(period):
        if session.id in told:
            continue
        for name in ("topic", "content", "decisions"):
            if _MARK.search(getattr(session, name) or ""):
                sentence = f"{long_day(session.held_on)}{session.kind}的文字里有密级标志。"
                yield Hit(sentence, "meeting", session.id, name, advice, session.held_on)
                break


def sanction_ends(facts: Facts, period: Period) -> Iterator[Hit]:
    """INT-07: an impact period ends this month; until then someone is no fit sponsor."""
    month = month_of(facts.today)
    if facts.today not in period:
        return
    for leaf in facts.leaves:
        if leaf.kind != LeafKind.SANCTION or leaf.is_replaced or leaf.until_on is None:
            continue
        person = facts.by_id.get(leaf.member_id)
        if leaf.until_on in month and person is not None and not person.left_on:
            waits = person.category in (Category.CANDIDATE, Category.ACTIVIST)
            role = "发展对象、积极分子的考察" if waits else "担任入党介绍人、培养联系人"
            yield Hit(
                f"{person.name}的处分影响期{long_day(leaf.until_on)}届满。",
                "integrity_leaf",
                leaf.id,
                "until_on",
                f"届满前不宜{role}；届满后请按规定办理。" if not waits else f"请核对{role}。",
            )


RULES = (
    Rule(
        "INT-05",
        W,
        "节日廉洁提醒（本地）",
        no_reminder,
        "节前廉洁提醒",
        confidence=Confidence.LOCAL,
    ),
    Rule("INT-06", E, "保守国家秘密法", secret_marks, "不存涉密内容", confidence=Confidence.KNOWN),
    Rule(
        "INT-07",
        H,
        f"{sources.DEVELOPMENT}第十四条",
        sanction_ends,
        "处分影响期届满",
        sources.DEVELOPMENT_2026_FROM,
    ),
)
