"""Taking a sheet into a 台账: look first, then one step in."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from partydesk.domain.fields import Field, Kind
from partydesk.services.ledgers import sheets
from partydesk.services.ledgers.ledger import Ledger
from partydesk.services.ledgers.sheets import TablePreview, TableRow, Taking
from ui.desk import Desk, Task
from ui.dialogs.message import show_done
from ui.state import State
from ui.tabs.register_tab import today
from ui.theme import Tone
from ui.widgets.basics import button, column, label, row
from ui.widgets.fitting import fit
from ui.widgets.pill import Mark
from ui.widgets.record_table import RecordTable
from ui.widgets.record_table_model import Column

_TONES = {Taking.ADD: Tone.GREEN, Taking.SAME: Tone.PLAIN, Taking.REFUSED: Tone.RED}
_SHEETS = "表格 (*.xlsx *.xls *.et *.csv);;所有文件 (*)"


@dataclass(frozen=True)
class _Line:
    """A row of the sheet as the preview shows it."""

    id: int
    text: str
    mark: Mark
    remark: str


class ImportTableDialog(QDialog):
    """Asks for a sheet, shows what it would do, and takes it in.

    Attributes:
        taken: How many records were added, after it was accepted.
    """

    def __init__(self, desk: Desk, state: State, ledger: Ledger, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"导入{ledger.title}")
        self._desk, self._ledger = desk, ledger
        self._preview: TablePreview | None = None
        self.taken = 0
        self.summary_label = label("请选择填好的表格；还没有表的，先下载空表。", "title", wrap=True)
        self.notes_label = label("", "caption", wrap=True)
        self.table = RecordTable(_columns(), "import_table", state)
        self.table.setAccessibleName("要导入的各行")
        self.table.set_empty("还没有选择文件。", "选择文件…", self.choose)
        self.refused_button = button("导出有错的行…", self._save_refused, icon_name="download")
        self.import_button = button("导入", self._take_in, "primary")
        self.notes_label.hide()
        self.refused_button.hide()
        self.import_button.setEnabled(False)
        head = row(
            self.summary_label, button("选择文件…", self.choose, icon_name="folders"), gap=14
        )
        head.setStretch(0, 1)
        layout = column(
            head,
            self.notes_label,
            self.table,
            row(self.refused_button, None, button("取消", self.reject), self.import_button),
            gap=10,
            margins=(20, 18, 20, 18),
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)
        fit(self, 900, 560)

    def choose(self) -> None:
        """Ask for a file and read it."""
        chosen, _ = QFileDialog.getOpenFileName(self, "选择表格", "", _SHEETS)
        if chosen:
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Read a sheet and show what it would do."""
        self._desk.run(
            Task(
                lambda store, tell: sheets.look_at_sheet(
                    store,
                    self._ledger,
                    path,
                    today(),
                    progress=lambda done, total: tell("读取表格", done, total),
                ),
                "正在读取表格…",
                self._show,
            ),
            self,
        )

    def _show(self, preview: TablePreview) -> None:
        self._preview = preview
        self.table.set_empty("这张表里没有填好的行。", "选择别的文件…", self.choose)
        self.table.fill([_line(each) for each in preview.rows])
        self.summary_label.setText(f"{preview.path.name}：{preview}")
        unknown = "、".join(f"“{each}”" for each in preview.plan.unknown)
        self.notes_label.setText(f"这些栏目没有对应的内容，不导入：{unknown}。")
        self.notes_label.setVisible(bool(unknown))
        count = len(preview.of(Taking.ADD))
        self.import_button.setEnabled(count > 0)
        self.import_button.setText(f"导入 {count} 条" if count else "导入")
        self.refused_button.setVisible(bool(preview.of(Taking.REFUSED)))

    def _take_in(self) -> None:
        preview = self._preview
        if preview is not None:
            self._desk.run(
                Task(
                    lambda store, tell: sheets.take_in(
                        store,
                        self._ledger,
                        preview,
                        progress=lambda done, total: tell("写入台账", done, total),
                    ),
                    f"正在导入{self._ledger.title}…",
                    self._done,
                ),
                self,
            )

    def _done(self, taken: int) -> None:
        self.taken = taken
        self.accept()

    def _save_refused(self) -> None:
        preview = self._preview
        if preview is None:
            return
        proposed = str(preview.path.with_name(f"{preview.path.stem} 有错的行.xlsx"))
        chosen, _ = QFileDialog.getSaveFileName(self, "导出有错的行", proposed, "表格 (*.xlsx)")
        if chosen:
            with self._desk.reporting(self):
                written = sheets.export_refused(preview, Path(chosen))
                show_done(self, f"有错的行和原因已保存到“{written.path.name}”。", written.path)


def _line(each: TableRow) -> _Line:
    text = "　".join(str(cell) for cell in each.row.cells if str(cell).strip())[:80]
    mark = Mark(str(each.taking), _TONES[each.taking])
    return _Line(each.row.line, text, mark, "；".join(each.row.problems))


def _columns() -> list[Column]:
    return [
        Column(Field("行", Kind.NUMBER, "id")),
        Column(Field("内容", Kind.TEXT, "text")),
        Column(Field("处理", Kind.TEXT, "mark"), mark=lambda line: line.mark),
        Column(Field("说明", Kind.TEXT, "remark"), stretch=True),
    ]
