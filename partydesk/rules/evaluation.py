"""Checks of 民主评议 and of the lists of problems and measures (DOMAIN.md 7.1, 7.3 and G: EVA)."""

import re
from collections.abc import Iterable, Iterator

from partydesk.domain.evaluation import Grade, PointKind
from partydesk.domain.meeting import MeetingKind
from partydesk.domain.member import Category
from partydesk.domain.periods import Period
from partydesk.domain.text import long_day
from partydesk.rules.facts import Facts
from partydesk.rules.plain_evaluation import Appraised, Graded, Issue, Reported, ReportPoint
from partydesk.rules.rule import Confidence, E, Hit, Rule, W

#: 优秀 is at most one of so many full members, rounded down (DOMAIN.md 7.1).
_EXCELLENT_IN = 3
#: A day or month in a note, such as 2026年6月, 6 月 or 2026-06.
_WHEN = re.compile(r"\d{1,2}\s*月|\d{4}-\d{1,2}")
#: What somebody's own vote looks like in minutes.
_VOTED = r"[^。；\n]{0,4}(投(了)?(赞成|反对|弃权|优秀|合格|基本合格|不合格)|(赞成|反对|弃权)票)"


def too_many_excellent(facts: Facts, period: Period) -> Iterator[Hit]:
    """EVA-01: more than a third of the full members, rounded down."""
    for each in _appraised(facts, period):
        grades = [one for one in _grades(facts, each) if one.grade == Grade.EXCELLENT]
        count = len(grades) or each.excellent or 0
        most = each.full_members // _EXCELLENT_IN
        if count > most:
            yield _hit(
                each,
                f"{each.year}年民主评议优秀 {count} 人，正式党员 {each.full_members} 人，"
                f"优秀不应超过 {most} 人。",
                "results",
                "请按三分之一（舍去小数）的比例重新确定优秀等次。",
                cases=count - most,
            )


def graded_on_probation(facts: Facts, period: Period) -> Iterator[Hit]:
    """EVA-02: 预备党员 take part but get no grade."""
    for each in _appraised(facts, period):
        found = [one.member_id for one in _grades(facts, each) if _on_probation(facts, one, each)]
        if found:
            yield _hit(
                each,
                f"{each.year}年民主评议给 {len(found)} 名预备党员评定了等次："
                f"{facts.names_of(found)}。",
                "results",
                "预备党员参加评议，不评定等次，请从结果名单里去掉。",
                cases=len(found),
            )


def without_grade(facts: Facts, period: Period) -> Iterator[Hit]:
    """EVA-03: every full member of that day has a result, once results are entered."""
    for each in _appraised(facts, period):
        graded = {one.member_id for one in _grades(facts, each)}
        missing = [
            person.id
            for person in facts.people
            if person.category == Category.FULL
            and person.id not in graded
            and person.belongs(each.held_on)
            and (person.full_on is None or person.full_on <= each.held_on)
        ]
        if graded and missing:
            yield _hit(
                each,
                f"{each.year}年民主评议有 {len(missing)} 名正式党员没有等次："
                f"{facts.names_of(missing)}。",
                "results",
                "请补上等次；确实不参加评议的，可说明理由。",
                cases=len(missing),
            )


def single_votes(facts: Facts, period: Period) -> Iterator[Hit]:
    """EVA-04: who voted what stays secret; only counts are kept."""
    for each in _appraised(facts, period):
        if names := _voters(facts, each.note or ""):
            yield _hit(each, _secret(f"{each.year}年民主评议", names), "note", _COUNTS_ONLY)
    for session in facts.held(MeetingKind.APPRAISAL, period):
        if names := _voters(facts, session.content or ""):
            told = _secret(f"{long_day(session.held_on)}民主评议会议记录", names)
            yield Hit(told, "meeting", session.id, "content", _COUNTS_ONLY, session.held_on)


def poor_without_help(facts: Facts, period: Period) -> Iterator[Hit]:
    """EVA-05: 基本合格 and 不合格 need measures and a day to look again, within twelve months."""
    low = {Grade.FAIR, Grade.POOR}
    for each in _appraised(facts, period):
        found = [one.member_id for one in _grades(facts, each) if one.grade in low]
        note = each.note or ""
        if found and not _WHEN.search(note):
            what = "没有写复查时间" if note else "没有写帮助教育措施和复查时间"
            yield _hit(
                each,
                f"{each.year}年民主评议有 {len(found)} 名党员为基本合格或不合格，{what}。",
                "note",
                "请在情况说明里写明措施和复查时间（限期改正不超过一年）。",
                cases=len(found),
            )


def problems_open(facts: Facts, period: Period) -> Iterator[Hit]:
    """EVA-06: each problem has a measure, somebody who does it, a deadline; none is overdue."""
    for issue in facts.rows(Issue):
        if issue.found_on not in period or issue.closed_on:
            continue
        lacks = [
            label
            for label, value in (
                ("整改措施", issue.measures),
                ("责任人", issue.owner_id),
                ("整改时限", issue.due_on),
            )
            if not value
        ]
        about = f"问题“{issue.matter[:30]}”"
        if lacks:
            told, name = f"{about}没有写{'、'.join(lacks)}。", "measures"
        elif issue.due_on is not None and issue.due_on < facts.today:
            told, name = f"{about}应于{long_day(issue.due_on)}前整改，还没有销号。", "closed_on"
        else:
            continue
        yield Hit(
            told, "problem", issue.id, name, "请落实整改，办结后填写销号日期。", issue.found_on
        )
    yield from _reports(facts, period)


def _reports(facts: Facts, period: Period) -> Iterator[Hit]:
    points: dict[str, list[ReportPoint]] = {}
    for point in facts.rows(ReportPoint):
        points.setdefault(point.report_id, []).append(point)
    for report in facts.rows(Reported):
        if report.reported_on not in period:
            continue
        lines = points.get(report.id, [])
        measures = [each for each in lines if each.kind == PointKind.MEASURE]
        mended = {each.problem for each in measures}
        problems = [each for each in lines if each.kind == PointKind.PROBLEM]
        bare = sum(number not in mended for number in range(1, len(problems) + 1))
        vague = sum(not each.owner or each.due_on is None for each in measures)
        told = [f"{bare} 个问题没有对应的整改"] if bare else []
        told += [f"{vague} 条整改没有责任人或时限"] if vague else []
        if told:
            yield Hit(
                f"{report.year}年述职报告有{'，'.join(told)}。",
                "duty_report",
                report.id,
                "points",
                "每个问题至少有一条整改，写明责任人和时限。",
                report.reported_on,
                cases=bare + vague,
            )


_COUNTS_ONLY = "测评是无记名的，只保留票数，请删去个人的投票。"


def _secret(where: str, names: Iterable[str]) -> str:
    return f"{where}写有个人投票的内容，涉及 {len(list(names))} 人。"


def _voters(facts: Facts, text: str) -> list[str]:
    if not text:
        return []
    return [
        each for each in facts.names.values() if each and re.search(re.escape(each) + _VOTED, text)
    ]


def _appraised(facts: Facts, period: Period) -> Iterator[Appraised]:
    return (each for each in facts.rows(Appraised) if each.held_on in period)


def _grades(facts: Facts, appraised: Appraised) -> list[Graded]:
    return [each for each in facts.rows(Graded) if each.appraisal_id == appraised.id]


def _on_probation(facts: Facts, graded: Graded, appraised: Appraised) -> bool:
    person = facts.by_id.get(graded.member_id)
    if person is None:
        return False
    later = person.full_on is not None and person.full_on > appraised.held_on
    return later or person.category == Category.PROBATIONARY


def _hit(appraised: Appraised, told: str, name: str, advice: str, *, cases: int = 1) -> Hit:
    return Hit(told, "appraisal", appraised.id, name, advice, appraised.held_on, cases=cases)


_APPRAISAL = "民主评议党员要求"
_LAW = "党员教育管理工作条例第三十条"

RULES = (
    Rule("EVA-01", E, _APPRAISAL, too_many_excellent, "优秀不超过三分之一"),
    Rule("EVA-02", W, _APPRAISAL, graded_on_probation, "预备党员不评定等次"),
    Rule("EVA-03", W, "党内统计要求", without_grade, "正式党员都有等次"),
    Rule(
        "EVA-04", W, "测评保密要求", single_votes, "不留个人投票", confidence=Confidence.DESIGN
    ),
    Rule("EVA-05", W, _LAW, poor_without_help, "不合格的有措施和复查时间"),
    Rule(
        "EVA-06", W, "述职评议要求（各地做法）", problems_open, "问题有整改、按期销号",
        confidence=Confidence.LOCAL,
    ),
)  # fmt: skip
