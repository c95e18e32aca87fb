"""发展党员 step by step: what moves the person on, what the rules forbid, what comes back."""

import pytest

from partydesk.errors import InvalidValuesError
from partydesk.rules.catalogue import findings
from partydesk.services import history
from partydesk.services.development import walk_on
from partydesk.services.development_outlook import outlook
from partydesk.services.facts import load_facts
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.development import WAYS
from partydesk.services.members import member_values
from tests.core.development.steps import (
    LATER,
    WALKED,
    begin,
    entry,
    roster,
    steps_of,
    vote_of,
    walk,
)
from tests.core.development_help import NAMES, day


def test_a_whole_way_moves_the_person_on_the_roster_at_each_decision(branch):
    store, who, *_ = branch
    record = begin(store, who)
    seen = []
    for before, key in zip(["", *WALKED], WALKED, strict=False):
        walk(branch, record, key, before)
        if not seen or seen[-1][1] != roster(branch):
            seen.append((key, roster(branch)))

    joined, full = day("2026-07-20"), day("2027-07-20")
    assert seen == [
        ("talk", ("入党申请人", None, None)),
        ("activist", ("入党积极分子", None, None)),
        ("listed", ("发展对象", None, None)),
        ("approve", ("预备党员", joined, None)),
        ("full_approve", ("正式党员", joined, full)),
    ]
    assert member_values(store, who)["sponsors"] == "党员1、党员2"
    (row,) = keeping.list_records(store, WAYS).rows
    assert (row.stage, row.next_step, row.due_on) == ("正式党员", None, None)
    assert WAYS.state(row, LATER)[0] == "已办结"
    found = [each.rule for each in findings(load_facts(store, LATER))]
    assert [each for each in found if each.startswith("DEV")] == ["DEV-23"]


def test_step_and_roster_are_one_transaction_that_is_taken_back_as_one(branch):
    store, who, *_ = branch
    record = begin(store, who)
    walk(branch, record, "listed")
    history.undo(store, history.last_undoable(store).id)

    assert roster(branch)[0] == "入党积极分子"
    assert NAMES["listed"] not in steps_of(store, record)


@pytest.mark.parametrize(
    ("reached", "key", "changes", "sentence"),
    [
        ("talk", "listed", {}, "应先办“推荐和确定入党积极分子”"),
        ("review2", "studied", {"done_on": day("2026-05-11")}, "不满 12 个月"),
        ("agreed", "publicity", {"ended_on": day("2026-06-04")}, "不足 5 个工作日"),
        ("publicity", "listed", {"done_on": day("2026-06-05")}, "才结束"),
        ("listed", "sponsors", {"companions": []}, "应为 2 名"),
        ("politics", "training", {"ended_on": day("2026-06-22")}, "也不足 24 学时"),
        ("form", "admit", {"vote_id": None}, "要选会议里的表决"),
        ("admit", "approve", {}, "还不能记"),
        ("superior_talk", "approve", {"done_on": day("2027-01-21")}, "没有在 3 个月内审批"),
        ("superior_talk", "approve", {"people": "某校党总支"}, "党总支"),
    ],
)
def test_what_the_rules_forbid_is_refused_and_nothing_is_kept(
    branch, reached, key, changes, sentence
):
    store, who, full, votes = branch
    record = begin(store, who)
    walk(branch, record, reached)
    before = keeping.record_values(store, WAYS, record), roster(branch)

    with pytest.raises(InvalidValuesError, match=sentence):
        walk_on(store, record, entry(key, full, votes, **changes), LATER)

    assert (keeping.record_values(store, WAYS, record), roster(branch)) == before


def test_a_meeting_a_month_after_the_precheck_is_in_time_and_a_day_later_not(branch):
    store, who, full, votes = branch
    record = begin(store, who)
    walk(branch, record, "form")
    for on, count in (("2026-08-07", 0), ("2026-08-06", 1)):
        late = vote_of(store, full, on, "接收预备党员", "接收申请人同志")
        given = entry("admit", full, votes, done_on=day(on), **late)
        if count:
            walk_on(store, record, given, LATER)
        else:
            with pytest.raises(InvalidValuesError, match="1 个月内召开"):
                walk_on(store, record, given, LATER)
    assert steps_of(store, record).count(NAMES["admit"]) == 1


def test_full_membership_is_not_discussed_a_day_before_probation_ends(branch):
    store, who, full, votes = branch
    record = begin(store, who)
    walk(branch, record, "full_apply")
    early = {"full_meeting": vote_of(store, full, "2027-07-19", "预备党员转正", "申请人同志转正")}
    with pytest.raises(InvalidValuesError, match="才满"):
        walk_on(store, record, entry("full_meeting", full, early), LATER)
    walk_on(store, record, entry("full_meeting", full, votes), LATER)


def test_the_day_of_a_decision_is_that_of_its_minutes(branch):
    store, who, full, votes = branch
    record = begin(store, who)
    walk(branch, record, "form")
    walk_on(store, record, entry("admit", full, votes, done_on=day("2026-07-30")), LATER)
    rows = keeping.record_values(store, WAYS, record)["steps"]
    assert rows[-1]["done_on"] == day("2026-07-20")


@pytest.mark.parametrize(("counts", "sentence"), [
    ({"yes": 8, "no": 5, "abstain": 1}, "至少要 9 票"),
    ({"present": 8, "yes": 9, "no": 0, "abstain": 0, "written": 1}, "至少要 9 人"),
    ({"ballot": "举手表决"}, "不是无记名投票"),
])  # fmt: skip
def test_a_vote_that_does_not_carry_admits_nobody(branch, counts, sentence):
    store, who, full, votes = branch
    record = begin(store, who)
    walk(branch, record, "form")
    bad = vote_of(store, full, "2026-07-21", "接收预备党员", "接收申请人同志", **counts)
    given = entry("admit", full, votes, done_on=day("2026-07-21"), **bad)

    with pytest.raises(InvalidValuesError, match=sentence):
        walk_on(store, record, given, LATER)
    refused = given | {"result": "未通过", "note": "赞成票不过半"}
    walk_on(store, record, refused, LATER)

    assert outlook(store, record, LATER).steps[0].step.key == "admit"
    assert roster(branch)[0] == "发展对象"


def test_a_returned_step_keeps_its_reason_and_stays_open(branch):
    store, who, full, votes = branch
    record = begin(store, who)
    walk(branch, record, "committee")
    back = entry("precheck", full, votes, result="退回")
    with pytest.raises(InvalidValuesError) as caught:
        walk_on(store, record, back, LATER)
    assert "原因" in caught.value.by_field["note"]

    walk_on(store, record, back | {"note": "政审材料缺页"}, LATER)
    assert [each.step.key for each in outlook(store, record, LATER).steps if each.is_open] == [
        "precheck"
    ]
    walk_on(store, record, entry("precheck", full, votes, done_on=day("2026-07-08")), LATER)
    rows = keeping.record_values(store, WAYS, record)["steps"]
    assert [(row["result"], row["note"]) for row in rows[-2:]] == [
        ("退回", "政审材料缺页"),
        ("通过", None),
    ]


def test_an_extension_opens_the_last_steps_again_and_full_membership_counts_from_its_end(branch):
    store, who, full, votes = branch
    record = begin(store, who)
    until = day("2028-01-20")
    walk(branch, record, "full_apply")
    walk_on(store, record, entry("full_meeting", full, votes, result="延长预备期",
                                 ended_on=until, note="参加组织生活少"), LATER)  # fmt: skip
    walk_on(store, record, entry("full_approve", full, votes), LATER)
    assert roster(branch) == ("预备党员", day("2026-07-20"), None)
    assert outlook(store, record, LATER).steps[0].step.key == "probation_review"

    again = vote_of(store, full, "2028-01-20", "预备党员转正", "申请人同志转正")
    last = {"done_on": until}
    walk_on(store, record, entry("probation_review", full, votes, done_on=day("2027-12-01")), LATER)
    walk_on(store, record, entry("full_apply", full, votes, done_on=day("2028-01-10")), LATER)
    walk_on(store, record, entry("full_meeting", full, votes, **last, **again), LATER)
    walk_on(store, record, entry("full_approve", full, votes, done_on=day("2028-02-20")), LATER)
    assert roster(branch) == ("正式党员", day("2026-07-20"), until)


def test_a_revoked_probation_ends_the_way_and_the_membership(branch):
    store, who, full, votes = branch
    record = begin(store, who)
    walk(branch, record, "full_apply")
    revoked = entry("full_meeting", full, votes, result="取消资格", note="不履行党员义务")
    walk_on(store, record, revoked, LATER)
    walk_on(store, record, entry("full_approve", full, votes), LATER)

    left = member_values(store, who)
    assert (left["left_kind"], left["left_on"]) == ("取消预备党员资格", day("2027-09-01"))
    assert outlook(store, record, LATER).is_over
