"""Who opens a package, and what they hold in their hands when it passed every check."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import TracebackType
from typing import Any, Self

from partydesk.errors import PackageError
from partydesk.package.archive import Entry
from partydesk.package.bag import BagInfo, PackageInfo, signer_fingerprint
from partydesk.package.cards import BureauCard
from partydesk.package.digits import short_content_id
from partydesk.package.keys import BranchKeys, BureauKeys
from partydesk.package.records import read_document, read_lines
from partydesk.package.refusals import refusal
from partydesk.package.spool import Spool


class Trust(Enum):
    """How far the sender is known."""

    REGISTERED = "registered"
    SUCCEEDED = "succeeded"
    """By a new key that the registered one signed for; the package carries that statement."""
    FORMER = "former"
    """By a key that the branch had before; only what was taken already may be signed so."""
    UNREGISTERED = "unregistered"


@dataclass(frozen=True)
class Registry:
    """The branches whose keys the reader knows.

    Attributes:
        keys: Branch id -> public signing key.
        revoked: Keys that must not sign any more.
        former: Keys that branches had before -> branch id.
    """

    keys: Mapping[str, bytes]
    revoked: frozenset[bytes] = frozenset()
    former: Mapping[bytes, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Opener:
    """Who opens a package, and whom they know.

    Attributes:
        identities: Private age keys.
        recipients: Fingerprints under which packages for the reader are written.
        registry: Known branches.
    """

    identities: tuple[str, ...] = field(repr=False)
    recipients: frozenset[str]
    registry: Registry

    @classmethod
    def for_bureau(cls, card: BureauCard, keys: BureauKeys, registry: Registry) -> Self:
        """A bureau with its card and keys; the escrow key is tried when it was typed in."""
        identities = tuple(i for i in (keys.age_identity, keys.escrow_identity) if i)
        return cls(identities, frozenset({card.fingerprint}), registry)

    @classmethod
    def for_branch(cls, branch_id: str, keys: BranchKeys, recipients: Iterable[str]) -> Self:
        """A branch that looks at what it made itself, for units with these fingerprints."""
        former = {each.public: branch_id for each in keys.former}
        registry = Registry({branch_id: keys.public}, former=former)
        return cls(keys.identities, frozenset(recipients), registry)


@dataclass(frozen=True)
class OpenedPackage:
    """A package that passed every check; close it to drop what was unsealed.

    Attributes:
        content_id: 64 hex digits.
        bag: What it says about itself; counts and sizes are checked.
        trust: Whether the sender is registered; when not, say ``caution`` to the user.
        hashes: Name -> SHA-256 of every file below ``data/``.
    """

    content_id: str
    bag: BagInfo
    trust: Trust
    hashes: Mapping[str, str]
    _entries: Mapping[str, Entry] = field(repr=False)
    _plain: Spool = field(repr=False)

    @property
    def info(self) -> PackageInfo:
        """What the sender decided: branch, kind, period, number."""
        return self.bag.info

    @property
    def short_id(self) -> str:
        """The content id as 20 digits to compare by telephone."""
        return short_content_id(self.content_id)

    @property
    def signer_fingerprint(self) -> str:
        """30 digits of the key that signed."""
        return signer_fingerprint(self.bag.signer)

    @property
    def caution(self) -> PackageError | None:
        """What must be said before the content is used: the sender is not registered."""
        if self.trust is not Trust.UNREGISTERED:
            return None
        return refusal("SIGNER_UNREGISTERED", self.info.branch_name)

    def size(self, name: str) -> int:
        """Bytes of a file."""
        return self._entries[name].size

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a file in portions."""
        return self._entries[name].chunks(self._plain)

    def document(self, name: str) -> Any:
        """The value of a JSON document."""
        return read_document(b"".join(self.chunks(name)), name)

    def records(self, kind: str) -> Iterator[dict[str, Any]]:
        """The records of ``data/<kind>.jsonl``; none when there is no such file."""
        name = f"data/{kind}.jsonl"
        return read_lines(self.chunks(name), name) if name in self._entries else iter(())

    def close(self) -> None:
        """Drop what was unsealed."""
        self._plain.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
