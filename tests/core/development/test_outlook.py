"""发展党员 as it is offered: what is open until when, which votes fit, what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partydesk.domain.development_steps import RESULTS
from partydesk.errors import InvalidValuesError, NotFoundError
from partydesk.rules.catalogue import findings
from partydesk.services.development import walk_on
from partydesk.services.development_outlook import meetings_for, outlook
from partydesk.services.facts import load_facts
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.development import WAYS
from tests.core.development.steps import LATER, begin, entry, steps_of, vote_of, walk
from tests.core.development_help import NAMES, NATIONAL, SOUND, day


def test_the_outlook_says_what_is_open_until_when_and_why(branch):
    store, who, *_ = branch
    record = begin(store, who)
    waits = outlook(store, record, day("2024-11-25"))
    assert "下一步：党组织派人谈话（发展党员工作细则（2014年）第七条）" in waits.sentence
    assert "应在2024年12月1日前办理" in waits.sentence
    assert (waits.is_late, waits.is_near) == (False, True)
    late = outlook(store, record, day("2024-12-02"))
    assert late.is_late
    assert "已逾期" in late.sentence

    walk(branch, record, "review")
    seen = outlook(store, record, day("2025-12-01"))
    assert "下次考察在2026年5月12日前" in seen.sentence


def test_votes_on_the_person_are_offered_first_and_committee_meetings_by_kind(branch):
    store, who, full, _ = branch
    record = begin(store, who)
    vote_of(store, full, "2026-07-25", "接收预备党员", "接收别人")
    offered = meetings_for(store, record, NAMES["admit"], day("2026-11-22"))

    assert [each.label[11:] for each in offered] == ["接收申请人同志为预备党员", "接收别人"]
    assert meetings_for(store, record, NAMES["activist"], day("2026-11-22")) == []
    assert meetings_for(store, record, NAMES["politics"], day("2026-11-22")) == []


@pytest.mark.parametrize(("changes", "field"), [
    ({"step": "乱写的步骤"}, "step"),
    ({"step": None}, "step"),
    ({"done_on": None}, "done_on"),
    ({"done_on": LATER + timedelta(1)}, "done_on"),
    ({"done_on": "昨天"}, "done_on"),
    ({"result": "延长预备期"}, "result"),
    ({"note": "长" * 200_000}, "note"),
    ({"ended_on": day("2024-11-01")}, "ended_on"),
])  # fmt: skip
def test_impossible_entries_get_a_sentence_at_their_field(branch, changes, field):
    store, who, full, votes = branch
    record = begin(store, who)

    with pytest.raises(InvalidValuesError) as caught:
        walk_on(store, record, entry("talk", full, votes, **changes), LATER)

    assert field in caught.value.by_field
    assert steps_of(store, record) == ["递交入党申请书"]


def test_a_record_that_is_gone_is_told(branch):
    store, _, full, votes = branch
    with pytest.raises(NotFoundError):
        walk_on(store, "nothing", entry("talk", full, votes), LATER)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(NATIONAL.known)),
            st.dates(date(2024, 10, 1), date(2028, 12, 31)),
            st.sampled_from(RESULTS),
            st.integers(0, 400),
        ),
        max_size=12,
    )
)
def test_whatever_is_tried_a_way_that_was_walked_here_breaks_no_binding_rule(branch, tries):
    store, who, full, votes = branch
    record, unfinished = begin(store, who), []
    for name, on, result, lasts in tries:
        key = NATIONAL.known[name].key
        given = entry(key, full, votes) if key in SOUND else entry("talk", full, votes)
        given |= {"step": name, "done_on": on, "result": result, "note": "说明",
                  "ended_on": on + timedelta(lasts)}  # fmt: skip
        try:
            walk_on(store, record, given, LATER)
        except InvalidValuesError as error:
            unfinished += [text for text in error.by_field.values() if not text.endswith("。")]
    wrong = [
        each.rule
        for each in findings(load_facts(store, date(2024, 10, 1)))
        if each.rule.startswith("DEV") and each.severity == "错误" and "至今" not in each.sentence
    ]
    keeping.remove_record(store, WAYS, record)
    assert (wrong, unfinished) == ([], [])
