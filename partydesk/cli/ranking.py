"""ranking: the bureau ranks the branches whose packages it received."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from partydesk.cli import asking
from partydesk.cli.periods import add_period, chosen
from partydesk.cli.telling import say, say_json, warn
from partydesk.errors import InvalidValuesError


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser(
        "ranking",
        help="支部评比",
        description="上级单位用：读取各支部上报包里的自评，按考核表加权，"
        "按分数线和名额评出星级，存为电子表格。表里的上级评分等几列填好后，"
        "用 --given 再生成一次。评比的是支部工作，不针对个人。",
    )
    parser.add_argument("packages", metavar="上报包", type=Path, nargs="+", help="文件或文件夹")
    parser.add_argument("--key", metavar="密钥", type=Path, required=True, help="本单位的密钥文件")
    parser.add_argument("--card", metavar="名片", type=Path, help="不写就用密钥文件旁边的那张")
    parser.add_argument(
        "--scheme", metavar="考核表", default="stars", help="编号，或 TOML、xlsx 文件；默认 stars"
    )
    parser.add_argument("--given", metavar="评比表", type=Path, help="填好上级评分的评比表")
    parser.add_argument("--to", metavar="评比表", type=Path, required=True, help="存为（.xlsx）")
    add_period(parser)
    asking.add_password(parser)
    asking.add_json(parser)
    parser.set_defaults(run=_ranking)


def _ranking(given: argparse.Namespace) -> int:
    from partydesk.services.bureau_ranking import board, board_workbook, scheme_for_ranking
    from partydesk.services.exports import save_bytes
    from partydesk.services.receiving import Receiver

    today = date.today()
    scheme = scheme_for_ranking(given.scheme)
    receiver = Receiver(given.key, asking.password(given, "密钥文件的密码："), given.card)
    packages = _packages(given.packages)
    found = board(packages, receiver, scheme, chosen(given.period, today), given.given)
    save_bytes(board_workbook(found, today), given.to)
    for sentence in found.refused:
        warn(sentence)
    if given.json:
        say_json({"ok": True, "path": given.to, "ranked": found.ranked, "refused": found.refused})
        return 0
    for each in found.ranked:
        place = f"第 {each.place} 名" if each.place else "未排名"
        why = f"　{each.why}" if each.why else ""
        say(f"{place}　{each.contender.name}　{each.star.name if each.star else '—'}{why}")
    say(f"已存为“{given.to}”。")
    return 0


def _packages(named: list[Path]) -> list[Path]:
    """The files that are named, and those in the folders that are named."""
    found = []
    for each in named:
        found += sorted(each.glob("*.pdp")) if each.is_dir() else [each]
    if not found:
        raise InvalidValuesError({"packages": "这里没有上报包（.pdp）。"})
    return found
