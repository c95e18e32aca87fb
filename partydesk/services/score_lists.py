"""成绩清单、问题清单、整改清单, as they follow from the records of a self-assessment."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from partydesk.domain.fields import Field, Kind, Value
from partydesk.domain.periods import add_months, month_of
from partydesk.domain.tasks import Problem, ProblemKind
from partydesk.domain.text import points
from partydesk.services.evidence import Proof, named
from partydesk.services.masked_lists import seen_workbook
from partydesk.services.score_view import LossGroup, ScoreLine, SheetView, grouped
from partydesk.storage.store import Store

#: Kinds of the 问题清单 that a chapter of checks falls under; others are 组织建设.
_KINDS = {"INT": ProblemKind.INTEGRITY, "TSK": ProblemKind.WORK, "EDU": ProblemKind.POLITICS}


@dataclass(frozen=True, slots=True)
class Achievement:
    """Something that was done, with its figures."""

    item: str
    matter: str


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A problem with what is to be done about it.

    Attributes:
        item: Title of the scheme's item.
        matter: What is wrong.
        lost: What it costs, in hundredths of a point.
        measures: What to do.
        due_on: Until when, as a proposal.
        kind: Which kind of problem it is.
    """

    item: str
    matter: str
    lost: int
    measures: str
    due_on: date
    kind: ProblemKind


@dataclass(frozen=True, slots=True)
class ThreeLists:
    """成绩、问题 with 整改."""

    achievements: tuple[Achievement, ...]
    shortfalls: tuple[Shortfall, ...]


def three_lists(store: Store, view: SheetView, today: date) -> ThreeLists:
    """What was done, what is wrong, and what is to be done about it; nobody is named."""
    words = dict(view.words)
    if not view.is_closed:
        keys = [key for each in view.lines for key in (*each.proofs, *each.own.evidence)]
        words = {each.id: each for each in named(store, keys)}
    done = [
        found for each in view.lines if (found := _achievement(each, list(_proofs(each, words))))
    ]
    due = max(view.period.last, month_of(add_months(today.replace(day=1), 1)).last)
    wrong = [_shortfall(line, each, due) for line in view.lines for each in grouped(line.losses)]
    return ThreeLists(tuple(done), tuple(wrong))


def take_problems(store: Store, lists: ThreeLists, view: SheetView, today: date) -> int:
    """Put the shortfalls on the 问题整改清单; those that stand there open are left out.

    Returns:
        How many were added.
    """
    with store.writing("自评问题列入问题整改清单") as session:
        query = select(Problem.matter).where(Problem.closed_on.is_(None))
        known = {_case(each) for each in session.scalars(query)}
        new = [each for each in lists.shortfalls if _case(each.matter) not in known]
        session.add_all(
            Problem(
                found_on=today,
                source=f"{view.period.label}自评：{each.item}"[:200],
                kind=each.kind,
                matter=each.matter[:500],
                measures=each.measures or None,
                due_on=each.due_on,
                sign="校核不再提示这一条",
            )
            for each in new
        )
    return len(new)


def _case(matter: str) -> str:
    """The case without how often: a later count is not another problem."""
    return matter.partition("：")[0]


_COLUMNS = (
    Field("清单", Kind.TEXT, "sort"),
    Field("考核条目", Kind.TEXT, "item"),
    Field("事项、表现", Kind.LONG_TEXT, "matter"),
    Field("扣分", Kind.POINTS, "lost"),
    Field("整改措施", Kind.LONG_TEXT, "measures"),
    Field("整改时限", Kind.DAY, "due_on"),
)


def lists_workbook(store: Store, title: str, lists: ThreeLists) -> bytes:
    """The lists as a sheet."""
    rows: list[list[Value]] = [
        ["成绩", each.item, each.matter, None, None, None] for each in lists.achievements
    ]
    rows += [
        ["问题和整改", each.item, each.matter, points(each.lost), each.measures, each.due_on]
        for each in lists.shortfalls
    ]
    return seen_workbook(store, title, _COLUMNS, rows)


def _proofs(line: ScoreLine, words: dict[tuple[str, str], Proof]) -> Iterator[Proof]:
    for key in dict.fromkeys((*line.proofs, *line.own.evidence)):
        if key in words:
            yield words[key]


def _achievement(line: ScoreLine, proofs: Sequence[Proof]) -> Achievement | None:
    """What the records show: how many of each sort; nothing where nothing was done."""
    counts = Counter(_sort(each) for each in proofs)
    if not counts or line.computed == 0:
        return None
    told = "、".join(f"{sort} {many} {_unit(sort)}" for sort, many in counts.items())
    sound = "，未发现扣分" if line.computed is not None and not line.losses else ""
    return Achievement(line.item.title, f"{told}{sound}。")


def _sort(proof: Proof) -> str:
    named_so = {"talk": "谈心谈话", "member": "党员名册", "term": "支部委员会"}
    return named_so.get(proof.record_type) or proof.text.partition("　")[0]


def _unit(sort: str) -> str:
    units = {"文件": "份", "廉政活页": "份", "党员名册": "人", "支部委员会": "届"}
    return units.get(sort, "次")


def _shortfall(line: ScoreLine, group: LossGroup, due: date) -> Shortfall:
    chapters = {
        each.finding.rule.partition("-")[0] for each in line.losses if each.text == group.text
    }
    kinds = [_KINDS[each] for each in sorted(chapters) if each in _KINDS]
    return Shortfall(
        line.item.title,
        group.sentence,
        group.points,
        "".join(group.advice[:2]),
        due,
        kinds[0] if kinds else ProblemKind.ORGANISATION,
    )
