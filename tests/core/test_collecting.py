"""A bureau takes in what schools bring: once each, in order, only from whom it knows."""

import io
import json
import os
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from partydesk import cli
from partydesk.errors import (
    FileInUseError,
    ForeignFileError,
    InvalidValuesError,
    NotFoundError,
    RefusedError,
)
from partydesk.package.build import Content, Order, write_package
from partydesk.package.cards import card_bytes, make_bureau, read_card
from partydesk.package.keys import key_file_bytes, new_branch_keys
from partydesk.package.receipt import read_receipts
from partydesk.services.collecting import Outcome, collect
from partydesk.services.intake_register import REGISTER, held
from partydesk.services.receiving import Receiver
from tests.core.packages import INFO, sample_files

TODAY = date(2026, 11, 22)
OFFICE = "局里的口令很长很长"
CARD, KEYS = make_bureau("实验区教育局党委", "350100", date(2026, 1, 1))
KEY_FILE = key_file_bytes(KEYS, OFFICE, cost={"memory_kib": 64, "iterations": 1, "lanes": 1})
BRANCH = new_branch_keys()


@pytest.fixture
def bureau(tmp_path):
    office = tmp_path / "局"
    office.mkdir()
    (office / "a.pdkey").write_bytes(KEY_FILE)
    (office / "a.pdcard").write_bytes(card_bytes(CARD, KEYS))
    return Receiver(office / "a.pdkey", OFFICE)


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "U盘"
    (folder / "育才").mkdir(parents=True)
    return folder


@pytest.fixture
def intake(bureau, stick, tmp_path):
    """Take in what lies on the stick; the outcomes by file."""

    def intake(*, known=True, receipts=None, source=stick):
        fingerprints = {INFO.branch_id: BRANCH.fingerprint} if known else {}
        found = collect(
            source, bureau, tmp_path / "收件", TODAY, fingerprints=fingerprints, receipts=receipts
        )
        return {each.name: each for each in found}

    return intake


def outcomes(found):
    return {name: str(each.outcome) for name, each in found.items()}


def put(path, *, keys=BRANCH, files=None, card=CARD, **changes):
    """A package as a branch writes it; its content id."""
    out = io.BytesIO()
    content = files or sample_files()
    frozen = write_package(Order(Content(content), replace(INFO, **changes), keys, card), out)
    path.write_bytes(out.getvalue())
    return frozen.content_id


def test_a_chain_is_taken_in_by_its_numbers_whatever_the_files_are_called(intake, stick):
    first = put(stick / "z.pdp")
    second = put(stick / "育才" / "没有扩展名", seq=2, previous=first, period="2026-Q4")
    put(stick / "a.pdp", seq=3, previous=second, period="2026-year")
    (stick / "说明.txt").write_text("别的文件", "utf-8")

    found = intake()

    assert [each.sequence for each in found.values()] == [1, 2, 3]
    assert set(outcomes(found).values()) == {"已接收"}
    assert found["z.pdp"].branch_name == "育才小学党支部"


def test_what_was_written_is_what_was_sent(intake, stick, tmp_path):
    put(stick / "a.pdp")
    folder = intake()["a.pdp"].folder
    for name, data in sample_files().items():
        if not name.startswith("data/att"):
            flat = name.removeprefix("data/").replace("/", "_")
            assert (tmp_path / folder / flat).read_bytes() == data


def test_a_second_run_takes_nothing_again_and_still_answers(intake, stick, tmp_path):
    put(stick / "a.pdp")
    folder = intake()["a.pdp"].folder
    (tmp_path / folder / "批注.txt").write_text("局里写的", "utf-8")
    paper = tmp_path / "回执.pdr"

    found = intake(known=False, receipts=paper)

    assert outcomes(found) == {"a.pdp": "以前已接收"}
    assert (tmp_path / folder / "批注.txt").exists()
    [receipt] = read_receipts(paper.read_bytes(), BRANCH.age_identity, CARD)
    assert (receipt.sequence, receipt.received_on) == (1, TODAY)


def test_a_missing_number_holds_what_follows_until_it_comes(intake, stick, tmp_path):
    first = put(stick / "1.pdp")
    second = put(tmp_path / "后到", seq=2, previous=first, period="2026-Q4")
    put(stick / "3.pdp", seq=3, previous=second, period="2026-year")

    assert outcomes(intake()) == {"1.pdp": "已接收", "3.pdp": "暂存"}
    shutil.copy(tmp_path / "后到", stick / "2.pdp")
    assert outcomes(intake()) == {"1.pdp": "以前已接收", "2.pdp": "已接收", "3.pdp": "已接收"}


def test_another_content_under_a_number_that_was_taken_is_set_apart(intake, stick, tmp_path):
    put(stick / "1.pdp")
    intake()
    (stick / "1.pdp").unlink()
    put(stick / "又一份.pdp", period="2026-Q4")

    [found] = intake().values()

    assert found.outcome == Outcome.QUARANTINED
    assert found.advice
    assert len(list((tmp_path / "收件").rglob("members.jsonl"))) == 1


def test_who_is_not_registered_is_refused_until_the_paper_was_typed(intake, stick, tmp_path):
    put(stick / "a.pdp")
    found = intake(known=False)["a.pdp"]
    assert (found.outcome, "登记" in found.sentence) == (Outcome.REFUSED, True)
    assert not (tmp_path / "收件" / REGISTER).exists()
    assert outcomes(intake()) == {"a.pdp": "已接收"}
    first = intake()["a.pdp"]
    put(stick / "b.pdp", seq=2, previous=_id_of(tmp_path), period="2026-Q4")
    assert outcomes(intake(known=False))["b.pdp"] == "已接收"
    assert first.outcome == Outcome.REPEATED


def _id_of(tmp_path):
    lines = (tmp_path / "收件" / REGISTER).read_text("utf-8").splitlines()
    return json.loads(lines[-1])["content_id"]


@pytest.mark.parametrize("registered", [True, False])
def test_a_package_under_another_branchs_name_is_refused(intake, stick, registered):
    if registered:
        put(stick / "a.pdp")
        intake()
        (stick / "a.pdp").unlink()
    put(stick / "假.pdp", keys=new_branch_keys())
    found = intake()["假.pdp"]
    assert (found.outcome, "不一致" in found.sentence) == (Outcome.REFUSED, True)


def test_what_is_no_whole_package_or_for_others_is_refused_and_the_rest_taken(intake, stick):
    put(stick / "好.pdp")
    (stick / "坏.pdp").write_bytes((stick / "好.pdp").read_bytes()[:-9])
    (stick / "空.pdp").write_bytes(b"")
    other, _ = make_bureau("别的局", "1", TODAY)
    put(stick / "别人的.pdp", card=other)
    assert outcomes(intake()) == {
        "好.pdp": "已接收", "坏.pdp": "拒收", "空.pdp": "拒收", "别人的.pdp": "拒收",
    }  # fmt: skip


def test_a_run_that_was_cut_off_before_the_register_begins_again(intake, stick, tmp_path):
    put(stick / "a.pdp")
    folder = tmp_path / intake()["a.pdp"].folder
    (tmp_path / "收件" / REGISTER).unlink()
    (folder / "members.jsonl").write_bytes(b"half")

    assert outcomes(intake()) == {"a.pdp": "已接收"}
    assert (folder / "members.jsonl").read_bytes() == sample_files()["data/members.jsonl"]


@pytest.mark.parametrize(
    "text", ["", "{}\n", "[]\n", '{"form":"partydesk-intake","version":2}\n', "\xff\n"]
)
def test_a_damaged_register_stops_everything(intake, stick, tmp_path, text):
    put(stick / "a.pdp")
    (tmp_path / "收件").mkdir()
    (tmp_path / "收件" / REGISTER).write_text(text, "latin-1")
    with pytest.raises(ForeignFileError):
        intake()
    assert [each.name for each in (tmp_path / "收件").iterdir()] == [REGISTER]


def test_places_that_can_not_be_meant_are_refused(intake, bureau, stick, tmp_path):
    with pytest.raises(NotFoundError):
        intake()
    put(stick / "a.pdp")
    with pytest.raises(RefusedError):
        collect(stick, bureau, stick / "收件", TODAY, fingerprints={})
    with pytest.raises(NotFoundError):
        intake(source=tmp_path / "没有")
    with pytest.raises(InvalidValuesError):
        collect(stick, bureau, tmp_path / "收件", TODAY, fingerprints={"jyj-017": "123"})
    there = tmp_path / "回执.pdr"
    there.write_text("别的", "utf-8")
    with pytest.raises(RefusedError):
        intake(receipts=there)


def test_two_runs_at_once_do_not_write_into_one_register(intake, stick, tmp_path):
    put(stick / "a.pdp")
    (tmp_path / "收件").mkdir()
    with held(tmp_path / "收件"), pytest.raises(FileInUseError):
        intake()
    assert list((tmp_path / "收件").iterdir()) == []
    assert outcomes(intake()) == {"a.pdp": "已接收"}


def test_a_stick_full_of_traps_costs_nothing_but_its_own_files(intake, stick, tmp_path):
    put(stick / ("长" * 80 + ".pdp"))
    (stick / "管道.pdp").mkdir()
    if hasattr(os, "mkfifo"):  # Windows has none of these
        (stick / "没有.pdp").symlink_to(tmp_path / "nowhere")
        (stick / "圈").symlink_to(stick, target_is_directory=True)
        (stick / "零.pdp").symlink_to("/dev/zero")
        os.mkfifo(stick / "等.pdp")
    good = next(stick.glob("长*")).read_bytes()
    for place in range(0, len(good), len(good) // 9):
        flipped = bytearray(good)
        flipped[place] ^= 4
        (stick / f"翻转{place}.pdp").write_bytes(flipped)

    counts = Counter(outcomes(intake()).values())

    assert counts == {"已接收": 1, "拒收": 10}


def test_the_command_tells_what_to_do(bureau, stick, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PARTYDESK_PASSWORD", OFFICE)
    put(stick / "a.pdp")
    (stick / "坏.pdp").write_bytes(b"x")
    arguments = [
        *("collect", str(stick), "--to", str(tmp_path / "收件"), "--key", str(bureau.key_file)),
        *("--register", f"{INFO.branch_id}={BRANCH.fingerprint}"),
        *("--receipts", str(tmp_path / "回执.pdr"), "--xlsx", str(tmp_path / "清单.xlsx")),
    ]
    assert cli.main(arguments) == 1
    out = capsys.readouterr().out
    assert "已接收 1 份" in out
    assert "拒收 1 份" in out
    assert (tmp_path / "清单.xlsx").stat().st_size > 0
    (stick / "坏.pdp").unlink()
    assert cli.main([*arguments[:8], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"] == {"以前已接收": 1}
    assert read_card((tmp_path / "局" / "a.pdcard").read_bytes()) == CARD
