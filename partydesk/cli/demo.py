"""demo: the whole of the main job on the sample branch, without a window."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from partydesk.cli import asking
from partydesk.cli.telling import say, say_json


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser(
        "demo",
        help="用示例支部走一遍主要工作",
        description="在文件夹里建示例支部，导入花名册，记会议和谈话，填自评，校核，生成上报包并验证。",
    )
    parser.add_argument("folder", metavar="文件夹", type=Path, help="新的或空的文件夹")
    asking.add_json(parser)
    parser.set_defaults(run=_demo)


def _demo(given: argparse.Namespace) -> int:
    from partydesk.services.demo import run_demo

    result = run_demo(given.folder, date.today(), (lambda _line: None) if given.json else say)
    if given.json:
        say_json({"ok": True, **vars(result)})
    return 0
