"""import-roster: a foreign sheet into the roster, looked at first."""

import argparse
import sys
from pathlib import Path
from typing import Any

from partydesk.cli import asking
from partydesk.cli.telling import say, say_json, warn

#: 1: rows were refused, or nothing was imported.
FINDINGS = 1


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser(
        "import-roster",
        help="导入花名册",
        description="导入花名册（xlsx、xls、et、csv）。先预览，确认后一次导入，可以一步撤销。",
    )
    asking.add_file(parser)
    parser.add_argument("sheet", metavar="花名册", type=Path, help="花名册文件")
    parser.add_argument("--worksheet", metavar="工作表", help="工作表名；不写就选人最多的一张")
    parser.add_argument(
        "--on-match",
        choices=("update", "skip"),
        default="update",
        help="名册里已有的人：update 更新（默认），skip 略过",
    )
    parser.add_argument("--only-sure", action="store_true", help="需要确认的行不导入")
    parser.add_argument("--refused", metavar="表格", type=Path, help="有错的行和原因存为表格")
    parser.add_argument("--preview", action="store_true", help="只预览，不导入")
    parser.add_argument("--yes", action="store_true", help="预览后不再询问")
    asking.add_json(parser)
    parser.set_defaults(run=_import)


def _import(given: argparse.Namespace) -> int:
    from partydesk.services.branch_files import backup_now
    from partydesk.services.roster_import import export_refused, prepare_import, run_import

    with asking.opened(given) as store:
        preview = prepare_import(store, given.sheet, given.worksheet)
        summary = str(preview.counts)
        warn(f"{given.sheet.name}：{summary}")
        for row in preview.refused[:20]:
            warn(f"  第 {row.line_number} 行：{'；'.join(_reasons(row))}")
        if preview.refused and given.refused:
            export_refused(preview, given.refused)
            warn(f"有错的行已存为“{given.refused}”。里面有完整的身份证号，用完请删除。")
        if given.preview or not _agreed(given):
            if given.json:
                say_json({"ok": True, "imported": False, "summary": summary})
            else:
                say("没有导入，名册没有改动。")
            return FINDINGS if preview.refused else 0
        result = run_import(
            store,
            preview,
            on_match=given.on_match,
            include_unsure=not given.only_sure,
            backup=lambda: backup_now(store, "导入前"),
        )
    if given.json:
        say_json({"ok": True, "imported": True, "summary": summary, "result": result})
    else:
        say(str(result))
    return FINDINGS if result.refused else 0


def _agreed(given: argparse.Namespace) -> bool:
    """Whoever is at a terminal is asked; a script says it with ``--yes``."""
    if given.yes:
        return True
    if not sys.stdin.isatty():
        warn("没有确认：在脚本里请加 --yes。")
        return False
    return input("现在导入吗？输入 是 或 y：").strip().lower() in {"是", "y", "yes"}


def _reasons(row: Any) -> list[str]:
    return [str(getattr(each, "sentence", each)) for each in row.problems] or ["有错"]
