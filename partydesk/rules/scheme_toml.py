"""Reads a scheme from TOML that a bureau edited: the scheme, or a sentence for each mistake."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from partydesk.rules.scheme import (
    Deduction,
    Item,
    Per,
    RollUp,
    Scheme,
    Star,
    StarTerms,
    Weights,
)

#: As many points, in hundredths, as anything can have.
_MOST = 1_000_000
_LONGEST = 2000
_WHERE = re.compile(r"at line (\d+), column (\d+)")


def scheme_in(text: str) -> tuple[Scheme | None, list[str]]:
    """The scheme of a TOML text and what is wrong in it; with any mistake there is no scheme.

    What can't be so in a scheme that reads well is told by ``flaws``, not here.
    """
    try:
        given = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return None, [_unreadable(str(error))]
    problems: list[str] = []
    scheme = _scheme(_Table("", given, problems), _heads(text), problems)
    return (None if problems else scheme), problems


def _unreadable(told: str) -> str:
    where = _WHERE.search(told)
    if where is None:
        return "文件末尾不完整，可能缺少引号或括号。"
    line, column = where.groups()
    return f"第 {line} 行第 {column} 个字符起写法不对，请检查引号、括号和等号。"


class _Table:
    """One table of the text: what it holds by key, and how it is called in sentences."""

    def __init__(self, place: str, given: Any, problems: list[str]) -> None:
        self._place, self._problems = place, problems
        self._asked: set[str] = set()
        self._given: Mapping[str, Any] = given if isinstance(given, dict) else {}
        if not isinstance(given, dict):
            self.complain("应为一组“名称 = 值”。")

    def complain(self, sentence: str) -> None:
        self._problems.append(f"{self._place}：{sentence}" if self._place else sentence)

    def text(self, key: str, *, needed: bool = False) -> str:
        """A text; the number of an item may be written as a number."""
        value = self._value(key, "")
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.complain(f"“{key}”应为加引号的文字。")
            return ""
        if needed and not value.strip():
            self.complain(f"缺少“{key}”，或没有填写。")
        if len(value) > _LONGEST:
            self.complain(f"“{key}”太长：{len(value)} 个字，最多 {_LONGEST} 个字。")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._value(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.complain(f"“{key}”应为方括号里的几个加引号的文字。")
            return ()
        return tuple(value)

    def points(self, key: str, *, needed: bool = False) -> int | None:
        """Hundredths, or ``None`` where there are none."""
        value = self._value(key, None)
        if value is None:
            if needed:
                self.complain(f"缺少“{key}”。")
            return 0 if needed else None
        exact = _exact(value)
        if exact is None:
            told = f"“{key}”的“{str(value)[:20]}”不是分数"
            self.complain(f"{told}，应为 0 以上、最多两位小数的数，不加引号。")
        return exact or 0

    def whole(self, key: str) -> int:
        value = self._value(key, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 100_000:
            self.complain(f"“{key}”的“{str(value)[:20]}”不是整数，应为 0 以上的整数，不加引号。")
            return 0
        return value

    def choice(self, key: str, allowed: type[Per] | type[RollUp], usual: str) -> str:
        value = self._value(key, usual)
        if value not in tuple(allowed):
            told = "”、“".join(allowed)
            self.complain(f"“{key}”的“{str(value)[:20]}”应为“{told}”之一。")
            return usual
        return str(value)

    def yes(self, key: str) -> bool:
        value = self._value(key, False)
        if not isinstance(value, bool):
            self.complain(f"“{key}”应为 true（是）或 false（否）。")
        return value is True

    def tables(self, key: str, *, needed: bool = False) -> list[Any]:
        value = self._value(key, [])
        if not isinstance(value, list):
            self.complain(f"“{key}”应写成 [[{key}]]，可以有几组。")
            return []
        if needed and not value:
            self.complain(f"没有任何“{key}”。")
        return value

    def inner(self, key: str) -> "_Table":
        """A table within this one; an empty one where there is none."""
        place = f"{self._place}“{key}”" if self._place else f"“{key}”"
        return _Table(place, self._value(key, {}), self._problems)

    def close(self) -> None:
        """Name what nobody asked for: a misspelt key must not be passed over in silence."""
        for key in self._given:
            if key not in self._asked:
                self.complain(f"认不出“{key[:30]}”，请检查拼写。")

    def _value(self, key: str, usual: Any) -> Any:
        self._asked.add(key)
        return self._given.get(key, usual)


def _scheme(top: _Table, heads: dict[str, list[int]], problems: list[str]) -> Scheme:
    deductions = iter(heads["items.deductions"])
    items = []
    for number, given in enumerate(top.tables("items", needed=True)):
        place = f"第 {number + 1} 项{_at(heads['items'], number)}"
        items.append(_item(_Table(place, given, problems), deductions, problems))
    stars = []
    for number, given in enumerate(top.tables("stars")):
        place = f"第 {number + 1} 级星级{_at(heads['stars'], number)}"
        stars.append(_star(_Table(place, given, problems)))
    made = Scheme(
        id=top.text("id", needed=True),
        title=top.text("title", needed=True),
        items=tuple(items),
        bonus_cap=top.points("bonus_cap") or 0,
        bonus=top.text("bonus"),
        vetoes=top.texts("vetoes"),
        source=top.text("source"),
        stars=tuple(stars),
        roll_up=RollUp(top.choice("roll_up", RollUp, RollUp.SUM)),
        explained_costs=top.yes("explained_costs"),
        version=top.text("version"),
        weights=_weights(top.inner("weights")),
        star_terms=_terms(top.inner("star_terms")),
    )
    top.close()
    return made


def _item(table: _Table, lines: Iterator[int], problems: list[str]) -> Item:
    no = table.text("no", needed=True)
    found = []
    for number, given in enumerate(table.tables("deductions"), start=1):
        line = next(lines, 0)
        at = f"（第 {line} 行起）" if line else ""
        found.append(_deduction(_Table(f"第 {no} 项第 {number} 条扣分{at}", given, problems)))
    made = Item(
        no=no,
        title=table.text("title", needed=True),
        points=table.points("points", needed=True) or 0,
        standard=table.text("standard"),
        deduction=table.text("deduction"),
        evidence=table.texts("evidence"),
        registers=table.texts("registers"),
        deductions=tuple(found),
    )
    table.close()
    return made


def _deduction(table: _Table) -> Deduction:
    made = Deduction(
        text=table.text("text", needed=True),
        each=table.points("each", needed=True) or 0,
        most=table.points("most"),
        rules=table.texts("rules"),
        count=table.text("count"),
        least=table.whole("least"),
        per=Per(table.choice("per", Per, Per.YEAR)),
        word=table.text("word"),
    )
    if made.rules and made.count:
        table.complain("“rules”和“count”只能写一样。")
    table.close()
    return made


def _star(table: _Table) -> Star:
    made = Star(
        name=table.text("name", needed=True),
        least=table.points("least", needed=True) or 0,
        quota=table.whole("quota"),
        needs=table.text("needs"),
    )
    table.close()
    return made


def _weights(table: _Table) -> Weights:
    made = Weights(table.whole("own"), table.whole("upper"), table.whole("peer"))
    table.close()
    return made


def _terms(table: _Table) -> StarTerms:
    made = StarTerms(table.whole("years"), table.whole("rise"), table.whole("fall"))
    table.close()
    return made


def _heads(text: str) -> dict[str, list[int]]:
    """On which lines the repeated tables begin; a head inside a long text is taken for one too."""
    found: dict[str, list[int]] = {"items": [], "items.deductions": [], "stars": []}
    for number, line in enumerate(text.splitlines(), start=1):
        head = "".join(line.partition("#")[0].split())
        for name, lines in found.items():
            if head == f"[[{name}]]":
                lines.append(number)
    return found


def _at(lines: list[int], number: int) -> str:
    return f"（第 {lines[number]} 行起）" if number < len(lines) else ""


def _exact(value: object) -> int | None:
    """Points as hundredths; ``None`` for what is no number, below 0, too large or too fine."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    exact = Decimal(value) * 100
    if not exact.is_finite() or not 0 <= exact <= _MOST or exact != exact.to_integral_value():
        return None
    return int(exact)
