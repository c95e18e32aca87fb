"""import-roster: a foreign sheet into the roster, looked at first."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partydesk.cli import asking, ledger_sheets
from partydesk.cli.telling import say, say_json, warn

if TYPE_CHECKING:
    from partydesk.services.roster_preview import Preview

#: 1: rows were refused, or nothing was imported.
FINDINGS = 1

#: Doubtful rows that are told one by one.
_MOST_TOLD = 20


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
    parser.add_argument(
        "--all-branches", action="store_true", help="表里有几个支部时，其他支部的人也导入"
    )
    parser.add_argument("--refused", metavar="表格", type=Path, help="有错的行和原因存为表格")
    parser.add_argument(
        "--map",
        metavar="列名=项目",
        action="append",
        type=_mapped,
        default=[],
        help="把不认识的列导入到一项，项目留空就是不导入；可写多次，导入后记住",
    )
    parser.add_argument("--preview", action="store_true", help="只预览，不导入")
    parser.add_argument("--yes", action="store_true", help="预览后不再询问")
    asking.add_json(parser)
    parser.set_defaults(run=_import)
    ledger_sheets.add(commands)


def _import(given: argparse.Namespace) -> int:
    from partydesk.services.branch_files import backup_now
    from partydesk.services.roster_import import export_refused, prepare_import, run_import

    with asking.opened(given) as store:
        preview = prepare_import(store, given.sheet, given.worksheet, dict(given.map))
        _tell(given.sheet.name, preview)
        if preview.refused and given.refused:
            export_refused(preview, given.refused)
            warn(f"有错的行已存为“{given.refused}”。里面有完整的身份证号，用完请删除。")
        if given.preview or not asking.agreed(given):
            if given.json:
                say_json({"ok": True, "imported": False} | _told(preview))
            else:
                say("没有导入，名册没有改动。")
            return FINDINGS if preview.refused else 0
        result = run_import(
            store,
            preview,
            on_match=given.on_match,
            include_unsure=not given.only_sure,
            include_others=given.all_branches,
            backup=lambda: backup_now(store, "导入前"),
        )
    if given.json:
        say_json({"ok": True, "imported": True, "result": result} | _told(preview))
    else:
        say(str(result))
    return FINDINGS if result.refused else 0


def _mapped(written: str) -> tuple[str, str]:
    """``列名=项目`` as the label and the field's name; an empty 项目 passes the column over."""
    from partydesk.domain.fields import fields_of
    from partydesk.domain.member import Member

    names = {each.label: name for name, each in fields_of(Member).items() if name != "spelling"}
    label, found, target = written.rpartition("=")
    if not found or (target and target not in names):
        raise argparse.ArgumentTypeError(
            f"不认识“{written}”，请写成 列名=项目；项目有：{'、'.join(names)}。"
        )
    return label, names.get(target, "")


def _tell(name: str, preview: "Preview") -> None:
    """The preview for people: counts, what holds for the sheet, and the first doubtful rows."""
    warn(f"{name}：{preview.counts}")
    for note in preview.plan.notes:
        warn(f"  {note}")
    if preview.others:
        warn(f"  其他支部的 {len(preview.others)} 人不导入；要导入请加 --all-branches。")
    if preview.plan.unknown:
        labels = "”“".join(each.label for each in preview.plan.unknown)
        warn(f"  不认识的列“{labels}”不导入；可以用 --map 列名=项目 指定。")
    doubtful = [each.row for each in preview.rows if each.row.problems]
    for row in doubtful[:_MOST_TOLD]:
        word = "有错" if row.is_refused else "请确认"
        reasons = "".join(f"{each.column}，{each.sentence}" for each in row.problems)
        warn(f"  第 {row.line_number} 行{word}：{reasons}")
    if len(doubtful) > _MOST_TOLD:
        warn(f"  另有 {len(doubtful) - _MOST_TOLD} 行，用 --json 或 --refused 查看。")


def _told(preview: "Preview") -> dict[str, Any]:
    """The preview for programs: what is known, row by row."""
    return {
        "summary": str(preview.counts),
        "worksheet": preview.plan.sheet,
        "notes": preview.plan.notes,
        "unknown_columns": [each.label for each in preview.plan.unknown],
        "skipped_lines": {str(line): text for line, text in preview.plan.skipped.items()},
        "rows": [
            {
                "line": each.row.line_number,
                "name": each.row.values.get("name", ""),
                "action": each.action.value,
                "problems": [
                    {"column": one.column, "sentence": one.sentence, "refused": one.blocking}
                    for one in each.row.problems
                ],
            }
            for each in preview.rows
        ],
    }
