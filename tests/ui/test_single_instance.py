"""The second start on a file raises the first window; another file has its own."""

import pytest

from ui.single_instance import Doorbell, address_of, raise_other


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    # Sockets have short names: the test's own folder would be too long.
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("TMPDIR", "/tmp")
    return tmp_path


@pytest.fixture
def doorbell(qapp, tmp_path):
    made = Doorbell(tmp_path / "甲.partydesk", qapp)
    yield made
    made.close()


def test_a_second_start_is_heard_by_the_first(doorbell, tmp_path, qtbot):
    with qtbot.waitSignal(doorbell.rung):
        assert raise_other(tmp_path / "甲.partydesk")


@pytest.mark.usefixtures("doorbell")
def test_another_file_has_no_window_yet(tmp_path):
    assert not raise_other(tmp_path / "乙.partydesk")


def test_a_closed_window_is_not_raised(doorbell, tmp_path):
    doorbell.close()

    assert not raise_other(tmp_path / "甲.partydesk")


def test_the_same_file_by_another_way_is_the_same(tmp_path):
    (tmp_path / "sub").mkdir()

    assert address_of(tmp_path / "sub" / ".." / "甲.partydesk") == address_of(
        tmp_path / "甲.partydesk"
    )


@pytest.mark.usefixtures("qapp")
def test_what_a_dead_program_left_does_not_hinder(tmp_path, qtbot):
    from pathlib import Path

    path = tmp_path / "丙.partydesk"
    Path(address_of(path)).write_bytes(b"")
    bell = Doorbell(path)
    with qtbot.waitSignal(bell.rung):
        assert raise_other(path)
    bell.close()
