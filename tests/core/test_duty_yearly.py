"""Dues, pledges, sessions and hours as duties; and a check switched off excuses its duty."""

from datetime import date

from partydesk.domain.finding import Severity
from partydesk.domain.periods import period_with
from partydesk.domain.rule_switch import Weight
from partydesk.rules import duty_dues, duty_yearly
from partydesk.rules.catalogue import findings
from partydesk.rules.duties import duties, duty_list
from partydesk.rules.duty import DutyKind, DutyState
from partydesk.rules.plain import Leaf
from partydesk.rules.plain_dues import Notice, Payment
from partydesk.rules.plain_education import Course, Learner
from partydesk.rules.plain_tasks import Weekly
from partydesk.rules.todo import Urgency
from partydesk.services.duties import duties_of
from partydesk.services.facts import load_facts
from partydesk.services.history import last_undoable, undo
from partydesk.services.holidays import soften
from partydesk.services.known_facts import facts_of
from partydesk.services.meetings import save_meeting
from partydesk.services.rule_switches import rule_lines, switch_rule
from tests.core.facts_help import LIMITS, TODAY, crowd, facts, person, replace, session

YEAR = period_with("2026")


def paid(month, member, day=None, due=300):
    found = None if day is None else date.fromisoformat(f"{month}-{day:02}")
    key = f"{month}/{member}"
    return Payment(key, month, member, due=due, paid=due if day else None, paid_on=found)


def told(found):
    return [(each.title, each.state, each.action.record_id) for each in found]


def test_the_dues_of_a_month_are_one_line_for_who_paid_and_one_for_each_who_did_not():
    rows = (paid("2026-10", "m1", 12), paid("2026-10", "m2", 20), paid("2026-10", "m3"))
    known = facts(people=crowd(4), registers={Payment: rows})
    october, november, december = (
        [each for each in duty_dues.months(known, YEAR) if each.due_on.month == month]
        for month in (10, 11, 12)
    )

    assert told(october) == [
        ("2026年10月党费（2 人已交）", DutyState.DONE, "2026-10/m2"),
        ("2026年10月党费：党员m3", DutyState.LATE, "2026-10/m3"),
    ]
    assert october[0].done_on == date(2026, 10, 20)
    assert told(november) == [("2026年11月党费", DutyState.OPEN, "")]
    assert [each.is_told for each in (*october, *november, *december)] == [
        False, False, True, False,
    ]  # fmt: skip
    assert not list(duty_dues.months(facts(), YEAR))  # a branch that keeps no dues here


def test_who_left_or_owes_nothing_is_not_asked_for_dues():
    rows = (paid("2026-11", "gone"), paid("2026-11", "m1", due=0), paid("2026-11", "m2", 3))
    gone = person("gone", left_on=date(2026, 11, 2))
    known = facts(people=(*crowd(2), gone), registers={Payment: rows})
    (line,) = duty_dues.months(known, period_with("2026-11"))
    assert (line.state, line.title) == (DutyState.DONE, "2026年11月党费（1 人已交）")


def test_a_years_dues_are_told_to_the_members_by_the_end_of_january():
    rows = (paid("2025-12", "m1", 12), paid("2026-10", "m1", 12))
    notice = Notice("n1", date(2026, 1, 9), 2025)
    known = facts(registers={Payment: rows, Notice: (notice,)})
    kept, ahead = duty_dues.notices(known, period_with("2026")), duty_dues.notices(
        known, period_with("2027")
    )  # fmt: skip
    assert [(each.done_on, each.due_on) for each in kept] == [(date(2026, 1, 9), date(2026, 1, 31))]
    (next_one,) = ahead
    assert next_one.action.values == {"year": 2026}
    january = replace(known, today=date(2027, 1, 5))
    assert "向党员公布 2026 年党费收缴情况" in [each.title for each in duties(january)]


def test_each_member_signs_a_pledge_by_the_end_of_march():
    leaf = Leaf("l1", "m2", "4 廉洁承诺", date(2026, 3, 5))
    known = facts(people=crowd(3), leaves=(leaf,), today=date(2026, 3, 31))
    signed, *rest = duty_yearly.pledges(known, YEAR)

    assert (signed.state, signed.action.record_id) == (DutyState.DONE, "l1")
    assert {each.state for each in rest} == {DutyState.OPEN}
    assert all(each.is_told for each in rest)
    assert rest[0].action.values == {"kind": "4 廉洁承诺", "member_id": "m1"}
    late = duty_yearly.pledges(replace(known, today=date(2026, 4, 1)), YEAR)
    assert {(each.state, each.is_told) for each in late if each.state is not DutyState.DONE} == {
        (DutyState.LATE, False)  # from now on the check asks
    }


def test_the_fourth_session_of_a_year_fulfils_its_duty():
    days = [date(2026, month, 8) for month in (3, 5, 9, 11)]
    held = tuple(Course(f"c{day.month}", "廉政警示教育", day) for day in days)
    for count, state, record in ((3, DutyState.OPEN, ""), (4, DutyState.DONE, "c11")):
        known = facts(registers={Course: held[:count]})
        (duty,) = duty_yearly.sessions(known, YEAR)
        assert (duty.state, duty.action.record_id) == (state, record)


def test_hours_are_asked_of_each_who_is_short_and_one_line_tells_who_has_them():
    # 56 for the committee (m1 to m4), 32 for the others; the frail are not asked.
    course = Course("c1", "集中学习", date(2026, 11, 5), hours=3200)
    learners = tuple(Learner("c1", f"m{each}") for each in range(1, 6))
    frail = person("frail", is_frail=True)
    known = facts(people=(*crowd(6), frail), registers={Course: (course,), Learner: learners})
    reached, *short = duty_yearly.hours(known, YEAR)

    assert (reached.title, reached.action.record_id) == ("2026年学时（1 人已够）", "c1")
    titles = {each.title: each.rule for each in short}
    assert titles["党员m12026年学时 32 / 56，没有参加集中培训"] == "EDU-02"
    assert titles["党员m62026年学时 0 / 32"] == "EDU-01"
    assert len(titles) == 5
    assert not any(each.is_told for each in short)
    december = replace(known, today=date(2026, 12, 20))
    assert "2026年还有 5 人学时不足" in [each.title for each in duties(december)]


def test_a_check_that_is_off_excuses_its_duty_at_once_and_nothing_tells_it():
    off = facts(limits=replace(LIMITS, off=frozenset({"MTG-02"})))
    assert any("支委会还没有记录" in each.title for each in duties(facts()))
    assert not any("支委会还没有记录" in each.title for each in duties(off))
    (duty,) = (
        each
        for each in duty_list(off, period_with("2026-11"))
        if each.kind is DutyKind.MEETING and "支委会" in each.title
    )
    assert (duty.state, duty.is_told) == (DutyState.EXCUSED, False)


def test_the_reason_for_switching_a_check_off_stands_at_its_duty(store):
    meeting = {"kind": "主题党日", "held_on": TODAY, "topic": "学习", "attendances": []}
    save_meeting(store, meeting | {"votes": [], "resolutions": []}, TODAY)
    switch_rule(store, "MTG-05", Weight.OFF, "党课由党总支统一安排")
    found = duties_of(store, period_with("2026Q4"), TODAY).duties
    (lecture,) = (each for each in found if "党课" in each.title)

    assert (lecture.state, lecture.reason) == (DutyState.EXCUSED, "不校核：党课由党总支统一安排")
    switch_rule(store, "MTG-05", Weight.USUAL, "")
    found = duties_of(store, period_with("2026Q4"), TODAY).duties
    assert [each.state for each in found if "党课" in each.title] == [DutyState.OPEN]


def test_july_and_august_are_softened_and_what_is_due_each_quarter_is_not():
    begun = session(date(2026, 6, 3), "主题党日")
    weekly = Weekly("w", date(2026, 6, 1), "已报", date(2026, 6, 5))
    known = facts(today=date(2026, 7, 28), sessions=(begun,), registers={Weekly: (weekly,)})
    told = {each.title: each.urgency for each in duties(known)}
    assert told["7 月主题党日还没有记录"] is Urgency.LATER
    assert told["本周周报还没有报送"] is Urgency.LATER
    # The holidays' own check, switched off, excuses its months and no others.
    off = replace(known, limits=replace(LIMITS, off=frozenset({"MTG-25"})))
    states = {
        each.title: each.state
        for each in duty_list(off, YEAR)
        if "主题党日" in each.title and each.due_on.month in (7, 8, 9)
    }
    assert [str(each) for each in states.values()] == ["免办", "免办", "待办"]
    after = replace(known, today=date(2026, 9, 30))
    # 12, 18 and 26 June; 4, 11, 18 and 24 September. The Fridays of the holidays are nine.
    found = {each.sentence[:9]: each.severity for each in all_hits(after, "TSK-04")}
    assert found == {"有 7 周没有报送": Severity.WARNING, "有 9 周没有报送": Severity.HINT}
    late = [each for each in duty_list(after, YEAR) if each.kind is DutyKind.WEEKLY]
    by_month = {(each.due_on.month, str(each.state)) for each in late if each.due_on < after.today}
    assert by_month == {(6, "已办"), (6, "逾期"), (7, "免办"), (8, "免办"), (9, "逾期")}
    quarter = [each for each in duty_list(replace(after, today=date(2026, 10, 2)), YEAR)
               if each.title == "三季度党课"]  # fmt: skip
    assert [each.state for each in quarter] == [DutyState.LATE]


def all_hits(known, rule):
    return [each for each in findings(known) if each.rule == rule]


def test_a_branch_may_take_the_holidays_as_any_other_month_and_undo_that(store):
    def soft():
        return load_facts(store, TODAY).limits.soft_months

    assert soft() == {7, 8}
    soften(store, wanted=False)
    assert (soft(), facts_of(store, TODAY).limits.soft_months) == (set(), set())
    undo(store, last_undoable(store).id)
    assert soft() == {7, 8}
    assert "HOLIDAYS" not in {line.id for line in rule_lines(store)}
