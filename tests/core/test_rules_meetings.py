from datetime import date

import pytest

from partydesk.domain.finding import Severity
from tests.core.facts_help import (
    TERM,
    Seat,
    Task,
    Team,
    crowd,
    facts,
    hits,
    person,
    poll,
    replace,
    session,
)

ASSEMBLY, GROUP, THEME, LECTURE = "支部党员大会", "党小组会", "主题党日", "党课"
DAY = date(2026, 10, 15)
MINUTES = (
    "会议传达上级精神，逐条讨论年度工作要点，明确责任人和完成时限，强调按月对账、按季检查。"
    "组织委员汇报培养考察情况，宣传委员提出学习安排，纪检委员通报廉洁提醒的落实。"
)
OTHER = (
    "围绕课堂教学和作业减量开展讨论，党员教师交流帮扶学生的做法，约定每周记录一次变化情况。"
    "总务主任介绍食堂验收，校医通报晨检，大家对校门口疏导提出三条意见，散会前作了分工。"
)


def on_file(*sessions):
    return facts(sessions=tuple(sessions))


def one(**changes):
    return on_file(session(**changes))


def voting(kind=ASSEMBLY, roster=16, **changes):
    known = on_file(session(kind=kind, polls=(poll(**changes),), decisions="通过。"))
    return replace(known, people=crowd(roster))


def absent(**changes):
    seats = (Seat("m1", "党员m1"), Seat("m2", "党员m2", "缺席", **changes))
    return one(seats=seats)


def seats(present, absent):
    came = [Seat(f"m{each}", f"党员m{each}") for each in range(present)]
    away = [Seat(f"x{each}", f"党员x{each}", "缺席", "病假") for each in range(absent)]
    return tuple(came + away)


def admission(prepared_on):
    vote = poll(kind="接收预备党员", matter="接收张三")
    return on_file(
        session(date(2026, 1, 8)),
        session(prepared_on),
        session(DAY, ASSEMBLY, polls=(vote,)),
    )


CASES = [
    # quorum: half of 16 is enough, half of 15 must be rounded up
    ("MTG-08", voting(present=7, yes=7), voting(present=8, yes=8)),
    ("MTG-08", voting(due=15, present=7, yes=7), voting(due=15, present=8, yes=8)),
    # an admission needs more than half
    (
        "MTG-08",
        on_file(session(kind=ASSEMBLY, polls=(poll(kind="接收预备党员", present=8),))),
        on_file(session(kind=ASSEMBLY, polls=(poll(kind="接收预备党员", present=9),))),
    ),
    ("MTG-09", one(seats=seats(1, 2)), one(seats=seats(2, 2))),
    ("MTG-10", voting(yes=8, is_passed=True), voting(yes=9, is_passed=True)),
    ("MTG-11", voting(present=10, yes=9, no=2), voting(present=10, yes=9, no=1)),
    ("MTG-11", voting(present=15, written=2), voting(present=15, written=1)),
    ("MTG-12", voting(roster=15), voting(roster=16)),
    (
        "MTG-13",
        one(seats=(Seat("m1", "甲"), Seat("m1", "甲", "缺席", "病假"))),
        one(seats=(Seat("m1", "甲"), Seat("m2", "甲"))),
    ),
    ("MTG-14", absent(), absent(reason="病假")),
    ("MTG-15", one(chair_id="m2"), one(chair_id="m2", chair_reason="书记外出学习，委托主持")),
    ("MTG-15", one(chair_id="m2"), one(chair_id="m1")),
    ("MTG-16", one(recorder_id=None), one()),
    ("MTG-16", one(kind=LECTURE), one(kind=LECTURE, lecturer="陈志远")),
    ("MTG-16", one(kind=ASSEMBLY, polls=(poll(),)), one(polls=(poll(),), decisions="通过。")),
    ("MTG-17", one(starts_at="16:00", ends_at="16:00"), one(starts_at="16:00", ends_at="16:01")),
    ("MTG-17", one(day=date(2026, 11, 23)), one(day=date(2026, 11, 22))),
    (
        "MTG-17",
        on_file(session(kind=ASSEMBLY), session(kind=THEME, starts_at="16:59", ends_at="18:00")),
        on_file(session(kind=ASSEMBLY), session(kind=THEME, starts_at="17:00", ends_at="18:00")),
    ),
    ("MTG-18", admission(date(2026, 8, 15)), admission(date(2026, 8, 16))),
    (
        "MTG-19",
        one(tasks=(Task("补课", "陈志远", date(2026, 11, 21)),)),
        one(tasks=(Task("补课", "陈志远", date(2026, 11, 22)),)),
    ),
    (
        "MTG-19",
        one(tasks=(Task("补课", None, date(2026, 12, 1)),)),
        one(tasks=(Task("补课", "陈志远", date(2026, 12, 1)),)),
    ),
    (
        "MTG-20",
        on_file(session(content=MINUTES), session(date(2026, 11, 12), content=MINUTES)),
        on_file(session(content=MINUTES), session(date(2026, 11, 12), content=OTHER)),
    ),
    (
        "MTG-21",
        on_file(session(kind="换届选举", polls=(poll(kind="选举", due=10, present=7, yes=7),))),
        on_file(session(kind="换届选举", polls=(poll(kind="选举", due=10, present=8, yes=8),))),
    ),
    (
        "MTG-24",
        on_file(session(number=1), session(date(2026, 11, 12), number=3)),
        on_file(session(number=1), session(date(2026, 11, 12), number=2)),
    ),
]


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES)
def test_a_rule_fires_past_its_boundary_and_is_silent_on_it(rule, wrong, right):
    (found,) = hits(rule, wrong)

    assert found.sentence.endswith("。")
    assert found.source
    assert found.advice
    assert hits(rule, right) == []


def test_a_finding_names_its_meeting_and_field():
    (found,) = hits("MTG-16", one(place=None, content=""))

    assert found.record_type == "meeting"
    assert found.record_id == session().id
    assert found.field == "place"
    assert found.sentence == "2026年10月15日支部委员会会议：还没有填写地点、会议内容。"


def test_the_frail_need_no_reason_to_be_absent():
    known = replace(absent(), people=(person("m2", is_frail=True),))

    assert hits("MTG-14", known) == []


def test_people_in_two_rooms_are_named_and_others_may_meet_at_the_same_hour():
    first = session(kind=GROUP, group_id="g1")
    second = session(kind=GROUP, id="b", group_id="g2", starts_at="16:30")
    (found,) = hits("MTG-17", replace(on_file(first, second), people=crowd(3)))
    assert "党员m1" in found.sentence

    other = second._replace(seats=(Seat("m7", "党员m7"),))
    assert hits("MTG-17", on_file(first, other)) == []


def test_nearly_copied_minutes_are_found_and_short_ones_are_not_compared():
    changed = MINUTES.replace("逐条讨论", "认真讨论", 1)
    later = date(2026, 11, 12)

    assert len(hits("MTG-20", on_file(session(content=MINUTES), session(later, content=changed))))
    half = MINUTES[:40] + OTHER[40:]
    assert hits("MTG-20", on_file(session(content=MINUTES), session(later, content=half))) == []
    short = "学习文件，讨论分工。"
    assert hits("MTG-20", on_file(session(content=short), session(later, content=short))) == []


def test_numbers_count_for_each_group_on_its_own():
    sessions = [session(kind=GROUP, id=group, group_id=group, number=1) for group in ("g1", "g2")]

    assert hits("MTG-24", on_file(*sessions)) == []
    twice = [each._replace(group_id="g1") for each in sessions]
    assert "两个“第 1 次”" in hits("MTG-24", on_file(*twice))[0].sentence


def test_only_records_of_the_period_are_looked_at():
    known = one(recorder_id=None)

    assert len(hits("MTG-16", known, "2026Q4")) == 1
    assert hits("MTG-16", known, "2026Q3") == []


# What was not held. Records begin in January 2026; today is 22 November.


def monthly(kind, months, **changes):
    return [session(date(2026, month, 12), kind, number=month, **changes) for month in months]


def whole_year(*, committee=range(1, 12), group=range(1, 12), theme=range(1, 12)):
    return facts(
        sessions=(
            *monthly("支部委员会会议", committee),
            *monthly(GROUP, group, group_id="g1"),
            *monthly(THEME, theme),
            *monthly(ASSEMBLY, (3, 6, 9)),
            *monthly(LECTURE, (3, 6, 9)),
        )
    )


def without(month):
    return [each for each in range(1, 12) if each != month]


@pytest.mark.parametrize(
    ("rule", "part"), [("MTG-02", "committee"), ("MTG-03", "group"), ("MTG-04", "theme")]
)
def test_a_finished_month_without_a_monthly_meeting_is_found(rule, part):
    assert hits(rule, whole_year()) == []
    (found,) = hits(rule, whole_year(**{part: without(5)}))
    assert found.record_id.startswith("2026-05/")
    # the current month is not over: it is due, not missing
    assert hits(rule, whole_year(**{part: without(11)})) == []


@pytest.mark.parametrize("month", [7, 8])
def test_a_holiday_month_is_only_a_hint(month):
    known = whole_year(committee=without(month))

    assert hits("MTG-02", known) == []
    (found,) = hits("MTG-25", known)
    assert found.severity == Severity.HINT
    assert hits("MTG-25", whole_year(committee=without(6))) == []


def test_one_group_that_did_not_meet_is_named():
    known = replace(
        whole_year(),
        teams=(Team("g1", "语文组"), Team("g2", "数学组")),
        people=(*crowd(10), person("m11", group_id="g2")),
    )

    sentences = [each.sentence for each in hits("MTG-03", known, "2026Q2")]
    assert sentences[0] == "2026年4月数学组的党小组会没有记录。"
    assert len(sentences) == 3


@pytest.mark.parametrize(("rule", "kind"), [("MTG-01", ASSEMBLY), ("MTG-05", LECTURE)])
def test_a_finished_quarter_without_its_meeting_is_found(rule, kind):
    known = whole_year()
    assert hits(rule, known) == []

    left = tuple(each for each in known.sessions if (each.kind, each.number) != (kind, 9))
    (found,) = hits(rule, replace(known, sessions=left))
    assert found.record_id.startswith("2026Q3/")
    assert hits(rule, replace(known, sessions=left), "2026Q2") == []


@pytest.mark.parametrize(("rule", "kind"), [("MTG-06", "组织生活会"), ("MTG-07", "民主评议党员")])
def test_a_year_without_its_meeting_is_hinted_in_december_and_warned_of_afterwards(rule, kind):
    known = whole_year()

    def on(day):
        return [each.severity for each in hits(rule, replace(known, today=day), "2026")]

    assert on(date(2026, 12, 14)) == []
    assert on(date(2026, 12, 15)) == [Severity.HINT]
    assert on(date(2027, 1, 1)) == [Severity.WARNING]
    held = (*known.sessions, session(date(2026, 2, 26), kind))
    assert hits(rule, replace(known, sessions=held, today=date(2027, 1, 1)), "2026") == []


def test_what_lies_before_the_first_record_is_not_missing():
    late = facts(sessions=(session(date(2026, 9, 10)),))

    assert {each.record_id[:7] for each in hits("MTG-04", late)} == {"2026-09", "2026-10"}
    assert hits("MTG-01", late) == []
    assert hits("MTG-04", facts()) == []


def test_a_branch_without_a_committee_owes_no_committee_meeting():
    known = replace(whole_year(committee=()), tenures=())

    assert hits("MTG-02", known) == []
    assert len(hits("MTG-02", replace(known, tenures=(TERM,)))) > 0


def test_two_wrong_votes_of_a_meeting_are_one_finding_so_that_a_reason_is_clear():
    wrong = poll(yes=17)
    known = on_file(session(kind=ASSEMBLY, polls=(wrong, wrong._replace(matter="换届"))))
    (found,) = hits("MTG-11", replace(known, people=crowd(16)))

    assert "年度要点" in found.sentence
    assert "换届" in found.sentence
    assert found.cases == 2
