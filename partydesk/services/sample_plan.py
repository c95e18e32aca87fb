"""When the sample branch met and about what: twelve months with a few gaps to be found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from partydesk.domain.meeting import MeetingKind, VoteKind
from partydesk.domain.periods import add_months
from partydesk.services.sample_kit import texts
from partydesk.services.sample_people import Turns, probation_began

RETIRED = "离退休组"

_TUESDAY, _WEDNESDAY, _THURSDAY, _FRIDAY = 1, 2, 3, 4
HOURS = {
    MeetingKind.COMMITTEE: ("16:10", "17:20"),
    MeetingKind.GROUP: ("15:50", "16:50"),
    MeetingKind.THEME_DAY: ("15:00", "17:00"),
    MeetingKind.ASSEMBLY: ("15:40", "17:10"),
    MeetingKind.LECTURE: ("16:00", "17:10"),
    MeetingKind.LIFE_MEETING: ("14:00", "16:00"),
    MeetingKind.APPRAISAL: ("16:10", "17:30"),
}


@dataclass(frozen=True)
class Plan:
    """One meeting that was held."""

    day: date
    kind: MeetingKind
    text: dict[str, Any]
    group: str = ""
    vote: VoteKind | None = None
    person: str = ""

    @property
    def order(self) -> tuple[date, str]:
        """The order of the year: by day and hour."""
        return self.day, HOURS[self.kind][0]


def nth(month: date, week: int, weekday: int) -> date:
    """The so-manieth such weekday of a month."""
    first = month.replace(day=1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (week - 1))


def months_before(today: date) -> list[date]:
    """The first days of the twelve months that end with this one."""
    return [add_months(today.replace(day=1), -back) for back in range(11, -1, -1)]


def turns(today: date) -> Turns:
    """The days that persons of the sample depend on."""
    held = _assembly_days(today)
    left = add_months(today, -8)
    return Turns(held[-2], held[-3], probation_began(today), left)


def _assembly_days(today: date) -> list[date]:
    """The quarters' assemblies, without the month in which a special one admits someone."""
    special = probation_began(today)
    days = [nth(month, 4, _THURSDAY) for month in months_before(today) if month.month % 3 == 0]
    return [
        day
        for day in days
        if day < today and (day.year, day.month) != (special.year, special.month)
    ]


def plans_of(today: date, groups: Iterable[str]) -> list[Plan]:
    """Every meeting that is planned, also those still ahead."""
    given, names = texts("year"), list(groups)
    plans = []
    for month in months_before(today):
        plans += _monthly(today, names, given, month)
        plans += [
            Plan(nth(month, 3, _TUESDAY), MeetingKind.LECTURE, text)
            for text in _of(given["lecture"], month)
        ]
        if month.month == 2:
            day = nth(month, 4, _THURSDAY)
            plans.append(Plan(day, MeetingKind.LIFE_MEETING, given["life"]))
            plans.append(Plan(day, MeetingKind.APPRAISAL, given["appraisal"]))
    return plans + _assemblies(today, given)


def _of(given: list[dict[str, Any]], month: date) -> list[dict[str, Any]]:
    return [text for text in given if text["month"] == month.month]


def _monthly(today: date, groups: list[str], given: dict[str, Any], month: date) -> list[Plan]:
    """支委会, 主题党日 and 党小组会; in February after the Spring Festival."""
    winter = month.month == 2
    plans = []
    if month.replace(day=1) != today.replace(day=1):  # a gap: none in the current month yet
        day = nth(month, 4, _TUESDAY) if winter else nth(month, 2, _THURSDAY)
        plans += [Plan(day, MeetingKind.COMMITTEE, text) for text in _of(given["committee"], month)]
    day = nth(month, 4 if winter else 2, _FRIDAY)
    plans += [Plan(day, MeetingKind.THEME_DAY, text) for text in _of(given["theme"], month)]
    (text,) = _of(given["group"], month)
    for index, group in enumerate(groups):
        if group == "英语组" and month.month == 6:
            continue  # a gap: this group left one month out
        weekday = _THURSDAY if group == RETIRED else _WEDNESDAY
        day = nth(month, 4 if winter else 3, weekday)
        spoken = _spoken(given["voices"][group], month.month + index)
        plans.append(
            Plan(day, MeetingKind.GROUP, text | {"content": text["content"] + spoken}, group)
        )
    return plans


def _spoken(voices: list[str], turn: int) -> str:
    """Three of a group's contributions, others each month."""
    step = 1 + turn // len(voices) % 2
    chosen = [voices[(turn + step * each) % len(voices)] for each in range(3)]
    return "\n" + "".join(chosen)


def _assemblies(today: date, given: dict[str, Any]) -> list[Plan]:
    moved = turns(today)
    special = {
        moved.admitted: ("admission", "冯晨曦", VoteKind.ADMISSION),
        moved.confirmed: ("confirmation", "高洁", VoteKind.FULL),
        moved.probation: ("earlier_admission", "王秀兰", VoteKind.ADMISSION),
    }
    plans = []
    days = set(_assembly_days(today)) | {moved.probation}
    for day in sorted(each for each in days if each >= months_before(today)[0]):
        usual = next(iter(_of(given["assembly"], day)), {})
        if day not in special:
            plans.append(Plan(day, MeetingKind.ASSEMBLY, usual, vote=VoteKind.ORDINARY))
            continue
        key, name, kind = special[day]
        text = {each: value.replace("{name}", name) for each, value in given[key].items()}
        plans.append(Plan(day, MeetingKind.ASSEMBLY, text, vote=kind, person=name))
    return plans
