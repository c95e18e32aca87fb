"""Receipts (``.pdr``): what the bureau says about packages, signed by it, sealed to each branch.

One file may hold the receipts of many branches, so that a clerk can put it on every stick; each
branch opens only its own. What is said stands inside the seal: whose package, its number and
content id, whether it was taken, and remarks.
"""

import base64
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from partydesk.errors import PackageError
from partydesk.package.cards import BureauCard, check_pair
from partydesk.package.keys import BureauKeys
from partydesk.package.names import clean_text
from partydesk.package.refusals import refusal
from partydesk.package.seal import seal_to, unseal_to

VERSION = 1
LONGEST_REMARK = 500
_FORM = "partydesk-receipts"
_LONGEST = 16 << 20
_LONGEST_ENTRY = 64 << 10
_MOST = 5_000
#: More items, and more hundredths of points for one, than any scheme has.
_MOST_ITEMS, _MOST_POINTS = 200, 100_000
_HEX = re.compile("[0-9a-f]{64}")


class Verdict(StrEnum):
    """What became of a package at the bureau."""

    RECEIVED = "received"
    REMARKS = "remarks"
    RETURNED = "returned"


@dataclass(frozen=True)
class Graded:
    """What the higher body gave the self-assessment in a package.

    Attributes:
        scheme: Id of its scheme.
        items: Hundredths of points by the item's number.
    """

    scheme: str
    items: Mapping[str, int]


@dataclass(frozen=True)
class Receipt:
    """The bureau's word on one package.

    Attributes:
        bureau_id: The bureau's number.
        branch_id: Whose package it was.
        sequence: Its number.
        content_id: 64 hex digits of its content.
        verdict: Whether it was taken.
        counts: Lines of each of its ``data/<type>.jsonl`` as they were taken.
        received_on: The bureau's day.
        remark: What is to be mended; one line, empty when there is nothing to say.
        graded: Points that the bureau gave; none when it gave none.
    """

    bureau_id: str
    branch_id: str
    sequence: int
    content_id: str
    verdict: Verdict
    counts: Mapping[str, int]
    received_on: date
    remark: str = ""
    graded: Graded | None = None


def receipts_file(
    receipts: Iterable[tuple[Receipt, str]], card: BureauCard, keys: BureauKeys
) -> bytes:
    """The ``.pdr`` file of receipts, each with the public age key of its branch.

    Raises:
        PackageError: ``KEYFILE_OTHER``, when the keys are not those of the card.
    """
    check_pair(card, keys)
    signing = Ed25519PrivateKey.from_private_bytes(keys.signing_seed)
    sealed = []
    for receipt, reply in receipts:
        message = _message(receipt)
        body = {"said": message.decode("ascii"), "signature": _text(signing.sign(message))}
        out = io.BytesIO()
        seal_to([json.dumps(body).encode("ascii")], out, [reply])
        sealed.append(_text(out.getvalue()))
    whole = {"form": _FORM, "version": VERSION, "bureau_id": card.bureau_id, "receipts": sealed}
    return (json.dumps(whole, indent=1) + "\n").encode("ascii")


def read_receipts(
    data: bytes, identity: str, card: BureauCard, former: Sequence[str] = ()
) -> list[Receipt]:
    """The receipts in a file that are sealed to a branch, each signed by the bureau of the card.

    Args:
        data: The ``.pdr`` file.
        identity: The branch's private age key.
        card: The bureau that the branch trusts.
        former: Private age keys that the branch had before.

    Raises:
        PackageError: ``RECEIPT_FORM``, ``RECEIPT_NEWER``, ``RECEIPT_NOT_OURS`` or
            ``RECEIPT_SIGNER``.
    """
    keys = (identity, *former)
    found = [body for each in _entries(data) if (body := _opened(each, keys)) is not None]
    if not found:
        raise refusal("RECEIPT_NOT_OURS")
    return [_checked(body, card) for body in found]


def _entries(data: bytes) -> Sequence[bytes]:
    try:
        version, entries = _parsed(data)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise refusal("RECEIPT_FORM") from None
    if version > VERSION:
        raise refusal("RECEIPT_NEWER")
    if len(entries) > _MOST or any(len(each) > _LONGEST_ENTRY for each in entries):
        raise refusal("RECEIPT_FORM")
    return entries


def _parsed(data: bytes) -> tuple[int, list[bytes]]:
    whole = json.loads(data.decode("ascii")) if len(data) <= _LONGEST else {}
    if whole["form"] != _FORM or type(whole["version"]) is not int:
        raise ValueError(whole["form"])
    return whole["version"], [base64.b64decode(each, validate=True) for each in whole["receipts"]]


def _opened(sealed: bytes, identities: Sequence[str]) -> bytes | None:
    """What an entry says; None when it is sealed to somebody else."""
    out = io.BytesIO()
    try:
        unseal_to(io.BytesIO(sealed), out, identities)
    except PackageError as fault:
        if fault.code == "SEAL_NOT_FOR_US":
            return None
        raise refusal("RECEIPT_FORM") from None
    return out.getvalue()


def _checked(body: bytes, card: BureauCard) -> Receipt:
    try:
        told = json.loads(body.decode("ascii"))
        message = told["said"].encode("ascii")
        signature = base64.b64decode(told["signature"], validate=True)
        Ed25519PublicKey.from_public_bytes(card.signing_key).verify(signature, message)
        receipt = _receipt(json.loads(message))
    except InvalidSignature:
        raise refusal("RECEIPT_SIGNER") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise refusal("RECEIPT_FORM") from None
    if receipt.bureau_id != card.bureau_id or _message(receipt) != message:
        raise refusal("RECEIPT_FORM")
    return receipt


def _receipt(values: dict[str, Any]) -> Receipt:
    counts = {str(kind): number for kind, number in values["counts"].items()}
    receipt = Receipt(
        bureau_id=values["bureau_id"],
        branch_id=values["branch_id"],
        sequence=values["sequence"],
        content_id=values["content_id"],
        verdict=Verdict(values["verdict"]),
        counts=counts,
        received_on=date.fromisoformat(values["received_on"]),
        remark=values["remark"],
        graded=_graded(values.get("graded")),
    )
    fits = (
        type(receipt.sequence) is int
        and receipt.sequence > 0
        and _HEX.fullmatch(receipt.content_id) is not None
        and all(type(number) is int and number >= 0 for number in counts.values())
        and receipt.remark == clean_text(receipt.remark)[:LONGEST_REMARK]
    )
    if not fits:
        raise ValueError(values)
    return receipt


def _graded(values: Any) -> Graded | None:
    """The points of a receipt; one without them has no such part at all."""
    if values is None:
        return None
    graded = Graded(values["scheme"], dict(values["items"]))
    fits = (
        isinstance(graded.scheme, str)
        and 0 < len(graded.items) <= _MOST_ITEMS
        and all(type(each) is int and 0 <= each <= _MOST_POINTS for each in graded.items.values())
    )
    if not fits:
        raise ValueError(values)
    return graded


def _message(receipt: Receipt) -> bytes:
    values = {**asdict(receipt), "counts": dict(receipt.counts)}
    values["received_on"] = receipt.received_on.isoformat()
    if receipt.graded is None:
        del values["graded"]
    purpose = {"purpose": "partydesk receipt v1"}
    plain = json.dumps({**purpose, **values}, ensure_ascii=True, sort_keys=True)
    return plain.encode("ascii")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
