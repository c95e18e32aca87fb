"""The self-assessment that came in a package: read as foreign data, told in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partydesk.domain.text import points
from partydesk.package.names import clean_text
from partydesk.package.opened import OpenedPackage

_NAME = "data/assessment.json"
_LONGEST = 200
#: More points, in hundredths, than any scheme has.
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class SentScore:
    """What a branch says about its self-assessment; points in hundredths.

    Attributes:
        scheme_id: The key of its scheme.
        scheme: The scheme's title with its edition.
        digest: SHA-256 of the scheme's text.
        period: The code of its period.
        version: Of the closed sheet; 0 for one that is not finished.
        own: What the branch gave, with its bonus.
        computed: What its program counted.
        countable: Points of the items that it could count.
        veto: What makes it void; empty for nothing.
    """

    scheme_id: str
    scheme: str
    digest: str
    period: str
    version: int
    own: int
    computed: int
    countable: int
    veto: str

    @property
    def sentence(self) -> str:
        """Both figures, the scheme and the version."""
        state = f"第 {self.version} 版" if self.version else "尚未完成"
        counted = f"{points(self.computed)}（可测算 {points(self.countable)}）"
        told = f"自评 {points(self.own)} 分，系统测算 {counted} 分；{state}，{self.scheme}"
        return f"{told}；一票否决：{self.veto}" if self.veto else told


def score_in(opened: OpenedPackage) -> SentScore | None:
    """The self-assessment of an opened package; none when it holds none in the usual form."""
    if _NAME not in opened.hashes:
        return None
    given = opened.document(_NAME)
    if not isinstance(given, Mapping):
        return None
    scheme = _text(given, "scheme_title") or _text(given, "scheme")
    edition = _text(given, "scheme_version")
    figures = [_number(given, f"{name}_hundredths") for name in ("total", "computed", "countable")]
    if any(each is None for each in figures):
        return None
    own, computed, countable = (each or 0 for each in figures)
    return SentScore(
        _text(given, "scheme"),
        f"{scheme}（{edition}）" if edition else scheme,
        _text(given, "scheme_digest"),
        _text(given, "period"),
        _number(given, "version") or 0,
        own,
        computed,
        countable,
        _text(given, "veto"),
    )


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    return clean_text(value)[:_LONGEST] if isinstance(value, str) else ""


def _number(given: Mapping[str, Any], name: str) -> int | None:
    value = given.get(name)
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST
    return value if fits else None
