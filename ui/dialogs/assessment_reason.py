"""Why a closed self-assessment is corrected."""

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row

#: As in ``assessments.correct``.
_LONGEST = 500


class CorrectionDialog(QDialog):
    """Asks for the reason; the closed version stays readable whatever is answered."""

    def __init__(self, period: str, version: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"更正{period}自评")
        told = (
            f"第 {version} 版已经完成，会原样保留，随时可以查看。"
            f"更正后再次完成，成为第 {version + 1} 版。"
        )
        self.edit = QPlainTextEdit()
        self.edit.setAccessibleName("更正的理由")
        self.edit.setTabChangesFocus(True)
        self.edit.setPlaceholderText("例如：教育局退回，第 3 条扣分应为 1.0 分。")
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.hide()
        take = button("开始更正", self._take, "primary")
        take.setDefault(True)
        self.setLayout(
            column(
                label(told, wrap=True),
                self.edit,
                self.problem_label,
                row(None, button("取消", self.reject), take),
                gap=12,
                margins=(20, 18, 20, 18),
            )
        )
        self.setMinimumWidth(current_theme().gap(460))
        self.edit.setFocus()

    @property
    def reason(self) -> str:
        """What was typed."""
        return self.edit.toPlainText().strip()

    def _take(self) -> None:
        if 4 <= len(self.reason) <= _LONGEST:
            self.accept()
            return
        self.problem_label.setText("请把更正的理由写完整（4 到 500 个字）。")
        self.problem_label.show()
