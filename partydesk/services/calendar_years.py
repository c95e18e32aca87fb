"""The years whose days off, make-up days and festivals were imported into this branch's file."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.calendar_year import CalendarYear
from partydesk.rules.festivals import Festival, load_festivals
from partydesk.rules.workdays import YearTable


def year_tables(session: Session) -> tuple[YearTable, ...]:
    """The imported tables, by year."""
    return tuple(map(table_of, session.scalars(select(CalendarYear).order_by(CalendarYear.year))))


def festivals_with(tables: Iterable[YearTable]) -> tuple[Festival, ...]:
    """The festivals that ship, and those of the tables; a table's day for a name is the right one.

    A year without lunar days in the shipped list has them only once a table names them.
    """
    told = {
        (day.year, name): Festival(name, day) for each in tables for name, day in each.festivals
    }
    shipped = {(each.day.year, each.name): each for each in load_festivals()}
    return tuple(sorted((shipped | told).values(), key=lambda each: each.day))


def table_of(record: CalendarYear) -> YearTable:
    """A record as the rules read it."""
    named = (text.split("=") for text in (record.festivals or "").split())
    return YearTable(
        record.year,
        _days(record.off),
        _days(record.work),
        tuple((name, date.fromisoformat(day)) for name, day in named),
    )


def put_table(record: CalendarYear, table: YearTable) -> None:
    """Write a table into its record."""
    record.off = _joined(table.off)
    record.work = _joined(table.work)
    record.festivals = " ".join(f"{name}={day}" for name, day in table.festivals) or None


def _days(text: str | None) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, (text or "").split()))


def _joined(days: Iterable[date]) -> str | None:
    return " ".join(map(str, days)) or None
