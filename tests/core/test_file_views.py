"""廉政档案: looks are logged for good, relatives keep away, talks leave their number."""

from datetime import date

import pytest

from partydesk.domain.integrity import Looking
from partydesk.errors import InvalidValuesError, LockedError
from partydesk.services import history, integrity, talks
from partydesk.services.branch_files import add_deputy
from partydesk.services.file_leaves import confirm_year
from partydesk.services.file_printing import file_pdf
from partydesk.services.file_views import note_export, note_view, views
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.sample import make_sample
from partydesk.storage import people
from partydesk.storage.store import Store
from tests.core.branches import CHEAP
from tests.core.pdf_reading import text_of
from tests.core.samples import copy_sample

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def store():
    made = Store.in_memory()
    copy_sample(made, TODAY)
    yield made
    made.close()


@pytest.fixture(scope="module")
def ids(store):
    with store.reading() as session:
        return {each.name: each.id for each in people.people(session)}


def test_a_look_is_noted_once_for_a_while_and_each_print_again(store, ids):
    who = ids["刘婷"]
    for _ in range(3):
        note_view(store, who, Looking.VIEW, "日常管理")
    note_view(store, who, Looking.VIEW, "干部考察")
    for _ in range(2):
        note_view(store, who, Looking.PRINT, "干部考察")
    lines = views(store, who)
    assert [(each.looking, each.purpose) for each in lines] == [
        ("打印", "干部考察"), ("打印", "干部考察"), ("查看", "干部考察"), ("查看", "日常管理"),
    ]  # fmt: skip
    assert {each.name for each in lines} == {"刘婷"}


def test_a_look_is_not_undone_and_does_not_count_as_a_change(store, ids):
    before = store.revision, history.last_undoable(store)
    note_view(store, ids["周明"], Looking.VIEW, "日常管理")
    assert (store.revision, history.last_undoable(store)) == before


@pytest.mark.parametrize("purpose", ["", "  ", "长" * 101])
def test_without_a_purpose_nothing_is_printed(store, ids, purpose):
    count = len(views(store))
    with pytest.raises(InvalidValuesError):
        file_pdf(store, ids["陈志远"], purpose)
    assert len(views(store)) == count


def test_the_printed_file_has_every_leaf_and_is_in_the_log(store, ids):
    who = ids["周明"]
    text = text_of(file_pdf(store, who, "年度确认"))
    leaves = integrity.list_leaves(store, who)
    assert all(f"第{each.number}页" in text for each in leaves)
    assert "查阅事由：年度确认" in text
    assert views(store, who)[0].looking == "打印"


def test_what_is_locked_is_not_printed_and_not_logged(tmp_path):
    path = tmp_path / "支部.partydesk"
    with Store.create(path, "书记的口令够长够长", cost=CHEAP) as own:
        make_sample(own, TODAY)
        with own.reading() as session:
            who = next(each.id for each in people.people(session) if each.name == "周明")
        assert text_of(file_pdf(own, who, "日常管理"))
        add_deputy(own, "副书记", "副书记的口令够长够长", cost=CHEAP)
    with Store.open(path, "副书记的口令够长够长") as deputy:
        count = len(views(deputy))
        with pytest.raises(LockedError):
            file_pdf(deputy, who, "日常管理")
        assert len(views(deputy)) == count


@pytest.mark.parametrize("turned", [False, True])
def test_a_relative_keeps_away_whichever_way_it_was_noted(store, ids, turned):
    one, other = ids["彭勇"], ids["邓丽华"]
    keeper, member = (other, one) if turned else (one, other)
    leaf = {"member_id": member, "kind": "4 廉洁承诺", "dated_on": TODAY, "keeper_id": keeper}
    with pytest.raises(InvalidValuesError) as caught:
        integrity.save_leaf(store, leaf, TODAY)
    assert "亲属" in caught.value.by_field["keeper_id"]
    assert integrity.save_leaf(store, leaf | {"keeper_id": ids["黄雅文"]}, TODAY).id


def test_nobody_is_a_relative_of_themselves(store, ids):
    relative = BY_TABLE["relative"]
    values = {"noted_on": TODAY, "member_id": ids["彭勇"], "relative_id": ids["彭勇"],
              "relation": "夫妻"}  # fmt: skip
    with pytest.raises(InvalidValuesError):
        keeping.save_record(store, relative, values, TODAY)


def test_an_integrity_talk_leaves_its_number_in_the_file_and_nothing_of_its_contents(store, ids):
    before = len(integrity.list_leaves(store, ids["赵敏"]))
    talk = {
        "kind": "廉政谈话", "talked_on": date(2026, 11, 20), "way": "一对一",
        "talker_id": ids["陈志远"], "matter": "绝密内容甲", "content": "内容乙",
        "partners": [{"member_id": ids["赵敏"], "name": "赵敏"}],
    }  # fmt: skip
    kept = talks.save_talk(store, talk, TODAY)
    leaves = integrity.list_leaves(store, ids["赵敏"])
    assert len(leaves) == before + 1
    values = integrity.leaf_values(store, leaves[-1].id)
    assert values["source"] == f"廉政谈话记录 2026年第{kept.number}次"
    assert not values["matter"]
    talks.save_talk(store, talks.talk_values(store, kept.id), TODAY, kept.id)
    assert len(integrity.list_leaves(store, ids["赵敏"])) == before + 1
    talks.save_talk(store, talk | {"kind": "日常谈心"}, TODAY)
    assert len(integrity.list_leaves(store, ids["赵敏"])) == before + 1


def test_the_yearly_confirmation_waits_for_everyones_signature(store, ids):
    said = confirm_year(store, TODAY, ids["陈志远"])
    files = {each.name: each.confirmed for each in integrity.list_files(store, 2026)}
    assert all(confirmed for name, confirmed in files.items() if name != "陈志远")
    assert "本人签字" in said
    leaf = integrity.list_leaves(store, ids["董桂英"])[-1]
    assert (leaf.kind, leaf.state) == ("年度确认", "待签字")
    history.undo(store, history.last_undoable(store).id)
    files = integrity.list_files(store, 2026)
    assert not all(each.confirmed for each in files)


def test_an_exported_list_is_in_the_log_of_everyone_in_it(store, ids):
    both = [ids["罗倩"], ids["宋佳"], ids["罗倩"]]
    note_export(store, both, "组织调阅")
    for who in set(both):
        (line,) = [each for each in views(store, who) if each.looking == "导出"]
        assert line.purpose == "组织调阅"
    with pytest.raises(InvalidValuesError):
        note_export(store, both, " ")
