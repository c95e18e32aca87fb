"""The window is killed in the midst of typing: what it showed as saved is there, and the rest."""

from tests.e2e.kill_drill import Told, compared, drill


def test_killed_at_any_moment_nothing_saved_is_lost_and_at_most_three_seconds(tmp_path):
    found = drill(tmp_path, 4, control=False, seed=7, latest=4.2)

    assert found["problems"] == []
    assert found["typed"] > 40
    assert found["saved"] > 0


def test_the_drill_finds_out_when_drafts_are_not_kept(tmp_path):
    found = drill(tmp_path, 1, control=True, seed=1, latest=4.0)

    assert len(found["problems"]) == 1
    assert "of typing are lost" in found["problems"][0]


def test_the_drill_finds_out_when_something_shown_as_saved_is_not_there():
    told = {1: Told([9.0, 9.1, 9.2, 9.3, 9.4], "[1]会议", saved=5)}

    assert compared(told, (["[1]会议", "别的"], []), 10.0).problem == ""
    lost = compared(told, (["[1]会"], ["[1]会议"]), 10.0)
    assert lost.problem == "[1] was shown as saved to 5, 4 are there"
    assert compared(told, (["[1]会议"], []), 10.0).lost == 0
