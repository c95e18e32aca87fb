"""What the cells of one roster row say about each other (DOMAIN.md, MEM-02 to MEM-06)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from partydesk.domain import identity
from partydesk.domain.dates import EARLIEST
from partydesk.domain.member import MEMBERS, Category
from partydesk.domain.periods import add_months

#: Before this year joining under 18 was no exception worth a question (MEM-06).
_OLD_JOINS = 1949
_AGE = 18


#: Birth date and sex as the id number tells them.
Told = tuple[date | None, str]


def complete(values: dict[str, Any], month_only: set[str]) -> Told | None:
    """Fill in sex and birth date from the id number; a month of birth gets its day from there.

    Returns:
        What the number tells, for ``contradictions``; None when there is no number.
    """
    number = values.get("id_number")
    if number is None:
        return None
    born, sex = identity.birth_of(number), identity.sex_of(number)
    written = values.get("born_on")
    if born and born.year >= EARLIEST:
        month = born.replace(day=1)
        if written is None or ("born_on" in month_only and written == month):
            values["born_on"] = born
            month_only.discard("born_on")
    values.setdefault("sex", sex)
    return born, sex


def contradictions(
    values: dict[str, Any], month_only: set[str], told: Told | None
) -> Iterator[tuple[str, str]]:
    """Pairs of a field name and a sentence; all of them are questions, none forbids."""
    if told is not None:
        yield from _against_id(values, *told)
    yield from _dates(values, month_only)
    if values.get("is_lost") is False and values.get("lost_on"):
        yield "lost_on", "不是失联党员却写了失去联系日期，请确认。"
    if ("left_kind" in values) != ("left_on" in values):
        yield "left_on", "离开方式和离开日期应一起填写，请补上另一项。"


def _against_id(values: dict[str, Any], born: date | None, sex: str) -> Iterator[tuple[str, str]]:
    written = values.get("born_on")
    if written is None and born is not None:
        yield "born_on", f"身份证号中的出生日期 {born} 不合理，请对照身份证核对。"
    elif written != born:
        yield "born_on", f"出生日期 {written} 与身份证号中的 {born} 不一致，请确认。"
    if values.get("sex") != sex:
        yield "sex", f"性别“{values.get('sex')}”与身份证号不一致（应为“{sex}”），请确认。"


def _dates(values: dict[str, Any], month_only: set[str]) -> Iterator[tuple[str, str]]:
    get = values.get
    born, joined, full, category = get("born_on"), get("joined_on"), get("full_on"), get("category")
    if category == Category.PROBATIONARY and full:
        yield "full_on", "预备党员写了转正日期，请确认人员类别。"
    if joined and full and _earlier(full, joined, month_only & {"full_on", "joined_on"}):
        yield "full_on", f"转正日期 {full} 早于入党日期 {joined}，请确认。"
    if born and joined:
        if joined < born:
            yield "joined_on", f"入党日期 {joined} 早于出生日期 {born}，请确认。"
        elif (
            joined.year - born.year <= _AGE
            and joined.year >= _OLD_JOINS
            and _earlier(joined, add_months(born, 12 * _AGE), month_only & {"born_on", "joined_on"})
        ):
            yield "joined_on", f"入党时（{joined}）不满 {_AGE} 周岁，请核对出生日期和入党日期。"
    if joined and category is not None and category not in MEMBERS:
        yield "joined_on", f"{category}写了入党日期，请确认人员类别。"


def _earlier(first: date, second: date, by_month: set[str]) -> bool:
    """Whether one day is before another; where only months are known, months are compared."""
    if by_month:
        return (first.year, first.month) < (second.year, second.month)
    return first < second
