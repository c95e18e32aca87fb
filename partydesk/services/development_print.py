"""发展党员 on paper: the overview of one way, and the list of everyone who is on one."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from partydesk.documents.forms.development_overview import (
    Overview,
    StepLine,
    development_overview,
)
from partydesk.documents.forms.roster import roster
from partydesk.domain.development import PAPERS, Companion, Development, DevelopmentStep
from partydesk.domain.development_steps import STAGES, StepRules
from partydesk.domain.fields import Field, Kind, fields_of
from partydesk.domain.meeting import Vote
from partydesk.domain.member import Member
from partydesk.domain.periods import Period
from partydesk.domain.text import decimal, long_day
from partydesk.rules.development_way import Case, anchor, probation_end
from partydesk.services.development_facts import case_of, facts_of_ways, loaded
from partydesk.services.ledgers.pages import printing_of
from partydesk.services.masked_lists import unit_of
from partydesk.services.organization import the_branch
from partydesk.storage import people
from partydesk.storage.store import Store

#: The milestones of the list: a key and the head of its column.
_MILESTONES = (
    ("apply", "申请日期"),
    ("activist", "确定积极分子"),
    ("listed", "列为发展对象"),
    ("admit", "接收大会"),
)
_LIST = (
    *(Field("姓名", Kind.TEXT, "name"), Field("性别", Kind.TEXT), Field("出生日期", Kind.DAY)),
    *(Field("学历", Kind.TEXT), Field("阶段", Kind.TEXT)),
    *(Field(head, Kind.DAY) for _, head in _MILESTONES),
    *(Field("下一步", Kind.TEXT), Field("办理时限", Kind.DAY)),
    Field("联系人、介绍人", Kind.TEXT),
)


def overview_pdf(store: Store, record_id: str) -> bytes:
    """The overview of one way; the texts of 政治审查 are never on it.

    Raises:
        NotFoundError: The record is not in the file.
    """
    branch = the_branch(store)
    with store.reading() as session:
        record = loaded(session, record_id)
        case = case_of(record, facts_of_ways(session))
        member = session.get(Member, record.member_id)
        names = people.names(session)
        labels = fields_of(Development)
        overview = Overview(
            branch=branch.name if branch else "",
            name=case.name,
            facts=_facts(case, member, names),
            steps=[_line(case.rules, each) for each in record.steps],
            next_step=record.next_step or "",
            papers={labels[name].label: getattr(record, name) for name in PAPERS},
            counts=_counts(session, record.steps),
        )
    return development_overview(overview, printing_of(store))


def people_pdf(store: Store, today: date, _period: Period | None = None) -> bytes:
    """Everyone who is on the way, in the order of their applications."""
    query = select(Development).where(Development.ended_on.is_(None))
    query = query.options(selectinload(Development.steps), selectinload(Development.companions))
    with store.reading() as session:
        facts = facts_of_ways(session, today)
        rows = []
        for record in session.scalars(query.order_by(Development.applied_on)):
            case = case_of(record, facts)
            if case.is_over or case.person is None:
                continue
            person = case.person
            beside = [
                facts.names.get(each.member_id, "")
                for each in case.companions
                if each.serves(today) and each.role == _role(case)
            ]
            rows.append(
                [
                    *(person.name, person.sex, person.born_on, person.education, case.stage),
                    *(anchor(case, key) for key, _ in _MILESTONES),
                    *(record.next_step, record.due_on, "、".join(beside)),
                ]
            )
    notes = (*unit_of(store), f"日期：{today.isoformat()}")
    return roster(
        "发展党员工作对象名册", _LIST, rows, names={}, printing=printing_of(store), notes=notes
    )


def _role(case: Case) -> Companion:
    return Companion.SPONSOR if "sponsors" in case.taken else Companion.CONTACT


def _facts(case: Case, member: Member | None, names: dict[str, str]) -> list[tuple[str, str]]:
    def beside(role: Companion) -> str:
        return "、".join(names[each.member_id] for each in case.companions if each.role == role)

    ends = probation_end(case)
    return [
        ("性　　别", (member and member.sex) or ""),
        ("出生日期", long_day(member.born_on) if member and member.born_on else ""),
        ("民　　族", (member and member.ethnicity) or ""),
        ("学　　历", (member and member.education) or ""),
        ("现在阶段", case.stage),
        ("申请日期", long_day(case.way.applied_on)),
        ("预备期满", long_day(ends) if ends else ""),
        ("培　　养\n联 系 人", beside(Companion.CONTACT)),
        ("入　　党\n介 绍 人", beside(Companion.SPONSOR)),
    ]


def _line(rules: StepRules, row: DevelopmentStep) -> StepLine:
    step = rules.on(row.done_on).by_name.get(row.step) or rules.named(row.step)
    hours = f"{decimal(row.hours, 0)} 学时" if row.hours else ""
    parts = (row.people, row.document, hours, row.note)
    remarks = "；".join(each for each in parts if each)
    stage = f"{'一二三四五'[step.stage - 1]}、{STAGES[step.stage - 1]}"
    return StepLine(
        step.stage, stage, step.number, row.step, row.done_on, row.ended_on, row.result, remarks
    )


def _counts(session: Session, steps: list[DevelopmentStep]) -> list[str]:
    """The numbers of each vote, read from the minutes and typed nowhere else."""
    found = []
    for row in steps:
        vote = session.get(Vote, row.vote_id) if row.vote_id else None
        if vote is not None:
            written = f"（其中书面意见 {vote.written} 份）" if vote.written else ""
            found.append(
                f"{long_day(row.done_on)}　{vote.matter}：应到会有表决权党员 {vote.due} 人，"
                f"实到 {vote.present} 人；赞成 {vote.yes or 0} 票，反对 {vote.no or 0} 票，"
                f"弃权 {vote.abstain or 0} 票{written}；{vote.ballot}。"
            )
    return found
