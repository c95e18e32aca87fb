"""What the check of the machine says of real folders, files, backups and clocks."""

import shutil
from datetime import datetime, timedelta

import pytest

from partydesk.services import machine, safekeeping
from partydesk.services.branch_files import backup_now
from partydesk.services.branch_settings import keep_setting
from partydesk.services.machine import (
    ClockWatch,
    State,
    check_backups,
    check_clock,
    check_place,
    check_space,
    jump_sentence,
    steady_seconds,
)
from partydesk.storage import places
from tests.core.branches import filled_branch, member

TODAY = datetime.now().date()


@pytest.fixture
def branch(tmp_path):
    home = tmp_path / "数据"
    home.mkdir()
    with filled_branch(home) as store:
        yield store


def test_room_on_the_disk_is_told_by_how_much_is_left(branch):
    free = shutil.disk_usage(branch.path).free

    fine = check_space(branch.path, little=1, scarce=1)
    little = check_space(branch.path, little=free * 2, scarce=1)
    scarce = check_space(branch.path, little=1, scarce=free * 2)

    assert [each.state for each in (fine, little, scarce)] == [
        State.FINE,
        State.NOTICE,
        State.BAD,
    ]
    assert not fine.advice
    assert "可能存不下" in scarce.sentence
    assert "腾出空间" in scarce.advice


def test_a_file_that_would_not_fit_beside_itself_is_told(tmp_path):
    path = tmp_path / "大.partydesk"
    with path.open("wb") as stream:
        stream.truncate(shutil.disk_usage(tmp_path).free // 2)  # sparse: takes no room

    assert check_space(path, little=1, scarce=1).state is State.BAD


def test_a_disk_that_is_gone_is_told(tmp_path):
    told = check_space(tmp_path / "没有" / "支部.partydesk")

    assert told.state is State.BAD
    assert "断开" in told.advice


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("OneDrive - 育才小学", "OneDrive"),
        ("我的坚果云", "坚果云"),
        ("Nutstore Files", "坚果云"),
        ("百度网盘同步空间", "百度网盘"),
        ("BaiduSyncdisk", "百度网盘"),
        ("WPS云盘", "WPS 云盘"),
        ("WPSDrive", "WPS 云盘"),
        ("微云同步助手", "微云"),
        ("天翼云盘同步盘", "天翼云盘"),
        ("SynologyDrive", "群晖"),
        ("夸克网盘", "夸克网盘"),
    ],
)
def test_a_sync_folder_is_named_with_advice(tmp_path, folder, name):
    inside = tmp_path / folder / "支部"
    inside.mkdir(parents=True)

    told = check_place(inside / "支部.partydesk")

    assert told.state is State.BAD
    assert name in told.sentence
    assert "移到本机" in told.advice
    assert check_place(tmp_path / "支部.partydesk").state is State.FINE


def test_a_folder_that_a_sync_program_watches_is_known_by_its_mark(tmp_path):
    (tmp_path / "资料" / ".nutstore").mkdir(parents=True)

    assert "坚果云" in check_place(tmp_path / "资料" / "支部.partydesk").sentence


def test_a_network_share_and_a_stick_are_told_apart(tmp_path, monkeypatch):
    for kind, word in (("network", "网络共享"), ("removable", "U 盘")):
        monkeypatch.setattr(places, "classify", lambda _path, kind=kind: places.Place(kind, "甲"))
        told = check_place(tmp_path / "支部.partydesk")
        assert (told.state, word in told.sentence) == (State.BAD, True)


def test_backups_only_on_the_same_disk_are_not_enough(branch):
    beside, elsewhere = check_backups(branch, TODAY)
    assert (beside.state, elsewhere.state) == (State.NOTICE, State.BAD)
    assert "同一块磁盘" in elsewhere.sentence

    backup_now(branch, "手动备份")
    beside, elsewhere = check_backups(branch, TODAY)
    assert (beside.state, elsewhere.state) == (State.FINE, State.BAD)
    assert "1 份备份" in beside.sentence


def test_a_copy_in_another_folder_of_the_same_disk_is_no_second_disk(branch, tmp_path):
    backup_now(branch, "备份到外部", tmp_path / "另一处")

    elsewhere = check_backups(branch, TODAY)[1]

    assert elsewhere.state is State.NOTICE
    assert "同一块磁盘" in elsewhere.sentence


def test_a_copy_on_another_disk_is_fine_also_when_the_stick_is_pulled_out(branch, tmp_path):
    stick = tmp_path / "U 盘"
    backup_now(branch, "备份到外部", stick)
    told = safekeeping.setting(branch, safekeeping.OUTSIDE)
    keep_setting(branch, safekeeping.OUTSIDE, told | {"same_disk": False})
    assert "现在能读到" in check_backups(branch, TODAY)[1].sentence

    for each in stick.iterdir():
        each.unlink()
    gone = check_backups(branch, TODAY)[1]
    assert (gone.state, "没有备份文件" in gone.sentence) == (State.NOTICE, True)

    stick.rmdir()
    pulled = check_backups(branch, TODAY)[1]
    assert (pulled.state, "没有接上" in pulled.sentence) == (State.FINE, True)

    old = check_backups(branch, TODAY + timedelta(days=30))[1]
    assert (old.state, "30 天前" in old.sentence) == (State.NOTICE, True)


def test_a_clock_behind_the_last_operation_is_told_before_dates_get_wrong(branch):
    member(branch, "苏文清")
    now = datetime.now()

    assert check_clock(branch, now).state is State.FINE
    assert check_clock(branch, now - timedelta(minutes=3)).state is State.FINE
    behind = check_clock(branch, now - timedelta(days=1))
    assert behind.state is State.BAD
    assert "还早" in behind.sentence
    assert "校准" in behind.advice


def test_a_clock_from_before_the_program_was_made_is_told_in_an_empty_file(store):
    assert check_clock(store, datetime(2000, 1, 1)).state is State.BAD
    assert check_clock(store, datetime(2026, 11, 22)).state is State.FINE


@pytest.mark.parametrize(
    ("set_by", "expected"),
    [(0, None), (600, None), (-600, None), (86400, 1), (-3 * 86400, -3)],
)
def test_a_clock_that_is_set_while_the_program_runs_is_noticed_once(set_by, expected):
    wall, steady = [1_790_000_000.0], [5000.0]
    watch = ClockWatch(lambda: wall[0], lambda: steady[0])
    for clock in (wall, steady):
        clock[0] += 40_000  # a night of sleep is no jump
    assert watch.jumped() is None
    wall[0] += set_by

    jump = watch.jumped()
    assert jump == (None if expected is None else timedelta(days=expected))
    assert watch.jumped() is None


def test_the_real_clocks_do_not_jump_by_themselves():
    assert ClockWatch().jumped() is None
    assert steady_seconds() <= steady_seconds()


def test_a_jump_is_said_with_its_way_and_size():
    now = datetime(2026, 11, 23, 8, 5)

    assert "被拨快了约 24 小时，现在是 2026-11-23 08:05" in jump_sentence(timedelta(days=1), now)
    assert "被拨慢了约 3 天" in jump_sentence(timedelta(days=-3), now)


def test_no_code_for_the_diagnosis_names_a_place(branch, tmp_path):
    backup_now(branch, "备份到外部", tmp_path / "陈志远的文件夹")
    found = [
        check_space(branch.path),
        check_place(tmp_path / "OneDrive" / "支部.partydesk"),
        *check_backups(branch, TODAY),
        check_clock(branch, datetime.now()),
    ]

    assert all(each.code.isascii() and each.code for each in found)
    assert machine.MADE_ON <= TODAY
