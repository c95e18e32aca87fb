"""Cells of every 台账 set from its list: checked as in its form, one step, taken back as one."""

from datetime import date

import pytest

from partydesk.domain.fields import Kind, Secrecy
from partydesk.services import cell_edits, history
from partydesk.services.branch_files import add_deputy
from partydesk.services.cell_kinds import MEETINGS, TALKS
from partydesk.services.editable import Wanted
from partydesk.services.ledgers import keeping, pasting
from partydesk.services.ledgers.all import BY_TABLE, LEDGERS
from partydesk.services.meetings import list_meetings, meeting_values
from partydesk.services.members import member_values
from partydesk.services.sample import make_sample
from partydesk.services.talks import list_talks, talk_values
from partydesk.storage import people
from partydesk.storage.store import Store
from tests.core.branches import CHEAP
from tests.core.samples import copy_sample

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def sample():
    store = Store.in_memory()
    copy_sample(store, TODAY)
    yield store
    store.close()


def rows_of(store, ledger):
    return keeping.list_records(store, ledger).rows


def values(store, ledger, row):
    return keeping.record_values(store, ledger, row.id)


def look(store, table, *wanted):
    editable = pasting.editable(BY_TABLE[table])
    return cell_edits.look_at(store, editable, wanted, TODAY).changes


def change(store, table, *wanted):
    editable = pasting.editable(BY_TABLE[table])
    ready = cell_edits.look_at(store, editable, wanted, TODAY).wanted
    return cell_edits.change_cells(store, editable, ready, "粘贴", TODAY)


def undo(store):
    history.undo(store, history.last_undoable(store).id)


def said(changes):
    return {each.field.name: each.problem for each in changes if each.problem}


def a_text(ledger):
    """A free text of a register that stands by itself, and its column."""
    return next(
        each
        for each in pasting.editable(ledger).fields
        if each.kind in (Kind.TEXT, Kind.LONG_TEXT) and each.name != "ended_reason"
    )


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_a_pasted_cell_stands_in_the_record_and_goes_again(sample, ledger):
    row, described = rows_of(sample, ledger)[0], a_text(ledger)
    before = values(sample, ledger, row)
    if ledger.table == "relative":
        given = Wanted(row.id, "relation", "兄弟姐妹")
    else:
        given = Wanted(row.id, described.name, "贴进来的话")
    assert change(sample, ledger.table, given) == (1, 1, 0)

    assert values(sample, ledger, row) == before | {given.field: given.value}
    assert history.last_undoable(sample).title.startswith("粘贴 1 条：")
    undo(sample)
    assert values(sample, ledger, row) == before


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_several_records_are_set_in_one_step(sample, ledger):
    rows = rows_of(sample, ledger)[:3]
    before = [values(sample, ledger, row) for row in rows]
    described = a_text(ledger)
    given = [Wanted(row.id, described.name, "大家一样") for row in rows]
    assert change(sample, ledger.table, *given).records == len(rows)

    assert {values(sample, ledger, row)[described.name] for row in rows} == {"大家一样"}
    undo(sample)
    assert [values(sample, ledger, row) for row in rows] == before


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_what_its_form_refuses_is_refused_and_named(sample, ledger):
    row = rows_of(sample, ledger)[0]
    day = ledger.by_name[ledger.day]
    wrong = date(2030, 1, 1) if day.kind is Kind.DAY else "不是月份"
    before, step = values(sample, ledger, row), history.last_undoable(sample)
    found = look(sample, ledger.table, Wanted(row.id, day.name, wrong))

    assert said(found)[day.name].endswith("。")
    assert not change(sample, ledger.table, Wanted(row.id, day.name, wrong))
    assert values(sample, ledger, row) == before
    assert getattr(history.last_undoable(sample), "id", None) == getattr(step, "id", None)


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_nothing_sealed_and_no_person_it_is_about_can_be_set(sample, ledger):
    editable = pasting.editable(ledger)
    row = rows_of(sample, ledger)[0]
    for each in ledger.register.fields:
        is_own = each.kind is Kind.PERSON and each.name in ledger.heading
        if each.secrecy >= Secrecy.CONFIDENTIAL or is_own:
            assert editable.field(each.name) is None
            (refused,) = look(sample, ledger.table, Wanted(row.id, each.name, "某人"))
            assert refused.problem
    assert all(each.secrecy < Secrecy.CONFIDENTIAL for each in editable.fields)


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_a_computed_column_is_refused_with_a_sentence(sample, ledger):
    row = rows_of(sample, ledger)[0]
    (found,) = look(sample, ledger.table, Wanted(row.id, "state_word", "已交", label="状态"))
    assert found.problem == "“状态”由程序算出，不能改；请改它所依据的内容。"


def test_days_out_of_order_are_refused_and_the_rest_of_the_row_is_taken(sample):
    row = rows_of(sample, BY_TABLE["problem"])[0]
    given = [
        Wanted(row.id, "closed_on", "2001.1.1"),
        Wanted(row.id, "sign", "整改到位"),
    ]
    assert said(look(sample, "problem", *given)) == {
        "closed_on": "这个日期早于前面的日期，请核对。"
    }
    assert change(sample, "problem", *given) == (1, 1, 0)
    undo(sample)


def test_what_another_field_asks_for_is_named_with_it_and_both_together_are_taken(sample):
    table = BY_TABLE["key_task"]
    row = next(each for each in rows_of(sample, table) if each.done_on is None)
    alone = look(sample, "key_task", Wanted(row.id, "state", "已完成"))
    assert said(alone) == {"state": "完成日期：任务已完成，请填写完成日期。"}

    both = [Wanted(row.id, "state", "已完成"), Wanted(row.id, "done_on", "2026-11-20")]
    assert change(sample, "key_task", *both) == (2, 1, 0)
    undo(sample)


def test_what_the_register_reckons_is_not_set_against_it(sample):
    row = next(each for each in rows_of(sample, BY_TABLE["dues_base"]) if each.income == "按月工资")
    (found, *_) = look(sample, "dues_base", Wanted(row.id, "amount", "1"))
    assert found.problem.startswith("按这一条的其他内容，月应交应为“")
    assert not change(sample, "dues_base", Wanted(row.id, "amount", "1"))


def test_what_follows_from_a_change_is_shown_before_and_done_with_it(sample):
    ledger = BY_TABLE["dues_base"]
    row = next(each for each in rows_of(sample, ledger) if each.income == "按月工资")
    given = Wanted(row.id, "base", "4,000元")
    own, follows = look(sample, "dues_base", given)
    assert (own.after, own.follows) == (400_000, False)
    assert (follows.field.name, follows.after, follows.follows) == ("amount", 4_000, True)

    assert change(sample, "dues_base", given) == (1, 1, 0)
    assert values(sample, ledger, row)["amount"] == 4_000
    undo(sample)
    assert values(sample, ledger, row)["amount"] == row.amount


def test_what_changes_on_the_roster_too_is_shown_and_taken_back_with_it(sample):
    ledger = BY_TABLE["transfer"]
    member = next(iter(ids_by_name(sample).values()))
    day = date(2026, 11, 2)
    form = {"member_id": member, "heading": "转出", "other": "外地支部", "lettered_on": day,
            "valid_days": 60}  # fmt: skip
    record = keeping.save_record(sample, ledger, form, TODAY)
    given = Wanted(record.id, "receipt_on", date(2026, 11, 20))
    found = look(sample, "transfer", given)
    assert {"left_on", "left_kind"} <= {each.field.name for each in found if each.follows}
    assert all(each.title.startswith("名册：") for each in found if each.follows)

    change(sample, "transfer", given)
    assert member_values(sample, member)["left_on"] == day
    undo(sample)
    assert member_values(sample, member)["left_on"] is None


def test_persons_money_hours_months_and_words_are_read_as_people_write_them(sample):
    task = rows_of(sample, BY_TABLE["key_task"])[0]
    name, key = next(iter(ids_by_name(sample).items()))
    change(sample, "key_task", Wanted(task.id, "owner_id", f" {name[:1]} {name[1:]}"))
    assert values(sample, BY_TABLE["key_task"], task)["owner_id"] == key
    undo(sample)
    study = rows_of(sample, BY_TABLE["study"])[0]
    change(sample, "study", Wanted(study.id, "hours", "2.5"))
    assert values(sample, BY_TABLE["study"], study)["hours"] == 250
    undo(sample)
    card = rows_of(sample, BY_TABLE["feedback_card"])[0]
    change(sample, "feedback_card", Wanted(card.id, "month", "2026年3月"))
    assert values(sample, BY_TABLE["feedback_card"], card)["month"] == "2026-03"
    undo(sample)


def ids_by_name(store):
    with store.reading() as session:
        return {each.name: each.id for each in people.current_members(session)}


def new(number, **cells):
    return [Wanted(f"+{number}", name, text) for name, text in cells.items()]


def test_new_rows_come_in_through_the_register_and_refused_ones_are_named(sample):
    ledger = BY_TABLE["visit"]
    before = keeping.counts(sample, LEDGERS)
    given = [
        *new(1, visited_on="2026.3.5", kind="老党员", name="粘贴甲", money="1,200元"),
        *new(2, visited_on="2026.3.6", kind="朋友", name="粘贴乙"),
        *new(3, visited_on="2026.3.6", kind="困难群众", money="很多"),
        *new(4, visited_on="2026.3.5", kind="老党员", name="粘贴甲"),
        *new(5, visited_on="2031.3.5", kind="老党员", name="粘贴丙"),
    ]
    found = look(sample, "visit", *given)
    by_row = {
        key: "；".join(each.problem for each in found if each.id == key and each.problem)
        for key in ("+1", "+2", "+3", "+4", "+5")
    }
    assert by_row["+1"] == ""
    assert "没有“朋友”这一项" in by_row["+2"]
    assert "请填写姓名或代号" in by_row["+3"]
    assert "最多两位小数" in by_row["+3"]
    assert by_row["+4"] == "文件里已有同样的一条。"
    assert "日期还没有到" in by_row["+5"]

    assert change(sample, "visit", *given) == (0, 0, 1)
    (row,) = keeping.list_records(sample, ledger, text="粘贴甲").rows
    assert (row.visited_on, row.money) == (date(2026, 3, 5), 120_000)
    assert history.last_undoable(sample).title == "粘贴新增走访慰问 1 条"
    undo(sample)
    assert keeping.counts(sample, LEDGERS) == before


def test_a_change_and_a_new_row_are_one_step(sample):
    row = rows_of(sample, BY_TABLE["honour"])[0]
    given = [
        Wanted(row.id, "giver", "区教育局"),
        *new(1, given_on="2026-05-04", title="粘贴的荣誉", level="校级"),
    ]
    done = change(sample, "honour", *given)
    assert done == (1, 1, 1), look(sample, "honour", *given)
    title = history.last_undoable(sample).title
    assert title == "粘贴 1 条：颁发单位；新增荣誉 1 条"
    undo(sample)
    assert not keeping.list_records(sample, BY_TABLE["honour"], text="粘贴的荣誉").rows


def test_names_in_one_cell_become_the_list_of_a_new_record(sample):
    first, second = list(ids_by_name(sample))[:2]
    cells = {"held_on": "2026-03-05", "kind": "集中培训", "title": "粘贴的培训", "hours": "4"}
    change(sample, "study", *new(1, **cells, people=f"{first}、{second}"))
    (row,) = keeping.list_records(sample, BY_TABLE["study"], text="粘贴的培训").rows
    assert row.people == f"{first}、{second}"
    undo(sample)
    found = look(sample, "study", *new(1, **cells, people=f"{first}、没有此人"))
    assert said(found) == {"people": "名册里没有“没有此人”。"}


def test_what_only_keeping_refuses_is_refused_in_a_new_row_too(sample):
    """The second way of somebody who is on one already is known to the file, not to the form."""
    ledger = BY_TABLE["development"]
    open_way = next(each for each in rows_of(sample, ledger) if each.ended_on is None
                    and each.next_step)  # fmt: skip
    found = look(
        sample, "development", *new(1, member_id=open_way.member_id, applied_on="2026-01-05")
    )
    assert "已有一份进行中" in said(found)["member_id"]


def test_nobody_bound_by_avoidance_comes_in_by_a_paste():
    editable = pasting.editable(BY_TABLE["relative"])
    assert editable.add is None
    assert not any(each.kind is Kind.PERSON for each in editable.fields)


def test_meetings_and_talks_are_set_and_their_counting_and_contents_are_not(sample):
    meeting = list_meetings(sample)[0]
    given = [Wanted(meeting.id, "place", "阶梯教室"), Wanted(meeting.id, "ends_at", "1点")]
    held = meeting_values(sample, meeting.id)
    assert said(cell_edits.look_at(sample, MEETINGS, given, TODAY).changes) == {
        "ends_at": "结束时间不晚于开始时间，请核对。"
    }
    ready = cell_edits.look_at(sample, MEETINGS, given, TODAY).wanted
    assert cell_edits.change_cells(sample, MEETINGS, ready, "粘贴", TODAY) == (1, 1, 0)
    assert meeting_values(sample, meeting.id) == held | {"place": "阶梯教室"}
    undo(sample)

    talk = list_talks(sample)[0]
    contents = talk_values(sample, talk.id)
    given = [Wanted(talk.id, name, "改掉") for name in ("matter", "content", "talked_on")]
    given.append(Wanted(talk.id, "place", "小会议室"))
    assert cell_edits.change_cells(sample, TALKS, given, "粘贴", TODAY) == (1, 1, 0)
    assert talk_values(sample, talk.id) == contents | {"place": "小会议室"}
    undo(sample)


def test_a_deputy_sets_what_is_open_and_what_is_sealed_stays_as_it_was(tmp_path):
    path, visits = tmp_path / "支部.partydesk", BY_TABLE["visit"]
    with Store.create(path, "春天的故事很长很美", cost=CHEAP) as store:
        make_sample(store, TODAY)
        row = next(each for each in rows_of(store, visits) if values(store, visits, each)["reason"])
        sealed = values(store, visits, row)["reason"]
        talk = next(each for each in list_talks(store) if talk_values(store, each.id)["content"])
        told = talk_values(store, talk.id)
        add_deputy(store, "副书记", "夏天的故事也很长", cost=CHEAP)
    with Store.open(path, "夏天的故事也很长") as store:
        assert change(store, "visit", Wanted(row.id, "goods", "米和油")) == (1, 1, 0)
        given = [Wanted(talk.id, "place", "小会议室"), Wanted(talk.id, "content", "改掉")]
        assert cell_edits.change_cells(store, TALKS, given, "粘贴", TODAY) == (1, 1, 0)
        ways = BY_TABLE["development"]
        way = rows_of(store, ways)[0]
        assert change(store, "development", Wanted(way.id, "note", "副书记记的")) == (1, 1, 0)
    with Store.open(path, "春天的故事很长很美") as store:
        kept = values(store, visits, row)
        assert (kept["goods"], kept["reason"]) == ("米和油", sealed)
        assert talk_values(store, talk.id) == told | {"place": "小会议室"}


def test_names_pasted_into_a_list_of_people_replace_it_and_who_stays_keeps_the_row(
    store, add_member
):
    ids = {name: add_member(name).id for name in ("张三丰", "李四光", "王五", "赵六")}
    add_member("同名"), add_member("同名")
    ledger = BY_TABLE["study"]
    own = {"member_id": ids["张三丰"], "hours": 250, "note": "主讲"}
    gone = {"member_id": ids["李四光"], "hours": None, "note": None}
    begun = keeping.new_values(store, ledger, TODAY)
    begun |= {"kind": "支部集中学习", "title": "学党章", "held_on": TODAY, "people": [own, gone]}
    key = keeping.save_record(store, ledger, begun, TODAY).id

    def cell(text):
        return Wanted(key, "people", text)

    (seen,) = look(store, "study", cell("张三丰；王　五\n赵六"))
    assert (seen.before, seen.after, seen.problem) == ("张三丰、李四光", "张三丰、王五、赵六", "")
    assert change(store, "study", cell("张三丰；王　五\n赵六")) == (1, 1, 0)
    rows = keeping.record_values(store, ledger, key)["people"]
    assert [(each["member_id"], each["hours"], each["note"]) for each in rows] == [
        (ids["张三丰"], 250, "主讲"), (ids["王五"], None, None), (ids["赵六"], None, None),
    ]  # fmt: skip
    assert change(store, "study", cell("王五 赵六,张三丰")) == (1, 1, 0)
    undo(store)
    undo(store)
    rows = keeping.record_values(store, ledger, key)["people"]
    assert [each["member_id"] for each in rows] == [ids["张三丰"], ids["李四光"]]

    (seen,) = look(store, "study", cell("张三丰、没有人、同名"))
    assert seen.problem == "名册里没有“没有人”。名册里有 2 个“同名”，请在表单里选择。"
    assert change(store, "study", cell("张三丰、没有人")) == (0, 0, 0)
    assert keeping.record_values(store, ledger, key)["people"] == rows
    assert change(store, "study", cell(None)) == (1, 1, 0)
    assert keeping.record_values(store, ledger, key)["people"] == []
