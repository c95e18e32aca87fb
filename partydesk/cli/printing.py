"""print: records as PDF."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from partydesk.cli import asking, ledgers
from partydesk.cli.periods import add_period, chosen
from partydesk.cli.telling import WrongUseError, say, say_json

_WHAT = ("roster", "meeting", "talk", "assessment", "submission-list", "content", "key-sheet")
_NEEDS_ID = {"meeting": "meetings", "talk": "talks", "submission-list": "submissions"}


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser(
        "print",
        help="打印成 PDF",
        description="把花名册（roster）、会议记录（meeting）、谈话记录（talk）、自评表（assessment）、"
        "上报清单（submission-list）、上报内容的遮盖打印件（content）、签名密钥登记表（key-sheet），"
        "或工作台账中的一本"
        "（写名称，如 学习培训；加 --id 就是其中一条）存为 PDF。",
    )
    asking.add_file(parser)
    words = "、".join((*_WHAT, "台账名称"))
    parser.add_argument("what", metavar="材料", type=ledgers.one_of(_WHAT), help=words)
    parser.add_argument("--id", metavar="编号", help="记录的编号，用 list 命令查")
    add_period(parser)
    parser.add_argument("--to", metavar="PDF", type=Path, required=True, help="存到这个文件")
    parser.add_argument("--unmasked", action="store_true", help="号码不遮盖（花名册）")
    asking.add_json(parser)
    parser.set_defaults(run=_print)


def _print(given: argparse.Namespace) -> int:
    from partydesk.services.exports import save_bytes

    if given.what in _NEEDS_ID and not given.id:
        sentence = f"请用 --id 写明是哪一条；编号可用 list {_NEEDS_ID[given.what]} 查。"
        raise WrongUseError({"id": sentence})
    with asking.opened(given) as store:
        written = save_bytes(_made(store, given), given.to)
    if given.json:
        say_json({"ok": True, "file": written.path, "size": written.size})
    else:
        say(f"已保存为“{written.path}”。")
    return 0


def _made(store: Any, given: argparse.Namespace) -> bytes:
    from partydesk.services import enrolment, exports, submission

    today = date.today()
    match given.what:
        case "roster":
            return exports.roster_pdf(store, today, given.unmasked)
        case "meeting":
            return exports.meeting_pdf(store, given.id)
        case "talk":
            return exports.talk_pdf(store, given.id)
        case "assessment":
            return exports.assessment_pdf(store, chosen(given.period, today).code, today)
        case "submission-list":
            return submission.submission_list_pdf(store, given.id)
        case "content":
            planned = submission.plan(store, chosen(given.period, today), today)
            return submission.clear_copy_pdf(planned, store.actor)
        case "key-sheet":
            return enrolment.key_sheet_pdf(store, today)
        case _:
            return ledgers.printed(store, ledgers.ledger_named(given.what), given)
