"""The numeric examples of DOMAIN.md, one by one: proven here, or by the test that is named."""

from datetime import date
from importlib import import_module

import pytest

from partydesk.documents.pdf import BODY
from partydesk.domain import identity
from partydesk.domain.development_steps import step_rules
from partydesk.domain.periods import add_months
from partydesk.rules.dues_rates import amount_of, load_rates
from partydesk.rules.festivals import load_festivals
from partydesk.rules.limits import load_limits
from partydesk.rules.plain import Tenure
from partydesk.rules.schemes import load_schemes
from partydesk.rules.voting import outlook, passes
from partydesk.rules.workdays import workdays
from partydesk.services.birthdays import anniversary

LIMITS, RATES = load_limits(), load_rates()
ORDINARY, ADMISSION, ELECTION = "一般决议", "接收预备党员", "选举"
FESTIVALS = {(each.name, each.day.year): each.day for each in load_festivals()}
SHEET = next(each for each in load_schemes() if each.id == "default")


def owed(income, cents):
    return amount_of(income, cents, RATES)


#: Chapter, example, what the program says, what DOMAIN.md says.
EXAMPLES = [
    # How to read this file: months are calendar months, clamped.
    ("intro", "31 Jan + 1 month", add_months(date(2026, 1, 31), 1), date(2026, 2, 28)),
    ("intro", "31 Jan + 1 month, leap", add_months(date(2028, 1, 31), 1), date(2028, 2, 29)),
    ("intro", "29 Feb + 12 months", add_months(date(2028, 2, 29), 12), date(2029, 2, 28)),
    ("intro", "no table: Mon-Fri, 暂算", workdays().unknown_years(
        date(2040, 1, 1), date(2040, 1, 2)), [2040]),
    # 1.1
    ("1.1", "a branch", (LIMITS.branch_least, LIMITS.branch_most), (3, 50)),
    ("1.1", "a committee", (LIMITS.committee_from, LIMITS.committee_least,
                            LIMITS.committee_usual, LIMITS.committee_most), (7, 3, 5, 7)),
    ("1.1", "a group", LIMITS.group_least, 3),
    # 1.3
    ("1.3", "due 16 needs 9", outlook(ORDINARY, 16, 16).needed, 9),
    ("1.3", "due 15 needs 8", outlook(ORDINARY, 15, 15).needed, 8),
    ("1.3", "due 9 needs 5", outlook(ORDINARY, 9, 9).needed, 5),
    ("1.3", "8 of 16 are a quorum", outlook(ORDINARY, 16, 8).has_quorum, True),
    ("1.3", "but 8 can't pass it", outlook(ORDINARY, 16, 8).can_pass, False),
    ("1.3", "8 yes of 16", passes(ORDINARY, 16, 8, 8), False),
    ("1.3", "7 of 15 are no quorum", outlook(ORDINARY, 15, 7).has_quorum, False),
    ("1.3", "an admission: 8 of 16 not", outlook(ADMISSION, 16, 8).has_quorum, False),
    ("1.3", "an admission: 9 of 16", outlook(ADMISSION, 16, 9).has_quorum, True),
    ("1.3", "written opinions count as votes", outlook(ADMISSION, 16, 9, 1).can_pass, True),
    ("1.3", "an election: 4/5 of 15", outlook(ELECTION, 15, 12).has_quorum, True),
    ("1.3", "an election: 11 of 15", outlook(ELECTION, 15, 11).has_quorum, False),
    ("1.3", "an election: over half of those present", outlook(ELECTION, 15, 12).needed, 7),
    # 1.4
    ("1.4", "a term of 3 years", Tenure("t", date(2024, 2, 29), 3).ends_on, date(2027, 2, 28)),
    ("1.4", "reminded 6 months before", LIMITS.term_notice_months, 6),
    ("1.4", "shifted by a year at most", LIMITS.term_overrun_months, 12),
    ("1.4", "a new secretary is trained", LIMITS.training_months, 6),
    # 2.2
    ("2.2", "10 May 2026 is judged by 2014", step_rules("").on(date(2026, 5, 10)).name[:4], "2014"),
    ("2.2", "11 May 2026 by 2026", step_rules("").on(date(2026, 5, 11)).name[:4], "2026"),
    ("2.2", "F19 probation", add_months(date(2026, 7, 20), LIMITS.probation_months),
     date(2027, 7, 20)),
    ("2.3", "from 1 June to 1 June", add_months(date(2025, 6, 1), 12), date(2026, 6, 1)),
    # 3.1, to the 分
    ("3.1", "3000.00", owed("按月工资", 3000_00), 15_00),
    ("3.1", "3000.01", owed("按月工资", 3000_01), 30_00),
    ("3.1", "5000.00", owed("按月工资", 5000_00), 50_00),
    ("3.1", "5000.01", owed("按月工资", 5000_01), 75_00),
    ("3.1", "10000.00", owed("按月工资", 10_000_00), 150_00),
    ("3.1", "10000.01", owed("按月工资", 10_000_01), 200_00),
    ("3.1", "pension 5000.00", owed("离退休费", 5000_00), 25_00),
    ("3.1", "pension 5000.01", owed("离退休费", 5000_01), 50_00),
    ("3.1", "0.2 yuan", owed("学生、失业、低保等", None), 20),
    # 5.3, 7.1, 7.5
    ("7.1", "优秀 of 16, 14, 7", [full // 3 for full in (16, 14, 7)], [5, 4, 2]),
    ("7.5", "weights", [item.points // 100 for item in SHEET.items],
     [12, 8, 16, 8, 10, 10, 8, 6, 6, 8, 8]),
    ("7.5", "together", sum(item.points for item in SHEET.items), 100_00),
    ("7.5", "bonus", SHEET.bonus_cap, 5_00),
    # 8.3
    ("8.3", "the standard's first number", identity.is_sound("11010519491231002X"), True),
    ("8.3", "its second", identity.is_sound("440524188001010014"), True),
    ("8.3", "the wrong one", identity.is_sound("110105194912310021"), False),
    ("8.3", "lower case and full width", identity.normalise("１１０１０５19491231002x"),
     "11010519491231002X"),
    ("8.3", "15 digits", identity.normalise("110105491231002"), "11010519491231002X"),
    ("8.3", "its birth date", identity.birth_of("11010519491231002X"), date(1949, 12, 31)),
    ("8.3", "even is female", identity.sex_of("11010519491231002X"), "女"),
    # 9.2
    ("9.2", "28 characters in 156 mm", round(28 * BODY.size / 72 * 25.4), 156),
    ("9.2", "22 lines in 225 mm", round(22 * BODY.leading / 72 * 25.4), 225),
    # 11.1
    ("11.1", "前3后4", identity.mask_id("11010519491231002X"), "110***********002X"),
    # 12
    ("12.1", "中秋 2031 is 国庆", FESTIVALS["中秋节", 2031], FESTIVALS["国庆节", 2031]),
    ("12.2", "29 Feb in a common year", anniversary(date(2004, 2, 29), 2026), date(2026, 2, 28)),
    ("12.2", "29 Feb in a leap year", anniversary(date(2004, 2, 29), 2028), date(2028, 2, 29)),
    ("12.2", "Friday is a holiday", workdays().last_of_week(date(2026, 6, 15)),
     date(2026, 6, 18)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "asked"),
    [each[2:] for each in EXAMPLES],
    ids=[f"{chapter} {name}" for chapter, name, *_ in EXAMPLES],
)
def test_an_example_of_domain_comes_out(said, asked):
    assert said == asked


#: What needs records is proven where those are: chapter, example, module and test.
ELSEWHERE = [
    ("1.2", "how often each kind meets", "test_rules_meetings",
     "test_a_finished_month_without_a_monthly_meeting_is_found"),
    ("1.3", "the table of quorums", "test_meetings",
     "test_what_a_vote_needs_is_known_before_it"),
    ("1.3", "written opinions are not presence", "test_meetings",
     "test_written_opinions_are_votes_but_not_presence"),
    ("1.3", "4/5, 120 %, ballots", "test_rules_meetings",
     "test_a_rule_fires_past_its_boundary_and_is_silent_on_it"),
    ("2.1", "five stages, 25 steps", "test_rules_development",
     "test_each_set_has_the_customary_steps_and_a_key_means_the_same_in_both"),
    ("2.2", "F1 to F27, 2014 and 2026", "test_rules_development",
     "test_the_numbers_are_those_of_the_two_texts"),
    ("2.2", "F2, F12, F16, F18, F21, F22", "test_rules_development",
     "test_the_spans_are_those_of_the_two_texts"),
    ("2.4", "once only, and before not", "test_rules_development",
     "test_probation_was_extended_twice_only_before_2026"),
    ("3.1", "half-up, 0.1 yuan, at least 0.2", "test_dues",
     "test_dues_are_rounded_half_up_as_set_and_are_never_less_than_the_least"),
    ("3.2", "6 months, 1000 yuan", "test_dues",
     "test_a_check_fires_and_holds_its_peace_at_the_boundary"),
    ("4", "32 and 56 学时, 3 days or 24", "test_education",
     "test_the_committee_needs_56_and_one_training"),
    ("4", "1 hour 1, half a day 4, full day 8", "test_education",
     "test_a_meetings_time_counts_in_halves_and_never_more_than_half_a_day"),
    ("5.3", "each member once a quarter", "test_rules_roster",
     "test_every_member_is_talked_to_by_the_committee_once_a_quarter"),
    ("7.1", "floor of a third", "test_rules_evaluation", "test_eva_01_a_third_is_rounded_down"),
    ("8.1", "forms of a day", "test_dates", "test_every_form_of_a_day_is_the_same_day"),
    ("8.3", "one wrong digit", "test_identity", "test_one_wrong_digit_is_always_noticed"),
    ("8.4", "1969 to 1977, 18 years, 12 months", "test_rules_roster",
     "test_a_rule_fires_past_its_boundary_and_is_silent_on_it"),
    ("9.2", "A4 and its margins", "test_pdf_pages",
     "test_the_page_is_a4_with_the_margins_of_the_standard"),
    ("9.2", "22 lines", "test_pdf_pages", "test_a_record_page_holds_22_lines"),
    ("12.1", "the table of 2026 to 2035", "test_rules_papers",
     "test_the_table_of_festivals_holds_the_days_that_domain_lists"),
    ("12.2", "1st to 5th, 25th to end", "test_tasks_checks", "test_the_lists_have_their_days"),
]  # fmt: skip


@pytest.mark.parametrize(("module", "name"), [each[2:] for each in ELSEWHERE])
def test_the_test_that_proves_an_example_is_there(module, name):
    assert callable(getattr(import_module(f"tests.core.{module}"), name))
