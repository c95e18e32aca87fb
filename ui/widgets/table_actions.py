"""What the heads and keys of a list do: sort, filter, choose columns, copy, paste, fill down."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from ui import shortcuts
from ui.state import State
from ui.widgets.column_chooser import ColumnChooser
from ui.widgets.column_filter import ColumnMenu
from ui.widgets.table_copy import copy_rows
from ui.widgets.table_rows import FilterKey, SortKey

if TYPE_CHECKING:
    from ui.widgets.record_table import RecordTable


class TableActions(QObject):
    """The actions of one list; what the user chose is remembered, filters are not.

    Filters hold names and other contents of the file, which have no place in the settings.
    """

    def __init__(self, table: "RecordTable", name: str, state: State) -> None:
        """For a list; ``name`` is what its columns and order are remembered under."""
        super().__init__(table)
        self._table, self._name, self._state = table, name, state
        self.menu: ColumnMenu | None = None
        self._paste: Callable[[], object] | None = None
        self._fill_down: Callable[[], object] | None = None
        self._edit_many: Callable[[], object] | None = None
        self._paste_new: Callable[[], object] | None = None
        self._noun = ""

    def offer_changes(
        self,
        paste: Callable[[], object],
        fill_down: Callable[[], object],
        edit_many: Callable[[], object],
    ) -> None:
        """Let Ctrl+V, Ctrl+D and Ctrl+E change several records; all first show what they would."""
        self._paste, self._fill_down, self._edit_many = paste, fill_down, edit_many

    def offer_adding(self, paste_new: Callable[[], object], noun: str) -> None:
        """Let Ctrl+Shift+V add records, each of which is called ``noun``."""
        self._paste_new, self._noun = paste_new, noun

    def restore(self) -> None:
        """Show the columns in the order that the user left, sorted as then."""
        records = self._table.records
        known = {each.name: not each.optional for each in records.all_columns}
        kept = {name: on for name, on in self._state.columns(self._name).items() if name in known}
        shown = [name for name, on in (kept | _missing(known, kept)).items() if on]
        if kept and shown:
            records.arrange(shown)
        records.by_strokes = self._state.text(f"names/{self._name}") == "strokes"
        shown = [each.name for each in records.columns]
        keys = [SortKey(*each) for each in self._state.sorting(self._name) if each[0] in shown]
        if keys:
            records.sort_by(keys)

    def turn(self, section: int, *, added: bool) -> None:
        """Sort by a column: up, then down, then no more; ``added`` keeps what sorts before it."""
        records = self._table.records
        name = records.columns[section].name
        before = {key.name: key for key in records.sorting}
        known = before.get(name)
        others = [key for key in records.sorting if key.name != name] if added else []
        if known is None or (not added and len(before) > 1):
            self._sort_by([*others, SortKey(name)])
        elif known.descending:
            self._sort_by(others)
        elif added:
            turned = SortKey(name, descending=True)
            self._sort_by([turned if key is known else key for key in records.sorting])
        else:
            self._sort_by([SortKey(name, descending=True)])

    def sort(self, section: int, *, descending: bool, added: bool) -> None:
        """Sort by a column alone, or after what is sorted by already."""
        records = self._table.records
        name = records.columns[section].name
        others = [key for key in records.sorting if key.name != name] if added else []
        self._sort_by([*others, SortKey(name, descending)])

    def sort_names(self, section: int, *, by_strokes: bool) -> None:
        """Sort names by 姓氏笔画 or by 拼音, from now on."""
        self._table.records.by_strokes = by_strokes
        self._state.keep_text(f"names/{self._name}", "strokes" if by_strokes else "pinyin")
        self.sort(section, descending=False, added=False)

    def filter_by(self, name: str, keys: frozenset[FilterKey] | None) -> None:
        """Show only rows with these keys in a column; ``None`` for all."""
        self._table.renew(lambda: self._table.records.filter_by(name, keys))

    def clear_filters(self) -> None:
        """Show all rows again."""
        self._table.renew(self._table.records.clear_filters)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_columns(self, names: list[str]) -> None:
        """Show these columns in this order, and remember it."""
        records = self._table.records
        if names == [each.name for each in records.columns]:
            return
        self._table.renew(lambda: records.arrange(names))
        others = {each.name: False for each in records.all_columns if each.name not in names}
        self._state.keep_columns(self._name, dict.fromkeys(names, True) | others)
        self._table.widths.forget()
        self._table.widths.measure()

    def restore_columns(self) -> None:
        """Show the columns that the list has by itself, as wide as what they hold."""
        records = self._table.records
        usual = [each.name for each in records.all_columns if not each.optional]
        self.show_columns(usual)
        self._state.keep_columns(self._name, {})
        self._state.keep_widths(self._name, [])
        self._table.widths.forget()
        self._table.widths.measure()

    def move_column(self, old: int, new: int) -> None:
        """A head was dragged: the list keeps the order itself, the head none of its own."""
        head = self._table.head
        head.blockSignals(True)
        head.moveSection(new, old)
        head.blockSignals(False)
        names = [each.name for each in self._table.records.columns]
        names.insert(new, names.pop(old))
        self.show_columns(names)

    def choose_columns(self) -> None:
        """Let the user choose columns and their order."""
        records = self._table.records
        shown = [each.name for each in records.columns]
        dialog = ColumnChooser(records.all_columns, shown, self._table)
        if not dialog.exec():
            return
        if dialog.is_default():
            self.restore_columns()
        else:
            self.show_columns(dialog.chosen())

    def open_column_menu(self, section: int) -> None:
        """Open the menu below a head."""
        records = self._table.records
        column = records.columns[section]
        menu = ColumnMenu(column.head, records.entries(column), self._table)
        others = [key for key in records.sorting if key.name != column.name]
        menu.offer_sorting(
            after_others=bool(others), by_strokes=records.by_strokes if column.names else None
        )
        menu.tick(records.filters.get(column.name))
        menu.sort_asked.connect(
            lambda down, added: self.sort(section, descending=down, added=added)
        )
        menu.strokes_asked.connect(lambda strokes: self.sort_names(section, by_strokes=strokes))
        menu.filter_asked.connect(lambda keys: self.filter_by(column.name, keys))
        menu.columns_asked.connect(self.choose_columns)
        self.menu = menu
        menu.finished.connect(lambda _answer: self._forget_menu(menu))
        menu.open_at(self._table.head.place_of(section))

    def open_row_menu(self, where: QPoint) -> None:
        """Open the menu of the selected rows."""
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        some = menu.addAction("复制\tCtrl+C", self.copy)
        all_heads = menu.addAction("连表头一起复制\tCtrl+Shift+C", lambda: self.copy(heads=True))
        for each in (some, all_heads):
            each.setEnabled(bool(self._table.selected()))
        if self._paste and self._fill_down and self._edit_many:
            menu.addAction("粘贴…\tCtrl+V", self._paste)
            if self._paste_new:
                words = f"粘贴为新的{self._noun}…\tCtrl+Shift+V"
                menu.addAction(words, self._paste_new)
            menu.addAction("向下填充…\tCtrl+D", self._fill_down)
            menu.addAction("批量修改…\tCtrl+E", self._edit_many)
        menu.addAction("全部选中\tCtrl+A", self._table.selectAll)
        menu.addSeparator()
        menu.addAction("选择列…", self.choose_columns)
        if self._table.records.filters:
            menu.addAction("清除筛选", self.clear_filters)
        menu.popup(where)

    def copy(self, *, heads: bool = False) -> None:
        """Copy the selected rows as they are shown."""
        if selected := self._table.selected():
            copy_rows(self._table.records, selected, heads=heads)

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key means; whether it means anything."""
        act = {
            "copy": self.copy,
            "copy_heads": lambda: self.copy(heads=True),
            "paste": self._paste,
            "paste_new": self._paste_new or self._paste,
            "fill_down": self._fill_down,
            "edit_many": self._edit_many,
            "columns": lambda: self.open_column_menu(self._table.place),
            "menu": self._open_menu_here,
        }.get(shortcuts.pressed(event, shortcuts.LIST))
        if act is None:
            return False
        act()
        return True

    def _open_menu_here(self) -> None:
        corner = self._table.visualRect(self._table.currentIndex()).bottomLeft()
        self.open_row_menu(self._table.viewport().mapToGlobal(corner))

    def _sort_by(self, keys: list[SortKey]) -> None:
        records = self._table.records
        records.sort_by(keys)
        self._state.keep_sorting(self._name, keys)
        for section, column in enumerate(records.columns):
            if any(key.name == column.name for key in keys):
                self._table.widths.make_room(section)

    def _forget_menu(self, menu: ColumnMenu) -> None:
        self.menu = None
        if not menu.was_left:
            self._table.window().activateWindow()
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)


def _missing(known: dict[str, bool], kept: dict[str, bool]) -> dict[str, bool]:
    """Columns that a newer program has and that were not there when the user chose."""
    return {name: on for name, on in known.items() if name not in kept}
