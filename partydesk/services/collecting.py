"""The bureau's intake: a folder or a stick of packages, decided one by one and remembered.

The order is the one of the safety study, 2.5: whole and signed, by a branch that is known, next in
its branch's chain. What was taken once is never taken again; the clerk can run it as often as
there are sticks.
"""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from partydesk import safeio
from partydesk.errors import PackageError, RefusedError
from partydesk.package.cards import BureauCard
from partydesk.package.keys import BureauKeys
from partydesk.package.names import clean_name
from partydesk.package.opened import OpenedPackage, Opener, Registry, Trust
from partydesk.package.receipt import Receipt, Verdict, receipts_file
from partydesk.package.refusals import refusal
from partydesk.package.sequence import Decision, Handling, check_sequence
from partydesk.services.found_packages import packages_in
from partydesk.services.intake_register import (
    fits,
    held,
    load_register,
    typed_fingerprints,
)
from partydesk.services.receiving import Receiver, keys_of, opened_package, take_out, work_place
from partydesk.storage.branch_file import make_folder


class Outcome(StrEnum):
    """What became of a file."""

    TAKEN = "已接收"
    REPEATED = "以前已接收"
    HELD = "暂存"
    QUARANTINED = "隔离"
    REFUSED = "拒收"


_FOLLOWED = "支部换了签名密钥，原密钥签了字，已改认新密钥。"
_OUTCOMES = {
    Handling.TAKE: Outcome.TAKEN,
    Handling.NOTHING_NEW: Outcome.REPEATED,
    Handling.HOLD: Outcome.HELD,
    Handling.QUARANTINE: Outcome.QUARANTINED,
}


@dataclass(frozen=True)
class Collected:
    """One file and what became of it.

    Attributes:
        name: Below the folder.
        outcome: Whether it was taken.
        sentence: Why.
        advice: What the school or the clerk has to do; empty when there is nothing.
        branch_id: Whose it is; what follows is empty when it could not be opened.
        branch_name: As the package says.
        period: The code of its period.
        sequence: Its number; 0 when it could not be opened.
        short_id: 20 digits to compare by telephone.
        folder: Where its content was written; empty when nothing was written.
    """

    name: str
    outcome: Outcome
    sentence: str
    advice: str = ""
    branch_id: str = ""
    branch_name: str = ""
    period: str = ""
    sequence: int = 0
    short_id: str = ""
    folder: str = ""


class _Received(NamedTuple):
    """What is said of a file, what its sender is answered, and whose number it waits for."""

    told: Collected
    receipt: tuple[Receipt, str] | None = None
    waits: tuple[str, int] | None = None


class _Office:
    """Who takes in, where to, and the fingerprints that were typed from paper."""

    def __init__(
        self,
        card: BureauCard,
        keys: BureauKeys,
        places: tuple[Path, Path],
        typed: Mapping[str, str],
        today: date,
    ) -> None:
        self.card, self.today = card, today
        self.target, self.work = places
        self.register = load_register(self.target, keys)
        self._typed = typed
        # Whose key changes by paper is not known to the reader: `_require_sender` decides.
        self._sure = {
            number: key
            for number, key in self.register.keys.items()
            if number not in typed or self.fits(key, number)
        }
        registry = Registry(self._sure, former=self.register.former)
        self.opener = Opener.for_bureau(card, keys, registry)

    def is_typed(self, number: str) -> bool:
        """Whether a fingerprint was typed for a branch."""
        return number in self._typed

    def enter(self, opened: OpenedPackage) -> None:
        """Write a package down as taken, and know its signer from now on."""
        number, signer = opened.info.branch_id, opened.bag.signer
        self.register.enter(opened.info, signer, opened.content_id)
        if not self.is_typed(number) or number in self._sure or self.fits(signer, number):
            self._sure[number] = signer

    def fits(self, signer: bytes, number: str) -> bool:
        """Whether a key is the one that was typed for a branch."""
        return fits(signer, self._typed.get(number))


def collect(
    source: Path,
    receiver: Receiver,
    target: Path,
    today: date,
    *,
    fingerprints: Mapping[str, str],
    receipts: Path | None = None,
) -> list[Collected]:
    """Take every package in that is whole, known and next; write the receipts for what is here.

    Args:
        source: A folder or a stick; it is only read.
        receiver: The bureau with its key file.
        target: The bureau's folder with its register.
        today: The bureau's day.
        fingerprints: Of branches that are not registered yet, by branch, typed from their sheets.
        receipts: Where to write the receipts of what was taken now or before.

    Raises:
        NotFoundError: There is no package.
        RefusedError: Too many files; the receipts' file exists; the folders lie in each other.
        FileInUseError: Another run takes in to the same folder.
        PartydeskError: The register or a folder can't be used. What was taken before stays.
    """
    typed = typed_fingerprints(fingerprints)
    if receipts is not None and receipts.exists():
        raise RefusedError(f"“{receipts.name}”已经存在，没有覆盖。", "请换一个文件名。")
    paths = packages_in(source, target)
    card, keys, _ = keys_of(receiver)
    make_folder(target)
    base = source if source.is_dir() else source.parent
    with held(target), work_place() as work:
        office = _Office(card, keys, (target, work), typed, today)
        found = [_received(path, str(path.relative_to(base)), office) for path in paths]
        found = _with_what_followed(paths, found, office)
    said = [each.receipt for each in found if each.receipt]
    if receipts is not None and said:
        safeio.write_file(receipts, receipts_file(said, card, keys))
    told = [each.told for each in found]
    return sorted(told, key=lambda each: (each.branch_id, each.sequence))


def _with_what_followed(
    paths: Sequence[Path], found: Sequence[_Received], office: _Office
) -> list[_Received]:
    """Try what waited for an earlier number again once that was taken, so one run takes a chain."""
    done = list(found)
    waiting: dict[tuple[str, int], list[int]] = {}
    for place, each in enumerate(done):
        if each.waits:
            waiting.setdefault(each.waits, []).append(place)
    for number in {each for each, _ in waiting}:
        known = office.register.branches.get(number)
        following = known.sequence + 1 if known else 1
        while places := waiting.pop((number, following), []):
            for place in places:
                done[place] = _received(paths[place], done[place].told.name, office)
            following += 1
    return done


def _received(path: Path, name: str, office: _Office) -> _Received:
    waits = None
    try:
        with opened_package(path, office.opener, office.work) as opened:
            # Until its turn comes: who signed may become known by an earlier package.
            waits = (opened.info.branch_id, opened.info.seq)
            _require_sender(opened, office)
            decision = _decided(opened, office)
            folder = _taken(opened, office) if decision.handling is Handling.TAKE else None
            told = _told(opened, name, decision, folder)
            answered = decision.handling in {Handling.TAKE, Handling.NOTHING_NEW}
            receipt = _receipt(opened, office) if answered else None
            return _Received(told, receipt, None if answered else waits)
    except PackageError as fault:
        return _Received(
            Collected(name, Outcome.REFUSED, fault.sentence, fault.advice), waits=waits
        )


def _require_sender(opened: OpenedPackage, office: _Office) -> None:
    """Refuse whom neither the register nor paper knows, and a key that was given up."""
    info, signer = opened.info, opened.bag.signer
    known = office.register.branches.get(info.branch_id)
    if opened.trust is Trust.FORMER and (known is None or opened.content_id not in known.taken):
        raise refusal("SIGNER_REVOKED", info.branch_name)
    if opened.trust is not Trust.UNREGISTERED or office.fits(signer, info.branch_id):
        return
    # Its key changes by paper; until the new one has come, what the old one signed may be next.
    if known is None or known.signer != signer:
        wrong = office.is_typed(info.branch_id)
        raise refusal("SIGNER_UNKNOWN" if wrong else "SIGNER_UNREGISTERED", info.branch_name)


def _decided(opened: OpenedPackage, office: _Office) -> Decision:
    known = office.register.branches.get(opened.info.branch_id)
    if known is None:
        return check_sequence(0, "", (), opened.info, opened.content_id)
    return check_sequence(
        known.sequence, known.content_id, known.taken, opened.info, opened.content_id
    )


def _taken(opened: OpenedPackage, office: _Office) -> Path:
    """Write the content, then the register: a run that is cut off between them begins again."""
    info = opened.info
    name = f"{info.seq:04d}_{clean_name(info.period)}_{opened.content_id[:8]}"
    folder = office.target / clean_name(info.branch_id) / name
    # It is not in the register, so an earlier run was cut off; its content has the same id.
    shutil.rmtree(folder, ignore_errors=True)
    take_out(opened, folder, accepted=True)
    office.enter(opened)
    return folder


def _told(opened: OpenedPackage, name: str, decision: Decision, folder: Path | None) -> Collected:
    info = opened.info
    followed = opened.trust is Trust.SUCCEEDED and folder is not None
    return Collected(
        name,
        _OUTCOMES[decision.handling],
        decision.sentence + (_FOLLOWED if followed else ""),
        decision.advice,
        info.branch_id,
        info.branch_name,
        info.period,
        info.seq,
        opened.short_id,
        str(folder or ""),
    )


def _receipt(opened: OpenedPackage, office: _Office) -> tuple[Receipt, str]:
    info = opened.info
    said = Receipt(
        office.card.bureau_id, info.branch_id, info.seq, opened.content_id,
        Verdict.RECEIVED, dict(opened.bag.counts), office.today,
    )  # fmt: skip
    return said, opened.bag.reply
