"""A small branch whose year 2026 is in order, in a real file, to be made wrong in known places."""

from datetime import date, timedelta

from partydesk.domain.integrity import IntegrityLeaf, LeafKind
from partydesk.domain.meeting import Attendance, Meeting, MeetingKind, Resolution, Vote
from partydesk.domain.member import Member
from partydesk.domain.organization import Branch, Group, Post, Term
from partydesk.domain.study import Study, StudyKind, StudyPerson
from partydesk.domain.talk import Talk, TalkPartner

YEAR, TODAY = 2026, date(2027, 1, 10)
NAMES = ("赵一", "钱二", "孙三", "李四", "周五", "吴六", "郑七", "王八", "冯九", "陈十")
_POSTS = ("书记", "组织委员", "宣传委员", "纪检委员")
_MONTHLY = ((MeetingKind.COMMITTEE, 6), (MeetingKind.GROUP, 8), (MeetingKind.THEME_DAY, 15))
_QUARTERLY = ((MeetingKind.ASSEMBLY, 20), (MeetingKind.LECTURE, 24))


def write_year(session):
    """Put the branch and its year into an empty file."""
    kind = {"kind": "党支部", "short_name": "育才支部", "code": "YC01"}
    session.add(Branch(name="育才小学党支部", **kind))
    group = Group(name="第一组")
    session.add(group)
    session.flush()
    people = [_member(number, name, group.id) for number, name in enumerate(NAMES)]
    session.add_all(people)
    session.flush()
    ids = [each.id for each in people]
    group.leader_id = ids[4]
    posts = [Post(member_id=ids[place], kind=kind) for place, kind in enumerate(_POSTS)]
    papers = {"approval": "〔2025〕3号", "filing": "〔2025〕4号"}
    session.add(Term(elected_on=date(2025, 3, 20), years=3, posts=posts, **papers))
    session.add_all(_meetings(ids, group.id))
    session.add_all(_talks(ids))
    session.add_all(_leaves(ids))
    session.add_all(_studies(ids))


def _member(number, name, group_id):
    return Member(
        name=name,
        spelling=f"x{number}",
        sex="男",
        ethnicity="汉族",
        born_on=date(1985, 1, 1 + number),
        education="大学",
        category="正式党员",
        joined_on=date(2010, 3, 1 + number),
        full_on=date(2011, 3, 1 + number),
        job="事业单位专业技术岗位",
        mobile=f"1000000000{number}",
        group_id=group_id,
    )


def _meetings(ids, group_id):
    for month in range(1, 13):
        for kind, day in _MONTHLY:
            yield _meeting(kind, date(YEAR, month, day), month, ids, group_id)
        if month % 3 == 0:
            for kind, day in _QUARTERLY:
                yield _meeting(kind, date(YEAR, month, day), month // 3, ids, group_id)
    yield _meeting(MeetingKind.LIFE_MEETING, date(YEAR, 12, 27), 1, ids, group_id)
    yield _meeting(MeetingKind.APPRAISAL, date(YEAR, 12, 28), 1, ids, group_id)


def _meeting(kind, day, number, ids, group_id):
    due = ids[:4] if kind == MeetingKind.COMMITTEE else ids
    of_group = kind == MeetingKind.GROUP
    made = Meeting(
        kind=kind,
        held_on=day,
        number=number,
        group_id=group_id if of_group else None,
        starts_at="16:00",
        ends_at="17:00",
        place="会议室",
        chair_id=ids[4] if of_group else ids[0],
        recorder_id=ids[1],
        topic=f"{day.month}月{kind}",
        lecturer="赵一" if kind == MeetingKind.LECTURE else None,
        content=f"{day.month}月{kind}：节前廉洁提醒。",
        decisions="通过。",
    )
    made.attendances = [
        Attendance(member_id=each, name=NAMES[ids.index(each)], position=place)
        for place, each in enumerate(due)
    ]
    if kind == MeetingKind.ASSEMBLY:
        counts = {"due": 10, "present": 10, "yes": 9, "no": 1, "abstain": 0}
        made.votes = [Vote(matter="季度安排", is_passed=True, **counts)]
    if kind == MeetingKind.LIFE_MEETING:
        done = {"due_on": date(YEAR, 12, 30), "done_on": date(YEAR, 12, 30)}
        made.resolutions = [Resolution(matter="整改清单", owner="赵一", **done)]
    return made


def _talks(ids):
    """In the last month of each quarter the committee talks with everyone."""
    number = 0
    for month in (3, 6, 9, 12):
        pairs = [(ids[place % 4], partner) for place, partner in enumerate(ids) if place > 3]
        pairs += [(ids[0], ids[1]), (ids[0], ids[2]), (ids[0], ids[3]), (ids[1], ids[0])]
        for talker, partner in pairs:
            number += 1
            day = date(YEAR, month, 1) + timedelta(days=number % 20)
            name = NAMES[ids.index(partner)]
            yield Talk(
                kind="日常谈心",
                number=number,
                talked_on=day,
                place="办公室",
                way="一对一",
                talker_id=talker,
                matter=f"第{number}次",
                content=f"第{number}次谈话，谈教学和班级。",
                signed_on=day,
                partners=[TalkPartner(member_id=partner, name=name)],
            )


def _leaves(ids):
    days = {
        LeafKind.PLEDGE: [date(YEAR, 1, 8)],
        LeafKind.EDUCATION: [date(YEAR, month, 9) for month in (2, 5, 8, 11)],
        LeafKind.CONFIRMATION: [date(YEAR, 12, 20)],
    }
    for place, member_id in enumerate(ids):
        keeper = ids[3] if place != 3 else ids[1]
        numbers = iter(range(1, 20))
        for kind, dates in days.items():
            for day in dates:
                yield IntegrityLeaf(
                    member_id=member_id, kind=kind, number=next(numbers), dated_on=day,
                    keeper_id=keeper, signed_on=day,
                )  # fmt: skip


def _studies(ids):
    """Hundredths of hours: 60 for everyone, one training among them."""
    kinds = (StudyKind.TRAINING, StudyKind.BRANCH, StudyKind.BRANCH)
    for number, kind in enumerate(kinds):
        first = date(YEAR, 3 + number, 16)
        made = Study(
            kind=kind, held_on=first, ended_on=first + timedelta(days=2), title=f"第{number}期",
            hours=2000,
        )  # fmt: skip
        made.people = [
            StudyPerson(member_id=each, hours=2000, position=place)
            for place, each in enumerate(ids)
        ]
        yield made
