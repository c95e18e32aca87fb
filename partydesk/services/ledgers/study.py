"""学习培训: sessions and courses with the 学时 of everyone who took part (DOMAIN.md 4)."""

from partydesk.domain.fields import pick
from partydesk.domain.study import Study, StudyBook, StudyPerson, StudyReader
from partydesk.services.ledgers.ledger import Family, Ledger, Page, Part
from partydesk.services.ledgers.limits import all_of, in_order, once_each
from partydesk.services.registers import Register, Rows
from partydesk.services.study_hours import counts_pdf, hours_pdf

STUDIES = Ledger(
    register=Register(
        Study,
        "学习记录",
        pick(
            Study,
            *("kind", "held_on", "ended_on", "title", "organiser", "teacher", "place"),
            *("hours", "material", "content"),
        ),
        {"people": Rows(StudyPerson, pick(StudyPerson, "member_id", "hours", "note"))},
    ),
    title="学习培训",
    family=Family.STUDY,
    day="held_on",
    heading=("held_on", "kind", "title"),
    columns=("held_on", "kind", "title", "hours", "people"),
    parts=(
        Part("", ("kind", "held_on", "hours", "ended_on")),
        Part("", ("title",), 1),
        Part("", ("organiser", "teacher", "place", "material")),
        Part("参加人员", ("people",), 1),
        Part("学习情况", ("content",), 1),
    ),
    teaches="中心组、支部、科室学习和培训都记在这里，每人的学时自动累计。",
    source="党员教育管理工作条例第二十条",
    same=("held_on", "title"),
    problems=all_of(in_order(("held_on", "ended_on")), once_each()),
    pages=(
        Page("打印学时统计", hours_pdf, of_list=True),
        Page("打印期次人次统计", counts_pdf, of_list=True),
    ),
    sent=("kind", "held_on", "ended_on", "title", "organiser", "hours"),
)

BOOKS = Ledger(
    register=Register(
        StudyBook,
        "学习用书",
        pick(StudyBook, "given_on", "title", "writer", "check_on", "note"),
        {"readers": Rows(StudyReader, pick(StudyReader, "member_id", "read_on", "result"))},
    ),
    title="学习用书",
    family=Family.STUDY,
    day="given_on",
    heading=("title",),
    columns=("given_on", "title", "check_on", "readers"),
    parts=(
        Part("", ("title",), 1),
        Part("", ("given_on", "writer", "check_on")),
        Part("阅读人员", ("readers",), 1),
        Part("", ("note",), 1),
    ),
    teaches="当年规定的学习用书，谁读完了、检查结果怎样。",
    source="党员教育管理工作条例第十五条",
    same=("given_on", "title"),
    problems=all_of(in_order(("given_on", "check_on")), once_each("readers")),
    sent=("given_on", "title", "check_on"),
)

STUDY = (STUDIES, BOOKS)
