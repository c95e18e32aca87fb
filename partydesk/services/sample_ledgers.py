"""The sample branch's 台账: invented records from ``resources/sample/ledgers/<table>.toml``."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from partydesk import paths
from partydesk.domain.fields import HUNDREDTHS, Field, Kind
from partydesk.domain.member import MEMBERS, Member
from partydesk.domain.periods import add_months
from partydesk.services.ledgers.all import LEDGERS
from partydesk.services.ledgers.keeping import checked_record, defaults
from partydesk.services.ledgers.ledger import Ledger
from partydesk.services.sample_kit import Kit, texts

#: What becomes of people: before meetings and talks, so that nobody who is gone takes part.
FIRST = ("member_event",)


def add_events(kit: Kit) -> None:
    """Add what became of members; the roster follows."""
    for ledger in LEDGERS:
        if ledger.table in FIRST:
            _add_all(kit, ledger)


def add_ledgers(kit: Kit) -> None:
    """Add the records of every ledger that has invented ones.

    A file holds ``[[record]]`` with a value per field: people by name, yuan and 学时 as decimals,
    days as ``"3-15"`` (the last such day before today), ``"monday-2"`` (the Monday so many weeks
    before this one), ``"months-8"`` (so many months before today), ``"+30"`` (days after the
    record's own day, which is a year earlier where that has not come yet) or ``"~30"`` (a
    deadline: it may lie ahead). ``people = "全体"`` puts all members into a list.
    """
    for ledger in LEDGERS:
        if ledger.table not in FIRST:
            _add_all(kit, ledger)


def _add_all(kit: Kit, ledger: Ledger) -> None:
    if (paths.resources() / "sample" / "ledgers" / f"{ledger.table}.toml").is_file():
        for given in texts(f"ledgers/{ledger.table}").get("record", ()):
            _add(kit, ledger, given)


def _add(kit: Kit, ledger: Ledger, given: Mapping[str, Any]) -> None:
    day = _day(kit, given[ledger.day])
    latest = max((int(each) for each in given.values() if _is_later(each)), default=0)
    if day + timedelta(latest) >= kit.today:
        day = day.replace(year=day.year - 1)
    values = defaults(ledger)
    for name, value in given.items():
        if name in ledger.register.rows:
            values[name] = _rows(kit, ledger, name, value, day)
        elif name == ledger.day:
            values[name] = day if ledger.by_name[name].kind is Kind.DAY else f"{day:%Y-%m}"
        else:
            values[name] = _value(kit, ledger.by_name[name], value, day)
    ready = checked_record(kit.session, ledger, values, kit.today)
    record = kit.add(ledger.register, ready, day)
    ledger.settle(kit.session, record)
    for changed in kit.session.dirty:
        if isinstance(changed, Member):
            # As if it had been entered that day.
            changed.updated_at = record.updated_at
    kit.session.flush()


def _rows(kit: Kit, ledger: Ledger, name: str, value: Any, day: date) -> list[dict[str, Any]]:
    fields = {each.name: each for each in ledger.register.rows[name].fields}
    if value == "全体":
        person = ledger.person_of_rows(name)
        assert person is not None, f"{ledger.title}: {name} is no list of people"
        return [{person.name: each.id} for each in kit.members.values()
                if each.category in MEMBERS and each.left_on is None]  # fmt: skip
    return [{key: _value(kit, fields[key], one, day) for key, one in row.items()} for row in value]


def _value(kit: Kit, described: Field, value: Any, day: date) -> Any:
    match described.kind:
        case Kind.PERSON:
            return kit.id_of(value)
        case Kind.GROUP:
            return kit.groups[value]
        case kind if kind in HUNDREDTHS:
            return round(value * 100)
        case Kind.DAY if isinstance(value, str):
            later = value.removeprefix("~")
            return day + timedelta(int(later)) if value[0] in "+~" else _day(kit, value)
    return value


def _is_later(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("+") and value[1:].isdigit()


def _day(kit: Kit, text: str | date) -> date:
    """A day of the file's own forms, always before today."""
    if isinstance(text, date):
        return text
    if text.startswith("monday"):
        monday = kit.today - timedelta(days=kit.today.weekday())
        return monday - timedelta(weeks=int(text.removeprefix("monday-")))
    if text.startswith("months"):
        return add_months(kit.today, -int(text.removeprefix("months-")))
    month, _, number = text.partition("-")
    found = date(kit.today.year, int(month), int(number or 1))
    return found if found < kit.today else found.replace(year=found.year - 1)
