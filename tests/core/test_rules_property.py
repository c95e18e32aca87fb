"""No check crashes, whatever a year holds; what is found is always complete and clear."""

from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partydesk.domain.codes import JOBS, LEAVINGS
from partydesk.domain.integrity import LeafKind
from partydesk.domain.meeting import MeetingKind, Presence, VoteKind
from partydesk.domain.member import Category
from partydesk.domain.organization import PostKind
from partydesk.domain.periods import period_with
from partydesk.domain.talk import TalkKind, TalkWay
from partydesk.rules.alike import Text, near_copies
from partydesk.rules.catalogue import RULES, findings
from partydesk.rules.facts import Facts
from partydesk.rules.festivals import Festival, load_festivals
from partydesk.rules.plain import (
    Conversation,
    Leaf,
    Office,
    Person,
    Poll,
    Seat,
    Session,
    Task,
    Team,
    Tenure,
)
from partydesk.rules.plain_education import Course, Learner
from partydesk.rules.plain_submission import Paper, Planned
from partydesk.rules.safety import Safety
from tests.core.facts_help import LIMITS

PEOPLE = [f"m{number}" for number in range(9)]
WHO = st.sampled_from(PEOPLE)
DAYS = st.dates(date(2025, 6, 1), date(2027, 2, 1))
OLD_DAYS = st.dates(date(1940, 1, 1), date(2026, 12, 31))
MAYBE = st.none() | DAYS
WORDS = st.none() | st.text("研究工作廉洁提醒机密★整改 0１E+", max_size=80)
TIMES = st.none() | st.sampled_from(["08:00", "15:30", "16:00", "17:10"])
COUNT = st.integers(0, 20)


@st.composite
def persons(draw, key):
    born = draw(st.none() | OLD_DAYS)
    return Person(
        key,
        draw(st.sampled_from(["甲", "王 五", "乙Ａ"])),
        draw(st.sampled_from(list(Category))),
        id_number=draw(st.none() | st.sampled_from(["11010519491231002X", "1", "４４"])),
        sex=draw(st.sampled_from([None, "男", "女"])),
        born_on=born,
        joined_on=draw(st.none() | OLD_DAYS),
        full_on=draw(st.none() | OLD_DAYS),
        job=draw(st.none() | st.sampled_from(JOBS)),
        mobile=draw(st.none() | st.sampled_from(["10000000001", "1.38E+10", "12"])),
        standing=draw(st.sampled_from(["正常", "停止党籍"])),
        is_lost=draw(st.booleans()),
        lost_on=draw(MAYBE),
        is_floating=draw(st.booleans()),
        floating_to=draw(WORDS),
        group_id=draw(st.sampled_from([None, "g1", "g2"])),
        transferred_in_on=draw(MAYBE),
        is_frail=draw(st.booleans()),
        is_suspended=draw(st.booleans()),
        left_on=draw(MAYBE),
        left_kind=draw(st.none() | st.sampled_from(LEAVINGS)),
        received_on=draw(MAYBE),
        standing_on=draw(MAYBE),
        floated_on=draw(MAYBE),
        title=draw(st.sampled_from([None, "一级教师", "厨师"])),
        is_leader=draw(st.booleans()),
    )


POLLS = st.builds(
    Poll,
    st.sampled_from(list(VoteKind)),
    st.just("要点"),
    COUNT,
    COUNT,
    st.none() | COUNT,
    st.none() | COUNT,
    st.none() | COUNT,
    COUNT,
    st.none() | st.booleans(),
)
SEATS = st.builds(Seat, st.none() | WHO, st.just("甲"), st.sampled_from(list(Presence)), WORDS)
TASKS = st.builds(Task, st.just("落实"), WORDS, MAYBE, MAYBE)
SESSIONS = st.builds(
    Session,
    st.uuids().map(str),
    st.sampled_from(list(MeetingKind)),
    DAYS,
    st.integers(1, 5),
    st.sampled_from([None, "g1"]),
    TIMES,
    TIMES,
    WORDS,
    st.none() | WHO,
    WORDS,
    st.none() | WHO,
    WORDS,
    WORDS,
    WORDS,
    WORDS,
    st.lists(SEATS, max_size=4).map(tuple),
    st.lists(POLLS, max_size=2).map(tuple),
    st.lists(TASKS, max_size=2).map(tuple),
)
TALKS = st.builds(
    Conversation,
    st.uuids().map(str),
    st.sampled_from(list(TalkKind)),
    DAYS,
    WHO,
    st.sampled_from(list(TalkWay)),
    WORDS,
    MAYBE,
    MAYBE,
    MAYBE,
    st.booleans(),
    st.booleans(),
    st.lists(st.tuples(st.none() | WHO, st.just("甲")), max_size=3).map(tuple),
    st.sampled_from(["", "a", "b"]),
)
LEAVES = st.builds(
    Leaf,
    st.uuids().map(str),
    WHO,
    st.sampled_from(list(LeafKind)),
    DAYS,
    st.none() | WHO,
    st.booleans(),
    MAYBE,
)
POSTS = st.builds(Office, WHO, st.sampled_from(list(PostKind)), MAYBE, MAYBE)
TERMS = st.builds(
    Tenure,
    st.uuids().map(str),
    st.dates(date(2018, 1, 1), date(2026, 12, 31)),
    st.integers(0, 5),
    WORDS,
    st.lists(POSTS, max_size=6).map(tuple),
    WORDS,
    WORDS,
)
COURSES = st.builds(
    Course, st.uuids().map(str), st.sampled_from(["集中培训", "廉政警示教育"]), DAYS
)


@st.composite
def years(draw):
    people = [draw(persons(key)) for key in PEOPLE[: draw(st.integers(0, 5))]]
    courses = tuple(draw(st.lists(COURSES, max_size=2)))
    registers = {
        Festival: load_festivals(),
        Course: courses,
        Learner: tuple(Learner(each.id, "m0") for each in courses),
        Paper: (Paper("p", "meeting", "r", draw(WORDS) or "", ""),),
        Planned: (Planned("2026Q4", draw(st.booleans()), draw(st.booleans())),),
        Safety: (Safety(draw(MAYBE)),),
    }
    return Facts(
        today=draw(DAYS),
        limits=LIMITS,
        branch_kind=draw(st.sampled_from(["", "党支部", "联合党支部"])),
        people=tuple(people),
        teams=tuple(draw(st.sampled_from([(), (Team("g1", "甲组", "m0"), Team("g2", "乙组"))]))),
        tenures=tuple(
            sorted(draw(st.lists(TERMS, max_size=2)), key=lambda term: term.elected_on)[::-1]
        ),
        sessions=tuple(sorted(draw(st.lists(SESSIONS, max_size=6)), key=lambda each: each.held_on)),
        talks=tuple(sorted(draw(st.lists(TALKS, max_size=5)), key=lambda each: each.talked_on)),
        leaves=tuple(draw(st.lists(LEAVES, max_size=5))),
        registers=registers,
    )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(years(), st.sampled_from([None, "2026", "2026Q3", "2026-11"]))
def test_no_check_crashes_and_every_finding_is_whole(known, period):
    found = findings(known, period_with(period) if period else None)

    ids = {rule.id for rule in RULES}
    for each in found:
        assert each.rule in ids
        assert each.sentence.endswith("。")
        assert each.source
        assert each.record_type
        assert "None" not in each.sentence + each.advice
    keys = [(each.rule, each.record_type, each.record_id) for each in found if each.record_id]
    assert len(keys) == len(set(keys)), "a reason would stand for two findings"


LETTERS = "".join(chr(0x4E00 + 7 * number) for number in range(900))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(120, 900))
def test_a_copy_with_one_letter_in_twenty_changed_is_found_among_others(seed, length):
    chance = Random(seed)

    def text():
        return "".join(chance.choice(LETTERS) for _ in range(length))

    texts = [text() for _ in range(20)]
    copy = list(texts[7])
    for place in chance.sample(range(length), length // 20):
        copy[place] = chance.choice(LETTERS)
    day = date(2026, 1, 1)
    known = [
        Text(("meeting", str(n)), "党课", day + timedelta(days=n), each)
        for n, each in enumerate([*texts, "".join(copy)])
    ]

    assert [(each.copy.key[1], each.original.key[1]) for each in near_copies(known, 90)] == [
        ("20", "7")
    ]
