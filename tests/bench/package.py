"""A quarter's package made, against hashing and sealing the same bytes."""

import io
from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from random import Random

import pyrage

from partydesk import safeio
from partydesk.domain.attachment import Attachment, Blob
from partydesk.domain.meeting import MeetingKind
from partydesk.domain.organization import BranchKind
from partydesk.domain.periods import Period, quarter_of
from partydesk.package.build import Order, make_package
from partydesk.package.cards import BureauCard
from partydesk.services import findings
from partydesk.services.branch_keys import branch_keys
from partydesk.services.cards import use_sample_card
from partydesk.services.meetings import MEETING, people_due, save_meeting
from partydesk.services.organization import save_branch
from partydesk.services.submission import SubmissionPlan, _content, _info, make_submission, plan
from partydesk.services.submission_summary import summary_pdf
from partydesk.storage.store import Store
from partydesk.uncached import uncached_blocks
from tests.bench.measuring import Figure, in_turns, milliseconds, new_store, ratio, timed
from tests.bench.people import fill

TODAY = date(2026, 11, 22)
QUARTER: Period = quarter_of(TODAY)
PHOTO_BYTES = 400 * 1024


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """60 members, 30 meetings and 60 photos of 400 KB, sealed and sent to a folder."""
    rounds, meetings = (2, 5) if quick else (5, 30)
    numbers = count()
    with new_store(folder / "支部" / "支部.partydesk") as store:
        card = branch_with(store, meetings)
        planned = plan(store, QUARTER, TODAY)
        order = _order(store, planned, card)
        payload = [each if isinstance(each, bytes) else each() for each in
                   order.content.files.values()]  # fmt: skip
        identity = pyrage.x25519.Identity.generate()
        keys = [pyrage.x25519.Recipient.from_str(each) for each in order.recipients]
        keys.append(identity.to_public())
        taken = in_turns(
            rounds,
            {
                "plain": lambda: timed(lambda: _hashed_and_sealed(payload, keys)),
                "durable": lambda: timed(
                    lambda: safeio.write_file(
                        folder / f"{next(numbers)}.age", _hashed_and_sealed(payload, keys)
                    )
                ),
                "carried": lambda: timed(
                    lambda: _carried(folder / f"{next(numbers)}.age", payload, keys, identity)
                ),
                "sealed": lambda: timed(lambda: _made(order, folder)),
                "made": lambda: timed(lambda: _made(_order(store, planned, card), folder)),
                "summary": lambda: timed(lambda: summary_pdf(planned, "支部工作台")),
                "planned": lambda: timed(lambda: plan(store, QUARTER, TODAY)),
                "sent": lambda: _sent(store, card, folder / f"U盘{next(numbers)}"),
            },
        )
    size = sum(map(len, payload)) / 2**20
    printed = [a + b for a, b in zip(taken["plain"], taken["summary"], strict=True)]
    floor = [a + b for a, b in zip(taken["carried"], taken["summary"], strict=True)]
    return [
        ratio("content read, hashed, signed, sealed / plain", taken["sealed"], taken["plain"], 2),
        ratio("the same with the printed summary / plain", taken["made"], taken["plain"], 2, _WHY),
        ratio("floor of that: plain, and the summary printed / plain", printed, taken["plain"]),
        ratio("sent (copied, read back, opened) / plain", taken["sent"], taken["plain"]),
        ratio("sent / plain, written durably", taken["sent"], taken["durable"]),
        ratio(
            "floor of that: sealed, durable, read back, printed / plain, durable",
            floor,
            taken["durable"],
        ),
        ratio("sent / that floor", taken["sent"], floor),
        Figure("bytes of the content", (size,), "MB"),
        milliseconds("plain: hashed and sealed", taken["plain"]),
        milliseconds("plain, written durably", taken["durable"]),
        milliseconds("the same, read back past the cache, opened, hashed", taken["carried"]),
        milliseconds("content read, hashed, signed, sealed", taken["sealed"]),
        milliseconds("the same with the printed summary", taken["made"]),
        milliseconds("  of it: the printed summary", taken["summary"]),
        milliseconds("checked and planned", taken["planned"]),
        milliseconds("sent: copied, read back, opened, entered", taken["sent"]),
    ]


_WHY = (
    "setting and drawing the printed pages alone takes about as long as sealing 24 MB, and comes "
    "before it, since the manifest names their hash."
)


def branch_with(store: Store, meetings: int) -> BureauCard:
    save_branch(
        store,
        {
            "name": "中共示例市育才小学支部委员会",
            "short_name": "育才小学支部",
            "code": "YC-01",
            "kind": BranchKind.BRANCH,
        },
    )
    fill(store, 60)
    chance = Random(20261122)
    for number in range(meetings):
        day = QUARTER.first + timedelta(days=number % 50)
        due = people_due(store, MeetingKind.THEME_DAY, day)
        values = dict.fromkeys(each.name for each in MEETING.fields) | {
            "kind": MeetingKind.THEME_DAY,
            "held_on": day,
            "topic": "学习贯彻教育大会精神",
            "content": "会议学习了有关文件，五位同志作了发言。" * 30,
            "attendances": due,
        }
        meeting = save_meeting(store, values, TODAY)
        for photo in range(2):
            _attach(store, meeting.id, f"照片{photo + 1}.jpg", chance.randbytes(PHOTO_BYTES))
    for each in plan(store, QUARTER, TODAY).errors_open:
        findings.accept(store, each, "已向上级说明。")
    return use_sample_card(store)


def _attach(store: Store, meeting_id: str, title: str, data: bytes) -> None:
    """Past the service, which would look for a picture in these invented bytes."""
    key = sha256(data).hexdigest()
    with store.writing(f"附件 {title}") as session:
        session.add(Blob(id=key, data=data))
        session.add(
            Attachment(
                record_type="meeting",
                record_id=meeting_id,
                blob_id=key,
                title=title,
                media_type="image/jpeg",
                size=len(data),
            )
        )


def _order(store: Store, planned: SubmissionPlan, card: BureauCard) -> Order:
    keys = branch_keys(store)
    return Order(_content(store, planned, keys), _info(store, planned, card), keys, card)


def _made(order: Order, folder: Path) -> None:
    """Read from the file, hashed, signed and sealed into the work folder."""
    make_package(order, folder).path.unlink()


def _sent(store: Store, card: BureauCard, target: Path) -> float:
    target.mkdir()
    planned = plan(store, QUARTER, TODAY)
    return timed(lambda: make_submission(store, planned, card, target))


def _carried(
    path: Path,
    payload: list[bytes],
    keys: list[pyrage.x25519.Recipient],
    identity: pyrage.x25519.Identity,
) -> None:
    """What SAFETY asks of any package, without a package: durable, read back, opened, hashed."""
    safeio.write_file(path, _hashed_and_sealed(payload, keys))
    sealed = b"".join(bytes(each) for each in uncached_blocks(path, safeio.BLOCK))
    opened = io.BytesIO()
    pyrage.decrypt_io(io.BytesIO(sealed), opened, [identity])
    sha256(opened.getvalue()).hexdigest()


def _hashed_and_sealed(payload: list[bytes], keys: list[pyrage.x25519.Recipient]) -> bytes:
    for each in payload:
        sha256(each).hexdigest()
    sealed = io.BytesIO()
    pyrage.encrypt_io(io.BytesIO(b"".join(payload)), sealed, keys)
    return sealed.getvalue()
