"""The package on paper: what a person reads without any program, with personal numbers masked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from partydesk.documents.grid import Cell, label
from partydesk.documents.pdf import FORM, FORM_LOOK, TABLE_LOOK, Paper, Printing
from partydesk.domain.text import EMPTY, points
from partydesk.services.submission_ledgers import printed_ledgers
from partydesk.services.submission_plan import SubmissionPlan


def summary_pdf(plan: SubmissionPlan, printed_by: str) -> bytes:
    """The content of a package as PDF; the same content on the same day gives the same bytes."""
    content = plan.collected
    printing = Printing(printed_by, datetime.combine(plan.today, time()))
    paper = Paper(FORM, "上报内容", printing, confidential=True)
    paper.title(f"{plan.period.label}上报内容", above=str(content.branch["name"]))
    _table(paper, "一、目录", ("内容", "数量", "说明"), (3, 2, 6), _overview(plan))
    _table(paper, "二、党员名册", *_ROSTER, _members(content.rows["members"]))
    _table(paper, "三、会议记录", *_MEETINGS, _meetings(content.rows["meetings"]))
    for meeting in content.rows["meetings"]:
        _minutes(paper, meeting)
    _table(paper, "四、谈心谈话台账", *_TALKS, _talks(content.rows["talks"]))
    kinds: Mapping[str, int] = content.integrity["by_kind"]
    _table(paper, "五、廉政档案统计", ("活页", "本期新增"), (6, 2), [
        *([kind, f"{count} 页"] for kind, count in kinds.items()),
        ["全部档案", f"{content.integrity['people']} 人 {content.integrity['leaves']} 页"],
    ])  # fmt: skip
    for number, (title, heads, rows) in enumerate(printed_ledgers(content.rows), start=1):
        _table(paper, f"六、工作台账（{number}）{title}", heads, _shares(rows, heads), rows)
    if content.assessment is not None:
        _table(
            paper, f"七、{_sheet_named(content.assessment)}", *_SCORES, _scores(content.assessment)
        )
    if plan.explained:
        given = [[each.finding.sentence, each.reason] for each in plan.explained]
        _table(paper, "八、已说明理由的问题", ("问题", "理由"), (6, 5), given)
    return paper.pdf()


_ROSTER = (
    ("姓名", "性别", "民族", "身份证号", "类别", "加入日期", "转正日期", "手机号"),
    (2.6, 1.9, 2.3, 6.9, 2.0, 3.5, 3.5, 4.4),
)
_MEETINGS = (("日期", "类型", "次数", "议题", "应到", "实到"), (3, 4, 1.6, 8, 1.6, 1.6))
_SCORES = (("条目", "分值", "系统测算", "自评分", "扣分原因和说明"), (3.4, 1.5, 2.3, 1.9, 7.5))
_TALKS = (("日期", "类型", "谈话人", "谈话对象", "方式"), (3, 4, 3, 6, 2.4))


def _table(
    paper: Paper,
    title: str,
    head: Sequence[str],
    shares: Sequence[float],
    rows: Iterable[Sequence[str]],
) -> None:
    paper.section(title)
    cells = [[Cell(text or EMPTY) for text in row] for row in rows]
    none = [[Cell("无"), *(Cell(EMPTY) for _ in head[1:])]]
    paper.grid(shares, [[label(text) for text in head], *(cells or none)], TABLE_LOOK, head=1)


def _shares(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> list[float]:
    """Widths by the longest text of each column, within bounds."""
    longest = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    return [float(min(max(each, 4), 16)) for each in longest]


def _overview(plan: SubmissionPlan) -> list[list[str]]:
    return [[each.title, f"{each.count} {each.unit}", each.why] for each in plan.parts]


def _members(rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    names = ("name", "sex", "ethnicity", "id_number", "category", "joined_on", "full_on", "mobile")
    return [[str(row[name] or "").removesuffix("党员") for name in names] for row in rows]


def _meetings(rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    return [
        [
            row["held_on"],
            f"{row['kind']}　{row['group']}".strip(),
            str(row["number"]),
            row["topic"] or "",
            str(len(row["attendances"])),
            str(sum(each["presence"] == "到会" for each in row["attendances"])),
        ]
        for row in rows
    ]


def _minutes(paper: Paper, row: Mapping[str, Any]) -> None:
    """One meeting's record in short form."""
    absent = "、".join(
        f"{each['name']}（{each['reason'] or '未注明原因'}）"
        for each in row["attendances"]
        if each["presence"] != "到会"
    )
    votes = "；".join(
        f"{each['matter']}：赞成 {each['yes'] or 0}，反对 {each['no'] or 0}，"
        f"弃权 {each['abstain'] or 0}"
        for each in row["votes"]
    )
    facts: tuple[tuple[str, str], ...] = (
        ("主持和记录", f"{row['chair'] or EMPTY}；{row['recorder'] or EMPTY}"),
        ("地　　点", row["place"] or EMPTY),
        ("缺　　席", absent or "无"),
        ("会议内容", row["content"] or EMPTY),
        ("表　　决", votes or "无"),
        ("决　　议", row["decisions"] or EMPTY),
    )
    if row["nominees"]:
        facts = (*facts, ("选　　举", _election(row)))
    paper.gap(3)
    paper.section(f"{row['held_on']}　{row['kind']}{row['group']}第{row['number']}次")
    paper.grid((2, 10), [[label(name), Cell(text)] for name, text in facts], FORM_LOOK)


def _election(row: Mapping[str, Any]) -> str:
    counts = (
        ("应选", "seats_open", "名"),
        ("应到", "electors_due", "人"),
        ("实到", "electors_present", "人"),
        ("发出选票", "ballots_issued", "张"),
        ("收回", "ballots_returned", "张"),
        ("有效", "ballots_valid", "张"),
    )
    told = [f"{label} {row[name]} {unit}" for label, name, unit in counts if row[name] is not None]
    people = [
        f"{each['name']} {each['yes'] or 0} 票{'（当选）' if each['is_elected'] else ''}"
        for each in row["nominees"]
    ]
    return "，".join(told) + "\n" + "；".join(people)


def _talks(rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    return [
        [row["talked_on"], row["kind"], row["talker"], "、".join(row["partners"]), row["way"]]
        for row in rows
    ]


def _sheet_named(given: Mapping[str, Any]) -> str:
    edition = f"，{given['scheme_version']}" if given["scheme_version"] else ""
    state = f"第 {given['version']} 版" if given["finished"] else "尚未完成"
    return f"自评（{given['scheme_title']}{edition}；{state}）"


def _scores(given: Mapping[str, Any]) -> list[list[str]]:
    lines = [
        [
            f"{score['item']} {score['title']}",
            _points(score["full_hundredths"]),
            _points(score["computed_hundredths"]),
            _points(score["points_hundredths"]),
            "\n".join([*(_lost(each) for each in score["why"]), *_told(score["reason"])]),
        ]
        for score in given["scores"]
    ]
    bonus = given["bonus"]
    if bonus["points_hundredths"]:
        lines.append(["加分", "", "", _points(bonus["points_hundredths"]), bonus["reason"]])
    full = sum(score["full_hundredths"] for score in given["scores"])
    sums = (full, given["computed_hundredths"], given["total_hundredths"])
    veto = f"一票否决：{given['veto']}" if given["veto"] else ""
    return [*lines, ["合计", *map(_points, sums), veto]]


def _lost(why: Mapping[str, Any]) -> str:
    return f"扣 {points(why['points_hundredths'])} 分：{why['sentence']}。"


def _told(reason: str) -> list[str]:
    return [f"自评说明：{reason}"] if reason else []


def _points(value: int | None) -> str:
    return "" if value is None else points(value)
