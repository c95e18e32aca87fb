"""The first screen: four figures, what is to be done, the year as a matrix, what changed last."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from partydesk.domain.assessment import Assessment, Score
from partydesk.domain.finding import Finding, Severity
from partydesk.domain.meeting import SHORT_NAMES
from partydesk.domain.member import Category
from partydesk.domain.periods import month_of, period_with, quarter_of
from partydesk.domain.text import points
from partydesk.rules import talks
from partydesk.rules.duties import duties
from partydesk.rules.duty_meetings import MONTHLY, QUARTERLY, YEARLY, is_expected, is_held
from partydesk.rules.facts import Facts
from partydesk.rules.todo import Action, Todo, Urgency, in_order, with_keys
from partydesk.rules.year_matrix import Line, year_matrix
from partydesk.services.beside import ALONE, Turn
from partydesk.services.findings import judged
from partydesk.services.put_off import PutOff, part
from partydesk.services.recent import Recent, recent_changes
from partydesk.services.scoring import scoring_facts
from partydesk.services.submission_state import SubmissionLine, package_todo, submission_lines
from partydesk.storage.store import Store

#: So many errors stand one by one among the things to do; the rest is one line.
_ERRORS_SHOWN = 3


class Mood(StrEnum):
    """How a figure is meant: it picks the colour, and the caption says it in words."""

    PLAIN = "plain"
    GOOD = "good"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that matters, such as 在册党员 / 37 人 / 正式 35 · 预备 2."""

    title: str
    value: str
    caption: str
    mood: Mood
    action: Action


@dataclass(frozen=True, slots=True)
class Workbench:
    """Everything that the first screen shows.

    Attributes:
        today: The day it is made for.
        figures: 在册党员, 本月组织生活, 谈心谈话, 自评.
        todos: What is to be done, the most pressing first.
        matrix: The year's organisation life.
        recent: The records that were changed last, the newest first.
        submissions: Where the packages stand, the newest first.
        aside: What was put off until a day, or marked as not applicable.
    """

    today: date
    figures: tuple[Figure, ...]
    todos: tuple[Todo, ...]
    matrix: tuple[Line, ...]
    recent: tuple[Recent, ...]
    submissions: tuple[SubmissionLine, ...]
    aside: tuple[PutOff, ...] = ()

    def count(self, urgency: Urgency) -> int:
        """How many things are so pressing."""
        return sum(each.urgency == urgency for each in self.todos)


def workbench(store: Store, today: date, turn: Turn = ALONE) -> Workbench:
    """What the first screen shows today; what it is worth is told by ``duty_points.worth``."""
    facts = scoring_facts(store, today, turn)
    found = judged(store, facts, quarter_of(today), turn).open
    due = with_keys([*duties(facts), *package_todo(facts, found)])
    turn.pause()
    matrix = year_matrix(facts, today.year)
    with turn:
        told, aside = part(store, due, today)
        score = _self_score(store, today)
    with turn:
        submissions = submission_lines(store, facts, found)
    with turn:
        recent = recent_changes(store)
    return Workbench(
        today=today,
        figures=(_people(facts), _this_month(facts), _talks(facts), score),
        todos=tuple(in_order([*_first_steps(facts), *told, *_errors(facts, found)])),
        matrix=matrix,
        recent=recent,
        submissions=submissions,
        aside=aside,
    )


def _first_steps(facts: Facts) -> list[Todo]:
    """What everything else rests on, in a file that was just begun."""
    today = facts.today
    if not facts.people:
        title, label, button, place = "名册还是空的，先导入花名册", "第一步", "去导入", "member"
        told = "到会名单、谈话对象、党费都从名册里来"
    elif facts.members and not facts.secretary_on(today):
        title, label, button, place = "还没有填写书记", "第二步", "去填写", "设置"
        told = "主持人、考核和提醒要用；在“设置”的“本届支委会”里填"
    else:
        return []
    return [Todo(title, label, told, button, Action(place), Urgency.SOON, today)]


def _people(facts: Facts) -> Figure:
    counts = dict.fromkeys(Category, 0)
    for each in facts.people:
        if not each.left_on and each.category in counts:
            counts[Category(each.category)] += 1
    full, trial = counts[Category.FULL], counts[Category.PROBATIONARY]
    caption = f"正式 {full} · 预备 {trial} · 积极分子 {counts[Category.ACTIVIST]}"
    caption = caption if facts.people else "名册还是空的"
    return Figure("在册党员", f"{full + trial} 人", caption, Mood.PLAIN, Action("member"))


def _this_month(facts: Facts) -> Figure:
    """Monthly kinds; quarterly ones when held now, or due because the quarter ends."""
    month, quarter = month_of(facts.today), quarter_of(facts.today)
    last = month.last == quarter.last
    due = [kind for kind in MONTHLY if is_expected(facts, kind)]
    due += [
        kind
        for kind in QUARTERLY
        if facts.held(kind, month) or (last and not is_held(facts, kind, quarter))
    ]
    due += [kind for kind in YEARLY if facts.held(kind, month)]
    missing = [kind for kind in due if not is_held(facts, kind, month)]
    caption = "还差：" + "、".join(SHORT_NAMES[kind] for kind in missing)
    return Figure(
        "本月组织生活",
        f"{len(due) - len(missing)} / {len(due)} 项",
        caption if missing else "本月已全部开展",
        Mood.SOON if missing else Mood.GOOD,
        Action("meeting"),
    )


def _talks(facts: Facts) -> Figure:
    span = talks.span_of(facts)
    missing, total = len(talks.not_reached(facts, span)), len(facts.members)
    name = span.label.partition("年")[2] or "本年度"
    caption = f"{missing} 人未谈，截止 {span.last.month} 月 {span.last.day} 日"
    mood = Mood.GOOD
    if missing:
        near = (span.last - facts.today).days <= facts.limits.soon_days
        mood = Mood.OVERDUE if near else Mood.SOON
    return Figure(
        f"{name}谈心谈话",
        f"{total - missing} / {total} 人",
        caption if missing else "全部谈到" if total else "名册还是空的",
        mood if total else Mood.PLAIN,
        Action("talk"),
    )


def _self_score(store: Store, today: date) -> Figure:
    """The newest self-assessment; ``未自评`` when there is none."""
    query = (
        select(Assessment)
        .options(selectinload(Assessment.scores).selectinload(Score.evidence))
        .order_by(Assessment.updated_at.desc())
        .limit(1)
    )
    with store.reading() as session:
        newest = session.scalar(query)
    given = [score for score in newest.scores if score.points is not None] if newest else []
    if newest is None or not given:
        quarter = quarter_of(today).label.partition("年")[2]
        return Figure(
            f"{quarter}自评", "未自评", "还没有填写自评分", Mood.SOON, Action("assessment")
        )
    period = period_with(newest.period)
    name = period.label if period.first.year != today.year else period.label.partition("年")[2]
    unproved = sum(bool(score.points) and not score.evidence for score in given)
    total = sum(score.points or 0 for score in given)
    caption = f"{unproved} 项待佐证" if unproved else f"已评 {len(given)} 项，都有佐证"
    mood = Mood.GOOD
    return Figure(
        f"{name or '年度'}自评", f"{points(total)} 分", caption, mood, Action("assessment")
    )


def _errors(facts: Facts, found: tuple[Finding, ...]) -> list[Todo]:
    errors = [each for each in found if each.severity == Severity.ERROR]
    shown = [_error(facts, each) for each in errors[:_ERRORS_SHOWN]]
    if len(errors) > _ERRORS_SHOWN:
        title = f"还有 {len(errors) - _ERRORS_SHOWN} 处错误要改正"
        action = Action("上报")
        shown.append(
            Todo(title, "校核", "上报前应改正", "去校核", action, Urgency.OVERDUE, facts.today)
        )
    return shown


def _error(facts: Facts, finding: Finding) -> Todo:
    return Todo(
        finding.sentence.removesuffix("。"),
        finding.source,
        finding.advice,
        "去改正",
        Action(finding.record_type or "上报", finding.record_id, finding.field),
        Urgency.OVERDUE,
        facts.today,
    )
