"""Two entries of one person become one: nothing names the other any more, undo brings it back."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select, text

from partydesk.domain.development import Development, DevelopmentStep
from partydesk.domain.dues import DuesPayment
from partydesk.domain.fields import Kind, Record, fields_of
from partydesk.domain.integrity import FileView, IntegrityLeaf, Looking, Relative
from partydesk.domain.meeting import Attendance, Meeting
from partydesk.domain.member import Member
from partydesk.domain.member_event import MemberEvent
from partydesk.domain.records import RECORD_TYPES
from partydesk.domain.submission import Acceptance
from partydesk.domain.talk import Talk, TalkPartner
from partydesk.errors import InvalidValuesError, NotFoundError, RefusedError
from partydesk.services import drafts, file_views, history
from partydesk.services.attachments import attachments_of
from partydesk.services.findings import check_branch
from partydesk.services.members import MemberFilter, list_members, member_values
from partydesk.services.merging import merge, plan_merge
from partydesk.services.person_fields import FOR_GOOD, person_fields
from partydesk.storage.store import Store
from tests.conftest import TODAY
from tests.core.papers import attach
from tests.core.samples import copy_sample

#: What tells of the past and is never rewritten; drafts and steps of undo.
JOURNAL = {"operation", "change", "file_view", "draft"}


def content_of(store):
    """Every row of every table but the journal, without the time of the last change."""
    found = {}
    with store.reading() as session:
        for table in sorted(set(Record.metadata.tables) - JOURNAL):
            names = (each.name for each in Record.metadata.tables[table].columns)
            columns = [each for each in names if each != "updated_at"]
            rows = session.execute(text(f'SELECT {", ".join(columns)} FROM "{table}" ORDER BY id'))
            found[table] = [tuple(row) for row in rows]
    return found


def places_of(store, member_id):
    """Every column of the raw tables in which a person's key stands, even inside of a text."""
    found = []
    with store.reading() as session:
        for (table,) in session.execute(text("SELECT name FROM sqlite_master WHERE type='table'")):
            for column in session.execute(text(f'PRAGMA table_info("{table}")')).all():
                count = (
                    f'SELECT count(*) FROM "{table}" WHERE instr(CAST("{column[1]}" AS TEXT), :id)'
                )
                if table not in JOURNAL and session.scalar(text(count), {"id": member_id}):
                    found.append(f"{table}.{column[1]}")
    return found


def every_member(store):
    with store.reading() as session:
        return list(session.scalars(select(Member.id).order_by(Member.id)))


def add(store, *records):
    with store.writing("资料") as session:
        session.add_all(records)
    return records


def of(store, record, **wanted):
    with store.reading() as session:
        return list(session.scalars(select(record).filter_by(**wanted).order_by(record.id)))


def do(store, kept, gone):
    merge(store, kept.id, gone.id, plan_merge(store, kept.id, gone.id).proposed())


@pytest.fixture(scope="module")
def sample():
    with Store.in_memory() as opened:
        copy_sample(opened, TODAY)
        yield opened


@pytest.fixture
def pair(add_member):
    return add_member("王秀兰", mobile="13900001111"), add_member("王秀兰", degree="教育学学士")


PAIRS = st.lists(st.integers(0, 42), min_size=2, max_size=2, unique=True)


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_nothing_names_a_merged_person_any_more_and_undo_restores_every_value(sample, data):
    people = every_member(sample)
    # A few of many, by their place: their keys are others each time.
    kept, gone = (people[at] for at in data.draw(PAIRS))
    before = content_of(sample)

    merge(sample, kept, gone, plan_merge(sample, kept, gone).proposed())
    places, left = places_of(sample, gone), every_member(sample)
    history.undo(sample, history.last_undoable(sample).id)

    assert places == ["member.id"]
    assert left == [each for each in people if each != gone]
    assert content_of(sample) == before


def test_every_declared_person_field_of_every_record_is_moved():
    declared = {
        (record, name)
        for record in RECORD_TYPES.values()
        for name, field in fields_of(record).items()
        if field.kind is Kind.PERSON
    }
    moved = {(record, name) for record, names in person_fields().items() for name in names}

    assert declared <= moved
    keys = {
        (record, key.parent.name)
        for record in RECORD_TYPES.values()
        for key in record.__table__.foreign_keys
        if key.column.table.name == "member"
    }
    assert keys == moved | {(each, "member_id") for each in FOR_GOOD}
    assert len(moved) > 35


def test_the_filled_value_is_proposed_and_the_step_has_a_name(store, pair):
    kept, gone = pair
    plan = plan_merge(store, kept.id, gone.id)
    assert {each.field.name: each.take_gone for each in plan.choices} == {
        "mobile": False,
        "degree": True,
    }
    merge(store, kept.id, gone.id, plan.proposed())

    values = member_values(store, kept.id)
    assert (values["mobile"], values["degree"]) == ("13900001111", "教育学学士")
    assert [row.id for row in list_members(store, MemberFilter(), TODAY)] == [kept.id]
    step = history.last_undoable(store)
    assert step.title == "合并 王秀兰 的两条记录"
    assert history.undo(store, step.id) == "合并 王秀兰 的两条记录"
    assert [row.id for row in list_members(store, MemberFilter(), TODAY)] == [kept.id, gone.id]


def test_who_is_here_is_not_taken_for_gone(store, add_member):
    left = {"left_on": date(2026, 3, 1), "left_kind": "转出"}
    kept, gone = add_member("王秀兰"), add_member("王秀兰", **left)
    do(store, kept, gone)

    assert member_values(store, kept.id)["left_on"] is None


def test_history_tells_the_merge_on_both_and_keeps_what_was_before(store, pair):
    kept, gone = pair
    do(store, kept, gone)

    titles = [line.title for line in history.history_of(store, "member", kept.id)]
    assert titles[0] == "合并 王秀兰 的两条记录"
    assert titles.count("新增王秀兰") == 2
    assert history.history_of(store, "member", gone.id)[0].title == "合并 王秀兰 的两条记录"


def test_the_merged_entry_lies_in_the_bin_says_so_and_is_no_deleted_member(store, pair):
    kept, gone = pair
    do(store, kept, gone)

    (row,) = history.recycle_bin(store)
    assert row.record_id == gone.id
    assert "已合并到王秀兰" in row.title
    assert not [each for each in check_branch(store, None, TODAY) if "回收站" in each.sentence]
    history.restore(store, "member", gone.id)
    assert of(store, Member, id=gone.id)[0].merged_into_id is None


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
