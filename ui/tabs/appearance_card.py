"""Text size and colours of the window."""

from PySide6.QtWidgets import QComboBox, QFrame

from ui.state import State
from ui.theme import Look, Size, Theme, application, current_theme, dress
from ui.widgets.basics import column, label, row, set_role


class AppearanceCard(QFrame):
    """Changes take effect at once."""

    def __init__(self, state: State) -> None:
        super().__init__()
        set_role(self, "card")
        self._state = state
        self.size_box = _box("字号", [str(each) for each in Size], str(current_theme().size))
        self.look_box = _box("颜色", [str(each) for each in Look], str(current_theme().look))
        self.size_box.currentTextChanged.connect(lambda _text: self._change())
        self.look_box.currentTextChanged.connect(lambda _text: self._change())
        self.setLayout(
            column(
                label("字号与颜色", "title"),
                row(
                    label("字号", "label"),
                    self.size_box,
                    12,
                    label("颜色", "label"),
                    self.look_box,
                    None,
                ),
                label("也可以按住 Ctrl 转动滚轮改变字号。", "caption"),
                gap=10,
                margins=(18, 16, 18, 16),
            )
        )

    def _change(self) -> None:
        theme = Theme(Look(self.look_box.currentText()), Size(self.size_box.currentText()))
        if theme != current_theme():
            dress(application(), theme)
            self._state.theme = theme


def _box(name: str, choices: list[str], chosen: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.addItems(choices)
    made.setCurrentText(chosen)
    return made
