import pytest

from partydesk.errors import InvalidValuesError, RefusedError
from partydesk.services.assessments import (
    assessment,
    finish,
    open_assessment,
    previous_total,
    reopen,
    save_score,
)
from partydesk.services.evidence import named, proofs
from partydesk.services.history import last_undoable, undo
from tests.core.test_history import a_meeting


def fill(store, period, points=None):
    sheet = open_assessment(store, period)
    for item in sheet.scheme.items:
        save_score(store, sheet.id, item.no, points=item.points if points is None else points)
    return assessment(store, period)


def test_a_score_keeps_its_reason_and_its_proofs(store, add_member):
    add_member()
    meeting = a_meeting(store, votes=[])
    sheet = open_assessment(store, "2026Q4")
    save_score(
        store, sheet.id, "3", points=1450, reason=" 缺一次 ", evidence=[("meeting", meeting.id)]
    )

    score = assessment(store, "2026Q4").scores["3"]
    assert (score.points, score.reason, score.evidence) == (
        1450,
        "缺一次",
        (("meeting", meeting.id),),
    )
    (proof,) = named(store, score.evidence)
    assert "接收预备党员" in proof.text
    assert proofs(store)[0] == proof

    save_score(store, sheet.id, "3", points=1450, evidence=[])
    assert assessment(store, "2026Q4").scores["3"].evidence == ()
    undo(store, last_undoable(store).id)
    assert len(assessment(store, "2026Q4").scores["3"].evidence) == 1


def test_more_points_than_the_item_has_are_refused(store):
    sheet = open_assessment(store, "2026Q4")

    with pytest.raises(InvalidValuesError, match="0 到 16 分"):
        save_score(store, sheet.id, "3", points=1601)
    save_score(store, sheet.id, "3", points=1600)

    assert assessment(store, "2026Q4").total == 1600


@pytest.mark.parametrize("points", ["十分", "16", 1.5, True])
def test_points_that_are_no_number_are_refused_with_a_sentence(store, points):
    sheet = open_assessment(store, "2026Q4")

    with pytest.raises(InvalidValuesError, match="自评分应为数字"):
        save_score(store, sheet.id, "3", points=points)
    with pytest.raises(InvalidValuesError, match="理由应为文字"):
        save_score(store, sheet.id, "3", points=1600, reason=None)

    assert assessment(store, "2026Q4").total == 0


def test_it_is_finished_only_when_every_item_is_scored_and_then_stays(store):
    sheet = open_assessment(store, "2026Q3")
    save_score(store, sheet.id, "1", points=0)
    with pytest.raises(RefusedError, match="2、3"):
        finish(store, sheet.id)

    full = fill(store, "2026Q3")
    finish(store, full.id)

    assert full.total == 10_000
    with pytest.raises(RefusedError, match="已经完成"):
        save_score(store, full.id, "1", points=0)
    assert assessment(store, "2026Q3").total == 10_000
    reopen(store, full.id)
    save_score(store, full.id, "1", points=0)


def test_the_last_finished_period_of_the_same_sort_is_compared(store):
    for period in ("2026Q2", "2026Q3", "2025"):
        finish(store, fill(store, period).id)
    fill(store, "2026Q4")

    assert previous_total(store, "2026Q4") == ("2026Q3", 10_000)
    assert previous_total(store, "2026") == ("2025", 10_000)
    assert previous_total(store, "2026Q1") is None


def test_a_score_without_a_proof_is_named(store):
    sheet = fill(store, "2026Q4", points=100)
    save_score(store, sheet.id, "1", points=0)

    assert "1" not in assessment(store, "2026Q4").unproved
    assert "2" in assessment(store, "2026Q4").unproved
