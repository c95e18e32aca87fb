"""The records that have changed since the last submission, counted by kind, each openable."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from partydesk.services.changes_since import Changed, Since, What
from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.corners import RoundCorners
from ui.widgets.fitting import fit
from ui.widgets.tab_page import Target

_WHERE = "删除的记录在“设置”的回收站里。"
_HEADS = ("类别", "记录", "变化", "最后改动")


class ChangesDialog(QDialog):
    """A list; Enter or a double click opens a record.

    Attributes:
        chosen: Where to go, when a record was opened.
    """

    def __init__(self, since: Since, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._since = since
        self.chosen: Target | None = None
        self.setWindowTitle("自上次上报以来的变化")
        self.counts_label = label(_counted(since), wrap=True)
        self.table = _table(since.changed)
        self.table.itemSelectionChanged.connect(self._offer)
        self.table.itemActivated.connect(lambda _item: self.open_chosen())
        self.open_button = button("打开这一条", self.open_chosen, "primary")
        self.open_button.setDefault(True)
        closing = button("关闭", self.reject)
        closing.setAutoDefault(False)
        day = since.sent_at
        head = f"自第 {since.sequence} 号上报（{day:%Y-%m-%d %H:%M}）以来"
        layout = column(
            label(head, "page-title"), self.counts_label, self.table,
            row(label(_WHERE, "caption"), None, closing, self.open_button),
            gap=12, margins=(22, 18, 22, 18),
        )  # fmt: skip
        layout.setStretch(2, 1)
        self.setLayout(layout)
        fit(self, 860, 600)
        if since.changed:
            self.table.selectRow(0)
        self._offer()

    def open_chosen(self) -> None:
        """Go to the selected record, unless it was deleted."""
        changed = self._current()
        if changed is not None and changed.what is not What.REMOVED:
            self.chosen = Target(changed.record_type, changed.record_id)
            self.accept()

    def _current(self) -> Changed | None:
        place = self.table.currentRow()
        return self._since.changed[place] if 0 <= place < len(self._since.changed) else None

    def _offer(self) -> None:
        changed = self._current()
        self.open_button.setEnabled(changed is not None and changed.what is not What.REMOVED)


def _counted(since: Since) -> str:
    """As in 党员：新增 2、改动 1；会议：新增 3."""
    kinds = [
        f"{kind}：{'、'.join(f'{what} {of_kind[what]}' for what in What if what in of_kind)}"
        for kind, of_kind in since.counts()
    ]
    return "；".join(kinds) + "。" if kinds else "没有变化。"


def _table(changed: tuple[Changed, ...]) -> QTableWidget:
    made = QTableWidget(len(changed), len(_HEADS))
    RoundCorners(made)
    made.setAccessibleName("有变化的记录")
    made.setHorizontalHeaderLabels(list(_HEADS))
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setShowGrid(False)
    made.setAlternatingRowColors(True)
    made.setTabKeyNavigation(False)
    made.setWordWrap(False)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(current_theme().px(30))
    made.setStyleSheet("QTableWidget::item { padding: 0 8px; }")
    head = made.horizontalHeader()
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for place, width in ((0, 110), (2, 70), (3, 120)):
        made.setColumnWidth(place, current_theme().px(width))
    head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    for place, each in enumerate(changed):
        texts = (each.kind, each.title, str(each.what), f"{each.at:%m-%d %H:%M}")
        for column_, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            made.setItem(place, column_, item)
    return made
