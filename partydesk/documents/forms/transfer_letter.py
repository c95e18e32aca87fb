"""中国共产党党员组织关系介绍信: the stub, the letter and the receipt on one page."""

from dataclasses import dataclass
from datetime import date

from partydesk.documents.fonts import Style
from partydesk.documents.pdf import BLANK_DAY, FORM, Paper, Printing
from partydesk.documents.typeset import Align, Face, padded
from partydesk.domain.text import EMPTY, long_day

_PART = Face(Style.HEI, 12, 20, Align.CENTRE)
_HEAD = Face(Style.TITLE, 16, 26, Align.CENTRE)
_BODY = Face(Style.FANG, 13, 24, Align.FILL, indent=2)
_PLAIN = Face(Style.FANG, 13, 24)
_RIGHT = Face(Style.FANG, 13, 24, Align.RIGHT)
_CUT = Face(Style.FANG, 10.5, 18, Align.CENTRE)


@dataclass(frozen=True)
class Letter:
    """What a letter says.

    Attributes:
        name: Who moves.
        sex: 男 or 女.
        category: 正式党员 or 预备党员.
        number: Of the letter.
        source: Full name of the branch that the person leaves.
        target: The organisation that receives.
        day: The day of the letter.
        valid_days: For how long it holds.
        dues_until: Month up to which dues are paid, ``YYYY-MM``.
        phone: The person's own.
        until: The last day it holds.
    """

    name: str
    sex: str
    category: str
    number: str
    source: str
    target: str
    day: date
    valid_days: int
    dues_until: str
    phone: str
    until: date


def transfer_letter(letter: Letter, printing: Printing) -> bytes:
    """The letter as PDF; signatures and seals are added by hand."""
    paper = Paper(FORM, "党员组织关系介绍信", printing, confidential=False)
    number = f"第 {letter.number or EMPTY} 号"
    _stub(paper, letter, number)
    paper.text("┈" * 12 + " 裁 切 线 " + "┈" * 12, _CUT)
    _letter(paper, letter, number)
    paper.text("┈" * 12 + " 裁 切 线 " + "┈" * 12, _CUT)
    _receipt(paper, letter, number)
    return paper.pdf()


def _stub(paper: Paper, letter: Letter, number: str) -> None:
    paper.text("介绍信存根", _PART)
    paper.text(number, _RIGHT)
    paper.text(
        f"{padded(letter.name)}同志系中共{letter.category}，组织关系由{letter.source}"
        f"转到{letter.target}。",
        _BODY,
    )
    paper.text(long_day(letter.day), _RIGHT)


def _letter(paper: Paper, letter: Letter, number: str) -> None:
    paper.text("中国共产党党员组织关系介绍信", _HEAD)
    paper.text(number, _RIGHT)
    paper.text(f"{letter.target}：", _PLAIN)
    sex = f"（{letter.sex}）" if letter.sex else ""
    paper.text(
        f"{padded(letter.name)}同志{sex}系中共{letter.category}，组织关系由{letter.source}"
        f"转到你处，请接洽。",
        _BODY,
    )
    paper.text(f"党费交至：{_month(letter.dues_until)}　　联系电话：{letter.phone or EMPTY}", _BODY)
    paper.text(f"（有效期 {letter.valid_days} 天，至{long_day(letter.until)}止）", _BODY)
    paper.text("（盖　章）", _RIGHT)
    paper.text(long_day(letter.day), _RIGHT)


def _receipt(paper: Paper, letter: Letter, number: str) -> None:
    paper.text("介绍信回执联", _PART)
    paper.text(number, _RIGHT)
    paper.text(f"{letter.source}：", _PLAIN)
    paper.text(f"{padded(letter.name)}同志的党员组织关系已转到我处，特此回复。", _BODY)
    paper.text("（盖　章）　　经办人：　　　　　联系电话：　　　　　　", _RIGHT)
    paper.text(BLANK_DAY, _RIGHT)


def _month(month: str) -> str:
    return f"{month[:4]}年{int(month[5:])}月" if month else EMPTY
