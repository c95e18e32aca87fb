"""Choosing the records that prove a score."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from partydesk.services.evidence import Proof
from ui.widgets.basics import button, column, label, row
from ui.widgets.fitting import fit
from ui.widgets.search_box import SearchBox

_KEY = Qt.ItemDataRole.UserRole


class EvidenceDialog(QDialog):
    """A list of records with boxes to tick; Space ticks, typing narrows."""

    def __init__(
        self,
        title: str,
        offered: Sequence[Proof],
        chosen: Iterable[tuple[str, str]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"选择佐证 · {title}")
        self._list = QListWidget()
        self._list.setAccessibleName("可作佐证的记录")
        # Else it would keep the places of its lines from before it was dressed.
        self._list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._count_label = label("", "caption")
        search = SearchBox("日期、类型、议题、姓名")
        search.searched.connect(self._narrow)
        ticked = set(chosen)
        for each in offered:
            item = QListWidgetItem(f"{each.day.isoformat()}　{each.text}")
            item.setToolTip(item.text())
            item.setData(_KEY, each.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = each.id in ticked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self._list.addItem(item)
        self._list.itemChanged.connect(lambda _item: self._say())
        take = button("确定", self.accept, "primary")
        take.setDefault(True)
        layout = column(
            label("勾选能够证明这一条的记录。", "caption"),
            search,
            self._list,
            row(self._count_label, None, button("取消", self.reject), take),
            gap=12,
            margins=(20, 18, 20, 18),
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)
        fit(self, 620, 520)
        self._say()

    def chosen(self) -> list[tuple[str, str]]:
        """Record type and id of each ticked record."""
        return [
            tuple(item.data(_KEY))
            for item in self._items()
            if item.checkState() == Qt.CheckState.Checked
        ]

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(number) for number in range(self._list.count())]

    def _narrow(self, text: str) -> None:
        for item in self._items():
            item.setHidden(bool(text) and text not in item.text())

    def _say(self) -> None:
        self._count_label.setText(f"已选 {len(self.chosen())} 条")
