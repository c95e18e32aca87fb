"""A foreign sheet of any 台账 understood: its head found by words, each cell as a value."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partydesk.documents.roster_columns import label_key, label_keys
from partydesk.documents.roster_text import BROKEN_CELLS, clipped, compact, is_blank, text_of
from partydesk.documents.sheet_source import RawSheet
from partydesk.domain.dates import day_of_cell
from partydesk.domain.fields import Field, Kind
from partydesk.domain.typed import money_from, month_from, number_from, points_from, time_from
from partydesk.errors import ForeignFileError

#: Rows that a head is looked for in.
_SEARCHED = 60
#: Rows that begin so are no records.
_NO_RECORDS = ("合计", "总计", "小计", "共计", "填表", "制表", "审核", "负责人", "注：", "说明：")
_PASSED_OVER = frozenset({"序号", "编号", "状态"})
_BETWEEN_NAMES = re.compile(r"[、,，;；/\s]+")
_YES, _NO = frozenset({"是", "有", "√", "✓", "1"}), frozenset({"否", "无", "×", "0"})

#: Ids of people or groups by name; a name that several have stands for several ids.
Ids = Mapping[str, Sequence[str]]


class _CellRefusedError(ValueError):
    """A cell can't be taken; the text is the sentence."""


@dataclass(frozen=True, slots=True)
class People:
    """A column of several people, such as 参加人员: the list of rows it fills and their field."""

    rows: str
    label: str
    person: str


@dataclass(slots=True)
class SheetRow:
    """A record on the sheet.

    Attributes:
        line: Line of the sheet, from 1.
        values: Values by field, only where the sheet says something.
        problems: Why it can't be taken in, as sentences with their column.
        cells: The row as it lies in the sheet.
    """

    line: int
    values: dict[str, Any]
    problems: list[str] = field(default_factory=list)
    cells: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet understood.

    Attributes:
        sheet: Its name.
        labels: What its head says, by column.
        known: The fields that were found, by column.
        rows: The records in the order of the sheet.
        unknown: Heads that no field has; their columns are passed over.
    """

    sheet: str
    labels: Sequence[str]
    known: Mapping[int, Field | People]
    rows: Sequence[SheetRow]
    unknown: Sequence[str]


def understand_table(
    sheet: RawSheet, fields: Sequence[Field], people: Sequence[People], ids: Ids
) -> SheetPlan:
    """Find the head and read every row below it.

    Raises:
        ForeignFileError: No row of the sheet has heads that these fields have.
    """
    place, known = _find_head(sheet, fields, people)
    sheet.spread(place + 1)
    labels = [text_of(cell) for cell in sheet.rows[place]]
    rows = []
    for line, cells in enumerate(sheet.rows[place + 1 :], start=place + 2):
        texts = [text_of(cell) for cell in cells]
        if all(is_blank(text) for text in texts) or _is_no_record(texts):
            continue
        rows.append(_read_row(line, cells, known, ids))
    unknown = [
        label
        for number, label in enumerate(labels)
        if label and number not in known and label not in _PASSED_OVER
    ]
    return SheetPlan(sheet.name, labels, known, rows, unknown)


def _find_head(
    sheet: RawSheet, fields: Sequence[Field], people: Sequence[People]
) -> tuple[int, dict[int, Field | People]]:
    targets: dict[str, Field | People] = {}
    for each in fields:
        for word in each.aliases:
            targets.setdefault(label_key(word), each)
    for group in people:
        targets.setdefault(label_key(group.label), group)
    # What a field is called goes before what another is sometimes called.
    targets |= {label_key(each.label): each for each in fields}
    best: tuple[int, dict[int, Field | People]] = (0, {})
    for place, cells in enumerate(sheet.rows[:_SEARCHED]):
        found: dict[int, Field | People] = {}
        for number, cell in enumerate(cells):
            whole, bare = label_keys(text_of(cell))
            target = targets.get(whole, targets.get(bare))
            if target is not None and target not in found.values():
                found[number] = target
        if len(found) > len(best[1]):
            best = (place, found)
    needed = {each.name for each in fields if each.required}
    there = {each.name for each in best[1].values() if isinstance(each, Field)}
    if len(best[1]) < 2 or not needed & there:
        heads = "、".join(each.label for each in fields if each.required)
        raise ForeignFileError(
            f"工作表“{sheet.name}”里找不到表头。", f"表头要有：{heads}。可以先下载空表，照着填。"
        )
    return best


def _is_no_record(texts: Sequence[str]) -> bool:
    first = next((text for text in texts if not is_blank(text)), "")
    return first.startswith(_NO_RECORDS)


def _read_row(
    line: int, cells: Sequence[Any], known: Mapping[int, Field | People], ids: Ids
) -> SheetRow:
    row = SheetRow(line, {}, cells=cells)
    for number, target in known.items():
        cell = cells[number] if number < len(cells) else ""
        text = text_of(cell)
        if is_blank(text):
            continue
        if text in BROKEN_CELLS:
            row.problems.append(f"{target.label}：公式出错（{text}），请改正后再导入。")
            continue
        try:
            if isinstance(target, People):
                row.values[target.rows] = _people(target, text, ids)
            else:
                row.values[target.name] = _value(target, cell, text, ids)
        except _CellRefusedError as refused:
            row.problems.append(f"{target.label}：{refused}")
    return row


def _value(described: Field, cell: Any, text: str, ids: Ids) -> Any:
    match described.kind:
        case Kind.DAY:
            return _day(cell, text)
        case Kind.PERSON | Kind.GROUP:
            return _id_of(text, ids)
        case Kind.CHOICE:
            return _choice(described, text)
        case Kind.YES_NO:
            return _yes_no(text)
        case Kind.LONG_TEXT if isinstance(cell, str):
            return cell
    read = _NUMBERS.get(described.kind)
    if read is None:
        return text
    value = read(_UNIT.sub("", text) if described.kind in _COUNTED else text)
    if isinstance(value, str) and described.kind not in (Kind.TIME, Kind.MONTH):
        below_zero = text.startswith("-") and not isinstance(read(text[1:]), str)
        why = "是负数，请核对。" if below_zero else "不是数字。"
        raise _CellRefusedError(f"“{clipped(text)}”{why}")
    return value


#: 12 人, 3.5 学时, 1,200 人次: what stands behind a number adds nothing; 小时 would.
_COUNTED = frozenset({Kind.NUMBER, Kind.POINTS, Kind.HOURS})
_UNIT = re.compile(r"(?<=\d)\s*(学时|课时|人次|[人名次场期个本篇件天分])$|(?<=\d),(?=\d{3})")


def _month(text: str) -> str | None:
    """A month, also where the sheet holds a day of it."""
    return month_from(text[:7] if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else text)


_NUMBERS: dict[Kind, Callable[[str], Any]] = {
    Kind.NUMBER: number_from,
    Kind.POINTS: points_from,
    Kind.HOURS: points_from,
    Kind.MONEY: money_from,
    Kind.MONTH: _month,
    Kind.TIME: time_from,
}


def _day(cell: Any, text: str) -> date:
    try:
        understood = day_of_cell(cell, text)
    except ValueError as refused:
        raise _CellRefusedError(str(refused)) from refused
    if understood is None or understood.month_only:
        raise _CellRefusedError(f"“{clipped(text)}”没有写到日，请按 2026-03-05 的样子填写。")
    return understood.day


def _choice(described: Field, text: str) -> str:
    terms = {compact(str(each)): str(each) for each in described.choices}
    if compact(text) not in terms:
        raise _CellRefusedError(f"没有“{clipped(text)}”这一项，可填：{'、'.join(terms.values())}。")
    return terms[compact(text)]


def _yes_no(text: str) -> bool:
    if compact(text) not in _YES | _NO:
        raise _CellRefusedError(f"应为“是”或“否”，这里是“{clipped(text)}”。")
    return compact(text) in _YES


def _id_of(name: str, ids: Ids) -> str:
    found = ids.get(compact(name), ())
    if not found:
        raise _CellRefusedError(f"名册里没有“{clipped(name)}”，请先登记或改正姓名。")
    if len(found) > 1:
        raise _CellRefusedError(f"名册里有 {len(found)} 个“{clipped(name)}”，请在窗口里选人登记。")
    return found[0]


def _people(target: People, text: str, ids: Ids) -> list[dict[str, Any]]:
    names = [each for each in _BETWEEN_NAMES.split(text) if each]
    return [{target.person: _id_of(name, ids)} for name in dict.fromkeys(names)]
