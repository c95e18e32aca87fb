"""学习培训: sessions and courses with the 学时 of everyone who took part (DOMAIN.md 4)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from partydesk.domain.fields import pick
from partydesk.domain.study import Study, StudyPerson
from partydesk.services.ledgers.ledger import Family, Ledger, Part
from partydesk.services.registers import Register, Rows


def _problems(values: Mapping[str, Any], _today: date) -> dict[str, str]:
    problems = {}
    if values["ended_on"] and values["ended_on"] < values["held_on"]:
        problems["ended_on"] = "结束日期早于开始日期，请核对。"
    people = [row["member_id"] for row in values.get("people", ())]
    if len(people) != len(set(people)):
        problems["people"] = "名单里有人重复，请去掉多余的一行。"
    return problems


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
    problems=_problems,
    sent=("kind", "held_on", "ended_on", "title", "organiser", "hours"),
)

STUDY = (STUDIES,)
