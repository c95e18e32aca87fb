"""What a check looks at: the branch's records as plain values, loaded once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

from partydesk.domain.member import MEMBERS, Category
from partydesk.domain.organization import PostKind
from partydesk.domain.periods import Period, add_months, months_of, quarters_of, year_of
from partydesk.rules.limits import Limits
from partydesk.rules.plain import Conversation, Leaf, Office, Person, Session, Team, Tenure
from partydesk.rules.workdays import Workdays, YearTable, workdays

A = ParamSpec("A")
P = TypeVar("P")


@dataclass(frozen=True)
class Facts:
    """Everything that checks and duties ask about.

    Attributes:
        today: The day of the check.
        limits: The numbers that may vary.
        branch_kind: A ``BranchKind``; empty before the branch was set up.
        people: Everyone on the roster, those who left included.
        teams: The 党小组.
        tenures: Committee terms, the newest first.
        sessions: Meetings, the oldest first.
        talks: Talks, the oldest first.
        leaves: Integrity leaves.
        registers: What further registers bring, by the type of their plain values; see ``rows``.
    """

    today: date
    limits: Limits
    branch_kind: str = ""
    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    sessions: tuple[Session, ...] = ()
    talks: tuple[Conversation, ...] = ()
    leaves: tuple[Leaf, ...] = ()
    registers: Mapping[type[Any], tuple[Any, ...]] = field(default_factory=dict)

    _known: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(
        self, work: Callable[Concatenate["Facts", A], P], *args: A.args, **kwargs: A.kwargs
    ) -> P:
        """What a function makes of these facts: worked out once, however many checks ask for it.

        The arguments must be hashable, and nobody may change the answer.
        """
        key = (work, args, tuple(sorted(kwargs.items())))
        if key not in self._known:
            self._known[key] = work(self, *args, **kwargs)
        answer: P = self._known[key]
        return answer

    def rows(self, kind: type[P]) -> tuple[P, ...]:
        """The plain values of one type, the oldest record first; empty if nothing brings them."""
        return self.registers.get(kind, ())

    @cached_property
    def workdays(self) -> Workdays:
        """Which days are worked: the tables that ship, and those of this branch."""
        return workdays().with_tables(self.rows(YearTable))

    @cached_property
    def members(self) -> list[Person]:
        """Members who have not left."""
        return [each for each in self.people if each.category in MEMBERS and not each.left_on]

    @cached_property
    def full_members(self) -> list[Person]:
        """正式党员 who have not left."""
        return [each for each in self.members if each.category == Category.FULL]

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of people and groups by id."""
        people = {each.id: each.name for each in self.people}
        return people | {each.id: each.name for each in self.teams}

    @cached_property
    def by_id(self) -> dict[str, Person]:
        """People by id."""
        return {each.id: each for each in self.people}

    def tenure_on(self, day: date) -> Tenure | None:
        """The committee term of a day."""
        return next((each for each in self.tenures if each.elected_on <= day), None)

    def posts_on(self, day: date) -> list[Office]:
        """The posts held on a day."""
        term = self.tenure_on(day)
        if term is None:
            return []
        return [
            post
            for post in term.posts
            if (post.started_on or term.elected_on) <= day
            and (post.ended_on is None or day < post.ended_on)
        ]

    def committee_on(self, day: date) -> set[str]:
        """Ids of the committee's members on a day."""
        return {post.member_id for post in self.posts_on(day)}

    def secretary_on(self, day: date) -> str | None:
        """Who was 书记 on a day."""
        posts = (post for post in self.posts_on(day) if post.kind == PostKind.SECRETARY)
        return next((post.member_id for post in posts), None)

    @cached_property
    def began_on(self) -> date:
        """The day of the oldest meeting: what was before is not on file and not missing."""
        return min((each.held_on for each in self.sessions), default=self.today)

    def held(self, kind: str, period: Period, group_id: str | None = None) -> list[Session]:
        """Meetings of a kind in a period; of one group where it is given."""
        return [
            each
            for each in self._by_kind.get(kind, ())
            if each.held_on in period and (group_id is None or each.group_id == group_id)
        ]

    @cached_property
    def _by_kind(self) -> dict[str, list[Session]]:
        found: dict[str, list[Session]] = {}
        for each in self.sessions:
            found.setdefault(each.kind, []).append(each)
        return found

    def within(self, period: Period) -> Iterator[Session]:
        """The meetings of a period, the oldest first."""
        return (each for each in self.sessions if each.held_on in period)

    def names_of(self, ids: Iterable[str], most: int = 3) -> str:
        """A few names and how many more: 李建国、赵敏、孙丽等 9 人."""
        names = [self.names.get(each, "（不在名册）") for each in ids]
        if len(names) <= most:
            return "、".join(names)
        return f"{'、'.join(names[:most])}等 {len(names)} 人"

    def months(self, period: Period) -> list[Period]:
        """Months with their last day in a period, from the first one on file."""
        return self._on_file(
            period, [month for year in _years(period) for month in months_of(year)]
        )

    def quarters(self, period: Period) -> list[Period]:
        """Quarters with their last day in a period, from the first one on file."""
        return self._on_file(
            period, [each for year in _years(period) for each in quarters_of(year)]
        )

    def years(self, period: Period) -> list[Period]:
        """Years with their last day in a period, from the first one on file."""
        return self._on_file(period, [year_of(date(year, 1, 1)) for year in _years(period)])

    def _on_file(self, period: Period, spans: list[Period]) -> list[Period]:
        return [
            span
            for span in spans
            if span.last in period and span.first <= self.today and self.is_on_file(span)
        ]

    def is_on_file(self, span: Period) -> bool:
        """A span that is over counts if its first month is on file; the current one always does."""
        return not self.is_over(span) or self.began_on < add_months(span.first, 1)

    def is_over(self, span: Period) -> bool:
        """Whether a span lies wholly before today."""
        return span.last < self.today

    def has_come(self, year: Period, month: int) -> bool:
        """Whether a year is over or has reached a month, so that its yearly things are due."""
        return self.today >= date(year.first.year, month, 1)

    def nears_year_end(self, year: Period) -> bool:
        """Whether it is late in a year that is not over."""
        late = date(year.first.year, self.limits.year_end_month, self.limits.year_end_day)
        return late <= self.today <= year.last


def _years(period: Period) -> range:
    return range(period.first.year, period.last.year + 1)
