"""Shows every file of the diagnosis package before it is saved."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidget, QPlainTextEdit, QWidget

from partydesk.errors import PartydeskError
from partydesk.services.diagnosis import save_diagnosis
from ui.dialogs.message import show_done, show_fault
from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.fitting import fit

_WHAT = "下面就是诊断包里的全部内容，没有姓名、号码和记录内容。看过以后再决定是否保存。"


class DiagnosisDialog(QDialog):
    """File names at the left, the chosen one's text at the right."""

    def __init__(self, files: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files = dict(files)
        self.setWindowTitle("诊断包")
        self.names = QListWidget()
        self.names.setAccessibleName("诊断包里的文件")
        self.names.addItems(list(files))
        self.names.setFixedWidth(current_theme().gap(150))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("文件内容")
        self.names.currentTextChanged.connect(lambda name: self.text.setPlainText(files[name]))
        self.save_button = button("保存…", self._save, "primary")
        cancel = button("不保存", self.reject)
        cancel.setAutoDefault(False)
        sides = row(self.names, self.text, gap=12)
        sides.setStretch(1, 1)
        layout = column(
            label("诊断包", "page-title"), label(_WHAT, wrap=True), sides,
            row(None, cancel, self.save_button),
            gap=12, margins=(22, 18, 22, 18),
        )  # fmt: skip
        layout.setStretch(2, 1)
        self.setLayout(layout)
        fit(self, 720, 520)
        self.names.setCurrentRow(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The lines were measured before the style sheet was read.
        self.names.doItemsLayout()

    def _save(self) -> None:
        name = f"支部工作台诊断包 {date.today():%Y%m%d}.zip"
        chosen, _ = QFileDialog.getSaveFileName(
            self, "保存诊断包", str(Path.home() / name), "诊断包 (*.zip)"
        )
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != ".zip":
            path = path.with_name(f"{path.name}.zip")
        try:
            save_diagnosis(self._files, path)
        except PartydeskError as error:
            show_fault(self, error)
            return
        show_done(self, f"已保存到“{path.name}”。", path)
        self.accept()
