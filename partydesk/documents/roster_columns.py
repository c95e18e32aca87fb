"""Which column of a foreign roster holds what: the head row, found by its words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partydesk.domain.fields import Field, fields_of
from partydesk.domain.member import Member
from partydesk.errors import ForeignFileError

#: Targets that are no fields: the branch is compared, the other is passed over.
BRANCH, IGNORED = "branch", ""
#: The only field that may take several columns.
NOTE = "note"

#: What a column can be imported into: every field of a member except what the program makes.
IMPORTABLE: dict[str, Field] = {
    name: each for name, each in fields_of(Member).items() if name != "spelling"
}

#: Rows that a head is looked for in; title lines differ between provinces (DOMAIN.md 8.1).
_SEARCHED = 60
_LONGEST_LABEL = 30

_WORDS = {
    "name": "党员姓名 名字 教师姓名 本人姓名 人员姓名",
    "id_number": "公民身份号码 身份证号 身份证号码 身份证 公民身份证号码 居民身份证号 身份号码 "
    "居民身份证号码 证件号码 证件号 身份证件号码",
    "born_on": "出生年月 出生年月日 出生时间 生日 出生",
    "education": "文化程度 最高学历 学历学位 学历及学位 现学历 文化水平 学历情况",
    "category": "党员类别 类别 党员类型 党员身份 政治面貌 正式预备 正式或预备 是否正式党员",
    "joined_on": "入党时间 入党日期 入党年月 入党年月日 入党 加入党组织时间 何时入党 "
    "加入中国共产党时间 加入中国共产党日期 接收为预备党员日期 接收为预备党员时间 接收预备党员时间",
    "full_on": "转正时间 转正日期 转正年月 转正年月日 转正 转为正式党员时间 预备党员转正时间 "
    "何时转正",
    "job": "岗位 工作岗位代码 岗位类别 从业岗位 职业 现从事岗位",
    "mobile": "手机号码 手机 移动电话 联系电话 联系方式 电话 电话号码 联系手机 本人电话 手机电话",
    "landline": "固话 座机 办公电话 家庭电话 住宅电话 宅电 办公室电话 座机号码 固定电话号码",
    "address": "住址 现住址 家庭地址 居住地址 现居住地 通讯地址 联系地址 详细住址 现居住地址",
    "standing": "党籍 党籍情况",
    "is_lost": "是否失联 失联党员 是否失联党员 失联",
    "lost_on": "失联时间 失联日期 失去联系时间 失去联系年月",
    "is_floating": "是否流动 流动党员 是否流动党员 流动",
    "floating_to": "流向 流动去向 外出地点 流出地 外出流向省市县 流动地点",
    "note": "说明 备注说明 其他 其它",
    "group_id": "所在党小组 所属党小组 党小组名称 党小组别 小组 所在小组 所属小组 小组名称 组别 "
    "编入党小组 所在组",
    "work_started_on": "参加工作日期 参加工作年月 参工时间 工作时间",
    "school": "毕业学校 毕业院校及专业 毕业院校系及专业 院校",
    "admin_post": "职务 现任职务 现任行政职务 行政职务岗位 单位职务 职务岗位 工作职务",
    "title": "专业技术职称 专业技术职务 技术职称 现职称 职称等级",
    "sponsors": "介绍人 入党介绍人姓名",
    "transferred_in_on": "转入时间 转入日期 组织关系转入时间 关系转入时间",
    "is_backbone": "是否骨干教师 骨干",
    "is_leader": "是否党员领导干部 领导干部 是否领导干部",
    BRANCH: "所在党支部 党支部 支部 所属支部 所在支部 支部名称 党支部名称 所属党支部 "
    "所在党组织 党组织名称 组织关系所在党支部 所在支部名称",
    IGNORED: "序号 编号 顺序号 年龄 周岁 党龄 照片 No NO no 原表行号 原因",
}
_DECORATION = re.compile(r"[\s\u3000*＊:：、，,。/／\-—_()（）\[\]【】“”\"'．.]+")
_BRACKETED = re.compile(r"[(（\[【].*?[)）\]】]")


def label_key(label: str) -> str:
    """A head's words without spaces, stars and signs: what two spellings have in common."""
    return _DECORATION.sub("", label)


def label_keys(label: str) -> tuple[str, str]:
    """The key of a head's words with and without what stands in brackets, such as （元）."""
    return label_key(label), label_key(_BRACKETED.sub("", label))


_TARGETS: dict[str, str] = {
    **{label_key(each.label): name for name, each in IMPORTABLE.items()},
    **{word: target for target, words in _WORDS.items() for word in words.split()},
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet.

    Attributes:
        index: Its place in a row, from 0.
        label: What its head says.
        target: The field it is imported into, ``BRANCH`` or ``IGNORED``; None when unknown.
    """

    index: int
    label: str
    target: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """Where the head ends and what it says; ``first_row`` is the first row below, from 0."""

    first_row: int
    columns: tuple[Column, ...]


def find_head(
    rows: Sequence[Sequence[Any]], sheet: str, remembered: Mapping[str, str] | None = None
) -> Head:
    """The head row with the most known words, and the line below it when that is part of it.

    Args:
        rows: All rows of the sheet.
        sheet: Its name, for the sentence.
        remembered: Targets by label that the user chose before; they go first.

    Raises:
        ForeignFileError: No row names the people.
    """
    known = {label_key(label): target for label, target in (remembered or {}).items()}
    scored = [(_score(row, known), -number) for number, row in enumerate(rows[:_SEARCHED])]
    score, place = max(scored, default=(0, 0))
    if score == 0:
        raise ForeignFileError(
            f"工作表“{sheet}”里找不到表头：没有写着“姓名”等栏目的一行。",
            "请检查是否选对了工作表；表头里要有“姓名”和至少一个其他栏目。",
        )
    return _read_head(rows, -place, known)


def _target(label: str, known: Mapping[str, str]) -> str | None:
    """The target of a label, with or without what stands in its brackets."""
    whole, bare = label_keys(label)
    for key in (whole, bare):
        if key in known:
            return known[key]
    return _TARGETS.get(whole, _TARGETS.get(bare))


def _score(row: Sequence[Any], known: Mapping[str, str]) -> int:
    """How many columns a row names; 0 when it names no people, or nothing but a lone word."""
    labels = [cell for cell in map(_label, row) if cell]
    targets = {_target(label, known) for label in labels} - {None}
    fits = "name" in targets and (len(targets) > 1 or len(labels) == 1)
    return len(targets) if fits else 0


def _label(cell: object) -> str:
    text = " ".join(cell.split()) if isinstance(cell, str) else ""
    return text if len(text) <= _LONGEST_LABEL else ""


def _read_head(rows: Sequence[Sequence[Any]], place: int, known: Mapping[str, str]) -> Head:
    upper = [_label(cell) for cell in rows[place]]
    lower = [_label(cell) for cell in rows[place + 1]] if place + 1 < len(rows) else []
    name = next(i for i, label in enumerate(upper) if label and _target(label, known) == "name")
    second = any(_target(label, known) is not None for label in lower if label)
    second = second and not (rows[place + 1][name : name + 1] or [""])[0]
    labels = _joined(upper, lower, known) if second else upper
    first_row = place + 1 + second
    if first_row < len(rows) and _is_numbering(rows[first_row]):
        first_row += 1
    return Head(first_row, tuple(_columns(labels, known)))


def _joined(upper: list[str], lower: list[str], known: Mapping[str, str]) -> list[str]:
    """Labels of a head of two lines: the lower word if it is known, else both, else the upper."""
    labels, parent = [], ""
    for index, label in enumerate(upper):
        child = lower[index] if index < len(lower) else ""
        parent = label or (parent if child else "")
        options = [each for each in (child, parent + child, label) if each]
        best = (each for each in options if _target(each, known) is not None)
        labels.append(next(best, f"{parent}{child}"))
    return labels


def _columns(labels: list[str], known: Mapping[str, str]) -> list[Column]:
    """One column for each field; of two that name the same, the exact label wins."""
    targets = [_target(label, known) if label else IGNORED for label in labels]
    for target in {each for each in targets if each not in {None, IGNORED, NOTE}}:
        places = [place for place, each in enumerate(targets) if each == target]
        best = min(places, key=lambda place: _rank(labels[place], target, known))
        for place in places:
            if place != best:
                spare = "landline" if target == "mobile" and "landline" not in targets else None
                targets[place] = spare
    return [
        Column(index, label, target)
        for index, (label, target) in enumerate(zip(labels, targets, strict=True))
        if label
    ]


def _rank(label: str, target: str | None, known: Mapping[str, str]) -> int:
    if label_key(label) in known:
        return 0
    field = IMPORTABLE.get(target or "")
    if field is not None and label_key(label) == label_key(field.label):
        return 1
    return 2 if "手机" in label else 3


def _is_numbering(row: Sequence[Any]) -> bool:
    """Whether a row only counts the columns: 1 2 3 … or A B C …."""
    cells = [_short(cell) for cell in row if cell not in {"", None}]
    counted = [str(number) for number in range(1, len(cells) + 1)]
    letters = [chr(ord("A") + number) for number in range(len(cells))]
    return len(cells) > 1 and cells in (counted, letters, ["甲", *counted[:-1]])


def _short(cell: object) -> str:
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell)) if isinstance(cell, float) and whole else str(cell).strip()
