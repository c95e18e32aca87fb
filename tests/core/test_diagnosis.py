"""The 诊断包 helps to find a fault and holds nothing of anybody."""

import zipfile
from datetime import datetime

import pytest

from partydesk.errors import StorageError
from partydesk.log import describe, note_fault
from partydesk.services import branch_files, drafts
from partydesk.services.branch_settings import keep_setting
from partydesk.services.diagnosis import diagnosis, save_diagnosis
from partydesk.services.machine import check_backups, check_clock, check_place, check_space
from tests.core.branches import BRANCH, SECRETS, TODAY, filled_branch, member, places_of

NAMES = ("陈志远", "刘婷", "苏文清", "chenzhiyuan", "育才", "示例市", "实验区教育局")
WINDOW = {"Qt": "6.9.3", "字号": "标准"}


@pytest.fixture
def home(tmp_path):
    """Everything below a folder that bears a name, in a sync folder that bears one too."""
    made = tmp_path / "陈志远的电脑" / "OneDrive - 育才小学"
    made.mkdir(parents=True)
    return made


@pytest.fixture
def full(home):
    """A file full of secrets, with drafts, settings and a backup elsewhere."""
    with filled_branch_at(home) as store:
        member(store, "苏文清")
        drafts.keep_draft(store, "talk", None, {"content": SECRETS[3]})
        keep_setting(store, "note", {"who": "陈志远", "phone": SECRETS[1]})
        branch_files.backup_now(store, "备份到外部", home.parent / "刘婷的 U 盘")
        yield store


def filled_branch_at(home):
    local = home.parent / "育才支部"
    local.mkdir()
    return filled_branch(local)


def faulty():
    raise ValueError(f"{SECRETS[0]} 陈志远")


@pytest.fixture
def logs(tmp_path):
    """A log of the program with a true fault, and lines that never should have come into it."""
    folder = tmp_path / "刘婷的记录"
    try:
        faulty()
    except ValueError as error:
        note_fault(error, folder / "core.log")
        note_fault(error, folder / "partydesk.log")
    with (folder / "partydesk.log").open("a", encoding="utf-8") as stream:
        stream.write("\n".join((*SECRETS, *NAMES)) + "\n")
        stream.write(f"ValueError: {SECRETS[0]}\n  /home/陈志远/x.py:3 f\n")
        stream.write("  home/chenzhiyuan 13912345678\n/home/chenzhiyuan/x.py:3 f\n")
    (folder / "partydesk.log.1").write_bytes("刘婷 13912345678".encode("gb18030"))
    return folder


def checks(store, home):
    return [
        check_space(store.path),
        check_place(home / "支部.partydesk"),
        *check_backups(store, TODAY),
        check_clock(store, datetime.now()),
    ]


def test_nothing_planted_occurs_in_the_package(full, home, logs, tmp_path):
    target = tmp_path / "out" / "诊断包.zip"
    target.parent.mkdir()
    save_diagnosis(diagnosis(full, checks(full, home), WINDOW, [logs]), target)

    for secret in (*SECRETS, *NAMES, BRANCH["code"], "OneDrive", str(tmp_path)):
        assert places_of(secret, target.parent) == [], secret
    assert places_of("elsewhere.", target.parent) == ["诊断包.zip"], "the search itself finds"


def test_it_tells_what_is_needed_to_find_a_fault(full, home, logs, tmp_path):
    files = diagnosis(full, checks(full, home), WINDOW, [logs])
    target = tmp_path / "诊断包.zip"
    save_diagnosis(files, target)

    with zipfile.ZipFile(target) as package:
        kept = {name: package.read(name).decode("utf-8-sig") for name in package.namelist()}
    assert {name: text.replace("\r\n", "\n") for name, text in kept.items()} == files
    assert "place.sync" in kept["本机检查.txt"]
    assert "条数 member：3" in kept["数据文件.txt"]
    assert "条数 meeting：1" in kept["数据文件.txt"]
    assert "数据格式：" in kept["数据文件.txt"]
    assert "SQLite：3." in kept["数据文件.txt"]
    assert "SQLCipher：4." in kept["数据文件.txt"]
    assert "字号：标准" in kept["版本.txt"]
    assert "builtins.ValueError" in kept["出错记录.txt"]
    assert "test_diagnosis.py" in kept["出错记录.txt"]
    assert "没有收进来" in kept["出错记录.txt"]


def test_a_damaged_log_and_none_at_all_are_no_fault(store, tmp_path):
    (tmp_path / "partydesk.log").write_bytes(b"\xff\xfe\x00" * 99)
    (tmp_path / "x.log").mkdir()

    assert "没有收进来" in diagnosis(store, [], {}, [tmp_path])["出错记录.txt"]
    assert diagnosis(store, [], {}, [tmp_path / "none"])["出错记录.txt"] == "没有出错记录。\n"


def test_a_disk_that_refuses_leaves_nothing(store, tmp_path):
    with pytest.raises(StorageError):
        save_diagnosis(diagnosis(store, [], {}, []), tmp_path / "none" / "a.zip")

    assert list(tmp_path.iterdir()) == []


def test_a_log_names_code_by_its_place_in_the_program_and_not_by_whose_folder_it_is(tmp_path):
    home = tmp_path / "chenzhiyuan"
    home.mkdir()
    script = home / "tool.py"
    script.write_text("def go():\n    raise ValueError\n", "utf-8")
    space: dict = {}
    exec(compile(script.read_text("utf-8"), str(script), "exec"), space)
    try:
        space["go"]()
    except ValueError as error:
        told = describe(error)

    assert "  tool.py:2 go" in told
    assert "tests/core/test_diagnosis.py" in told
    assert "chenzhiyuan" not in told
