"""Importing a roster sheet: look first, choose what is unclear, then one step in."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QRadioButton,
    QWidget,
)

from partydesk.documents.roster_columns import IMPORTABLE
from partydesk.domain.fields import Field, Kind
from partydesk.domain.text import show
from partydesk.services import branch_files, history, roster_import
from partydesk.services.roster_matching import Action, PreviewRow
from partydesk.services.roster_preview import ImportResult, OnMatch, Preview
from ui.background import Tell, steps
from ui.desk import Desk, Task
from ui.dialogs.message import say, show_done
from ui.state import State
from ui.theme import Tone
from ui.widgets.basics import button, clear, column, label, row
from ui.widgets.fitting import fit
from ui.widgets.pill import Mark
from ui.widgets.record_table import RecordTable
from ui.widgets.record_table_model import Column

_TONES = {
    Action.ADD: Tone.GREEN,
    Action.CHANGE: Tone.BLUE,
    Action.SAME: Tone.PLAIN,
    Action.REFUSED: Tone.RED,
}
_SHEETS = "花名册 (*.xlsx *.xls *.et *.csv);;所有文件 (*)"


@dataclass(frozen=True)
class _Line:
    """A row of the sheet as the preview shows it."""

    id: int
    name: str
    mark: Mark
    remark: str


class ImportDialog(QDialog):
    """Asks for a sheet, shows what it would do, and imports it.

    Attributes:
        result_sentence: What was done, after it was accepted.
    """

    def __init__(self, desk: Desk, state: State, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入花名册")
        self._desk, self._tab = desk, parent
        self._preview: Preview | None = None
        self._operation = ""
        self.result_sentence = ""
        self.summary_label = label("请选择花名册文件。", "title", wrap=True)
        self.notes_label = label("", "caption", wrap=True)
        self._mapping = QGridLayout()
        self._boxes: dict[str, QComboBox] = {}
        self.table = RecordTable(_columns(), "import", state)
        self.table.setAccessibleName("要导入的各行")
        self.table.set_multiple(multiple=True)
        self.table.set_empty("还没有选择文件。", "选择文件…", self.choose)
        self.update_box = QRadioButton("名册里已有的人：按表更新")
        self.skip_box = QRadioButton("已有的人不动")
        self.unsure_box = QCheckBox("需确认的行也导入")
        self.others_box = QCheckBox()
        self.same_button = button("按同一人更新", self.take_as_known)
        self.same_button.setToolTip("选中的行里“可能是同一人”的，更新名册里的那一条，不再新增")
        self.refused_button = button("导出有错的行…", self._save_refused, icon_name="download")
        self.import_button = button("导入", self._import, "primary")
        self._build()
        self._say_counts()

    def choose(self) -> None:
        """Ask for a file and read it."""
        chosen, _ = QFileDialog.getOpenFileName(self, "选择花名册", "", _SHEETS)
        if chosen:
            self.read(Path(chosen))

    def read(self, path: Path, mapping: dict[str, str] | None = None) -> None:
        """Read a sheet and show what it would do."""
        self._desk.run(
            Task(
                lambda store, tell: roster_import.prepare_import(
                    store,
                    path,
                    mapping=mapping,
                    progress=lambda done, total: tell("读取表格", done, total),
                ),
                "正在读取花名册…",
                self._show,
            ),
            self,
        )

    def take_as_known(self) -> None:
        """The selected rows are the people whom they look like: these are updated."""
        lines = {each.id for each in self.table.selected()}
        preview = self._preview
        if preview and self._desk.call(roster_import.take_as_known, preview, lines):
            self._show(preview)
        else:
            say(self, "没有可更新的行。", "请先在表里选中写着“可能与名册中的……是同一人”的行。")

    def undo(self, done: Callable[[], None]) -> None:
        """Take the whole import back and then call; the window stays awake meanwhile."""
        if self._operation:
            self._desk.run(
                Task(
                    lambda store, tell: history.undo(store, self._operation, partial(tell, "撤销")),
                    "正在撤销导入…",
                    lambda _title: done(),
                ),
                self._tab,
            )

    def _build(self) -> None:
        self.update_box.setChecked(True)
        self.unsure_box.setChecked(True)
        unknown = QWidget()
        unknown.setLayout(self._mapping)
        head = row(
            self.summary_label, button("选择文件…", self.choose, icon_name="folders"), gap=14
        )
        head.setStretch(0, 1)
        layout = column(
            head,
            self.notes_label,
            unknown,
            self.table,
            self.others_box,
            row(self.update_box, self.skip_box, 12, self.unsure_box, None, self.same_button),
            row(self.refused_button, None, button("取消", self.reject), self.import_button),
            gap=10,
            margins=(20, 18, 20, 18),
        )
        layout.setStretch(3, 1)
        self.setLayout(layout)
        fit(self, 940, 600)
        self.others_box.hide()
        self.same_button.hide()
        for box in (self.update_box, self.unsure_box, self.others_box):
            box.toggled.connect(lambda _on: self._say_counts())

    def _show(self, preview: Preview) -> None:
        self._preview = preview
        self.table.fill([_line(each, preview.others) for each in preview.rows])
        self.notes_label.setText("\n".join(preview.plan.notes))
        self.notes_label.setVisible(bool(preview.plan.notes))
        self.others_box.setText(f"其他支部的 {len(preview.others)} 人也导入")
        self.others_box.setVisible(bool(preview.others))
        self.same_button.setVisible(any(each.perhaps for each in preview.rows))
        self._show_unknown(preview)
        self._say_counts()

    def _show_unknown(self, preview: Preview) -> None:
        """Columns that nobody knows, each with the field that it may be."""
        clear(self._mapping)
        self._boxes.clear()
        for place, each in enumerate(preview.plan.unknown):
            box = QComboBox()
            box.addItem("不导入", "")
            for name, described in IMPORTABLE.items():
                box.addItem(described.label, name)
            box.setAccessibleName(f"“{each.label}”一列是")
            self._boxes[each.label] = box
            line, side = divmod(place, 3)
            self._mapping.addWidget(label(f"“{each.label}”一列是", "label"), line, side * 2)
            self._mapping.addWidget(box, line, side * 2 + 1)
        if self._boxes:
            again = button("按选择重新读取", self._read_again, "link")
            self._mapping.addWidget(again, len(self._boxes) // 3 + 1, 0, 1, 2)

    def _read_again(self) -> None:
        if self._preview:
            chosen = {name: str(box.currentData()) for name, box in self._boxes.items()}
            self.read(self._preview.path, self._preview.mapping | chosen)

    def _say_counts(self) -> None:
        preview = self._preview
        chosen = {"unsure": self.unsure_box.isChecked(), "others": self.others_box.isChecked()}
        wanted = len(preview.wanted(self._on_match(), **chosen)) if preview else 0
        self.import_button.setEnabled(wanted > 0)
        self.import_button.setText(f"导入 {wanted} 人" if wanted else "导入")
        self.refused_button.setVisible(bool(preview and preview.refused))
        if preview:
            self.summary_label.setText(f"{preview.path.name}：{preview.counts}")

    def _on_match(self) -> OnMatch:
        return "update" if self.update_box.isChecked() else "skip"

    def _import(self) -> None:
        preview = self._preview
        if preview is None:
            return
        on_match, unsure = self._on_match(), self.unsure_box.isChecked()
        others = self.others_box.isChecked()
        self._desk.run(
            Task(
                lambda store, tell: roster_import.run_import(
                    store,
                    preview,
                    on_match=on_match,
                    include_unsure=unsure,
                    include_others=others,
                    backup=lambda: _back_up(store, tell),
                    progress=lambda done, total: tell("写入名册", done, total),
                ),
                "正在导入花名册…",
                self._done,
            ),
            self,
        )

    def _done(self, done: ImportResult) -> None:
        last = self._desk.call(history.last_undoable)
        self._operation = last.id if last else ""
        self.result_sentence = str(done)
        self.accept()

    def _save_refused(self) -> None:
        preview = self._preview
        if preview is None:
            return
        proposed = str(preview.path.with_name(f"{preview.path.stem} 有错的行.xlsx"))
        chosen, _ = QFileDialog.getSaveFileName(self, "导出有错的行", proposed, "表格 (*.xlsx)")
        if chosen:
            with self._desk.reporting(self):
                written = roster_import.export_refused(preview, Path(chosen))
                show_done(self, f"有错的行和原因已保存到“{written.path.name}”。", written.path)


def _back_up(store: Any, tell: Tell) -> None:
    if store.path is not None:
        branch_files.backup_now(store, "导入前", tell=steps(tell))


def _line(each: PreviewRow, others: Collection[int]) -> _Line:
    unsure = bool(each.row.problems) and each.action != Action.REFUSED
    mark = Mark("需确认", Tone.GOLD) if unsure else Mark(each.action, _TONES[each.action])
    if each.row.line_number in others:
        mark = Mark("其他支部")
    texts = [f"{problem.column}：{problem.sentence}" for problem in each.row.problems]
    texts += [
        f"{change.field.label}：{show(change.field, change.old) or '（空）'} → "
        f"{change.new if change.field.kind == Kind.GROUP else show(change.field, change.new)}"
        for change in each.changes
    ]
    name = str(each.row.values.get("name") or "")
    return _Line(each.row.line_number, name, mark, "；".join(texts))


def _columns() -> list[Column]:
    return [
        Column(Field("行", Kind.NUMBER, "id")),
        Column(Field("姓名", Kind.TEXT, "name")),
        Column(Field("处理", Kind.TEXT, "mark"), mark=lambda line: line.mark),
        Column(Field("说明", Kind.TEXT, "remark"), stretch=True),
    ]
