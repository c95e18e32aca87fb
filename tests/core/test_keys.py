"""Secret, sheet, keys and sealing."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.errors import DamagedFileError, InvalidValuesError
from partydesk.storage import keys

SECRETS = st.binary(min_size=16, max_size=16)


@given(SECRETS, st.sampled_from([" ", "-", "—", "\n", "", " - ", "，"]))
def test_a_sheet_typed_back_is_the_secret(secret, between):
    assert keys.secret_from_sheet(between.join(keys.sheet_groups(secret))) == secret


@given(SECRETS)
def test_full_width_digits_are_understood(secret):
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    assert keys.secret_from_sheet("　".join(keys.sheet_groups(secret)).translate(wide)) == secret


@given(SECRETS, st.integers(0, 47), st.integers(1, 9))
def test_every_wrong_digit_is_named_by_its_group(secret, place, shift):
    digits = "".join(keys.sheet_groups(secret))
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    with pytest.raises(InvalidValuesError) as caught:
        keys.secret_from_sheet(wrong)
    group = place // 6 + 1
    assert list(caught.value.by_field) == [f"group_{group}"]
    assert f"第 {group} 组" in str(caught.value)


@given(SECRETS, st.integers(0, 7), st.integers(0, 4))
def test_every_swap_of_neighbours_is_noticed(secret, group, place):
    groups = list(keys.sheet_groups(secret))
    one = groups[group]
    groups[group] = one[:place] + one[place + 1] + one[place] + one[place + 2 :]
    if groups[group] != one:
        with pytest.raises(InvalidValuesError, match=f"第 {group + 1} 组"):
            keys.secret_from_sheet(" ".join(groups))


def test_known_sheets_stay_readable_for_ever():
    """Worked out by hand: 0xFFFF x 11 = 720885, 1 x 11 = 11, 0x0100 x 11 = 2816."""
    secret = bytes.fromhex("ffff0000000101000000000000000000")
    printed = ("720885", "000000", "000011", "002816", *["000000"] * 4)
    assert keys.sheet_groups(secret) == printed
    assert keys.secret_from_sheet(" ".join(printed)) == secret


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "现在是 0 位"),
        ("123456", "现在是 6 位"),
        ("000011 " * 7 + "00011", "第 8 组应为 6 位"),
        ("000011 " * 2 + "O00011 " + "000011 " * 5, "第 3 组只能是数字"),
        ("000011 " * 7 + "720896", "第 8 组"),
    ],
)
def test_a_wrong_sheet_says_where(text, said):
    with pytest.raises(InvalidValuesError, match=said):
        keys.secret_from_sheet(text)


def test_keys_follow_from_secret_and_salt_and_never_change():
    """A reference computed with HMAC alone (RFC 5869), so that no update changes the keys."""
    import hashlib
    import hmac

    secret, salt = bytes(range(16)), bytes(range(16, 32))
    found = keys.derive_keys(secret, salt)
    extracted = hmac.new(salt, secret, hashlib.sha256).digest()
    for key, info in ((found.database, b"main"), (found.confidential, b"confidential")):
        message = b"partydesk db v1 " + info + b"\x01"
        assert key == hmac.new(extracted, message, hashlib.sha256).digest()
    assert keys.derive_keys(secret, bytes(16)) != found


def test_keys_never_show_in_a_representation():
    found = keys.derive_keys(keys.new_secret(), keys.new_salt())
    assert found.database.hex() not in repr(found)
    assert repr(found.database) not in repr(found)


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_what_was_sealed_opens_in_its_place_only(plain, place):
    key = os.urandom(32)
    sealed = keys.seal(key, plain, place)
    assert keys.unseal(key, sealed, place) == plain
    for wrong in (
        lambda: keys.unseal(os.urandom(32), sealed, place),
        lambda: keys.unseal(key, sealed, place + b"x"),
    ):
        with pytest.raises(DamagedFileError):
            wrong()


def test_every_flipped_bit_and_every_truncation_is_noticed():
    key = os.urandom(32)
    sealed = keys.seal(key, "谈话内容".encode(), b"talk 1")
    assert keys.seal(key, "谈话内容".encode(), b"talk 1") != sealed
    damaged = [sealed[:length] for length in range(len(sealed))]
    for bit in range(8 * len(sealed)):
        copy = bytearray(sealed)
        copy[bit // 8] ^= 1 << bit % 8
        damaged.append(bytes(copy))
    for one in damaged:
        with pytest.raises(DamagedFileError):
            keys.unseal(key, one, b"talk 1")


@pytest.mark.parametrize(
    "weak",
    ["", "短", "abcdefghi", "1234567890", "１９８００１０１８８", "aaaaaaaaaaaa", "abababababab",
     "qwertyuiop", "abcdefghijkl", "password123", "zhibu20260701", "0987654321x"[:10]],
)  # fmt: skip
def test_weak_passwords_are_explained(weak):
    assert keys.password_problem(weak).endswith("。")


@pytest.mark.parametrize(
    "good", ["山河日月花鸟鱼虫", "Tea-in-spring-7", "correct horse", "老槐树下第3张桌子"]
)
def test_good_passwords_are_accepted(good):
    assert keys.password_problem(good) == ""


def test_full_and_half_width_typing_is_the_same_password():
    assert keys.password_bytes("ａｂｃ１２３") == keys.password_bytes("abc123")
