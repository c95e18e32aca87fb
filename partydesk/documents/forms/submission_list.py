"""The paper beside a package (上报清单, 移交清单): what is inside, what is not, who signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partydesk.documents.blocks import NewPage
from partydesk.documents.fonts import Style
from partydesk.documents.grid import Cell, Look, label
from partydesk.documents.pdf import BLANK_DAY, FORM, FORM_LOOK, TABLE_LOOK, Paper, Printing
from partydesk.documents.typeset import Align, Face
from partydesk.domain.text import EMPTY, file_size, long_day

_POINT = Face(Style.FANG, 12, 19, Align.FILL, indent=2)
_HEAD = Face(Style.HEI, 13, 22)
_COMMAND_LOOK = Look(Face(Style.HEI, 10.5, 15, Align.CENTRE), Face(Style.SONG, 10, 15), 4, 4)
_CONFIRM = "双方已核对以上内容，核对号码与双方电脑显示的一致。本清单一式两份，双方各执一份。"


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One kind of content in the package: what, how many, and a remark such as 号码已遮盖."""

    title: str
    count: int
    unit: str = "条"
    remark: str = ""


@dataclass(frozen=True, slots=True)
class LeftOutLine:
    """Something that stays behind, and why."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A finding of the checks that the secretary accepted, with the reason given."""

    finding: str
    reason: str


@dataclass(frozen=True, slots=True)
class SubmissionList:
    """What the list says.

    Attributes:
        title: ``上报清单`` or ``移交清单``.
        branch: Full name and code of the sending branch.
        bureau: Who receives it.
        period: As people call it, such as ``2026年四季度``.
        sequence: Running number of the package.
        file_name: Of the package.
        size: Of the package, in bytes.
        content_id: SHA-256 of its tag manifest, 64 hex digits.
        short_id: The same for the eye and the telephone: 20 digits in 4 groups.
        signer_key: Public key of the branch, as ``minisign -P`` takes it.
        made_on: Day of the package.
        contents: What is inside.
        left_out: What is not, and why.
        explained: Findings accepted with a reason.
    """

    title: str
    branch: str
    bureau: str
    period: str
    sequence: int
    file_name: str
    size: int
    content_id: str
    short_id: str
    signer_key: str
    made_on: date
    contents: Sequence[ContentLine]
    left_out: Sequence[LeftOutLine] = ()
    explained: Sequence[ExplainedLine] = ()


def submission_list(sheet: SubmissionList, printing: Printing) -> bytes:
    """The list as PDF; its last page says how to open the package without this program."""
    paper = Paper(FORM, sheet.title, printing, confidential=True)
    paper.title(sheet.title)
    paper.grid((2, 5.2, 2, 3.8), _facts(sheet), FORM_LOOK)
    _table(paper, "一、包内内容", ("序号", "内容", "数量", "说明"), (28, 150, 60, 204), [
        [_middle(str(number)), Cell(each.title), _middle(f"{each.count} {each.unit}"),
         Cell(each.remark) if each.remark else _middle(EMPTY)]
        for number, each in enumerate(sheet.contents, start=1)
    ])  # fmt: skip
    _table(paper, "二、没有放入的内容", ("序号", "内容", "原因"), (28, 150, 264), [
        [_middle(str(number)), Cell(each.title), Cell(each.reason)]
        for number, each in enumerate(sheet.left_out, start=1)
    ])  # fmt: skip
    if sheet.explained:
        _table(paper, "三、已说明理由的问题", ("序号", "问题", "理由"), (28, 207, 207), [
            [_middle(str(number)), Cell(each.finding), Cell(each.reason)]
            for number, each in enumerate(sheet.explained, start=1)
        ])  # fmt: skip
    paper.gap(4)
    paper.text(_CONFIRM, _POINT)
    paper.sign(("移交人（签字）：", "接收人（签字）："), (BLANK_DAY, BLANK_DAY))
    _back(paper, sheet)
    return paper.pdf()


def _facts(sheet: SubmissionList) -> list[list[Cell]]:
    return [
        [label("移交单位"), Cell(sheet.branch, span=3)],
        [label("接收单位"), Cell(sheet.bureau, span=3)],
        [label("期　　间"), Cell(sheet.period), label("序　　号"), Cell(f"第 {sheet.sequence} 号")],
        [
            label("生成日期"),
            Cell(long_day(sheet.made_on)),
            label("大　　小"),
            Cell(file_size(sheet.size)),
        ],
        [label("文 件 名"), Cell(sheet.file_name, span=3)],
        [label("核对号码"), Cell(sheet.short_id, span=3)],
    ]


def _table(
    paper: Paper,
    title: str,
    head: Sequence[str],
    shares: Sequence[float],
    rows: list[list[Cell]],
) -> None:
    paper.gap(3)
    paper.text(title, _HEAD, reserve=60)
    paper.gap(1)
    none = [[_middle("无"), *(_middle(EMPTY) for _ in head[1:])]]
    paper.grid(shares, [[label(text) for text in head], *(rows or none)], TABLE_LOOK, head=1)


def _back(paper: Paper, sheet: SubmissionList) -> None:
    """For the receiver's technician: public tools and what each must answer."""
    paper.add(NewPage())
    paper.title("不用支部工作台打开本包的方法")
    paper.text(
        "本包由公开的标准工具也能打开。请在断网电脑的空文件夹里依次执行，任何一步的结果与说明"
        "不符，都不要使用本包，并与移交人联系。用完后删除展开的文件。",
        _POINT,
    )
    paper.gap(2)
    rows = [[label("步骤"), label("命令"), label("应看到的结果")]]
    rows += [
        [_middle(name), Cell(command), Cell(answer)] for name, command, answer in _steps(sheet)
    ]
    paper.grid((46, 254, 142), rows, _COMMAND_LOOK, head=1)
    paper.gap(3)
    whole_id = sheet.content_id
    numbers = [
        [label("内容编号"), Cell(f"{whole_id[:32]}\n{whole_id[32:]}")],
        [label("签名公钥"), Cell(sheet.signer_key)],
    ]
    paper.grid((56, 386), numbers, _COMMAND_LOOK)
    paper.gap(2)
    paper.text(
        "公钥应与支部登记时纸质材料上的一致。age、minisign 可从其官方网站取得，unzip、sha256sum 是"
        "操作系统的常用工具。各项记录在展开后的 data 文件夹中。",
        _POINT,
    )


def _steps(sheet: SubmissionList) -> tuple[tuple[str, str, str], ...]:
    return (
        ("1 解密", f"age -d -i 本单位私钥文件 -o package.zip {sheet.file_name}", "没有出错提示"),
        ("2 展开", "unzip package.zip -d package\ncd package", "没有出错提示"),
        ("3 编号", "sha256sum tagmanifest-sha256.txt", "与下面的内容编号相同"),
        (
            "4 签名",
            "minisign -V -m tagmanifest-sha256.txt -P 支部签名公钥",
            "Signature and comment signature verified",
        ),
        (
            "5 内容",
            "sha256sum -c tagmanifest-sha256.txt\nsha256sum -c manifest-sha256.txt",
            "每一行都以 OK 或“成功”结尾",
        ),
    )


def _middle(text: str) -> Cell:
    return Cell(text, align=Align.CENTRE)
