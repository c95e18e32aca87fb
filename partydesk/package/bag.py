"""The text files of the bag (BagIt, RFC 8493): what the package says about itself, and its lists.

Like the archive, each text has exactly one way to be written; reading compares with that way.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from partydesk.package.digits import fingerprint
from partydesk.package.minisig import parse_public_key, public_key_text
from partydesk.package.names import clean_text
from partydesk.package.refusals import refusal
from partydesk.package.seal import check_recipient

FORMAT = 1
SUITE = 1
"""1 = X25519 and ChaCha20-Poly1305 (age), Ed25519, SHA-256; 2 is kept for the national suite."""
LEFT_OUT = "data/left-out.json"
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
NO_PREVIOUS = "-"
_LABELS: Final = (
    "PartyDesk-Format",
    "PartyDesk-Schema",
    "PartyDesk-Suite",
    "Bag-Software-Agent",
    "Branch-Id",
    "Branch-Name",
    "Signer-Key",
    "Signer-Fingerprint",
    "Reply-Key",
    "Recipient-Fingerprint",
    "Kind",
    "Period",
    "Seq",
    "Prev-Content-Id",
    "Payload-Oxum",
    "Record-Counts",
    "Left-Out",
)
_LONGEST_NAME = 200
_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
_NUMBER = r"[1-9][0-9]{0,8}"
_FINGERPRINT = r"[0-9]{5}( [0-9]{5}){5}"
_COUNT = r"[a-z0-9][a-z0-9._-]{0,79}=(0|[1-9][0-9]{0,6})"
_PATTERNS: Final = {
    "PartyDesk-Schema": _NUMBER,
    "Bag-Software-Agent": r"PartyDesk [0-9A-Za-z.+-]{1,40}",
    "Branch-Id": _ID,
    "Branch-Name": rf".{{1,{_LONGEST_NAME}}}",
    "Reply-Key": "age1[0-9a-z]{58}",
    "Recipient-Fingerprint": _FINGERPRINT,
    "Kind": r"[a-z0-9][a-z0-9-]{0,39}",
    "Period": r"[A-Za-z0-9][A-Za-z0-9-]{0,39}",
    "Seq": _NUMBER,
    "Prev-Content-Id": r"-|[0-9a-f]{64}",
    "Payload-Oxum": r"[0-9]{1,10}\.[0-9]{1,5}",
    "Record-Counts": rf"-|{_COUNT}( {_COUNT})*",
}


@dataclass(frozen=True)
class PackageInfo:
    """What the sender decides about a package.

    Attributes:
        branch_id: The branch's number at the bureau, ASCII.
        branch_name: As people write it.
        kind: What is submitted, lower-case ASCII, such as ``quarter``.
        period: Such as ``2026-Q3``, ASCII.
        seq: 1 for the branch's first package, then one more each time; never used twice.
        previous: Content id of the package before, empty for the first.
        program: Version of the program.
        schema: Version of the records' form.
    """

    branch_id: str
    branch_name: str
    kind: str
    period: str
    seq: int
    previous: str
    program: str
    schema: int = 1


@dataclass(frozen=True)
class BagInfo:
    """Everything that ``bag-info.txt`` says.

    Attributes:
        info: What the sender decided.
        signer: Public signing key, 32 bytes.
        recipient: Fingerprint of the unit that the package is for.
        payload: Bytes and number of files below ``data/``.
        counts: Lines of each ``data/<type>.jsonl``.
        reply: Public age key of the branch, which receipts are sealed to.
    """

    info: PackageInfo
    signer: bytes
    recipient: str
    payload: tuple[int, int]
    counts: Mapping[str, int]
    reply: str


def signer_fingerprint(public: bytes) -> str:
    """30 digits for a branch's public signing key."""
    return fingerprint("branch signer", public)


def render_bag_info(bag: BagInfo) -> bytes:
    """The text of ``bag-info.txt``.

    Raises:
        ValueError: A value does not fit its place (a fault of the caller).
    """
    info = replace(bag.info, branch_name=clean_text(bag.info.branch_name)[:_LONGEST_NAME].strip())
    counts = " ".join(f"{kind}={bag.counts[kind]}" for kind in sorted(bag.counts))
    values = (
        str(FORMAT),
        str(info.schema),
        str(SUITE),
        f"PartyDesk {info.program}",
        info.branch_id,
        info.branch_name,
        public_key_text(bag.signer),
        signer_fingerprint(bag.signer),
        bag.reply,
        bag.recipient,
        info.kind,
        info.period,
        str(info.seq),
        info.previous or NO_PREVIOUS,
        f"{bag.payload[0]}.{bag.payload[1]}",
        counts or "-",
        LEFT_OUT,
    )
    pairs = dict(zip(_LABELS, values, strict=True))
    if (wrong := _misfit(pairs)) is not None:
        raise ValueError(f"bag-info {wrong}: {pairs[wrong]!r}")
    return "".join(f"{label}: {value}\n" for label, value in pairs.items()).encode()


def parse_bag_info(data: bytes) -> BagInfo:
    """Read ``bag-info.txt``; not to be trusted before the signature is checked.

    Raises:
        PackageError: ``FORMAT_OLD``, ``FORMAT_NEW``, ``SUITE`` or ``BAG_FORM``.
    """
    pairs = _pairs(data)
    _check_version(pairs)
    if tuple(pairs) != _LABELS or _misfit(pairs) is not None:
        raise refusal("BAG_FORM")
    size, _, files = pairs["Payload-Oxum"].partition(".")
    previous = pairs["Prev-Content-Id"]
    info = PackageInfo(
        branch_id=pairs["Branch-Id"],
        branch_name=pairs["Branch-Name"],
        kind=pairs["Kind"],
        period=pairs["Period"],
        seq=int(pairs["Seq"]),
        previous="" if previous == NO_PREVIOUS else previous,
        program=pairs["Bag-Software-Agent"].removeprefix("PartyDesk "),
        schema=int(pairs["PartyDesk-Schema"]),
    )
    signer = parse_public_key(pairs["Signer-Key"])
    check_recipient(pairs["Reply-Key"])
    payload = (int(size), int(files))
    unit, reply = pairs["Recipient-Fingerprint"], pairs["Reply-Key"]
    bag = BagInfo(info, signer, unit, payload, _counts(pairs), reply)
    if render_bag_info(bag) != data:
        raise refusal("BAG_FORM")
    return bag


def manifest(hashes: Mapping[str, str]) -> bytes:
    """The lines that ``sha256sum -c`` checks, sorted by name."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode("ascii")


def parse_manifest(data: bytes) -> dict[str, str]:
    """Name -> SHA-256 of a manifest.

    Raises:
        PackageError: ``MANIFEST_FORM``, when it is not exactly as ``manifest`` writes it.
    """
    lines = data.decode("latin-1").split("\n")
    hashes = {line[66:]: line[:64] for line in lines[:-1]}
    well_formed = all(re.fullmatch("[0-9a-f]{64}", value) for value in hashes.values())
    if not well_formed or not data.isascii() or manifest(hashes) != data:
        raise refusal("MANIFEST_FORM")
    return hashes


def content_id(tag_manifest: bytes) -> str:
    """What names the content: the same content has the same id, whatever the seal."""
    return hashlib.sha256(tag_manifest).hexdigest()


def trusted_comment(content: str, bag: BagInfo) -> str:
    """What the signature says beside the content: who it is for, and its number."""
    return f"cid={content} to={bag.recipient.replace(' ', '')} seq={bag.info.seq}"


def _pairs(data: bytes) -> dict[str, str]:
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise refusal("BAG_FORM") from None
    split = [line.partition(": ") for line in lines[:-1]]
    return {label: value for label, _, value in split}


def _check_version(pairs: Mapping[str, str]) -> None:
    version, suite = pairs.get("PartyDesk-Format", ""), pairs.get("PartyDesk-Suite", "")
    numbers = re.fullmatch("[0-9]{1,9}", version), re.fullmatch("[0-9]{1,9}", suite)
    if not all(numbers):
        raise refusal("BAG_FORM")
    if int(version) != FORMAT:
        raise refusal("FORMAT_OLD" if int(version) < FORMAT else "FORMAT_NEW", f"格式 {version}")
    if int(suite) != SUITE:
        raise refusal("SUITE", suite)


def _counts(pairs: Mapping[str, str]) -> dict[str, int]:
    if pairs["Record-Counts"] == "-":
        return {}
    items = (item.split("=") for item in pairs["Record-Counts"].split(" "))
    return {kind: int(number) for kind, number in items}


def _misfit(pairs: Mapping[str, str]) -> str | None:
    """The first label whose value does not fit."""
    for label, pattern in _PATTERNS.items():
        if re.fullmatch(pattern, pairs[label], re.ASCII) is None:
            return label
    name = pairs["Branch-Name"]
    if name != clean_text(name) or not unicodedata.is_normalized("NFC", name):
        return "Branch-Name"
    return None
