"""Ed25519 signatures in the form that the public tool ``minisign`` makes and checks.

Format: https://jedisct1.github.io/minisign/ , prehashed variant (``ED``, BLAKE2b-512). The reader
takes exactly what the writer makes: four lines, one signature, canonical base64.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from partydesk.package.refusals import refusal

_UNTRUSTED = "untrusted comment: partydesk package signature"
_TRUSTED = "trusted comment: "
_KEY_ALGORITHM = b"Ed"
_PREHASHED = b"ED"


@dataclass(frozen=True)
class Signature:
    """A parsed signature file; nothing in it is trusted before ``check``."""

    key_id: bytes
    signature: bytes
    comment: str
    comment_signature: bytes


def public_key(seed: bytes) -> bytes:
    """The 32 bytes of the public key that belong to a signing seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def key_id(public: bytes) -> bytes:
    """Eight bytes that name a public key inside a signature."""
    return hashlib.sha256(b"partydesk minisign key id" + public).digest()[:8]


def public_key_text(public: bytes) -> str:
    """The key as ``minisign -P`` takes it."""
    return base64.b64encode(_KEY_ALGORITHM + key_id(public) + public).decode()


def parse_public_key(text: str) -> bytes:
    """The 32 bytes behind ``public_key_text``.

    Raises:
        PackageError: ``KEY_FORM``, when the text is not exactly such a key.
    """
    raw = _strict_base64(text, 42)
    if raw is None or raw[:2] != _KEY_ALGORITHM or raw[2:10] != key_id(raw[10:]):
        raise refusal("KEY_FORM")
    return raw[10:]


def sign(message: bytes, seed: bytes, comment: str) -> bytes:
    """A signature file over the message with a trusted comment (one ASCII line)."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    signature = key.sign(hashlib.blake2b(message).digest())
    public = key.public_key().public_bytes_raw()
    head = base64.b64encode(_PREHASHED + key_id(public) + signature).decode()
    tail = base64.b64encode(key.sign(signature + comment.encode("ascii"))).decode()
    return f"{_UNTRUSTED}\n{head}\n{_TRUSTED}{comment}\n{tail}\n".encode("ascii")


def parse(data: bytes) -> Signature:
    """Read a signature file strictly.

    Raises:
        PackageError: ``SIGNATURE_FORM`` or ``SIGNATURE_ALGORITHM``.
    """
    try:
        lines = data.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise refusal("SIGNATURE_FORM") from None
    if len(lines) != 5 or lines[0] != _UNTRUSTED or lines[4] or not lines[2].startswith(_TRUSTED):
        raise refusal("SIGNATURE_FORM")
    head, tail = _strict_base64(lines[1], 74), _strict_base64(lines[3], 64)
    comment = lines[2].removeprefix(_TRUSTED)
    if head is None or tail is None or not comment.isprintable():
        raise refusal("SIGNATURE_FORM")
    if head[:2] != _PREHASHED:
        raise refusal("SIGNATURE_ALGORITHM")
    return Signature(head[2:10], head[10:], comment, tail)


def check(message: bytes, found: Signature, public: bytes, comment: str) -> None:
    """Refuse unless the key signed this message with this trusted comment.

    Raises:
        PackageError: ``SIGNATURE_KEY`` (made by another key), ``SIGNATURE_WRONG``, or
            ``SIGNATURE_ELSEWHERE`` when the key did sign, but another package.
    """
    if found.key_id != key_id(public):
        raise refusal("SIGNATURE_KEY")
    key = Ed25519PublicKey.from_public_bytes(public)
    try:
        key.verify(found.comment_signature, found.signature + found.comment.encode("ascii"))
        if found.comment != comment:
            raise refusal("SIGNATURE_ELSEWHERE")
        key.verify(found.signature, hashlib.blake2b(message).digest())
    except InvalidSignature:
        raise refusal("SIGNATURE_WRONG") from None


def _strict_base64(text: str, length: int) -> bytes | None:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    same = len(raw) == length and base64.b64encode(raw).decode() == text
    return raw if same else None
