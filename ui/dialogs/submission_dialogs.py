"""Questions around a submission: a reason, two names, the bureau's card."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row


class _Question(QDialog):
    """A title, a body, a problem line and two buttons; a subclass says what is wrong."""

    def __init__(self, parent: QWidget, title: str, told: str, taken: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        take = button(taken, self._take, "primary")
        take.setDefault(True)
        self._body = column(gap=8)
        self.setLayout(
            column(
                label(told, wrap=True),
                self._body,
                self._problem,
                row(None, button("取消", self.reject), take),
                gap=12,
                margins=(20, 18, 20, 18),
            )
        )
        self.setMinimumWidth(current_theme().gap(460))

    def wrong(self) -> str:
        """What still keeps the answer from being taken."""
        raise NotImplementedError

    def say(self, sentence: str) -> None:
        """Show what is wrong."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def _take(self) -> None:
        self.say(self.wrong())
        if not self.wrong():
            self.accept()


class ReasonDialog(_Question):
    """Why a finding is right as it is; the reason is printed and sent along."""

    def __init__(self, sentence: str, parent: QWidget) -> None:
        super().__init__(parent, "说明理由", sentence, "保存理由")
        self.edit = QPlainTextEdit()
        self.edit.setAccessibleName("理由")
        self.edit.setTabChangesFocus(True)
        self.edit.setPlaceholderText(
            "例如：当月书记外出培训，支委会推迟到下月 3 日召开，已报上级。"
        )
        self._body.addWidget(self.edit)
        self._body.addWidget(label("理由会保存下来，并随上报包一起送出。", "caption"))
        self.edit.setFocus()

    @property
    def reason(self) -> str:
        """What was typed."""
        return self.edit.toPlainText().strip()

    def wrong(self) -> str:
        return "" if len(self.reason) >= 4 else "请把理由写完整（至少 4 个字）。"


class ReleaseDialog(_Question):
    """Two people type their names before contents of talks and leaves leave the branch."""

    def __init__(self, parent: QWidget) -> None:
        told = (
            "谈话内容和廉政活页属于保密内容，一般不上报。"
            "确实要求上报时，请两位负责同志分别输入自己的姓名。"
        )
        super().__init__(parent, "放入保密内容", told, "两人确认放入")
        self._edits = [QLineEdit(), QLineEdit()]
        for number, edit in enumerate(self._edits, start=1):
            edit.setAccessibleName(f"第 {number} 位确认人姓名")
            edit.setPlaceholderText(f"第 {number} 位确认人姓名")
            self._body.addWidget(edit)
        self._edits[0].setFocus()

    @property
    def names(self) -> tuple[str, ...]:
        """Who confirmed."""
        return tuple(edit.text().strip() for edit in self._edits)

    def wrong(self) -> str:
        first, second = ("".join(name.split()) for name in self.names)
        if len(first) < 2 or len(second) < 2:
            return "请两位负责同志都输入完整姓名。"
        return "两个姓名不能相同。" if first == second else ""


class CardDialog(_Question):
    """Groups of the card's fingerprint, typed from the notice on paper."""

    def __init__(self, bureau: str, asked: Sequence[int], parent: QWidget) -> None:
        told = (
            f"这是“{bureau}”的名片。请对照教育局纸质通知上的指纹，输入下面几组数字；"
            "不要从这台电脑上的文件里抄。"
        )
        super().__init__(parent, "核对教育局名片", told, "核对并采用")
        self._edits = {number: QLineEdit() for number in asked}
        for number, edit in self._edits.items():
            edit.setAccessibleName(f"第 {number} 组")
            edit.setMaxLength(8)
            self._body.addLayout(row(label(f"第 {number} 组", "label"), edit, None))
        self._edits[asked[0]].setFocus()

    @property
    def typed(self) -> Mapping[int, str]:
        """What was typed, by number of the group."""
        return {number: edit.text() for number, edit in self._edits.items()}

    def wrong(self) -> str:
        empty = [str(number) for number, text in self.typed.items() if not text.strip()]
        return f"请输入第 {'、'.join(empty)} 组。" if empty else ""
