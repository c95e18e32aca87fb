"""Bureau cards (``.pdcard``): the public keys a branch seals to, signed by the bureau itself.

The card's own signature only shows that it is whole. Trust comes from paper: the fingerprint
stands in the official notice, and the program asks to type groups of it.
"""

import base64
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from partydesk.errors import PackageError
from partydesk.package.digits import fingerprint as digits
from partydesk.package.keys import BureauKeys, new_bureau_keys
from partydesk.package.minisig import parse_public_key, public_key, public_key_text
from partydesk.package.names import clean_text
from partydesk.package.refusals import refusal
from partydesk.package.seal import check_recipient, recipient_of

VERSION = 1
_FORM = "partydesk-card"
_LONGEST = 64 << 10
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True)
class BureauCard:
    """What a branch needs to know of its bureau.

    Attributes:
        name: Bureau's name.
        bureau_id: Its number, ASCII.
        recipient: Public age key.
        escrow: Second public age key, whose private part only exists on paper.
        signing_key: Public signing key, 32 bytes, for receipts and later cards.
        valid_from: First day of validity.
        list_version: Version of the bureau's list of organisations; only goes up.
        is_sample: The card is for trying out; real submissions must warn.
    """

    name: str
    bureau_id: str
    recipient: str
    escrow: str
    signing_key: bytes
    valid_from: date
    list_version: int = 1
    is_sample: bool = False

    @property
    def fingerprint(self) -> str:
        """30 digits over the bureau's number and all of its keys; a sample has digits of its own.

        Name, date and list version may change without new paper; the keys may not.
        """
        purpose = "sample bureau keys" if self.is_sample else "bureau keys"
        return digits(purpose, self.bureau_id, self.recipient, self.escrow, self.signing_key)


def make_bureau(
    name: str, bureau_id: str, valid_from: date, *, is_sample: bool = False
) -> tuple[BureauCard, BureauKeys]:
    """A new bureau: its card and its private keys.

    Raises:
        ValueError: The name is empty or the number is not ASCII letters and digits.
    """
    keys = new_bureau_keys()
    card = BureauCard(
        name=clean_text(name)[:100].strip(),
        bureau_id=bureau_id,
        recipient=recipient_of(keys.age_identity),
        escrow=recipient_of(keys.escrow_identity),
        signing_key=public_key(keys.signing_seed),
        valid_from=valid_from,
        is_sample=is_sample,
    )
    if not card.name or _ID.fullmatch(bureau_id) is None:
        raise ValueError((name, bureau_id))
    return card, keys


def card_bytes(card: BureauCard, keys: BureauKeys) -> bytes:
    """The ``.pdcard`` file.

    Raises:
        PackageError: ``KEYFILE_OTHER``, when the keys are not those of the card.
    """
    check_pair(card, keys)
    values = _values(card)
    signature = Ed25519PrivateKey.from_private_bytes(keys.signing_seed).sign(_message(values))
    return _file(values, signature)


def read_card(data: bytes) -> BureauCard:
    """The card of a ``.pdcard`` file.

    Raises:
        PackageError: ``CARD_FORM``, ``CARD_NEWER`` or ``CARD_SIGNATURE``.
    """
    text = data.removeprefix(b"\xef\xbb\xbf").strip().replace(b"\r\n", b"\n")
    values, signature = _parsed(text)
    try:
        card = _card(values)
        Ed25519PublicKey.from_public_bytes(card.signing_key).verify(signature, _message(values))
    except InvalidSignature:
        raise refusal("CARD_SIGNATURE") from None
    except (KeyError, TypeError, ValueError, PackageError):
        raise refusal("CARD_FORM") from None
    if _file(_values(card), signature).strip() != text:
        raise refusal("CARD_FORM")
    return card


def check_pair(card: BureauCard, keys: BureauKeys) -> None:
    """Refuse private keys that do not belong to the card.

    Raises:
        PackageError: ``KEYFILE_OTHER``.
    """
    ours = (recipient_of(keys.age_identity), public_key(keys.signing_seed))
    if ours != (card.recipient, card.signing_key):
        raise refusal("KEYFILE_OTHER")


def _values(card: BureauCard) -> dict[str, Any]:
    return {
        "form": _FORM,
        "version": VERSION,
        **asdict(card),
        "signing_key": public_key_text(card.signing_key),
        "valid_from": card.valid_from.isoformat(),
        "fingerprint": card.fingerprint,
    }


def _card(values: dict[str, Any]) -> BureauCard:
    card = BureauCard(
        name=values["name"],
        bureau_id=values["bureau_id"],
        recipient=check_recipient(values["recipient"]),
        escrow=check_recipient(values["escrow"]),
        signing_key=parse_public_key(values["signing_key"]),
        valid_from=date.fromisoformat(values["valid_from"]),
        list_version=values["list_version"],
        is_sample=values["is_sample"],
    )
    fits = (
        card.name == clean_text(card.name) != ""
        and _ID.fullmatch(card.bureau_id) is not None
        and type(card.list_version) is int
        and card.list_version >= 1
        and type(card.is_sample) is bool
    )
    if not fits:
        raise ValueError(values)
    return card


def _parsed(text: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        values = _loaded(text)
        newer = values["version"] > VERSION
        signature = base64.b64decode(values.pop("signature"), validate=True)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise refusal("CARD_FORM") from None
    if newer:
        raise refusal("CARD_NEWER")
    return values, signature


def _loaded(text: bytes) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(text.decode("utf-8")) if len(text) <= _LONGEST else {}
    if values["form"] != _FORM:
        raise ValueError(values["form"])
    return values


def _message(values: dict[str, Any]) -> bytes:
    plain = json.dumps(values, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return b"partydesk card v1\n" + plain.encode("ascii")


def _file(values: dict[str, Any], signature: bytes) -> bytes:
    whole = {**values, "signature": base64.b64encode(signature).decode()}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
