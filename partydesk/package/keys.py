"""Private keys: a branch's, a bureau's, and the file under a passphrase that keeps the latter."""

import base64
import hashlib
import json
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from partydesk.errors import WrongPasswordError
from partydesk.package.bag import signer_fingerprint
from partydesk.package.minisig import public_key
from partydesk.package.refusals import refusal
from partydesk.package.seal import new_identity, recipient_of
from partydesk.package.succession import MOST, Succession, succeed

_FORM = "partydesk-key"
_COST: Final = {"memory_kib": 128 * 1024, "iterations": 4, "lanes": 4}
# A doctored file must not ask for 64 GB or an hour.
_DEAREST: Final = {"memory_kib": 512 * 1024, "iterations": 16, "lanes": 16}
_LONGEST = 16 << 10


class FormerKeys(NamedTuple):
    """What is left of keys that were changed: enough to know and to reopen what they made.

    Attributes:
        public: Public signing key, 32 bytes; the private one is gone.
        age_identity: Private age key.
    """

    public: bytes
    age_identity: str


@dataclass(frozen=True)
class BranchKeys:
    """A branch's private keys; the caller keeps them in the encrypted file.

    Attributes:
        signing_seed: 32 bytes from which the signing key is made.
        age_identity: Private age key, to reopen what the branch sent and to get sealed receipts.
        former: Keys of before, the oldest first.
        chain: How the old keys signed for the new ones; goes into every package.
    """

    signing_seed: bytes = field(repr=False)
    age_identity: str = field(repr=False)
    former: tuple[FormerKeys, ...] = field(default=(), repr=False)
    chain: tuple[Succession, ...] = ()

    @property
    def identities(self) -> tuple[str, ...]:
        """Private age keys for everything that was ever sealed to the branch, the newest first."""
        return (self.age_identity, *(each.age_identity for each in reversed(self.former)))

    @property
    def public(self) -> bytes:
        """Public signing key, 32 bytes: what the bureau registers."""
        return public_key(self.signing_seed)

    @property
    def recipient(self) -> str:
        """Public age key."""
        return recipient_of(self.age_identity)

    @property
    def fingerprint(self) -> str:
        """30 digits of the public signing key, for the enrolment sheet."""
        return signer_fingerprint(self.public)


@dataclass(frozen=True)
class BureauKeys:
    """A bureau's private keys.

    Attributes:
        age_identity: Opens what branches send.
        signing_seed: Signs cards and receipts.
        escrow_identity: Opens it too when the first is lost; only ever printed, so it is empty
            after the keys were read from a key file.
    """

    age_identity: str = field(repr=False)
    signing_seed: bytes = field(repr=False)
    escrow_identity: str = field(default="", repr=False)


def new_branch_keys() -> BranchKeys:
    """Fresh keys for a branch."""
    return BranchKeys(os.urandom(32), new_identity()[0])


def changed_keys(
    keys: BranchKeys, branch_id: str, since: int, *, is_exposed: bool = False
) -> BranchKeys:
    """Fresh keys that follow others; the old private signing key is not kept.

    Args:
        keys: The keys of before.
        branch_id: The branch's number at the bureau.
        since: Number of the first package that the new key signs.
        is_exposed: Somebody else may have the old key, so that its word is worth nothing: no
            statement is made, and the bureau has to register the new key from paper.
    """
    fresh = new_branch_keys()
    former = (*keys.former, FormerKeys(keys.public, keys.age_identity))
    said = succeed(branch_id, keys.signing_seed, fresh.public, since)
    chain = () if is_exposed else (*keys.chain, said)[-MOST:]
    return BranchKeys(fresh.signing_seed, fresh.age_identity, former, chain)


def new_bureau_keys() -> BureauKeys:
    """Fresh keys for a bureau, the escrow key included."""
    return BureauKeys(new_identity()[0], os.urandom(32), new_identity()[0])


def key_file_bytes(keys: BureauKeys, passphrase: str, *, cost: Mapping[str, int] = _COST) -> bytes:
    """A ``.pdkey`` file: the bureau's keys without the escrow key, under a passphrase.

    Args:
        keys: The bureau's keys.
        passphrase: Opens the file.
        cost: What a guess of the passphrase costs.
    """
    head: dict[str, Any] = {"form": _FORM, "version": 1, "salt": os.urandom(16).hex(), **cost}
    secret = {"age": keys.age_identity, "signing": keys.signing_seed.hex()}
    nonce = os.urandom(12)
    aead = AESGCM(_derived(passphrase, head))
    sealed = aead.encrypt(nonce, json.dumps(secret).encode(), _bound(head))
    body = {"nonce": nonce.hex(), "sealed": base64.b64encode(sealed).decode()}
    return (json.dumps({**head, **body}, indent=1) + "\n").encode("ascii")


def read_key_file(data: bytes, passphrase: str) -> BureauKeys:
    """The keys of a ``.pdkey`` file.

    Raises:
        PackageError: ``KEYFILE_FORM``.
        WrongPasswordError: The passphrase does not open it.
    """
    head, nonce, sealed = _parsed(data)
    try:
        secret = json.loads(AESGCM(_derived(passphrase, head)).decrypt(nonce, sealed, _bound(head)))
    except InvalidTag:
        raise WrongPasswordError(
            "密码打不开这个密钥文件。", "请检查大小写和输入法；文件损坏时请换用另一份备份。"
        ) from None
    return BureauKeys(secret["age"], bytes.fromhex(secret["signing"]))


def key_sheet(name: str, keys: BureauKeys) -> str:
    """What is printed and put in the safe: the private keys as text, and how to use them."""
    return "\n".join(
        [
            f"{name}　密钥单（绝密保管，放入保险柜，不得拍照、不得联网传送）",
            "",
            f"收件密钥：{keys.age_identity}",
            f"备用密钥：{keys.escrow_identity or '（制作时已单独打印）'}",
            f"签名密钥：{keys.signing_seed.hex()}",
            "",
            "没有支部工作台时，可用公开工具打开上报包：",
            "1. 把收件密钥（或备用密钥）一行存为 key.txt",
            "2. age -d -i key.txt -o bag.zip 上报包.pdp",
            "3. unzip bag.zip -d bag ，进入 bag 文件夹",
            "4. sha256sum -c tagmanifest-sha256.txt manifest-sha256.txt",
            "5. minisign -V -m tagmanifest-sha256.txt -P 支部的签名公钥",
            "   （支部签名公钥就是 bag-info.txt 里 Signer-Key 一行，请与登记表核对）",
            "",
        ]
    )


def _parsed(data: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    try:
        return _understood(data)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise refusal("KEYFILE_FORM") from None


def _understood(data: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    if len(data) > _LONGEST:
        raise ValueError(len(data))
    found = json.loads(data.decode("ascii"))
    head = {key: found[key] for key in ("form", "version", "salt", *_COST)}
    nonce = bytes.fromhex(found["nonce"])
    sealed = base64.b64decode(found["sealed"], validate=True)
    fits = (
        (head["form"], head["version"]) == (_FORM, 1)
        and len(bytes.fromhex(head["salt"])) == 16
        and all(type(head[key]) is int and 1 <= head[key] <= _DEAREST[key] for key in _COST)
        and head["memory_kib"] >= 8 * head["lanes"]
        and len(nonce) == 12
        and len(sealed) >= 16
    )
    if not fits:
        raise ValueError(head)
    return head, nonce, sealed


def _bound(head: dict[str, Any]) -> bytes:
    return hashlib.sha256(json.dumps(head, sort_keys=True).encode()).digest()


def _derived(passphrase: str, head: dict[str, Any]) -> bytes:
    kdf = Argon2id(
        salt=bytes.fromhex(head["salt"]),
        length=32,
        iterations=head["iterations"],
        lanes=head["lanes"],
        memory_cost=head["memory_kib"],
    )
    return kdf.derive(unicodedata.normalize("NFC", passphrase).encode())
