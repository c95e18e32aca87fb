"""Bureau cards are whole or refused; private keys open with their passphrase only."""

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.errors import PackageError, WrongPasswordError
from partydesk.package import keys as key_module
from partydesk.package.cards import (
    card_bytes,
    check_pair,
    make_bureau,
    read_card,
)
from partydesk.package.digits import plain_digits, short_content_id
from partydesk.package.keys import key_file_bytes, key_sheet, new_branch_keys, read_key_file
from partydesk.package.opened import Opener, Registry
from partydesk.package.seal import recipient_of
from tests.core.packages import INFO, Scene, outcome

CARDS = Path(__file__).parents[2] / "resources" / "cards"
DAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def bureau():
    return make_bureau("城关区教育局党委", "350100", DAY)


@pytest.fixture(scope="module")
def data(bureau):
    return card_bytes(*bureau)


def refused(data, reader=read_card, *more):
    with pytest.raises(PackageError) as caught:
        reader(data, *more)
    return caught.value.code


def test_a_card_comes_back_as_it_was_made(bureau, data):
    card, _ = bureau
    assert read_card(data) == card
    assert len(data) < 2048
    assert "城关区教育局党委" in data.decode()


def test_every_changed_bit_and_every_cut_is_refused(data):
    passed, codes = [], set()
    for bit in range(len(data) * 8):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            read_card(bytes(changed))
            passed.append(bit)
        except PackageError as error:
            codes.add(error.code)
    # The last line end and nothing else may be lost on the way.
    assert {bit // 8 for bit in passed} <= {len(data) - 1}
    assert codes <= {"CARD_FORM", "CARD_SIGNATURE", "CARD_NEWER"}
    assert {refused(data[:n]) for n in range(0, len(data) - 1, 5)} == {"CARD_FORM"}


def test_what_mail_does_to_text_is_forgiven(bureau, data):
    forms = [
        data.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + data,
        b"\n" + data + b"\r\n ",
        data[:-1],
    ]
    assert [read_card(form) for form in forms] == [bureau[0]] * 4


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_anything_else_is_refused(junk):
    assert refused(junk) == "CARD_FORM"


def test_a_card_with_other_values_does_not_carry_the_old_signature(data):
    for key, value in {
        "name": "别的局",
        "valid_from": "2027-01-01",
        "list_version": 2,
        "is_sample": True,
        "bureau_id": "350200",
        "recipient": recipient_of(new_branch_keys().age_identity),
    }.items():
        whole = json.loads(data) | {key: value}
        text = json.dumps(whole, ensure_ascii=False, indent=1).encode()
        assert refused(text) == "CARD_SIGNATURE"
    for key, value in {"list_version": 1.5, "recipient": "age1x", "name": "", "escrow": 5}.items():
        whole = json.loads(data) | {key: value}
        assert refused(json.dumps(whole, ensure_ascii=False, indent=1).encode()) == "CARD_FORM"
    newer = json.dumps(json.loads(data) | {"version": 2}).encode()
    assert refused(newer) == "CARD_NEWER"
    assert refused(b"[" * 60_000) == "CARD_FORM"


def test_the_fingerprint_is_about_the_keys_and_not_about_the_date(bureau):
    card, keys = bureau
    later = replace(card, valid_from=date(2027, 1, 1), list_version=2)
    assert later.fingerprint == card.fingerprint
    assert read_card(card_bytes(later, keys)) == later
    for change in (
        {"recipient": card.escrow},
        {"escrow": card.recipient},
        {"signing_key": bytes(32)},
        {"bureau_id": "350101"},
        {"is_sample": True},
    ):
        assert replace(card, **change).fingerprint != card.fingerprint


def test_fingerprints_and_short_ids_are_groups_of_five(bureau):
    groups = bureau[0].fingerprint.split(" ")
    assert (len(groups), {len(g) for g in groups}) == (6, {5})
    assert all(g.isascii() and g.isdigit() for g in groups)
    assert short_content_id("0" * 64) == "00000 00000 00000 00000"
    assert short_content_id("0" * 62 + "ff") == "00000 00000 00000 00255"
    assert plain_digits("４０２１１ · 402-11\n") == "4021140211"


def test_a_card_is_only_made_with_its_own_keys(bureau):
    card, keys = bureau
    _, strange = make_bureau("另一个局", "350200", DAY)
    check_pair(card, keys)
    for wrong in (strange, replace(keys, signing_seed=bytes(32))):
        assert refused(card, card_bytes, wrong) == "KEYFILE_OTHER"


def test_a_bureau_needs_a_name_and_an_ascii_number():
    for name, number in (("", "1"), ("\u202e", "1"), ("局", ""), ("局", "一"), ("局", "1 2")):
        with pytest.raises(ValueError, match=r".*"):
            make_bureau(name, number, DAY)


def test_the_key_file_opens_with_its_passphrase_and_lacks_the_escrow_key(bureau):
    _, keys = bureau
    file = key_file_bytes(keys, "四个生成的词语")
    back = read_key_file(file, "四个生成的词语")
    assert back == replace(keys, escrow_identity="")
    for secret in (keys.age_identity, keys.escrow_identity, keys.signing_seed.hex()):
        assert secret.encode() not in file
        assert secret in key_sheet("局", keys)
        assert secret not in repr(keys)
    with pytest.raises(WrongPasswordError):
        read_key_file(file, "四个生成的词")


def test_composed_and_decomposed_passphrases_are_the_same(bureau):
    file = key_file_bytes(bureau[1], "caf\u00e9 口令十个字")
    assert read_key_file(file, "cafe\u0301 口令十个字").signing_seed == bureau[1].signing_seed


@pytest.fixture
def cheap(monkeypatch):
    monkeypatch.setattr(key_module, "_COST", {"memory_kib": 64, "iterations": 1, "lanes": 1})


@pytest.mark.usefixtures("cheap")
def test_a_damaged_key_file_is_a_sentence(bureau):
    file = key_file_bytes(bureau[1], "x")
    chance = random.Random(7)
    for _ in range(300):
        changed = bytearray(file)
        changed[chance.randrange(len(file) - 1)] ^= 1 << chance.randrange(8)
        try:
            read_key_file(bytes(changed), "x")
        except (PackageError, WrongPasswordError):
            continue
        # Only letters of a hexadecimal number or white space may change without effect.
        assert bytes(changed).lower().split() == file.lower().split()


@pytest.mark.usefixtures("cheap")
def test_a_doctored_key_file_can_not_ask_for_64_gigabytes(bureau):
    file = json.loads(key_file_bytes(bureau[1], "x"))
    for key, value in {"memory_kib": 64 << 20, "iterations": 10**6, "lanes": 999}.items():
        dear = json.dumps(file | {key: value}).encode()
        assert refused(dear, read_key_file, "x") == "KEYFILE_FORM"


def test_guessing_a_passphrase_costs_at_least_64_megabytes(bureau):
    head = json.loads(key_file_bytes(bureau[1], "x"))
    assert head["memory_kib"] >= 64 * 1024
    assert head["iterations"] >= 3


def test_the_sample_pair_that_ships_works_and_says_what_it_is(tmp_path):
    card = read_card((CARDS / "sample.pdcard").read_bytes())
    keys = read_key_file((CARDS / "sample-private.pdkey").read_bytes(), "示例口令2026")
    check_pair(card, keys)
    assert card.is_sample
    assert "仅供演示" in card.name
    readme = (CARDS / "README.md").read_text(encoding="utf-8")
    assert card.fingerprint in readme
    assert "示例口令2026" in readme
    scene = Scene(card, keys, new_branch_keys())
    opener = Opener.for_bureau(card, keys, Registry({INFO.branch_id: scene.branch.public}))
    assert outcome(scene.sealed(), opener, tmp_path) == "ok"


def test_the_sample_mark_can_not_be_taken_off():
    data = (CARDS / "sample.pdcard").read_bytes()
    assert refused(data.replace(b'"is_sample": true', b'"is_sample": false')) == "CARD_SIGNATURE"
