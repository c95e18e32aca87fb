"""工作台账: the tree of all registers with their counts, and the page of the one chosen."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QTreeWidget, QTreeWidgetItem, QWidget

from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.all import LEDGERS
from partydesk.services.ledgers.ledger import Ledger
from ui.desk import Desk
from ui.state import State
from ui.tabs.development_page import DevelopmentPage
from ui.tabs.ledger_page import LedgerPage
from ui.theme import current_theme
from ui.widgets.basics import MARGIN, Button, column, row, set_role
from ui.widgets.tab_page import TabPage, Target

#: Which ledger an item of the tree stands for.
TABLE_ROLE = Qt.ItemDataRole.UserRole
#: The ledger shown last is remembered under this word.
LAST = "ledger"
#: Width of the tree in pixels at the standard size.
TREE_WIDTH = 172
#: A page narrower than this, in pixels at the standard size, has a menu instead of the tree.
ROOM = 1100
#: Ledgers whose page can do more than the shared one.
_PAGES: dict[str, type[LedgerPage]] = {"development": DevelopmentPage}


class LedgersTab(TabPage):
    """Every register of the year."""

    def __init__(self, desk: Desk, state: State, ledgers: Sequence[Ledger] = LEDGERS) -> None:
        super().__init__(desk)
        self._state = state
        self._ledgers = {each.table: each for each in ledgers}
        self._pages: dict[str, LedgerPage] = {}
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setColumnCount(2)
        self.tree.setAccessibleName("台账目录")
        self.tree.setIndentation(0)
        self.tree.setRootIsDecorated(False)
        self.tree.setExpandsOnDoubleClick(False)
        set_role(self.tree, "contents")
        self._items = self._fill_tree(ledgers)
        self.stack = QStackedWidget()
        self.menu_button = Button("")
        self.menu_button.set_menu(self._menu(ledgers))
        self.menu_place = QWidget()
        self.menu_place.setLayout(row(self.menu_button, None, margins=(MARGIN, 10, MARGIN, 0)))
        right = column(self.menu_place, self.stack, gap=0)
        right.setStretch(1, 1)
        whole = row(self.tree, right, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._set_width()
        self.tree.currentItemChanged.connect(self._choose)
        last = state.text(LAST)
        self.tree.setCurrentItem(self._items[last if last in self._items else ledgers[0].table])

    @property
    def page(self) -> LedgerPage:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        assert isinstance(shown, LedgerPage), "one ledger is always chosen"
        return shown

    def show_ledger(self, table: str) -> None:
        """Choose a ledger by its table."""
        self.tree.setCurrentItem(self._items[table])

    def refresh(self) -> None:
        found = self.desk.call(keeping.counts, self._ledgers.values())
        for table, item in self._items.items():
            item.setText(1, str(found[table]) if found[table] else "")

    def primary(self) -> None:
        self.page.primary()

    def save(self) -> None:
        self.page.save()

    def save_and_new(self) -> None:
        self.page.save_and_new()

    def focus_search(self) -> None:
        self.page.focus_search()

    def print_page(self) -> None:
        self.page.print_page()

    def search(self, text: str) -> None:
        self.page.search(text)

    def open_target(self, target: Target) -> None:
        if target.record_type in self._items:
            self.show_ledger(target.record_type)
            self.page.open_target(target)

    def place(self) -> dict[str, Any]:
        return {"ledger": self.page.record_type, "inside": self.page.place()}

    def come_back(self, place: Mapping[str, Any]) -> None:
        if (table := place.get("ledger")) in self._items:
            self.show_ledger(str(table))
            self.page.come_back(dict(place.get("inside") or {}))

    def leave(self) -> bool:
        return all(page.leave() for page in self._pages.values())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_items"):
            self._set_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_width()

    def _menu(self, ledgers: Sequence[Ledger]) -> QMenu:
        """The same ledgers where there is no room for the tree."""
        menu = QMenu(self.menu_button)
        families: dict[str, QMenu] = {}
        for each in ledgers:
            if each.family not in families:
                families[each.family] = menu.addMenu(str(each.family))
            families[each.family].addAction(each.title, partial(self.show_ledger, each.table))
        return menu

    def _fill_tree(self, ledgers: Sequence[Ledger]) -> dict[str, QTreeWidgetItem]:
        families: dict[str, QTreeWidgetItem] = {}
        items = {}
        for each in ledgers:
            if each.family not in families:
                head = QTreeWidgetItem(self.tree, [str(each.family)])
                head.setFlags(Qt.ItemFlag.ItemIsEnabled)
                head.setFirstColumnSpanned(True)
                families[each.family] = head
            item = QTreeWidgetItem(families[each.family], [f"　{each.title}"])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setData(0, TABLE_ROLE, each.table)
            item.setToolTip(0, each.told)
            items[each.table] = item
        self.tree.expandAll()
        return items

    def _set_width(self) -> None:
        is_wide = self.width() >= current_theme().px(ROOM)
        self.tree.setVisible(is_wide)
        self.menu_place.setVisible(not is_wide)
        width = current_theme().px(TREE_WIDTH)
        self.tree.setFixedWidth(width)
        self.tree.header().setStretchLastSection(False)
        counts = current_theme().px(40)
        bar = self.tree.verticalScrollBar().sizeHint().width()
        self.tree.setColumnWidth(0, width - counts - current_theme().px(16) - bar)
        self.tree.setColumnWidth(1, counts)
        muted = current_theme().tokens.ink2
        for item in self._items.values():
            item.parent().setForeground(0, QColor(muted))
            item.setForeground(1, QColor(muted))

    def _choose(self, item: QTreeWidgetItem | None, before: QTreeWidgetItem | None) -> None:
        table = item.data(0, TABLE_ROLE) if item else None
        if table is None:
            return
        if before is not None and self.stack.count():
            self.page.leave()
        if table not in self._pages:
            page = _PAGES.get(table, LedgerPage)
            made = page(self.desk, self._state, self._ledgers[table])
            made.go.connect(self.go)
            made.opened.connect(self.opened)
            self._pages[table] = made
            self.stack.addWidget(made)
        self.stack.setCurrentWidget(self._pages[table])
        self.menu_button.setText(f"台账：{self._ledgers[table].title}")
        self.menu_button.setAccessibleName(f"换一本台账，现在是{self._ledgers[table].title}")
        self._state.keep_text(LAST, table)
