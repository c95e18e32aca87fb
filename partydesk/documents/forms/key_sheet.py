"""密钥登记表: the paper by which the bureau knows that a package is really this branch's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partydesk.documents.digit_boxes import digit_boxes
from partydesk.documents.forms.points import print_points
from partydesk.documents.grid import Cell, label
from partydesk.documents.pdf import FORM, FORM_LOOK, Paper, Printing
from partydesk.domain.text import long_day

_PER_ROW = 3
_WHY = (
    "1. 上面 30 位数字由本支部的签名密钥算出，上级单位凭它确认上报包是本支部生成的、没有改动过。",
    "2. 请由书记当面交给上级单位经办人，不要用微信、邮件代替；数字本身不用保密。",
    "3. 换届交接时密钥随之更换，由原密钥签字接续，上级单位自动改认；另打印新表一份备查。",
    "4. 重新建了数据文件，或者原密钥可能已被别人拿到时，请重新打印一份，盖章交上级单位。",
)
_HOW = (
    "1. 上级单位第一次接收本支部的上报包时，照这张表输入支部代码和 30 位数字，程序会记住。",
    "2. 程序提示“签名密钥与登记的不一致”时，请不要接收，打电话与书记核实。",
    "3. 支部另交来盖章的新表时，照新表再输入一次；收下用新密钥签的上报包后，原来的密钥作废。",
)


@dataclass(frozen=True, slots=True)
class KeySheet:
    """What the sheet says.

    Attributes:
        branch: Full name of the branch.
        code: Its number at the bureau.
        school: Where it is; may be empty.
        secretary: Name of the 书记; may be empty.
        groups: The fingerprint, six groups of five digits.
        made_on: The day it is printed.
    """

    branch: str
    code: str
    school: str
    secretary: str
    groups: Sequence[str]
    made_on: date


def key_sheet(sheet: KeySheet, printing: Printing) -> bytes:
    """The sheet as PDF, one page."""
    paper = Paper(FORM, "签名密钥登记表", printing, confidential=False)
    paper.title("签名密钥登记表", above=sheet.branch)
    rows = [
        [label("支部代码"), Cell(sheet.code), label("所在学校"), Cell(sheet.school)],
        [
            label("支部书记"),
            Cell(sheet.secretary),
            label("打印日期"),
            Cell(long_day(sheet.made_on)),
        ],
    ]
    paper.grid((2, 5, 2, 5), rows, FORM_LOOK)
    paper.gap(4)
    paper.add(digit_boxes(sheet.groups, paper, per_row=_PER_ROW))
    for head, points in (("这张表有什么用", _WHY), ("上级单位怎样登记", _HOW)):
        paper.gap(2)
        print_points(paper, head, points)
    paper.gap(6)
    paper.sign(
        ("支部书记（签字）：", "学校党组织（盖章）："), ("上级经办人（签字）：", "登记日期：")
    )
    return paper.pdf()
