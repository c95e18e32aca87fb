"""new, open, backup, restore: the branch's file as a whole."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from partydesk.cli import asking
from partydesk.cli.telling import WrongUseError, say, say_json, table, warn


def add(commands: Any) -> None:
    """Describe the arguments."""
    new = commands.add_parser("new", help="新建支部数据文件", description="新建支部数据文件。")
    asking.add_file(new, "要新建的文件，以 .partydesk 结尾")
    new.add_argument("--name", required=True, metavar="全称", help="支部全称，与印章一致")
    new.add_argument("--short-name", metavar="简称", help="支部简称；不写就用全称的前 40 个字")
    new.add_argument("--code", required=True, metavar="代码", help="支部代码，字母和数字")
    new.add_argument("--school", metavar="学校", help="所在学校")
    new.add_argument("--parent", metavar="上级", help="上级党组织")
    new.add_argument(
        "--sheet", metavar="PDF", type=Path, help="把恢复单存为 PDF；打印后请立即删除这个文件"
    )
    asking.add_json(new)
    new.set_defaults(run=_new)

    window = commands.add_parser("open", help="打开窗口", description="打开窗口。")
    window.add_argument("file", metavar="文件", nargs="?", type=Path, help="支部数据文件")
    window.set_defaults(run=_open)

    backup = commands.add_parser("backup", help="备份", description="备份，并打开备份核对。")
    asking.add_file(backup)
    backup.add_argument("--to", metavar="文件夹", type=Path, help="另存到这个文件夹，如 U 盘")
    backup.add_argument("--list", action="store_true", help="只列出已有的备份，不需要密码")
    asking.add_json(backup)
    backup.set_defaults(run=_backup)

    restore = commands.add_parser(
        "restore", help="从备份恢复", description="把备份恢复到一个新的位置，并核对内容。"
    )
    restore.add_argument("backup", metavar="备份", type=Path, help="备份文件")
    restore.add_argument("target", metavar="新文件", type=Path, help="恢复到这里；不能已经存在")
    asking.add_password(restore)
    restore.add_argument(
        "--sheet-file", metavar="恢复单文件", type=Path, help="忘记密码时：含恢复单 48 位数字的文件"
    )
    asking.add_json(restore)
    restore.set_defaults(run=_restore)


def _new(given: argparse.Namespace) -> int:
    from partydesk.domain.organization import BranchKind
    from partydesk.services.branch_files import create_branch, file_number

    if given.file.suffix != ".partydesk":
        raise WrongUseError({"file": f"“{given.file}”要以 .partydesk 结尾。"})
    values = {
        "name": given.name,
        "short_name": given.short_name or given.name[:40],
        "code": given.code,
        "kind": BranchKind.JOINT if "联合" in given.name else BranchKind.BRANCH,
        "school": given.school,
        "parent": given.parent,
    }
    secret = asking.password(given, "为新文件设一个密码：", new=True)
    store, groups = create_branch(given.file, secret, values)
    with store:
        if given.sheet:
            _save_sheet(store, groups, given.sheet)
        number = file_number(store)
    if given.json:
        told = {"file": given.file, "file_number": number, "recovery_sheet": groups}
        say_json({"ok": True, **told})
        return 0
    say(f"已新建“{given.file}”，文件编号 {number}。")
    say("恢复单（8 组，共 48 位）。请抄在纸上或打印，放进保险柜：")
    for row in (groups[:4], groups[4:]):
        say("  " + "  ".join(row))
    say("没有密码、也没有恢复单，谁都打不开这个文件。")
    return 0


def _save_sheet(store: Any, groups: Any, target: Path) -> None:
    from partydesk.services.branch_files import recovery_sheet_pdf
    from partydesk.services.exports import save_bytes

    save_bytes(recovery_sheet_pdf(store, groups, store.actor, date.today()), target)
    warn(f"恢复单已存为“{target}”。它能打开全部内容：打印后请立即删除这个文件。")


def _open(given: argparse.Namespace) -> int:
    import importlib

    # The core does not know the window; it is only started by its name.
    window = importlib.import_module("ui.app")
    code: int = window.main([str(given.file)] if given.file else [])
    return code


def _backup(given: argparse.Namespace) -> int:
    from partydesk.services import branch_files

    if given.list:
        found = branch_files.list_backups(given.file)
        if given.json:
            say_json({"ok": True, "backups": found})
        elif found:
            table(("时间和原因", "文件"), ([each.label, str(each.path)] for each in found))
        else:
            say("还没有备份。")
        return 0
    with asking.opened(given) as store:
        made = branch_files.backup_now(store, "手动备份", given.to)
    if given.json:
        say_json({"ok": True, "backup": made})
    else:
        say(f"已备份到“{made.path}”，并打开核对过。")
    return 0


def _restore(given: argparse.Namespace) -> int:
    from partydesk.services import branch_files

    backup = branch_files.backup_at(given.backup)
    if given.sheet_file:
        sheet = asking.first_line(given.sheet_file)
        counts = branch_files.restore_to_with_sheet(backup, given.target, sheet)
    else:
        secret = asking.password(given, "做备份时的密码：")
        counts = branch_files.restore_to(backup, given.target, secret)
    if given.json:
        say_json({"ok": True, "file": given.target, "rows": counts})
    else:
        say(f"已恢复到“{given.target}”，共 {sum(counts.values())} 条，与备份逐表核对一致。")
    return 0
