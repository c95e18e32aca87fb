"""A year's table of days off, weekends worked and integrity nodes, read from a file and kept."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from partydesk.documents.sheet_source import Progress
from partydesk.domain.calendar_year import CalendarYear
from partydesk.domain.dates import day_from
from partydesk.domain.fields import Field, Kind
from partydesk.errors import ForeignFileError, NotFoundError
from partydesk.rules.workdays import YearTable, span_of_days, workdays
from partydesk.services.calendar_years import put_table, table_of
from partydesk.storage.store import WITH_DELETED, Store

#: Words for what a day is, as people write them.
OFF = ("放假", "休息", "假期", "节假日", "休")
WORK = ("上班", "补班", "调休上班", "工作日", "班")
NODE = ("节点", "廉洁节点", "节日")
COLUMNS = (
    Field("日期", Kind.DAY, "day"),
    Field("结束日期", Kind.DAY, "last"),
    Field("类型", Kind.TEXT, "kind"),
    Field("名称", Kind.TEXT, "name"),
)
_HEADS = {"日期": 0, "开始日期": 0, "结束日期": 1, "类型": 2, "类别": 2, "名称": 3, "节日": 3}
_LONGEST = 31
_SATURDAY = 5
#: The State Council gives more; fewer look like a part of a table.
_FEWEST_OFF = 11


class CalendarRow(NamedTuple):
    """One line of the file; with a problem it is refused.

    Attributes:
        line: Where it stands, from 1.
        text: What it says.
        problem: Why it can't be taken; empty when it can.
    """

    line: int
    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    """What a file would bring.

    Attributes:
        path: The file.
        tables: The years.
        rows: Every line, refused ones with their problem.
        notes: What looks odd, a sentence each.
    """

    path: Path
    tables: tuple[YearTable, ...]
    rows: tuple[CalendarRow, ...]
    notes: tuple[str, ...]

    @property
    def refused(self) -> list[CalendarRow]:
        """The lines that can't be taken."""
        return [each for each in self.rows if each.problem]


class _Entry(NamedTuple):
    """What one line says: days of a kind."""

    kind: str
    days: tuple[date, ...]
    name: str = ""


def read_calendar(path: Path, progress: Progress | None = None) -> CalendarPreview:
    """What a file would bring; nothing is written.

    Args:
        path: The file.
        progress: Hears how many rows of how many were read; what it raises ends the reading.

    Raises:
        ForeignFileError: It is no table of days at all, and why.
    """
    lines = _toml_lines(path) if path.suffix.lower() == ".toml" else _sheet_lines(path, progress)
    rows: list[CalendarRow] = []
    tables: dict[int, YearTable] = {}
    for number, cells in lines:
        text = "　".join(str(cell) for cell in cells if str(cell).strip())
        try:
            entry = _entry(cells)
            _add(tables, entry)
            rows.append(CalendarRow(number, text))
        except ValueError as error:
            rows.append(CalendarRow(number, text, str(error)))
    found = tuple(tables[year] for year in sorted(tables))
    return CalendarPreview(path, found, tuple(rows), tuple(_notes(found)))


def take_in(store: Store, preview: CalendarPreview) -> list[int]:
    """Keep the years of a preview, in one step that can be undone; which years they are.

    A year's days replace what was kept of them; festivals are added to those of the year.

    Raises:
        NotFoundError: There is nothing to take.
    """
    if not preview.tables:
        raise NotFoundError("表里没有可以导入的日期。", "请对照空表的样子填写。")
    years = [each.year for each in preview.tables]
    named = "、".join(map(str, years))
    with store.writing(f"导入 {named} 年日历") as session:
        for table in preview.tables:
            query = select(CalendarYear).where(CalendarYear.year == table.year)
            record = session.scalar(query.execution_options(**WITH_DELETED))
            if record is None:
                record = CalendarYear(year=table.year, source="")
                session.add(record)
            known = YearTable(table.year) if record.deleted_at else table_of(record)
            put_table(record, _joined(known, table))
            record.source, record.deleted_at = preview.path.name[:200], None
    return years


def imported_years(store: Store) -> list[tuple[YearTable, str]]:
    """The imported years with the names of their files."""
    with store.reading() as session:
        query = select(CalendarYear).order_by(CalendarYear.year)
        return [(table_of(each), each.source) for each in session.scalars(query)]


def shipped_years() -> tuple[int, int]:
    """The first and the last year whose working days come with the program."""
    known = workdays().years
    return min(known), max(known)


def template(year: int) -> bytes:
    """An empty sheet with three lines as an example."""
    from partydesk.documents.workbook import list_sheet

    first = date(year, 1, 1)
    rows: list[list[Any]] = [
        [first, first + timedelta(days=2), "放假", "元旦"],
        [_weekend(first + timedelta(days=3)), None, "上班", "元旦调休"],
        [date(year, 9, 10), None, "节点", "教师节"],
    ]
    note = "类型写 放假、上班（周末补班）或 节点（廉洁提醒）；连续几天写结束日期。示例行请改掉。"
    return list_sheet("年度日历", COLUMNS, rows, names={}, masked=False, notes=(note,))


def _weekend(day: date) -> date:
    return day + timedelta(days=(_SATURDAY - day.weekday()) % 7)


def _joined(known: YearTable, new: YearTable) -> YearTable:
    festivals = tuple((dict(known.festivals) | dict(new.festivals)).items())
    days = new if new.has_workdays or new.work else known
    return YearTable(new.year, days.off, days.work, festivals)


def _sheet_lines(path: Path, progress: Progress | None) -> Iterator[tuple[int, list[Any]]]:
    """Lines below a head with 日期 and 类型, of the first worksheet that has one."""
    from partydesk.documents.sheet_source import read_sheets

    for sheet in read_sheets(path, progress=progress):
        for top, row in enumerate(sheet.rows):
            places = {
                _HEADS[text]: place
                for place, cell in enumerate(row)
                if (text := str(cell).strip()) in _HEADS
            }
            if {0, 2} <= places.keys():
                for number, cells in enumerate(sheet.rows[top + 1 :], top + 2):
                    wanted = [_cell(cells, places.get(place)) for place in range(len(COLUMNS))]
                    if any(str(cell).strip() for cell in wanted):
                        yield number, wanted
                return
    raise ForeignFileError(
        f"“{path.name}”里找不到“日期”和“类型”两栏。", "请下载空表，照样子填写后再导入。"
    )


def _cell(cells: list[Any], place: int | None) -> Any:
    return cells[place] if place is not None and place < len(cells) else ""


def _toml_lines(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """The same lines from the form in which the shipped tables are written."""
    number = 0
    for year, table in _toml_years(path):
        for kind, name in (("off", "放假"), ("work", "上班")):
            for text in table.get(kind, ()):
                number += 1
                yield number, [*_span_cells(year, str(text)), name, ""]
        for name, day in dict(table.get("festivals", {})).items():
            number += 1
            yield number, [day, "", "节点", name]


def _toml_years(path: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    try:
        years = tomllib.loads(path.read_text("utf-8"))["years"]
        return [(str(year), dict(table)) for year, table in years.items()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ForeignFileError(
            f"“{path.name}”看不懂。", "请照随程序提供的 workdays.toml 的样子写，存为 UTF-8。"
        ) from error


def _span_cells(year: str, text: str) -> list[Any]:
    try:
        days = list(span_of_days(year, text))
    except ValueError:
        return [text, ""]
    return [days[0], days[-1]] if days else [text, ""]


def _entry(cells: list[Any]) -> _Entry:
    """What a line says; else ``ValueError`` with a sentence."""
    first, last = day_from(cells[0]), day_from(cells[1])
    if first is None:
        raise ValueError("没有写日期。")
    days = _days(first, last or first)
    kind, name = str(cells[2]).strip(), "".join(str(cells[3]).split()).replace("=", "")
    if kind in OFF:
        return _Entry("off", days)
    if kind in WORK:
        if weekdays := [day for day in days if day.weekday() < _SATURDAY]:
            raise ValueError(f"{weekdays[0]} 不是周六、周日，不用写补班。")
        return _Entry("work", days)
    if kind in NODE:
        if not name:
            raise ValueError("节点要写名称。")
        return _Entry("festivals", days[:1], name)
    raise ValueError(f"类型“{kind[:20]}”看不懂，请写 放假、上班 或 节点。")


def _days(first: date, last: date) -> tuple[date, ...]:
    if last < first:
        raise ValueError("结束日期早于开始日期。")
    count = (last - first).days + 1
    if count > _LONGEST:
        raise ValueError(f"一行有 {count} 天，最多 {_LONGEST} 天，请核对。")
    return tuple(first + timedelta(days=each) for each in range(count))


def _add(tables: dict[int, YearTable], entry: _Entry) -> None:
    """Put an entry into the years of its days; one that contradicts an earlier line is refused."""
    for day in entry.days:
        known = tables.get(day.year, YearTable(day.year))
        if (entry.kind == "off" and day in known.work) or (
            entry.kind == "work" and day in known.off
        ):
            raise ValueError(f"{day} 既写了放假又写了上班。")
    for day in entry.days:
        known = tables.get(day.year, YearTable(day.year))
        value: Any = (entry.name, day) if entry.kind == "festivals" else day
        listed = getattr(known, entry.kind)
        if value not in listed:
            listed = (*listed, value)
        tables[day.year] = known._replace(**{entry.kind: listed})


def _notes(tables: Iterable[YearTable]) -> Iterator[str]:
    for each in tables:
        if each.has_workdays and len(each.off) < _FEWEST_OFF:
            told = f"{each.year} 年只有 {len(each.off)} 天放假，像是不全，请对照放假通知核对。"
            yield told
        elif not each.has_workdays:
            yield f"{each.year} 年没有放假安排，只导入节点，工作日仍按原来的算。"
