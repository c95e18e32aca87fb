"""TP2: replayed, forked and missing packages, every cell of the table."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.package.sequence import Handling, Verdict, check_sequence
from tests.core.packages import INFO

LAST, NEW, OLDER, STRANGE = "b" * 64, "c" * 64, "a" * 64, "d" * 64
KNOWN = frozenset({OLDER, LAST})


def decide(seq, content_id, previous):
    return check_sequence(5, LAST, KNOWN, replace(INFO, seq=seq, previous=previous), content_id)


@pytest.mark.parametrize(
    ("seq", "content_id", "previous", "verdict", "handling"),
    [
        (5, LAST, OLDER, "REPEATED", "NOTHING_NEW"),
        (4, OLDER, STRANGE, "REPEATED", "NOTHING_NEW"),
        (5, NEW, LAST, "IMPOSSIBLE", "QUARANTINE"),
        (5, NEW, OLDER, "FORK", "QUARANTINE"),
        (2, NEW, STRANGE, "FORK", "QUARANTINE"),
        (6, LAST, OLDER, "KNOWN_UNDER_OTHER_NUMBER", "QUARANTINE"),
        (6, NEW, LAST, "ACCEPT", "TAKE"),
        (6, NEW, OLDER, "BROKEN_CHAIN", "QUARANTINE"),
        (6, NEW, "", "BROKEN_CHAIN", "QUARANTINE"),
        (9, OLDER, LAST, "KNOWN_UNDER_OTHER_NUMBER", "QUARANTINE"),
        (9, NEW, LAST, "IMPOSSIBLE", "QUARANTINE"),
        (9, NEW, STRANGE, "GAP", "HOLD"),
    ],
)
def test_every_cell_has_the_outcome_of_the_study(seq, content_id, previous, verdict, handling):
    decision = decide(seq, content_id, previous)
    assert (decision.verdict.name, decision.handling.name) == (verdict, handling)
    assert decision.sentence


def test_the_first_package_of_a_branch_is_accepted():
    first = check_sequence(0, "", (), INFO, NEW)
    assert first.verdict is Verdict.ACCEPT


def test_a_gap_names_the_missing_numbers():
    decision = decide(9, NEW, STRANGE)
    assert decision.missing == (6, 7, 8)
    assert "第 6 至 8 份" in decision.sentence
    assert decide(7, NEW, STRANGE).missing == (6,)
    assert len(decide(10**8, NEW, STRANGE).missing) == 100


@settings(max_examples=300)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=30))
def test_a_bureau_never_takes_two_histories_whatever_comes_in_whatever_order(picks):
    # A branch sends 1..10, restores the state after 4 and sends another 5..10: two histories.
    first = [(n, f"{n:064x}", f"{n - 1:064x}" if n > 1 else "") for n in range(1, 11)]
    second = [
        (n, f"{n + 100:064x}", f"{n + 99:064x}" if n > 5 else f"{4:064x}") for n in range(5, 11)
    ]
    sent = first + second
    last, last_id, taken = 0, "", []
    for pick in picks:
        seq, content_id, previous = sent[pick % len(sent)]
        info = replace(INFO, seq=seq, previous=previous)
        if check_sequence(last, last_id, taken, info, content_id).handling is Handling.TAKE:
            last, last_id = seq, content_id
            taken.append(content_id)
    numbers = [each[0] for content_id in taken for each in sent if each[1] == content_id]
    assert numbers == list(range(1, last + 1))
    assert (
        taken == [e[1] for e in first][: len(taken)]
        or taken == ([e[1] for e in first[:4]] + [e[1] for e in second])[: len(taken)]
    )


def test_a_thousand_forks_are_all_found():
    found = {
        decide(seq, f"{number:064x}", f"{number + 7:064x}").verdict
        for number in range(200)
        for seq in range(1, 6)
    }
    assert found == {Verdict.FORK}
