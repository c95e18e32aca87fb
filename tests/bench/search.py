"""Searching from anywhere among 200,000 records in an encrypted file: the first time and then."""

import gc
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from partydesk.domain.ids import new_id
from partydesk.domain.meeting import Meeting
from partydesk.domain.member import Member
from partydesk.domain.pinyin import spelling_of
from partydesk.domain.study import Study
from partydesk.domain.talk import Talk, TalkPartner
from partydesk.services.branch_files import open_branch
from partydesk.services.members import save_member
from partydesk.services.search import search
from partydesk.services.search_index import SearchIndex
from partydesk.storage.bulk import add_many
from partydesk.storage.store import Store
from tests.bench.measuring import PASSWORD, Figure, in_turns, milliseconds, new_store, timed
from tests.bench.one_record import values_of_person
from tests.bench.people import people

#: What is typed: Chinese of one, two and more characters, initials, spellings, days, words.
TYPED = (
    *("王", "会", "建国", "支部党员大会", "学习贯彻教育大会精神", "wxm", "z", "wangxiaomei"),
    *("xiaomei", "2019年5月", "5月6日", "１３９００１", "谈心 王", "党课 报告厅", "没有这样的人"),
    *("学习 没有", "zz qq"),
)
_KINDS = ("支部党员大会", "支部委员会会议", "党课", "主题党日")
_TOPICS = ("学习贯彻教育大会精神", "研究四季度工作", "讨论校舍修缮", "发展党员")
_PLACES = ("三楼会议室", "报告厅", "小会议室")
_MINUTES = "会议学习了有关文件，五位同志作了发言，并联系本校实际提出意见。" * 12


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """Each text searched in a window's index, the first one right after the file was opened."""
    total = 20_000 if quick else 200_000
    path = folder / "大支部.partydesk"
    with new_store(path) as store:
        fill(store, total)
    with open_branch(path, PASSWORD, allow_anywhere=True) as store:
        index = SearchIndex()
        first = timed(lambda: _asked_at_once(store, index))
        steps = _steps(store, index)
        sides: dict[str, Callable[[], float]] = {
            text: partial(_timed_search, store, index, text) for text in TYPED
        }
        numbers = count(50_000_000)
        sides["after a save"] = lambda: _after_a_save(store, index, next(numbers))
        taken = in_turns(3 if quick else 5, sides)
    label = f"{total:,} records"
    return [
        milliseconds(f"first search, nothing read yet, {label}", [first], 50),
        milliseconds(f"one step of reading titles, longest of {len(steps):,}", [max(steps)], 50),
        milliseconds("reading all titles beside other work", [sum(steps)]),
        *(milliseconds(f"search “{name}”", seconds, 50) for name, seconds in taken.items()),
    ]


def fill(store: Store, total: int) -> None:
    """A fifth people and papers of a register, and meetings, talks and sessions in equal parts."""
    chance = Random(1)
    ids = [new_id() for _ in range(total // 5)]
    persons = [
        {"id": key, "spelling": spelling_of(each["name"]), **each}
        for key, each in zip(ids, people(len(ids)), strict=True)
    ]
    _put(store, Member, persons)
    many = range(total * 4 // 15)
    _put(store, Meeting, [_meeting(chance, number) for number in many])
    _put(store, Study, [_study(chance) for _ in many])
    talks = [_talk(chance, number, ids) for number in many]
    with store.writing("谈话") as session:
        session.connection().execute(Talk.__table__.insert(), talks)
    partners = []
    for each in talks:
        person = persons[chance.randrange(len(persons))]
        names = {"member_id": person["id"], "name": person["name"]}
        partners.append({"id": new_id(), "talk_id": each["id"], "position": 0, **names})
    _put(store, TalkPartner, partners)


def _put(store: Store, record: type[Any], rows: list[dict[str, Any]]) -> None:
    with store.writing(f"放入 {len(rows)} 条") as session:
        add_many(session, record, rows)


def _day(chance: Random) -> date:
    return date(2006, 1, 1) + timedelta(days=chance.randrange(7_500))


def _meeting(chance: Random, number: int) -> dict[str, Any]:
    return {
        "id": new_id(),
        "kind": chance.choice(_KINDS),
        "held_on": _day(chance),
        "number": number,
        "topic": chance.choice(_TOPICS) + str(number),
        "place": chance.choice(_PLACES),
        "content": _MINUTES,
    }


def _talk(chance: Random, number: int, ids: list[str]) -> dict[str, Any]:
    return {
        "id": new_id(),
        "kind": chance.choice(("日常谈心", "关怀谈话", "廉政谈话")),
        "number": number,
        "talked_on": _day(chance),
        "talker_id": chance.choice(ids),
    }


def _study(chance: Random) -> dict[str, Any]:
    return {
        "id": new_id(),
        "kind": "支部集中学习",
        "held_on": _day(chance),
        "title": f"{chance.choice(_TOPICS)}专题{chance.randrange(1000)}",
        "hours": 200,
    }


def _asked_at_once(store: Store, index: SearchIndex) -> None:
    """As the window does it for who types before the titles were read: 20 ms of reading."""
    until = time.perf_counter() + 0.02
    while not index.step(store) and time.perf_counter() < until:
        pass
    search(store, "王", index)


def _steps(store: Store, index: SearchIndex) -> list[float]:
    taken = []
    # As in the window, where no garbage is looked for in the midst of work.
    gc.disable()
    while not index.is_whole:
        taken.append(timed(lambda: index.step(store)))
    gc.enable()
    return taken


def _timed_search(store: Store, index: SearchIndex, text: str) -> float:
    return timed(lambda: search(store, text, index))


def _after_a_save(store: Store, index: SearchIndex, number: int) -> float:
    name = save_member(store, values_of_person(number)).name
    return timed(lambda: search(store, name, index))
