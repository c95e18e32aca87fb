"""学习培训: sessions and courses with the 学时 of everyone who took part (DOMAIN.md 4)."""

from partydesk.domain.fields import pick
from partydesk.domain.study import Study, StudyPerson
from partydesk.services.ledgers.ledger import Family, Ledger, Part
from partydesk.services.ledgers.limits import all_of, in_order, once_each
from partydesk.services.registers import Register, Rows

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
    sent=("kind", "held_on", "ended_on", "title", "organiser", "hours"),
)

STUDY = (STUDIES,)
