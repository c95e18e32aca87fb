from datetime import date

import pytest

from partydesk.domain.periods import quarter_of, year_of
from partydesk.errors import InvalidValuesError
from partydesk.rules.talks import not_reached
from partydesk.services.branch_files import add_deputy
from partydesk.services.drafts import draft_of, drafts, drop_draft, keep_draft
from partydesk.services.facts import load_facts
from partydesk.services.integrity import leaf_values, list_files, list_leaves, save_leaf
from partydesk.services.organization import save_term
from partydesk.services.talks import list_talks, save_talk, talk_values
from partydesk.services.timeline import year_of_member
from partydesk.storage.slots import Cost
from partydesk.storage.store import Store
from tests.conftest import TODAY
from tests.core.test_history import a_meeting
from tests.core.test_store import raw, talk_between


def committee(store, *members):
    posts = [{"member_id": each.id, "kind": "委员"} for each in members]
    save_term(store, {"elected_on": date(2025, 1, 1), "years": 3, "posts": posts})


def a_leaf(store, member, **changes):
    values = {
        "member_id": member.id,
        "kind": "8 上交礼品礼金",
        "dated_on": date(2026, 9, 12),
        "matter": "教师节收到贺卡一张",
        "signed_on": date(2026, 9, 12),
    }
    corrects = changes.pop("corrects", None)
    return save_leaf(store, values | changes, TODAY, corrects=corrects)


def test_those_nobody_of_the_committee_talked_to_are_named(store, add_member):
    chair, second = add_member("陈志远"), add_member("周海燕")
    reached, left = add_member("刘婷"), add_member("何静")
    committee(store, chair, second)
    talk_between(store, chair, reached)
    talk_between(store, reached, left)  # between members: not by the committee
    talk_between(store, chair, second)

    known = load_facts(store, TODAY)
    assert [each.id for each in not_reached(known, quarter_of(TODAY))] == [left.id]
    assert len(not_reached(known, quarter_of(date(2026, 1, 1)))) == 4


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"talked_on": date(2027, 1, 1)}, "talked_on"),
        ({"partners": []}, "partners"),
        ({"starts_at": "16:00", "ends_at": "15:00"}, "ends_at"),
        ({"content": "字" * 50_001}, "content"),
    ],
)
def test_a_talk_that_can_not_be_is_refused_at_its_field(store, add_member, changes, field):
    chair, other = add_member("陈志远"), add_member("刘婷")
    talk = talk_between(store, chair, other)
    values = talk_values(store, talk.id)

    with pytest.raises(InvalidValuesError) as caught:
        save_talk(store, values | changes, TODAY, talk.id)

    assert field in caught.value.by_field
    assert talk_values(store, talk.id) == values


def test_nobody_talks_to_oneself(store, add_member):
    chair = add_member("陈志远")

    with pytest.raises(InvalidValuesError, match="不能是同一个人"):
        talk_between(store, chair, chair)


def test_talks_are_numbered_and_found_by_name_and_content(store, add_member):
    chair, other = add_member("陈志远"), add_member("刘婷")
    first = talk_between(store, chair, other, "教研任务重")
    second = talk_between(store, chair, other, "家访安排")

    assert (first.number, second.number) == (1, 2)
    assert [row.id for row in list_talks(store, text="家访")] == [second.id]
    assert len(list_talks(store, text="刘婷")) == 2
    assert list_talks(store, text="无此内容") == []


def test_a_draft_is_kept_sealed_and_forgotten_after_saving(store):
    values = {"content": "没写完的话", "talked_on": date(2026, 3, 5), "partners": [{"name": "甲"}]}
    keep_draft(store, "talk", None, values)

    assert draft_of(store, "talk", None).values == values
    assert draft_of(store, "talk", "another") is None
    assert set(drafts(store, "talk")) == {None}
    ((stored,),) = raw(store, 'select "values" from draft')
    assert "没写完".encode() not in stored
    drop_draft(store, "talk", None)
    assert draft_of(store, "talk", None) is None


def test_a_deputys_draft_takes_nothing_away_from_the_secretarys(tmp_path):
    path, cheap = tmp_path / "a.partydesk", Cost(memory_kib=8 * 1024, iterations=1, lanes=1)
    with Store.create(path, "书记自己的很长密码", cost=cheap) as store:
        add_deputy(store, "刘婷", "副手自己的很长密码", cost=cheap)
        keep_draft(store, "talk", None, {"content": "书记没写完的话"})
    with Store.open(path, "副手自己的很长密码") as store:
        assert draft_of(store, "talk", None) is None
        keep_draft(store, "talk", None, {"place": "办公室"})
        assert draft_of(store, "talk", None).values == {"place": "办公室"}
        drop_draft(store, "talk", None)
    with Store.open(path, "书记自己的很长密码") as store:
        assert draft_of(store, "talk", None).values == {"content": "书记没写完的话"}
        assert set(drafts(store, "talk")) == {None}


def test_a_draft_does_not_count_as_a_change_of_the_file(store):
    before = store.revision
    keep_draft(store, "meeting", None, {"topic": "半句"})

    assert store.revision == before


def test_leaves_are_numbered_per_person_and_corrected_by_a_new_one(store, add_member):
    one, two = add_member("刘婷"), add_member("何静")
    first = a_leaf(store, one)
    a_leaf(store, two)
    new = a_leaf(store, one, matter="更正：贺卡两张", corrects=first.id)

    rows = list_leaves(store, one.id)
    assert [(row.number, row.state) for row in rows] == [(1, "已更正"), (2, "已签字")]
    assert leaf_values(store, first.id)["matter"] == "教师节收到贺卡一张"
    assert leaf_values(store, new.id)["replaces_id"] == first.id


def test_nobody_keeps_the_own_file_and_no_clue_material_is_taken(store, add_member):
    member = add_member("刘婷")

    with pytest.raises(InvalidValuesError, match="回避"):
        a_leaf(store, member, keeper_id=member.id)
    with pytest.raises(InvalidValuesError, match="问题线索"):
        a_leaf(store, member, matter="收到问题线索一件")
    assert list_leaves(store) == []


def test_the_yearly_confirmation_is_seen(store, add_member):
    member = add_member("刘婷")
    assert list_files(store, 2026)[0].confirmed is False
    a_leaf(store, member, kind="年度确认", matter="本年度无变化", dated_on=date(2026, 1, 10))

    assert list_files(store, 2026)[0].confirmed is True
    assert list_files(store, 2025)[0].confirmed is False


def test_a_persons_year_holds_meetings_talks_and_leaves(store, add_member):
    chair, other = add_member("陈志远"), add_member("刘婷")
    a_meeting(store, votes=[])
    talk_between(store, chair, other, "不该出现的内容")
    a_leaf(store, other)

    year = year_of_member(store, other.id, year_of(TODAY))

    assert [line.record_type for line in year.lines] == ["talk", "meeting", "integrity_leaf"]
    assert (year.due, year.came) == (1, 1)
    assert "不该出现" not in "".join(line.text for line in year.lines)
