"""换届选举: what it needs, what can't be, and the way of its counts through file, page, package."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.periods import period_with
from partydesk.rules.elections import Election, Nominee, faults, needs
from partydesk.services.exports import meeting_pdf
from partydesk.services.findings import check_branch
from partydesk.services.history import last_redoable, last_undoable, redo, undo
from partydesk.services.meetings import meeting_values, save_meeting
from partydesk.services.submission import clear_copy_pdf, plan
from tests.core import branches
from tests.core.branches import TODAY
from tests.core.papers import text_of
from tests.core.records_help import add_meeting

DAY = date(2026, 11, 6)
#: 30 due, 25 there, 25 issued, 24 returned, 23 valid; five seats, six candidates.
RIGHT = {
    "seats_open": 5, "electors_due": 30, "electors_present": 25,
    "ballots_issued": 25, "ballots_returned": 24, "ballots_valid": 23,
}  # fmt: skip
STANDING = (
    Nominee("甲", 22, 1, 0, True), Nominee("乙", 21, 2, 0, True), Nominee("丙", 20, 3, 0, True),
    Nominee("丁", 19, 3, 1, True), Nominee("戊", 18, 4, 1, True), Nominee("己", 14, 8, 1, False),
)  # fmt: skip


def told(nominees=STANDING, **changes):
    given = Election("e", DAY, **(RIGHT | changes), nominees=tuple(nominees))
    return [(each.field, each.sentence, each.severity.name) for each in faults(given)]


@pytest.mark.parametrize(
    ("due", "present", "seats", "least"),
    [(30, 25, 5, (24, 13, 6)), (31, 24, 3, (25, 13, 4)), (5, 4, 1, (4, 3, 2)),
     (7, 7, 7, (6, 4, 9)), (10, 9, 10, (8, 5, 12))],
)  # fmt: skip
def test_what_an_election_needs_is_known_before(due, present, seats, least):
    found = needs(due, present, seats)

    assert (found.quorum, found.votes, found.candidates) == least


def test_an_election_that_adds_up_has_no_fault():
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"electors_present": 31}, "实到会有选举权 31，多于应到会有选举权 30"),
        ({"electors_present": 23}, "实到会有选举权 23 人，不足应到的五分之四（24 人）"),
        ({"ballots_issued": 26}, "发出选票 26，多于实到会有选举权 25"),
        ({"ballots_returned": 26}, "收回选票 26，多于发出选票 25"),
        ({"ballots_valid": 25}, "有效票 25，多于收回选票 24"),
        ({"ballots_returned": None, "ballots_valid": 26}, "有效票 26，多于发出选票 25"),
    ],
)  # fmt: skip
def test_counts_that_can_not_be_are_errors(changes, fault):
    assert any(fault in sentence and weight == "ERROR" for _, sentence, weight in told(**changes))


@pytest.mark.parametrize("changes", [{"electors_present": 24, "ballots_issued": 24}])
def test_exactly_four_fifths_are_enough(changes):
    assert told(**changes) == []


def test_six_candidates_for_five_seats_are_just_enough_five_are_a_warning():
    assert told(STANDING[:5]) == [
        ("nominees", "候选人 5 名，应选 5 名，差额不足 20%（至少 6 名）", "WARNING")
    ]


@pytest.mark.parametrize(("votes", "is_wrong"), [(12, True), (13, False)])
def test_more_than_half_of_those_present_elect(votes, is_wrong):
    """Of 25 present 13 are more than half; 12 are not."""
    nominees = [*STANDING[:4], Nominee("戊", votes, 5, 5, True), Nominee("己", 2, 8, 1, False)]

    assert bool(told(nominees)) == is_wrong


def test_more_votes_than_ballots_and_than_places_on_them_are_errors():
    too_many = [STANDING[0]._replace(yes=22, no=2), *STANDING[1:]]
    assert told(too_many) == [
        ("nominees.0.yes", "甲得赞成、不赞成、弃权共 24 票，多于选票 23 张", "ERROR")
    ]
    # 22 + 21 + 20 + 19 + 18 + 16 = 116 > 23 × 5 = 115
    crowded = [*STANDING[:5], STANDING[5]._replace(yes=16, no=6)]
    assert told(crowded) == [
        ("nominees", "赞成票共 116 票，23 张选票各选 5 名，最多 115 票", "ERROR")
    ]


def test_who_has_more_votes_is_elected_first_and_no_more_than_there_are_seats():
    swapped = [*STANDING[:4], STANDING[4]._replace(is_elected=False),
               STANDING[5]._replace(is_elected=True)]  # fmt: skip
    assert told(swapped) == [
        ("nominees.4.is_elected", "戊得 18 票没有当选，己得 14 票却当选", "ERROR")
    ]
    everyone = [each._replace(is_elected=True) for each in STANDING]
    assert told(everyone) == [("nominees", "当选 6 名，多于应选 5 名", "ERROR")]


def test_what_is_not_filled_in_is_let_be():
    assert list(faults(Election("e", DAY))) == []
    assert list(faults(Election("e", DAY, nominees=(Nominee("甲"),)))) == []


COUNT = st.none() | st.integers(0, 60)


@given(
    st.tuples(*[COUNT] * 6),
    st.lists(st.builds(Nominee, st.just("甲"), COUNT, COUNT, COUNT, st.booleans()), max_size=8),
)
def test_whatever_is_typed_there_are_only_sentences(counts, nominees):
    for each in faults(Election("e", DAY, *counts, tuple(nominees))):
        assert each.sentence
        assert "None" not in each.sentence


@pytest.fixture
def store(tmp_path):
    with branches.filled_branch(tmp_path) as opened:
        yield opened


def elect(store, nominees=STANDING, meeting_id=None, **changes):
    values = {
        "kind": "换届选举", "held_on": DAY, "topic": "选举新一届支部委员会",
        "scrutineers": "周明", "tellers": "杨帆",
        "nominees": [each._asdict() for each in nominees],
    } | RIGHT | changes  # fmt: skip
    if meeting_id:
        kept = meeting_values(store, meeting_id)
        return save_meeting(store, kept | values, TODAY, meeting_id)
    values = {name: value for name, value in values.items() if name not in ("topic", "held_on")}
    return add_meeting(store, "选举新一届支部委员会", DAY, **values)


def found(store):
    period = period_with("2026Q4")
    return [each for each in check_branch(store, period, TODAY) if each.rule == "MTG-21"]


def test_counts_are_kept_checked_and_never_keep_a_record_from_being_saved(store):
    meeting = elect(store, ballots_returned=26)
    kept = meeting_values(store, meeting.id)

    assert [each["name"] for each in kept["nominees"]] == [*"甲乙丙丁戊己"]
    assert (kept["ballots_returned"], kept["scrutineers"]) == (26, "周明")
    (hit,) = found(store)
    assert (hit.severity.name, hit.record_id, hit.field) == (
        "ERROR",
        meeting.id,
        "ballots_returned",
    )
    assert "2026年11月6日换届选举：收回选票 26，多于发出选票 25。" in hit.sentence

    elect(store, STANDING[:5], meeting.id)
    (hit,) = found(store)
    assert hit.severity.name == "WARNING"
    elect(store, STANDING, meeting.id)
    assert found(store) == []


def test_undo_and_redo_take_the_candidates_along(store):
    meeting = elect(store)
    elect(store, STANDING[:2], meeting.id)
    undo(store, last_undoable(store).id)
    assert len(meeting_values(store, meeting.id)["nominees"]) == 6
    redo(store, last_redoable(store).id)
    assert len(meeting_values(store, meeting.id)["nominees"]) == 2


def test_the_printed_record_has_counts_candidates_and_who_counted(store):
    text = text_of(meeting_pdf(store, elect(store).id)).replace(" ", "").replace("\n", "")

    for part in ("选举情况", "应选人数5", "发出选票25", "收回选票24", "有效票23",
                 "监票人周明", "计票人杨帆", "1甲2210当选", "6己1481未当选"):  # fmt: skip
        assert part in text.replace("　", ""), part
    other = text_of(meeting_pdf(store, add_meeting(store, day=date(2026, 11, 9)).id))
    assert "选举情况" not in other


def test_the_package_holds_counts_and_candidates(store):
    elect(store)
    planned = plan(store, period_with("2026Q4"), TODAY)
    row = next(each for each in planned.collected.rows["meetings"] if each["kind"] == "换届选举")

    assert (row["ballots_valid"], row["tellers"]) == (23, "杨帆")
    assert [(each["name"], each["yes"], each["is_elected"]) for each in row["nominees"]][:1] == [
        ("甲", 22, True)
    ]
    text = text_of(clear_copy_pdf(planned, "书记")).replace(" ", "").replace("\n", "")
    assert "应选5名，应到30人，实到25人，发出选票25张，收回24张，有效23张" in text
    assert "甲22票（当选）" in text
