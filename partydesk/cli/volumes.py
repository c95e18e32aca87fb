"""split: cuts a package that is too large for one mail."""

import argparse
from pathlib import Path
from typing import Any

from partydesk.cli import asking
from partydesk.cli.telling import say, say_json


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser(
        "split",
        help="把上报包分卷",
        description="把超过邮件限制的上报包切成几卷，内容仍然封着；收的人把各卷放在同一个文件夹里，"
        "用 verify、unpack、collect 打开任何一卷，程序会核对每一卷并合起来。",
    )
    parser.add_argument("package", metavar="上报包", type=Path, help="上报包（.pdp），不会改动")
    parser.add_argument("--to", metavar="文件夹", type=Path, required=True, help="分卷写到这里")
    parser.add_argument(
        "--size", metavar="MB", type=int, default=20, help="每卷最大多少 MB，默认 20"
    )
    asking.add_json(parser)
    parser.set_defaults(run=_split)


def _split(given: argparse.Namespace) -> int:
    from partydesk.services.volumes import split_package

    written = split_package(given.package, given.to, given.size)
    if given.json:
        say_json({"ok": True, "volumes": written})
    else:
        say(f"已分成 {len(written)} 卷，从“{written[0].name}”到“{written[-1].name}”，请全部发送。")
    return 0
