"""回收站: what was deleted comes back, and bytes that nothing needs any more go."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from partydesk.domain.text import file_size
from partydesk.services import history
from partydesk.services.history import DeletedRow
from partydesk.services.unused_contents import Unused, remove_unused_contents, unused_contents
from ui.desk import Desk
from ui.dialogs.message import ask
from ui.widgets.basics import button, clear, column, label, row, set_role

#: As many deleted records are listed; the newest come first.
LISTED = 30


class BinCard(QFrame):
    """Lists what was deleted, each with the button that brings it back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_role(self, "card")
        self._desk = desk
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self._unused = Unused(0, 0)
        self._unused_label = label("", "caption", wrap=True)
        self.clean_button = button("清理…", self._clean, "link")
        self.clean_button.setAccessibleName("清理不再用到的附件内容")
        self._foot = QWidget()
        foot = row(self._unused_label, self.clean_button)
        foot.setStretch(0, 1)
        self._foot.setLayout(foot)
        title = label("回收站", "title")
        self.setLayout(column(title, self._list, self._foot, gap=10, margins=(18, 16, 18, 16)))

    def refresh(self) -> None:
        """Read what lies in 回收站."""
        clear(self._list)
        rows = self._desk.call(history.recycle_bin)
        for each in rows[:LISTED]:
            self._list.addWidget(self._line(each))
        if not rows:
            self._list.addWidget(label("回收站是空的。", "caption"))
        self._unused = self._desk.call(unused_contents)
        self._unused_label.setText(f"不再用到的附件内容：{self._told()}。")
        self._foot.setVisible(self._unused.count > 0)

    def _told(self) -> str:
        return f"{self._unused.count} 份，{file_size(self._unused.size)}"

    def _clean(self) -> None:
        answer = ask(
            self,
            f"清理不再用到的附件内容（{self._told()}）？",
            "它们是旋转照片、撤销添加后留下的，不属于任何记录，也不在还能撤销的步骤里。"
            "清理后找不回来。",
            ("清理", "先不清理"),
        )
        if answer == "清理":
            with self._desk.reporting(self):
                self._desk.call(remove_unused_contents)
            self.refresh()

    def _line(self, deleted: DeletedRow) -> QWidget:
        back = button("恢复", lambda: self._restore(deleted), "link")
        back.setAccessibleName(f"恢复 {deleted.title}")
        made = QWidget()
        when = label(f"{deleted.deleted_at:%m-%d %H:%M}", "caption")
        made.setLayout(row(label(deleted.title), None, when, back))
        return made

    def _restore(self, deleted: DeletedRow) -> None:
        with self._desk.reporting(self):
            self._desk.call(history.restore, deleted.record_type, deleted.record_id)
        self.refresh()
