"""Rows pasted below the last one become records; lists of people and meetings take cells too."""

from datetime import date

from partydesk.domain.fields import Kind
from partydesk.services import cell_edits, history
from partydesk.services.branch_files import add_deputy
from partydesk.services.cell_kinds import MEETINGS, TALKS
from partydesk.services.editable import Wanted
from partydesk.services.ledgers import keeping, pasting
from partydesk.services.ledgers.all import BY_TABLE, LEDGERS
from partydesk.services.meetings import list_meetings, meeting_values
from partydesk.services.sample import make_sample
from partydesk.services.talks import list_talks, talk_values
from partydesk.storage.store import Store
from tests.core.branches import CHEAP
from tests.core.pasting.steps import TODAY, change, ids_by_name, look, rows_of, said, undo, values


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
