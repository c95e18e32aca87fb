"""The receiver's side: is a package whole, whose is it, and taking its files out."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from partydesk import safeio
from partydesk.disk_errors import storage_error
from partydesk.errors import NotFoundError, PackageError
from partydesk.package.bag import LEFT_OUT
from partydesk.package.cards import BureauCard, check_pair, read_card
from partydesk.package.digits import plain_digits
from partydesk.package.keys import BureauKeys, read_key_file
from partydesk.package.opened import OpenedPackage, Opener, Registry, Trust
from partydesk.package.refusals import refusal
from partydesk.package.unpack import plan as unpack_plan
from partydesk.package.unpack import proposed_names, unpack
from partydesk.package.verify import open_package
from partydesk.paths import settings_dir
from partydesk.services.branch_keys import branch_keys
from partydesk.services.cards import sample_card_bytes, the_card
from partydesk.services.organization import the_branch
from partydesk.services.received_scores import SentScore, score_in
from partydesk.services.submission_ledger import units_of
from partydesk.services.volumes import whole_package
from partydesk.services.work_folder import fresh_folder, remove_if_empty
from partydesk.storage.branch_file import make_folder
from partydesk.storage.store import Store


@dataclass(frozen=True)
class Receiver:
    """Who opens packages: the key file with its passphrase, and the card that belongs to it.

    Attributes:
        key_file: The ``.pdkey`` file.
        passphrase: Opens it.
        card_file: The ``.pdcard`` file; without it the fitting one beside the key file.
        signer: The sender's fingerprint as it stands on paper; empty when it is not at hand.
    """

    key_file: Path
    passphrase: str
    card_file: Path | None = None
    signer: str = ""


@dataclass(frozen=True)
class PackageReport:
    """What a package says about itself, after every check.

    Attributes:
        counts: Records by kind.
        left_out: What stayed behind, and why, in the sender's words.
        is_confirmed: Whether the sender's key is known or was compared with paper.
        caution: What must be said when it is not.
        is_sample: Sealed to the sample card.
        files: What was taken out, if anything.
        score: The self-assessment that it holds, if any.
    """

    branch_id: str
    branch_name: str
    kind: str
    period: str
    sequence: int
    content_id: str
    short_id: str
    signer: str
    recipient: str
    counts: Mapping[str, int]
    size: int
    attachments: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    is_confirmed: bool
    caution: str
    is_sample: bool = False
    files: tuple[Path, ...] = ()
    score: SentScore | None = None


def verify_package(
    path: Path, key_file: Path, passphrase: str, *, card_file: Path | None = None, signer: str = ""
) -> PackageReport:
    """Open a package at the bureau and check all of it; nothing is written.

    Raises:
        PackageError: Refused, with a code; ``SIGNER_UNKNOWN`` when the fingerprint on paper is
            another one.
        WrongPasswordError: The passphrase does not open the key file.
        PartydeskError: A file can't be read.
    """
    receiver = Receiver(key_file, passphrase, card_file, signer)
    card, _, opener = keys_of(receiver)
    with opened_package(path, opener) as opened:
        return _report(opened, card.is_sample, signer)


def unpack_package(
    path: Path, receiver: Receiver, folder: Path, *, accept_unregistered: bool = False
) -> PackageReport:
    """Check a package and write its files into a folder, all of them or none.

    Raises:
        PackageError: Refused; ``SIGNER_UNREGISTERED`` when nobody vouches for the sender and
            that was not accepted; ``TARGET_EXISTS``.
        StorageError: The folder can't be written; nothing is left behind.
    """
    card, _, opener = keys_of(receiver)
    with opened_package(path, opener) as opened:
        report = _report(opened, card.is_sample, receiver.signer)
        accepted = report.is_confirmed or accept_unregistered
        files = take_out(opened, folder, accepted=accepted)
    return PackageReport(**{**vars(report), "files": files})


def verify_own(store: Store, path: Path) -> PackageReport:
    """Open a package that this branch made, with the branch's own key.

    Raises:
        PackageError: Refused, with a code.
    """
    branch = the_branch(store)
    if branch is None:
        raise NotFoundError("还没有填写支部信息。")
    keys = branch_keys(store)
    sample = read_card(sample_card_bytes()).fingerprint
    units = {keys.fingerprint, sample, *units_of(store)}
    if (card := the_card(store)) is not None:
        units.add(card.fingerprint)
    with opened_package(path, Opener.for_branch(branch.code, keys, units)) as opened:
        return _report(opened, opened.bag.recipient == sample, "")


def keys_of(receiver: Receiver) -> tuple[BureauCard, BureauKeys, Opener]:
    """The bureau's card and private keys, and what opens packages with them.

    Raises:
        WrongPasswordError: The passphrase does not open the key file.
        NotFoundError: No card fits the key file.
        PackageError: A file is damaged, or they are no pair.
    """
    keys = read_key_file(_read(receiver.key_file), receiver.passphrase)
    card = _card_of(receiver, keys)
    return card, keys, Opener.for_bureau(card, keys, Registry({}))


def _card_of(receiver: Receiver, keys: BureauKeys) -> BureauCard:
    if receiver.card_file is not None:
        card = read_card(_read(receiver.card_file))
        check_pair(card, keys)
        return card
    for beside in sorted(receiver.key_file.parent.glob("*.pdcard")):
        try:
            card = read_card(_read(beside))
            check_pair(card, keys)
        except PackageError:
            continue
        return card
    raise NotFoundError(
        f"“{receiver.key_file.name}”旁边没有与它成对的单位名片（.pdcard）。",
        "请把名片文件放到密钥文件旁边，或用 --card 指明它在哪里。",
    )


@contextmanager
def opened_package(path: Path, opener: Opener, work: Path | None = None) -> Iterator[OpenedPackage]:
    """A package, opened and checked; nothing is left of it afterwards.

    Args:
        path: The package, or one of its volumes with the others beside it.
        opener: Who opens it.
        work: A folder of `work_place`, when many are opened one after the other.

    Raises:
        NotFoundError: It is not there.
        PackageError: Refused, with a code.
    """
    if not path.is_file():
        raise NotFoundError(
            f"找不到上报包“{path.name}”。", "请检查 U 盘是否已拔出、文件名是否正确。"
        )
    place = nullcontext(work) if work else work_place()
    with place as folder:
        whole = whole_package(path, folder)
        try:
            with open_package(whole, opener, folder) as opened:
                yield opened
        finally:
            if whole != path:
                whole.unlink(missing_ok=True)


def work_place() -> AbstractContextManager[Path]:
    """Where what was unsealed lies, encrypted with a key that only memory holds."""
    return fresh_folder(settings_dir() / "work")


def _report(opened: OpenedPackage, is_sample: bool, signer: str) -> PackageReport:
    info = opened.info
    typed = plain_digits(signer)
    if typed and typed != plain_digits(opened.signer_fingerprint):
        raise refusal("SIGNER_UNKNOWN", info.branch_name)
    confirmed = opened.trust is Trust.REGISTERED or bool(typed)
    caution = opened.caution
    return PackageReport(
        branch_id=info.branch_id,
        branch_name=info.branch_name,
        kind=info.kind,
        period=info.period,
        sequence=info.seq,
        content_id=opened.content_id,
        short_id=opened.short_id,
        signer=opened.signer_fingerprint,
        recipient=opened.bag.recipient,
        counts=dict(opened.bag.counts),
        size=opened.bag.payload[0],
        attachments=tuple(name for _, name in proposed_names(opened)),
        left_out=_left_out(opened.document(LEFT_OUT)),
        is_confirmed=confirmed,
        caution="" if confirmed or caution is None else str(caution),
        is_sample=is_sample,
        score=score_in(opened),
    )


def _left_out(found: Any) -> tuple[tuple[str, str], ...]:
    """The list as far as it has the usual form; it is signed, but still foreign."""
    rows = found if isinstance(found, list) else []
    return tuple(
        (str(row.get("title", ""))[:200], str(row.get("why", ""))[:500])
        for row in rows
        if isinstance(row, dict)
    )


def take_out(opened: OpenedPackage, folder: Path, *, accepted: bool) -> tuple[Path, ...]:
    """Write a package's files into a folder, all of them or none.

    Raises:
        PackageError: ``SIGNER_UNREGISTERED`` when that was not accepted; ``TARGET_EXISTS``.
        StorageError: The folder can't be written.
    """
    written: list[Path] = []
    was_there = folder.is_dir()

    def write(path: Path, chunks: Iterable[bytes]) -> None:
        written.append(path)
        safeio.write_file(path, chunks)

    if accepted:
        make_folder(folder)
        safeio.require_space(folder, sum(opened.size(each.entry) for each in unpack_plan(opened)))
    try:
        return unpack(opened, folder, write, accept_unregistered=accepted)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        for below in {path.parent for path in written} - {folder}:
            remove_if_empty(below)
        if not was_there:
            remove_if_empty(folder)
        raise


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise storage_error(error, path) from error
