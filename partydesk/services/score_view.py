"""The self-assessment of a period as it is shown and printed: both figures, why, what proves it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from partydesk.domain.periods import Period
from partydesk.domain.text import points as shown
from partydesk.rules.ranking import within_terms
from partydesk.rules.scheme import Item, Scheme, Star, weighted
from partydesk.rules.scoring import Excused, ItemResult, Loss, Result
from partydesk.services.evidence import Proof

#: Record type and id.
Key = tuple[str, str]

#: So many missing things of one sort are named; the others are counted.
_NAMED = 3


@dataclass(frozen=True)
class Own:
    """What the branch gave; points in hundredths.

    Attributes:
        points: The score; none yet.
        reason: Why.
        evidence: The records and files that were picked.
    """

    points: int | None = None
    reason: str = ""
    evidence: tuple[Key, ...] = ()


@dataclass(frozen=True)
class ScoreLine:
    """One item with the program's figure and the branch's own.

    Attributes:
        item: The item of the scheme.
        computed: What the program works out; none where it can't.
        losses: What costs points.
        excused: What was accepted with a reason and costs nothing.
        judged: Cases that people decide.
        proofs: Records that the program suggests as evidence.
        own: What the branch gave.
    """

    item: Item
    computed: int | None
    losses: tuple[Loss, ...] = ()
    excused: tuple[Excused, ...] = ()
    judged: tuple[str, ...] = ()
    proofs: tuple[Key, ...] = ()
    own: Own = field(default_factory=Own)

    @property
    def differs(self) -> bool:
        """Whether the branch's score is another one than the program's."""
        return self.own.points is not None and self.computed not in (None, self.own.points)

    @property
    def wants_reason(self) -> bool:
        """Whether a reason is missing: for another score, or for one the program can't work out."""
        if self.own.points is None or self.own.reason:
            return False
        return self.computed is None or self.differs

    @property
    def reason_asked(self) -> str:
        """What the reason must still tell, as a sentence; empty when nothing is missing."""
        if not self.wants_reason:
            return ""
        if self.computed is None:
            return "这一条由支部判断，请写明评分的理由。"
        how = "高" if (self.own.points or 0) > self.computed else "低"
        return f"自评分比系统测算的 {shown(self.computed)} 分{how}，请写明理由；完成自评前要补上。"

    @property
    def is_proved(self) -> bool:
        """Whether something proves it, picked or suggested; no points need no proof."""
        return not self.own.points or bool(self.own.evidence or self.proofs)


@dataclass(frozen=True)
class LossGroup:
    """What costs points under one deduction, without naming anybody: for paper and lists.

    Attributes:
        text: The case in the scheme's words.
        cases: How many there are.
        points: What they cost together, in hundredths.
        missing: Sentences about what is not on file at all; they name no persons.
        advice: What to do, each once.
    """

    text: str
    cases: int
    points: int
    missing: tuple[str, ...]
    advice: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The case, how often, and the first few that are missing."""
        told = "；".join(self.missing[:_NAMED])
        more = "等" if len(self.missing) > _NAMED else ""
        return f"{self.text}：{self.cases} 处" + (f"（{told}{more}）" if told else "")


def grouped(losses: Iterable[Loss]) -> list[LossGroup]:
    """Losses by their deduction, in the scheme's order."""
    by_place: dict[int, list[Loss]] = {}
    for each in losses:
        by_place.setdefault(each.place, []).append(each)
    return [
        LossGroup(
            found[0].text,
            sum(each.finding.cases for each in found),
            sum(each.points for each in found),
            tuple(each.finding.sentence.removesuffix("。") for each in found if _is_gap(each)),
            tuple(dict.fromkeys(each.finding.advice for each in found if each.finding.advice)),
        )
        for _, found in sorted(by_place.items())
    ]


def _is_gap(loss: Loss) -> bool:
    return loss.finding.record_type == "meeting" and "/" in loss.finding.record_id


@dataclass(frozen=True)
class Given:
    """What others gave the branch; it is noted beside and changes nothing that was closed.

    Attributes:
        upper: Points of the higher body (上级评分).
        peer: Points of the other branches (互评).
        star: The 星级 that was given.
        starred_on: The day on which it was given.
        items: Points of the higher body for each item, by number, as a receipt told them.
        source: The receipt that the points of the higher body come from; empty when typed.
    """

    upper: int | None = None
    peer: int | None = None
    star: str = ""
    starred_on: date | None = None
    items: Mapping[str, int] = field(default_factory=dict)
    source: str = ""

    def item_in_words(self, no: str) -> str:
        """What the higher body gave an item, and by which receipt; empty for nothing."""
        given = self.items.get(no)
        return "" if given is None else f"上级评分 {shown(given)} 分（{self.source}）"


@dataclass(frozen=True)
class HeldStar:
    """A 星级 that was given before and still holds; ``until`` is its last day, none for no end."""

    name: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class SheetView:
    """The self-assessment of a period, open or as it was closed.

    Attributes:
        id: The working sheet; empty before it was begun.
        scheme: As it was, when it is closed.
        period: The month, quarter or year.
        lines: One for each item, in order.
        bonus: Points for honours.
        veto: What makes it void (一票否决); empty for nothing.
        version: Of the closed sheet that is shown; of an open one the version before it.
        closed_at: When it was closed; none for an open one.
        correction: Why it was opened again, or why this version was made.
        given: What the higher body and the other branches gave.
        held: The 星级 that the branch held when this was assessed.
        words: The proofs of a closed sheet in words; an open one asks for them.
    """

    id: str
    scheme: Scheme
    period: Period
    lines: tuple[ScoreLine, ...]
    bonus: Own = field(default_factory=Own)
    veto: str = ""
    version: int = 0
    closed_at: datetime | None = None
    correction: str = ""
    given: Given = field(default_factory=Given)
    held: HeldStar | None = None
    words: Mapping[Key, Proof] = field(default_factory=dict)

    @property
    def is_closed(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.closed_at is not None

    @property
    def computed(self) -> int:
        """What the program works out of all items that it can count."""
        return sum(each.computed or 0 for each in self.lines)

    @property
    def countable(self) -> int:
        """Points of the items that it can count."""
        return sum(each.item.points for each in self.lines if each.computed is not None)

    @property
    def lost(self) -> int:
        """Points lost by the program's count."""
        return self.countable - self.computed

    @property
    def own(self) -> int:
        """Sum of the branch's scores with the bonus."""
        return sum(each.own.points or 0 for each in self.lines) + (self.bonus.points or 0)

    @property
    def missing(self) -> list[str]:
        """Items without a score of the branch."""
        return [each.item.no for each in self.lines if each.own.points is None]

    @property
    def is_begun(self) -> bool:
        """Whether the branch has scored anything."""
        return len(self.missing) < len(self.lines)

    @property
    def unproved(self) -> list[str]:
        """Items with points that nothing proves."""
        return [each.item.no for each in self.lines if not each.is_proved]

    @property
    def unreasoned(self) -> list[str]:
        """Items whose score wants a reason."""
        return [each.item.no for each in self.lines if each.wants_reason]

    @property
    def final(self) -> int | None:
        """The weighted figure; none without weights in the scheme, or while one is missing."""
        if not self.scheme.weights.total or self.missing:
            return None
        return weighted(self.scheme.weights, self.own, self.given.upper, self.given.peer)

    @property
    def star(self) -> Star | None:
        """The 星级 that the score reaches, no further from the one before than the scheme allows.

        None with a veto or while items are open. Quotas are the bureau's.
        """
        if self.veto or self.missing:
            return None
        reached = self.scheme.star_for(self.own if self.final is None else self.final)
        return within_terms(self.scheme, reached, self.held.name if self.held else "")

    def line(self, no: str) -> ScoreLine | None:
        """The line of an item."""
        return next((each for each in self.lines if each.item.no == no), None)


def line_of(result: ItemResult, own: Own) -> ScoreLine:
    """An item's line from what was worked out and what the branch gave."""
    proofs = tuple((each.record_type, each.record_id) for each in result.proofs)
    return ScoreLine(
        result.item, result.computed, result.losses, result.excused, result.judged, proofs, own
    )


def lines_of(result: Result, given: Mapping[str, Own]) -> tuple[ScoreLine, ...]:
    """The lines of an open sheet."""
    return tuple(line_of(each, given.get(each.item.no, Own())) for each in result.items)


def result_of(view: SheetView) -> Result:
    """What was worked out, from a view: gains are ranked from it."""
    items = (
        ItemResult(each.item, each.losses, each.excused, each.judged, (), each.computed is not None)
        for each in view.lines
    )
    return Result(view.scheme, view.period, tuple(items))
