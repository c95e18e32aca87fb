"""check and list: what is wrong, and what is kept."""

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from partydesk.cli import asking, ledgers
from partydesk.cli.periods import add_period, chosen, wanted
from partydesk.cli.telling import say, say_json, table

#: 1: something was found.
FINDINGS = 1
_WHAT = ("members", "meetings", "talks", "leaves", "submissions", "ledgers")


def add(commands: Any) -> None:
    """Describe the arguments."""
    check = commands.add_parser(
        "check", help="校核", description="校核一个期间；有错误或提醒时退出码是 1。"
    )
    asking.add_file(check)
    add_period(check)
    asking.add_json(check)
    check.set_defaults(run=_check)

    listing = commands.add_parser(
        "list",
        help="列出记录",
        description="列出党员（members）、会议（meetings）、谈话（talks）、"
        "廉政活页（leaves）、历次上报（submissions），或工作台账中的一本，"
        "写它的名称，如 学习培训；ledgers 列出全部台账。号码默认遮盖。",
    )
    asking.add_file(listing)
    words = "、".join((*_WHAT, "台账名称"))
    listing.add_argument("what", metavar="台账", type=ledgers.one_of(_WHAT), help=words)
    add_period(listing, "全部")
    listing.add_argument("--text", metavar="文字", default="", help="只列含有这些文字的记录")
    listing.add_argument("--unmasked", action="store_true", help="身份证号、电话等不遮盖")
    listing.add_argument("--xlsx", metavar="表格", type=Path, help="存为表格文件")
    asking.add_json(listing)
    listing.set_defaults(run=_list)


def _check(given: argparse.Namespace) -> int:
    from partydesk.domain.finding import Severity
    from partydesk.services.submission import plan

    today = date.today()
    period = chosen(given.period, today)
    with asking.opened(given) as store:
        planned = plan(store, period, today)
    if given.json:
        say_json(
            {
                "ok": not planned.findings,
                "period": period.code,
                "errors": len(planned.errors_open),
                "findings": planned.findings,
                "explained": planned.explained,
            }
        )
    else:
        for each in planned.findings:
            say(f"{each.severity}　{each.rule}　{each.sentence}")
        counts = Counter(each.severity for each in planned.findings)
        told = "，".join(f"{counts[each]} 处{each}" for each in Severity)
        say(f"{period.label}：{told}，{len(planned.explained)} 处已说明理由。")
    return FINDINGS if planned.findings else 0


def _list(given: argparse.Namespace) -> int:
    makers = {
        "members": _members,
        "meetings": _meetings,
        "talks": _talks,
        "leaves": _leaves,
        "submissions": _submissions,
        "ledgers": _ledgers,
    }
    make = makers.get(given.what, _ledger)
    wanted(given.period)  # a wrong one is said, also of a list that has no period
    with asking.opened(given) as store:
        columns, rows, names = make(store, given)
        if given.xlsx:
            from partydesk.services.exports import list_workbook, save_bytes

            title = _TITLES.get(given.what) or _title(given.what)
            data = list_workbook(title, columns, rows, names, unmasked=given.unmasked)
            save_bytes(data, given.xlsx)
            if given.json:
                say_json({"ok": True, "file": given.xlsx, "count": len(rows)})
            else:
                say(f"已保存为“{given.xlsx}”，共 {len(rows)} 条。")
            return 0
    shown = _shown(columns, rows, names, unmasked=given.unmasked)
    if given.json:
        keys = [each.name for each in columns]
        say_json([dict(zip(keys, row, strict=True)) for row in shown])
    else:
        table([each.label for each in columns], shown)
        say(f"共 {len(shown)} 条。")
    return 0


_TITLES = {
    "members": "党员花名册",
    "meetings": "会议台账",
    "talks": "谈心谈话台账",
    "leaves": "廉政活页目录",
    "submissions": "历次上报",
    "ledgers": "工作台账目录",
}
_List = tuple[Sequence[Any], list[list[Any]], Mapping[str, str]]


def _shown(
    columns: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    names: Mapping[str, str],
    *,
    unmasked: bool,
) -> list[list[str]]:
    from partydesk.domain.text import show
    from partydesk.services.masked_lists import hidden_row, hiding_of

    fields, hiding = (columns, frozenset[str]()) if unmasked else hiding_of(columns)
    seen = rows if unmasked else [hidden_row(columns, row, hiding) for row in rows]
    return [
        [show(each, value, names) for each, value in zip(fields, row, strict=True)] for row in seen
    ]


def _members(store: Any, given: argparse.Namespace) -> _List:
    from partydesk.domain.fields import pick
    from partydesk.domain.member import Member
    from partydesk.services.exports import ROSTER
    from partydesk.services.members import MemberFilter, list_members
    from partydesk.services.organization import names

    found = list_members(store, MemberFilter(text=given.text), date.today())
    columns = (*pick(Member, "name"), *ROSTER[1:])
    rows = [[getattr(each, field.name) for field in columns] for each in found]
    return columns, rows, names(store)


def _meetings(store: Any, given: argparse.Namespace) -> _List:
    from partydesk.services.exports import MEETINGS
    from partydesk.services.meetings import list_meetings

    found = list_meetings(store, wanted(given.period), text=given.text)
    rows = [
        [each.held_on, each.kind, each.count_name, each.topic, each.due, each.present]
        for each in found
    ]
    return _with_id(MEETINGS, rows, [each.id for each in found])


def _talks(store: Any, given: argparse.Namespace) -> _List:
    from partydesk.domain.fields import Field, Kind
    from partydesk.services.talks import list_talks

    found = list_talks(store, wanted(given.period), text=given.text)
    columns = (
        Field("日期", Kind.DAY, name="talked_on"),
        Field("类型", Kind.TEXT, name="kind"),
        Field("谈话人", Kind.TEXT, name="talker"),
        Field("谈话对象", Kind.TEXT, name="partners"),
        Field("回访", Kind.TEXT, name="follow_up"),
    )
    rows = [[getattr(each, field.name) for field in columns] for each in found]
    return _with_id(columns, rows, [each.id for each in found])


def _leaves(store: Any, given: argparse.Namespace) -> _List:
    from partydesk.domain.fields import Field, Kind
    from partydesk.services.integrity import list_leaves

    period = wanted(given.period)
    found = [
        each
        for each in list_leaves(store)
        if (period is None or each.dated_on in period) and given.text in f"{each.name} {each.kind}"
    ]
    columns = (
        Field("姓名", Kind.TEXT, name="name"),
        Field("页号", Kind.NUMBER, name="number"),
        Field("活页", Kind.TEXT, name="kind"),
        Field("日期", Kind.DAY, name="dated_on"),
        Field("状态", Kind.TEXT, name="state"),
    )
    rows = [[getattr(each, field.name) for field in columns] for each in found]
    return _with_id(columns, rows, [each.id for each in found])


def _submissions(store: Any, given: argparse.Namespace) -> _List:
    from partydesk.domain.fields import Field, Kind
    from partydesk.services.submission import submissions

    found = [each for each in submissions(store) if given.text in f"{each.period} {each.file_name}"]
    columns = (
        Field("序号", Kind.TEXT, name="sequence"),
        Field("期间", Kind.TEXT, name="period"),
        Field("状态", Kind.TEXT, name="state"),
        Field("接收单位", Kind.TEXT, name="recipient"),
        Field("文件", Kind.TEXT, name="file_name"),
        Field("核对号码", Kind.TEXT, name="short_id"),
    )
    rows = [[str(getattr(each, field.name)) for field in columns] for each in found]
    return _with_id(columns, rows, [each.id for each in found])


def _ledgers(store: Any, given: argparse.Namespace) -> _List:
    return ledgers.overview(store, given.text)


def _ledger(store: Any, given: argparse.Namespace) -> _List:
    return ledgers.listed(store, ledgers.ledger_named(given.what), given)


def _title(word: str) -> str:
    return ledgers.ledger_named(word).title


def _with_id(columns: Sequence[Any], rows: list[list[Any]], ids: list[str]) -> _List:
    """``print`` asks for the id of a record."""
    from partydesk.domain.fields import Field, Kind

    numbered = [[*row, key] for row, key in zip(rows, ids, strict=True)]
    return (*columns, Field("编号", Kind.TEXT, name="id")), numbered, {}
