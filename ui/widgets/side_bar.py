"""The side bar: the program's and the branch's name, the tabs, and how safe the file is."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy

from ui.theme import TEXT, current_theme
from ui.widgets.basics import Button, button, column, label, restyle, row, set_role
from ui.widgets.tab_page import TabEntry

#: Width at the standard size in pixels.
WIDTH = 196
#: Height that the tabs may take on the smallest screen in pixels; above and below a tab's text in
#: pixels at the standard size; height of a line of text beside that of its letters.
_ROOM, _AIR, _LINE = 480, 10, 1.45


class SideBar(QFrame):
    """One button per tab.

    Signals:
        chosen: The place of a tab, from 0.
        left: The sample branch is no longer wanted.
    """

    chosen = Signal(int)
    left = Signal()

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
        self.leave_button = button("删除示例", self.left.emit, "link")
        self.leave_button.setToolTip(
            "这是示例支部，内容都是编造的。删除它，回到开始的窗口，新建自己的支部"
        )
        self.show_sample(shown=False)
        sample = row(self.leave_button, None, margins=(6, 0, 0, 0))
        foot = column(column(self.safety_label, margins=(12, 0, 12, 0)), sample, gap=0)
        tabs = column(*self.buttons, gap=2)
        self.setLayout(column(names, tabs, None, foot, gap=6, margins=(10, 18, 9, 12)))
        self._set_width()
        self._set_air()

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

    def show_sample(self, *, shown: bool) -> None:
        """Say that this is the sample branch, and offer to be rid of it."""
        self.leave_button.setVisible(shown)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._set_width()
            self._set_air()
            self.show_safety(self._safety)

    def _set_width(self) -> None:
        # Names and tabs are short: at larger text, the lists need the room more.
        self.setFixedWidth(round(WIDTH * (1 + (current_theme().scale - 1) / 4)))

    def _set_air(self) -> None:
        """Many tabs in large letters stand closer, so that they have room on a small screen."""
        theme = current_theme()
        roomy = round(theme.px(TEXT) * _LINE) + 2 * theme.gap(_AIR) + 4
        tight = "yes" if roomy * len(self.buttons) > _ROOM else "no"
        for each in self.buttons:
            if each.property("tight") != tight:
                each.setProperty("tight", tight)
                restyle(each)

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
