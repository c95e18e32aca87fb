"""The part of a printed record that tells an election: counts, candidates, who counted."""

from partydesk.documents.grid import Cell, label
from partydesk.documents.pdf import FORM_LOOK, NOTE, TABLE_LOOK, Paper
from partydesk.documents.typeset import Align, padded
from partydesk.domain.meeting import Meeting, MeetingKind, Nominee
from partydesk.domain.text import EMPTY

_HEAD = ("序号", "候选人", "赞成", "不赞成", "弃权", "结果")


def election(paper: Paper, meeting: Meeting) -> None:
    """The counts and the candidates; nothing where a meeting elected nobody."""
    if meeting.kind != MeetingKind.ELECTION and not meeting.nominees:
        return
    paper.section("选举情况")
    paper.grid((3, 2, 3, 2, 3, 2), _counts(meeting), FORM_LOOK)
    paper.gap(2)
    rows = [[label(text) for text in _HEAD]]
    rows += [_nominee(number, each) for number, each in enumerate(meeting.nominees, start=1)]
    if not meeting.nominees:
        rows += [[Cell("") for _ in _HEAD] for _ in range(5)]
    paper.grid((28, 154, 65, 65, 65, 65), rows, TABLE_LOOK, head=1)
    paper.text("注：赞成票超过实到会有选举权人数的一半，始得当选。", NOTE)


def _counts(meeting: Meeting) -> list[list[Cell]]:
    pairs = (
        ("应选人数", meeting.seats_open),
        ("应到会有\n选 举 权", meeting.electors_due),
        ("实到会有\n选 举 权", meeting.electors_present),
        ("发出选票", meeting.ballots_issued),
        ("收回选票", meeting.ballots_returned),
        ("有 效 票", meeting.ballots_valid),
    )
    cells = [(label(title), _number(count)) for title, count in pairs]
    return [
        [each for pair in cells[:3] for each in pair],
        [each for pair in cells[3:] for each in pair],
        [label("监 票 人"), Cell(meeting.scrutineers or EMPTY, span=5)],
        [label("计 票 人"), Cell(meeting.tellers or EMPTY, span=5)],
    ]


def _nominee(number: int, each: Nominee) -> list[Cell]:
    result = {True: "当选", False: "未当选", None: EMPTY}[each.is_elected]
    return [
        Cell(str(number), align=Align.CENTRE),
        Cell(padded(each.name), align=Align.CENTRE),
        *(_number(count) for count in (each.yes, each.no, each.abstain)),
        Cell(result, align=Align.CENTRE),
    ]


def _number(count: int | None) -> Cell:
    return Cell(EMPTY if count is None else str(count), align=Align.CENTRE)
