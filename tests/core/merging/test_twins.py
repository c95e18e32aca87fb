"""Where the two entries stand side by side one line stays, and what goes over is told."""

from datetime import date

import pytest
from sqlalchemy import inspect, select

from partydesk.domain.development import Development, DevelopmentStep
from partydesk.domain.dues import DuesPayment
from partydesk.domain.fields import fields_of
from partydesk.domain.integrity import FileView, IntegrityLeaf, Looking, Relative
from partydesk.domain.meeting import Attendance, Meeting
from partydesk.domain.member import Member
from partydesk.domain.member_event import MemberEvent
from partydesk.domain.submission import Acceptance
from partydesk.domain.talk import Talk, TalkPartner
from partydesk.errors import InvalidValuesError, NotFoundError, RefusedError
from partydesk.services import drafts, file_views, history
from partydesk.services.attachments import attachments_of
from partydesk.services.members import member_values
from partydesk.services.merging import merge, plan_merge
from tests.conftest import TODAY
from tests.core.merging.steps import content_of, do, of, places_of
from tests.core.papers import attach


def add(store, *records):
    with store.writing("资料") as session:
        session.add_all(records)
    return records


def meeting_with(store, *presences):
    meeting = Meeting(kind="支部党员大会", held_on=date(2026, 11, 5), number=1)
    add(store, meeting)
    rows = [
        Attendance(meeting_id=meeting.id, member_id=who.id, name=who.name, presence=presence,
                   reason="病假" if presence == "缺席" else None, position=at)
        for at, (who, presence) in enumerate(presences)
    ]  # fmt: skip
    add(store, *rows)
    return meeting


@pytest.mark.parametrize(
    ("first", "second", "stays"),
    [("到会", "到会", "到会"), ("缺席", "到会", "到会"), ("到会", "缺席", "到会"),
     ("缺席", "缺席", "缺席")],
)  # fmt: skip
def test_both_at_one_meeting_leave_one_line(store, pair, first, second, stays):
    kept, gone = pair
    meeting_with(store, (kept, first), (gone, second))
    plan = plan_merge(store, kept.id, gone.id)
    assert [each for each in plan.clashes if "2026-11-05" in each and "只留一个" in each]
    do(store, kept, gone)

    rows = of(store, Attendance)
    assert [(row.member_id, row.presence) for row in rows] == [(kept.id, stays)]
    assert (rows[0].reason is None) == (stays == "到会")


def payment(who, paid, month="2026-03", kind="党费"):
    return DuesPayment(month=month, member_id=who.id, kind=kind, due=5000, paid=paid)


@pytest.mark.parametrize(
    ("mine", "others", "stay", "word"),
    [
        (5000, None, [5000], "没有实交的一条移到回收站"),
        (None, 5000, [5000], "没有实交的一条移到回收站"),
        (None, 0, [None], "没有实交的一条移到回收站"),
        (5000, 3000, [5000, 3000], "钱不合并，两条都留着"),
    ],
)
def test_two_dues_of_one_month_never_lose_money(store, pair, mine, others, stay, word):
    kept, gone = pair
    add(store, payment(kept, mine), payment(gone, others))
    add(store, payment(gone, 100_000, kind="大额党费"), payment(gone, 5000, month="2026-04"))
    assert any(word in each for each in plan_merge(store, kept.id, gone.id).clashes)
    do(store, kept, gone)

    found = of(store, DuesPayment, member_id=kept.id)
    assert [each.paid for each in found if each.month == "2026-03" and each.kind == "党费"] == stay
    assert sorted(
        each.paid for each in found if each.kind == "大额党费" or each.month > "2026-03"
    ) == [
        5000,
        100_000,
    ]


def leaf(who, number, matter, keeper=None):
    return IntegrityLeaf(
        member_id=who.id, kind="8 上交礼品礼金", number=number, dated_on=date(2026, 2, number),
        matter=matter, keeper_id=keeper and keeper.id,
    )  # fmt: skip


def test_sealed_leaves_follow_those_of_the_other_and_can_still_be_read(store, pair):
    kept, gone = pair
    add(store, leaf(kept, 1, "甲"), leaf(kept, 2, "乙"), leaf(gone, 1, "丙"), leaf(gone, 2, "丁"))
    assert any("2 页接在后面" in each for each in plan_merge(store, kept.id, gone.id).clashes)
    do(store, kept, gone)

    pages = sorted(of(store, IntegrityLeaf, member_id=kept.id), key=lambda each: each.number)
    assert [(each.number, each.matter) for each in pages] == [
        (1, "甲"), (2, "乙"), (3, "丙"), (4, "丁"),
    ]  # fmt: skip


def test_a_leaf_that_becomes_ones_own_is_told(store, pair):
    kept, gone = pair
    add(store, leaf(kept, 1, "甲", keeper=gone))

    assert any("回避" in each for each in plan_merge(store, kept.id, gone.id).clashes)


def way(who, steps):
    made = Development(member_id=who.id, applied_on=date(2025, 1, 10))
    made.steps = [
        DevelopmentStep(step="递交申请", done_on=date(2025, 1, 10), position=at)
        for at in range(steps)
    ]
    return made


@pytest.mark.parametrize(("mine", "others", "stays"), [(2, 1, 2), (1, 3, 3), (1, 1, 1)])
def test_of_two_open_ways_the_one_with_more_steps_stays(store, pair, mine, others, stays):
    kept, gone = pair
    add(store, way(kept, mine), way(gone, others))
    do(store, kept, gone)

    (left,) = of(store, Development, member_id=kept.id)
    assert len(of(store, DevelopmentStep, development_id=left.id)) == stays


def test_a_kinship_with_oneself_goes_and_a_talk_with_oneself_is_told(store, pair):
    kept, gone = pair
    talk = Talk(number=1, talked_on=date(2026, 5, 6), talker_id=kept.id)
    add(store, talk)
    add(
        store,
        TalkPartner(talk_id=talk.id, member_id=gone.id, name=gone.name),
        Relative(noted_on=TODAY, member_id=gone.id, relative_id=kept.id, relation="夫妻"),
    )
    told = " ".join(plan_merge(store, kept.id, gone.id).clashes)
    assert "亲属关系" in told
    assert "2026-05-06" in told
    do(store, kept, gone)

    assert of(store, Relative) == []


def test_papers_go_over_and_the_same_paper_stays_once(store, pair, tmp_path):
    kept, gone = pair
    for name in ("申请书", "证书"):
        (tmp_path / f"{name}.txt").write_text(name, "utf-8")
    attach(store, "member", kept.id, tmp_path / "申请书.txt")
    attach(store, "member", gone.id, tmp_path / "申请书.txt")
    attach(store, "member", gone.id, tmp_path / "证书.txt")
    do(store, kept, gone)

    assert [each.title for each in attachments_of(store, "member", kept.id)] == [
        "申请书.txt",
        "证书.txt",
    ]


def test_a_key_that_stands_inside_of_a_text_is_changed_there_too(store, pair):
    kept, gone = pair
    told = '{"category": "正式党员", "id": "%s"}'
    event = MemberEvent(happened_on=TODAY, kind="更正登记", member_id=gone.id, document="批复",
                        before=told % gone.id, after=told % gone.id)  # fmt: skip
    add(store, event)
    do(store, kept, gone)

    (found,) = of(store, MemberEvent)
    assert (found.member_id, found.before, found.after) == (
        kept.id,
        told % kept.id,
        told % kept.id,
    )
    assert places_of(store, gone.id) == ["member.id"]


def test_what_was_explained_of_both_stands_once(store, pair):
    kept, gone = pair
    for rule, who in (("MEM-11", kept), ("MEM-11", gone), ("MEM-03", gone)):
        add(store, Acceptance(rule=rule, record_type="member", record_id=who.id, reason=rule))
    do(store, kept, gone)

    found = of(store, Acceptance)
    assert sorted((each.rule, each.record_id) for each in found) == [
        ("MEM-03", kept.id),
        ("MEM-11", kept.id),
    ]


def test_the_log_of_looks_is_not_rewritten_but_shown_with_the_one_that_stays(store, pair):
    kept, gone = pair
    file_views.note_view(store, gone.id, Looking.VIEW, "年度确认")
    do(store, kept, gone)

    assert [each.member_id for each in of(store, FileView)] == [gone.id]
    assert [each.purpose for each in file_views.views(store, kept.id)] == ["年度确认"]


def test_who_was_merged_into_the_one_that_goes_moves_on_with_it(store, add_member):
    first, second, third = (add_member("王秀兰") for _ in range(3))
    do(store, second, third)
    do(store, first, second)

    with store.reading() as session:
        query = select(Member.merged_into_id).where(Member.id.in_((second.id, third.id)))
        kept = session.scalars(query.execution_options(with_deleted=True)).all()
    assert kept == [first.id, first.id]


def test_half_filled_forms_that_name_them_are_asked_for_first(store, pair):
    kept, gone = pair
    drafts.keep_draft(store, "talk", None, {"talker_id": gone.id})
    with pytest.raises(RefusedError, match="谈话"):
        plan_merge(store, kept.id, gone.id)
    with pytest.raises(RefusedError):
        merge(store, kept.id, gone.id, member_values(store, kept.id))

    drafts.drop_draft(store, "talk", None)
    drafts.keep_draft(store, "talk", None, {"talker_id": kept.id})
    do(store, kept, gone)


def test_wrong_pairs_and_wrong_values_change_nothing(store, pair, add_member):
    kept, gone = pair
    other = add_member("周海燕", id_number="11010519491231002X")
    before = content_of(store)
    values = member_values(store, kept.id)
    with pytest.raises(RefusedError, match="同一条"):
        merge(store, kept.id, kept.id, values)
    with pytest.raises(NotFoundError):
        merge(store, kept.id, "没有的人", values)
    with pytest.raises(InvalidValuesError, match="周海燕"):
        merge(store, kept.id, gone.id, values | {"id_number": other.id_number})
    with pytest.raises(InvalidValuesError):
        merge(store, kept.id, gone.id, values | {"name": ""})

    assert content_of(store) == before


def test_a_deputy_merges_too_without_opening_what_is_sealed(tmp_path):
    from partydesk.services.branch_files import add_deputy, open_branch
    from tests.core import branches

    path = tmp_path / "育才支部.partydesk"
    with branches.filled_branch(tmp_path) as opened:
        kept, gone = branches.member(opened, "王秀兰"), branches.member(opened, "王秀兰")
        add(opened, leaf(gone, 1, "丙"))
        add_deputy(opened, "副书记", "夏天的故事也很长很美", cost=branches.CHEAP)
    with open_branch(path, "夏天的故事也很长很美") as opened:
        do(opened, kept, gone)
        history.undo(opened, history.last_undoable(opened).id)
        do(opened, kept, gone)
    with open_branch(path, branches.PASSWORD) as opened:
        assert [each.matter for each in of(opened, IntegrityLeaf, member_id=kept.id)] == ["丙"]


def test_a_field_of_the_entries_is_told_by_its_declaration():
    assert "merged_into_id" not in fields_of(Member)
    assert "merged_into_id" in inspect(Member).columns
