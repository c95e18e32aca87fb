"""steps: what a bureau adds to the steps of 发展党员, shown, taken in and left out again."""

import argparse
from pathlib import Path
from typing import Any

from partydesk.cli import asking
from partydesk.cli.telling import say, say_json


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser(
        "steps",
        help="本地发展党员步骤",
        description="看上级增设的发展党员步骤；可以导入步骤文件，或不再使用。步骤存在支部文件里。",
    )
    asking.add_file(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--take", metavar="步骤文件", type=Path, help="导入，代替以前的（.toml）")
    what.add_argument("--drop", action="store_true", help="不用本地步骤")
    asking.add_json(parser)
    parser.set_defaults(run=_steps)


def _steps(given: argparse.Namespace) -> int:
    from partydesk.services import local_steps

    with asking.opened(given) as store:
        if given.take is not None:
            told = local_steps.take_steps(store, given.take)
        elif given.drop:
            told = local_steps.drop_steps(store)
        else:
            told = local_steps.steps_told(store)
    if given.json:
        say_json({"ok": True, "told": told})
    else:
        say(told)
    return 0
