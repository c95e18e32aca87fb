"""A new signing key is believed only when the old one signed for it, or paper did."""

import json
from dataclasses import replace
from datetime import date

import pytest

from partydesk import cli
from partydesk.errors import ForeignFileError
from partydesk.package.keys import changed_keys, new_branch_keys
from partydesk.package.succession import ENTRY, read_successions, succeed, succession_document
from partydesk.services import branch_files, cards
from partydesk.services.branch_keys import branch_keys
from partydesk.services.collecting import Outcome, collect
from partydesk.services.intake_register import REGISTER
from partydesk.services.key_change import change_keys
from partydesk.services.receipts import make_receipts, take_receipts
from partydesk.services.receiving import Receiver, verify_own
from partydesk.services.submission import make_submission, plan
from tests.core import branches
from tests.core.packages import INFO, sample_files
from tests.core.papers import text_of
from tests.core.test_collecting import BRANCH, CARD, KEY_FILE, KEYS, OFFICE, TODAY, put
from tests.core.test_submission import QUARTER

NUMBER = INFO.branch_id


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "U盘").mkdir()
    return tmp_path / "U盘"


@pytest.fixture
def intake(tmp_path, stick):
    """Take in what lies on the stick; outcome and sentence by file."""
    (tmp_path / "a.pdkey").write_bytes(KEY_FILE)
    (tmp_path / "a.pdcard").write_bytes(cards.card_bytes(CARD, KEYS))
    receiver = Receiver(tmp_path / "a.pdkey", OFFICE)

    def intake(*typed):
        papers = dict(zip([NUMBER], [each.fingerprint for each in typed], strict=False))
        found = collect(stick, receiver, tmp_path / "收件", TODAY, fingerprints=papers)
        return {each.name: (str(each.outcome), each.sentence) for each in found}

    return intake


def outcomes(found):
    return {name: outcome for name, (outcome, _) in found.items()}


def next_package(path, keys, previous, seq=2, chain=None):
    """A later package, with the statements of its keys or others."""
    files = {**sample_files(), ENTRY: succession_document(keys.chain if chain is None else chain)}
    return put(path, keys=keys, files=files, seq=seq, previous=previous, period=f"2026-{seq}")


def test_a_key_that_the_old_one_signed_for_is_believed_and_the_old_one_no_more(stick, intake):
    first = put(stick / "1.pdp")
    intake(BRANCH)
    new = changed_keys(BRANCH, NUMBER, 2)
    second = next_package(stick / "2.pdp", new, first)
    third = next_package(stick / "3.pdp", new, second, 3, chain=())

    found = intake()

    assert outcomes(found) == {"1.pdp": "以前已接收", "2.pdp": "已接收", "3.pdp": "已接收"}
    assert "原密钥签了字" in found["2.pdp"][1]
    assert "原密钥" not in found["3.pdp"][1]
    next_package(stick / "4.pdp", BRANCH, third, 4, chain=())
    outcome, sentence = intake()["4.pdp"]
    assert (outcome, "注销" in sentence) == ("拒收", True)


def test_several_changes_in_a_row_need_no_package_in_between(stick, intake):
    first = put(stick / "1.pdp")
    keys = changed_keys(changed_keys(BRANCH, NUMBER, 2), NUMBER, 2)
    next_package(stick / "0.pdp", keys, first)  # its name comes before that of the first
    assert outcomes(intake(BRANCH)) == {"1.pdp": "已接收", "0.pdp": "已接收"}


def forged(new):
    """Statements that are no word of the old key for the new one; the last is, and is the control.

    Of each, what the package holds.
    """
    thief, signed = new_branch_keys(), new.chain[0]
    other = succeed("jyj-018", BRANCH.signing_seed, new.public, 2)
    later = succeed(NUMBER, BRANCH.signing_seed, new.public, 3)
    foreign = succeed(NUMBER, thief.signing_seed, new.public, 2)
    return {
        "none": (),
        "signed by somebody else in its name": (replace(foreign, old=BRANCH.public),),
        "of another key": (foreign,),
        "for another branch": (other,),
        "for later packages": (later,),
        "of the right key for another": (succeed(NUMBER, BRANCH.signing_seed, thief.public, 2),),
        "dressed up": (replace(signed, since=1),),
        "true": (signed,),
    }


@pytest.mark.parametrize("kind", forged(changed_keys(BRANCH, NUMBER, 2)))
def test_nothing_but_the_word_of_the_old_key_makes_a_new_one_believed(
    stick, intake, tmp_path, kind
):
    first = put(stick / "1.pdp")
    intake(BRANCH)
    new = changed_keys(BRANCH, NUMBER, 2)
    next_package(stick / "2.pdp", new, first, chain=forged(new)[kind])
    before = (tmp_path / "收件" / REGISTER).read_bytes()
    outcome, sentence = intake()["2.pdp"]
    if kind == "true":
        assert outcome == Outcome.TAKEN
        return
    assert (outcome, "不一致" in sentence) == (Outcome.REFUSED, True)
    assert (tmp_path / "收件" / REGISTER).read_bytes() == before
    assert len(list((tmp_path / "收件").rglob("members.jsonl"))) == 1


def test_a_word_is_not_played_again_and_no_key_comes_back(stick, intake):
    first = put(stick / "1.pdp")
    intake(BRANCH)
    middle = changed_keys(BRANCH, NUMBER, 2)
    last = changed_keys(middle, NUMBER, 2)
    second = next_package(stick / "2.pdp", last, first)
    intake()
    back = succeed(NUMBER, last.signing_seed, BRANCH.public, 2)
    thief = new_branch_keys()
    for keys, chain in (
        (middle, middle.chain),  # the true word of the first key for the second, once more
        (replace(BRANCH, chain=(back,)), (back,)),  # even the newest key calls no old one back
        (thief, (back, succeed(NUMBER, BRANCH.signing_seed, thief.public, 2))),  # nor by a detour
    ):
        next_package(stick / "3.pdp", keys, second, 3, chain=chain)
        outcome, _ = intake()["3.pdp"]
        assert outcome == Outcome.REFUSED


def test_a_key_that_somebody_else_may_have_is_replaced_by_paper_alone(stick, intake):
    first = put(stick / "1.pdp")
    intake(BRANCH)
    new = changed_keys(BRANCH, NUMBER, 2, is_exposed=True)
    assert new.chain == ()
    second = next_package(stick / "2.pdp", new, first)
    assert outcomes(intake())["2.pdp"] == "拒收"
    assert outcomes(intake(new_branch_keys()))["2.pdp"] == "拒收"
    assert outcomes(intake(new)) == {"1.pdp": "以前已接收", "2.pdp": "已接收"}
    next_package(stick / "3.pdp", BRANCH, second, 3)
    assert outcomes(intake())["3.pdp"] == "拒收"


@pytest.mark.parametrize("harm", ["changed", "removed", "added", "swapped", "other office"])
def test_a_register_that_somebody_touched_is_noticed_and_nothing_taken(
    stick, intake, tmp_path, harm
):
    first = put(stick / "1.pdp")
    put(stick / "2.pdp", seq=2, previous=first, period="2026-Q4")
    intake(BRANCH)
    path = tmp_path / "收件" / REGISTER
    good = path.read_bytes()
    head, one, two = good.splitlines(keepends=True)
    path.write_bytes(
        {
            "changed": good.replace(BRANCH.public.hex().encode(), b"00" * 32, 1),
            "removed": head + two,
            "added": good + two,
            "swapped": head + two + one,
            "other office": good.replace(b'"seal":"', b'"seal":"0', 1),
        }[harm]
    )
    with pytest.raises(ForeignFileError, match=r"第 \d 行被改动过"):
        intake()
    path.write_bytes(good + two[:30])  # the machine went down in the middle of a line
    assert set(outcomes(intake()).values()) == {"以前已接收"}


def test_after_a_change_the_branch_signs_anew_and_still_opens_what_it_sent(tmp_path, stick):
    (tmp_path / "局").mkdir()
    made = cards.make_bureau_card("实验区教育局党委", "350100", tmp_path / "局", OFFICE, TODAY)
    receiver = Receiver(made.key_file, OFFICE)
    card = cards.read_card(made.card.read_bytes())
    with branches.filled_branch(tmp_path) as store:
        groups = dict(enumerate(card.fingerprint.split(), 1))
        cards.remember_card(store, made.card.read_bytes(), groups)
        branches.accept_errors(store, QUARTER)
        one = make_submission(store, plan(store, QUARTER, TODAY), card, stick)
        old, new = branch_keys(store), change_keys(store)
        two = make_submission(store, plan(store, QUARTER, TODAY), card, stick)

        papers = {"YC-01": old.fingerprint}
        found = collect(stick, receiver, tmp_path / "收", TODAY, fingerprints=papers)
        assert [str(each.outcome) for each in found] == ["已接收", "已接收"]
        assert verify_own(store, one.path).signer == old.fingerprint
        assert verify_own(store, two.path).signer == new.fingerprint != old.fingerprint
        # The answer to the first package is sealed to the key of then.
        make_receipts([one.path], receiver, tmp_path / "a.pdr", date(2026, 12, 1))
        assert [each.sequence for each in take_receipts(store, tmp_path / "a.pdr")] == [1]
        path = store.file.path
    with branch_files.open_branch(path, branches.PASSWORD) as store:
        assert branch_keys(store) == new
        [said] = read_successions(succession_document(new.chain))
        assert (said.since, said.old, said.new) == (2, old.public, new.public)


def test_the_command_shows_the_key_changes_it_and_prints_the_new_sheet(
    tmp_path, monkeypatch, capsys
):
    branches.filled_branch(tmp_path).close()
    monkeypatch.setenv("PARTYDESK_PASSWORD", branches.PASSWORD)
    command = ["signing-key", str(tmp_path / "育才支部.partydesk"), "--json"]
    said = []
    for more in ([], ["--change"], ["--exposed", "--sheet", str(tmp_path / "表.pdf")], []):
        assert cli.main([*command, *more]) == 0
        said.append(json.loads(capsys.readouterr().out)["fingerprint"])
    assert len(set(said[:3])) == 3
    assert said[3] == said[2]
    text = text_of((tmp_path / "表.pdf").read_bytes())
    assert all(group in text for group in said[2].split())
