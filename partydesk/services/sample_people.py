"""The people of the sample branch: roster, groups and committee, all invented."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from partydesk.domain.identity import check_character
from partydesk.domain.ids import new_id
from partydesk.domain.member import Category
from partydesk.domain.periods import add_months
from partydesk.domain.pinyin import spelling_of
from partydesk.services.members import MEMBER
from partydesk.services.organization import BRANCH, GROUP, TERM
from partydesk.services.sample_kit import Kit, on_a_weekday, texts

#: No county has this code, so that no number of the sample is anyone's.
REGION = "999999"

#: Between the 9th and the 11th Congress there was no probation (DOMAIN.md 8.4).
_NO_PROBATION = (date(1969, 4, 1), date(1977, 8, 11))

_SHORT_COLUMNS = (
    *("name", "sex", "ethnicity", "born_on", "education"),
    *("job", "group", "title", "sponsors"),
)
_BLANK = (
    {each.name: None for each in MEMBER.fields}
    | {
        "category": Category.FULL,
        "standing": "正常",
    }
    | {each.name: False for each in MEMBER.fields if each.name.startswith("is_")}
)


@dataclass(frozen=True)
class Turns:
    """Days that depend on the day of the sample.

    Attributes:
        admitted: The assembly that admits the newcomer.
        confirmed: The assembly that makes a probationer a full member.
        probation: The assembly, nearly a year ago, that admitted the one whose time is up soon.
        left: The day someone moved to another school.
    """

    admitted: date
    confirmed: date
    probation: date
    left: date


def probation_began(today: date) -> date:
    """A weekday nearly a year ago: probation ends in about eleven days."""
    return on_a_weekday(add_months(today + timedelta(days=11), -12))


def id_number(born_on: date, sex: str, serial: int) -> str:
    """A number with a right check character that belongs to nobody."""
    order = serial * 2 + (1 if sex == "男" else 0)
    body = f"{REGION}{born_on:%Y%m%d}{order:03d}"
    return body + check_character(body)


def add_people(kit: Kit, turns: Turns) -> None:
    """The branch, its members in the order of the file, the groups and the committee."""
    given = texts("people")
    kit.groups = {name: new_id() for name in given["groups"]}
    for number, values in enumerate(_everyone(given, turns), 1):
        _add_member(kit, values, number, given["flags"])
    kit.session.flush()
    _add_organization(kit, given)


def _everyone(given: dict[str, Any], turns: Turns) -> list[dict[str, Any]]:
    rows = [dict(zip(given["columns"], row, strict=True)) for row in given["members"]]
    moving = {
        key: dict(zip(_SHORT_COLUMNS, row, strict=True)) for key, row in given["moving"].items()
    }
    trial = {"category": Category.PROBATIONARY, "full_on": None}
    rows.append(moving["newcomer"] | trial | {"joined_on": turns.admitted})
    rows.append(moving["confirmed"] | {"joined_on": add_months(turns.confirmed, -12)})
    rows.append(moving["probationer"] | trial | {"joined_on": turns.probation})
    left = {"joined_on": date(2014, 6, 20), "left_kind": "转出", "left_on": turns.left}
    left["received_on"] = turns.left + timedelta(days=12)
    rows.append(moving["leaver"] | left)
    for row in given["activists"]:
        values = dict(zip(_SHORT_COLUMNS[:-1], row, strict=True))
        rows.append(values | {"category": Category.ACTIVIST, "full_on": None})
    rows.append(moving["departed"] | {"joined_on": date(1956, 7, 1), "full_on": date(1957, 7, 1)})
    return rows


def _add_member(kit: Kit, row: dict[str, Any], number: int, flags: dict[str, Any]) -> None:
    name, joined = row["name"], row.get("joined_on")
    values = _BLANK | {key: value for key, value in row.items() if key != "group"}
    values |= {
        "id_number": id_number(row["born_on"], row["sex"], number),
        "mobile": f"1000000{number * 37 + 1000:04d}",
        "address": f"示例市实验区学苑路{number % 9 + 1}号{number % 5 + 1}栋{number + 100}室",
        "native_place": "示例省示例市",
        "work_started_on": date(row["born_on"].year + 22, 8, 20),
        "school": "示例师范大学" if row["education"] != "普通高中" else None,
        "group_id": kit.groups[row["group"]],
        "is_frail": name in flags["frail"],
        "is_leader": name in flags["leader"],
        "is_backbone": name in flags["backbone"],
        "is_floating": name in flags["floating"],
        "floating_to": flags["floating"].get(name),
    }
    if "full_on" not in row:
        values["full_on"] = _full_on(row["joined_on"])
    member = kit.add(MEMBER, values, max(_elected_on(kit.today), joined or date.min))
    last = max((each.id for each in kit.members.values()), default="")
    while member.id <= last:
        # The roster stands in the order of ids; within one millisecond they are drawn at random.
        member.id = new_id()
    member.spelling = spelling_of(name)
    kit.members[name] = member


def _full_on(joined: date) -> date:
    without_probation = _NO_PROBATION[0] <= joined <= _NO_PROBATION[1]
    return joined if without_probation else add_months(joined, 12)


def _elected_on(today: date) -> date:
    return on_a_weekday(add_months(today, -20))


def _add_organization(kit: Kit, given: dict[str, Any]) -> None:
    names = ("name", "short_name", "code", "school", "parent", "founded_on")
    values = {name: given[name] for name in names}
    kit.add(BRANCH, values | {"kind": "党支部", "phone": "0000-10000000"}, given["founded_on"])
    elected = _elected_on(kit.today)
    for position, (name, group_id) in enumerate(kit.groups.items()):
        leader = kit.id_of(given["leaders"][name])
        group = kit.add(GROUP, {"name": name, "leader_id": leader}, elected)
        group.id, group.position = group_id, position
    posts = [{"member_id": kit.id_of(name), "kind": kind} for name, kind in given["posts"].items()]
    papers = {
        "approval": f"实教党〔{elected.year}〕12号",
        "filing": f"实教党〔{elected.year}〕13号",
    }
    kit.add(TERM, {"elected_on": elected, "years": 3, **papers, "posts": posts}, elected)
    kit.session.flush()
