"""Tasks from what was decided, and this week's report from what was done: nothing typed twice."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from partydesk.domain.meeting import Meeting, Resolution
from partydesk.domain.member import Member
from partydesk.domain.periods import Period, year_of
from partydesk.domain.talk import Talk
from partydesk.domain.tasks import KeyTask, TaskState, WeeklyReport, WeeklyWork
from partydesk.domain.text import long_day
from partydesk.storage.store import Store


def tasks_from_resolutions(store: Store, today: date, period: Period | None) -> str:
    """Make a task of every resolution of the period that is none yet; says how many."""
    span = period or year_of(today)
    with store.reading() as session:
        taken = set(
            session.scalars(
                select(KeyTask.resolution_id)
                .where(KeyTask.resolution_id.is_not(None))
                .execution_options(with_deleted=True)
            )
        )
        query = select(Meeting).where(Meeting.held_on.between(span.first, span.last))
        meetings = session.scalars(query.options(selectinload(Meeting.resolutions))).all()
        people = {name: key for key, name in session.execute(select(Member.id, Member.name))}
    found = [
        (meeting, each)
        for meeting in sorted(meetings, key=lambda one: one.held_on)
        for each in meeting.resolutions
        if each.id not in taken
    ]
    if not found:
        return f"{span.label}的议定事项都已在任务里。"
    with store.writing(f"转入议定事项 {len(found)} 项") as session:
        numbers: dict[int, int] = {}
        for meeting, each in found:
            task = _task_of(meeting, each, people.get(each.owner or ""))
            task.number = _next(session, numbers, meeting.held_on.year)
            session.add(task)
    return f"已把 {len(found)} 项议定事项转成任务。"


def _next(session: Session, numbers: dict[int, int], year: int) -> int:
    if year not in numbers:
        first, last = date(year, 1, 1), date(year, 12, 31)
        query = select(KeyTask.number).where(KeyTask.given_on.between(first, last))
        numbers[year] = max((each for each in session.scalars(query) if each), default=0)
    numbers[year] += 1
    return numbers[year]


def _task_of(meeting: Meeting, resolution: Resolution, owner_id: str | None) -> KeyTask:
    return KeyTask(
        given_on=meeting.held_on,
        matter=resolution.matter,
        source=f"{long_day(meeting.held_on)}{meeting.kind}",
        leader=None if owner_id else resolution.owner,
        owner_id=owner_id,
        due_on=resolution.due_on,
        done_on=resolution.done_on,
        state=TaskState.DONE if resolution.done_on else TaskState.UNDERWAY,
        resolution_id=resolution.id,
    )


def draft_weekly_report(store: Store, today: date, _period: Period | None = None) -> str:
    """Draft the report of the week of today from its meetings, talks and tasks; says what is in it.

    A report that exists is left as it is.
    """
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    with store.reading() as session:
        if session.scalar(select(WeeklyReport.id).where(WeeklyReport.starts_on == monday)):
            return "本周周报已经有了，打开接着写就可以。"
        work = [*_meetings(session, monday, sunday), *_talks(session, monday, sunday),
                *_tasks(session, monday, sunday)]  # fmt: skip
        plan = _plan(session, sunday)
    with store.writing("起草本周周报") as session:
        report = WeeklyReport(starts_on=monday, week=monday.isocalendar().week, plan=plan or None)
        report.work = [
            WeeklyWork(position=place, matter=matter, progress=progress)
            for place, (matter, progress) in enumerate(work)
        ]
        session.add(report)
    return f"已起草本周周报，填好 {len(work)} 项工作，请核对后报送。"


def _meetings(session: Session, first: date, last: date) -> list[tuple[str, str]]:
    query = select(Meeting).where(Meeting.held_on.between(first, last)).order_by(Meeting.held_on)
    return [(f"召开{each.kind}", each.topic or "") for each in session.scalars(query)]


def _talks(session: Session, first: date, last: date) -> list[tuple[str, str]]:
    """How many talks only: whom with and about what is confidential."""
    query = select(Talk.id).where(Talk.talked_on.between(first, last))
    count = len(session.scalars(query).all())
    return [("开展谈心谈话", f"{count} 次")] if count else []


def _tasks(session: Session, first: date, last: date) -> list[tuple[str, str]]:
    query = select(KeyTask).where(KeyTask.done_on.between(first, last)).order_by(KeyTask.number)
    return [(each.matter, "已完成") for each in session.scalars(query)]


def _plan(session: Session, after: date) -> str:
    """Tasks that fall due in the week that follows."""
    query = select(KeyTask).where(
        KeyTask.due_on.between(after + timedelta(days=1), after + timedelta(days=7)),
        KeyTask.done_on.is_(None),
    )
    return "\n".join(
        f"{place}. {each.matter}"
        for place, each in enumerate(session.scalars(query.order_by(KeyTask.due_on)), start=1)
    )
