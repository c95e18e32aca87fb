"""How a branch's new signing key follows the old one: the old key signs for it (study 2.8).

The statements travel in every later package. The bureau walks them from the key that it knows, so
that several changes in a row need no package in between; a key that was left never comes back.
"""

import base64
import json
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from partydesk.package.minisig import parse_public_key, public_key, public_key_text
from partydesk.package.records import json_document, read_document
from partydesk.package.refusals import refusal

ENTRY = "data/key-succession.json"
#: No branch changes hands more often; what stands behind is not read.
MOST = 100
_PURPOSE = b"partydesk key succession v1\n"


@dataclass(frozen=True)
class Succession:
    """One statement: this key is followed by that one.

    Attributes:
        branch_id: Whose keys they are.
        old: Public signing key that signed this.
        new: Public signing key that follows.
        since: Number of the first package that the new key may sign.
        signature: Of the old key over all of it.
    """

    branch_id: str
    old: bytes
    new: bytes
    since: int
    signature: bytes

    @property
    def is_signed(self) -> bool:
        """Whether the old key really said so."""
        key = Ed25519PublicKey.from_public_bytes(self.old)
        try:
            key.verify(self.signature, _message(self.branch_id, self.old, self.new, self.since))
        except InvalidSignature:
            return False
        return True


def succeed(branch_id: str, old_seed: bytes, new: bytes, since: int) -> Succession:
    """The statement of an old key, made while its private part is still at hand."""
    old = public_key(old_seed)
    signed = Ed25519PrivateKey.from_private_bytes(old_seed).sign(
        _message(branch_id, old, new, since)
    )
    return Succession(branch_id, old, new, since, signed)


def follows(
    chain: Iterable[Succession], known: bytes, signer: bytes, package: tuple[str, int],
    gone: Container[bytes] = (),
) -> bool:  # fmt: skip
    """Whether statements lead from the key that is known to the one that signed.

    Args:
        chain: The statements, the oldest first; those before the known key are passed over.
        known: Public key that the bureau has registered.
        signer: Public key that signed the package.
        package: The branch and the number of the package.
        gone: Keys that the branch had before; none of them is ever followed again.
    """
    branch_id, sequence = package
    key = known
    for each in chain:
        is_ours = each.branch_id == branch_id and each.since <= sequence
        if each.old == key and is_ours and each.new not in gone and each.is_signed:
            key = each.new
    return key == signer


def succession_document(chain: Iterable[Succession]) -> bytes:
    """The statements as they stand in a package."""
    return json_document([succession_values(each) for each in chain])


def read_successions(data: bytes) -> tuple[Succession, ...]:
    """The statements of a package; not to be trusted before `follows`.

    Raises:
        PackageError: ``DATA_FORM``.
    """
    rows = read_document(data, ENTRY)
    try:
        return tuple(succession_of(row) for row in rows[:MOST])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise refusal("DATA_FORM", ENTRY) from None


def succession_values(each: Succession) -> dict[str, Any]:
    """A statement as JSON."""
    return {
        "branch_id": each.branch_id,
        "old": public_key_text(each.old),
        "new": public_key_text(each.new),
        "since": each.since,
        "signature": base64.b64encode(each.signature).decode("ascii"),
    }


def succession_of(row: dict[str, Any]) -> Succession:
    """The statement of a JSON row.

    Raises:
        PackageError: ``KEY_FORM``.
        ValueError, KeyError, TypeError, AttributeError: It is none.
    """
    if set(row) != {"branch_id", "old", "new", "since", "signature"}:
        raise ValueError(sorted(row))
    if type(row["since"]) is not int or type(row["branch_id"]) is not str:
        raise ValueError(row)
    old, new = parse_public_key(row["old"]), parse_public_key(row["new"])
    signature = base64.b64decode(row["signature"], validate=True)
    return Succession(row["branch_id"], old, new, row["since"], signature)


def _message(branch_id: str, old: bytes, new: bytes, since: int) -> bytes:
    said = [branch_id, public_key_text(old), public_key_text(new), since]
    return _PURPOSE + json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode("ascii")
