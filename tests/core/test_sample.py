import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from partydesk.domain.identity import problem, sex_of
from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.meeting import Meeting
from partydesk.domain.member import Member
from partydesk.domain.periods import quarter_of
from partydesk.domain.talk import Talk
from partydesk.errors import RefusedError
from partydesk.rules.talks import not_reached
from partydesk.services.assessments import sheet_view
from partydesk.services.facts import load_facts
from partydesk.services.history import last_undoable
from partydesk.services.meetings import list_meetings, meeting_values
from partydesk.services.members import MemberFilter, list_members
from partydesk.services.organization import groups, the_branch
from partydesk.services.roster_import import prepare_import
from partydesk.services.sample import make_sample
from partydesk.services.sample_sheet import roster_sheet_sample
from partydesk.services.sample_talks import busy_quarter
from partydesk.services.talks import list_talks
from partydesk.storage.meetings import whole_meetings
from partydesk.storage.store import Store
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def sample():
    with Store.in_memory() as store:
        make_sample(store, TODAY)
        yield store


def test_the_sample_has_the_people_of_the_design(sample):
    roster = list_members(sample, MemberFilter(), TODAY)
    everyone = list_members(sample, MemberFilter(categories=()), TODAY)

    assert the_branch(sample).short_name == "实验小学第二党支部"
    assert Counter(row.category for row in everyone) == {
        "正式党员": 35,
        "预备党员": 2,
        "入党积极分子": 4,
    }
    assert [row.name for row in roster if row.posts] == ["陈志远", "周明", "刘婷", "黄雅文", "杨帆"]
    assert len(groups(sample)) == 5


def test_id_numbers_are_right_and_belong_to_no_county(sample):
    for row in list_members(sample, MemberFilter(categories=()), TODAY):
        assert row.id_number.startswith("999999")
        assert problem(row.id_number) == ""
        assert sex_of(row.id_number) == row.sex
        assert row.mobile.startswith("1000")


def test_the_quarter_is_mostly_talked_through_and_contents_can_be_read(sample):
    assert len(not_reached(load_facts(sample, TODAY), quarter_of(TODAY))) == 9
    with sample.reading() as session:
        contents = [talk.content for talk in session.scalars(select(Talk))]
    assert len(contents) == 54
    assert all(len(text) > 30 for text in contents)


def test_the_votes_of_the_year_are_passed_with_a_quorum(sample):
    with sample.reading() as session:
        votes = [vote for meeting in whole_meetings(session) for vote in meeting.votes]

    assert {vote.kind for vote in votes} == {"一般决议", "接收预备党员", "预备党员转正"}
    assert all(vote.is_passed for vote in votes)


def test_there_are_gaps_to_be_found(sample):
    kinds = {row.kind for row in list_meetings(sample) if row.held_on >= date(2026, 11, 1)}
    assert "支部委员会会议" not in kinds
    lectures = [row.held_on.month for row in list_meetings(sample, kinds=("党课",))]
    assert lectures == [11, 6, 3]
    newest = list_meetings(sample, kinds=("主题党日",))[0]
    absent = [
        row for row in meeting_values(sample, newest.id)["attendances"] if row["presence"] == "缺席"
    ]
    assert [row["name"] for row in absent if row["reason"] is None] == ["孙丽"]


@pytest.mark.parametrize("today", [TODAY, date(2026, 3, 15), date(2027, 8, 20)])
def test_the_scores_fit_what_the_program_counts_on_any_day(today):
    """Where both figures are the same no reason is needed; where they differ one stands there."""
    with Store.in_memory() as store:
        make_sample(store, today)
        view = sheet_view(store, busy_quarter(today).code, today)

    assert view.missing == []
    assert view.unreasoned == []
    assert [each.item.no for each in view.lines if each.own.reason and not each.differs] == []
    bare = [each.item.no for each in view.lines if not each.own.evidence]
    assert bare == ["2", "8", "11"]


def test_what_the_sample_gives_otherwise_is_said_in_points(sample):
    """The reasons name a figure, and it is the difference between the two scores."""
    view = sheet_view(sample, "2026Q4", TODAY)
    differing = {each.item.no: each for each in view.lines if each.differs}

    assert list(differing) == ["1", "3", "4", "6", "11"]
    for line in differing.values():
        (said,) = re.findall(r"扣 ([0-9.]+) 分", line.own.reason)
        assert abs(line.own.points - line.computed) == round(float(said) * 100)


def test_making_it_is_not_offered_for_undo(sample):
    assert last_undoable(sample) is None


def test_a_file_with_a_branch_is_not_mixed_with_the_sample(sample):
    before = len(list_meetings(sample))

    with pytest.raises(RefusedError, match="已有支部"):
        make_sample(sample, TODAY)

    assert len(list_meetings(sample)) == before


@settings(max_examples=8, deadline=None)
@given(st.dates(date(2026, 1, 1), date(2034, 12, 31)))
def test_on_any_day_it_can_be_made_and_nothing_in_it_is_still_ahead(today):
    with Store.in_memory() as store:
        make_sample(store, today)

        yesterday = today - timedelta(days=1)
        with store.reading() as session:
            days = [
                *session.scalars(select(Meeting.held_on)),
                *session.scalars(select(Talk.talked_on)),
                *session.scalars(select(IntegrityLeaf.dated_on)),
                *session.scalars(select(Member.joined_on).where(Member.joined_on.isnot(None))),
                *session.scalars(select(Member.left_on).where(Member.left_on.isnot(None))),
            ]
        assert max(days) <= yesterday
        assert len(list_meetings(store)) > 80
        assert len(list_talks(store)) >= 9


def test_two_samples_of_a_day_tell_the_same_story(sample):
    with Store.in_memory() as store:
        make_sample(store, TODAY)

        def told(each):
            return sorted(
                (row.held_on, row.kind, row.group, row.topic, row.due, row.present)
                for row in list_meetings(each)
            )

        assert told(store) == told(sample)


def test_the_sample_sheet_has_as_many_clear_doubtful_and_wrong_rows_as_it_says(sample, tmp_path):
    path = tmp_path / "花名册.xlsx"
    roster_sheet_sample(path)
    preview = prepare_import(sample, path)

    assert str(preview.counts) == "可导入 44 行，3 行需确认，1 行有错"
    own = {row.id_number for row in list_members(sample, MemberFilter(categories=()), TODAY)}
    assert own.isdisjoint(row.row.values.get("id_number") for row in preview.rows)
    assert "末位已丢失" in preview.refused[0].problems[0].sentence
