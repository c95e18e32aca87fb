"""A walk over all 139 checks: each has its cases, is told whole, is accepted, and has its day."""

from dataclasses import replace as replaced
from datetime import date

import pytest

from partydesk.documents.forms.submission_list import ExplainedLine, submission_list
from partydesk.domain.finding import Severity
from partydesk.domain.periods import period_with
from partydesk.domain.records import RECORD_TYPES
from partydesk.rules.catalogue import RULES
from partydesk.rules.plain import Tenure
from partydesk.rules.rule import Confidence
from partydesk.services import submission
from partydesk.services.branch_keys import branch_keys
from partydesk.services.findings import Explained, accept, judged
from partydesk.storage.store import Store
from tests.core.development_help import SPONSORS, WAY, day, known
from tests.core.facts_help import COMMITTEE, Seat, crowd, facts, hits, leaf, poll, replace, session
from tests.core.pdf_reading import text_of
from tests.core.rule_cases import cases
from tests.core.samples import copy_sample
from tests.core.test_forms_sheets import LIST, PRINTING
from tests.core.test_rules_development import OLD, sanction
from tests.core.test_rules_list import ASKED

CASES = cases()
BY_ID = {rule.id: rule for rule in RULES}
ALL = [(rule, number) for rule in BY_ID for number in range(len(CASES.get(rule, ())))]


def found_in(case, known_facts):
    return BY_ID[case.rule].findings(known_facts, case.span(known_facts))


def test_every_check_of_domain_has_a_case():
    assert set(CASES) == set(ASKED) == set(BY_ID)
    assert len(CASES) == 139


@pytest.mark.parametrize(("rule", "number"), ALL)
def test_a_check_fires_past_its_boundary_and_not_on_it(rule, number):
    case = CASES[rule][number]

    assert found_in(case, case.wrong)
    assert found_in(case, case.right) == []


#: What is wrong with the branch as a whole has no record of its own: 设置 is opened.
AS_A_WHOLE = {"branch", "term", "party_group"}


def is_named(record_type, field):
    """Whether the record has such a field, or a list for ``votes.0.yes``."""
    if not field or field == "attachments":
        return True
    if record_type == "assessment":
        return field.isdigit()  # the item's number
    return hasattr(RECORD_TYPES[record_type], field.partition(".")[0])


@pytest.mark.parametrize("rule", list(BY_ID))
def test_a_finding_says_what_is_wrong_where_and_what_to_do(rule):
    for case in CASES[rule]:
        for each in found_in(case, case.wrong):
            assert each.sentence.endswith("。")
            assert each.advice.endswith("。")
            assert each.source
            assert each.record_type in RECORD_TYPES
            assert each.record_id or each.record_type in AS_A_WHOLE
            assert is_named(each.record_type, each.field)
            if BY_ID[rule].confidence is Confidence.UNSURE:
                assert each.severity is Severity.HINT


@pytest.fixture(scope="module")
def store():
    with Store.in_memory() as made:
        yield made


@pytest.mark.parametrize("rule", list(BY_ID))
def test_a_finding_of_each_check_is_accepted_with_a_reason_that_is_kept(store, rule):
    case = CASES[rule][0]
    reason = f"{rule} 的情况属实，已向上级说明"

    def told():
        return judged(store, case.wrong, case.span(case.wrong))

    mine = [each for each in told().open if each.rule == rule]
    assert mine or rule in case.wrong.limits.off
    for each in mine:
        accept(store, each, reason)
    after = told()
    assert [each for each in after.open if each.rule == rule] == []
    reasons = {each.reason for each in after.explained if each.finding.rule == rule}
    assert reasons == {reason}


def test_the_reason_of_every_check_is_printed_and_goes_along():
    given = []
    for rule in BY_ID:
        case = CASES[rule][0]
        (finding, *_) = found_in(case, case.wrong)
        given.append(Explained(finding, f"理由{rule}属实"))
    lines = [ExplainedLine(each.finding.sentence, each.reason) for each in given]
    listed = text_of(submission_list(replaced(LIST, explained=lines), PRINTING))
    with Store.in_memory() as made:
        copy_sample(made, date(2026, 11, 22))
        planned = submission.plan(made, period_with("2026Q4"), date(2026, 11, 22))
        whole = replaced(planned, explained=tuple(given))
        files = submission._content(made, whole, branch_keys(made)).files
        sent = files["data/explained.json"].decode()
        printed = text_of(submission.clear_copy_pdf(whole, "书记"))
    for rule in BY_ID:
        assert f"理由{rule}属实" in listed
        assert f"理由{rule}属实" in printed
        assert f"理由{rule}属实" in sent


# The rule that was in force on the day of the event. Each line: facts before the text was in
# force, and the same facts from that day on. 条例 28 October 2018, 教育条例 6 May 2019,
# 选举条例 13 July 2020, 细则 11 May 2026.


def old_branch():
    """A file that begins early in 2017 and holds nothing that is due."""
    term = Tenure("t", date(2017, 1, 1), 3, "〔2017〕1号", COMMITTEE)
    held = (session(date(2017, 1, 5), "换届选举"),)
    return facts(sessions=held, today=date(2019, 9, 1), tenures=(term,))


def election(held_on):
    vote = poll(kind="选举", due=10, present=7, yes=7)
    return facts(sessions=(session(held_on, "换届选举", polls=(vote,)),), today=date(2021, 1, 1))


def way(**steps):
    return known("oath", way=WAY._replace(applied_on=day("2020-01-01")), today=day("2026-12-01"),
                 **(OLD | steps))  # fmt: skip


def sponsor(text):
    """A sponsor whose sanction still had an effect on the day he became one."""
    served = tuple(each._replace(since_on=day("2022-01-01")) for each in SPONSORS)
    return replace(
        way(sponsors={"done_on": day(text)}, companions=served),
        leaves=(sanction("2027-06-10")._replace(dated_on=day("2022-01-01")),),
    )


def sanction_ends(today):
    until = leaf("m1", "11 处分和组织处理", date(2026, 1, 1), until_on=date(2026, 5, 20))
    return facts(leaves=(until,), today=today)


def stayed_away(today):
    """A leader who did not come to one of the meetings of the three months before a day."""
    seat = (Seat("m1", "党员m1", "缺席", "公务"), Seat("m2", "党员m2"))
    months = [(today.month - back - 1) % 12 + 1 for back in (1, 2, 3, 4)]
    held = [session(date(today.year, m, 3), "主题党日", seats=seat) for m in sorted(months)]
    people = crowd(3)
    leaders = (people[0]._replace(is_leader=True), *people[1:])
    return facts(people=leaders, sessions=tuple(held), today=today)


def life_alone(held_on):
    return facts(sessions=(session(held_on, "组织生活会"),), today=date(2019, 9, 1))


SPANS = {
    "MTG-01": ("2018Q3", "2018Q4"),
    "MTG-02": ("2018-09", "2018-10"),
    "MTG-03": ("2018-09", "2018-10"),
    "MTG-04": ("2018-09", "2018-10"),
    "MTG-05": ("2018Q3", "2018Q4"),
    "MTG-06": ("2017", "2018"),
    "MTG-07": ("2017", "2018"),
    "MTG-25": ("2018-08", "2019-07"),
}
OLDER = {
    "MTG-21": (election(date(2020, 7, 12)), election(date(2020, 7, 13))),
    "MTG-22": (stayed_away(date(2019, 5, 5)), stayed_away(date(2019, 5, 6))),
    "MTG-23": (life_alone(date(2018, 10, 27)), life_alone(date(2018, 10, 28))),
    "DEV-08": (
        way(publicity=None, listed={"done_on": day("2026-05-10")}),
        way(publicity=None, listed={"done_on": day("2026-05-11")}),
    ),
    "DEV-10": (sponsor("2026-05-10"), sponsor("2026-05-11")),
    "DEV-14": (
        way(precheck={"done_on": day("2026-03-01"), "result": "通过"},
            admit=OLD["admit"] | {"done_on": day("2026-05-10")}),
        way(precheck={"done_on": day("2026-03-01"), "result": "通过"},
            admit=OLD["admit"] | {"done_on": day("2026-05-11")}),
    ),
    "DEV-18": (way(oath={"done_on": day("2026-05-10")}), way(oath={"done_on": day("2026-05-11")})),
    "INT-07": (sanction_ends(date(2026, 5, 10)), sanction_ends(date(2026, 5, 11))),
}  # fmt: skip


def test_every_check_with_a_first_day_has_a_case_under_the_older_text():
    dated = {rule.id for rule in RULES if rule.valid_from != date.min}

    assert dated == set(SPANS) | set(OLDER)


@pytest.mark.parametrize("rule", list(OLDER))
def test_an_event_is_judged_by_the_text_of_its_day(rule):
    before, after = OLDER[rule]

    assert hits(rule, before) == []
    assert hits(rule, after)


@pytest.mark.parametrize("rule", list(SPANS))
def test_a_span_that_ended_before_the_text_asks_for_nothing(rule):
    before, after = SPANS[rule]

    assert hits(rule, old_branch(), before) == []
    assert hits(rule, old_branch(), after)
