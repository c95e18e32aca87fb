from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from partydesk.domain.fields import LOCKED
from partydesk.domain.journal import Change, Operation
from partydesk.domain.meeting import Meeting
from partydesk.domain.member import Member
from partydesk.domain.records import Record
from partydesk.domain.talk import Talk
from partydesk.errors import DamagedFileError, LockedError
from partydesk.services.talks import list_talks, save_talk, talk_values
from partydesk.storage.slots import Cost
from partydesk.storage.store import Store
from tests.conftest import TODAY


def talk_between(store, talker, partner, content="家中老人住院，希望调整值班"):
    values = {
        "kind": "日常谈心",
        "talked_on": date(2026, 11, 18),
        "way": "一对一",
        "talker_id": talker.id,
        "content": content,
        "matter": "近期思想",
        "partners": [{"member_id": partner.id, "name": partner.name}],
    }
    return save_talk(store, values, TODAY)


def raw(store, sql, *values):
    with store.reading() as session:
        return session.connection().exec_driver_sql(sql, values).fetchall()


def test_the_steps_build_what_the_records_declare(store):
    declared = {
        table.name: {column.name for column in table.columns}
        for table in Record.metadata.sorted_tables
    }
    with store.reading() as session:
        tables = session.execute(text("select name from sqlite_schema where type = 'table'"))
        built = {
            name: {row[1] for row in session.execute(text(f"pragma table_info({name})"))}
            for (name,) in tables.all()
        }

    assert built == declared


def test_a_confidential_text_is_sealed_in_the_file_and_read_back(store, add_member):
    talk = talk_between(store, add_member("陈志远"), add_member("刘婷"))

    assert talk.content == "家中老人住院，希望调整值班"
    assert talk_values(store, talk.id)["content"] == "家中老人住院，希望调整值班"
    ((stored,),) = raw(store, "select content from talk")
    assert isinstance(stored, bytes)
    assert "老人".encode() not in stored
    changes = raw(store, "select before, after, sealed_before, sealed_after from change")
    assert not any("老人" in str(row[0]) + str(row[1]) for row in changes)
    assert not any("老人".encode() in (row[2] or b"") + (row[3] or b"") for row in changes)


def test_a_sealed_text_moved_to_another_row_is_refused(store, add_member):
    chair, other = add_member("陈志远"), add_member("刘婷")
    first = talk_between(store, chair, other, "甲的内容")
    second = talk_between(store, chair, other, "乙的内容")
    with store.writing("动手脚") as session:
        session.execute(
            text(
                "update talk set content = (select content from talk where id = :a) where id = :b"
            ),
            {"a": first.id, "b": second.id},
        )

    with pytest.raises(DamagedFileError):
        talk_values(store, second.id)


def test_a_deputy_sees_that_it_is_locked_and_can_change_the_rest(tmp_path):
    path, cheap = tmp_path / "a.partydesk", Cost(memory_kib=8 * 1024, iterations=1, lanes=1)
    with Store.create(path, "书记的口令很长很长", cost=cheap) as store:
        values = {"name": "陈志远", "category": "正式党员", "standing": "正常"}
        with store.writing("加人") as session:
            chair, other = Member(**values), Member(**values | {"name": "刘婷"})
            session.add_all([chair, other])
        talk = talk_between(store, chair, other)
        store._sealer._key = None

        with store.reading() as session:
            found = session.get(Talk, talk.id)
        assert found.content == LOCKED
        assert list_talks(store)[0].matter == LOCKED
        with store.writing("改地点") as session:
            session.get(Talk, talk.id).place = "办公室"
        with pytest.raises(LockedError), store.writing("改内容") as session:
            session.get(Talk, talk.id).content = "别的"


def test_what_fails_half_way_leaves_nothing(store, add_member):
    add_member("陈志远")
    before = store.revision

    def fail():
        with store.writing("半途而废") as session:
            session.add(Member(name="刘婷"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert store.revision == before
    with store.reading() as session:
        assert [each.name for each in session.scalars(select(Member))] == ["陈志远"]
        assert session.scalars(select(Operation.title)).all() == ["新增陈志远"]


def test_history_names_what_changed_and_nothing_else(store, add_member):
    member = add_member("陈志远")
    with store.writing("改学历") as session:
        session.get(Member, member.id).education = "大学"
    with store.writing("什么也没改") as session:
        session.get(Member, member.id).education = "大学"

    with store.reading() as session:
        changes = session.scalars(select(Change).where(Change.action == "change")).all()
    assert [(each.before, each.after) for each in changes] == [
        ('{"education": null}', '{"education": "大学"}')
    ]


def test_what_lies_in_the_bin_is_not_seen(store, add_member):
    with store.writing("删") as session:
        session.get(Member, add_member("刘婷").id).deleted_at = None
        meeting = Meeting(kind="党课", held_on=TODAY, number=1)
        session.add(meeting)
    with store.writing("删") as session:
        session.get(Meeting, meeting.id).deleted_at = meeting.created_at

    with store.reading() as session:
        assert session.scalars(select(Meeting)).all() == []
        assert session.get(Meeting, meeting.id) is None
        query = select(Meeting).execution_options(with_deleted=True)
        assert [each.id for each in session.scalars(query)] == [meeting.id]


def test_an_error_of_the_database_names_no_contents(store):
    def twice():
        with store.writing("两次同号") as session:
            for _ in range(2):
                session.execute(
                    text("insert into setting (id, value) values ('号', :value)"),
                    {"value": "某某的姓名"},
                )

    with pytest.raises(IntegrityError) as caught:
        twice()

    assert "某某的姓名" not in str(caught.value)
