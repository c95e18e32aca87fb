"""How much a member owes: brackets over the whole base, in 分, rounded half up (DOMAIN.md 3.1)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from partydesk import paths
from partydesk.domain.dues import Income
from partydesk.errors import ForeignFileError

_PERCENT = 10_000  # hundredths of a percent in one whole


@dataclass(frozen=True)
class Bracket:
    """A rate in hundredths of a percent for bases up to a limit in 分; the last has no limit."""

    rate: int
    up_to: int | None = None


@dataclass(frozen=True)
class Rates:
    """What a bureau or a year may change about dues; money in 分, rates in hundredths of a percent.

    Attributes:
        salary: For monthly and yearly pay and net income (规定 1-4).
        pension: For pensions (规定 5).
        fixed: What people without income pay (规定 6).
        step: Dues are rounded half up to this.
        least: Nobody who pays by rate pays less.
        grace_day: Day of the month up to which it may be unpaid.
        stronger_months: From so many unpaid months on the warning is stronger.
        leaving_months: From so many in a row on 自行脱党 must be considered.
        back_months: A month older than this is no longer simply paid back.
        stale_months: A base older than this is to be looked at.
        large: From this on a single voluntary payment goes to the Centre.
    """

    salary: tuple[Bracket, ...]
    pension: tuple[Bracket, ...]
    fixed: int
    step: int
    least: int
    grace_day: int
    stronger_months: int
    leaving_months: int
    back_months: int
    stale_months: int
    large: int


def rate_of(income: str, base: int, rates: Rates) -> int:
    """The rate in hundredths of a percent; 0 where no rate applies."""
    if income in (Income.FIXED, Income.REDUCED):
        return 0
    brackets = rates.pension if income == Income.PENSION else rates.salary
    return next(each.rate for each in brackets if each.up_to is None or base <= each.up_to)


def amount_of(income: str, base: int | None, rates: Rates) -> int | None:
    """What is owed a month in 分; none where it is not reckoned: no base, or a reduced amount."""
    if income == Income.FIXED:
        return rates.fixed
    if income == Income.REDUCED or base is None:
        return None
    owed = rounded(base * rate_of(income, base, rates), _PERCENT * rates.step) * rates.step
    return max(owed, rates.least)


def rounded(value: int, unit: int) -> int:
    """A whole number of units, half up."""
    return (2 * value + unit) // (2 * unit)


def percent(rate: int) -> str:
    """A rate as people write it: 50 gives 0.5%."""
    return f"{rate / 100:g}%" if rate else ""


@cache
def load_rates(path: Path | None = None) -> Rates:
    """The rates of a file; without one those that ship.

    Raises:
        ForeignFileError: The file is unreadable, or a number or its source is missing.
    """
    path = path or paths.resources() / "rules" / "dues.toml"
    try:
        with path.open("rb") as file:
            given = tomllib.load(file)
        numbers = {name: _number(entry) for name, entry in given["limits"].items()}
        return Rates(
            salary=_brackets(given["salary"]),
            pension=_brackets(given["pension"]),
            fixed=_whole(given["fixed"]["amount"]),
            step=_whole(given["rounding"]["step"]),
            least=_whole(given["rounding"]["least"]),
            **numbers,
        )
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise ForeignFileError(
            f"党费规则文件“{path.name}”看不懂，或缺少数值和来源。", "请换用原来的文件。"
        ) from error


def _brackets(given: dict[str, Any]) -> tuple[Bracket, ...]:
    if not str(given["source"]).strip():
        raise ValueError
    found = tuple(Bracket(_whole(each["rate"]), each.get("up_to")) for each in given["brackets"])
    limits = [each.up_to for each in found[:-1] if each.up_to is not None]
    is_open = found[-1].up_to is None and len(limits) == len(found) - 1
    if not is_open or limits != sorted(limits):
        raise ValueError
    return found


def _number(entry: dict[str, Any]) -> int:
    if not str(entry["source"]).strip():
        raise ValueError
    return _whole(entry["value"])


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError
    return value
