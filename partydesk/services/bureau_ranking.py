"""评比: the bureau ranks branches from the packages they sent; persons never appear in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from partydesk.domain.periods import Period
from partydesk.errors import ForeignFileError, NotFoundError, PackageError
from partydesk.rules.catalogue import RULES
from partydesk.rules.ranking import Contender, Ranked, ranking
from partydesk.rules.scheme import Scheme
from partydesk.rules.schemes import load_scheme, load_schemes
from partydesk.services.held_stars import last_day
from partydesk.services.ranking_sheet import GivenRow, ranking_workbook, read_given
from partydesk.services.received_scores import SentScore, score_in
from partydesk.services.receiving import Receiver, keys_of, opened_package
from partydesk.services.scheme_reading import read_scheme
from partydesk.services.schemes import countable
from partydesk.services.submission_scores import scheme_digest


@dataclass(frozen=True, slots=True)
class Arrived:
    """The newest package of a branch for a period.

    Attributes:
        code: Of the branch.
        name: Of the branch.
        sequence: Of the package.
        is_known: Whether the sender's key is registered.
        score: Its self-assessment; none when there is none in it.
    """

    code: str
    name: str
    sequence: int
    is_known: bool
    score: SentScore | None


@dataclass(frozen=True, slots=True)
class Board:
    """A ranking with what was said about each branch.

    Attributes:
        scheme: The scheme that was ranked by.
        period: The period.
        ranked: The branches, the best first.
        scores: What each branch sent, by its code.
        remarks: What the bureau should look at, by the branch's code.
        refused: Packages that could not be used, one sentence each.
        given: What the bureau's sheet said, by the branch's code.
    """

    scheme: Scheme
    period: Period
    ranked: tuple[Ranked, ...]
    scores: Mapping[str, SentScore]
    remarks: Mapping[str, tuple[str, ...]]
    refused: tuple[str, ...]
    given: Mapping[str, GivenRow]


def scheme_for_ranking(named: str) -> Scheme:
    """A scheme by the id of one that ships, or from a TOML file or workbook.

    Raises:
        NotFoundError: There is neither such an id nor such a file.
        ForeignFileError: The file has mistakes.
    """
    shipped = {each.id: each for each in load_schemes()}
    if named in shipped:
        return shipped[named]
    path = Path(named)
    if not path.is_file():
        known = "、".join(shipped)
        raise NotFoundError(f"找不到考核表“{named}”。", f"请写文件名，或 {known} 之一。")
    if path.suffix.lower() == ".toml":
        return load_scheme(path)
    rules = frozenset(each.id for each in RULES)
    scheme, problems = read_scheme(path, rules, frozenset(countable()))
    if scheme is None:
        raise ForeignFileError(f"考核表“{path.name}”有错误：{problems[0]}", "请改正后再试。")
    return scheme


def board(
    packages: Sequence[Path],
    receiver: Receiver,
    scheme: Scheme,
    period: Period,
    given_file: Path | None = None,
) -> Board:
    """Open packages, take what the bureau gave, and rank the branches.

    Args:
        packages: The ``.pdp`` files; of several from one branch the newest counts.
        receiver: The bureau with its key file.
        scheme: What is ranked by.
        period: Packages of other periods are left out, and that is said.
        given_file: The bureau's sheet: this ranking's own workbook, filled in.

    Raises:
        WrongPasswordError: The passphrase does not open the key file.
        ForeignFileError: The sheet has mistakes.
        PartydeskError: A file can't be read.
    """
    arrived, refused = _arrived(packages, receiver, period)
    given = read_given(given_file, scheme) if given_file else {}
    names = {code: row.name for code, row in given.items()}
    names |= {code: each.name for code, each in arrived.items()}
    contenders = [
        _contender(
            (code, names[code]), given.get(code, GivenRow()), _usable(arrived, code, scheme), period
        )
        for code in sorted(names)
    ]
    remarks = {code: tuple(_remarks(each, scheme)) for code, each in arrived.items()}
    scores = {code: each.score for code, each in arrived.items() if each.score}
    ranked = tuple(ranking(scheme, contenders))
    return Board(scheme, period, ranked, scores, remarks, tuple(refused), given)


def board_workbook(found: Board, today: date) -> bytes:
    """The ranking as xlsx; the bureau fills in its columns and gives it back to ``board``."""
    until = last_day(today, found.scheme.star_terms.years)
    lines = [
        (each, found.scores.get(each.contender.code), found.remarks.get(each.contender.code, ()))
        for each in found.ranked
    ]
    told = (found.scheme, found.period, today, until)
    return ranking_workbook(told, lines, found.given, found.refused)


def _arrived(
    packages: Iterable[Path], receiver: Receiver, period: Period
) -> tuple[dict[str, Arrived], list[str]]:
    _, _, opener = keys_of(receiver)
    found: dict[str, Arrived] = {}
    refused: list[str] = []
    for path in packages:
        try:
            with opened_package(path, opener) as opened:
                info = opened.info
                made = Arrived(
                    info.branch_id,
                    info.branch_name,
                    info.seq,
                    opened.caution is None,
                    score_in(opened),
                )
        except PackageError as error:
            refused.append(f"“{path.name}”没有计入：{error.sentence}")
            continue
        if info.period != period.code:
            refused.append(f"“{path.name}”没有计入：不是{period.label}的上报包。")
        elif made.code not in found or found[made.code].sequence < made.sequence:
            found[made.code] = made
    return found, refused


def _usable(arrived: Mapping[str, Arrived], code: str, scheme: Scheme) -> SentScore | None:
    """What a branch sent under this very scheme; figures of another one can't be compared."""
    score = arrived[code].score if code in arrived else None
    return score if score is not None and score.scheme_id == scheme.id else None


def _contender(
    branch: tuple[str, str], given: GivenRow, score: SentScore | None, period: Period
) -> Contender:
    has_run_out = given.until is not None and given.until < period.first
    held = "" if has_run_out else given.before
    return Contender(
        *branch,
        score.own if score else None,
        given.upper,
        given.peer,
        held,
        score.veto if score else "",
        given.lacks,
    )


def _remarks(arrived: Arrived, scheme: Scheme) -> Iterable[str]:
    score = arrived.score
    if not arrived.is_known:
        yield "签名没有登记，请与登记表核对"
    if score is None:
        return
    if not score.version:
        yield "自评尚未完成"
    if score.scheme_id != scheme.id:
        yield f"自评用的是另一份考核表，没有计入：{score.scheme}"
    elif score.digest != scheme_digest(scheme):
        yield f"所用考核表与本次评比的不同：{score.scheme}"
