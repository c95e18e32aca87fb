"""A year in order has no error or warning; one with planted faults has those and no others."""

from collections import Counter
from datetime import date, datetime

import pytest
from sqlalchemy import select

from partydesk.domain.dues import DuesBase, DuesPayment, Income, PaymentKind
from partydesk.domain.finding import Severity
from partydesk.domain.integrity import IntegrityLeaf, LeafKind
from partydesk.domain.meeting import (
    Attendance,
    Meeting,
    MeetingKind,
    Nominee,
    Presence,
    Resolution,
    Vote,
)
from partydesk.domain.member import Member
from partydesk.domain.organization import Term
from partydesk.domain.periods import year_of
from partydesk.domain.study import Study, StudyKind, StudyPerson
from partydesk.domain.talk import Talk, TalkPartner
from partydesk.domain.tasks import FeedbackCard, KeyTask, TaskState
from partydesk.rules.duty import DutyState
from partydesk.services.duties import duties_of
from partydesk.services.findings import check_branch
from partydesk.storage.store import Store
from tests.core.clean_year import TODAY, YEAR, write_year

#: The faults, written down before they were planted, and what each must be called.
EXPECTED = {
    "周五的身份证号校验位不对": ["MEM-01"],
    "吴六没有电话": ["MEM-11"],
    "郑七没有学历": ["MEM-14"],
    "王八转正早于入党": ["MEM-05"],
    "冯九登记了转出，没有日期": ["MEM-12"],
    "委员没有备案": ["ORG-08"],
    "五月没有支委会": ["MTG-02", "MTG-24"],
    "三季度没有党员大会": ["MTG-01", "MTG-24"],
    "十月没有主题党日": ["MTG-04", "MTG-24"],
    "二季度没有党课": ["MTG-05", "MTG-24"],
    "主题党日缺席没有原因": ["MTG-14"],
    "主题党日名单重复": ["MTG-13"],
    "票数多于到会人数": ["MTG-11"],
    "赞成不过半数记为通过": ["MTG-10"],
    "到会不足半数就表决": ["MTG-08"],
    "党课结束早于开始": ["MTG-17"],
    "党小组会没有地点": ["MTG-16"],
    "支委会由他人主持没有委托": ["MTG-15"],
    "议定事项没有责任人": ["MTG-19"],
    "会议内容带密级标志": ["INT-06"],
    "谈话没有地点": ["TALK-03"],
    "二季度没有和陈十谈话": ["TALK-01"],
    "赵一自己保管自己的活页": ["INT-02"],
    "钱二没有承诺": ["INT-03"],
    "李四没有集中培训": ["EDU-02"],
    "九月改选：到会不足五分之四，票数不过半也当选": ["MTG-21"],
    "郑七十月党费没有交，当年党费没有公布": ["FEE-02", "FEE-10"],
    "吴六的党费按错误比例核定": ["FEE-01"],
    "重点任务过了时限，没有办结": ["TSK-01"],
    "督办反馈卡过了时限，没有反馈": ["TSK-03"],
}

#: What the list of duties must call late then, and nothing else of the year.
LATE = [
    "钱二签2026年廉洁承诺书",
    "2026年5月支委会",
    "2026年二季度党课",
    "与陈十谈心谈话",
    "2026年三季度党员大会",
    "2026年10月党费：郑七",
    "2026年10月主题党日",
    "建立联系制度",
    "核对学时",
    "2026年11月党费",
    "2026年12月党费",
    "李四2026年学时 67 / 56，没有参加集中培训",
]


@pytest.fixture
def store():
    with Store.in_memory() as opened:
        with opened.writing("全年") as session:
            write_year(session)
        yield opened


def member(session, name):
    return session.scalars(select(Member).where(Member.name == name)).one()


def meeting(session, kind, month):
    first = date(YEAR, month, 1)
    query = select(Meeting).where(Meeting.kind == kind, Meeting.held_on >= first)
    return session.scalars(query.order_by(Meeting.held_on)).first()


def rows(session, record, owner):
    return session.scalars(
        select(record).where(record.meeting_id == owner.id).order_by(record.position)
    ).all()


def spoil_people(session):
    member(session, "周五").id_number = "110105194912310021"
    member(session, "吴六").mobile = None
    member(session, "郑七").education = None
    member(session, "王八").full_on = date(2009, 3, 1)
    member(session, "冯九").left_kind = "转出"
    session.scalars(select(Term)).one().filing = None


def spoil_meetings(session):
    for kind, month in (
        (MeetingKind.COMMITTEE, 5),
        (MeetingKind.ASSEMBLY, 9),
        (MeetingKind.THEME_DAY, 10),
        (MeetingKind.LECTURE, 6),
    ):
        meeting(session, kind, month).deleted_at = datetime.now()
    late = rows(session, Attendance, meeting(session, MeetingKind.THEME_DAY, 2))[3]
    late.presence = Presence.ABSENT
    twice = rows(session, Attendance, meeting(session, MeetingKind.THEME_DAY, 4))
    twice[9].member_id, twice[9].name = twice[8].member_id, twice[8].name
    meeting(session, MeetingKind.LECTURE, 3).ends_at = "15:30"
    meeting(session, MeetingKind.GROUP, 2).place = None
    meeting(session, MeetingKind.GROUP, 7).content = "传达机密★文件。"
    other = meeting(session, MeetingKind.COMMITTEE, 3)
    other.chair_id = member(session, "钱二").id
    open_task = Resolution(matter="修订制度", meeting_id="")
    open_task.meeting_id = meeting(session, MeetingKind.THEME_DAY, 6).id
    session.add(open_task)


def spoil_votes(session):
    first, second, last = (
        rows(session, Vote, meeting(session, MeetingKind.ASSEMBLY, month))[0]
        for month in (3, 6, 12)
    )
    first.present, first.yes, first.no, first.is_passed = 4, 4, 0, False
    second.yes = 11
    last.yes, last.no = 5, 5


def spoil_the_rest(session):
    session.scalars(select(Talk).order_by(Talk.number)).first().place = None
    chen, li = member(session, "陈十").id, member(session, "李四").id
    spring = (date(YEAR, 4, 1), date(YEAR, 6, 30))
    query = select(Talk).join(TalkPartner).where(
        TalkPartner.member_id == chen, Talk.talked_on.between(*spring)
    )  # fmt: skip
    for talk in session.scalars(query):
        talk.deleted_at = datetime.now()
    own = select(IntegrityLeaf).where(IntegrityLeaf.member_id == member(session, "赵一").id)
    leaf = session.scalars(own.where(IntegrityLeaf.kind == LeafKind.CONFIRMATION)).one()
    leaf.keeper_id = leaf.member_id
    pledges = select(IntegrityLeaf).where(IntegrityLeaf.kind == LeafKind.PLEDGE)
    his = pledges.where(IntegrityLeaf.member_id == member(session, "钱二").id)
    session.scalars(his).one().deleted_at = datetime.now()
    seats = select(StudyPerson).join(Study).where(Study.kind == StudyKind.TRAINING)
    session.delete(session.scalars(seats.where(StudyPerson.member_id == li)).one())


def spoil_registers(session):
    """Elections, dues and tasks: a register of its own each."""
    held = meeting(session, MeetingKind.COMMITTEE, 9)
    election = Meeting(
        kind=MeetingKind.ELECTION, held_on=date(YEAR, 9, 28), number=1, starts_at="16:00",
        ends_at="17:00", place="会议室", chair_id=held.chair_id, recorder_id=held.recorder_id,
        topic="补选委员", content="补选一名委员。", decisions="当选。",
        electors_due=10, electors_present=7, seats_open=1,
    )  # fmt: skip
    election.nominees = [Nominee(name="陈十", yes=3, no=4, abstain=0, is_elected=True)]
    members = session.scalars(select(Member).order_by(Member.id))
    election.attendances = [
        Attendance(member_id=each.id, name=each.name, position=place,
                   presence=Presence.PRESENT if place < 7 else Presence.ABSENT,
                   reason=None if place < 7 else "病假")
        for place, each in enumerate(members)
    ]  # fmt: skip
    session.add(election)
    zheng, wu = (member(session, name).id for name in ("郑七", "吴六"))
    session.add(DuesPayment(month=f"{YEAR}-10", member_id=zheng, kind=PaymentKind.DUES, due=3000))
    session.add(DuesBase(
        from_month=f"{YEAR}-01", member_id=wu, income=Income.SALARY, base=600_000, amount=600,
    ))  # fmt: skip
    owner = {"owner_id": zheng, "source": "教育局通知"}
    days = {"given_on": date(YEAR, 9, 1), "due_on": date(YEAR, 10, 31)}
    session.add(KeyTask(matter="建立联系制度", state=TaskState.UNDERWAY, **owner, **days))
    due = date(YEAR, 11, 5)
    session.add(FeedbackCard(month=f"{YEAR}-10", matter="核对学时", answer_due_on=due))


def weighty(store):
    found = check_branch(store, year_of(date(YEAR, 1, 1)), TODAY)
    return [each for each in found if each.severity != Severity.HINT]


def late(store):
    found = duties_of(store, year_of(date(YEAR, 1, 1)), TODAY)
    return [each.title for each in found.duties if each.state is DutyState.LATE]


def test_a_year_in_order_has_no_error_no_warning_and_nothing_late(store):
    assert weighty(store) == []
    assert late(store) == []


def test_every_planted_fault_is_found_and_nothing_else(store):
    with store.writing("植入问题") as session:
        spoil_people(session)
        spoil_meetings(session)
        spoil_votes(session)
        spoil_the_rest(session)
        spoil_registers(session)
    wanted = Counter(rule for rules in EXPECTED.values() for rule in rules)

    assert Counter(each.rule for each in weighty(store)) == wanted
    assert late(store) == LATE
