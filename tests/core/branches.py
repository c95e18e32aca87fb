"""What the tests of files, packages and commands share: a small branch with planted secrets."""

import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path

from partydesk.domain.member import Category
from partydesk.domain.organization import BranchKind
from partydesk.services.branch_files import create_branch
from partydesk.services.meetings import people_due, save_meeting
from partydesk.services.members import MEMBER, save_member
from partydesk.services.organization import groups, save_groups, save_term
from partydesk.services.talks import save_talk
from partydesk.storage.slots import Cost

CHEAP = Cost(memory_kib=64, iterations=1, lanes=1)
PASSWORD = "春天的故事很长很美"
TODAY = date(2026, 11, 22)
#: Planted: an id number, a phone number, an address, what was talked about.
ID_NUMBER = "11010519491231002X"
MOBILE = "13912345678"
ADDRESS = "示例市学苑路九十九号五栋"
TALK = "家中老人住院希望调整值班甲乙丙"
SECRETS = (ID_NUMBER, MOBILE, ADDRESS, TALK)
BRANCH = {
    "name": "中共示例市育才小学支部委员会",
    "short_name": "育才小学支部",
    "code": "YC-01",
    "kind": BranchKind.BRANCH,
    "school": "育才小学",
    "parent": "实验区教育局党委",
    "founded_on": date(2001, 7, 1),
    "phone": None,
}


def new_branch(folder: Path, name="育才支部.partydesk"):
    """A branch file with a password that costs nothing, empty but for the branch."""
    store, _ = create_branch(folder / name, PASSWORD, BRANCH, cost=CHEAP)
    return store


def filled_branch(folder: Path):
    """Two members, a meeting and a talk; every secret of ``SECRETS`` is in it."""
    store = new_branch(folder)
    fill(store)
    return store


def add_group(store, name, leader_id=None):
    """One more 党小组, saved with the others as the settings do."""
    kept = [
        {"id": each.id, "name": each.name, "leader_id": each.leader_id} for each in groups(store)
    ]
    save_groups(store, [*kept, {"name": name, "leader_id": leader_id}])
    return groups(store)[-1]


def fill(store):
    first = member(store, "陈志远", id_number=ID_NUMBER, mobile=MOBILE, address=ADDRESS)
    second = member(store, "刘婷")
    posts = [{"member_id": first.id, "kind": "书记"}, {"member_id": second.id, "kind": "组织委员"}]
    save_term(store, {"elected_on": date(2025, 6, 1), "years": 3, "posts": posts})
    due = people_due(store, "支部委员会会议", date(2026, 11, 5))
    meeting = save_meeting(
        store,
        {
            "kind": "支部委员会会议",
            "held_on": date(2026, 11, 5),
            "place": "小会议室",
            "chair_id": first.id,
            "recorder_id": second.id,
            "topic": "研究四季度工作",
            "content": f"讨论工作安排，联系电话{MOBILE}，证件{ID_NUMBER}。",
            "decisions": "同意。",
            "attendances": due,
            "votes": [],
            "resolutions": [],
        },
        TODAY,
    )
    talk = save_talk(
        store,
        {
            "kind": "日常谈心",
            "talked_on": date(2026, 11, 18),
            "way": "一对一",
            "talker_id": first.id,
            "matter": "近期思想",
            "content": TALK,
            "partners": [{"member_id": second.id, "name": second.name}],
        },
        TODAY,
    )
    return first, second, meeting, talk


def member(store, name, **changes):
    values = dict.fromkeys(each.name for each in MEMBER.fields)
    flags = ("is_lost", "is_floating", "is_backbone", "is_leader", "is_frail", "is_suspended")
    values |= dict.fromkeys(flags, False)
    values |= {
        "name": name,
        "category": Category.FULL,
        "joined_on": date(1975, 7, 1),
        "full_on": date(1976, 7, 1),
        "standing": "正常",
    }
    return save_member(store, values | changes)


def event(store, kind, member_id, day, today=TODAY, **values):
    """An event of a membership with its paper, as the form would give it."""
    from partydesk.services.ledgers import keeping
    from partydesk.services.ledgers.all import BY_TABLE

    ledger = BY_TABLE["member_event"]
    given = {"kind": kind, "member_id": member_id, "happened_on": day, "document": "支部决议"}
    return keeping.save_record(store, ledger, keeping.defaults(ledger) | given | values, today)


def accept_errors(store, period, today=TODAY):
    """Every open error explained, so that a package may go."""
    from partydesk.services.findings import accept
    from partydesk.services.submission import plan

    for each in plan(store, period, today).errors_open:
        accept(store, each, "测试：有特殊情况，已向上级说明。")


def fingerprints(folder: Path) -> dict[str, str]:
    """Every file below a folder with its digest, to see what has changed."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def places_of(text: str, folder: Path) -> list[str]:
    """Files that hold a text in any usual encoding, also inside zips (TS1)."""
    wanted = {text.encode(each) for each in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [
        str(path.relative_to(folder))
        for path in files
        if any(_holds(path.read_bytes(), each) for each in wanted)
    ]


def _holds(data: bytes, wanted: bytes) -> bool:
    if wanted in data:
        return True
    if not data.startswith(b"PK\3\4"):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(wanted in archive.read(name) for name in archive.namelist())
