"""One record saved, against a raw SQLCipher commit that is as durable: a row and its history."""

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from partydesk.domain.ids import new_id
from partydesk.domain.meeting import Attendance, Meeting, MeetingKind
from partydesk.services.meetings import MEETING, people_due, save_meeting
from partydesk.services.members import MEMBER, save_member
from partydesk.services.registers import Register
from partydesk.storage.store import Store
from tests.bench.measuring import Figure, in_turns, milliseconds, new_store, ratio, timed
from tests.bench.people import fill, person

TODAY = date(2026, 11, 22)
#: A branch of the usual size.
MEMBERS = 60


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """One record saved against one raw commit of the same durability."""
    rounds, commits = (5, 5) if quick else (9, 20)
    with new_store(folder / "ours.partydesk") as ours, new_store(folder / "raw.partydesk") as raw:
        fill(ours, MEMBERS)
        fill(raw, MEMBERS)
        numbers = count(1_000_000)
        due = people_due(ours, MeetingKind.ASSEMBLY, TODAY)
        known = people_due(raw, MeetingKind.ASSEMBLY, TODAY)
        kept = save_member(ours, values_of_person(next(numbers))).id
        meeting = save_meeting(ours, _meeting(due), TODAY).id
        rows = len(due) + 1
        short: dict[str, Callable[[], object]] = {
            "raw": lambda: _commit(raw, next(numbers), 1),
            "step": lambda: _commit(raw, next(numbers), 1, step=True),
            "added": lambda: save_member(ours, values_of_person(next(numbers))),
            "changed": lambda: save_member(ours, values_of_person(next(numbers)), kept),
        }
        long: dict[str, Callable[[], object]] = {
            "raw rows": lambda: _commit(raw, next(numbers), rows),
            "objects": lambda: _add_objects(raw, known),
            "meeting": lambda: save_meeting(ours, _meeting(due), TODAY),
            "corrected": lambda: save_meeting(ours, _meeting(due), TODAY, meeting),
        }
        taken: dict[str, tuple[float, ...]] = {}
        for work in (short, long):
            sides = {name: partial(timed, each) for name, each in work.items()}
            taken |= in_turns(rounds, sides, commits)
    floor = "floor: the raw commit and the step it belongs to"
    return [
        ratio("member added / raw commit", taken["added"], taken["raw"], 2),
        ratio("member changed / raw commit", taken["changed"], taken["raw"], 2),
        ratio(f"{floor} / raw commit", taken["step"], taken["raw"]),
        ratio("meeting added / raw commit of as many rows", taken["meeting"], taken["raw rows"], 2),
        ratio(
            "meeting added / its objects by SQLAlchemy alone", taken["meeting"], taken["objects"]
        ),
        milliseconds("raw commit: a row and its history", taken["raw"]),
        milliseconds("the same and its step (who, what, when)", taken["step"]),
        milliseconds("member added", taken["added"]),
        milliseconds("member changed", taken["changed"]),
        milliseconds(f"raw commit: {rows} rows and their history", taken["raw rows"]),
        milliseconds("the same objects by SQLAlchemy, no history", taken["objects"]),
        milliseconds(f"meeting of {len(due)} people added", taken["meeting"]),
        milliseconds("the same meeting corrected", taken["corrected"]),
    ]


def values_of_person(number: int) -> dict[str, Any]:
    """What the form of a member would give."""
    return _empty(MEMBER) | {"is_backbone": False, "is_leader": False, "is_frail": False,
                             "is_suspended": False} | person(number)  # fmt: skip


def _meeting(due: list[dict[str, Any]]) -> dict[str, Any]:
    return _empty(MEETING) | {
        "kind": MeetingKind.ASSEMBLY,
        "held_on": date(2026, 10, 16),
        "starts_at": "15:30",
        "ends_at": "17:00",
        "place": "三楼会议室",
        "topic": "学习贯彻教育大会精神",
        "content": "会议学习了有关文件，五位同志作了发言。" * 20,
        "attendances": due,
    }


def _empty(register: Register[Any]) -> dict[str, Any]:
    return dict.fromkeys(each.name for each in register.fields)


def _add_objects(store: Store, due: list[dict[str, Any]]) -> None:
    """The objects of a meeting by a plain session: nothing checked, no history, no number."""
    values = {name: each for name, each in _meeting([]).items() if each}
    meeting = Meeting(id=new_id(), number=1, **values)
    rows = [
        Attendance(id=new_id(), meeting_id=meeting.id, position=position, **row)
        for position, row in enumerate(due)
    ]
    with Session(store._engine, expire_on_commit=False) as session:
        session.add_all([meeting, *rows])
        session.commit()


def _commit(store: Store, number: int, rows: int, *, step: bool = False) -> None:
    """Write member rows and a history row for each with nothing but SQL."""
    connection = store.file.connection
    values = {
        **person(number),
        "is_backbone": False,
        "is_leader": False,
        "is_frail": False,
        "is_suspended": False,
        "spelling": "chenzhiyuan czy",
        "created_at": "2026-11-22 10:00:00.000000",
        "updated_at": "2026-11-22 10:00:00.000000",
    }
    for name, value in values.items():
        values[name] = value.isoformat() if isinstance(value, date) else value
    text = json.dumps(values, ensure_ascii=False)
    names, marks = ",".join(["id", *values]), ",".join("?" * (len(values) + 1))
    operation = connection.execute("SELECT id FROM operation").fetchone()[0]
    connection.execute("BEGIN")
    if step:
        operation = new_id()
        connection.execute(
            "INSERT INTO operation SELECT ?, max(sequence) + 1, ?, ?, ?, NULL, 0 FROM operation",
            (operation, "新增陈志远", "书记", "2026-11-22 10:00:00.000000"),
        )
    for position in range(rows):
        key = new_id()
        connection.execute(
            f"INSERT INTO member ({names}) VALUES ({marks})", (key, *values.values())
        )
        connection.execute(
            "INSERT INTO change VALUES (?, ?, ?, 'member', ?, 'add', '{}', ?, NULL, NULL)",
            (new_id(), operation, position, key, text),
        )
    connection.execute("COMMIT")
