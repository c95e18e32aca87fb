"""Changing a password, and giving a deputy one."""

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from partydesk.errors import PartydeskError
from partydesk.services.password_rules import password_sentence
from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row


class _PasswordDialog(QDialog):
    """A first line, then the new password twice; what is wrong is said below."""

    def __init__(self, parent: QWidget, title: str, first: QLineEdit, hint: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._first = first
        self._new = _hidden("新密码")
        self._again = _hidden("再输入一次")
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        take = button("确定", self._take, "primary")
        take.setDefault(True)
        self.setLayout(
            column(
                label(hint, "caption", wrap=True),
                label(first.accessibleName(), "label"),
                first,
                label("新密码（至少 10 个字符）", "label"),
                self._new,
                label("再输入一次", "label"),
                self._again,
                self._problem,
                row(None, button("取消", self.reject), take),
                gap=8,
                margins=(20, 18, 20, 18),
            )
        )
        self.setMinimumWidth(current_theme().gap(400))
        first.setFocus()

    @property
    def new(self) -> str:
        """The new password."""
        return self._new.text()

    def say(self, sentence: str) -> None:
        """Say below what is wrong; what was typed stays."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def refuse(self, fault: PartydeskError) -> None:
        """What was typed first is not accepted: it is there to be typed again."""
        self.say(f"{fault.sentence}{fault.advice}")
        self._first.setFocus()
        self._first.selectAll()

    def _take(self) -> None:
        sentence = ""
        if not self._first.text().strip():
            sentence = f"请填写{self._first.accessibleName()}。"
        elif problem := password_sentence(self.new):
            sentence = problem
        elif self.new != self._again.text():
            sentence = "两次输入的新密码不一样，请重新输入。"
        self.say(sentence)
        if not sentence:
            self.accept()


class ChangePasswordDialog(_PasswordDialog):
    """Asks for the old password and a new one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent, "改密码", _hidden("现在的密码"), "数据不会改动，只换打开它的密码。"
        )

    @property
    def old(self) -> str:
        """The password that was used so far."""
        return self._first.text()


class DeputyDialog(_PasswordDialog):
    """Asks for a deputy's name and password."""

    def __init__(self, parent: QWidget) -> None:
        name = QLineEdit()
        name.setAccessibleName("副手姓名")
        super().__init__(parent, "副手密码", name, "副手能记名册和会议，看不到谈话和廉政内容。")

    @property
    def name(self) -> str:
        """Whose password it will be."""
        return self._first.text().strip()


def _hidden(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setAccessibleName(name)
    return made
