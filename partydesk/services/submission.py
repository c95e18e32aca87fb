"""Sending what the bureau asks for: planned, sealed, copied, read back, and only then entered."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from partydesk import __version__
from partydesk.domain.periods import Period
from partydesk.errors import RefusedError
from partydesk.package.bag import PackageInfo
from partydesk.package.build import Content, MadePackage, Order, make_package, suggested_name
from partydesk.package.cards import BureauCard
from partydesk.package.keys import BranchKeys
from partydesk.package.opened import Opener
from partydesk.package.records import json_document
from partydesk.package.succession import ENTRY, succession_document
from partydesk.services import outbox
from partydesk.services.branch_keys import branch_keys
from partydesk.services.findings import Explained
from partydesk.services.outbox import Progress, Sealed, Watch, pending
from partydesk.services.sending import (
    SubmissionResult,
    base_of,
    copy_again,
    drop_pending,
    never,
    send,
    send_own,
    send_pending,
    silent,
)
from partydesk.services.submission_content import bytes_of
from partydesk.services.submission_ledger import SubmissionRow, submissions
from partydesk.services.submission_list import submission_list_pdf
from partydesk.services.submission_plan import (
    Options,
    Part,
    SubmissionPlan,
    last_sent,
    plan,
)
from partydesk.services.submission_summary import summary_pdf
from partydesk.services.work_folder import fresh_folder, work_base
from partydesk.storage.store import Store

__all__ = [
    "Explained",
    "Options",
    "Part",
    "SubmissionPlan",
    "SubmissionResult",
    "SubmissionRow",
    "clear_copy_pdf",
    "copy_again",
    "drop_pending",
    "make_submission",
    "pending",
    "plan",
    "send_pending",
    "submission_list_pdf",
    "submissions",
]

#: Who a package without a card is for.
OWN = "本支部自存"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def make_submission(
    store: Store,
    planned: SubmissionPlan,
    card: BureauCard | None,
    target_folder: Path,
    *,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
) -> SubmissionResult:
    """Seal the planned content, copy it out, read it back, open it, and enter it as sent.

    Args:
        store: The file.
        planned: What `plan` gave; nothing may have changed since.
        card: Whom it is for; ``None`` makes a package that only this branch can open.
        target_folder: A stick or any folder; nothing in it is replaced.
        progress: Told the step's name and how much of all is done.
        cancelled: Asked now and then whether to stop.

    Raises:
        RefusedError: Errors without a reason; the file changed since the plan; an earlier
            package waits to be sent; the branch's code can't be used.
        LockedError: Opened with a deputy's password.
        PartydeskError: Disk, stick or package; the ledger is as before, nothing is left behind.
    """
    watch = Watch(progress, cancelled)
    _require_sendable(store, planned)
    outbox.require_target(target_folder, planned.size + 65_536)
    keys = branch_keys(store)
    info = _info(store, planned, card)
    target = target_folder / suggested_name(info)
    waiting = pending(store) if card else None
    if waiting is None or waiting.file_name != target.name:
        outbox.require_free(target)
    with fresh_folder(work_base(base_of(store, target_folder))) as work:
        order = Order(_content(store, planned, keys), info, keys, card)
        total = max(planned.size, 1)
        made = make_package(
            order, work, lambda done: watch.tell("生成并加密", 0.05 + 0.4 * min(done / total, 1))
        )
        sealed = _fixed(planned, made, order, card)
        opener = Opener.for_branch(info.branch_id, keys, [sealed.unit])
        if card is None:
            return send_own(made, sealed, target, opener, (work, watch))
        if waiting is not None and waiting.content_id != sealed.content_id:
            raise _wait(waiting)
        return send(store, sealed, (made.path, target), opener, (work, watch))


def clear_copy_pdf(planned: SubmissionPlan, printed_by: str) -> bytes:
    """The content on paper, masked; it needs neither card nor seal.

    Raises:
        RefusedError: The plan holds what may only leave under seal.
    """
    if planned.options.include_s2 or planned.options.include_s3:
        raise RefusedError(
            "没有加密的打印件不能带完整的身份证号、电话和谈话内容。", "请取消这些选项后再打印。"
        )
    return summary_pdf(planned, printed_by)


def _require_sendable(store: Store, planned: SubmissionPlan) -> None:
    if planned.errors_open:
        first = planned.errors_open[0].sentence
        raise RefusedError(
            f"还有 {len(planned.errors_open)} 处错误没有改正或说明理由，不能送出：{first}",
            "请逐条改正；确有特殊情况的，写明理由后再送出。",
        )
    if planned.revision != store.revision:
        raise RefusedError("校核之后记录又有改动，没有送出。", "请重新校核一次，再生成上报包。")


def _wait(waiting: Sealed) -> RefusedError:
    return RefusedError(
        f"第 {waiting.sequence} 号上报包上次没有送完，可能已经写到 U 盘上。",
        "请先用“继续送出”把它送完；新的改动放进下一包。",
    )


def _info(store: Store, planned: SubmissionPlan, card: BureauCard | None) -> PackageInfo:
    branch = planned.collected.branch
    code = str(branch["code"])
    if not _CODE.fullmatch(code):
        raise RefusedError(
            f"支部代码“{code}”不能用于上报包。", "支部代码只能用字母、数字、点和横线，请先改正。"
        )
    number, previous = last_sent(store, practice=card is not None and card.is_sample)
    kind = _kind(planned.period) if card else "own"
    return PackageInfo(
        code, str(branch["name"]), kind, planned.period.code, number + 1, previous, __version__
    )


def _kind(period: Period) -> str:
    return {4: "year", 6: "quarter"}.get(len(period.code), "month")


def _content(store: Store, planned: SubmissionPlan, keys: BranchKeys) -> Content:
    content = planned.collected
    left_out = [{"title": each.title, "why": each.why} for each in planned.left_out]
    explained = [
        {"rule": each.finding.rule, "sentence": each.finding.sentence, "reason": each.reason}
        for each in planned.explained
    ]
    files = {
        **content.files(),
        "data/summary.pdf": summary_pdf(planned, "支部工作台"),
        "data/left-out.json": json_document(left_out),
        "data/explained.json": json_document(explained),
        "data/options.json": json_document(asdict(planned.options)),
    }
    if keys.chain:
        files[ENTRY] = succession_document(keys.chain)
    pictures = {f"data/att/{each.sha256}": each.sha256 for each in content.pictures}
    return Content({**files, **{name: bytes_of(store, key) for name, key in pictures.items()}})


def _fixed(
    planned: SubmissionPlan, made: MadePackage, order: Order, card: BureauCard | None
) -> Sealed:
    told = {
        "made_on": planned.today.isoformat(),
        "unit": order.recipient,
        "records": dict(made.bag.counts),
        "parts": [asdict(each) for each in planned.parts],
        "explained": [[each.finding.sentence, each.reason] for each in planned.explained],
    }
    info = made.bag.info
    return Sealed(
        info.seq,
        made.content_id,
        info.previous,
        info.period,
        card.name if card else OWN,
        order.recipient,
        made.name,
        made.size,
        json.dumps(told, ensure_ascii=False),
    )
