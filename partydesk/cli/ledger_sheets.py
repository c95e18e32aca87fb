"""import: a filled sheet into one of the 工作台账, looked at and tried first."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partydesk.cli import asking
from partydesk.cli.ledgers import ledger_named, one_of
from partydesk.cli.telling import say, say_json, warn

if TYPE_CHECKING:
    from partydesk.services.ledgers.ledger import Ledger
    from partydesk.services.ledgers.sheets import TablePreview

#: 1: rows were refused.
FINDINGS = 1
#: Refused rows that are told one by one.
_MOST_TOLD = 20


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser(
        "import",
        help="导入一本台账的表格",
        description="把填好的表格（xlsx、xls、et、csv）导入一本台账。先逐行核对，"
        "确认后一次导入，可以一步撤销。",
    )
    asking.add_file(parser)
    parser.add_argument(
        "ledger", metavar="台账", type=one_of(()), help="台账的名称或代号，如 学习培训"
    )
    parser.add_argument("sheet", metavar="表格", type=Path, help="填好的表格")
    parser.add_argument("--refused", metavar="表格", type=Path, help="有错的行和原因存为表格")
    parser.add_argument(
        "--dry-run", "--preview", action="store_true", dest="preview", help="只核对，不导入"
    )
    parser.add_argument("--yes", action="store_true", help="核对后不再询问")
    asking.add_json(parser)
    parser.set_defaults(run=_import)


def _import(given: argparse.Namespace) -> int:
    from partydesk.services.branch_files import backup_now
    from partydesk.services.ledgers import sheets

    ledger = ledger_named(given.ledger)
    with asking.opened(given) as store:
        preview = sheets.look_at_sheet(store, ledger, given.sheet, date.today())
        refused = preview.of(sheets.Taking.REFUSED)
        _tell(given.sheet.name, preview)
        if refused and given.refused:
            sheets.export_refused(preview, given.refused)
            warn(f"有错的行已存为“{given.refused}”，改好后可以再导入。")
        wanted = len(preview.of(sheets.Taking.ADD))
        takes = bool(wanted) and not given.preview and asking.agreed(given)
        if takes:
            backup_now(store, "导入前")
            sheets.take_in(store, ledger, preview)
    if given.json:
        say_json({"ok": True, "imported": takes} | _told(ledger, preview))
    elif takes:
        say(f"导入了 {wanted} 条{ledger.noun}，可以在窗口里一步撤销。")
    else:
        say(f"没有导入，“{ledger.title}”没有改动。")
    return FINDINGS if refused else 0


def _tell(name: str, preview: "TablePreview") -> None:
    """The preview for people: counts, columns that are passed over, the first refused rows."""
    from partydesk.services.ledgers.sheets import Taking

    warn(f"{name}：{preview}")
    if preview.plan.unknown:
        warn(f"  这些栏目没有对应的内容，不导入：“{'”“'.join(preview.plan.unknown)}”。")
    refused = preview.of(Taking.REFUSED)
    for each in refused[:_MOST_TOLD]:
        warn(f"  第 {each.row.line} 行有错：{'；'.join(each.row.problems)}")
    if len(refused) > _MOST_TOLD:
        warn(f"  另有 {len(refused) - _MOST_TOLD} 行，用 --json 或 --refused 查看。")


def _told(ledger: "Ledger", preview: "TablePreview") -> dict[str, Any]:
    """The preview for programs, row by row."""
    from partydesk.services.ledgers.sheets import Taking

    return {
        "ledger": ledger.table,
        "summary": str(preview),
        "worksheet": preview.plan.sheet,
        "unknown_columns": list(preview.plan.unknown),
        "added": len(preview.of(Taking.ADD)),
        "known": len(preview.of(Taking.SAME)),
        "refused": len(preview.of(Taking.REFUSED)),
        "rows": [
            {"line": each.row.line, "action": str(each.taking), "problems": each.row.problems}
            for each in preview.rows
        ],
    }
