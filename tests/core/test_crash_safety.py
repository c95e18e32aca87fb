"""What was shown as saved survives: kills, faults at every call, power cuts, flips, two windows.

Every drill that must find nothing has a control that must find something (safety study 3.1).
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from partydesk.storage import backups, keys, lock_file, passwords
from tests.core import small_drills
from tests.core.file_help import CHEAP, OTHER_PASSWORD, PASSWORD, add_members, new_file

ROOT = Path(__file__).resolve().parents[2]
POSIX = sys.platform != "win32"


def _drill(*arguments: object, shim: Path | None = None) -> dict:
    environment = dict(os.environ)
    if shim is not None:
        environment["LD_PRELOAD"] = str(shim)
    command = [sys.executable, "-m", "tests.core.crash_child", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_no_confirmed_record_is_lost_by_a_kill(tmp_path):
    """TR1."""
    found = _drill("kill", tmp_path, 100 if POSIX else 20, 0, 1)
    assert found["problems"] == []
    assert found["confirmed"] > 100


def test_the_kill_drill_sees_records_that_were_confirmed_too_early(tmp_path):
    """The negative control of TR1."""
    found = _drill("kill", tmp_path, 40 if POSIX else 10, 1, 1)
    assert found["problems"]


def test_of_several_windows_exactly_one_gets_the_file(tmp_path):
    """TR8, with the lock file and with SQLite's own lock alone."""
    assert small_drills.race_drill(tmp_path / "a.partydesk", 25, lock=True) == [1] * 25
    assert small_drills.race_drill(tmp_path / "b.partydesk", 3, lock=False) == [1] * 3


def test_every_flipped_bit_is_noticed_and_plain_sqlite_misses_most(tmp_path):
    """TR7 with its control (M10: plain SQLite noticed 16 of 100)."""
    found = small_drills.flip_drill(tmp_path, 200)
    assert found["noticed"] == 200
    assert found["plain noticed"] < 100


def _hits(folder: Path, markers: list[str]) -> list[str]:
    """Where a marker stands in the clear, in any encoding that this program may meet."""
    found = []
    for path in (one for one in folder.rglob("*") if one.is_file()):
        content = path.read_bytes()
        found += [
            f"{marker} in {path.name} ({encoding})"
            for marker in markers
            for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
            if marker.encode(encoding) in content or marker in path.name
        ]
    return found


def test_nothing_that_was_entered_stands_in_the_clear_in_any_file(tmp_path):
    """TS1, with an open transaction, a backup, a deputy and a killed window's leftovers."""
    markers = [f"标记甲{number}号" for number in range(50)] + [f"MARK{n:06d}" for n in range(50)]
    opened = new_file(tmp_path / "支部.partydesk")
    add_members(opened, *markers)
    sealed = keys.seal(opened.keys.confidential, "谈话标记内容".encode(), b"talk 1")
    opened.connection.execute("INSERT INTO talk (member, body) VALUES (1, ?)", (sealed,))
    passwords.add_deputy(opened, "副书记", OTHER_PASSWORD, cost=CHEAP)
    backups.make_backup(opened, backups.folder_of(opened.path), "退出")
    opened.connection.execute("BEGIN")
    opened.connection.execute("UPDATE member SET name = name || '改'")
    opened.connection.execute("CREATE TEMP TABLE sorted AS SELECT * FROM member ORDER BY name")
    shutil.copytree(tmp_path, tmp_path.parent / "scan")
    try:
        secrets = [*opened.sheet, "".join(opened.sheet), PASSWORD, OTHER_PASSWORD, "谈话标记内容"]
        raw = [opened.keys.database, opened.keys.confidential]
        everything = b"".join(
            one.read_bytes() for one in (tmp_path.parent / "scan").rglob("*") if one.is_file()
        )
        assert len(list((tmp_path.parent / "scan").rglob("*"))) >= 8
        # Six digits may stand in hex by chance; the whole sheet may not.
        assert _hits(tmp_path.parent / "scan", [*markers, *secrets[8:]]) == []
        assert not [one for one in raw if one in everything or one.hex().encode() in everything]
    finally:
        opened.connection.execute("ROLLBACK")
        opened.close()
    assert not lock_file.lock_path(opened.path).exists()


def test_the_scan_finds_what_does_stand_in_the_clear(tmp_path):
    """The negative control of TS1."""
    for number, encoding in enumerate(("utf-8", "utf-16-le", "utf-16-be", "gb18030")):
        (tmp_path / f"{number}.tmp").write_bytes(b"x" + "标记甲".encode(encoding))
    assert len(_hits(tmp_path, ["标记甲"])) == 4


if POSIX:  # Windows has no LD_PRELOAD; there the fault plan of test_safeio and the kills stand in.

    @pytest.fixture(scope="session")
    def shim(tmp_path_factory) -> Path:
        compiler = shutil.which("cc") or shutil.which("gcc")
        assert compiler, "these drills need a C compiler (package build-essential)"
        built = tmp_path_factory.mktemp("shim") / "shim.so"
        source = Path(__file__).with_name("fault_shim.c")
        command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(built), str(source), "-ldl"]
        subprocess.run(command, check=True)
        return built

    @pytest.mark.parametrize(
        ("scenario", "stride"),
        [
            ("save", 2),
            ("migrate", 1),
            ("back up", 5),
            ("restore", 6),
            ("hand over", 9),
            ("create", 4),
        ],
    )
    def test_a_fault_at_any_call_leaves_old_or_new_and_is_said(tmp_path, shim, scenario, stride):
        """TR2, TR3, TR10: the process ends, EIO once, EIO for good, disk full."""
        found = _drill("faults", tmp_path, scenario, stride, 1, shim=shim)
        assert found["problems"] == []
        assert found["points"] >= 40 or stride > 1
        # The faults did strike: some ended the process, some were said.
        assert found["outcomes"]["9"] > 0
        assert found["outcomes"]["3"] > 0

    @pytest.mark.parametrize(("how", "images"), [("FULL", 500), ("safeio", 800)])
    def test_a_power_cut_costs_nothing_that_was_confirmed(tmp_path, shim, how, images):
        """TR4."""
        found = _drill("power", tmp_path, how, images, 1, shim=shim)
        assert found == {"images": images, "bad": 0, "examples": []}

    @pytest.mark.parametrize("how", ["NORMAL", "OFF", "in place", "renamed unflushed"])
    def test_the_power_cut_drill_sees_losses_where_there_are_some(tmp_path, shim, how):
        """The negative controls of TR4."""
        assert _drill("power", tmp_path, how, 100, 1, shim=shim)["bad"] > 10
