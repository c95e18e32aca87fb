"""The numbers in the checks that a bureau or a year may change, read from ``resources/rules``."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from partydesk import paths
from partydesk.errors import ForeignFileError


@dataclass(frozen=True, slots=True)
class Limits:
    """One set of numbers; what each means and where it comes from stands in the file.

    Attributes:
        soft_months: Months whose missing meetings are only a hint.
        off: Ids of rules that are switched off.
        hints: Ids of rules that never give more than a hint.
    """

    branch_least: int
    branch_most: int
    committee_from: int
    committee_least: int
    committee_usual: int
    committee_most: int
    term_overrun_months: int
    term_notice_months: int
    groups_from: int
    group_least: int
    lectures_per_quarter: int
    year_end_month: int
    year_end_day: int
    committee_before_days: int
    alike_percent: int
    joining_age: int
    probation_months: int
    extension_least_months: int
    extension_most_months: int
    lost_months: int
    vacancy_months: int
    training_months: int
    suspended_months: int
    floating_months: int
    receipt_days: int
    leader_absent_months: int
    absent_months: int
    absent_most_months: int
    talk_round_days: int
    must_talk_days: int
    reminder_days: int
    backup_days: int
    birthday_days: int
    integrity_sessions: int
    talk_months: int
    probation_notice_days: int
    soon_days: int
    soft_months: frozenset[int]
    off: frozenset[str]
    hints: frozenset[str] = frozenset()


def load_limits(path: Path | None = None) -> Limits:
    """The numbers of a file; without one those that ship.

    Raises:
        ForeignFileError: The file is unreadable, or a number or its source is missing.
    """
    path = path or paths.resources() / "rules" / "default.toml"
    try:
        with path.open("rb") as file:
            return _limits(tomllib.load(file))
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise ForeignFileError(
            f"规则文件“{path.name}”看不懂，或缺少数值和来源。", "请换用原来的文件。"
        ) from error


def _limits(given: dict[str, Any]) -> Limits:
    others = ("soft_months", "off", "hints")
    names = [each.name for each in fields(Limits) if each.name not in others]
    return Limits(
        **{name: _number(given["limits"][name]) for name in names},
        soft_months=frozenset(given["soft_months"]["value"]),
        off=frozenset(given.get("off", ())),
        hints=frozenset(given.get("hints", ())),
    )


def _number(entry: dict[str, Any]) -> int:
    if not isinstance(entry["value"], int) or not str(entry["source"]).strip():
        raise TypeError
    return int(entry["value"])
