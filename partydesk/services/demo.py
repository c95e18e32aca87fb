"""The main job from end to end on the sample branch, without a window."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from partydesk.domain.meeting import Ballot, MeetingKind, VoteKind
from partydesk.domain.periods import Period, quarter_of
from partydesk.domain.talk import TalkKind, TalkWay
from partydesk.errors import RefusedError
from partydesk.paths import resources
from partydesk.rules.schemes import load_schemes
from partydesk.services import assessments, branch_files, cards, findings, meetings, talks
from partydesk.services.branch_keys import branch_keys
from partydesk.services.exports import save_bytes
from partydesk.services.receiving import verify_package
from partydesk.services.roster_import import prepare_import, run_import
from partydesk.services.sample import create_sample_file
from partydesk.services.sample_file import SAMPLE_NAME, SAMPLE_PASSWORD
from partydesk.services.sample_sheet import roster_sheet_sample
from partydesk.services.score_view import Own
from partydesk.services.submission import (
    SubmissionResult,
    clear_copy_pdf,
    make_submission,
    plan,
    submission_list_pdf,
)
from partydesk.storage.branch_file import make_folder
from partydesk.storage.store import Store

#: Opens the sample bureau's key file (resources/cards/README.md).
SAMPLE_PASSPHRASE = "示例口令2026"

Tell = Callable[[str], None]


@dataclass(frozen=True)
class DemoResult:
    """Where everything lies, and what was found.

    Attributes:
        imported: What the import of the roster did, as a sentence.
        findings: How many findings the checks had.
        explained: How many of them were accepted with a reason, so that the package could go.
        short_id: The package's content id as the sender and the receiver show it.
    """

    file: Path
    password: str
    roster: Path
    imported: str
    findings: int
    explained: int
    package: Path
    list_pdf: Path
    clear_copy: Path
    backup: Path
    short_id: str


def run_demo(folder: Path, today: date, tell: Tell) -> DemoResult:
    """Make the sample branch in a folder and take a quarter's work to the verified package.

    Args:
        folder: New or without a sample branch.
        today: The day of the demonstration.
        tell: Told one sentence a step.

    Raises:
        RefusedError: There is a sample branch already.
        PartydeskError: Whatever a step refuses.
    """
    make_folder(folder)
    path = folder / SAMPLE_NAME
    if path.exists():
        raise RefusedError(f"“{path}”已经存在，没有改动它。", "请换一个空的文件夹。")
    with create_sample_file(path, SAMPLE_PASSWORD, today) as store:
        tell(f"示例支部：{path}（密码 {SAMPLE_PASSWORD}）")
        sheet, imported = _import(store, folder / "示例花名册.xlsx")
        tell(f"导入花名册“{sheet.name}”：{imported}")
        _record(store, today)
        tell("记了一次支部委员会会议和一次谈话。")
        period = quarter_of(today)
        _assess(store, period, today)
        tell(f"填好了{period.label}自评。")
        found, explained = _check(store, period, today)
        tell(f"校核：{found} 处，其中 {explained} 处错误已说明理由。")
        sent, paper, clear = _export(store, folder, period, today)
        tell(f"上报包：{sent.path}")
        tell(f"上报清单：{paper}")
        tell(f"遮盖后的打印件：{clear}")
        _verify(store, sent)
        tell(f"接收方验证通过，双方核对号码一致：{sent.short_id}")
        backup = branch_files.backup_now(store, "演示后")
        tell(f"备份：{backup.path}")
        return DemoResult(
            path, SAMPLE_PASSWORD, sheet, imported, found, explained,
            sent.path, paper, clear, backup.path, sent.short_id,
        )  # fmt: skip


def _import(store: Store, sheet: Path) -> tuple[Path, str]:
    """The sample sheet as a school office sends it: most rows are clear, some are not."""
    roster_sheet_sample(sheet)
    preview = prepare_import(store, sheet)
    result = run_import(
        store,
        preview,
        include_unsure=False,
        backup=lambda: branch_files.backup_now(store, "导入前"),
    )
    return sheet, f"{preview.counts}；{result}"


def _record(store: Store, today: date) -> None:
    day = today - timedelta(days=1)
    due = meetings.people_due(store, MeetingKind.COMMITTEE, day)
    chair = meetings.usual_chair(store, MeetingKind.COMMITTEE, day)
    vote = {
        "kind": VoteKind.ORDINARY,
        "matter": "四季度上报材料",
        "ballot": Ballot.OPEN,
        "due": len(due),
        "present": len(due),
        "yes": len(due),
        "no": 0,
        "abstain": 0,
        "written": 0,
    }
    values = {
        "kind": MeetingKind.COMMITTEE,
        "held_on": day,
        "starts_at": "15:30",
        "ends_at": "16:20",
        "place": "小会议室",
        "chair_id": chair,
        "recorder_id": due[-1]["member_id"],
        "topic": "研究本季度上报材料",
        "content": "逐项核对党员名册、会议记录和自评材料，讨论存在的问题和整改办法。",
        "decisions": "同意上报。",
        "attendances": due,
        "votes": [vote],
        "resolutions": [],
    }
    meetings.save_meeting(store, values, today)
    partner = due[-1]
    talks.save_talk(
        store,
        {
            "kind": TalkKind.REGULAR,
            "talked_on": day,
            "way": TalkWay.ONE,
            "talker_id": chair,
            "matter": "近期工作",
            "content": "交流本学期工作，听取对支部工作的意见。",
            "partners": [{"member_id": partner["member_id"], "name": partner["name"]}],
        },
        today,
    )


def _assess(store: Store, period: Period, today: date) -> None:
    scheme = load_schemes()[0]
    sheet = assessments.open_assessment(store, period.code, scheme.id)
    if sheet.finished_at is not None:
        return
    proofs = [("meeting", each.id) for each in meetings.list_meetings(store, period)[:1]]
    for item in scheme.items:
        if item.no in sheet.missing:
            own = Own(item.points, "按记录逐项核对。", tuple(proofs))
            assessments.save_score(store, sheet.id, item.no, own)
    view = assessments.sheet_view(store, period.code, today, scheme.id)
    for each in view.lines:
        # What was recorded a moment ago moves the figures; the branch stays with its own.
        if each.wants_reason:
            own = replace(each.own, reason="新记了会议和谈话，支部核对后维持原来的自评分。")
            assessments.save_score(store, sheet.id, each.item.no, own)
    assessments.finish(store, sheet.id, today)


def _check(store: Store, period: Period, today: date) -> tuple[int, int]:
    """Errors of the sample are accepted with a reason, as a secretary would explain them."""
    planned = plan(store, period, today)
    for each in planned.errors_open:
        findings.accept(store, each, "示例支部：为演示校核而保留。")
    return len(planned.findings), len(planned.errors_open)


def _export(
    store: Store, folder: Path, period: Period, today: date
) -> tuple[SubmissionResult, Path, Path]:
    stick = folder / "U盘"
    make_folder(stick)
    planned = plan(store, period, today)
    sent = make_submission(store, planned, cards.use_sample_card(store), stick)
    assert sent.submission_id is not None, "a package for a card is in the ledger"
    paper, clear = folder / "上报清单.pdf", folder / "上报内容（遮盖）.pdf"
    save_bytes(submission_list_pdf(store, sent.submission_id), paper)
    save_bytes(clear_copy_pdf(planned, store.actor), clear)
    return sent, paper, clear


def _verify(store: Store, sent: SubmissionResult) -> None:
    key = resources() / "cards" / "sample-private.pdkey"
    signer = branch_keys(store).fingerprint
    report = verify_package(sent.path, key, SAMPLE_PASSPHRASE, signer=signer)
    assert report.content_id == sent.content_id, "the receiver reads what was sent"
