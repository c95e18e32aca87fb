"""A foreign roster understood: who stands on it, what is doubtful, what can't be taken."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from partydesk.documents.roster_checks import complete, contradictions
from partydesk.documents.roster_columns import (
    BRANCH,
    IMPORTABLE,
    NOTE,
    Column,
    Head,
    find_head,
)
from partydesk.documents.roster_plain import at_sight
from partydesk.documents.roster_plan import Problem, RosterPlan, RosterRow
from partydesk.documents.roster_text import clipped, is_blank, text_of
from partydesk.documents.roster_values import Reading, reader_for
from partydesk.documents.sheet_source import Cancelled, RawSheet
from partydesk.domain.member import Category
from partydesk.errors import CancelledError

#: Rows that begin so are no people: totals, signatures, explanations.
_NO_PEOPLE = (
    "合计",
    "总计",
    "小计",
    "共计",
    "总人数",
    "填表",
    "填报",
    "制表",
    "审核",
    "负责人",
    "审批",
)
_REMARKS = ("注：", "注:", "说明：", "说明:", "备注：", "备注:", "填表说明", "单位（盖章）", "盖章")
_NOBODY = _NO_PEOPLE + _REMARKS

#: Names that end so are titles between the people: “数学组党小组” under an ordinal.
_TITLES = ("小组", "支部", "总支", "党委", "年级组", "教研组")

#: What no two people share.
_OWN = frozenset({"name", "id_number"})

#: Who joined within this time and has no other word for it is taken as 预备党员.
_PROBATION = timedelta(days=400)


def understand(
    sheet: RawSheet,
    remembered: Mapping[str, str] | None = None,
    *,
    cancelled: Cancelled | None = None,
) -> RosterPlan:
    """Find the head, pass over what is no person, and read every cell.

    Args:
        sheet: The sheet as it lies in the file.
        remembered: Fields by column label that the user chose; ``""`` passes a column over.
        cancelled: Asked now and then.

    Raises:
        ForeignFileError: The sheet has no head that names people.
        CancelledError: The user stopped it.
    """
    head = find_head(sheet.rows, sheet.name, remembered)
    # A group merged over its people holds for each; a merged name is still one person.
    sheet.spread(head.first_row, {each.index for each in head.columns if each.target in _OWN})
    reading = _Sheet(head)
    rows, skipped = [], {}
    for number, cells in enumerate(sheet.rows[head.first_row :], head.first_row + 1):
        if cancelled is not None and number % 500 == 0 and cancelled():
            raise CancelledError("已取消导入。", "名册没有任何改动。")
        first = next((cell for cell in cells if cell not in {"", None}), None)
        if first is None:
            continue
        if reading.names_nobody(cells, first):
            skipped[number] = clipped(" ".join(filter(None, map(text_of, cells))), 40)
        else:
            rows.append(reading.row(number, cells))
    _compare_rows(rows)
    used = tuple(each for each in head.columns if each.target is not None or reading.has(each))
    return RosterPlan(sheet.name, used, rows, skipped, list(_notes(rows, head, reading.assumed)))


#: Stands for the value of a cell that was not seen before, or says more than its value.
_NEW: Any = object()

#: In a column that says more than this, hardly two cells are the same.
_REMEMBERED = 500


class _Cells:
    """The cells of one column; equal texts and days are understood only once.

    Attributes:
        values: What cells that were seen before are worth, if there is no more to say of them.
    """

    def __init__(self, column: Column) -> None:
        self.column = column
        self.index = column.index
        self.name = column.target or ""
        self.values: dict[Any, Any] = {"": None, None: None}
        self._at_sight = at_sight(IMPORTABLE[self.name])
        self._read = reader_for(IMPORTABLE[self.name])
        self._readings: dict[Any, Reading] = {}

    def see(self, cell: Any) -> Any:
        """The value of a cell that is written as it should be; None for any other."""
        value = self._at_sight(cell)
        if value is not None and len(self.values) < _REMEMBERED:
            self.values[cell] = value
        return value

    def read(self, cell: Any) -> Reading:
        """What a cell says that is not in ``values``."""
        # As keys, yes and 1 would be the same.
        if type(cell) is not str and type(cell) is not date:
            return self._read(cell)
        reading = self._readings.get(cell)
        if reading is None:
            reading = self._readings[cell] = self._read(cell)
            # Several columns may go into 备注, one after the other.
            if reading.says_no_more and self.name != NOTE:
                self.values[cell] = reading.value
        return reading


class _Sheet:
    """Reads the rows below one head."""

    def __init__(self, head: Head) -> None:
        self.assumed: dict[str, None] = {}
        self._head = head
        self._filled: set[int] = set()
        self._labels = {each.target: each.label for each in head.columns if each.target}
        self._tells_full = "full_on" in self._labels
        by_target = {each.target: each.index for each in head.columns if each.target}
        self._name, self._branch = by_target["name"], by_target.get(BRANCH)
        self._columns = [_Cells(each) for each in head.columns if each.target in IMPORTABLE]
        # Looked up once, since there may be some hundred thousand cells.
        self._short_ways = [
            (each.index, each.name, each.values.get, each.see, each) for each in self._columns
        ]
        self._unknown = [each.index for each in head.columns if each.target is None]
        self._width = max(each.index for each in head.columns) + 1
        self._name_label = "".join(self._labels["name"].split())

    def has(self, column: Column) -> bool:
        """Whether any row says something in an unknown column."""
        return column.index in self._filled

    def names_nobody(self, cells: Sequence[Any], first: Any) -> bool:
        """Whether a row is a total, a signature, a remark, a title or the head once more.

        Args:
            cells: The row.
            first: The first of its cells that says something.
        """
        name = _at(cells, self._name)
        if text_of(first).replace(" ", "").startswith(_NOBODY):
            return True
        filled = len(cells) - cells.count("") - cells.count(None)
        if not name and filled == 1:
            return True
        if filled <= 2 and text_of(name).endswith(_TITLES):
            return True
        return isinstance(name, str) and "".join(name.split()) == self._name_label

    def row(self, number: int, cells: Sequence[Any]) -> RosterRow:
        """One person, with everything that is doubtful about the cells."""
        row = RosterRow(number, {}, cells=cells)
        values = row.values
        kept: list[str] = []
        others: dict[str, Any] = {}
        if len(cells) < self._width:
            cells = [*cells, *[""] * (self._width - len(cells))]
        for place, name, known, seen, column in self._short_ways:
            cell = cells[place]
            value = known(cell, _NEW)
            if value is _NEW:
                value = seen(cell)
                if value is None:
                    reading = column.read(cell)
                    self._take(row, column.column, reading, kept)
                    others.update(reading.others)
                    continue
            if value is not None:
                values[name] = value
        for name, value in others.items():
            row.values.setdefault(name, value)
        if self._branch is not None:
            row.branch = text_of(cells[self._branch])
        self._filled.update(place for place in self._unknown if cells[place] != "")
        self._finish(row, kept)
        return row

    def _take(self, row: RosterRow, column: Column, reading: Reading, kept: list[str]) -> None:
        name = column.target or ""
        if reading.value is not None:
            if name == NOTE and NOTE in row.values:
                kept.append(f"{column.label}：{reading.value}")
            else:
                own = name != NOTE or column.label == IMPORTABLE[NOTE].label
                row.values[name] = reading.value if own else f"{column.label}：{reading.value}"
            if reading.month_only:
                row.month_only.add(name)
        if reading.doubt:
            row.problems.append(Problem(column.label, reading.doubt, reading.blocking))
        if reading.kept:
            kept.append(reading.kept)
        if reading.assumed:
            self.assumed[reading.assumed] = None

    def _finish(self, row: RosterRow, kept: list[str]) -> None:
        values = row.values
        if "name" not in values and not row.is_refused:
            row.problems.append(Problem(self._labels["name"], "这一行没有姓名。", blocking=True))
        told = complete(values, row.month_only)
        self._find_category(row)
        for name, sentence in contradictions(values, row.month_only, told):
            label = self._labels.get(name, IMPORTABLE[name].label)
            row.problems.append(Problem(label, sentence))
        if kept:
            note = "；".join([values[NOTE], *kept] if NOTE in values else kept)
            values[NOTE] = note
            if len(note) > IMPORTABLE[NOTE].length:
                sentence = "备注太长，放不下未能识别的内容，请缩短后再导入。"
                row.problems.append(Problem(IMPORTABLE[NOTE].label, sentence, blocking=True))

    def _find_category(self, row: RosterRow) -> None:
        """Who has a day of 转正 is a full member; who joined lately and has none, probably not."""
        values = row.values
        if "category" in values or row.is_refused:
            return
        joined = values.get("joined_on")
        if not values.get("full_on") and joined and joined > date.today() - _PROBATION:
            values["category"] = Category.PROBATIONARY.value
            sentence = "没有写人员类别，入党还不久，按“预备党员”记，请确认。"
            label = self._labels.get("category", IMPORTABLE["category"].label)
            row.problems.append(Problem(label, sentence))
        elif values.get("full_on"):
            values["category"] = Category.FULL.value
        elif str(values.get(NOTE, "")).startswith(Category.PROBATIONARY):
            values["category"] = Category.PROBATIONARY.value
        elif self._tells_full and joined:
            sentence = f"没有写人员类别，也没有转正日期，新增时按“{Category.FULL}”记，请确认。"
            row.problems.append(Problem(self._labels["full_on"], sentence))


def _at(cells: Sequence[Any], index: int) -> Any:
    return cells[index] if index < len(cells) else ""


def _compare_rows(rows: list[RosterRow]) -> None:
    """MEM-03: the same number twice is wrong, the same name and birth date a question."""
    numbers: dict[str, int] = {}
    people: dict[tuple[str, date], int] = {}
    for row in rows:
        get = row.values.get
        number, name, born = get("id_number"), get("name"), get("born_on")
        if number and (first := numbers.setdefault(number, row.line_number)) != row.line_number:
            sentence = f"身份证号与第 {first} 行相同，请核对后保留一行。"
            row.problems.append(Problem(IMPORTABLE["id_number"].label, sentence, blocking=True))
        elif name and born:
            first = people.setdefault((name, born), row.line_number)
            if first != row.line_number:
                sentence = f"姓名和出生日期与第 {first} 行相同，请确认是否重复。"
                row.problems.append(Problem(IMPORTABLE["name"].label, sentence))


def _notes(rows: list[RosterRow], head: Head, assumed: Mapping[str, None]) -> Iterator[str]:
    months = Counter(name for row in rows for name in row.month_only)
    for column in head.columns:
        if months[column.target or ""]:
            count = months[column.target or ""]
            yield f"“{column.label}”有 {count} 行只写了年月，按当月 1 日记。"
    without = sum("category" not in row.values for row in rows if not row.is_refused)
    if without:
        yield f"有 {without} 行没有写人员类别，新增时按“{Category.FULL}”记。"
    branches = Counter(row.branch for row in rows if not is_blank(row.branch))
    if len(branches) > 1:
        named = "、".join(f"{clipped(name, 20)}（{count} 人）" for name, count in branches.items())
        yield f"表中有 {len(branches)} 个支部的人员：{clipped(named, 200)}，请确认要导入哪些。"
    yield from assumed
