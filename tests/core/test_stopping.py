"""Long work that is stopped at any of its steps leaves nothing behind."""

import ast
import sys
from pathlib import Path

import pytest
from PIL import Image

from partydesk.errors import CancelledError
from partydesk.services import (
    attachments,
    branch_files,
    exports,
    handing_over,
    history,
    restoring,
    roster_import,
    safekeeping,
)
from partydesk.services.adding_papers import add_files
from partydesk.services.branch_files import backup_now, change_password, create_branch
from partydesk.services.members import MemberFilter, list_members
from partydesk.services.sample_sheet import roster_sheet_sample
from tests.core.branches import BRANCH, CHEAP, PASSWORD, TODAY, fill, fingerprints, member
from tests.core.test_history import dump

NEW = "后来换上的一句口令"


class Stop:
    """Told of steps; stops the work at one of them, counted from 1."""

    def __init__(self, at):
        self.at, self.told = at, []

    def __call__(self, step, *_numbers):
        self.told.append(step)
        if len(self.told) == self.at:
            raise CancelledError("已取消。")


@pytest.fixture
def home(tmp_path):
    made = tmp_path / "数据"
    made.mkdir()
    return made


@pytest.fixture
def store(home):
    opened, _ = create_branch(home / "育才支部.partydesk", PASSWORD, BRANCH, cost=CHEAP)
    fill(opened)
    yield opened
    if opened.file.is_open:
        opened.close()


def photo(home):
    path = home.parent / "照片.jpg"
    Image.new("RGB", (60, 40), "white").save(path)
    return path


def a_meeting(store):
    from partydesk.services.meetings import list_meetings

    return list_meetings(store)[0].id


def backing_up(store, _home):
    return lambda stop: backup_now(store, "手动备份", tell=stop)


def backing_up_to_a_stick(store, home):
    stick = home.parent / "U 盘"
    stick.mkdir()
    return lambda stop: backup_now(store, "备份到外部", stick, tell=stop)


def copying_a_backup(store, home):
    stick = home.parent / "U 盘"
    stick.mkdir()
    made = backup_now(store, "手动备份")
    return lambda stop: safekeeping.copy_elsewhere(store, made, stick, stop)


def changing_the_password(store, _home):
    return lambda stop: change_password(store, PASSWORD, NEW, cost=CHEAP, tell=stop)


def adding_a_deputy(store, _home):
    return lambda stop: branch_files.add_deputy(store, "周明", NEW, cost=CHEAP, tell=stop)


def taking_back(store, _home):
    member(store, "苏文清")
    step = history.last_undoable(store).id
    return lambda stop: history.undo(store, step, lambda done, total: stop("撤销", done, total))


def doing_again(store, _home):
    member(store, "苏文清")
    history.undo(store, history.last_undoable(store).id)
    step = history.last_redoable(store).id
    return lambda stop: history.redo(store, step, lambda done, total: stop("重做", done, total))


def turning_a_photo(store, home):
    paper = add_files(store, ("meeting", a_meeting(store)), [photo(home)]).rows[0].id
    return lambda stop: attachments.turn(store, paper, 1, tell=stop)


def exporting(store, home):
    target = home.parent / "名册.xlsx"
    target.write_bytes("原来的内容".encode())

    def work(stop):
        stop("正在整理内容…")
        data = exports.national_workbook(store, TODAY, False)
        exports.save_bytes(data, target, lambda: stop("正在写入文件…"))

    return work


def importing(store, home):
    sheet = home.parent / "花名册.xlsx"
    roster_sheet_sample(sheet)
    preview = roster_import.prepare_import(store, sheet)
    return lambda stop: roster_import.run_import(
        store, preview, progress=lambda done, total: stop("写入名册", done, total)
    )


ALL = [
    backing_up,
    backing_up_to_a_stick,
    copying_a_backup,
    changing_the_password,
    adding_a_deputy,
    taking_back,
    doing_again,
    turning_a_photo,
    exporting,
    importing,
]


def said(store):
    """All that the file says, but what it notes of its backups."""
    found = dump(store)
    found.pop("setting", None)
    return found


def state(store, home):
    """The files around, and all that the file says; its pages may be written anew."""
    files = fingerprints(home.parent)
    busy = [name for name in files if name.endswith((".partydesk-wal", ".partydesk", "-shm"))]
    own = [name for name in busy if Path(name).name.startswith("育才支部.partydesk")]
    return {name: files[name] for name in files if name not in own}, sorted(own), said(store)


@pytest.mark.parametrize("prepare", ALL, ids=lambda each: each.__name__)
def test_stopped_at_any_step_nothing_is_left_and_in_the_end_it_still_works(store, home, prepare):
    work = prepare(store, home)
    before = state(store, home)
    counted = 0
    while True:
        stop = Stop(counted + 1)
        try:
            work(stop)
        except CancelledError:
            counted += 1
            assert state(store, home) == before, f"stopped at {stop.told}"
            assert all(stop.told), "a step without a name"
            if counted > 12:  # the first rows of many are as good as all of them
                work(Stop(0))
                break
            continue
        break

    assert counted >= 1, "it can't be stopped at all"
    assert state(store, home) != before, "it does something when it is not stopped"


@pytest.mark.parametrize("at", range(1, 8))
def test_a_handover_that_is_stopped_leaves_file_passwords_and_sheet_as_they_were(store, home, at):
    ready = handing_over.new_sheet(store, TODAY)
    before, stop = said(store), Stop(at)
    try:
        done = handing_over.hand_over(store, NEW, ready, cost=CHEAP, tell=stop)
    except CancelledError:
        assert store.file.is_open, "it goes on without asking for a password"
        assert said(store) == before
        store.close()
        names = {path.name for path in home.iterdir() if path.is_file()}
        assert not any(name.endswith(".part") or "handover" in name for name in names)
        branch_files.open_branch(home / "育才支部.partydesk", PASSWORD).close()
        return
    done.store.close()
    assert len(stop.told) < at, "it was not asked often enough"
    assert len(stop.told) >= 5


@pytest.mark.parametrize("at", range(1, 8))
def test_going_back_that_is_stopped_changes_nothing(store, home, at):
    backup = backup_now(store, "手动备份")
    member(store, "苏文清")
    before, stop = said(store), Stop(at)
    try:
        done = restoring.bring_back(store, backup, tell=stop)
    except CancelledError:
        if not store.file.is_open:
            store = restoring.open_again(store)
        assert said(store) == before
        store.close()
        assert not any("restore" in path.name for path in home.iterdir())
        return
    assert len(stop.told) < at
    assert len(list_members(done.store, MemberFilter(), TODAY)) == 2
    done.store.close()


def test_every_long_work_of_the_window_listens_to_its_cancel():
    """A work that ignores what tells of its steps could not be stopped."""
    root = Path(sys.modules["partydesk"].__file__).parents[1] / "ui"
    # These read or copy beside the work, without a cover over the window.
    quiet = {"workplace.py", "wholeness.py", "resuming.py", "thumbnails.py", "paper_viewer.py"}
    quiet |= {"desk.py"}
    deaf = [
        f"{path.name}:{node.lineno}"
        for path in sorted(root.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Lambda | ast.FunctionDef)
        and [each.arg for each in node.args.args][1:] == ["_tell"]
    ]

    assert len(deaf) >= 4, "the search finds them"
    assert [each for each in deaf if each.partition(":")[0] not in quiet] == []
