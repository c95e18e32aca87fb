"""What a submission would hold and what stands in its way: findings first, then the parts."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select

from partydesk.domain.finding import Finding, Severity
from partydesk.domain.periods import Period
from partydesk.domain.rule_switch import Weight
from partydesk.domain.submission import PRACTICE_FROM, Submission
from partydesk.errors import LockedError
from partydesk.rules.catalogue import findings
from partydesk.rules.facts import Facts
from partydesk.rules.plain_submission import Hidden, Planned
from partydesk.services.beside import ALONE, Turn
from partydesk.services.branch_settings import setting
from partydesk.services.findings import Explained, judged
from partydesk.services.hidden_data import hidden_papers
from partydesk.services.rule_switches import rule_lines
from partydesk.services.scoring import scoring_facts
from partydesk.services.submission_content import Collected, collect, shown_size
from partydesk.services.submission_ledgers import PREFIX
from partydesk.services.submission_scores import sent_sheet
from partydesk.storage.store import WITH_DELETED, Store

#: The newest package of each of the two counts; also what undo can't take back.
LAST = "submission.last"
LAST_PRACTICE = "submission.last-practice"


@dataclass(frozen=True)
class Options:
    """What goes beyond the usual.

    Attributes:
        include_s2: Numbers, addresses and days of birth as they are.
        include_s3: Contents of talks and integrity leaves.
        confirmed_by: The names of those who confirmed ``include_s3``, each typed by hand.
    """

    include_s2: bool = False
    include_s3: bool = False
    confirmed_by: tuple[str, ...] = ()

    @property
    def confirmed_twice(self) -> bool:
        """Whether two different people put their names to it (EXP-01)."""
        names = {"".join(each.split()) for each in self.confirmed_by}
        return len({each for each in names if len(each) >= 2}) >= 2

    @property
    def releases_s3(self) -> bool:
        """Whether such contents really go: asked for, and confirmed by two people."""
        return self.include_s3 and self.confirmed_twice


@dataclass(frozen=True)
class Part:
    """One kind of content: how much of it there is, whether it goes, and how or why not."""

    code: str
    title: str
    count: int
    goes: bool
    why: str = ""
    unit: str = "条"


@dataclass(frozen=True)
class SubmissionPlan:
    """What would be sent if nothing changes.

    Attributes:
        period: Which period.
        today: The day of the package.
        options: What goes beyond the usual.
        findings: What the checks found and nobody accepted, errors first.
        explained: What was found and accepted with a reason.
        parts: What goes and what stays.
        size: Bytes that the package will have, roughly.
        sequence: Its number, with a real card.
        revision: The state of the file that this is true of.
    """

    period: Period
    today: date
    options: Options
    findings: tuple[Finding, ...]
    explained: tuple[Explained, ...]
    parts: tuple[Part, ...]
    size: int
    sequence: int
    revision: int
    collected: Collected = field(repr=False, compare=False)

    @property
    def errors_open(self) -> tuple[Finding, ...]:
        """Errors without a written reason; they hold the package back (EXP-04)."""
        return tuple(each for each in self.findings if each.severity == Severity.ERROR)

    @property
    def left_out(self) -> tuple[Part, ...]:
        """What stays behind, wholly or in part."""
        return tuple(each for each in self.parts if not each.goes)


def plan(
    store: Store,
    period: Period,
    today: date,
    options: Options | None = None,
    turn: Turn = ALONE,
) -> SubmissionPlan:
    """Check the branch and work out what a package of a period would hold.

    Raises:
        LockedError: S3 was asked for with a password that does not open it.
        NotFoundError: The branch was not set up.

    Without two names S3 stays behind whatever was asked for, and EXP-01 holds the package back.
    """
    wanted = options or Options()
    if wanted.include_s3:
        require_open(store)
    revision = store.revision
    unmasked, confidential = wanted.include_s2, wanted.releases_s3
    facts = scoring_facts(store, today, turn)
    # What the sheet needs of them is remembered with the facts: its turn at the file is short.
    findings(facts, period, pause=turn.pause)
    with turn:
        sheet = sent_sheet(store, period, today, facts)
    collected = collect(
        store, period, sheet, unmasked=unmasked, confidential=confidential, turn=turn
    )
    with turn:
        sending = _with_plan(store, facts, period, wanted, collected)
    checked = judged(store, facts, period, turn, sending=sending)
    with turn:
        explained = (*checked.explained, *_switched(store))
        sequence = last_sent(store)[0] + 1
    turn.pause()
    return SubmissionPlan(
        period,
        today,
        _settled(wanted, checked.open),
        checked.open,
        explained,
        tuple(_parts(collected, wanted, period, len(explained))),
        shown_size(collected),
        sequence,
        revision,
        collected,
    )


def _switched(store: Store) -> Iterator[Explained]:
    """Checks that the branch weighs otherwise: the bureau reads which, and why."""
    for line in rule_lines(store):
        if line.switch_id and line.weight != Weight.USUAL:
            sentence = f"校核规则 {line.id}“{line.title}”设为{line.weight}。"
            finding = Finding(line.id, Severity.HINT, sentence, line.source, "rule_switch", line.id)
            yield Explained(finding, line.reason)


def _with_plan(
    store: Store, facts: Facts, period: Period, wanted: Options, collected: Collected
) -> Facts:
    """The facts with what is about to be sent; the errors themselves stand for EXP-04."""
    counts = {
        "members": collected.member_count,
        "meetings": len(collected.rows["meetings"]),
        "talks": len(collected.rows["talks"]),
        "integrity": int(collected.integrity["new"]),
    }
    planned = Planned(
        period.code,
        wanted.include_s2,
        wanted.include_s3,
        wanted.confirmed_twice,
        counts=tuple(counts.items()),
    )
    more = {Planned: (planned,), Hidden: hidden_papers(store, collected.pictures)}
    return replace(facts, registers={**facts.registers, **more})


def last_sent(store: Store, *, practice: bool = False) -> tuple[int, str]:
    """Number and content id of the newest package; the number before the first one if none.

    The ledger can be undone or lie in 回收站, the number can't: it is kept in a setting too.
    """
    first = PRACTICE_FROM if practice else 1
    in_count = Submission.sequence >= PRACTICE_FROM
    query = (
        select(Submission.sequence, Submission.content_id)
        .where(in_count if practice else ~in_count)
        .order_by(Submission.sequence.desc())
        .limit(1)
    )
    with store.reading() as session:
        row = session.execute(query.execution_options(**WITH_DELETED)).first()
    kept = setting(store, LAST_PRACTICE if practice else LAST) or {}
    newest = (int(kept.get("sequence", first - 1)), str(kept.get("content_id", "")))
    if row is not None and row.sequence > newest[0]:
        newest = (int(row.sequence), str(row.content_id))
    return newest


def require_open(store: Store) -> None:
    """Contents of talks and leaves go only from a file whose password opens them.

    Raises:
        LockedError: This one does not.
    """
    if not store.sealer.is_open:
        raise LockedError(
            "谈话和廉政档案的内容已锁定，不能放进上报包。", "请用书记的密码打开文件后再操作。"
        )


def _settled(wanted: Options, still_open: tuple[Finding, ...]) -> Options:
    """With a reason in place of the second name the package may go, but without the contents."""
    waits = any(each.rule == "EXP-01" for each in still_open)
    return wanted if waits or wanted.releases_s3 else replace(wanted, include_s3=False)


def _parts(content: Collected, wanted: Options, period: Period, explained: int) -> list[Part]:
    rows = content.rows
    open_s3 = wanted.releases_s3
    masked = (
        "身份证号、电话、住址和出生日期完整送出" if wanted.include_s2 else "身份证号、电话已遮盖"
    )
    released = f"经{'、'.join(wanted.confirmed_by)}两人确认，内容一并送出" if open_s3 else ""
    members = Part("members", "党员名册", content.member_count, True, masked, "人")
    photos = f"照片和附件 {len(content.pictures)} 份"
    meetings = Part("meetings", "会议记录", len(rows["meetings"]), True, photos, "次")
    talks = Part(
        "talks", "谈心谈话", len(rows["talks"]), open_s3, released or "只送台账目录和次数", "次"
    )
    new = int(content.integrity["new"])
    leaves = Part("integrity", "廉政档案", new, open_s3, released or "只送统计", "页")
    books = [found for name, found in rows.items() if name.startswith(PREFIX)]
    ledgers = Part(
        "ledgers",
        "工作台账",
        sum(len(found) for found in books),
        True,
        f"{len(books)} 本台账；个人党费、谈话、培养材料等不送",
    )
    done = content.assessment is not None
    why = "" if done else "本期还没有自评"
    title = f"{period.label}自评表和佐证"
    assessment = Part("assessment", title, int(done), done, why, "份")
    parts = [members, meetings, talks, leaves, ledgers, assessment]
    if explained:
        parts.append(Part("accepted", "已说明理由的问题", explained, True, "问题和理由一并送出"))
    return parts
