"""Talks and integrity leaves of the sample branch."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from partydesk.domain.integrity import LeafKind
from partydesk.domain.member import MEMBERS, is_member
from partydesk.domain.periods import Period, add_months, quarter_of
from partydesk.services.integrity import LEAF
from partydesk.services.sample_kit import Kit, on_a_weekday, texts
from partydesk.services.talks import TALK

_HOURS = (("12:40", "13:10"), ("16:20", "16:50"), ("10:10", "10:40"), ("15:10", "15:35"))
_PLACES = ("书记办公室", "党员活动室", "小会议室", "年级组办公室")
_KEEPER, _KEEPER_OF_KEEPER = "黄雅文", "周明"

_HARDLY_BEGUN = 25
_ROUNDS = 3
_LOOKED_AFTER_BY = {
    "支委": "陈志远",
    "语文组": "刘婷",
    "数学组": "周明",
    "英语组": "黄雅文",
    "综合组": "杨帆",
    "离退休组": "陈志远",
}

_RISKS = {
    "陈志远": "干部选拔、评优评先、大额经费使用",
    "周明": "招生编班、教学仪器采购、考务保密",
    "彭勇": "食堂原料采购、零星维修、物资验收",
    "许志刚": "信息化设备采购、学生信息保管",
    "刘婷": "班级费用、活动外包、荣誉推荐",
    "黄雅文": "教辅征订监督、课题经费使用",
}
_SESSIONS = (
    (3, 12, "党风廉政专题培训，学习年度党风廉政建设工作要点，2 学时"),
    (6, 11, "毕业季警示教育，观看典型案例警示片并讨论，1.5 学时"),
    (9, 8, "教师节前廉洁提醒，学习收受礼品礼金有关规定，1 学时"),
)


def busy_quarter(today: date) -> Period:
    """The quarter that the sample is about: the last one while the current has hardly begun."""
    return quarter_of(today - timedelta(days=_HARDLY_BEGUN))


def add_talks(kit: Kit) -> None:
    """Single talks, most of them in this quarter, and rounds with the groups in those before."""
    given = texts("talks")
    quarter = busy_quarter(kit.today)
    planned = [
        (on_a_weekday(quarter.first + timedelta(days=7 + 2 * index)), talk)
        for index, talk in enumerate(given["quarter"])
    ]
    planned += [(_last(kit.today, talk["month"], talk["day"]), talk) for talk in given["year"]]
    planned += _rounds(kit, given["round"])
    planned = sorted((each for each in planned if kit.is_past(each[0])), key=lambda each: each[0])
    numbers: dict[int, count[int]] = {}
    for index, (day, talk) in enumerate(planned):
        number = next(numbers.setdefault(day.year, count(1)))
        _add_talk(kit, talk, day, index, number)
    kit.session.flush()


def _rounds(kit: Kit, given: list[dict[str, Any]]) -> list[tuple[date, dict[str, Any]]]:
    """In each of the three quarters before, every group talks with the one who looks after it."""
    planned = []
    this = busy_quarter(kit.today).first
    for index, talk in enumerate(given):
        back, place = divmod(index, len(_LOOKED_AFTER_BY))
        quarter = quarter_of(add_months(this, -3 * (_ROUNDS - back)))
        talker = _LOOKED_AFTER_BY[talk["who"]]
        partners = [name for name in _listeners(kit, talk["who"], quarter) if name != talker]
        more = {"talker": talker, "partners": partners, "way": "一对多"}
        day = on_a_weekday(quarter.first + timedelta(days=40 + 5 * place))
        planned.append((day, talk | more))
    return planned


def _listeners(kit: Kit, who: str, quarter: Period) -> list[str]:
    """Those who belonged to a group, or to the committee, at the end of a quarter."""
    members = [each for each in kit.members.values() if is_member(each, quarter.last)]
    if who == "支委":
        return [each.name for each in members if each.name in texts("people")["posts"]]
    return [each.name for each in members if each.group_id == kit.groups[who]]


def _last(today: date, month: int, day: int) -> date:
    """The last time that this day came, moved off a weekend."""
    this_year = on_a_weekday(date(today.year, month, day))
    return this_year if this_year < today else on_a_weekday(date(today.year - 1, month, day))


def _add_talk(kit: Kit, talk: dict[str, Any], day: date, index: int, number: int) -> None:
    starts, ends = _HOURS[index % len(_HOURS)]
    by_phone = talk.get("way") == "电话"
    values = {
        "kind": talk.get("kind", "日常谈心"),
        "talked_on": day,
        "starts_at": starts,
        "ends_at": ends,
        "place": "电话" if by_phone else _PLACES[index % len(_PLACES)],
        "way": talk.get("way", "一对一"),
        "talker_id": kit.id_of(talk["talker"]),
        "signed_on": None if by_phone else day,
        "partners": [{"member_id": kit.id_of(name), "name": name} for name in talk["partners"]],
    } | {name: talk.get(name) for name in ("matter", "content", "problems", "opinion", "measures")}
    kit.add(TALK, values | _follow_up(kit.today, talk, day), day).number = number


def _follow_up(today: date, talk: dict[str, Any], day: date) -> dict[str, Any]:
    """Follow-ups of long ago are done; a recent one waits, so that there is something to do."""
    if "follow_up" not in talk:
        return {}
    planned = day + timedelta(days=talk["follow_up"])
    if planned > today - timedelta(days=20):
        return {"follow_up_on": planned}
    done = {"follow_up_done_on": planned, "follow_up": "已回访，问题得到解决，本人表示感谢。"}
    return {"follow_up_on": planned} | done


def add_leaves(kit: Kit) -> None:
    """Pledges, risks and education; a few pledges are still missing."""
    pages: dict[str, count[int]] = {}
    pledged = add_months(date(kit.today.year, 3, 6), 0 if kit.today.month > 3 else -12)
    members = [
        each for each in kit.members.values() if each.category in MEMBERS and not each.left_on
    ]
    for member in members[:-4]:
        matter = "签订年度廉洁从教承诺书，承诺不收受礼品礼金、不有偿补课、不违规推荐教辅"
        _add_leaf(kit, pages, member.name, (LeafKind.PLEDGE, pledged, matter))
    for name, risk in _RISKS.items():
        matter = f"岗位风险点：{risk}；风险等级：中；防控措施：集体研究、公开公示、双人经办"
        _add_leaf(kit, pages, name, (LeafKind.RISK, pledged, matter))
    for month, day, matter in _SESSIONS:
        on = _last(kit.today, month, day)
        for name in _RISKS:
            _add_leaf(kit, pages, name, (LeafKind.EDUCATION, on, matter))
    kit.session.flush()


def _add_leaf(
    kit: Kit, pages: dict[str, "count[int]"], name: str, leaf: tuple[LeafKind, date, str]
) -> None:
    kind, day, matter = leaf
    keeper = _KEEPER_OF_KEEPER if name == _KEEPER else _KEEPER
    values = {
        "member_id": kit.id_of(name),
        "kind": kind,
        "dated_on": day,
        "matter": matter,
        "source": "本人填报" if kind == LeafKind.PLEDGE else "支部登记",
        "keeper_id": kit.id_of(keeper),
        "signed_on": day,
        "pages": 1,
    }
    kit.add(LEAF, values, day).number = next(pages.setdefault(name, count(1)))
