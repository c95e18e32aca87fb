"""The side bar: the program's and the branch's name, the tabs, and how safe the file is."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy

from ui.theme import current_theme
from ui.widgets.basics import Button, column, label, set_role
from ui.widgets.tab_page import TabEntry

#: Width at the standard size in pixels.
WIDTH = 196


class SideBar(QFrame):
    """One button per tab.

    Signals:
        chosen: The place of a tab, from 0.
    """

    chosen = Signal(int)

    def __init__(self, branch: str, entries: Sequence[TabEntry]) -> None:
        super().__init__()
        set_role(self, "side")
        self.branch_label = label(branch, "small", wrap=True)
        self._safety = ""
        self.safety_label = label("", "small", wrap=True)
        self.buttons: list[Button] = []
        self._group = QButtonGroup(self)
        for place, entry in enumerate(entries):
            self.buttons.append(self._button(place, entry))
        names = column(label("支部工作台", "brand"), self.branch_label, gap=6,
                       margins=(12, 0, 12, 6))  # fmt: skip
        foot = column(self.safety_label, margins=(12, 0, 12, 0))
        tabs = column(*self.buttons, gap=2)
        self.setLayout(column(names, tabs, None, foot, gap=6, margins=(10, 18, 9, 12)))
        self._set_width()

    def mark(self, place: int) -> None:
        """Show which tab is open."""
        self.buttons[place].setChecked(True)

    def show_safety(self, text: str) -> None:
        """Say how safe the file is, each part on a line of its own where one line is too short."""
        self._safety = text
        metrics = self.safety_label.fontMetrics()
        room = self.width() - 44
        fits = metrics.horizontalAdvance(text) <= room
        self.safety_label.setText(text if fits else text.replace(" · ", "\n"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._set_width()
            self.show_safety(self._safety)

    def _set_width(self) -> None:
        self.setFixedWidth(current_theme().gap(WIDTH))

    def _button(self, place: int, entry: TabEntry) -> Button:
        made = Button(f"  {entry.title}", "nav", entry.icon)
        made.setAccessibleName(entry.title)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setCheckable(True)
        made.setToolTip(f"Ctrl+{place + 1}")
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.clicked.connect(lambda: self.chosen.emit(place))
        self._group.addButton(made, place)
        return made
