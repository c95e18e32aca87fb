"""Damage of the open file is found by reading all pages, and stops all writing."""

import subprocess
import sys
from contextlib import nullcontext
from datetime import date, timedelta

import pytest

from partydesk.errors import PartydeskError, RefusedError
from partydesk.services import branch_files, drafts, wholeness
from partydesk.services.members import MemberFilter, list_members
from partydesk.storage.store import Store
from tests.core.branches import PASSWORD, TODAY, filled_branch, fingerprints, member

PAGE = 4096


@pytest.fixture
def path(tmp_path):
    filled_branch(tmp_path).close()
    return tmp_path / "育才支部.partydesk"


def spoil(path, page=-1):
    """Flip one bit in a page of a closed file; the last one holds no schema."""
    data = bytearray(path.read_bytes())
    place = (page % (len(data) // PAGE)) * PAGE + 100
    data[place] ^= 4
    path.write_bytes(data)


def test_a_whole_file_goes_on_as_before(path):
    with branch_files.open_branch(path, PASSWORD) as store:
        assert wholeness.look_for_damage(store, nullcontext()) is None
        member(store, "苏文清")
        assert wholeness.look_for_damage(store, nullcontext()) is None
        assert store.stopped is None


def test_one_flipped_bit_is_found_and_nothing_is_written_any_more(path):
    with branch_files.open_branch(path, PASSWORD) as store:
        backup = branch_files.backup_now(store, "手动备份")
    spoil(path)
    with branch_files.open_branch(path, PASSWORD) as store:
        damage = wholeness.look_for_damage(store, nullcontext())
        assert damage.backup.backup == backup
        before = fingerprints(path.parent)
        with pytest.raises(RefusedError, match="已停止写入"):
            member(store, "苏文清")
        drafts.keep_draft(store, "talk", None, {"content": "半句"})
        with pytest.raises(PartydeskError):
            branch_files.backup_now(store, "手动备份")
        assert fingerprints(path.parent) == before
        assert len(list_members(store, MemberFilter(), TODAY)) == 2


def test_without_a_whole_backup_none_is_offered(path):
    with branch_files.open_branch(path, PASSWORD) as store:
        spoil(branch_files.backup_now(store, "手动备份").path)
    spoil(path)
    with branch_files.open_branch(path, PASSWORD) as store:
        assert wholeness.look_for_damage(store, nullcontext()).backup is None


def test_what_is_only_being_written_is_read_again_before_it_counts(path):
    """The first reading may meet a page half-way; with the turn held it is whole."""
    spoil(path)
    whole = path.read_bytes()

    class Turn:
        def __enter__(self):
            spoil(path)

        def __exit__(self, *_):
            pass

    with branch_files.open_branch(path, PASSWORD) as store:
        assert path.read_bytes() == whole
        assert wholeness.look_for_damage(store, Turn()) is None
        assert store.stopped is None


def test_reading_all_pages_keeps_other_programs_out(path):
    code = (
        "import sys; from pathlib import Path\n"
        "from partydesk.storage.connection import connect\n"
        "from partydesk.errors import FileInUseError\n"
        "key, salt = (bytes.fromhex(each) for each in sys.argv[2:])\n"
        "try: connect(Path(sys.argv[1]), key, salt).execute('BEGIN IMMEDIATE')\n"
        "except FileInUseError: sys.exit(7)\n"
    )
    with branch_files.open_branch(path, PASSWORD) as store:
        assert wholeness.look_for_damage(store, nullcontext()) is None
        keys, salt = store.file.keys.database.hex(), store.file.salt.hex()
        other = subprocess.run([sys.executable, "-c", code, str(path), keys, salt], check=False)
        assert other.returncode == 7


def test_a_small_file_is_read_at_every_start_and_a_large_one_each_week(path, monkeypatch):
    today = date(2026, 11, 22)
    with branch_files.open_branch(path, PASSWORD) as store:
        assert wholeness.is_due(store, today, today)
        monkeypatch.setattr(wholeness, "ALWAYS_BELOW", 1000)
        assert wholeness.is_due(store, None, today)
        assert not wholeness.is_due(store, today - timedelta(days=6), today)
        assert wholeness.is_due(store, today - timedelta(days=7), today)
        assert wholeness.is_due(store, today + timedelta(days=30), today)
    with Store.in_memory() as store:
        assert not wholeness.is_due(store, None, today)


def test_after_a_kill_a_large_file_is_read_too(path, monkeypatch):
    monkeypatch.setattr(wholeness, "ALWAYS_BELOW", 1000)
    today = date(2026, 11, 22)
    code = (
        "import sys, time; from pathlib import Path\n"
        "from partydesk.services.branch_files import open_branch\n"
        "from partydesk.services.branch_settings import keep_setting\n"
        "store = open_branch(Path(sys.argv[1]), sys.argv[2], allow_anywhere=True)\n"
        "keep_setting(store, 'x', 1); print('open', flush=True); time.sleep(60)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(path), PASSWORD], stdout=subprocess.PIPE
    )
    assert child.stdout.readline() == b"open\n"
    child.kill()
    child.wait()
    child.stdout.close()
    with branch_files.open_branch(path, PASSWORD) as store:
        assert wholeness.is_due(store, today, today)
    with branch_files.open_branch(path, PASSWORD) as store:
        assert not wholeness.is_due(store, today, today)
