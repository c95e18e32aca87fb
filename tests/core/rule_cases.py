"""For each of the 139 checks: facts in which it fires, and facts at its boundary in which not."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from partydesk.domain.periods import Period, period_with
from partydesk.rules.catalogue import everything
from partydesk.rules.facts import Facts
from partydesk.rules.plain_evaluation import Issue
from tests.core import (
    test_dues,
    test_education,
    test_rules_attendance,
    test_rules_development,
    test_rules_exits,
    test_rules_meetings,
    test_rules_organization,
    test_rules_papers,
    test_rules_roster,
    test_rules_terms,
    test_tasks_checks,
)
from tests.core.facts_help import crowd, facts, leaf, person, replace, session, talk
from tests.core.test_education import committee, newcomer
from tests.core.test_rules_evaluation import HELD, appraised, grades_of, issue, score, scored
from tests.core.test_rules_meetings import ASSEMBLY, GROUP, LECTURE, THEME, monthly
from tests.core.test_rules_roster import EVERYONE, files, reached


class Case(NamedTuple):
    """A check with two sets of facts and the code of the period that is looked at."""

    rule: str
    wrong: Facts
    right: Facts
    period: str | None = None

    def span(self, known: Facts) -> Period:
        """The days that are looked at."""
        return period_with(self.period) if self.period else everything(known)


KINDS = {"支部委员会会议": 12, GROUP: 12, THEME: 12, ASSEMBLY: 4, LECTURE: 4}
LIFE, APPRAISAL = "组织生活会", "民主评议党员"


def begun(missing, months, today):
    """Records of some months of 2026, where one kind is missing in the last month on file."""
    sessions = []
    for kind in KINDS:
        last = months - 1 if kind == missing else months
        sessions += monthly(kind, range(1, last + 1), group_id="g1" if kind == GROUP else None)
    return facts(sessions=tuple(sessions), today=today)


def without_quarter(kind, today):
    held = [each for each in begun("", 3, today).sessions if each.kind != kind]
    return facts(sessions=tuple(held), today=today)


def month_over(kind):
    """The last day of May is not over; the first of June is."""
    wrong, right = date(2026, 6, 1), date(2026, 5, 31)
    return begun(kind, 5, wrong), begun(kind, 5, right)


def quarter_over(kind):
    wrong, right = date(2026, 4, 1), date(2026, 3, 31)
    return without_quarter(kind, wrong), without_quarter(kind, right)


def year_over(kind):
    held = session(date(2026, 2, 26), kind)
    known = begun("", 11, date(2027, 1, 1))
    return known, replace(known, sessions=(held, *known.sessions))


def dues(*rows, **changes):
    return test_dues.known(*rows, **changes)


def probationary(first_month):
    trial = person("m9", category="预备党员", joined_on=date(2026, 6, 19), full_on=None)
    base = test_dues.Base("b9", first_month, "m9", "按月工资", 500_000, 50_00)
    return dues(test_dues.BASE, base, people=(person(), trial))


def inside(today):
    return facts(talks=(talk(date(2026, 3, 3), "m1", "m2", "m3"),), today=today)


def told(partners):
    return facts(talks=tuple(reached(*partners)))


def one_talk(**changes):
    return facts(talks=(talk(date(2026, 10, 8), "m1", "m5", **changes),))


def education_days(days):
    kept = (leaf("m1", "6 廉政教育", date(2026, 5, day)) for day in range(1, days + 1))
    return facts(leaves=tuple(kept))


def probationary_grade(full_on):
    people = (*crowd(2), person("m3", full_on=full_on))
    return appraised(["合格"] * 3, people=people)


def problem(due_on):
    return facts(registers={Issue: (issue(due_on=due_on),)})


PLEDGE, RISK = "4 廉洁承诺", "3 岗位廉政风险"
SOUND_DAY = date(2026, 3, 6)

OWN = [
    Case("MTG-01", *quarter_over(ASSEMBLY), "2026"),
    Case("MTG-02", *month_over("支部委员会会议"), "2026"),
    Case("MTG-03", *month_over(GROUP), "2026"),
    Case("MTG-04", *month_over(THEME), "2026"),
    Case("MTG-05", *quarter_over(LECTURE), "2026"),
    Case("MTG-06", *year_over(LIFE), "2026"),
    Case("MTG-07", *year_over(APPRAISAL), "2026"),
    Case("MTG-25", begun(THEME, 7, date(2026, 8, 1)), begun(THEME, 7, date(2026, 7, 31)), "2026"),
    Case("FEE-06", probationary("2026-07"), probationary("2026-06")),
    Case("EDU-02", committee(5599), committee(5600), "2026"),
    Case("EDU-03", newcomer(None, date(2026, 12, 11)), newcomer(None, date(2026, 12, 10))),
    Case("TALK-01", told(EVERYONE[1:-1]), told(EVERYONE[1:]), "2026Q4"),
    Case("TALK-02", inside(date(2026, 12, 15)), inside(date(2026, 12, 14)), "2026"),
    Case("TALK-03", one_talk(place=None), one_talk(place=None, way="电话")),
    Case("INT-01", files(RISK, SOUND_DAY, EVERYONE[1:]), files(RISK, SOUND_DAY), "2026"),
    Case("INT-02", facts(leaves=(leaf(keeper_id="m1"),)), facts(leaves=(leaf(keeper_id="m2"),))),
    Case("INT-03", files(PLEDGE, SOUND_DAY, EVERYONE[1:]), files(PLEDGE, SOUND_DAY), "2026"),
    Case("INT-04", education_days(3), education_days(4), "2026"),
    Case("EVA-01", appraised(grades_of(6, 16)), appraised(grades_of(5, 16))),
    Case("EVA-02", probationary_grade(date(2026, 2, 27)), probationary_grade(HELD)),
    Case("EVA-03", appraised(["合格", "合格", ""]), appraised(["合格"] * 3)),
    Case("EVA-04", appraised(["合格"], note="党员m1投了反对票。"),
         appraised(["合格"], note="赞成 8 票，反对 1 票。")),
    Case("EVA-05", appraised(["基本合格"], note="支部安排谈话帮助。"),
         appraised(["基本合格"], note="支部安排谈话帮助，2026年8月复查。")),
    Case("EVA-06", problem(date(2026, 11, 21)), problem(date(2026, 11, 22))),
    Case("SCO-01", scored(weights=9999), scored(weights=10_000), "2026Q3"),
    Case("SCO-02", scored([score(1601)]), scored([score(1600)]), "2026Q3"),
    Case("SCO-03", scored([score(1599, has_reason=False, computed=1600)]),
         scored([score(1600, has_reason=False, computed=1600)]), "2026Q3"),
    Case("SCO-04", scored(star_flaws=("两级重叠。",)), scored(star_flaws=()), "2026Q3"),
    Case("SCO-05", scored(is_closed=True, is_sound=False), scored(is_closed=True), "2026Q3"),
]  # fmt: skip


def cases() -> dict[str, list[Case]]:
    """Every case of every table, by the id of its check."""
    found: dict[str, list[Case]] = defaultdict(list)
    for module in (
        test_rules_attendance,
        test_rules_development,
        test_rules_exits,
        test_rules_meetings,
        test_rules_organization,
        test_rules_papers,
        test_rules_roster,
        test_rules_terms,
    ):
        for rule, wrong, right in module.CASES:
            found[rule].append(Case(rule, wrong, right))
    for module in (test_dues, test_tasks_checks):
        for rule, wrong, right in module.CASES:
            found[rule].append(Case(rule, module.known(*wrong), module.known(*right)))
    for rule, wrong, right in test_education.CASES:
        found[rule].append(Case(rule, wrong, right, "2026"))
    for each in OWN:
        found[each.rule].append(each)
    return found
