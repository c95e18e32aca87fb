"""The bar above a list: search, filters, buttons; what has no room goes into 更多."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QWidget

from ui.theme import current_theme
from ui.widgets.basics import Button, button, calm_list
from ui.widgets.search_box import SearchBox

GAP = 10
#: Narrowest and widest search line in pixels at the standard size.
SEARCH_WIDTHS = (130, 230)


class ToolBar(QWidget):
    """One line of tools with the one primary button at its right end."""

    def __init__(self, search_box: SearchBox) -> None:
        super().__init__()
        self.search_box = search_box
        self.more_button = Button("更多")
        self._menu = QMenu(self.more_button)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.more_button.set_menu(self._menu)
        self.more_button.hide()
        self._buttons: list[Button] = []
        self._left_out: list[Button] = []
        self._filters, self._rest, self._primary = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(search_box, 10)
        layout.addLayout(self._filters)
        layout.addStretch(1)
        layout.addLayout(self._rest)
        layout.addWidget(self.more_button)
        layout.addLayout(self._primary)
        for each in (self._filters, self._rest, self._primary):
            each.setSpacing(GAP)
        self._set_search_width()

    def add_filter(self, title: str, choices: Sequence[tuple[str, object]]) -> QComboBox:
        """Add a list of choices beside the search; each has a text and a value."""
        box = calm_list(QComboBox())
        box.setAccessibleName(title)
        box.setToolTip(title)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for text, value in choices:
            box.addItem(text, value)
        self._filters.addWidget(box)
        return box

    def add_button(self, text: str, pressed: Callable[[], object], icon_name: str) -> Button:
        """Add a secondary button at the end of those there are."""
        made = button(text, pressed, icon_name=icon_name)
        self._buttons.append(made)
        self._rest.addWidget(made)
        self.arrange()
        return made

    def set_primary(self, text: str, pressed: Callable[[], object], icon_name: str) -> Button:
        """Set the one red button."""
        made = button(text, pressed, "primary", icon_name)
        self._primary.addWidget(made)
        return made

    def arrange(self) -> None:
        """Show as many buttons as fit; the last ones go into 更多."""
        theme = current_theme()
        parts = [self.search_box.minimumWidth(), self._filters.sizeHint().width(), GAP]
        parts.append(self._primary.sizeHint().width())
        free = self.width() - sum(parts) - 4 * GAP
        needed = [each.sizeHint().width() + GAP for each in self._buttons]
        shown = len(needed)
        more = self.more_button.sizeHint().width() + theme.gap(20)
        while shown and sum(needed[:shown]) + (more if shown < len(needed) else 0) > free:
            shown -= 1
        if shown == len(needed) - 1 and shown >= 0 and more >= needed[-1]:
            shown = max(shown - 1, 0)
        self._left_out = self._buttons[shown:]
        for place, each in enumerate(self._buttons):
            each.setVisible(place < shown)
        self.more_button.setVisible(bool(self._left_out))

    def minimumSizeHint(self) -> QSize:
        parts = [self.search_box.minimumWidth(), self._filters.sizeHint().width()]
        parts.append(self._primary.sizeHint().width())
        return QSize(sum(parts) + 3 * GAP, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.arrange()  # a list has other choices, a button another text
        return done

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_search_width()
            self.arrange()

    def _set_search_width(self) -> None:
        narrow, wide = SEARCH_WIDTHS
        self.search_box.setMinimumWidth(current_theme().gap(narrow))
        self.search_box.setMaximumWidth(current_theme().px(wide))

    def _fill_menu(self) -> None:
        self._menu.clear()
        for each in self._left_out:
            action = self._menu.addAction(each.text())
            action.setEnabled(each.isEnabled())
            action.triggered.connect(each.click)
