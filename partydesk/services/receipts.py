"""Receipts: the bureau answers packages; the branch takes the answers into its ledger."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk import safeio
from partydesk.disk_errors import storage_error
from partydesk.domain.submission import Submission, SubmissionState
from partydesk.errors import InvalidValuesError, NotFoundError, PackageError, RefusedError
from partydesk.package.names import clean_text
from partydesk.package.receipt import (
    LONGEST_REMARK,
    Receipt,
    Verdict,
    read_receipts,
    receipts_file,
)
from partydesk.package.refusals import refusal
from partydesk.rules.scheme import Scheme
from partydesk.services.branch_keys import branch_keys
from partydesk.services.cards import the_card
from partydesk.services.organization import the_branch
from partydesk.services.receiving import Receiver, keys_of, opened_package
from partydesk.services.schemes import all_schemes
from partydesk.services.upper_scores import graded, take_graded
from partydesk.storage.store import Store

_STATES = {
    Verdict.RECEIVED: SubmissionState.RECEIPTED,
    Verdict.REMARKS: SubmissionState.RECEIPTED,
    Verdict.RETURNED: SubmissionState.RETURNED,
}


@dataclass(frozen=True)
class Said:
    """What the bureau says about packages.

    Attributes:
        verdict: What became of them.
        remark: What is to be mended; needed unless they were simply taken.
        points: Hundredths that it gives the items of the one package's self-assessment, by number.
    """

    verdict: Verdict = Verdict.RECEIVED
    remark: str = ""
    points: Mapping[str, int] = field(default_factory=dict)


#: It was taken, and there is nothing more to say.
USUAL = Said()


@dataclass(frozen=True)
class Answered:
    """A package that a receipt was made for.

    Attributes:
        name: The file's name.
        branch_name: Whose it is.
        sequence: Its number.
        period: The code of its period.
        is_confirmed: Whether the sender's key was compared with paper.
    """

    name: str
    branch_name: str
    sequence: int
    period: str
    is_confirmed: bool


@dataclass(frozen=True)
class TakenReceipt:
    """A receipt that stands in the ledger now.

    Attributes:
        sequence: Of the package.
        period: The code of its period.
        state: What the ledger says of it.
        received_on: The bureau's day.
        remark: What is to be mended.
        is_new: Whether the ledger did not say so before.
        graded: What was noted of the points that the bureau gave, as a sentence; may be empty.
    """

    sequence: int
    period: str
    state: SubmissionState
    received_on: date
    remark: str
    is_new: bool
    graded: str = ""


def make_receipts(
    packages: Sequence[Path],
    receiver: Receiver,
    target: Path,
    today: date,
    *,
    said: Said = USUAL,
) -> list[Answered]:
    """Check packages and write one file with a receipt for each.

    Args:
        packages: The ``.pdp`` files; of one that can't be opened nothing is written at all.
        receiver: The bureau with its key file.
        target: The ``.pdr`` file; it must not exist.
        today: The bureau's day.
        said: What became of them.

    Raises:
        InvalidValuesError: The remark is missing or too long, points are given to several packages
            at once, or an item can't have them.
        NotFoundError: Points are given, and the package holds no self-assessment.
        RefusedError: The target exists.
        PackageError: A package is refused; the sentence names the file.
        PartydeskError: A file can't be read or written.
    """
    remark = _remark(said.verdict, said.remark)
    if said.points and len(packages) != 1:
        raise InvalidValuesError({"score": "评分一次只能登记给一个上报包。"})
    if target.exists():
        raise RefusedError(f"“{target.name}”已经存在，没有覆盖。", "请换一个文件名。")
    card, keys, opener = keys_of(receiver)
    made, answered = [], []
    for path in packages:
        with _named(path), opened_package(path, opener) as opened:
            info, counts = opened.info, dict(opened.bag.counts)
            receipt = Receipt(
                card.bureau_id, info.branch_id, info.seq, opened.content_id,
                said.verdict, counts, today, remark,
                graded(opened, said.points) if said.points else None,
            )  # fmt: skip
            confirmed = opened.caution is None
            answered.append(Answered(path.name, info.branch_name, info.seq, info.period, confirmed))
            made.append((receipt, opened.bag.reply))
    safeio.write_file(target, receipts_file(made, card, keys))
    return answered


def take_receipts(store: Store, path: Path) -> list[TakenReceipt]:
    """Take the receipts that a file holds for this branch into the ledger, all or none.

    Raises:
        NotFoundError: The branch trusts no card yet.
        LockedError: Opened with a deputy's password.
        PackageError: It is no receipt file, holds none for this branch, was not signed by the
            bureau of the card, or names a package that was not sent so.
        StorageError: It can't be read.
    """
    card, branch = the_card(store), the_branch(store)
    if card is None or branch is None:
        raise NotFoundError("还没有教育局的名片，无法核对回执。", "请先在“上报”里选择教育局名片。")
    newest, *former = branch_keys(store).identities
    receipts = read_receipts(_read(path), newest, card, former)
    numbers = "、".join(str(each.sequence) for each in receipts)
    schemes = {each.id: each for each in all_schemes(store)}
    with store.writing(f"读入第 {numbers} 号上报包的回执") as session:
        return [_taken(session, each, branch.code, schemes) for each in receipts]


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Of several packages the sentence says which one it is about."""
    try:
        yield
    except PackageError as fault:
        said = f"“{path.name}”：{fault.sentence}"
        raise PackageError(fault.code, said, fault.advice) from fault


def _taken(
    session: Session, receipt: Receipt, branch_code: str, schemes: Mapping[str, Scheme]
) -> TakenReceipt:
    query = select(Submission).where(Submission.sequence == receipt.sequence)
    sent = session.scalars(query).one_or_none()
    number = str(receipt.sequence)
    if sent is None:
        raise refusal("RECEIPT_UNKNOWN", number)
    counts = json.loads(sent.counts).get("records", dict(receipt.counts))
    ours = (sent.content_id, branch_code, counts)
    if ours != (receipt.content_id, receipt.branch_id, dict(receipt.counts)):
        raise refusal("RECEIPT_OTHER", number)
    state = _STATES[receipt.verdict]
    if sent.receipted_on is not None and receipt.received_on < sent.receipted_on:
        # An answer of before: nobody plays 已收到 again after 退回, and a repetition says nothing.
        if (str(state), receipt.remark) != (sent.state, sent.remark or ""):
            raise refusal("RECEIPT_OLDER", number)
        return TakenReceipt(
            receipt.sequence, sent.period, state, sent.receipted_on, receipt.remark, is_new=False
        )
    said = (str(state), receipt.received_on, receipt.remark)
    is_new = said != (sent.state, sent.receipted_on, sent.remark or "")
    if is_new:
        sent.state, sent.receipted_on, sent.remark = said
    told = take_graded(session, sent, receipt, schemes)
    return TakenReceipt(
        receipt.sequence, sent.period, state, receipt.received_on, receipt.remark, is_new, told
    )


def _remark(verdict: Verdict, remark: str) -> str:
    said = clean_text(remark)
    if len(said) > LONGEST_REMARK:
        raise InvalidValuesError({"remark": f"意见最多 {LONGEST_REMARK} 个字。"})
    if not said and verdict != Verdict.RECEIVED:
        raise InvalidValuesError({"remark": "请写明需要支部补正什么。"})
    return said


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise storage_error(error, path) from error
