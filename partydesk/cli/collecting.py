"""collect: the bureau takes in what the schools brought, and writes the receipts."""

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partydesk.cli import asking
from partydesk.cli.telling import say, say_json, table

if TYPE_CHECKING:
    from partydesk.services.collecting import Collected

#: 1: something was not taken.
FINDINGS = 1
_HEAD = ("结果", "支部", "期间", "序号", "核对号码", "文件", "说明", "要做什么")


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser(
        "collect",
        help="收取上报包",
        description="上级单位用：把文件夹或 U 盘里的上报包逐个检查、按序号接收到收件文件夹，"
        "登记各支部的签名密钥，签发回执。收过的不会再收，可以反复运行。"
        "有没收进来的包时退出码是 1。",
    )
    parser.add_argument("source", metavar="来件", type=Path, help="支部交来的文件夹、U 盘或文件")
    parser.add_argument("--to", metavar="收件夹", type=Path, required=True, help="收件文件夹")
    parser.add_argument(
        "--register",
        metavar="支部代码=指纹",
        action="append",
        type=_registered,
        default=[],
        help="照登记表输入的签名指纹（30 位），第一次接收时用；支部凭新登记表换密钥时也用；"
        "可写多次，会记住",
    )
    parser.add_argument("--receipts", metavar="回执", type=Path, help="回执存为（.pdr）")
    parser.add_argument("--xlsx", metavar="表格", type=Path, help="收件清单存为表格")
    parser.add_argument("--key", metavar="密钥文件", type=Path, required=True, help="本单位的密钥")
    parser.add_argument("--card", metavar="名片", type=Path, help="不写就用密钥文件旁边的那张")
    asking.add_password(parser)
    asking.add_json(parser)
    parser.set_defaults(run=_collect)


def _registered(written: str) -> tuple[str, str]:
    number, found, digits = written.partition("=")
    if not (found and number and digits):
        raise argparse.ArgumentTypeError(f"不认识“{written}”，请写成 支部代码=指纹。")
    return number, digits


def _collect(given: argparse.Namespace) -> int:
    from partydesk.services.collecting import Outcome, collect
    from partydesk.services.receiving import Receiver

    receiver = Receiver(given.key, asking.password(given, "密钥文件的密码："), given.card)
    found = collect(
        *(given.source, receiver, given.to, date.today()),
        fingerprints=dict(given.register),
        receipts=given.receipts,
    )
    if given.xlsx:
        _save(found, given.xlsx)
    counts = Counter(each.outcome for each in found)
    if given.json:
        say_json({"ok": True, "counts": {str(k): n for k, n in counts.items()}, "files": found})
    else:
        table(_HEAD, map(_line, found))
        say("，".join(f"{outcome} {counts[outcome]} 份" for outcome in Outcome))
    fine = counts[Outcome.TAKEN] + counts[Outcome.REPEATED]
    return 0 if fine == len(found) else FINDINGS


def _line(each: "Collected") -> list[str]:
    from partydesk.services.submission_ledger import label_of

    period = label_of(each.period) if each.period else ""
    number = str(each.sequence or "")
    named = (str(each.outcome), each.branch_name, period, number, each.short_id, each.name)
    return [*named, each.sentence, each.advice]


def _save(found: "Sequence[Collected]", target: Path) -> None:
    from partydesk.domain.fields import Field, Kind
    from partydesk.services.exports import list_workbook, save_bytes

    columns = [Field(label, Kind.TEXT, name=f"column{place}") for place, label in enumerate(_HEAD)]
    save_bytes(list_workbook("收件清单", columns, [_line(each) for each in found], {}), target)
