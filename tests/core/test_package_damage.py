"""TP1: a package that was changed, cut, lengthened or spliced is refused without exception."""

import base64
import hashlib
import io
import random
import string
import zipfile
import zlib

import pytest

from partydesk.errors import PackageError
from partydesk.package.seal import new_identity
from partydesk.package.verify import open_package
from tests.core.packages import (
    new_scene,
    outcome,
    plain_outcome,
    sample_files,
    sealed_for,
    unzipped,
)

SEED = 20261122
LETTERS = (string.ascii_letters + string.digits + "+/").encode()


@pytest.fixture(scope="module")
def scene():
    return new_scene()


@pytest.fixture(scope="module")
def sealed(scene):
    return scene.sealed()


def flipped(data, bit):
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_every_byte_of_the_header_and_thousands_of_bits_behind_it(scene, sealed, tmp_path):
    chance = random.Random(SEED)
    header = sealed.index(b"\n--- ") + 60
    bits = [byte * 8 + chance.randrange(8) for byte in range(header)]
    bits += [chance.randrange(header * 8, len(sealed) * 8) for _ in range(2000)]
    bits += [(len(sealed) - 1 - i) * 8 for i in range(20)]
    passed = [b for b in bits if outcome(flipped(sealed, b), scene.opener, tmp_path) == "ok"]
    assert passed == []
    assert outcome(sealed, scene.opener, tmp_path) == "ok"


def test_every_sampled_truncation(scene, sealed, tmp_path):
    chance = random.Random(SEED)
    cuts = {*range(0, 300, 7), *(chance.randrange(len(sealed)) for _ in range(1000))}
    cuts |= {len(sealed) - 1, len(sealed) - 16, len(sealed) - 17}
    passed = [c for c in cuts if outcome(sealed[:c], scene.opener, tmp_path) == "ok"]
    assert passed == []


def test_anything_before_or_behind(scene, sealed, tmp_path):
    extra = [b"\0", b"\n", b"\r\n", b" ", b"PK\5\6" + bytes(18), sealed, bytes(100_000)]
    for junk in extra:
        assert outcome(sealed + junk, scene.opener, tmp_path) == "SEAL_DAMAGED"
        assert outcome(junk + sealed, scene.opener, tmp_path) in {
            "SEAL_DAMAGED",
            "NOT_A_PACKAGE",
        }


def test_splices_of_two_valid_packages(scene, tmp_path):
    chance = random.Random(SEED)
    first = scene.sealed(sample_files() | {"data/att/big": bytes(200_000)})
    second = scene.sealed(sample_files() | {"data/att/big": b"\1" * 200_000}, seq=2)
    for _ in range(60):
        here, there = chance.randrange(1, len(first)), chance.randrange(1, len(second))
        for splice in (first[:here] + second[here:], first[:here] + second[there:]):
            assert outcome(splice, scene.opener, tmp_path) != "ok"


def test_blocks_swapped_repeated_or_left_out(scene, tmp_path):
    sealed = scene.sealed(sample_files() | {"data/att/big": random.Random(SEED).randbytes(300_000)})
    # age: header, a line with its MAC (48 bytes with the line end), a 16-byte nonce, then blocks.
    start = sealed.index(b"\n--- ") + 5 + 43 + 1 + 16
    block = 65_536 + 16
    head, body = sealed[:start], sealed[start:]
    blocks = [body[i : i + block] for i in range(0, len(body), block)]
    assert len(blocks) == 5
    assert outcome(head + b"".join(blocks), scene.opener, tmp_path) == "ok"
    a, b, c, d, last = blocks
    for wrong in ([b, a, c, d, last], [a, a, b, c, d, last], [a, c, d, last], [a, b, c, d], [last]):
        assert outcome(head + b"".join(wrong), scene.opener, tmp_path) == "SEAL_DAMAGED"


def naive_reader_is_content(plain, tag_manifest):
    """A reader such as many have: zip library, checksums of the listed files, signed list."""
    try:
        files = unzipped(plain)
        lines = [*files["manifest-sha256.txt"].splitlines(), *tag_manifest.splitlines()]
        listed = [line.decode().split("  ", 1) for line in lines]
        return files["tagmanifest-sha256.txt"] == tag_manifest and all(
            hashlib.sha256(files[name]).hexdigest() == digest for digest, name in listed
        )
    except (
        zipfile.BadZipFile,
        LookupError,
        ValueError,
        EOFError,
        OSError,
        RuntimeError,
        zlib.error,
    ):
        return False


def test_even_without_the_seal_no_bit_is_free_where_a_lax_reader_lets_many_pass(scene, tmp_path):
    plain = scene.plain()
    tags = unzipped(plain)["tagmanifest-sha256.txt"]
    chance = random.Random(SEED)
    changed = [flipped(plain, chance.randrange(len(plain) * 8)) for _ in range(1500)]
    lax = sum(naive_reader_is_content(each, tags) for each in changed)
    strict = sum(plain_outcome(each, scene.opener, tmp_path) == "ok" for each in changed)
    assert naive_reader_is_content(plain, tags)
    assert plain_outcome(plain, scene.opener, tmp_path) == "ok"
    assert lax > 15  # the control: the flips do reach places that checksums do not cover
    assert strict == 0


def armored(sealed, end=b"\n"):
    body = base64.b64encode(sealed)
    lines = [body[i : i + 64] for i in range(0, len(body), 64)]
    begin, finish = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----"
    return end.join([begin, *lines, finish, b""])


def test_what_mail_gateways_do_is_read_or_refused_with_a_reason(scene, sealed, tmp_path):
    text = armored(sealed)
    good = [
        text,
        armored(sealed, b"\r\n"),
        b"\xef\xbb\xbf" + text,
        b"\r\n\r\n" + text + b"\r\n \r\n",
        text.rstrip(),
    ]
    assert [outcome(data, scene.opener, tmp_path) for data in good] == ["ok"] * 5
    bad = [
        text[:-40],
        text[: len(text) // 2],
        text.replace(b"A", b"=41"),
        b"Lieber Herr,\n" + text,
        sealed.replace(b"\n", b"\r\n"),
        text.decode().encode("utf-16"),
        b"<html>scanned and removed</html>",
        flipped(text, 8 * 3000),
    ]
    refused = [outcome(data, scene.opener, tmp_path) for data in bad]
    assert set(refused) <= {"SEAL_DAMAGED", "NOT_A_PACKAGE"}


def test_a_base64_form_with_spare_bits_set_is_refused(scene, tmp_path):
    padded = next(s for s in iter(scene.sealed, None) if len(s) % 3 == 1)
    text = armored(padded)
    assert text.count(b"==") == 1
    at = text.index(b"==") - 1
    changed = {text[:at] + bytes([letter]) + text[at + 1 :] for letter in LETTERS}
    passed = [t for t in changed - {text} if outcome(t, scene.opener, tmp_path) == "ok"]
    assert outcome(text, scene.opener, tmp_path) == "ok"
    assert passed == []


def test_a_seal_for_a_crowd_is_refused_before_any_key_is_tried(scene, tmp_path):
    crowd = [new_identity()[1] for _ in range(30)]
    few = sealed_for(scene.plain(), *crowd[:5], scene.card.recipient)
    many = sealed_for(scene.plain(), *crowd, scene.card.recipient)
    assert outcome(few, scene.opener, tmp_path) == "ok"
    assert outcome(many, scene.opener, tmp_path) == "SEAL_DAMAGED"


def test_files_that_are_something_else_get_their_own_sentence(scene, tmp_path):
    stanza = b"-> scrypt VZsRyq+488B19BMiqMRA5g 30\n3m/Ecz4ytU8iHgcZVMg+MFo9rsqAQbpt8OPtz5+UXws\n"
    password = b"age-encryption.org/v1\n" + stanza + b"--- wcM7XOdtAzl5v7\n" + bytes(40)
    many = b"age-encryption.org/v1\n" + b"-> X25519 a\nb\n" * 1000 + b"--- c\n"
    cases = {
        b"": "EMPTY",
        b"PK\3\4 some zip": "NOT_A_PACKAGE",
        b"age-encryption.org/v1\n": "SEAL_DAMAGED",
        b"age-encryption.org/v2\n-> X25519 a\nb\n--- c\n": "NOT_A_PACKAGE",
        password: "SEAL_PASSWORD",
        armored(password): "SEAL_PASSWORD",
        many: "SEAL_DAMAGED",
        scene.seal(b""): "ARCHIVE_FORM",
        scene.seal(b"hello"): "ARCHIVE_FORM",
    }
    assert {data: outcome(data, scene.opener, tmp_path) for data in cases} == cases


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(scene, tmp_path):
    class Huge(io.BytesIO):
        def seek(self, offset, whence=0):
            return (1 << 30) + 1 if whence == io.SEEK_END else super().seek(offset, whence)

        def read(self, *_):
            raise AssertionError("read before the size was checked")

    with pytest.raises(PackageError) as caught:
        open_package(Huge(), scene.opener, tmp_path)
    assert caught.value.code == "TOO_BIG"
