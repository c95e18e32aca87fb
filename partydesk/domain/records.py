"""Every record type, so that importing this one module knows the whole file."""

from partydesk.domain.assessment import Assessment, ClosedSheet, Evidence, Score
from partydesk.domain.attachment import Attachment, Blob
from partydesk.domain.calendar_year import CalendarYear
from partydesk.domain.care import Visit
from partydesk.domain.development import Development, DevelopmentCompanion, DevelopmentStep
from partydesk.domain.dues import DuesBase, DuesNotice, DuesPayment
from partydesk.domain.evaluation import (
    Appraisal,
    AppraisalResult,
    Birthday,
    DutyPoint,
    DutyReport,
    LifeFile,
    LifePaper,
)
from partydesk.domain.fields import Record
from partydesk.domain.integrity import FileView, IntegrityLeaf, Relative
from partydesk.domain.journal import Change, Draft, Operation, Setting
from partydesk.domain.local_steps import LocalSteps
from partydesk.domain.meeting import AgendaItem, Attendance, Meeting, Nominee, Resolution, Vote
from partydesk.domain.member import Member
from partydesk.domain.member_event import MemberEvent
from partydesk.domain.organization import Branch, Group, Post, Term
from partydesk.domain.phrase import Phrase
from partydesk.domain.put_off import DutyNote
from partydesk.domain.rule_switch import RuleSwitch
from partydesk.domain.standing import (
    Brand,
    Fostering,
    Honour,
    LeaderVisit,
    Posting,
    PublicPledge,
    Service,
    ServicePerson,
)
from partydesk.domain.study import Study, StudyBook, StudyPerson, StudyReader
from partydesk.domain.submission import Acceptance, Submission
from partydesk.domain.talk import Talk, TalkPartner
from partydesk.domain.tasks import (
    FeedbackCard,
    KeyTask,
    MonthlyItem,
    MonthlyList,
    Opinion,
    Problem,
    WeeklyReport,
    WeeklyWork,
)
from partydesk.domain.transfer import Transfer

RECORD_TYPES: dict[str, type[Record]] = {
    each.__tablename__: each
    for each in (
        Acceptance,
        AgendaItem,
        Appraisal,
        AppraisalResult,
        Assessment,
        Attachment,
        Attendance,
        Birthday,
        Blob,
        Branch,
        Brand,
        CalendarYear,
        Change,
        ClosedSheet,
        Development,
        DevelopmentCompanion,
        DevelopmentStep,
        Draft,
        DuesBase,
        DuesNotice,
        DuesPayment,
        DutyNote,
        DutyPoint,
        DutyReport,
        Evidence,
        FeedbackCard,
        FileView,
        Fostering,
        Group,
        Honour,
        IntegrityLeaf,
        KeyTask,
        LeaderVisit,
        LifeFile,
        LifePaper,
        LocalSteps,
        Meeting,
        Member,
        MemberEvent,
        MonthlyItem,
        MonthlyList,
        Nominee,
        Operation,
        Opinion,
        Phrase,
        Post,
        Posting,
        PublicPledge,
        Problem,
        Relative,
        Resolution,
        RuleSwitch,
        Score,
        Service,
        ServicePerson,
        Setting,
        Study,
        StudyBook,
        StudyPerson,
        StudyReader,
        Submission,
        Talk,
        TalkPartner,
        Term,
        Transfer,
        Visit,
        Vote,
        WeeklyReport,
        WeeklyWork,
    )
}
