"""duties: everything that is due in a span, and how it stands."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from partydesk.cli import asking
from partydesk.cli.periods import add_period, chosen
from partydesk.cli.telling import say, say_json, table

#: 1: something is late.
LATE = 1
_STATES = ("待办", "已办", "逾期", "已过", "免办")


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser(
        "duties",
        help="列出全部事项",
        description="列出一段时间的全部事项：待办、已办、逾期、已过、免办，以及办理它的记录。"
        "有逾期时退出码是 1。",
    )
    asking.add_file(parser)
    parser.add_argument("--from", dest="first", metavar="日期", type=_day, help="如 2026-01-01")
    parser.add_argument("--to", dest="last", metavar="日期", type=_day, help="如 2026-12-31")
    add_period(parser)
    parser.add_argument(
        "--state", metavar="状态", choices=_STATES, help="只列 待办、已办、逾期、已过、免办"
    )
    parser.add_argument("--kind", metavar="类别", help="只列一类，如 组织生活、周报")
    parser.add_argument("--xlsx", metavar="表格", type=Path, help="存为表格文件")
    asking.add_json(parser)
    parser.set_defaults(run=_duties)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        sentence = f"看不懂日期“{text}”，请写成 2026-03-05 的样子。"
        raise argparse.ArgumentTypeError(sentence) from None


def _duties(given: argparse.Namespace) -> int:
    from partydesk.services import duty_lines
    from partydesk.services.duties import duties_of
    from partydesk.services.exports import save_bytes

    today = date.today()
    period = chosen(given.period, today)
    if given.first or given.last:
        span = given.first or period.first, given.last or period.last
        period = duty_lines.own_span(*span)
    with asking.opened(given) as store:
        found = duties_of(store, period, today)
        lines = [each for each in duty_lines.lines_of(found) if _fits(each, given)]
        told = duty_lines.sentence(found)
        if given.xlsx:
            title = f"{period.label}全部事项"
            save_bytes(duty_lines.duties_workbook(store, title, lines, told), given.xlsx)
    if given.json:
        rows = [_row(each) for each in lines]
        say_json({"from": period.first, "to": period.last, "doubts": found.doubts, "duties": rows})
    elif given.xlsx:
        say(f"已保存为“{given.xlsx}”，共 {len(lines)} 件。")
    else:
        heads = [each.label for each in duty_lines.COLUMNS]
        names = [each.name for each in duty_lines.COLUMNS]
        table(heads, ([str(getattr(line, name)) for name in names] for line in lines))
        say(told)
    return LATE if any(each.state == "逾期" for each in lines) else 0


def _fits(line: Any, given: argparse.Namespace) -> bool:
    return given.state in (None, line.state) and given.kind in (None, line.kind)


def _row(line: Any) -> dict[str, Any]:
    fields = ("due_on", "kind", "title", "state", "told", "article")
    record = {"record_type": line.action.record_type, "record_id": line.action.record_id}
    return {name: getattr(line, name) for name in fields} | record
