"""What several 台账 refuse alike: days out of order, people listed twice."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Problems = Callable[[Mapping[str, Any], date], dict[str, str]]


def in_order(*pairs: tuple[str, str]) -> Problems:
    """The second day of each pair is not before the first; either may be missing."""

    def problems(values: Mapping[str, Any], _today: date) -> dict[str, str]:
        found = {}
        for first, second in pairs:
            if values.get(first) and values.get(second) and values[second] < values[first]:
                found[second] = "这个日期早于前面的日期，请核对。"
        return found

    return problems


def once_each(rows: str = "people", person: str = "member_id") -> Problems:
    """Nobody stands twice in a list of people."""

    def problems(values: Mapping[str, Any], _today: date) -> dict[str, str]:
        people = [row[person] for row in values.get(rows, ())]
        if len(people) == len(set(people)):
            return {}
        return {rows: "名单里有人重复，请去掉多余的一行。"}

    return problems


def all_of(*limits: Problems) -> Problems:
    """Several limits at once."""

    def problems(values: Mapping[str, Any], today: date) -> dict[str, str]:
        found: dict[str, str] = {}
        for each in limits:
            found |= each(values, today)
        return found

    return problems
