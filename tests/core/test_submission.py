"""Sending: findings first, masked, sealed, read back, entered once, never half."""

import errno
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from partydesk.domain.periods import quarter_of
from partydesk.errors import (
    CancelledError,
    InvalidValuesError,
    LockedError,
    NotFoundError,
    PackageError,
    RefusedError,
    StorageError,
)
from partydesk.package.cards import card_bytes, make_bureau, read_card
from partydesk.package.keys import key_file_bytes
from partydesk.package.opened import Opener, Registry
from partydesk.package.verify import open_package
from partydesk.services import branch_files, cards, findings, history, organization
from partydesk.services.branch_keys import branch_keys
from partydesk.services.outbox import outbox_of
from partydesk.services.receiving import Receiver, unpack_package, verify_own, verify_package
from partydesk.services.submission import (
    Options,
    clear_copy_pdf,
    copy_again,
    drop_pending,
    make_submission,
    pending,
    plan,
    send_pending,
    submission_list_pdf,
    submissions,
)
from partydesk.services.submission_plan import PRACTICE_FROM
from partydesk.services.work_folder import work_base
from tests.core import branches
from tests.core.branches import (
    ADDRESS,
    CHEAP,
    ID_NUMBER,
    MOBILE,
    PASSWORD,
    SECRETS,
    TALK,
    TODAY,
    accept_errors,
    fingerprints,
    places_of,
)
from tests.core.papers import attach, text_of
from tests.core.records_help import add_meeting

QUARTER = quarter_of(TODAY)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bureau():
    return make_bureau("实验区教育局党委", "350100", date(2026, 1, 1))


@pytest.fixture
def store(tmp_path):
    (tmp_path / "支部").mkdir()
    with branches.filled_branch(tmp_path / "支部") as opened:
        accept_errors(opened, QUARTER)
        yield opened


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


@pytest.fixture
def send(store, stick, bureau):
    """Plan and send; say only what the test is about."""

    def send(card=bureau[0], options=None, folder=stick, **watching):
        planned = plan(store, QUARTER, TODAY, options)
        return make_submission(store, planned, card, folder, **watching)

    return send


@pytest.fixture
def opened_by_bureau(store, bureau, tmp_path):
    """What the bureau finds in a package."""

    def read(path):
        keys = Registry({"YC-01": branch_keys(store).public})
        return open_package(path, Opener.for_bureau(*bureau, keys), tmp_path)

    return read


def pulled(folder):
    """A progress callback that takes the stick away when the copying has begun."""

    def progress(step, _part):
        if step == "写入" and folder.exists():
            shutil.rmtree(folder)

    return progress


def test_the_bureau_reads_what_was_planned_with_personal_numbers_masked(send, opened_by_bureau):
    with opened_by_bureau(send().path) as package:
        first, second = package.records("members")
        assert (first["name"], second["name"]) == ("陈志远", "刘婷")
        assert first["id_number"] == "110***********002X"
        assert first["mobile"] == "139****5678"
        assert first["address"] == "（已遮盖）"
        (meeting,) = package.records("meetings")
        assert meeting["chair"] == "陈志远"
        assert [each["name"] for each in meeting["attendances"]] == ["陈志远", "刘婷"]
        assert meeting["content"] == ("讨论工作安排，联系电话139****5678，证件110***********002X。")
        whole = b"".join(b"".join(package.chunks(name)) for name in package.hashes)
    assert not [text for text in SECRETS if text.encode() in whole]


def test_talks_go_as_an_index_and_leaves_as_counts(send, opened_by_bureau):
    with opened_by_bureau(send().path) as package:
        (talk,) = package.records("talks")
        assert (talk["talker"], talk["partners"], talk["kind"]) == ("陈志远", ["刘婷"], "日常谈心")
        assert not {"content", "matter", "opinion"} & talk.keys()
        assert list(package.records("leaves")) == []
        assert package.document("data/integrity.json")["leaves"] == 0
        left_out = {each["title"] for each in package.document("data/left-out.json")}
    assert {"谈心谈话", "廉政档案"} <= left_out


def test_what_is_released_on_purpose_goes_whole(send, opened_by_bureau):
    options = Options(include_s2=True, include_s3=True, confirmed_by=("陈志远", "刘婷"))
    with opened_by_bureau(send(options=options).path) as package:
        first = next(iter(package.records("members")))
        assert (first["id_number"], first["mobile"], first["address"]) == (
            ID_NUMBER,
            MOBILE,
            ADDRESS,
        )
        (talk,) = package.records("talks")
        assert talk["content"] == TALK
        assert package.document("data/options.json")["confirmed_by"] == ["陈志远", "刘婷"]


@pytest.mark.parametrize("names", [(), ("陈志远",), ("陈志远", " 陈 志远 "), ("陈志远", "刘")])
def test_contents_of_talks_need_two_people(store, stick, bureau, names):
    """EXP-01 holds the package back; with a reason it goes, but the contents stay behind."""
    asked = Options(include_s3=True, confirmed_by=names)
    planned = plan(store, QUARTER, TODAY, asked)
    (held,) = planned.errors_open
    assert (held.rule, "两个人" in held.sentence) == ("EXP-01", True)
    assert TALK not in json.dumps(dict(planned.collected.rows), ensure_ascii=False, default=str)
    with pytest.raises(RefusedError, match="两个人"):
        make_submission(store, planned, bureau[0], stick)
    assert list(stick.iterdir()) == []

    findings.accept(store, held, "只有一名负责人在校，内容不送。")
    again = plan(store, QUARTER, TODAY, asked)
    assert again.errors_open == ()
    assert not again.options.include_s3
    assert TALK not in json.dumps(dict(again.collected.rows), ensure_ascii=False, default=str)


def test_the_plan_says_what_goes_and_what_stays(store):
    planned = plan(store, QUARTER, TODAY)
    told = {each.code: (each.count, each.goes) for each in planned.parts}
    assert told["members"] == (2, True)
    assert told["meetings"] == (1, True)
    assert told["talks"] == (1, False)
    assert told["integrity"] == (0, False)
    assert told["assessment"] == (0, False)
    assert planned.sequence == 1
    assert len(planned.explained) == told["accepted"][0] > 0


def test_an_error_without_a_reason_holds_the_package_back(tmp_path, stick, bureau):
    with branches.filled_branch(tmp_path) as store:
        planned = plan(store, QUARTER, TODAY)
        assert planned.errors_open
        before = fingerprints(stick)
        with pytest.raises(RefusedError, match="处错误没有改正"):
            make_submission(store, planned, bureau[0], stick)
        assert fingerprints(stick) == before == {}
        accept_errors(store, QUARTER)
        make_submission(store, plan(store, QUARTER, TODAY), bureau[0], stick)


def test_a_plan_is_good_only_until_something_changes(store, stick, bureau):
    planned = plan(store, QUARTER, TODAY)
    branches.member(store, "苏文清")
    with pytest.raises(RefusedError, match="又有改动"):
        make_submission(store, planned, bureau[0], stick)
    assert list(stick.iterdir()) == []


def test_packages_are_numbered_and_follow_each_other(send, store, opened_by_bureau):
    first, second = send(), None
    branches.member(store, "苏文清")
    second = send()
    assert (first.sequence, second.sequence) == (1, 2)
    with opened_by_bureau(second.path) as package:
        assert package.info.previous == first.content_id
    newest, oldest = submissions(store)
    assert (newest.sequence, oldest.sequence) == (2, 1)
    assert newest.state == "已送出"
    assert newest.short_id == second.short_id


def test_what_was_sent_is_not_offered_for_undo(send, store):
    before = history.last_undoable(store)
    send()
    after = history.last_undoable(store)
    assert (after and after.id) == (before and before.id)
    assert send().sequence == 2


def test_practice_with_the_sample_card_leaves_the_bureaus_count_alone(send, store):
    card = cards.use_sample_card(store)
    practice = send(card=card)
    assert practice.is_practice
    assert practice.sequence == PRACTICE_FROM
    assert send().sequence == 1
    assert send(card=card).sequence == PRACTICE_FROM + 1


def test_without_a_card_only_the_branch_opens_it_and_no_number_is_used(
    send, store, opened_by_bureau
):
    own = send(card=None)
    assert own.submission_id is None
    assert submissions(store) == []
    assert verify_own(store, own.path).content_id == own.content_id
    with pytest.raises(PackageError) as refused:
        opened_by_bureau(own.path)
    assert refused.value.code == "SEAL_NOT_FOR_US"
    assert send().sequence == 1


def test_photos_travel_once_and_under_their_name(send, store, opened_by_bureau, tmp_path):
    from PIL import Image

    photo = tmp_path / f"签到 {ID_NUMBER}.jpg"
    Image.new("RGB", (40, 30), "red").save(photo)
    add_meeting(store, "研究另一件事")
    planned = plan(store, QUARTER, TODAY)
    first, second = (each["id"] for each in planned.collected.rows["meetings"])
    talk = planned.collected.rows["talks"][0]["id"]
    for owner in (("meeting", first), ("meeting", second), ("talk", talk)):
        attach(store, *owner, photo)
    with opened_by_bureau(send().path) as package:
        listed = package.document("data/attachments.json")
        assert [each["record_type"] for each in listed] == ["meeting", "meeting"]
        assert listed[0]["name"] == "签到 110***********002X.jpg".replace("*", "_")
        data = b"".join(package.chunks(f"data/att/{listed[0]['sha256']}"))
    assert data.startswith(b"\xff\xd8\xff")


def test_the_same_content_has_the_same_id(store, tmp_path):
    planned = plan(store, QUARTER, TODAY)
    ids = set()
    for name in ("甲", "乙"):
        folder = tmp_path / name
        folder.mkdir()
        ids.add(make_submission(store, planned, None, folder).content_id)
    assert len(ids) == 1


@pytest.mark.parametrize("step", ["生成并加密", "写入", "回读核对"])
def test_a_cancelled_export_leaves_nothing(send, store, stick, tmp_path, step):
    before = fingerprints(tmp_path / "支部").keys()
    seen = []
    with pytest.raises(CancelledError):
        send(progress=lambda name, _part: seen.append(name), cancelled=lambda: step in seen)
    assert fingerprints(stick) == {}
    assert fingerprints(tmp_path / "支部").keys() == before
    assert submissions(store) == []
    assert pending(store) is None
    assert send().sequence == 1


def test_a_stick_pulled_while_writing_is_said_and_the_same_package_goes_on(
    send, store, stick, opened_by_bureau
):
    with pytest.raises(StorageError, match=r"U 盘|磁盘|找不到"):
        send(progress=pulled(stick))
    assert submissions(store) == []
    waiting = pending(store)
    assert waiting.sequence == 1
    stick.mkdir()
    sent = send_pending(store, stick)
    assert (sent.sequence, sent.content_id) == (1, waiting.content_id)
    with opened_by_bureau(sent.path) as package:
        assert package.content_id == waiting.content_id
    assert pending(store) is None
    assert [each.sequence for each in submissions(store)] == [1]


def test_after_a_pulled_stick_the_number_never_gets_other_content(send, store, stick):
    with pytest.raises(StorageError):
        send(progress=pulled(stick))
    stick.mkdir()
    branches.member(store, "苏文清")
    with pytest.raises(RefusedError, match="没有送完"):
        send()
    assert list(stick.iterdir()) == []
    first = send_pending(store, stick)
    assert send().sequence == first.sequence + 1


def test_after_a_pulled_stick_the_unchanged_content_simply_goes(send, store, stick):
    with pytest.raises(StorageError):
        send(progress=pulled(stick))
    content = pending(store).content_id
    stick.mkdir()
    sent = send()
    assert (sent.sequence, sent.content_id) == (1, content)
    assert pending(store) is None


KILLED_BEFORE_THE_LEDGER = """
import os, sys
from pathlib import Path
from partydesk.domain.periods import quarter_of
from partydesk.package.cards import read_card
from partydesk.services import cards
from partydesk.services.branch_files import open_branch
from partydesk.services.submission import make_submission, plan
from tests.core.branches import PASSWORD, TODAY

store = open_branch(Path(sys.argv[1]), PASSWORD)
planned = plan(store, quarter_of(TODAY), TODAY)
make_submission(
    store, planned, cards.use_sample_card(store), Path(sys.argv[2]),
    progress=lambda step, _part: os._exit(9) if step == "登记" else None,
)
"""


def test_a_kill_before_the_ledger_is_made_up_for(store, stick):
    path = store.file.path
    store.close()
    command = [sys.executable, "-c", KILLED_BEFORE_THE_LEDGER, str(path), str(stick)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    (standing,) = stick.iterdir()
    with branch_files.open_branch(path, PASSWORD) as again:
        assert not work_base(path).exists()
        assert submissions(again) == []
        waiting = pending(again)
        sent = send_pending(again, stick)
        assert sent.path == standing
        assert sent.content_id == waiting.content_id
        assert [each.short_id for each in submissions(again)] == [sent.short_id]


def test_what_was_changed_on_the_stick_is_not_sent(send, store, stick):
    """The negative control of the read-back: a byte turned under our hands is noticed."""
    name = "YC-01_quarter_2026Q4_0001.pdp"

    def turn(step, _part):
        if step == "回读核对" and (stick / name).exists():
            turn_a_byte(stick / name)

    with pytest.raises(StorageError, match="核对"):
        send(progress=turn)
    assert submissions(store) == []
    assert list(stick.iterdir()) == []


def turn_a_byte(path):
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def test_a_package_that_does_not_open_is_not_sent(send, store, stick):
    """Damaged before it was copied: the copy is faithful, and still it must not count."""
    name = "YC-01_quarter_2026Q4_0001.pdp"
    place = outbox_of(store.file.path) / name
    turned = []

    def turn(step, _part):
        if step == "写入" and not turned:
            turned.append(turn_a_byte(place))

    with pytest.raises(PackageError):
        send(progress=turn)
    assert list(stick.iterdir()) == []
    assert submissions(store) == []
    assert pending(store) is None


def test_a_waiting_package_that_was_damaged_is_not_sent(send, store, stick):
    with pytest.raises(StorageError):
        send(progress=pulled(stick))
    stick.mkdir()
    turn_a_byte(outbox_of(store.file.path) / pending(store).file_name)
    with pytest.raises(PackageError):
        send_pending(store, stick)
    assert list(stick.iterdir()) == []
    assert submissions(store) == []
    drop_pending(store)
    assert send().sequence == 1


def test_nothing_on_the_stick_is_replaced(send, store, stick):
    other = stick / "YC-01_quarter_2026Q4_0001.pdp"
    other.write_bytes(b"somebody else's")
    with pytest.raises(RefusedError, match="没有覆盖"):
        send()
    assert other.read_bytes() == b"somebody else's"
    assert submissions(store) == []


def test_a_folder_that_is_not_there_is_said_before_anything_is_made(send, tmp_path):
    with pytest.raises(StorageError, match="找不到文件夹"):
        send(folder=tmp_path / "没有插")


def test_a_deputy_can_not_send(store, stick, bureau):
    branch_files.add_deputy(store, "刘婷", "副手自己的口令很长", cost=CHEAP)
    path = store.file.path
    store.close()
    with branch_files.open_branch(path, "副手自己的口令很长") as deputy:
        planned = plan(deputy, QUARTER, TODAY)
        with pytest.raises(LockedError, match="书记"):
            make_submission(deputy, planned, bureau[0], stick)
        with pytest.raises(LockedError):
            plan(deputy, QUARTER, TODAY, Options(include_s3=True, confirmed_by=("陈志远", "刘婷")))
    assert list(stick.iterdir()) == []


def test_a_branch_code_that_no_package_can_carry_is_refused_when_it_is_typed(store, tmp_path):
    values = branches.BRANCH | {"code": "育才/一"}
    with pytest.raises(InvalidValuesError, match="只能用字母、数字"):
        branch_files.create_branch(tmp_path / "a.partydesk", PASSWORD, values, cost=CHEAP)
    assert list(tmp_path.glob("a.partydesk*")) == []
    with pytest.raises(InvalidValuesError, match="只能用字母、数字"):
        organization.save_branch(store, values)


def test_the_keys_of_the_branch_stay_the_same_and_lie_sealed(store):
    keys = branch_keys(store)
    path = store.file.path
    store.close()
    with branch_files.open_branch(path, PASSWORD) as again:
        assert branch_keys(again) == keys
        (kept,) = again.file.connection.execute(
            "SELECT value FROM setting WHERE id = 'branch.keys'"
        ).fetchone()
    assert keys.age_identity not in kept
    assert keys.signing_seed.hex() not in kept


def test_the_list_says_what_is_in_the_package_and_how_to_open_it(send, store):
    sent = send()
    text = text_of(submission_list_pdf(store, sent.submission_id, TODAY))
    squeezed = text.replace("\n", "")
    assert sent.short_id in squeezed
    assert "谈心谈话" in squeezed
    assert "minisign" in squeezed
    assert "测试：有特殊情况" in squeezed
    with pytest.raises(NotFoundError):
        submission_list_pdf(store, "没有这一包", TODAY)


def test_a_package_can_be_copied_again_from_the_outbox(send, store, tmp_path):
    sent = send()
    other = tmp_path / "另一个盘"
    other.mkdir()
    copy = copy_again(store, sent.submission_id, other)
    assert copy.read_bytes() == sent.path.read_bytes()
    assert len(submissions(store)) == 1


def test_the_clear_copy_is_masked_and_never_holds_more(store):
    text = text_of(clear_copy_pdf(plan(store, QUARTER, TODAY), "陈志远"))
    assert "陈志远" in text
    assert not [secret for secret in SECRETS if secret in text]
    with pytest.raises(RefusedError, match="没有加密"):
        clear_copy_pdf(plan(store, QUARTER, TODAY, Options(include_s2=True)), "陈志远")


def test_no_secret_stands_in_clear_in_anything_an_export_leaves(send, store, tmp_path):
    options = Options(include_s2=True, include_s3=True, confirmed_by=("陈志远", "刘婷"))
    sent = send(options=options)
    store.close()
    for secret in (*SECRETS, "陈志远"):
        assert places_of(secret, tmp_path) == []
    # The control: where something does stand in clear, the scan finds it, also inside a zip.
    (tmp_path / "clear.txt").write_text(TALK, "utf-16-le")
    shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "clear.txt")
    assert places_of(TALK, tmp_path) == ["clear.txt", "packed.zip"]
    assert sent.path.exists()


def test_a_card_is_trusted_only_after_its_digits_were_typed_from_paper(store, bureau):
    card, keys = bureau
    data = card_bytes(card, keys)
    groups = card.fingerprint.split()
    typed = {number: groups[number - 1] for number in cards.ASKED_GROUPS}
    with pytest.raises(InvalidValuesError) as wrong:
        cards.remember_card(store, data, typed | {4: "00000"})
    assert set(wrong.value.by_field) == {"group_4"}
    with pytest.raises(InvalidValuesError):
        cards.remember_card(store, data, {})
    assert cards.the_card(store) is None
    cards.remember_card(store, data, {key: f" {text} " for key, text in typed.items()})
    assert cards.the_card(store) == card


def test_a_newer_card_of_known_keys_needs_no_typing_an_older_one_is_refused(store, bureau):
    card, keys = bureau
    groups = card.fingerprint.split()
    newer = replace(card, list_version=3)
    typed = {number: groups[number - 1] for number in cards.ASKED_GROUPS}
    cards.remember_card(store, card_bytes(card, keys), typed)
    cards.remember_card(store, card_bytes(newer, keys), {})
    assert cards.the_card(store).list_version == 3
    with pytest.raises(RefusedError, match="旧"):
        cards.remember_card(store, card_bytes(card, keys), {})


def test_the_sample_card_never_takes_the_place_of_a_real_one(store, bureau):
    assert cards.use_sample_card(store).is_sample
    card, keys = bureau
    groups = card.fingerprint.split()
    typed = {number: groups[number - 1] for number in cards.ASKED_GROUPS}
    cards.remember_card(store, card_bytes(card, keys), typed)
    with pytest.raises(RefusedError):
        cards.use_sample_card(store)


def test_a_real_bureau_is_made_once_and_opens_what_is_sent_to_it(send, store, tmp_path):
    folder = tmp_path / "教育局"
    folder.mkdir()
    made = cards.make_bureau_card("实验区教育局党委", "350100", folder, PASSWORD, TODAY)
    card = read_card(made.card.read_bytes())
    assert made.fingerprint == card.fingerprint
    sent = send(card=card)
    signer = branch_keys(store).fingerprint
    report = verify_package(sent.path, made.key_file, PASSWORD, signer=signer)
    assert (report.is_confirmed, report.caution) == (True, "")
    assert report.counts["members"] == 2
    with pytest.raises(RefusedError, match="没有覆盖"):
        cards.make_bureau_card("别的局", "350100", folder, PASSWORD, TODAY)
    with pytest.raises(InvalidValuesError):
        cards.make_bureau_card("局", "3 5", folder, PASSWORD, TODAY)
    assert read_card(made.card.read_bytes()) == card


@pytest.fixture
def receiver(bureau, tmp_path):
    card, keys = bureau
    folder = tmp_path / "收件"
    folder.mkdir()
    (folder / "局.pdcard").write_bytes(card_bytes(card, keys))
    (folder / "局.pdkey").write_bytes(key_file_bytes(keys, PASSWORD))
    return Receiver(folder / "局.pdkey", PASSWORD)


def test_an_unknown_sender_is_said_and_another_fingerprint_is_refused(send, receiver):
    sent = send()
    report = verify_package(sent.path, receiver.key_file, PASSWORD)
    assert not report.is_confirmed
    assert "登记" in report.caution
    with pytest.raises(PackageError) as refused:
        verify_package(sent.path, receiver.key_file, PASSWORD, signer="1" * 30)
    assert refused.value.code == "SIGNER_UNKNOWN"


def test_unpacking_writes_every_file_or_none(send, store, receiver, tmp_path):
    sent, folder = send(), tmp_path / "取出"
    with pytest.raises(PackageError) as refused:
        unpack_package(sent.path, receiver, folder)
    assert refused.value.code == "SIGNER_UNREGISTERED"
    assert not folder.exists()
    known = replace(receiver, signer=branch_keys(store).fingerprint)
    report = unpack_package(sent.path, known, folder)
    assert {path.name for path in report.files} >= {"members.jsonl", "summary.pdf"}
    rows = (folder / "members.jsonl").read_text("utf-8").splitlines()
    assert json.loads(rows[0])["name"] == "陈志远"
    before = fingerprints(folder)
    with pytest.raises(PackageError) as refused:
        unpack_package(sent.path, known, folder)
    assert refused.value.code == "TARGET_EXISTS"
    assert fingerprints(folder) == before


def test_a_damaged_package_is_refused_at_the_bureau(send, receiver):
    sent = send()
    data = bytearray(sent.path.read_bytes())
    data[len(data) // 2] ^= 1
    sent.path.write_bytes(data)
    with pytest.raises(PackageError) as refused:
        verify_package(sent.path, receiver.key_file, PASSWORD)
    assert refused.value.code == "SEAL_DAMAGED"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit for the size of a file")
def test_a_full_stick_is_said_and_nothing_stays_there(
    store, stick, bureau, tmp_path, no_large_files
):
    from PIL import Image

    noise = tmp_path / "照片.jpg"
    Image.effect_noise((1200, 900), 90).convert("RGB").save(noise)
    meeting = plan(store, QUARTER, TODAY).collected.rows["meetings"][0]["id"]
    attach(store, "meeting", meeting, noise)
    path = store.file.path
    store.close()

    def fill_up(step, _part):
        if step == "写入":
            no_large_files()

    # Opened anew, so that the file's own log is short and only the stick is too small.
    with branch_files.open_branch(path, PASSWORD) as again:
        planned = plan(again, QUARTER, TODAY)
        with pytest.raises(StorageError) as said:
            make_submission(again, planned, bureau[0], stick, progress=fill_up)
        assert said.value.__cause__.errno in {errno.EFBIG, errno.ENOSPC}
        assert list(stick.iterdir()) == []
        assert submissions(again) == []
        assert pending(again) is None


@pytest.fixture
def no_large_files():
    """Makes the system refuse more than some bytes a file, as a full disk does."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
