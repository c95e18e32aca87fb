"""TP2: forged packages are refused, each kind with its own code."""

import base64
from dataclasses import replace
from datetime import date

import pytest

from partydesk.package.cards import make_bureau
from partydesk.package.keys import new_branch_keys
from partydesk.package.minisig import sign
from partydesk.package.opened import Opener, Registry
from tests.core.packages import (
    INFO,
    new_scene,
    outcome,
    plain_outcome,
    relisted,
    resigned,
    retagged,
    sealed_for,
    unzipped,
    zipped,
)

SIG = "tagmanifest-sha256.txt.minisig"


@pytest.fixture(scope="module")
def scene():
    return new_scene()


@pytest.fixture(scope="module")
def files(scene):
    return unzipped(scene.plain())


def sig_changed(files, byte, value):
    """The signature file with one byte of its first base64 line replaced."""
    lines = files[SIG].split(b"\n")
    raw = bytearray(base64.b64decode(lines[1]))
    raw[byte] = value if raw[byte] != value else value ^ 1
    lines[1] = base64.b64encode(raw)
    return {**files, SIG: b"\n".join(lines)}


def info_changed(files, old, new):
    assert old in files["bag-info.txt"]
    return retagged({**files, "bag-info.txt": files["bag-info.txt"].replace(old, new)})


def test_the_unchanged_files_pass_so_that_every_refusal_is_due_to_the_forgery(
    scene, files, tmp_path
):
    again = resigned(relisted(files), scene.branch.signing_seed)
    assert again == files
    assert outcome(scene.seal(zipped(again)), scene.opener, tmp_path) == "ok"


def test_unknown_key(scene, tmp_path):
    attacker = replace(scene, branch=new_branch_keys())
    assert outcome(attacker.sealed(), scene.opener, tmp_path) == "SIGNER_UNKNOWN"


def test_revoked_key(scene, tmp_path):
    public = scene.branch.public
    registry = Registry({INFO.branch_id: public}, frozenset({public}))
    opener = replace(scene.opener, registry=registry)
    assert outcome(scene.sealed(), opener, tmp_path) == "SIGNER_REVOKED"
    gone = replace(scene.opener, registry=Registry({}, frozenset({public})))
    assert outcome(scene.sealed(), gone, tmp_path) == "SIGNER_REVOKED"


def test_a_valid_key_in_another_branchs_name(scene, tmp_path):
    other = new_branch_keys()
    keys = {INFO.branch_id: scene.branch.public, "jyj-018": other.public}
    opener = replace(scene.opener, registry=Registry(keys))
    forged = replace(scene, branch=other)
    assert outcome(forged.sealed(), opener, tmp_path) == "SIGNER_OTHER_BRANCH"
    assert outcome(forged.sealed(branch_id="jyj-018"), opener, tmp_path) == "ok"
    unlisted = scene.sealed(branch_id="jyj-999")
    assert outcome(unlisted, opener, tmp_path) == "SIGNER_OTHER_BRANCH"


def test_a_signature_from_another_package(scene, files, tmp_path):
    other = unzipped(scene.plain(seq=2, previous="0" * 64))
    moved = {**files, SIG: other[SIG]}
    assert outcome(scene.seal(zipped(moved)), scene.opener, tmp_path) == "SIGNATURE_ELSEWHERE"


def test_unsigned(scene, files, tmp_path):
    bare = {name: data for name, data in files.items() if name != SIG}
    assert outcome(scene.seal(zipped(bare)), scene.opener, tmp_path) == "SIGNATURE_MISSING"


def test_changed_inside_and_signed_again_by_a_stranger_in_the_branchs_key_name(
    scene, files, tmp_path
):
    changed = relisted({**files, "data/meetings.jsonl": b'{"title":"x"}\n'})
    stranger = resigned(changed, new_branch_keys().signing_seed)
    own_id = base64.b64decode(files[SIG].split(b"\n")[1])[2:10]
    lines = stranger[SIG].split(b"\n")
    raw = base64.b64decode(lines[1])
    lines[1] = base64.b64encode(raw[:2] + own_id + raw[10:])
    dressed = {**stranger, SIG: b"\n".join(lines)}
    assert outcome(scene.seal(zipped(stranger)), scene.opener, tmp_path) == "SIGNATURE_KEY"
    assert outcome(scene.seal(zipped(dressed)), scene.opener, tmp_path) == "SIGNATURE_WRONG"


def test_a_package_for_another_bureau_passed_on_or_readdressed(scene, files, tmp_path):
    card, keys = make_bureau("另一个局", "350200", date(2026, 1, 1))
    other = Opener.for_bureau(card, keys, scene.opener.registry)
    forwarded = sealed_for(zipped(files), card.recipient)
    assert outcome(forwarded, other, tmp_path) == "RECIPIENT"
    ours, theirs = scene.card.fingerprint.encode(), card.fingerprint.encode()
    readdressed = info_changed(files, ours, theirs)
    sealed = sealed_for(zipped(readdressed), card.recipient)
    assert outcome(sealed, other, tmp_path) == "SIGNATURE_ELSEWHERE"


def test_an_empty_manifest(scene, files, tmp_path):
    empty = {name: data for name, data in files.items() if not name.startswith("data/")}
    signed = resigned(retagged({**empty, "manifest-sha256.txt": b""}), scene.branch.signing_seed)
    assert outcome(scene.seal(zipped(signed)), scene.opener, tmp_path) == "MANIFEST_EMPTY"


def test_two_signatures(scene, files, tmp_path):
    double = {**files, SIG: files[SIG] * 2}
    assert outcome(scene.seal(zipped(double)), scene.opener, tmp_path) == "SIGNATURE_FORM"


def test_wrong_algorithm_tag(scene, files, tmp_path):
    for tag in (ord("d"), 0, ord("e")):
        sealed = scene.seal(zipped(sig_changed(files, 1, tag)))
        assert outcome(sealed, scene.opener, tmp_path) == "SIGNATURE_ALGORITHM"


def test_wrong_key_id(scene, files, tmp_path):
    sealed = scene.seal(zipped(sig_changed(files, 5, 7)))
    assert outcome(sealed, scene.opener, tmp_path) == "SIGNATURE_KEY"


def test_old_newer_and_foreign_format_versions(scene, files, tmp_path):
    cases = {
        (b"PartyDesk-Format: 1", b"PartyDesk-Format: 0"): "FORMAT_OLD",
        (b"PartyDesk-Format: 1", b"PartyDesk-Format: 2"): "FORMAT_NEW",
        (b"PartyDesk-Suite: 1", b"PartyDesk-Suite: 2"): "SUITE",
    }
    for (old, new), code in cases.items():
        signed = resigned(info_changed(files, old, new), scene.branch.signing_seed)
        assert outcome(scene.seal(zipped(signed)), scene.opener, tmp_path) == code


def test_a_signature_over_something_else_with_a_fitting_comment(scene, files, tmp_path):
    # The branch itself could make this; minisign would refuse it, so we do.
    tags = {**files, "tagmanifest-sha256.txt": b"something else"}
    lines = files[SIG].split(b"\n")
    comment = lines[2].removeprefix(b"trusted comment: ").decode()
    wrong = sign(tags["tagmanifest-sha256.txt"], scene.branch.signing_seed, comment)
    sealed = scene.seal(zipped({**files, SIG: wrong}))
    assert outcome(sealed, scene.opener, tmp_path) == "SIGNATURE_WRONG"


def test_every_bit_of_the_signature_counts(scene, files, tmp_path):
    passed = []
    for bit in range(0, len(files[SIG]) * 8, 3):
        changed = bytearray(files[SIG])
        changed[bit // 8] ^= 1 << bit % 8
        plain = zipped({**files, SIG: bytes(changed)})
        if plain_outcome(plain, scene.opener, tmp_path) == "ok":
            passed.append(bit)
    assert passed == []


def test_a_file_changed_added_or_taken_away_behind_the_signers_back(scene, files, tmp_path):
    name = "data/meetings.jsonl"
    without = {n: d for n, d in files.items() if n != name}
    cases = {
        "HASH_WRONG": {**files, name: files[name].replace(b"12", b"13")},
        "ENTRY_UNLISTED": {**files, "data/extra.txt": b""},
        "ENTRY_MISSING": without,
        "TAG_WRONG": {**files, "manifest-sha256.txt": files["manifest-sha256.txt"][:-1] + b" "},
        "SIGNATURE_ELSEWHERE": relisted({**files, name: b""}),
        "BAG_FORM": {n: d for n, d in files.items() if n != "bagit.txt"},
        "MANIFEST_FORM": {n: d for n, d in files.items() if n != "tagmanifest-sha256.txt"},
    }
    found = {
        code: outcome(scene.seal(zipped(f)), scene.opener, tmp_path) for code, f in cases.items()
    }
    assert found == {code: code for code in cases}


def test_a_registered_branch_that_lies_about_its_content_is_refused_too(scene, files, tmp_path):
    seed = scene.branch.signing_seed

    def said(old, new):
        return resigned(info_changed(files, old, new), seed)

    lines = files["manifest-sha256.txt"].splitlines(keepends=True)

    def listed(lines):
        return resigned(retagged({**files, "manifest-sha256.txt": b"".join(lines)}), seed)

    cases = [
        (said(b"members=2", b"members=3"), "COUNTS_WRONG"),
        (said(b"meetings=1 ", b""), "COUNTS_WRONG"),
        (said(b".5\n", b".6\n"), "COUNTS_WRONG"),
        (said(b"Kind: quarter", b"Kind: Quarter"), "BAG_FORM"),
        (said(b"Seq: 1", b"Seq: 01"), "BAG_FORM"),
        (said(b"Seq: 1", "Seq: １".encode()), "BAG_FORM"),
        (said(b"Kind: quarter\n", b"Kind: quarter\nKind: quarter\n"), "BAG_FORM"),
        (said(b"Left-Out:", b"Extra: 1\nLeft-Out:"), "BAG_FORM"),
        (said("育才".encode(), "育\u202e才".encode()), "BAG_FORM"),
        (said(b"Signer-Fingerprint: ", b"Signer-Fingerprint: 0"), "BAG_FORM"),
        (resigned(retagged({**files, "bagit.txt": b"BagIt-Version: 0.97\n"}), seed), "BAG_FORM"),
        (listed(lines[1:]), "ENTRY_UNLISTED"),
        (listed(lines[::-1]), "MANIFEST_FORM"),
        (listed([lines[0], *lines]), "MANIFEST_FORM"),
        (listed([lines[0].replace(b"  ", b" *"), *lines[1:]]), "MANIFEST_FORM"),
        (listed([lines[0].upper(), *lines[1:]]), "MANIFEST_FORM"),
        (listed([*lines, b"\n"]), "MANIFEST_FORM"),
        (
            resigned(relisted({n: d for n, d in files.items() if "left-out" not in n}), seed),
            "ENTRY_MISSING",
        ),
        (resigned(relisted({**files, "data/meetings.jsonl": b"[1]\n"}), seed), "DATA_FORM"),
        (resigned(relisted({**files, "data/left-out.json": b"NaN"}), seed), "DATA_FORM"),
        (resigned(relisted({**files, "data/left-out.json": b"[" * 99}), seed), "DATA_LIMIT"),
    ]
    found = [outcome(scene.seal(zipped(f)), scene.opener, tmp_path) for f, _ in cases]
    assert found == [code for _, code in cases]
