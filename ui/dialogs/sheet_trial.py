"""Tries a recovery sheet: whether its digits open this file, without changing anything."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from partydesk.errors import InvalidValuesError, PartydeskError
from ui.dialogs.growing import grow
from ui.theme import Tone, current_theme
from ui.widgets.basics import button, column, label, row, set_role

_WHY = (
    "照着恢复单输入 48 位数字，看它能不能打开这个文件。只核对，不改动任何内容，输入的数字不会保存。"
)
#: So many wrong groups are named; with more, it is the wrong line that was read.
_NAMED = 3
_FINE = "能打开。这张恢复单是这个文件现在有效的恢复单，请放回保险柜。"


class SheetTrialDialog(QDialog):
    """A field for the digits, and the answer below."""

    def __init__(self, try_sheet: Callable[[str], object], parent: QWidget | None = None) -> None:
        """A dialog; the function returns if the digits fit and raises ``PartydeskError`` else."""
        super().__init__(parent)
        self._try_sheet = try_sheet
        self.setWindowTitle("试一试恢复单")
        self.sheet_edit = QPlainTextEdit()
        self.sheet_edit.setAccessibleName("恢复单上的 48 位数字")
        self.sheet_edit.setPlaceholderText("按顺序输入 8 组数字，组间可用空格或换行")
        self.sheet_edit.setTabChangesFocus(True)
        self.sheet_edit.setFixedHeight(current_theme().px(84))
        self.answer_label = label("", wrap=True)
        self.answer_label.hide()
        self.sheet_edit.textChanged.connect(self.answer_label.hide)
        self.try_button = button("试一试", self._try, "primary")
        self.try_button.setDefault(True)
        self.setLayout(
            column(
                label(_WHY, wrap=True), self.sheet_edit, self.answer_label, None,
                row(None, button("关闭", self.reject), self.try_button),
                gap=12, margins=(24, 20, 24, 18),
            )
        )  # fmt: skip
        theme = current_theme()
        self.setMinimumSize(theme.gap(520), theme.px(300))
        self.sheet_edit.setFocus()

    def done(self, result: int) -> None:
        self.sheet_edit.clear()
        super().done(result)

    def _try(self) -> None:
        try:
            self._try_sheet(self.sheet_edit.toPlainText())
        except InvalidValuesError as error:
            told = list(error.by_field.values())
            more = [f"另外 {len(told) - _NAMED} 组也输错了。"] if len(told) > _NAMED else []
            self._answer("\n".join(told[:_NAMED] + more), Tone.RED)
        except PartydeskError as error:
            self._answer(str(error), Tone.RED)
        else:
            self._answer(_FINE, Tone.GREEN)

    def _answer(self, sentence: str, tone: Tone) -> None:
        self.answer_label.setText(sentence)
        set_role(self.answer_label, "problem" if tone is Tone.RED else "strong", tone)
        self.answer_label.show()
        grow(self)
