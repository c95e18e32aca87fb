"""Reads an edited scheme back from its workbook: the scheme, or a sentence for each mistake."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from partydesk.documents.sheet_source import RawSheet, read_sheets
from partydesk.rules.scheme import (
    Deduction,
    Item,
    Per,
    RollUp,
    Scheme,
    Star,
    StarTerms,
    Weights,
    flaws,
)
from partydesk.services import scheme_sheets as sheets
from partydesk.services.scheme_sheets import ABOUT, CASES, HEADS, ITEMS, STARS

#: The head may stand below a few lines of a bureau's own.
_HEAD_WITHIN = 10
_LONGEST = 2000
_COLUMNS = 16_384
_MOST = 1_000_000


def read_scheme(
    path: Path, rules: frozenset[str], countable: frozenset[str]
) -> tuple[Scheme | None, list[str]]:
    """The scheme of a workbook, and what is wrong in it; with any mistake there is no scheme.

    Args:
        path: The file.
        rules: Ids of the checks that a scheme may name.
        countable: Names of records that it may count.

    Raises:
        ForeignFileError: It can't be read as a sheet at all.
    """
    reading = _Reading(read_sheets(path), rules, countable)
    scheme = reading.scheme()
    return (None if reading.problems else scheme), reading.problems


class _Row:
    """One row of a page: its cells by head, and how it is called in sentences."""

    def __init__(self, reading: "_Reading", page: str, number: int, cells: dict[str, Any]) -> None:
        self._reading, self._place, self._cells = reading, f"“{page}”第 {number} 行", cells

    def complain(self, sentence: str) -> None:
        self._reading.problems.append(f"{self._place}：{sentence}")

    def text(self, head: str, *, needed: bool = False) -> str:
        text = sheets.text_of(self._cells.get(head, ""))
        if needed and not text:
            self.complain(f"没有填写“{head}”。")
        if len(text) > _LONGEST:
            self.complain(f"“{head}”太长：{len(text)} 个字，最多 {_LONGEST} 个字。")
        return text

    def points(self, head: str, *, needed: bool = False) -> int | None:
        """Hundredths, or ``None`` for an empty cell."""
        text = self.text(head, needed=needed).removesuffix("分").strip()
        if not text:
            return 0 if needed else None
        found = _hundredths(text)
        if found is None:
            self.complain(f"“{head}”的“{text[:20]}”不是分数，应为 0.5 这样的数，最多两位小数。")
        return found or 0

    def whole(self, head: str) -> int:
        text = self.text(head).removesuffix("%").removesuffix("次").strip()
        if not text:
            return 0
        if not (text.isascii() and text.isdigit() and len(text) < 6):
            self.complain(f"“{head}”的“{text[:20]}”不是整数。")
            return 0
        return int(text)

    def known(self, head: str, allowed: frozenset[str]) -> tuple[str, ...]:
        texts = sheets.texts_in(self.text(head))
        for each in texts:
            if each not in allowed:
                self.complain(f"“{head}”里没有“{each[:30]}”，可以填的见“填写说明”。")
        return texts


class _Reading:
    def __init__(
        self, pages: Sequence[RawSheet], rules: frozenset[str], countable: frozenset[str]
    ) -> None:
        self.problems: list[str] = []
        for each in pages:
            # A bureau merges the number of an item over its deductions; nothing else is spread.
            if each.name.strip() == CASES:
                each.spread(1, kept=range(1, _COLUMNS))
        self._pages = {each.name.strip(): each.rows for each in pages}
        self._rules, self._countable = rules, countable

    def scheme(self) -> Scheme:
        about = [(row.text("项目"), row) for row in self._rows(ABOUT)]
        told = self._first(about)
        items = list(self._items())
        known = {each.no for each in items}
        cases: dict[str, list[Deduction]] = {}
        for no, row, each in self._cases():
            if no not in known:
                row.complain(f"“条目”页里没有序号“{no[:20]}”。")
            cases.setdefault(no, []).append(each)
        scheme = Scheme(
            id=self._told(told, sheets.ID, needed=True),
            title=self._told(told, sheets.TITLE, needed=True),
            items=tuple(_with_cases(each, cases.get(each.no, ())) for each in items),
            bonus_cap=(told[sheets.CAP].points("内容") or 0) if sheets.CAP in told else 0,
            bonus=self._told(told, sheets.BONUS),
            vetoes=tuple(row.text("内容") for name, row in about if name == sheets.VETO),
            source=self._told(told, sheets.SOURCE),
            stars=tuple(self._stars()),
            roll_up=self._roll_up(told),
            explained_costs=self._explained(told),
            version=self._told(told, sheets.EDITION),
            weights=Weights(*self._wholes(told, sheets.OWN, sheets.UPPER, sheets.PEER)),
            star_terms=StarTerms(*self._wholes(told, sheets.YEARS, sheets.RISE, sheets.FALL)),
        )
        if not self.problems:
            self.problems += flaws(scheme)
        return scheme

    def _first(self, about: Sequence[tuple[str, _Row]]) -> dict[str, _Row]:
        """The rows of the first page by name; only a veto may stand there several times."""
        found: dict[str, _Row] = {}
        for name, row in about:
            if name and name not in sheets.KNOWN:
                row.complain(f"认不出“{name[:30]}”，请检查文字。")
            elif name in found and name != sheets.VETO:
                row.complain(f"“{name}”写了两次。")
            found.setdefault(name, row)
        return found

    def _wholes(self, told: dict[str, _Row], *names: str) -> Iterator[int]:
        return (told[name].whole("内容") if name in told else 0 for name in names)

    def _told(self, told: dict[str, _Row], name: str, *, needed: bool = False) -> str:
        if name in told:
            return told[name].text("内容", needed=needed)
        if needed and ABOUT in self._pages:
            self.problems.append(f"“{ABOUT}”页没有“{name}”这一行。")
        return ""

    def _roll_up(self, told: dict[str, _Row]) -> RollUp:
        value = self._told(told, sheets.ROLL_UP)
        found = sheets.roll_up_of(value)
        if found is None:
            told[sheets.ROLL_UP].complain(f"“{value[:20]}”应为“{'”或“'.join(RollUp)}”。")
        return found or RollUp.SUM

    def _explained(self, told: dict[str, _Row]) -> bool:
        value = self._told(told, sheets.EXPLAINED)
        if value not in ("", sheets.YES, sheets.NO):
            told[sheets.EXPLAINED].complain(f"“{value[:20]}”应为“是”或“否”。")
        return value == sheets.YES

    def _items(self) -> Iterator[Item]:
        known: set[str] = set()
        for row in self._rows(ITEMS):
            no = row.text("序号", needed=True)
            if no in known:
                row.complain(f"序号“{no[:20]}”和前面的一项相同。")
            known.add(no)
            yield Item(
                no=no,
                title=row.text("条目", needed=True),
                points=row.points("分值", needed=True) or 0,
                standard=row.text("标准"),
                deduction=row.text("扣分办法"),
                evidence=sheets.texts_in(row.text("佐证材料")),
                registers=row.known("佐证台账", self._countable),
            )

    def _cases(self) -> Iterator[tuple[str, _Row, Deduction]]:
        for row in self._rows(CASES):
            per = row.text("计数期间")
            if per and per not in tuple(Per):
                row.complain(f"“计数期间”的“{per[:20]}”应为“{'”、“'.join(Per)}”之一。")
            rules, count = (
                row.known("校核规则", self._rules),
                row.known("计数台账", self._countable),
            )
            if rules and count:
                row.complain("“校核规则”和“计数台账”只能填一样。")
            if len(count) > 1:
                row.complain("“计数台账”只能填一种。")
            yield (
                row.text("条目序号", needed=True),
                row,
                Deduction(
                    text=row.text("扣分情形", needed=True),
                    each=row.points("每次扣分", needed=True) or 0,
                    most=row.points("最多扣分"),
                    rules=rules,
                    count=count[0] if count else "",
                    least=row.whole("应有次数"),
                    per=Per(per) if per in tuple(Per) else Per.YEAR,
                    word=row.text("关键词"),
                ),
            )

    def _stars(self) -> Iterator[Star]:
        for row in self._rows(STARS, needed=False):
            yield Star(
                name=row.text("星级", needed=True),
                least=row.points("起点分", needed=True) or 0,
                quota=row.whole("比例（%）"),
                needs=row.text("另需条件"),
            )

    def _rows(self, page: str, *, needed: bool = True) -> Iterator[_Row]:
        """The rows below the head, without empty ones."""
        if page not in self._pages:
            if needed:
                self.problems.append(f"没有找到“{page}”这一页。请从本程序导出的考核表改起。")
            return
        rows = self._pages[page]
        tops = [[sheets.text_of(cell) for cell in row] for row in rows[:_HEAD_WITHIN]]
        start = next((at for at, row in enumerate(tops) if HEADS[page][0] in row), None)
        heads = [] if start is None else tops[start]
        for head in HEADS[page]:
            if head not in heads:
                self.problems.append(f"“{page}”页没有“{head}”这一列，表头可能被改动过。")
        below = len(rows) if start is None else start + 1
        for number, cells in enumerate(rows[below:], start=below + 1):
            if any(sheets.text_of(cell) for cell in cells):
                yield _Row(self, page, number, dict(zip(heads, cells, strict=False)))


def _hundredths(text: str) -> int | None:
    """Points as hundredths; ``None`` for what is no number, too large or too fine."""
    try:
        exact = Decimal(text) * 100
        fits = 0 <= exact <= _MOST and exact == exact.to_integral_value()
    except InvalidOperation:
        return None
    return int(exact) if fits else None


def _with_cases(item: Item, cases: Sequence[Deduction]) -> Item:
    return replace(item, deductions=tuple(cases))
