from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.finding import Finding, Severity
from partydesk.domain.periods import quarter_of
from partydesk.errors import ForeignFileError, InvalidValuesError, NotFoundError
from partydesk.rules import catalogue
from partydesk.rules.limits import load_limits
from partydesk.services.facts import load_facts
from partydesk.services.findings import accept, check_branch, judged, withdraw
from partydesk.services.integrity import leaf_values, list_leaves, save_leaf
from partydesk.services.meetings import list_meetings, meeting_values, save_meeting
from partydesk.storage.store import Store
from tests.conftest import TODAY
from tests.core import facts_help
from tests.core.facts_help import crowd, facts, person, poll, replace, session
from tests.core.samples import copy_sample

QUARTER = quarter_of(TODAY)


@pytest.fixture
def sample():
    with Store.in_memory() as store:
        copy_sample(store, TODAY)
        yield store


def ids(found):
    return [each.rule for each in found]


def test_the_sample_has_exactly_the_gaps_it_was_given(sample):
    found = check_branch(sample, QUARTER, TODAY)

    weighty = [each for each in found if each.severity != Severity.HINT]
    assert sorted(ids(weighty)) == [
        *("FEE-02", "FEE-02", "INT-01", "INT-03", "MTG-14", "MTG-19", "TALK-01", "TSK-04"),
    ]
    assert sorted(ids(each for each in found if each not in weighty)) == ["INT-05", "TSK-05"]
    assert all(each.source and each.advice for each in found)


def test_putting_a_record_right_clears_its_finding(sample):
    (before,) = (x for x in check_branch(sample, QUARTER, TODAY) if x.rule == "MTG-14")
    values = meeting_values(sample, before.record_id)
    for row in values["attendances"]:
        if row["presence"] == "缺席" and not row["reason"]:
            row["reason"] = "公出"
    save_meeting(sample, values, TODAY, before.record_id)

    assert "MTG-14" not in ids(check_branch(sample, QUARTER, TODAY))


def test_an_accepted_finding_is_closed_listed_and_can_be_opened_again(sample):
    (finding,) = (x for x in check_branch(sample, QUARTER, TODAY) if x.rule == "TALK-01")
    accept(sample, finding, "  九名党员\n已约好十二月谈 ")

    checked = judged(sample, load_facts(sample, TODAY), QUARTER)
    assert "TALK-01" not in ids(checked.open)
    assert [(x.finding.rule, x.reason) for x in checked.explained] == [
        ("TALK-01", "九名党员 已约好十二月谈")
    ]

    withdraw(sample, finding)
    assert "TALK-01" in ids(check_branch(sample, QUARTER, TODAY))
    with pytest.raises(NotFoundError):
        withdraw(sample, finding)

    accept(sample, finding, "再次说明")
    again = judged(sample, load_facts(sample, TODAY), QUARTER).explained
    assert [each.reason for each in again] == ["再次说明"]


@pytest.mark.parametrize("reason", ["", "  \n", "长" * 501])
def test_a_finding_is_not_accepted_without_a_reason_of_fair_length(sample, reason):
    finding = check_branch(sample, QUARTER, TODAY)[0]

    with pytest.raises(InvalidValuesError, match="理由"):
        accept(sample, finding, reason)

    assert finding in check_branch(sample, QUARTER, TODAY)


def test_findings_come_errors_first_then_warnings_then_hints():
    known = facts(
        people=(*crowd(9), person("m10", mobile=None, full_on=None)),
        tenures=(facts_help.TERM._replace(elected_on=date(2024, 5, 1)),),
        sessions=(session(polls=(poll(yes=20),)),),
    )
    order = [each.severity for each in catalogue.findings(known)]

    assert order == sorted(order, key=list(Severity).index)
    assert set(order) == set(Severity)


def test_one_record_has_one_finding_of_a_rule_so_that_a_reason_is_clear(sample):
    found = check_branch(sample, None, TODAY)

    keys = [(each.rule, each.record_id) for each in found]
    assert len(keys) == len(set(keys))


def test_an_event_is_judged_by_a_rule_only_while_it_is_in_force():
    sessions = tuple(session(date(2018, month, 8), number=month) for month in (7, 9, 11, 12))
    known = facts(
        sessions=sessions,
        today=date(2019, 1, 5),
        tenures=(facts_help.TERM._replace(elected_on=date(2018, 1, 1)),),
    )
    missing = [each.record_id for each in facts_help.hits("MTG-04", known)]

    # 支部工作条例 came into force on 28 October 2018: October's last day is the first to count
    assert missing == ["2018-10/theme_day", "2018-11/theme_day", "2018-12/theme_day"]


def test_a_rule_that_is_switched_off_is_silent():
    known = facts(people=crowd(51))
    assert "ORG-02" in ids(catalogue.findings(known))

    off = replace(known.limits, off=frozenset({"ORG-02"}))
    assert "ORG-02" not in ids(catalogue.findings(replace(known, limits=off)))


def test_every_rule_has_its_own_id_a_title_and_a_source():
    assert len({rule.id for rule in catalogue.RULES}) == len(catalogue.RULES)
    assert all(rule.title and rule.source for rule in catalogue.RULES)


def test_a_changed_number_changes_the_check_and_needs_a_source(tmp_path):
    from partydesk import paths

    text = (paths.resources() / "rules" / "default.toml").read_text(encoding="utf-8")
    path = tmp_path / "本地.toml"
    path.write_text(
        text.replace("branch_most = { value = 50", "branch_most = { value = 9"), encoding="utf-8"
    )
    known = facts(limits=load_limits(path))
    assert "ORG-02" in ids(catalogue.findings(known))

    path.write_text(text.replace("支部工作条例第四条（一般不超过）", ""), encoding="utf-8")
    with pytest.raises(ForeignFileError, match=r"本地\.toml"):
        load_limits(path)


def test_a_corrected_leaf_no_longer_counts(sample):
    def pledge_missing():
        (found,) = (x for x in check_branch(sample, QUARTER, TODAY) if x.rule == "INT-03")
        return found.sentence

    assert "还有 4 名党员" in pledge_missing()
    pledge = list_leaves(sample, kind="4 廉洁承诺")[0]
    values = leaf_values(sample, pledge.id) | {"kind": "3 岗位廉政风险"}
    save_leaf(sample, values, TODAY, corrects=pledge.id)

    assert "还有 5 名党员" in pledge_missing()


def test_a_deputy_checks_without_reading_talks(sample):
    sample._sealer._key = None

    found = check_branch(sample, QUARTER, TODAY)

    assert "TALK-01" in ids(found)
    # what is locked is there, so it is not missing
    assert "TALK-03" not in ids(found)


days = st.dates(date(2015, 1, 1), date(2026, 12, 31)) | st.none()
people = st.builds(
    person,
    st.sampled_from(["m1", "m2", "m3"]),
    id_number=st.text("0123456789Xx１ ", max_size=20) | st.none(),
    born_on=days,
    joined_on=days,
    full_on=days,
    lost_on=days,
    left_on=days,
    mobile=st.text(max_size=15) | st.none(),
    landline=st.text(max_size=15) | st.none(),
    ethnicity=st.text(max_size=5) | st.none(),
    is_lost=st.booleans(),
    category=st.sampled_from(["正式党员", "预备党员", "入党积极分子"]),
)
counts = st.integers(0, 60)
polls = st.builds(
    poll,
    kind=st.sampled_from(["一般决议", "接收预备党员", "预备党员转正", "选举"]),
    due=counts,
    present=counts,
    yes=counts | st.none(),
    no=counts | st.none(),
    written=counts,
    is_passed=st.booleans() | st.none(),
)
meetings = st.builds(
    session,
    st.dates(date(2025, 1, 1), date(2027, 1, 31)),
    st.sampled_from(["支部党员大会", "支部委员会会议", "党小组会", "换届选举"]),
    number=st.integers(0, 5),
    starts_at=st.none() | st.sampled_from(["08:00", "09:30"]),
    chair_id=st.none() | st.just("nobody"),
    group_id=st.none() | st.just("nowhere"),
    content=st.none() | st.text(),
    polls=st.lists(polls, max_size=2).map(tuple),
)


@given(st.lists(people, max_size=6), st.lists(meetings, max_size=6))
def test_foreign_records_of_any_kind_are_told_of_and_never_break_the_check(people, meetings):
    known = facts(people=tuple(people), sessions=tuple(meetings))

    for finding in catalogue.findings(known):
        assert isinstance(finding, Finding)
        assert finding.sentence.endswith("。")
        assert "None" not in finding.sentence


def test_the_meetings_that_findings_name_are_on_file(sample):
    known = {row.id for row in list_meetings(sample)}
    named = [x for x in check_branch(sample, None, TODAY) if x.field == "attendances"]

    assert named
    assert all(each.record_id in known for each in named)
