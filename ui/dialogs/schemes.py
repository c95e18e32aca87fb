"""Schemes: which one is used, taken out as a workbook, edited, and taken in with a preview."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QWidget

from partydesk.domain.text import points
from partydesk.errors import PartydeskError
from partydesk.rules.scheme import Scheme
from partydesk.services import schemes
from partydesk.services.schemes import SchemePreview
from ui.desk import Desk
from ui.dialogs.assessment_frame import frame, list_of
from ui.dialogs.message import show_fault
from ui.tabs.saving import SHEETS, ask_target, save_file
from ui.theme import current_theme
from ui.widgets.basics import button, calm_list, column, label, row, rule
from ui.widgets.fitting import height_of

_FILES = "考核表 (*.xlsx *.xls *.et *.toml)"
#: So many sentences of a preview are shown; the rest is counted.
_SHOWN = 60


class SchemesDialog(QDialog):
    """Choose, export, import; accepted when another scheme is to be shown."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("考核表")
        self._desk = desk
        self.box = calm_list(QComboBox())
        self.box.setAccessibleName("使用的考核表")
        self.about_label = label("", "caption", wrap=True)
        self._fill()
        self.box.currentIndexChanged.connect(lambda _place: self._tell())
        told = (
            "上级下发了自己的考核表，可以先导出一份，照着改好条目、分值和扣分规则，再导入。"
            "已完成的自评保留当时的考核表。"
        )
        take = button("使用", self.use, "primary")
        take.setDefault(True)
        self.setLayout(
            column(
                label(told, wrap=True),
                self.box,
                self.about_label,
                row(
                    button("导出修改…", self._export, icon_name="file-spreadsheet"),
                    button("导入…", self._import, icon_name="file-import"),
                    None,
                ),
                8,
                row(None, button("取消", self.reject), take),
                gap=12,
                margins=(20, 18, 20, 18),
            )
        )
        self.setMinimumWidth(current_theme().gap(560))

    def use(self) -> None:
        """Use the scheme that is chosen."""
        with self._desk.reporting(self):
            self._desk.call(schemes.choose_scheme, str(self.box.currentData()))
            self.accept()

    def take(self, path: Path) -> None:
        """Show what importing a file would do, and do it when the user agrees."""
        try:
            preview = self._desk.call(schemes.prepare_scheme, path)
            dialog = SchemePreviewDialog(path.name, preview, self)
            if dialog.exec():
                self._desk.call(schemes.keep_scheme, preview)
                self.accept()
        except PartydeskError as error:
            show_fault(self, error)

    def _fill(self) -> None:
        chosen = self._desk.call(schemes.chosen_scheme).id
        for each in self._desk.call(schemes.all_schemes):
            self.box.addItem(each.title, each.id)
        self.box.setCurrentIndex(max(self.box.findData(chosen), 0))
        self._tell()

    def _tell(self) -> None:
        scheme = self._desk.call(schemes.scheme_of, str(self.box.currentData()))
        self.about_label.setText(about(scheme))

    def _export(self) -> None:
        scheme_id = str(self.box.currentData())
        target = ask_target(self, self.box.currentText(), ".xlsx", SHEETS)
        save_file(self, self._desk, target, schemes.export_scheme, scheme_id)

    def _import(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选择考核表", "", _FILES)
        if chosen:
            self.take(Path(chosen))


class SchemePreviewDialog(QDialog):
    """What an import would do, or the mistakes that keep it from being done."""

    def __init__(self, name: str, preview: SchemePreview, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"导入考核表 · {name}")
        scheme = preview.scheme
        if scheme is None:
            caption = f"有 {len(preview.problems)} 处要改正，没有导入。请改好后再导入。"
            sentences = preview.problems
        elif preview.is_new:
            caption, sentences = "这是一份新的考核表。", (scheme.title, about(scheme))
        else:
            caption = f"与现在的“{scheme.title}”相比，有 {len(preview.changes)} 处改动。"
            sentences = preview.changes or ("没有改动。",)
        parts: list[QWidget | int | None] = []
        for each in sentences[:_SHOWN]:
            parts += [label(each, wrap=True), rule()]
        if len(sentences) > _SHOWN:
            parts.append(label(f"还有 {len(sentences) - _SHOWN} 处", "caption"))
        self.sentences = tuple(sentences)
        self.take_button = button("导入并使用", self.accept, "primary")
        self.take_button.setEnabled(scheme is not None)
        size = (680, height_of(len(sentences), 40, 460))
        close = frame(self, caption, list_of(parts), (self.take_button,), size=size)
        close.setText("取消")
        close.clicked.disconnect()
        close.clicked.connect(self.reject)
        self.take_button.setFocus()


def about(scheme: Scheme) -> str:
    """A scheme in a few words."""
    counted = sum(bool(each.deductions) for each in scheme.items)
    parts = [f"{len(scheme.items)} 项，共 {points(sum(each.points for each in scheme.items))} 分"]
    parts.append(f"{counted} 项有扣分规则，加分最多 {points(scheme.bonus_cap)} 分")
    if scheme.stars:
        parts.append(f"星级 {len(scheme.stars)} 档")
    return "；".join(parts) + f"。来源：{scheme.source or '未注明'}。"
