"""日历: which years have a table of working days, and the way to bring in another."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame

from partydesk.rules.workdays import YearTable
from partydesk.services import calendar_import
from ui.desk import Desk, Task
from ui.dialogs.message import show_done
from ui.tabs.register_tab import today
from ui.tabs.saving import SHEETS, ask_target, save_file
from ui.widgets.basics import button, column, label, row, set_role

_FILES = "表格 (*.xlsx *.xls *.et *.csv *.toml);;所有文件 (*)"


class CalendarCard(QFrame):
    """Says what is known, and imports a year."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_role(self, "card")
        self._desk = desk
        self.line = label("", wrap=True)
        self.import_button = button("导入年度表…", self.choose, icon_name="file-import")
        self.template_button = button("下载空表…", self._save_template, icon_name="download")
        rule = "周报、公示等的时限按工作日计算；没有表的年份按周一至周五，注明暂算。"
        told = label(rule, "caption", wrap=True)
        self.setLayout(
            column(
                label("日历", "title"),
                self.line,
                told,
                row(self.import_button, self.template_button, None),
                gap=10,
                margins=(18, 16, 18, 16),
            )
        )

    def refresh(self) -> None:
        """Say which years are known."""
        first, last = calendar_import.shipped_years()
        imported = self._desk.call(calendar_import.imported_years)
        said = [f"随程序提供 {first}—{last} 年的工作日表"]
        said += [f"{_told(table)}（{source}）" for table, source in imported]
        missing = [year for year in (today().year, today().year + 1) if _lacks(year, imported)]
        said += [f"还没有 {year} 年的表" for year in missing]
        self.line.setText("；".join(said) + "。")

    def choose(self) -> None:
        """Ask for a file and show what it would bring."""
        chosen, _ = QFileDialog.getOpenFileName(self, "选择年度表", "", _FILES)
        if chosen:
            self.look_at(Path(chosen))

    def look_at(self, path: Path) -> None:
        """Read a file and show what it would bring."""
        self._desk.run(
            Task(
                lambda _store, tell: calendar_import.read_calendar(path, partial(tell, "读取表格")),
                "正在读取表格…",
                self._show,
            ),
            self,
        )

    def _show(self, preview: calendar_import.CalendarPreview) -> None:
        from ui.dialogs.import_calendar import ImportCalendarDialog

        if ImportCalendarDialog(preview, self).exec():
            with self._desk.reporting(self):
                years = self._desk.call(calendar_import.take_in, preview)
                self.refresh()
                named = "、".join(map(str, years))
                show_done(self, f"已导入 {named} 年的日历，按 Ctrl+Z 可以撤销。", preview.path)

    def _save_template(self) -> None:
        year = today().year + 1
        target = ask_target(self, f"{year}年度日历空表", ".xlsx", SHEETS)
        save_file(self, self._desk, target, lambda _store: calendar_import.template(year))


def _told(table: YearTable) -> str:
    parts = [f"放假 {len(table.off)} 天、补班 {len(table.work)} 天"] if table.has_workdays else []
    parts += [f"节点 {len(table.festivals)} 个"] if table.festivals else []
    return f"{table.year} 年导入" + "、".join(parts)


def _lacks(year: int, imported: Sequence[tuple[YearTable, str]]) -> bool:
    first, last = calendar_import.shipped_years()
    known = {table.year for table, _source in imported if table.has_workdays}
    return not first <= year <= last and year not in known
