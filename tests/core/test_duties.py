from datetime import date

import pytest

from partydesk.domain.periods import Period
from partydesk.rules import duty_meetings, duty_people, duty_talks, task_duties
from partydesk.rules.duties import near_today
from partydesk.rules.duty import todos_of
from partydesk.rules.todo import Urgency
from tests.core.facts_help import (
    TERM,
    Task,
    Team,
    crowd,
    facts,
    person,
    replace,
    session,
    talk,
)

TODAY = date(2026, 11, 22)


EVER = Period(date(1900, 1, 1), date(2100, 12, 31), "", "")


def told(make, known):
    """What 现在要做 tells of one subject."""
    span = near_today(known) if make is duty_meetings.meetings else EVER
    return todos_of(make(known, span))


def meetings_of(known, words):
    """The lines of meetings that begin with one of these words."""
    return [each for each in told(duty_meetings.meetings, known) if each.title.startswith(words)]


def titles(todos):
    return [each.title for each in todos]


def held(*kinds, day=date(2026, 11, 12), **changes):
    return tuple(session(day, kind, **changes) for kind in kinds)


def test_what_is_not_yet_held_this_month_is_due_with_the_days_left():
    todos = meetings_of(facts(), "11 月")

    assert titles(todos) == [
        "11 月支委会还没有记录",
        "11 月党小组会还没有记录",
        "11 月主题党日还没有记录",
    ]
    assert todos[0].detail == "每月至少一次，还剩 8 天"
    assert todos[0].rule_label == "支部工作条例第十二条"
    assert todos[0].action.new
    assert todos[0].action.values == {"kind": "支部委员会会议"}
    known = facts(sessions=held("支部委员会会议", "主题党日"))
    assert titles(meetings_of(known, "11 月")) == ["11 月党小组会还没有记录"]


@pytest.mark.parametrize(
    ("day", "urgency"),
    [
        (date(2026, 11, 15), Urgency.LATER),
        (date(2026, 11, 16), Urgency.SOON),
        (date(2026, 11, 30), Urgency.SOON),
    ],
)
def test_two_weeks_before_its_last_day_a_duty_becomes_pressing(day, urgency):
    (todo, *_) = meetings_of(replace(facts(), today=day), "11 月")

    assert todo.urgency == urgency


def test_in_the_holidays_a_monthly_meeting_is_only_mentioned():
    todos = meetings_of(replace(facts(), today=date(2026, 8, 30)), "8 月")

    assert {each.urgency for each in todos} == {Urgency.LATER}
    assert todos[0].detail == "假期可酌情安排"


def test_the_group_that_did_not_meet_is_named_and_proposed():
    known = facts(
        teams=(Team("g1", "语文组"), Team("g2", "数学组")),
        people=(*crowd(10), person("m11", group_id="g2")),
        sessions=held("党小组会", group_id="g1"),
    )
    (todo,) = (x for x in meetings_of(known, "11 月") if "党小组会" in x.title)

    assert todo.title == "11 月党小组会还没有记录：数学组"
    assert todo.action.values["group_id"] == "g2"


def test_quarterly_meetings_are_due_until_one_was_held_in_the_quarter():
    assert titles(meetings_of(facts(), "四季度")) == [
        "四季度党员大会还没有记录",
        "四季度党课还没有记录",
    ]
    known = facts(sessions=held("支部党员大会", day=date(2026, 10, 1)))
    assert titles(meetings_of(known, "四季度")) == ["四季度党课还没有记录"]


def test_yearly_meetings_are_spoken_of_from_october():
    assert len(meetings_of(facts(), "本年度")) == 2
    assert meetings_of(replace(facts(), today=date(2026, 9, 30)), "本年度") == []


def test_what_was_left_out_lately_is_overdue_and_older_gaps_are_left_to_the_matrix():
    everything = tuple(
        session(date(2026, month, 12), kind, number=month, group_id="g1")
        for month in range(1, 12)
        for kind in ("支部委员会会议", "党小组会", "主题党日", "支部党员大会", "党课")
    )

    def left_out(kind, months):
        return tuple(x for x in everything if (x.kind, x.number) not in [(kind, m) for m in months])

    def left_out_of(sessions):
        todos = told(duty_meetings.meetings, facts(sessions=sessions))
        return [each for each in todos if each.urgency == Urgency.OVERDUE]

    assert left_out_of(everything) == []
    (todo,) = left_out_of(left_out("主题党日", [10]))
    assert (todo.title, todo.urgency) == ("10 月主题党日没有记录", Urgency.OVERDUE)
    assert todo.action.values["held_on"] == date(2026, 10, 31)
    (todo,) = left_out_of(left_out("党课", [7, 8, 9]))
    assert todo.title == "三季度党课没有记录"
    assert left_out_of(left_out("主题党日", [5])) == []


@pytest.mark.parametrize(
    ("joined", "title", "urgency"),
    [
        (date(2025, 12, 23), None, None),  # 31 days ahead
        (date(2025, 12, 22), "党员p预备期将满，应讨论转正", Urgency.LATER),
        (date(2025, 12, 6), "党员p预备期将满，应讨论转正", Urgency.SOON),
        (date(2025, 11, 22), "党员p预备期将满，应讨论转正", Urgency.SOON),
        (date(2025, 11, 21), "党员p预备期已满，应讨论转正", Urgency.OVERDUE),
    ],
)
def test_the_end_of_a_probation_is_announced_a_month_before(joined, title, urgency):
    trial = person("p", category="预备党员", joined_on=joined, full_on=None)
    todos = told(duty_people.probations, facts(people=(*crowd(9), trial)))

    assert titles(todos) == ([title] if title else [])
    assert [each.urgency for each in todos] == ([urgency] if title else [])
    assert all(each.action.record_id == "p" for each in todos)


@pytest.mark.parametrize(
    ("elected", "urgency"),
    [
        (date(2024, 5, 23), None),
        (date(2024, 5, 22), Urgency.LATER),
        (date(2023, 12, 1), Urgency.SOON),
        (date(2023, 11, 22), Urgency.OVERDUE),
    ],
)
def test_an_election_is_announced_half_a_year_before(elected, urgency):
    known = facts(tenures=(TERM._replace(elected_on=elected),))

    assert [each.urgency for each in told(duty_people.terms, known)] == (
        [urgency] if urgency is not None else []
    )


def test_who_was_not_talked_to_this_quarter_is_named_three_at_most():
    known = facts(talks=tuple(talk(date(2026, 10, 9), "m1", f"m{n}") for n in (2, 3, 4, 5, 6)))
    (todo,) = told(duty_talks.talks_due, known)

    assert todo.title == "4 名党员本季度尚未谈心谈话"
    assert todo.detail == "党员m7、党员m8、党员m9等，还剩 39 天"
    assert todo.action.values["partners"] == [{"member_id": "m7", "name": "党员m7"}]
    everyone = tuple(talk(date(2026, 10, 9), "m1", f"m{n}") for n in range(2, 11))
    assert told(duty_talks.talks_due, facts(talks=everyone)) == []


def test_talks_may_be_counted_by_the_year_instead():
    in_march = tuple(talk(date(2026, 3, 9), "m1", f"m{n}") for n in range(2, 11))
    yearly = replace(facts().limits, talk_months=12)

    assert len(told(duty_talks.talks_due, facts(talks=in_march))) == 1
    assert told(duty_talks.talks_due, facts(talks=in_march, limits=yearly)) == []


@pytest.mark.parametrize(
    ("day", "urgency"),
    [
        (date(2026, 11, 21), Urgency.OVERDUE),
        (date(2026, 11, 22), Urgency.SOON),
        (date(2026, 12, 6), Urgency.SOON),
        (date(2026, 12, 7), None),
    ],
)
def test_promised_visits_and_resolutions_come_up_two_weeks_ahead(day, urgency):
    expected = [] if urgency is None else [urgency]
    visit = talk(date(2026, 10, 9), "m1", "m5", follow_up_on=day)
    assert [x.urgency for x in told(duty_talks.follow_ups, facts(talks=(visit,)))] == expected
    done = visit._replace(follow_up_done_on=day)
    assert told(duty_talks.follow_ups, facts(talks=(done,))) == []

    meeting = session(tasks=(Task("建立台账", "徐静", day),))
    assert [
        x.urgency for x in told(task_duties.resolutions, facts(sessions=(meeting,)))
    ] == expected
    finished = session(tasks=(Task("建立台账", "徐静", day, day),))
    assert told(task_duties.resolutions, facts(sessions=(finished,))) == []
