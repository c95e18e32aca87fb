"""The bureau's ranking as a workbook: written, filled in by the bureau, and read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from partydesk.documents.pages_book import Cell, Page, pages_book
from partydesk.documents.sheet_source import RawSheet, read_sheets
from partydesk.domain.periods import Period
from partydesk.domain.text import decimal
from partydesk.domain.typed import points_from
from partydesk.errors import ForeignFileError
from partydesk.rules.ranking import Ranked
from partydesk.rules.scheme import Scheme, terms_in_words, weights_in_words
from partydesk.services.received_scores import SentScore

PAGE, TERMS, REFUSED = "评比", "办法", "没有计入"
CODE, NAME, OWN, COMPUTED = "支部代码", "支部", "自评分", "系统测算"
UPPER, PEER, BEFORE, UNTIL, LACKS = "上级评分", "互评分", "上次星级", "上次有效期至", "不具备条件"
FINAL, PLACE, REACHED, STAR, VALID, WHY = "得分", "名次", "得分对应", "星级", "有效期至", "说明"
_HEADS = (CODE, NAME, OWN, COMPUTED, UPPER, PEER, BEFORE, UNTIL, LACKS,
          FINAL, PLACE, REACHED, STAR, VALID, WHY)  # fmt: skip
_WIDTHS = (14, 30, 9, 9, 10, 9, 10, 14, 12, 9, 7, 10, 9, 13, 60)
_HEAD_WITHIN = 10
_YES = "是"

#: Scheme, period, the day of the ranking, and until when its stars hold.
Told = tuple[Scheme, Period, date, date | None]
Line = tuple[Ranked, SentScore | None, Sequence[str]]


@dataclass(frozen=True, slots=True)
class GivenRow:
    """What the bureau's sheet says about a branch; points in hundredths.

    Attributes:
        name: Of the branch.
        upper: The bureau's own score.
        peer: What the other branches gave.
        before: The 星级 that it holds.
        until: The last day of that; none when it is not told.
        lacks: It does not meet what the best 星级 need besides points.
    """

    name: str = ""
    upper: int | None = None
    peer: int | None = None
    before: str = ""
    until: date | None = None
    lacks: bool = False


def ranking_workbook(
    told: Told, lines: Sequence[Line], given: Mapping[str, GivenRow], refused: Sequence[str]
) -> bytes:
    """The ranking as xlsx: the branches, how it was done, and what was left out."""
    scheme, period, _, until = told
    rows = [_row(each, given.get(each[0].contender.code, GivenRow()), until) for each in lines]
    stars = [each.name for each in scheme.stars]
    choices = {_HEADS.index(LACKS): [_YES]}
    if stars:
        choices[_HEADS.index(BEFORE)] = stars
    pages = [
        Page(PAGE, _HEADS, _WIDTHS, rows, choices),
        Page(TERMS, ("项目", "内容"), (20, 80), _terms(told, lines)),
    ]
    if refused:
        pages.append(Page(REFUSED, ("上报包", ""), (90, 4), [[each, None] for each in refused]))
    return pages_book(f"{period.label}支部评比", pages)


def read_given(path: Path, scheme: Scheme) -> dict[str, GivenRow]:
    """What the bureau filled in, by the branch's code.

    Raises:
        ForeignFileError: It is no such sheet, or has mistakes: the first one with its place.
    """
    sheets = {each.name.strip(): each for each in read_sheets(path)}
    if PAGE not in sheets:
        raise _wrong(path, f"没有找到“{PAGE}”这一页。")
    heads, below = _head(sheets[PAGE], path)
    found: dict[str, GivenRow] = {}
    for number, cells in below:
        row = _Row(path, number, dict(zip(heads, cells, strict=False)))
        if not (code := row.text(CODE)):
            if any(str(cell).strip() for cell in cells):
                raise row.wrong(f"没有填写“{CODE}”。")
            continue
        if code in found:
            raise row.wrong(f"支部代码“{code[:30]}”和前面的一行相同。")
        found[code] = row.given(scheme)
    return found


class _Row:
    """A row of the sheet by its heads."""

    def __init__(self, path: Path, number: int, cells: Mapping[str, Any]) -> None:
        self._path, self._number, self._cells = path, number, cells

    def wrong(self, sentence: str) -> ForeignFileError:
        return _wrong(self._path, f"“{PAGE}”第 {self._number} 行：{sentence}")

    def text(self, head: str) -> str:
        value = self._cells.get(head, "")
        if isinstance(value, float):
            return str(int(value)) if value.is_integer() else str(value)
        return str(value).strip()

    def given(self, scheme: Scheme) -> GivenRow:
        before = self.text(BEFORE)
        if before and before not in {each.name for each in scheme.stars}:
            raise self.wrong(f"“{BEFORE}”的“{before[:20]}”不是考核表里的星级。")
        lacks = self.text(LACKS)
        if lacks not in ("", _YES):
            raise self.wrong(f"“{LACKS}”请填“{_YES}”或留空。")
        most = sum(each.points for each in scheme.items) + scheme.bonus_cap
        return GivenRow(
            self.text(NAME),
            self._points(UPPER, most),
            self._points(PEER, most),
            before,
            self._day(UNTIL),
            bool(lacks),
        )

    def _points(self, head: str, most: int) -> int | None:
        text = self.text(head)
        found = points_from(text) if text else None
        if found is None or (isinstance(found, int) and 0 <= found <= most):
            return found
        told = f"“{head}”的“{text[:20]}”不是分数"
        raise self.wrong(f"{told}，应在 0 到 {decimal(most, 0)} 之间，最多两位小数。")

    def _day(self, head: str) -> date | None:
        value = self._cells.get(head, "")
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(self.text(head)) if self.text(head) else None
        except ValueError:
            text = self.text(head)[:20]
            raise self.wrong(f"“{head}”的“{text}”不是日期，应为 2026-12-31 这样。") from None


def _head(sheet: RawSheet, path: Path) -> tuple[list[str], list[tuple[int, list[Any]]]]:
    tops = [[str(cell).strip() for cell in row] for row in sheet.rows[:_HEAD_WITHIN]]
    start = next((at for at, row in enumerate(tops) if CODE in row), None)
    if start is None:
        raise _wrong(path, f"“{PAGE}”页没有“{CODE}”这一列，表头可能被改动过。")
    for head in (UPPER, PEER, BEFORE, UNTIL, LACKS):
        if tops[start].count(head) != 1:
            raise _wrong(path, f"“{PAGE}”页应有一列“{head}”，表头可能被改动过。")
    return tops[start], list(enumerate(sheet.rows[start + 1 :], start=start + 2))


def _wrong(path: Path, sentence: str) -> ForeignFileError:
    return ForeignFileError(f"“{path.name}”{sentence}", "请从本命令生成的评比表改起。")


def _row(line: Line, given: GivenRow, until: date | None) -> list[Cell]:
    ranked, score, remarks = line
    each = ranked.contender
    why = "；".join(part for part in (ranked.why, *remarks) if part)
    return [
        each.code, each.name, _shown(each.own), _shown(score.computed if score else None),
        _shown(each.upper), _shown(each.peer), given.before, _day(given.until),
        _YES if each.lacks else None, _shown(ranked.final), ranked.place,
        ranked.reached.name if ranked.reached else None,
        ranked.star.name if ranked.star else None,
        _day(until) if ranked.star else None, why,
    ]  # fmt: skip


def _terms(told: Told, lines: Sequence[Line]) -> list[list[Cell]]:
    scheme, period, today, _ = told
    count = len(lines)
    rows: list[list[Cell]] = [
        ["考核期", period.label],
        ["评比日期", today.isoformat()],
        ["考核表", f"{scheme.title}{f'（{scheme.version}）' if scheme.version else ''}"],
        ["得分", weights_in_words(scheme.weights)],
        ["支部", f"{count} 个，其中 {sum(line[0].final is not None for line in lines)} 个有得分"],
    ]
    for star in scheme.stars:
        room = f"，不超过 {star.quota}%（{max(1, count * star.quota // 100)} 个）"
        many = sum(line[0].star == star for line in lines)
        needs = f"，另需{star.needs}" if star.needs else ""
        rows.append([
            star.name,
            f"{decimal(star.least, 0)} 分以上{room if star.quota else ''}{needs}；本次 {many} 个",
        ])  # fmt: skip
    if terms := terms_in_words(scheme.star_terms):
        rows.append(["升降级", terms])
    rows.append(
        ["怎样填", f"“{UPPER}”到“{LACKS}”由评比单位填写；填好后再生成一次，名次和星级更新。"]
    )
    rows.append(["说明", "评比的是支部工作，不针对个人；表中没有个人的分数和名次。"])
    return rows


def _shown(points: int | None) -> float | None:
    return None if points is None else points / 100


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
