"""The printed record of a meeting, with all that DOMAIN.md 9.1 asks for."""

from collections.abc import Iterable, Mapping, Sequence

from partydesk.documents.blocks import ruled_line
from partydesk.documents.forms.election_part import election
from partydesk.documents.grid import Cell, label
from partydesk.documents.pdf import (
    BLANK_DAY,
    FORM_LOOK,
    NOTE,
    RECORD,
    TABLE_LOOK,
    Paper,
    Printing,
)
from partydesk.documents.spared import in_few_pages
from partydesk.documents.typeset import Align, padded
from partydesk.domain.meeting import Attendance, Meeting, MeetingKind, Presence, Resolution, Vote
from partydesk.domain.text import EMPTY, long_day, weekday

#: Titles that are not simply the kind with 会议记录 behind it.
_TITLES = {
    MeetingKind.COMMITTEE: "支部委员会会议记录",
    MeetingKind.LECTURE: "党课记录",
    MeetingKind.THEME_DAY: "主题党日活动记录",
    MeetingKind.CENTRE: "理论学习中心组学习记录",
    MeetingKind.FIRST_TOPIC: "“第一议题”学习记录",
}
_VOTE_HEAD = (
    *("序号", "表决事项", "类型", "方式", "应到", "实到"),
    *("赞成", "反对", "弃权", "书面\n意见", "结果"),
)
_RESOLUTION_HEAD = ("序号", "议定事项", "责任人", "完成时限", "完成日期")


def meeting_record(
    meeting: Meeting,
    branch: str,
    names: Mapping[str, str],
    printing: Printing,
    attachments: Sequence[str] = (),
) -> bytes:
    """The record as PDF; what is empty leaves ruled space or a dash.

    Args:
        meeting: With attendances, votes and resolutions loaded.
        branch: Full name of the branch.
        names: Names of members and groups by id.
        printing: Who prints, and when.
        attachments: Titles of the papers and photos that belong to it.
    """
    title = _title(MeetingKind(meeting.kind))
    group = names.get(meeting.group_id or "", "")

    def made(tight: bool) -> Paper:
        paper = Paper(RECORD, title, printing, confidential=False, tight=tight)
        paper.title(title, above=f"{branch}　{group}" if group else branch)
        _fill(paper, meeting, names, attachments)
        return paper

    return in_few_pages(made)


def _fill(
    paper: Paper, meeting: Meeting, names: Mapping[str, str], attachments: Sequence[str]
) -> None:
    paper.grid((2, 4.5, 2, 4.5), _facts(meeting, names), FORM_LOOK)
    paper.gap(4)
    _content(paper, meeting)
    _votes(paper, meeting.votes)
    election(paper, meeting)
    _decisions(paper, meeting)
    _attachments(paper, attachments)
    paper.gap(6)
    paper.sign(("主持人（签字）：", "记录人（签字）："), (BLANK_DAY, BLANK_DAY))


def _title(kind: MeetingKind) -> str:
    return _TITLES.get(kind, f"{kind}会议记录".replace("会会议", "会"))


def _facts(meeting: Meeting, names: Mapping[str, str]) -> list[list[Cell]]:
    present = [each for each in meeting.attendances if each.presence == Presence.PRESENT]
    absent = [each for each in meeting.attendances if each.presence != Presence.PRESENT]
    rows = [
        [
            label("会议类型"),
            Cell(meeting.kind),
            label("次　　数"),
            Cell(f"{meeting.held_on.year}年第{meeting.number}次"),
        ],
        [label("时　　间"), Cell(_time(meeting), span=3)],
        [label("地　　点"), Cell(meeting.place or EMPTY, span=3)],
        [
            label("主 持 人"),
            Cell(_name(names, meeting.chair_id)),
            label("记 录 人"),
            Cell(_name(names, meeting.recorder_id)),
        ],
    ]
    if meeting.chair_reason:
        rows.append([label("委托主持\n说　　明"), Cell(meeting.chair_reason, span=3)])
    if meeting.lecturer:
        rows.append([label("授 课 人"), Cell(padded(meeting.lecturer), span=3)])
    return [
        *rows,
        [
            label("应到人数"),
            Cell(f"{len(meeting.attendances)} 人"),
            label("实到人数"),
            Cell(f"{len(present)} 人"),
        ],
        [label("出　　席"), Cell(_people(present), span=3)],
        [label("缺　　席\n（原因）"), Cell(_people(absent), span=3)],
        [label("列　　席"), Cell(meeting.guests or EMPTY, span=3)],
        [label("议　　题"), Cell(_agenda(meeting), span=3)],
    ]


def _agenda(meeting: Meeting) -> str:
    """The topic, then the numbered items with who speaks on them."""
    items = [
        f"{place}. {each.matter}" + (f"（{each.speaker}）" if each.speaker else "")
        for place, each in enumerate(meeting.agenda, start=1)
    ]
    return "\n".join([*([meeting.topic] if meeting.topic else []), *items]) or EMPTY


def _content(paper: Paper, meeting: Meeting) -> None:
    paper.section("会议内容")
    if meeting.content and meeting.content.strip():
        paper.minutes(meeting.content)
    else:
        _room(paper, 6)


def _room(paper: Paper, lines: int) -> None:
    """Room to write by hand, line by line: it fills a page before it goes on to the next."""
    for _ in range(lines):
        paper.add(ruled_line(paper.leading, paper.frame.column))


def _votes(paper: Paper, votes: Sequence[Vote]) -> None:
    if not votes:
        paper.section("表决情况（没有表决事项）")
        return
    paper.section("表决情况")
    rows = [[label(text) for text in _VOTE_HEAD]]
    rows += [_vote(number, vote) for number, vote in enumerate(votes, start=1)]
    paper.grid((28, 99, 49, 59, 28, 28, 28, 28, 28, 28, 39), rows, TABLE_LOOK, head=1)
    paper.text("注：应到、实到为有表决权的人数；书面意见为会前收到的份数，已计入赞成或反对。", NOTE)


def _vote(number: int, vote: Vote) -> list[Cell]:
    counts = (vote.due, vote.present, vote.yes, vote.no, vote.abstain, vote.written)
    result = {True: "通过", False: "未通过", None: EMPTY}[vote.is_passed]
    return [
        _middle(str(number)),
        Cell(vote.matter),
        _middle(vote.kind),
        _middle(vote.ballot),
        *(_middle(EMPTY if count is None else str(count)) for count in counts),
        _middle(result),
    ]


def _decisions(paper: Paper, meeting: Meeting) -> None:
    paper.section("决议和议定事项")
    if meeting.decisions and meeting.decisions.strip():
        paper.minutes(meeting.decisions)
    elif not meeting.resolutions:
        _room(paper, 2)
    if meeting.resolutions:
        paper.gap(2)
        rows = [[label(text) for text in _RESOLUTION_HEAD]]
        rows += [_resolution(no, each) for no, each in enumerate(meeting.resolutions, start=1)]
        paper.grid((28, 194, 60, 80, 80), rows, TABLE_LOOK, head=1)


def _resolution(number: int, each: Resolution) -> list[Cell]:
    days = [long_day(day) if day else EMPTY for day in (each.due_on, each.done_on)]
    return [
        _middle(str(number)),
        Cell(each.matter),
        _middle(padded(each.owner) if each.owner else EMPTY),
        *map(_middle, days),
    ]


def _attachments(paper: Paper, titles: Sequence[str]) -> None:
    if titles:
        paper.section("附件")
        paper.text("\n".join(f"{number}. {title}" for number, title in enumerate(titles, start=1)))


def _time(meeting: Meeting) -> str:
    day = f"{long_day(meeting.held_on)}　{weekday(meeting.held_on)}"
    if not meeting.starts_at:
        return day
    return f"{day}　{meeting.starts_at}—{meeting.ends_at or ''}"


def _name(names: Mapping[str, str], person: str | None) -> str:
    return padded(names.get(person or "", "")) or EMPTY


def _people(attendances: Iterable[Attendance]) -> str:
    people = [
        padded(each.name)
        + (f"（{each.reason or '未注明原因'}）" if each.presence != Presence.PRESENT else "")
        for each in attendances
    ]
    return "、".join(people) or EMPTY


def _middle(text: str) -> Cell:
    return Cell(text, align=Align.CENTRE)
