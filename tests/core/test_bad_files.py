"""Bad files and bad disks at the command line: a sentence, exit code 3, nothing left behind."""

import errno
import io
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from partydesk import cli
from partydesk.domain.periods import quarter_of
from partydesk.errors import StorageError
from partydesk.package.cards import card_bytes, make_bureau
from partydesk.package.keys import key_file_bytes
from partydesk.services import branch_files
from partydesk.services.branch_keys import branch_keys
from partydesk.services.submission import Options, make_submission, plan
from partydesk.storage.migrations import STEPS
from tests.core.branches import (
    CHEAP,
    PASSWORD,
    SECRETS,
    accept_errors,
    filled_branch,
    fingerprints,
    places_of,
)

ROOT = Path(__file__).resolve().parents[2]
TODAY = date.today()


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "APPDATA", "HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("PARTYDESK_PASSWORD", PASSWORD)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return folder


@pytest.fixture
def desk(tmp_path):
    """The folder with the branch file; closed, ready to be sent from."""
    folder = tmp_path / "工作"
    folder.mkdir()
    with filled_branch(folder) as store:
        accept_errors(store, quarter_of(TODAY), TODAY)
        branch_keys(store)  # made on first use: later runs change nothing in the file
    return folder


@pytest.fixture
def branch(desk):
    return desk / "育才支部.partydesk"


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


@pytest.fixture
def refused(capsys, tmp_path):
    """Run a command that must be refused: what it said; no file may have come, gone or changed."""

    def refused(*arguments, watched=tmp_path):
        before = fingerprints(watched)
        capsys.readouterr()
        code = cli.main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        assert code == 3
        assert "Traceback" not in out + err
        assert err.strip().endswith(("。", "）"))
        assert fingerprints(watched) == before
        assert not [secret for secret in SECRETS if secret in out + err]
        return err

    return refused


def test_a_wrong_password(refused, branch, monkeypatch):
    monkeypatch.setenv("PARTYDESK_PASSWORD", "冬天的故事很长很美")
    assert "密码不对" in refused("list", branch, "members")


def test_a_file_that_is_not_there(refused, tmp_path):
    assert "找不到" in refused("list", tmp_path / "没有.partydesk", "members")


@pytest.mark.parametrize("content", [b"", b"<html>", b"SQLite format 3\0" + bytes(9000)])
def test_a_file_that_is_none_of_ours(refused, tmp_path, content):
    path = tmp_path / "别的.partydesk"
    path.write_bytes(content)
    refused("list", path, "members")


def test_a_damaged_file(refused, branch):
    data = bytearray(branch.read_bytes())
    for page in range(4096, len(data), 4096):
        data[page + 100] ^= 1
    branch.write_bytes(data)
    assert "已损坏" in refused("list", branch, "members")


def test_damaged_passwords_lead_to_the_sheet(refused, branch):
    for ending in (".keys", ".keys.1"):
        branch.with_name(branch.name + ending).write_bytes(b"{}")
    assert "恢复单" in refused("list", branch, "members")


def test_a_file_of_a_newer_version(refused, branch):
    newer = (*STEPS, lambda _connection: None)
    branch_files.open_branch(branch, PASSWORD, steps=newer).close()
    for path in branch.parent.glob("*的备份"):
        shutil.rmtree(path)
    assert "较新版本" in refused("list", branch, "members")


HOLDING = """
import sys
from pathlib import Path
from partydesk.services.branch_files import open_branch

with open_branch(Path(sys.argv[1]), sys.argv[2]):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_file_that_another_window_has_open(refused, branch):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(branch), PASSWORD],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert holder.stdout.readline() == b"open\n"
        assert "使用" in refused("list", branch, "members")
    finally:
        holder.communicate()
    assert cli.main(["list", str(branch), "members"]) == 0


def test_a_new_file_where_nothing_may_be_written(refused, tmp_path):
    in_the_way = tmp_path / "文件"
    in_the_way.write_text("不是文件夹")
    refused("new", in_the_way / "a.partydesk", "--name", "示例支部", "--code", "S1")


def test_a_password_that_is_too_weak(refused, tmp_path, monkeypatch):
    monkeypatch.setenv("PARTYDESK_PASSWORD", "12345678901")
    said = refused("new", tmp_path / "a.partydesk", "--name", "示例支部", "--code", "S1")
    assert "数字" in said


def test_a_stick_that_is_not_there(refused, branch, tmp_path):
    assert "U 盘" in refused("export", branch, "--to", tmp_path / "没插", "--own")


limited = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows knows no limit for the size of a file"
)
NO_ROOM = """
import resource, sys
from partydesk.cli import main

resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
sys.exit(main(sys.argv[1:]))
"""


@limited
@pytest.mark.parametrize("command", ["export", "print", "backup", "list", "register", "page"])
def test_a_full_disk(desk, branch, tmp_path, stick, command):
    target = tmp_path / "页"
    arguments = {
        "export": ("export", branch, "--to", stick, "--own"),
        "print": ("print", branch, "roster", "--to", target),
        "backup": ("backup", branch, "--to", stick),
        "list": ("list", branch, "members", "--xlsx", target),
        "register": ("list", branch, "visit", "--xlsx", target),
        "page": ("print", branch, "visit", "--to", target),
    }[command]
    before = fingerprints(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM, *map(str, arguments)],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert done.returncode == 3, said
    assert said.strip()
    assert fingerprints(tmp_path) == before
    assert not [each for each in desk.iterdir() if each.name.startswith(".")]


def test_a_folder_that_nobody_may_write_to(refused, branch, tmp_path):
    """Of the kernel, so that not even root may; its own folders have no room for packages."""
    place = Path("/sys/kernel") if sys.platform == "linux" else Path(os.environ["WINDIR"])
    said = refused("print", branch, "roster", "--to", place / "页.pdf", watched=tmp_path)
    assert "没有权限" in said or "只读" in said
    refused("export", branch, "--to", place, "--own", watched=tmp_path)


def test_a_stick_pulled_in_mid_write(branch, stick):
    """The same through the service, because only it can be watched while it writes."""

    def pull(step, _part):
        if step == "写入" and stick.exists():
            shutil.rmtree(stick)

    with branch_files.open_branch(branch, PASSWORD) as store:
        planned = plan(store, quarter_of(TODAY), TODAY)
        with pytest.raises(StorageError) as said:
            make_submission(store, planned, None, stick, progress=pull)
    assert said.value.__cause__.errno == errno.ENOENT
    assert "U 盘" in said.value.advice
    assert not stick.exists()
    assert not [each for each in branch.parent.iterdir() if each.name.startswith(".")]


@pytest.fixture(scope="module")
def bureau(tmp_path_factory):
    folder = tmp_path_factory.mktemp("局")
    card, keys = make_bureau("实验区教育局党委", "350100", date(2026, 1, 1))
    (folder / "局.pdcard").write_bytes(card_bytes(card, keys))
    (folder / "局.pdkey").write_bytes(key_file_bytes(keys, PASSWORD))
    return card, folder / "局.pdkey"


@pytest.fixture
def package(branch, stick, bureau):
    with branch_files.open_branch(branch, PASSWORD) as store:
        planned = plan(store, quarter_of(TODAY), TODAY)
        return make_submission(store, planned, bureau[0], stick).path


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空的"),
        (b"PK\3\4" + bytes(200), "不是支部工作台的上报包"),
        (b"age-encryption.org/v1\n-> X25519 abc\n", "损坏"),
    ],
    ids=["empty", "zip", "cut"],
)
def test_a_foreign_package(refused, tmp_path, bureau, content, sentence):
    path = tmp_path / "收到.pdp"
    path.write_bytes(content)
    assert sentence in refused("verify", path, "--key", bureau[1])


def test_a_package_changed_on_the_way(refused, package, bureau, tmp_path):
    data = bytearray(package.read_bytes())
    data[-40] ^= 4
    package.write_bytes(data)
    assert "损坏" in refused("verify", package, "--key", bureau[1])
    target = tmp_path / "取出"
    assert "损坏" in refused("unpack", package, "--key", bureau[1], "--to", target)
    assert not target.exists()


def test_a_package_for_somebody_else(refused, package, tmp_path, capsys):
    other = tmp_path / "别的局"
    other.mkdir()
    cli.main(["bureau-card", "另一个局", "--id", "9", "--to", str(other)])
    capsys.readouterr()
    assert "不是封给本单位" in refused("verify", package, "--key", other / "9.pdkey")


def test_a_key_file_without_its_passphrase_or_its_card(
    refused, package, bureau, tmp_path, monkeypatch
):
    alone = tmp_path / "局.pdkey"
    shutil.copy(bureau[1], alone)
    assert "成对的单位名片" in refused("verify", package, "--key", alone)
    alone.write_bytes(b"{}")
    assert "不是完好的密钥文件" in refused("verify", package, "--key", alone)
    monkeypatch.setenv("PARTYDESK_PASSWORD", "冬天的故事很长很美")
    assert "打不开这个密钥文件" in refused("verify", package, "--key", bureau[1])


@limited
def test_unpacking_onto_a_full_disk_leaves_nothing(package, bureau, tmp_path):
    target = tmp_path / "取出"
    before = fingerprints(tmp_path)
    arguments = ("unpack", package, "--key", bureau[1], "--to", target, "--accept-unregistered")
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM, *map(str, arguments)],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr.decode()
    assert fingerprints(tmp_path) == before
    assert not target.exists()


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"form": "partydesk-card"}'])
def test_something_that_is_no_card(refused, branch, stick, tmp_path, content):
    card = tmp_path / "局.pdcard"
    card.write_bytes(content)
    said = refused("export", branch, "--to", stick, "--card", card)
    assert "不是完好的单位名片" in said


@pytest.mark.parametrize("content", [b"<html><table></table></html>", b"", b"PK\3\4broken"])
def test_a_roster_that_is_none(refused, branch, tmp_path, content):
    sheet = tmp_path / "花名册.xlsx"
    sheet.write_bytes(content)
    refused("import-roster", branch, sheet, "--yes")


def test_nothing_confidential_stands_in_clear_after_all_of_this(desk, branch, stick, home, bureau):
    """TS1: package, outbox, work folder, backups, log and settings hold no planted text."""
    options = Options(include_s2=True, include_s3=True, confirmed_by=("陈志远", "刘婷"))
    with branch_files.open_branch(branch, PASSWORD) as store:
        branch_files.backup_now(store, "备份")
        branch_files.add_deputy(store, "刘老师", "副手自己的口令很长", cost=CHEAP)
        planned = plan(store, quarter_of(TODAY), TODAY, options)
        seen = []

        def look(step, _part):
            """Also while the work is under way."""
            if step not in seen:
                seen.append(step)
                found = {text: places_of(text, desk.parent) for text in SECRETS}
                assert not any(found.values()), found

        sent = make_submission(store, planned, bureau[0], stick, progress=look)
    cli.main(["verify", str(sent.path), "--key", str(bureau[1])])
    assert len(seen) >= 4
    for folder in (desk.parent, home):
        for secret in (*SECRETS, "陈志远"):
            assert places_of(secret, folder) == []
    # The control: a sheet that was asked for in clear is found by the same scan.
    sheet = desk / "名册.xlsx"
    cli.main(["list", str(branch), "members", "--unmasked", "--xlsx", str(sheet)])
    assert places_of(SECRETS[0], desk.parent) == [f"{desk.name}/{sheet.name}"]
