"""The bureau's answer: signed, sealed to its branch, and believed only when everything fits."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partydesk.domain.periods import quarter_of
from partydesk.domain.submission import SubmissionState
from partydesk.errors import (
    InvalidValuesError,
    LockedError,
    NotFoundError,
    PackageError,
    PartydeskError,
    RefusedError,
)
from partydesk.package.cards import make_bureau
from partydesk.package.keys import new_branch_keys
from partydesk.package.receipt import Graded, Receipt, Verdict, read_receipts, receipts_file
from partydesk.services import branch_files, cards, history
from partydesk.services.assessments import (
    finish,
    open_assessment,
    save_given,
    save_score,
    sheet_view,
)
from partydesk.services.branch_keys import branch_keys
from partydesk.services.receipts import Said, make_receipts, take_receipts
from partydesk.services.receiving import Receiver, keys_of
from partydesk.services.schemes import chosen_scheme
from partydesk.services.score_view import Own
from partydesk.services.submission import make_submission, plan, submissions
from tests.core import branches
from tests.core.branches import CHEAP, PASSWORD, TODAY, accept_errors

QUARTER = quarter_of(TODAY)
LATER = TODAY + timedelta(days=5)
BUREAU, KEYS = make_bureau("实验区教育局党委", "350100", date(2026, 1, 1))
BRANCH = new_branch_keys()
RETURNED = Said(Verdict.RETURNED, " 请补\n签到表 ")
SAID = Receipt("350100", "YC-01", 3, "ab" * 32, Verdict.REMARKS, {"member": 12}, LATER, "补签到表")


@pytest.fixture
def office(tmp_path):
    """The bureau's card and key file in its own folder."""
    (tmp_path / "局").mkdir()
    return cards.make_bureau_card("实验区教育局党委", "350100", tmp_path / "局", PASSWORD, TODAY)


@pytest.fixture
def receiver(office):
    return Receiver(office.key_file, PASSWORD)


@pytest.fixture
def store(tmp_path, office):
    (tmp_path / "支部").mkdir()
    with branches.filled_branch(tmp_path / "支部") as opened:
        accept_errors(opened, QUARTER)
        groups = dict(enumerate(office.fingerprint.split(), 1))
        typed = {number: groups[number] for number in cards.ASKED_GROUPS}
        cards.remember_card(opened, office.card.read_bytes(), typed)
        yield opened


@pytest.fixture
def sent(store, tmp_path):
    """A package on a stick."""
    stick = tmp_path / "U盘"
    stick.mkdir()
    return make_submission(store, plan(store, QUARTER, TODAY), cards.the_card(store), stick).path


def refused(code, work, *arguments):
    with pytest.raises(PackageError) as caught:
        work(*arguments)
    assert caught.value.code == code
    return caught.value


# -- both sides


def test_a_receipt_closes_the_loop(store, sent, receiver, tmp_path):
    paper = tmp_path / "回执.pdr"
    [answered] = make_receipts([sent], receiver, paper, LATER)
    assert (answered.sequence, answered.period) == (1, QUARTER.code)
    assert not answered.is_confirmed
    [taken] = take_receipts(store, paper)
    assert (taken.state, taken.received_on, taken.is_new) == ("已回执", LATER, True)
    [row] = submissions(store)
    assert (row.state, row.receipted_on, row.remark) == (SubmissionState.RECEIPTED, LATER, "")
    assert not take_receipts(store, paper)[0].is_new
    step = history.last_undoable(store)
    assert step is None or "回执" not in step.title


def test_a_package_comes_back_with_what_is_to_be_mended(store, sent, receiver, tmp_path):
    paper = tmp_path / "退回.pdr"
    make_receipts([sent], receiver, paper, LATER, said=RETURNED)
    [taken] = take_receipts(store, paper)
    assert (taken.state, taken.remark) == (SubmissionState.RETURNED, "请补 签到表")
    assert submissions(store)[0].remark == "请补 签到表"
    assert "签到表".encode() not in paper.read_bytes()


def test_an_older_answer_does_not_take_a_newer_one_back(store, sent, receiver, tmp_path):
    early, late, back = (tmp_path / f"{name}.pdr" for name in ("早", "晚", "退回"))
    make_receipts([sent], receiver, early, LATER)
    make_receipts([sent], receiver, late, LATER + timedelta(3))
    make_receipts([sent], receiver, back, LATER + timedelta(5), said=RETURNED)
    take_receipts(store, late)
    assert not take_receipts(store, early)[0].is_new  # says the same: nothing to say
    assert submissions(store)[0].receipted_on == LATER + timedelta(3)
    take_receipts(store, back)
    for older in (early, late):
        refused("RECEIPT_OLDER", take_receipts, store, older)
    assert submissions(store)[0].state == SubmissionState.RETURNED


@pytest.mark.usefixtures("sent")
def test_the_points_of_the_bureau_stand_beside_what_was_closed_with_their_source(
    store, receiver, tmp_path
):
    scheme = chosen_scheme(store)
    sheet = open_assessment(store, QUARTER.code)
    for item in scheme.items:
        save_score(store, sheet.id, item.no, Own(item.points, "核对过"), TODAY)
    finish(store, sheet.id, TODAY)
    (tmp_path / "再报").mkdir()
    planned = plan(store, QUARTER, TODAY)
    again = make_submission(store, planned, cards.the_card(store), tmp_path / "再报").path
    closed = sheet_view(store, QUARTER.code, TODAY)
    given = {each.no: each.points - 50 for each in scheme.items}

    some, whole = tmp_path / "一部分.pdr", tmp_path / "全部.pdr"
    make_receipts([again], receiver, some, LATER, said=Said(points={"3": 1000}))
    make_receipts([again], receiver, whole, LATER, said=Said(points=given))
    [taken] = take_receipts(store, some)
    view = sheet_view(store, QUARTER.code, TODAY)
    assert (taken.graded, view.given.upper) == ("已登记 1 条的上级评分。", None)
    assert view.given.item_in_words("3").startswith("上级评分 10.0 分（据教育局2026年")
    [taken] = take_receipts(store, whole)
    view = sheet_view(store, QUARTER.code, TODAY)
    assert view.given.upper == sum(given.values())
    assert "第 2 号包" in view.given.source
    assert (view.lines, view.version, view.closed_at) == (
        closed.lines, closed.version, closed.closed_at,
    )  # fmt: skip
    save_given(store, sheet.id, replace(view.given, upper=9000))
    assert sheet_view(store, QUARTER.code, TODAY).given.source == ""


@pytest.mark.parametrize("points", [{"99": 100}, {"3": 1601}, {"3": -1}])
def test_points_that_an_item_can_not_have_are_refused(sent, receiver, tmp_path, points):
    with pytest.raises((InvalidValuesError, NotFoundError)):
        make_receipts([sent], receiver, tmp_path / "a.pdr", LATER, said=Said(points=points))
    assert not (tmp_path / "a.pdr").exists()


@pytest.mark.parametrize("verdict", [Verdict.REMARKS, Verdict.RETURNED])
def test_what_is_to_be_mended_must_be_said(sent, receiver, tmp_path, verdict):
    with pytest.raises(InvalidValuesError):
        make_receipts([sent], receiver, tmp_path / "a.pdr", LATER, said=Said(verdict, " "))


def test_one_bad_package_stops_the_whole_file_and_is_named(sent, receiver, tmp_path):
    bad, paper = tmp_path / "坏.pdp", tmp_path / "a.pdr"
    bad.write_bytes(sent.read_bytes()[:-40])
    fault = refused("SEAL_DAMAGED", make_receipts, [sent, bad], receiver, paper, LATER)
    assert "坏.pdp" in fault.sentence
    assert not paper.exists()


def test_a_file_that_is_there_is_not_replaced(sent, receiver, tmp_path):
    paper = tmp_path / "a.pdr"
    paper.write_text("别的", "utf-8")
    with pytest.raises(RefusedError):
        make_receipts([sent], receiver, paper, LATER)
    assert paper.read_text("utf-8") == "别的"


def test_a_package_that_was_never_sent_is_not_confirmed(store, receiver, tmp_path):
    paper = tmp_path / "a.pdr"
    receipt = replace(SAID, sequence=7)
    _office_writes(receipt, store, receiver, paper)
    assert "7" in refused("RECEIPT_UNKNOWN", take_receipts, store, paper).sentence


@pytest.mark.parametrize(
    "change", [{"content_id": "cd" * 32}, {"branch_id": "YC-02"}, {"counts": {"member": 999}}]
)
def test_a_receipt_for_other_content_raises_alarm(store, sent, receiver, tmp_path, change):
    paper = tmp_path / "a.pdr"
    first = tmp_path / "first.pdr"
    make_receipts([sent], receiver, first, LATER)
    [right] = read_receipts(
        first.read_bytes(), branch_keys(store).age_identity, cards.the_card(store)
    )
    _office_writes(replace(right, **change), store, receiver, paper)
    refused("RECEIPT_OTHER", take_receipts, store, paper)
    assert submissions(store)[0].state == SubmissionState.COPIED


@pytest.mark.usefixtures("sent")
def test_a_receipt_of_another_office_is_not_believed(store, tmp_path):
    paper = tmp_path / "a.pdr"
    card, keys = make_bureau("实验区教育局党委", "350100", date(2026, 1, 1))
    paper.write_bytes(receipts_file([(SAID, branch_keys(store).recipient)], card, keys))
    refused("RECEIPT_SIGNER", take_receipts, store, paper)
    assert submissions(store)[0].state == SubmissionState.COPIED


def test_without_a_card_no_receipt_is_believed(tmp_path):
    with branches.filled_branch(tmp_path) as opened, pytest.raises(NotFoundError):
        take_receipts(opened, tmp_path / "a.pdr")


def test_a_missing_file_is_a_sentence(store, tmp_path):
    with pytest.raises(PartydeskError) as caught:
        take_receipts(store, tmp_path / "没有.pdr")
    assert caught.value.advice


def test_a_deputy_does_not_read_receipts(store, sent, receiver, tmp_path):
    paper, path = tmp_path / "a.pdr", store.path
    make_receipts([sent], receiver, paper, LATER)
    branch_files.add_deputy(store, "刘婷", "副手自己的口令很长", cost=CHEAP)
    store.close()
    with (
        branch_files.open_branch(path, "副手自己的口令很长") as deputy,
        pytest.raises(LockedError),
    ):
        take_receipts(deputy, paper)


def _office_writes(receipt, store, receiver, paper):
    card, keys, _ = keys_of(receiver)
    paper.write_bytes(receipts_file([(receipt, branch_keys(store).recipient)], card, keys))


# -- the file


def file_of(*receipts, reply=BRANCH.recipient):
    return receipts_file([(each, reply) for each in receipts], BUREAU, KEYS)


def read(data, keys=BRANCH):
    return read_receipts(data, keys.age_identity, BUREAU)


verdicts = st.sampled_from(Verdict)
counts = st.dictionaries(st.from_regex("[a-z_]{1,20}", fullmatch=True), st.integers(0, 10**6))


@given(st.integers(1, 10**6), verdicts, counts, st.dates())
def test_a_receipt_is_read_as_it_was_written(sequence, verdict, counted, day):
    said = replace(SAID, sequence=sequence, verdict=verdict, counts=counted, received_on=day)
    assert read(file_of(said)) == [said]


def test_each_branch_finds_its_own_receipt_in_the_file_for_all():
    other = new_branch_keys()
    theirs = replace(SAID, branch_id="YC-02", sequence=9)
    data = receipts_file([(theirs, other.recipient), (SAID, BRANCH.recipient)], BUREAU, KEYS)
    assert (read(data), read(data, other)) == ([SAID], [theirs])
    refused("RECEIPT_NOT_OURS", read, data, new_branch_keys())


def test_points_for_the_items_travel_and_one_without_them_looks_as_before():
    graded = replace(SAID, graded=Graded("default", {"1": 1150, "2": 0}))
    assert read(file_of(graded)) == [graded]
    for items in ({}, {"1": -1}, {"1": True}, {"1": "9"}, {"1": 10**9}):
        refused("RECEIPT_FORM", read, file_of(replace(SAID, graded=Graded("default", items))))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_never_changes_what_is_read(place, bit):
    data = bytearray(DATA)
    data[int(place * len(data))] ^= 1 << bit
    assert outcome(bytes(data)) in ("refused", [SAID])


def outcome(data):
    try:
        return read(data)
    except PackageError as fault:
        return "refused" if fault.code.startswith("RECEIPT_") else fault.code


@given(st.binary(max_size=300) | st.text().map(str.encode))
def test_whatever_comes_is_a_reason(data):
    refused("RECEIPT_FORM", read, data)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": 2}, "RECEIPT_NEWER"),
        ({"version": "1"}, "RECEIPT_FORM"),
        ({"form": "partydesk-card"}, "RECEIPT_FORM"),
        ({"receipts": "abc"}, "RECEIPT_FORM"),
        ({"receipts": ["!"]}, "RECEIPT_FORM"),
        ({"receipts": [7]}, "RECEIPT_FORM"),
        ({"receipts": []}, "RECEIPT_NOT_OURS"),
        ({"receipts": ["QUJD"]}, "RECEIPT_FORM"),
        ({"receipts": ["QUJD"] * 5_001}, "RECEIPT_FORM"),
    ],
)
def test_odd_files_are_refused(change, code):
    whole = json.loads(DATA) | change
    refused(code, read, json.dumps(whole).encode())


@pytest.mark.parametrize(
    "change", [{"sequence": 0}, {"content_id": "x"}, {"counts": {"a": -1}}, {"bureau_id": "1"}]
)
def test_signed_nonsense_is_refused_all_the_same(change):
    refused("RECEIPT_FORM", read, file_of(replace(SAID, **change)))


DATA = file_of(SAID)
