"""Saving a sheet or page where the user says, with the name and place proposed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from partydesk.paths import documents
from partydesk.services import exports
from ui.background import Tell
from ui.desk import Desk, Task
from ui.dialogs.message import ask, show_done
from ui.widgets.record_table import RecordTable
from ui.widgets.record_table_model import Column, RecordTableModel

#: What sheets are called in the file dialog.
SHEETS = "WPS 和 Excel 表格"


def ask_target(parent: QWidget, name: str, ending: str, kind: str) -> Path | None:
    """Where to save; the ending is added when it was not typed."""
    folder = documents()
    folder.mkdir(parents=True, exist_ok=True)
    chosen, _ = QFileDialog.getSaveFileName(
        parent, "保存", str(folder / f"{name}{ending}"), f"{kind} (*{ending})"
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


def save_file(
    parent: QWidget, desk: Desk, target: Path | None, make: Callable[..., bytes], *arguments: Any
) -> None:
    """Make a file with a service and save it off the window's thread; no target, nothing."""
    if target is None:
        return

    def work(store: Any, tell: Tell) -> object:
        tell("正在整理内容…", 0, 0)
        data = make(store, *arguments)
        tell("正在写入文件…", 0, 0)
        return exports.save_bytes(data, target, lambda: tell("正在写入文件…", 0, 0))

    desk.run(
        Task(
            work,
            "正在导出…",
            lambda _written: show_done(parent, f"已保存为“{target.name}”。", target),
        ),
        parent,
    )


def save_table(parent: QWidget, desk: Desk, table: RecordTable, name: str) -> None:
    """Save a list as it is seen: its rows, its columns, its order."""
    model = table.records
    fields = [replace(column.field, label=column.head) for column in model.columns]
    rows = [[_cell(model, row, column) for column in model.columns] for row in model.rows]
    target = ask_target(parent, name, ".xlsx", SHEETS)
    save_file(parent, desk, target, exports.seen_workbook, name, fields, rows)


def save_national(parent: QWidget, desk: Desk, today: date) -> None:
    """The national sheet with whole numbers, or with masked ones, as the user says knowingly."""
    answer = ask(
        parent,
        "汇总表里有完整的身份证号、电话和住址。",
        "只用于上报，请勿通过微信、QQ 或个人邮箱传送。",
        ("导出完整的表", "导出遮盖的表", "取消"),
    )
    if answer != "取消":
        target = ask_target(parent, "党员基本信息汇总表", ".xlsx", SHEETS)
        unmasked = answer == "导出完整的表"
        save_file(parent, desk, target, exports.national_workbook, today, unmasked)


def _cell(model: RecordTableModel, row: Any, column: Column) -> object:
    """A day as a day, so that the sheet can sort and calculate; everything else as it is read."""
    value = getattr(row, column.field.name, None)
    return value if isinstance(value, date) else model.shown(row, column)
