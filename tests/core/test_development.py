"""Someone moves on only through the service, and only when the rules of that day allow it."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partydesk.domain.development_steps import RESULTS, known_steps
from partydesk.errors import InvalidValuesError, NotFoundError
from partydesk.rules.catalogue import findings
from partydesk.services import history
from partydesk.services.development import walk_on
from partydesk.services.development_outlook import meetings_for, outlook
from partydesk.services.facts import load_facts
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.development import WAYS
from partydesk.services.meetings import meeting_values, save_meeting
from partydesk.services.members import member_values
from tests.core.branches import event
from tests.core.development_help import NAMES, SOUND, day

LATER = date(2029, 1, 1)
#: The steps in the order in which they are walked; the application is there from the beginning.
WALKED = [key for key in SOUND if key != "apply"]


@pytest.fixture
def branch(store, add_member):
    """Sixteen full members, an applicant, and the two meetings that decide on them."""
    full = [add_member(f"党员{number}").id for number in range(1, 17)]
    who = add_member("申请人", category="入党申请人", joined_on=None, full_on=None,
                     born_on=day("1990-01-01")).id  # fmt: skip
    votes = {
        "admit": vote_of(store, full, "2026-07-20", "接收预备党员", "接收申请人同志为预备党员"),
        "full_meeting": vote_of(store, full, "2027-07-20", "预备党员转正", "申请人同志转正"),
    }
    values = {"kind": "支部委员会会议", "held_on": day("2025-05-12"), "topic": "研究积极分子",
              "attendances": [], "votes": [], "resolutions": []}  # fmt: skip
    votes["activist"] = {"meeting_id": save_meeting(store, values, LATER).id}
    return store, who, full, votes


def vote_of(store, full, on, kind, matter, **counts):
    """A meeting with one vote; the ids of both."""
    vote = {"kind": kind, "matter": matter, "ballot": "无记名投票", "due": 16, "present": 14,
            "yes": 12, "no": 1, "abstain": 1, "written": 0} | counts  # fmt: skip
    seats = [{"member_id": each, "name": f"党员{n}", "presence": "到会", "reason": None}
             for n, each in enumerate(full[:14], 1)]  # fmt: skip
    values = {"kind": "支部党员大会", "held_on": day(on), "chair_id": full[0], "topic": matter,
              "decisions": "主要表现：好。书记签名。",
              "attendances": seats, "votes": [vote], "resolutions": []}  # fmt: skip
    meeting = save_meeting(store, values, LATER)
    (kept,) = meeting_values(store, meeting.id)["votes"]
    return {"meeting_id": meeting.id, "vote_id": kept["id"]}


def begin(store, who, applied="2024-11-01", **changes):
    values = keeping.new_values(store, WAYS, LATER)
    values |= {"member_id": who, "applied_on": day(applied)} | changes
    return keeping.save_record(store, WAYS, values, LATER).id


def entry(key, full, votes, **changes):
    given = {"result": "完成"} | SOUND.get(key, {}) | {"meeting_id": None, "vote_id": None}
    given |= votes.get(key, {})
    given["step"] = NAMES["review" if key == "review2" else key]
    if key in ("contacts", "sponsors"):
        given["companions"] = full[:2]
    return dict.fromkeys(("ended_on", "people", "document", "hours", "note")) | given | changes


def walk(branch, record, until, after="", **changes):
    """Take the sound steps one by one, after one and until another."""
    store, _, full, votes = branch
    keys = WALKED[WALKED.index(after) + 1 if after else 0 : WALKED.index(until) + 1]
    for key in keys:
        walk_on(store, record, entry(key, full, votes, **changes.get(key, {})), LATER)


def roster(branch):
    values = member_values(branch[0], branch[1])
    return values["category"], values["joined_on"], values["full_on"]


def steps_of(store, record):
    return [row["step"] for row in keeping.record_values(store, WAYS, record)["steps"]]


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


def test_what_is_copied_from_papers_is_not_refused_and_moves_nobody(branch):
    store, who, *_ = branch
    rows = [
        entry("talk", [], {}, done_on=day("2015-03-01")),
        entry("activist", [], {}, done_on=day("2015-03-02"), meeting_id=None),
        entry("listed", [], {}, done_on=day("2015-09-01")),
    ]
    record = begin(
        store, who, "2015-01-05", papers_until=day("2015-12-31"),
        steps=[{name: row.get(name) for name in row if name != "companions"} for row in rows],
    )  # fmt: skip

    assert roster(branch)[0] == "入党申请人"
    (row,) = keeping.list_records(store, WAYS).rows
    assert row.stage == "发展对象"
    found = {each.rule for each in findings(load_facts(store, LATER)) if each.record_id == record}
    assert {"DEV-02", "DEV-07"} <= found


def test_a_full_member_does_not_fall_back_because_an_old_way_is_entered(branch):
    store, _, full, _ = branch
    with pytest.raises(InvalidValuesError) as caught:
        begin(store, full[0], "1999-01-01")
    assert "照材料补录截至" in caught.value.by_field["papers_until"]

    record = begin(store, full[0], "1999-01-01", papers_until=day("2001-12-31"))
    assert member_values(store, full[0])["category"] == "正式党员"
    (row,) = keeping.list_records(store, WAYS).rows
    assert (row.next_step, row.due_on) == (None, None)
    assert not outlook(store, record, LATER).is_late


def test_nothing_is_due_of_someone_who_has_left(branch):
    store, who, *_ = branch
    record = begin(store, who)
    event(store, "去世", who, day("2025-01-05"))

    assert not outlook(store, record, LATER).is_late


def test_a_corrected_day_goes_on_to_the_roster_and_a_wrong_one_is_refused(branch):
    store, who, *_ = branch
    record = begin(store, who)
    walk(branch, record, "oath")
    values = keeping.record_values(store, WAYS, record)
    admitted = next(row for row in values["steps"] if row["step"] == NAMES["admit"])
    admitted["done_on"] = day("2026-07-21")
    keeping.save_record(store, WAYS, values, LATER, record)
    assert roster(branch)[1] == day("2026-07-21")

    admitted["done_on"] = day("2026-08-08")
    with pytest.raises(InvalidValuesError, match="1 个月内召开"):
        keeping.save_record(store, WAYS, values, LATER, record)
    assert roster(branch)[1] == day("2026-07-21")


def test_a_step_taken_out_brings_the_person_back_and_one_from_the_middle_is_refused(branch):
    store, who, *_ = branch
    record = begin(store, who)
    walk(branch, record, "listed")
    values = keeping.record_values(store, WAYS, record)
    middle = [row for row in values["steps"] if row["step"] != NAMES["publicity"]]
    with pytest.raises(InvalidValuesError):
        keeping.save_record(store, WAYS, values | {"steps": middle}, LATER, record)
    without = values | {"steps": values["steps"][:-1]}
    keeping.save_record(store, WAYS, without, LATER, record)

    assert roster(branch)[0] == "入党积极分子"


def test_the_day_of_the_application_stands_in_one_place(branch):
    store, who, *_ = branch
    record = begin(store, who)
    values = keeping.record_values(store, WAYS, record)
    keeping.save_record(store, WAYS, values | {"applied_on": day("2024-10-15")}, LATER, record)

    rows = keeping.record_values(store, WAYS, record)["steps"]
    assert [(row["step"], row["done_on"]) for row in rows] == [
        ("递交入党申请书", day("2024-10-15"))
    ]


def test_one_person_has_one_way_at_a_time(branch):
    store, who, *_ = branch
    record = begin(store, who)
    with pytest.raises(InvalidValuesError) as caught:
        begin(store, who)
    assert "已有一份" in caught.value.by_field["member_id"]

    values = keeping.record_values(store, WAYS, record)
    ended = {"ended_on": day("2025-01-01"), "ended_reason": "本人撤回申请"}
    keeping.save_record(store, WAYS, values | ended, LATER, record)
    begin(store, who, "2025-02-01")


def test_who_was_listed_by_the_text_of_2014_is_not_sent_back_to_a_publicity(branch):
    store, who, full, _ = branch
    record = begin(store, who, "2023-11-01")
    for key, on in (("talk", "2023-11-10"), ("activist", "2024-05-12"), ("contacts", "2024-05-12"),
                    ("activist_filed", "2024-05-20"), ("review", "2024-11-01"),
                    ("listed", "2026-05-10")):  # fmt: skip
        walk_on(store, record, entry(key, full, {}, done_on=day(on)), LATER)

    opened = [each.step.key for each in outlook(store, record, LATER).steps if each.is_open]
    assert opened == ["sponsors", "politics", "training"]
    assert roster(branch)[0] == "发展对象"


def test_a_meeting_entered_late_is_kept_though_its_approval_is_long_overdue(branch):
    store, who, full, _ = branch
    record = begin(store, who, "2023-11-01")
    for key, on in (("talk", "2023-11-10"), ("activist", "2024-05-12"), ("contacts", "2024-05-12"),
                    ("activist_filed", "2024-05-20"), ("review", "2024-11-01"),
                    ("listed", "2025-05-20"), ("candidate_filed", "2025-05-21"),
                    ("sponsors", "2025-05-22"), ("politics", "2025-06-01"),
                    ("committee", "2025-07-01"), ("precheck", "2025-07-05"),
                    ("form", "2025-07-06")):  # fmt: skip
        walk_on(store, record, entry(key, full, {}, done_on=day(on)), LATER)
        if key == "politics":
            lasted = {"done_on": day("2025-06-02"), "ended_on": day("2025-06-04")}
            walk_on(store, record, entry("training", full, {}, **lasted), LATER)
    vote = vote_of(store, full, "2025-07-20", "接收预备党员", "接收申请人同志")
    walk_on(store, record, entry("admit", full, {"admit": vote}), LATER)

    assert outlook(store, record, day("2026-11-22")).is_late


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
            st.sampled_from(list(known_steps())),
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
        key = known_steps()[name].key
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
