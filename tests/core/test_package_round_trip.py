"""What a branch packs is what the bureau reads, byte for byte, and never stands in the clear."""

import io
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date

import pytest

from partydesk.errors import CancelledError, PackageError, StorageError
from partydesk.package.build import (
    HELD,
    Content,
    Order,
    freeze,
    make_package,
    suggested_name,
    write_package,
)
from partydesk.package.cards import make_bureau
from partydesk.package.keys import new_branch_keys
from partydesk.package.opened import Opener, Registry
from partydesk.package.verify import open_package
from tests.core.packages import INFO, PHOTO, PHOTO_NAME, new_scene, outcome, sample_files

MARKER = "机密谈话内容甲乙丙丁".encode()


@pytest.fixture(scope="module")
def scene():
    return new_scene()


def test_the_bureau_reads_exactly_what_the_branch_packed(scene, tmp_path):
    made = make_package(scene.order(), tmp_path)
    with open_package(made.path, scene.opener, tmp_path) as opened:
        assert [row["name"] for row in opened.records("members")] == ["欧阳𬭎宇", "陈志远"]
        assert opened.document("data/left-out.json") == ["谈心谈话"]
        assert b"".join(opened.chunks(f"data/att/{PHOTO_NAME}")) == PHOTO
        assert set(opened.hashes) == set(sample_files())
        assert opened.info == INFO
        assert opened.bag.counts == {"members": 2, "meetings": 1}
        assert opened.caution is None
        assert (opened.content_id, opened.short_id) == (made.content_id, made.short_id)
    assert made.name == "jyj-017_quarter_2026-Q3_0001.pdp"
    assert made.path.stat().st_size == made.size == len(b"".join(made.chunks()))


def test_the_same_content_has_the_same_id_and_the_same_inner_bytes(scene):
    backwards = dict(reversed(sample_files().items()))
    lazy = {name: (lambda data=data: data) for name, data in sample_files().items()}
    packed = [scene.order(), scene.order(backwards), scene.order(lazy)]
    frozen = [freeze(order) for order in packed]
    assert len({each.content_id for each in frozen}) == 1
    assert len({b"".join(each.chunks()) for each in frozen}) == 1
    assert scene.sealed() != scene.sealed()  # the seal itself is new each time


def test_one_changed_letter_number_or_recipient_changes_the_id(scene):
    changed = sample_files() | {"data/meetings.jsonl": '{"title":"主题党目","votes":12}\n'.encode()}
    other_card, _ = make_bureau("另一个局", "350200", date(2026, 1, 1))
    orders = [
        scene.order(),
        scene.order(changed),
        scene.order(seq=2, previous="0" * 64),
        replace(scene.order(), card=other_card),
    ]
    assert len({freeze(order).content_id for order in orders}) == 4


def test_the_branch_the_bureau_and_the_escrow_key_open_it_and_nobody_else(scene, tmp_path):
    sealed = scene.sealed()
    branch = Opener.for_branch(INFO.branch_id, scene.branch, [scene.card.fingerprint])
    escrow = replace(scene.opener, identities=(scene.bureau.escrow_identity,))
    stranger = replace(scene.opener, identities=(new_branch_keys().age_identity,))
    assert outcome(sealed, branch, tmp_path) == "ok"
    assert outcome(sealed, escrow, tmp_path) == "ok"
    assert outcome(sealed, stranger, tmp_path) == "SEAL_NOT_FOR_US"


def test_without_a_card_a_package_is_for_the_branch_alone(scene, tmp_path):
    order = replace(scene.order(), card=None, own=False)
    made = make_package(order, tmp_path)
    own = Opener.for_branch(INFO.branch_id, scene.branch, [scene.branch.fingerprint])
    assert outcome(made.path.read_bytes(), own, tmp_path) == "ok"
    assert outcome(made.path.read_bytes(), scene.opener, tmp_path) == "SEAL_NOT_FOR_US"


def test_own_can_be_left_out(scene, tmp_path):
    made = make_package(replace(scene.order(), own=False), tmp_path)
    own = Opener.for_branch(INFO.branch_id, scene.branch, [scene.card.fingerprint])
    assert outcome(made.path.read_bytes(), own, tmp_path) == "SEAL_NOT_FOR_US"
    assert outcome(made.path.read_bytes(), scene.opener, tmp_path) == "ok"


def test_an_unknown_branch_is_whole_but_said_to_be_unregistered(scene, tmp_path):
    nobody = replace(scene.opener, registry=Registry({}))
    with open_package(io.BytesIO(scene.sealed()), nobody, tmp_path) as opened:
        assert opened.caution.code == "SIGNER_UNREGISTERED"
        assert "育才小学党支部" in opened.caution.sentence
        assert opened.signer_fingerprint == scene.branch.fingerprint


def test_a_file_that_changes_while_it_is_packed_is_refused_and_leaves_nothing(scene, tmp_path):
    # Too long to be held from the first reading to the second.
    answers = iter([b"1" * (HELD + 1), b"2" * (HELD + 1)])
    files = sample_files() | {"data/att/moving": lambda: next(answers)}
    with pytest.raises(PackageError) as caught:
        make_package(scene.order(files), tmp_path)
    assert caught.value.code == "CHANGED_MEANWHILE"
    assert list(tmp_path.iterdir()) == []


def test_a_usual_answer_is_asked_for_once_and_cannot_change(scene, tmp_path):
    answers = iter([b"first"])
    files = sample_files() | {"data/att/held": lambda: next(answers)}
    made = make_package(scene.order(files), tmp_path)
    with open_package(made.path, scene.opener, tmp_path) as opened:
        assert b"".join(opened.chunks("data/att/held")) == b"first"


def test_a_file_that_is_gone_is_refused(scene, tmp_path):
    files = sample_files() | {"data/att/gone": tmp_path / "pulled out"}
    with pytest.raises(PackageError) as caught:
        make_package(scene.order(files), tmp_path)
    assert caught.value.code == "CHANGED_MEANWHILE"


def test_cancelling_leaves_nothing(scene, tmp_path):
    def stop(_done):
        raise CancelledError("已取消。")

    with pytest.raises(CancelledError):
        make_package(scene.order(), tmp_path, stop)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(CancelledError):
        open_package(io.BytesIO(scene.sealed()), scene.opener, tmp_path, stop)


def test_cancelling_in_the_middle_of_sealing_comes_through_pyrage(scene, tmp_path):
    calls = []

    def second_time():
        calls.append(1)
        if len(calls) == 2:
            raise CancelledError("已取消。")
        return bytes(HELD + 1)

    with pytest.raises(CancelledError):
        make_package(scene.order(sample_files() | {"data/att/x": second_time}), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_work_folder_is_a_sentence(scene, tmp_path):
    with pytest.raises(StorageError):
        make_package(scene.order(), tmp_path / "none")
    with pytest.raises(StorageError):
        open_package(tmp_path / "none.pdp", scene.opener, tmp_path)


class FullDisk(io.BytesIO):
    """A disk with room for so many bytes."""

    def __init__(self, room):
        super().__init__()
        self.room = room

    def write(self, data):
        if self.tell() + len(data) > self.room:
            raise OSError(28, "No space left on device")
        return super().write(data)


def test_a_full_disk_is_noticed_wherever_it_fills_up(scene):
    # pyrage drops a fault in its last buffer, so every size of the last buffer counts.
    for payload in (1, 60_000, 200_000):
        order = scene.order(sample_files() | {"data/att/x": bytes(payload)})
        whole = FullDisk(1 << 20)
        write_package(order, whole)
        size = len(whole.getvalue())
        for room in (0, 100, 1000, size // 2, size - 70_000, size - 400):
            with pytest.raises(OSError, match="No space"):
                write_package(order, FullDisk(room))


def test_a_full_scratch_disk_is_not_blamed_on_the_package(scene, tmp_path, monkeypatch):
    def no_room(_spool, _data):
        raise OSError(28, "No space left on device")

    sealed = scene.sealed()
    monkeypatch.setattr("partydesk.package.spool.Spool.write", no_room)
    with pytest.raises(StorageError):
        open_package(io.BytesIO(sealed), scene.opener, tmp_path)


def test_more_than_the_limit_behind_a_small_seal_is_refused(scene, monkeypatch, tmp_path):
    sealed = scene.sealed(sample_files() | {"data/att/x": bytes(300_000)})
    assert outcome(sealed, scene.opener, tmp_path) == "ok"
    for limit in (10, 200_000, 302_000):
        monkeypatch.setattr("partydesk.package.verify.HARD_LIMIT", limit)
        assert outcome(sealed, scene.opener, tmp_path) == "TOO_BIG"


def test_too_much_or_too_many_is_refused_before_anything_is_made(scene, monkeypatch):
    many = sample_files() | {f"data/att/{n:05}": b"" for n in range(9_991)}
    with pytest.raises(PackageError) as caught:
        freeze(scene.order(many))
    assert caught.value.code == "ARCHIVE_LIMIT"
    monkeypatch.setattr("partydesk.package.build.LIMIT", 3000)
    half = {"data/att/a": bytes(1200)}
    assert freeze(scene.order(sample_files() | half))
    with pytest.raises(PackageError) as caught:
        freeze(scene.order(sample_files() | half | {"data/att/b": bytes(1200)}))
    assert caught.value.code == "TOO_BIG"


def test_names_that_do_not_fit_are_our_own_bug(scene):
    for name in ("data/图.jpg", "data/A.jpg", "data/../x", "x", "data/con.json", "data/a/"):
        with pytest.raises(ValueError, match=r"^(data/|x)"):
            freeze(scene.order(sample_files() | {name: b""}))
    with pytest.raises(ValueError, match="left-out"):
        freeze(Order(Content({"data/a.json": b"1"}), INFO, scene.branch, scene.card))


def test_a_very_long_or_dirty_branch_name_is_packed_clean(scene, tmp_path):
    sealed = scene.sealed(branch_name="支部\u202e\n" + "长" * 1000)
    with open_package(io.BytesIO(sealed), scene.opener, tmp_path) as opened:
        assert opened.info.branch_name == "支部 " + "长" * 197


def test_the_proposed_name_is_ascii():
    assert suggested_name(INFO).isascii()


def test_no_scratch_file_holds_anything_readable(scene, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no system temp folder"))
    work = tmp_path / "work"
    work.mkdir()
    order = scene.order(sample_files() | {"data/att/big": MARKER * 400_000})
    assert MARKER in b"".join(freeze(order).chunks())
    made = make_package(order, work)
    assert MARKER not in made.path.read_bytes()
    with open_package(made.path, scene.opener, work) as opened:
        scratch = opened._plain._file
        scratch.seek(0)
        raw = scratch.read()
        assert len(raw) > len(MARKER) * 400_000  # the scratch file is really in use
        assert MARKER not in raw
        assert b"".join(opened.chunks("data/att/big")) == MARKER * 400_000
    assert list(work.iterdir()) == [made.path]


MEMORY = """
import sys, tracemalloc
from pathlib import Path
from tests.core.packages import new_scene, sample_files
from partydesk.package.build import make_package
from partydesk.package.verify import open_package
work = Path(sys.argv[1]); scene = new_scene()
tracemalloc.start()
made = make_package(scene.order(sample_files() | {"data/att/big": work / "big"}), work)
sealing = tracemalloc.get_traced_memory()[1]
tracemalloc.reset_peak()
with open_package(made.path, scene.opener, work) as opened:
    size = sum(len(chunk) for chunk in opened.chunks("data/att/big"))
opening = tracemalloc.get_traced_memory()[1]
tracemalloc.reset_peak()
made.path.read_bytes()
control = tracemalloc.get_traced_memory()[1]
print(size, sealing, opening, control)
"""


def test_memory_stays_bounded_for_60_megabytes(tmp_path):
    (tmp_path / "big").write_bytes(bytes(60 << 20))
    child = [sys.executable, "-c", MEMORY, str(tmp_path)]
    done = subprocess.run(child, capture_output=True, text=True, check=True)
    size, sealing, opening, control = map(int, done.stdout.split())
    assert size == 60 << 20
    assert control > 60 << 20  # the meter sees a file that is read whole
    assert sealing < 12 << 20
    assert opening < 24 << 20
