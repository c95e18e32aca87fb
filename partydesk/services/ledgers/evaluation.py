"""评议述职: 民主评议, 组织生活会 files and 述职 (DOMAIN.md 7.1 to 7.3)."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from partydesk.domain.evaluation import (
    Appraisal,
    AppraisalResult,
    DutyPoint,
    DutyReport,
    Grade,
    LifeFile,
    LifePaper,
    PointKind,
)
from partydesk.domain.fields import pick
from partydesk.domain.member import Category
from partydesk.services.ledgers.ledger import Family, Ledger, Part
from partydesk.services.ledgers.limits import once_each
from partydesk.services.registers import Register, Rows
from partydesk.storage import people

_COUNTS = {
    Grade.EXCELLENT: "excellent",
    Grade.GOOD: "good",
    Grade.FAIR: "fair",
    Grade.POOR: "poor",
}
#: The usual papers of a 组织生活会 (DOMAIN.md 7.2).
LIFE_PAPERS = (
    *("会议通知和方案", "集中学习记录", "谈心谈话记录", "征求意见汇总", "支委会检视材料"),
    *("个人发言提纲", "会议记录", "民主测评表和汇总", "评议结果通报", "整改清单"),
)


def most_excellent(full_members: int) -> int:
    """How many may be 优秀: a third of the 正式党员, rounded down (DOMAIN.md 7.1: 16 give 5)."""
    return full_members // 3


def _appraisal_problems(values: Mapping[str, Any], today: date) -> dict[str, str]:
    problems = once_each("results")(values, today)
    full = values["full_members"]
    counts = [values[name] or 0 for name in _COUNTS.values()]
    results = values.get("results") or []
    if results:
        by_grade = Counter(row["grade"] for row in results)
        counts = [by_grade[grade] for grade in _COUNTS]
    if sum(counts) > full:
        problems["full_members"] = f"评出 {sum(counts)} 人，多于正式党员 {full} 人，请核对。"
    elif counts[0] > most_excellent(full):
        where = "results" if results else "excellent"
        most = most_excellent(full)
        problems[where] = f"优秀 {counts[0]} 人，超过三分之一：正式党员 {full} 人，最多 {most} 人。"
    out, back = values["ballots_out"], values["ballots_back"]
    if out is not None and back is not None and back > out:
        problems["ballots_back"] = f"收回 {back} 张，多于发出的 {out} 张，请核对。"
    return problems


def _count_results(_session: Session, record: Appraisal) -> None:
    """The counts follow from the results, where there are any."""
    if record.results:
        counts = Counter(each.grade for each in record.results)
        for grade, name in _COUNTS.items():
            setattr(record, name, counts[grade])


def _begin_appraisal(session: Session, today: date) -> dict[str, Any]:
    """Last year's 评议 until summer, with every full member as 合格."""
    full = [each for each in people.current_members(session) if each.category == Category.FULL]
    return {
        "year": today.year if today.month > 6 else today.year - 1,
        "full_members": len(full),
        "results": [{"member_id": each.id, "grade": Grade.GOOD} for each in full],
    }


APPRAISALS = Ledger(
    register=Register(
        Appraisal,
        "民主评议",
        pick(
            Appraisal,
            *("year", "held_on", "full_members", "ballots_out", "ballots_back", "excellent"),
            *("good", "fair", "poor", "told_on", "note"),
        ),
        {"results": Rows(AppraisalResult, pick(AppraisalResult, "member_id", "grade"))},
    ),
    title="民主评议",
    family=Family.EVALUATION,
    day="held_on",
    heading=("year",),
    columns=("year", "held_on", "full_members", "excellent", "good", "fair", "poor"),
    parts=(
        Part("", ("year", "held_on", "full_members")),
        Part("测评表", ("ballots_out", "ballots_back")),
        Part("结果名单", ("results",), 1),
        Part("结果人数", ("excellent", "good", "fair", "poor")),
        Part("", ("told_on",)),
        Part("", ("note",), 1),
    ),
    wide="poor",
    teaches="每年一次民主评议：只记人数和结果，不记谁投了什么票。",
    source="支部工作条例第十八条",
    same=("year",),
    begin=_begin_appraisal,
    problems=_appraisal_problems,
    settle=_count_results,
    sent=("year", "held_on", "full_members", "excellent", "good", "fair", "poor"),
)


def _begin_life_file(_session: Session, _today: date) -> dict[str, Any]:
    return {"papers": [{"name": each} for each in LIFE_PAPERS]}


LIFE_FILES = Ledger(
    register=Register(
        LifeFile,
        "组织生活会材料",
        pick(LifeFile, "held_on", "topic", "note"),
        {"papers": Rows(LifePaper, pick(LifePaper, "name", "ready_on", "note"))},
    ),
    title="组织生活会",
    family=Family.EVALUATION,
    day="held_on",
    heading=("held_on", "topic"),
    columns=("held_on", "topic", "papers"),
    parts=(
        Part("", ("held_on",)),
        Part("", ("topic",), 1),
        Part("材料清单", ("papers",), 1),
        Part("", ("note",), 1),
    ),
    wide="topic",
    teaches="组织生活会的材料清单：缺哪一份，一眼看见；扫描件加在附件里。",
    source="支部工作条例第十七条",
    same=("held_on",),
    begin=_begin_life_file,
    sent=("held_on", "topic"),
)


def _report_problems(values: Mapping[str, Any], _today: date) -> dict[str, str]:
    points = values.get("points") or []
    count = sum(row["kind"] == PointKind.PROBLEM for row in points)
    problems = {}
    for place, row in enumerate(points):
        if row["kind"] != PointKind.MEASURE:
            continue
        if not row["problem"] or row["problem"] > count:
            problems[f"points.{place}.problem"] = (
                f"整改“{row['matter'][:20]}”要写明对应第几个问题（共 {count} 个）。"
            )
    mended = {row["problem"] for row in points if row["kind"] == PointKind.MEASURE}
    bare = [number for number in range(1, count + 1) if number not in mended]
    if bare and not problems:
        numbers = "、".join(str(each) for each in bare)
        problems["points"] = f"第 {numbers} 个问题还没有整改措施，请至少写一条。"
    return problems


REPORTS = Ledger(
    register=Register(
        DutyReport,
        "述职",
        pick(
            DutyReport,
            *("year", "reported_on", "member_id", "text", "commenter", "comment", "overall"),
        ),
        {
            "points": Rows(
                DutyPoint, pick(DutyPoint, "matter", "kind", "problem", "owner", "due_on")
            )
        },
    ),
    title="述职评议",
    family=Family.EVALUATION,
    day="reported_on",
    heading=("year", "member_id"),
    columns=("year", "reported_on", "member_id", "overall", "points"),
    parts=(
        Part("", ("year", "reported_on", "member_id", "overall")),
        Part("成绩、问题、整改清单", ("points",), 1),
        Part("", ("text",), 1),
        Part("点评", ("commenter",)),
        Part("", ("comment",), 1),
    ),
    wide="member_id",
    teaches="书记和支委述职：成绩、问题、整改三张清单，每个问题至少对应一条整改。",
    source="党委（党组）书记抓基层党建工作述职评议考核办法",
    same=("year", "member_id"),
    problems=_report_problems,
    sent=("year", "reported_on", "overall"),
)


EVALUATION = (APPRAISALS, LIFE_FILES, REPORTS)
