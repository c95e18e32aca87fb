"""The recovery sheet: the 48 digits that open the file when the password is lost, for the safe."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partydesk.documents.blocks import MM, THIN, Whole
from partydesk.documents.digit_boxes import digit_boxes
from partydesk.documents.forms.points import HEAD, print_points
from partydesk.documents.grid import Cell, label
from partydesk.documents.pdf import FORM, FORM_LOOK, NOTE, Paper, Printing
from partydesk.documents.typeset import draw_line, set_lines
from partydesk.domain.text import long_day

_PER_ROW = 4
_QR_SIDE = 27 * MM

_WARNING = "持有这张纸和数据文件，就能打开全部内容，包括谈心谈话。请像保管印章一样保管它。"
_HINT = "左侧二维码就是以上 48 位数字，可用扫码枪代替输入。"
_KEEPING = (
    "1. 打印后当场核对，装入信封，由两人在封口签字，放进学校保险柜。不要和电脑、U 盘放在一起。",
    "2. 不要拍照、扫描、复印，不要用微信、QQ、邮件发送，不要把数字抄存在电脑里。",
    "3. 没有密码、也没有这张纸，谁都打不开数据文件，软件作者和上级单位也不能。",
    "4. 每年检查一次信封。书记换届、信封被拆开或这张纸用过之后，请更换恢复单，旧单当场剪碎。",
)
_USING = (
    "1. 打开支部工作台，选择数据文件，在输入密码的地方选“用恢复单打开”。",
    "2. 从第 1 组到第 8 组依次输入，每组 6 位。哪一组输错，软件会指出是第几组。",
    "3. 打开后立即设置新密码，再更换恢复单。",
)


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What the sheet says.

    Attributes:
        branch: Full name of the branch.
        file_name: Name of the data file, without its folder.
        database_id: Which file it opens, as the program shows it.
        groups: Eight groups of six digits.
        made_on: Day on which these digits became valid.
    """

    branch: str
    file_name: str
    database_id: str
    groups: Sequence[str]
    made_on: date


def recovery_sheet(sheet: RecoverySheet, printing: Printing) -> bytes:
    """The sheet as PDF, one page, with the digits also as a QR code."""
    paper = Paper(FORM, "数据恢复单", printing, confidential=True)
    paper.title("数据恢复单", above=sheet.branch)
    rows = [
        [
            label("数据文件"),
            Cell(sheet.file_name),
            label("启用日期"),
            Cell(long_day(sheet.made_on)),
        ],
        [label("文件编号"), Cell(sheet.database_id), label("打 印 人"), Cell(printing.by)],
    ]
    paper.grid((2, 6.4, 2, 3.6), rows, FORM_LOOK)
    paper.gap(4)
    paper.add(digit_boxes(sheet.groups, paper, per_row=_PER_ROW))
    paper.gap(3)
    paper.add(_code(sheet.groups, paper))
    paper.gap(2)
    for head, points in (("怎样保管", _KEEPING), ("怎样使用", _USING)):
        paper.gap(1.5)
        print_points(paper, head, points)
    paper.gap(2)
    paper.sign(("封存人（签字）：", "见证人（签字）："), ("封存日期：", "存放地点："))
    return paper.pdf()


def _code(groups: Sequence[str], paper: Paper) -> Whole:
    """The QR code, with the warning beside it in a box."""
    dark = _modules("-".join(groups))
    side = _QR_SIDE / len(dark)
    text_width = paper.frame.column - _QR_SIDE - 26
    lines = set_lines(_WARNING, HEAD, text_width, paper.fonts)
    hint = set_lines(_HINT, NOTE, text_width, paper.fonts)

    def paint(canvas: Any, left: float, top: float) -> None:
        for row, cells in enumerate(dark):
            for column, is_dark in enumerate(cells):
                if is_dark:
                    # A hair wider than a module, so that no white seams show.
                    x, y = left + 4 + column * side, top - 4 - (row + 1) * side
                    canvas.rect(x, y, side + 0.1, side + 0.1, stroke=0, fill=1)
        start = left + _QR_SIDE + 22
        canvas.setLineWidth(THIN)
        y = top - 22
        for line in lines:
            draw_line(canvas, line, HEAD, (start, y, text_width))
            y -= HEAD.leading
        draw_line(canvas, hint[0], NOTE, (start, y - 4, text_width))

    return Whole(_QR_SIDE + 8, paint)


def _modules(text: str) -> list[list[bool]]:
    """The modules of a QR code, row by row; 15 % of it may be soiled."""
    from reportlab.graphics.barcode import qrencoder

    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    size = range(code.getModuleCount())
    return [[bool(code.isDark(row, column)) for column in size] for row in size]
