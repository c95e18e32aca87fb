"""TP4: packages open without this program, with age, unzip, minisign and sha256sum."""

import io
import random
import re

import pyrage
import pytest

from partydesk.errors import PackageError
from partydesk.package.build import make_package
from partydesk.package.minisig import public_key_text
from partydesk.package.seal import new_identity, recipient_of, seal_to, unseal_to
from tests.core.packages import PHOTO, PHOTO_NAME, new_scene, run_tool

BORDERS = [0, 1, 15, 16, 17, 65_535, 65_536, 65_537, 131_072, 131_073]


@pytest.fixture(scope="module")
def identity():
    return new_identity()[0]


@pytest.fixture
def opened_by_tools(tmp_path):
    """The folder that public tools make of a package, and the branch's public key."""
    scene = new_scene()
    made = make_package(scene.order(), tmp_path)
    (tmp_path / "key.txt").write_text(scene.bureau.age_identity + "\n")
    unseal = run_tool("age", "-d", "-i", "key.txt", "-o", "bag.zip", made.path.name, cwd=tmp_path)
    assert unseal.returncode == 0, unseal.stderr
    unpack = run_tool("unzip", "-q", "bag.zip", "-d", "bag", cwd=tmp_path)
    assert unpack.returncode == 0, unpack.stderr
    assert run_tool("unzip", "-tqq", "bag.zip", cwd=tmp_path).returncode == 0
    return tmp_path / "bag", public_key_text(scene.branch.public)


def minisign(bag, key):
    return run_tool("minisign", "-V", "-m", "tagmanifest-sha256.txt", "-P", key, cwd=bag)


def sums(bag):
    lists = ("tagmanifest-sha256.txt", "manifest-sha256.txt")
    return [run_tool("sha256sum", "-c", "--strict", name, cwd=bag).returncode for name in lists]


def test_the_recipe_of_the_key_sheet_works(opened_by_tools):
    bag, key = opened_by_tools
    said = minisign(bag, key)
    assert said.returncode == 0, said.stderr
    assert re.search(rb"Trusted comment: cid=[0-9a-f]{64} to=[0-9]{30} seq=1\n", said.stdout)
    assert sums(bag) == [0, 0]
    assert (bag / "data" / "att" / PHOTO_NAME).read_bytes() == PHOTO
    assert "欧阳𬭎宇" in (bag / "data" / "members.jsonl").read_text(encoding="utf-8")
    assert f"Signer-Key: {key}" in (bag / "bag-info.txt").read_text(encoding="utf-8")


def test_the_tools_notice_a_change_so_the_recipe_means_something(opened_by_tools):
    bag, key = opened_by_tools
    with (bag / "data" / "members.jsonl").open("ab") as stream:
        stream.write(b" ")
    assert sums(bag)[1] != 0
    with (bag / "tagmanifest-sha256.txt").open("ab") as stream:
        stream.write(b"\n")
    assert minisign(bag, key).returncode != 0


def test_minisign_refuses_another_branchs_key(opened_by_tools):
    bag, _ = opened_by_tools
    assert minisign(bag, public_key_text(new_scene().branch.public)).returncode != 0


@pytest.mark.parametrize("size", BORDERS)
def test_age_opens_what_we_seal_and_we_open_what_age_seals(size, identity, tmp_path):
    content = random.Random(size).randbytes(size)
    (tmp_path / "key.txt").write_text(identity + "\n")
    ours = io.BytesIO()
    seal_to([content[i : i + 1000] for i in range(0, size, 1000)], ours, [recipient_of(identity)])
    (tmp_path / "ours.age").write_bytes(ours.getvalue())
    by_age = run_tool("age", "-d", "-i", "key.txt", "ours.age", cwd=tmp_path)
    assert (by_age.returncode, by_age.stdout == content) == (0, True), by_age.stderr
    for form in ((), ("-a",)):
        sealed = run_tool("age", *form, "-r", recipient_of(identity), data=content)
        assert sealed.returncode == 0, sealed.stderr
        opened = io.BytesIO()
        unseal_to(io.BytesIO(sealed.stdout), opened, [identity])
        assert opened.getvalue() == content


def test_a_passphrase_file_of_age_is_refused_before_any_work(identity):
    # Made the way the library makes them; the command line asks for a terminal.
    sealed = pyrage.passphrase.encrypt(b"x", "12345678")
    with pytest.raises(PackageError) as caught:
        unseal_to(io.BytesIO(sealed), io.BytesIO(), [identity])
    assert caught.value.code == "SEAL_PASSWORD"
