"""A line on 上报: what has changed since the last submission, with the way to each record."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from partydesk.services.changes_since import Since, What, changes_since_submission
from ui.desk import Desk
from ui.widgets.basics import button, row
from ui.widgets.elided import ElidedLabel


class ChangesLine(QWidget):
    """Empty until something was submitted.

    Signals:
        go: A record was chosen; its ``Target``.
    """

    go = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._since: Since | None = None
        self.label = ElidedLabel("", "caption")
        self.list_button = button("看有哪些变化…", self._show, "link")
        self.setLayout(row(self.label, self.list_button, None, gap=10))
        self._show_parts(shown=False)

    def refresh(self) -> None:
        """Count anew, if the file has changed."""
        self._since = self._desk.recall(changes_since_submission)
        self._show_parts(shown=self._since is not None)
        if self._since is not None:
            self.label.setText(_told(self._since))
            self.list_button.setEnabled(bool(self._since.changed))

    def _show_parts(self, *, shown: bool) -> None:
        self.label.setVisible(shown)
        self.list_button.setVisible(shown)

    def _show(self) -> None:
        from ui.dialogs.changes import ChangesDialog

        assert self._since is not None, "the button is shown only then"
        dialog = ChangesDialog(self._since, self)
        if dialog.exec() and dialog.chosen is not None:
            self.go.emit(dialog.chosen)


def _told(since: Since) -> str:
    """As in 新增 5 条、改动 2 条（自 11月2日第 3 号上报以来）."""
    start = f"自 {since.sent_at.month}月{since.sent_at.day}日第 {since.sequence} 号上报以来"
    whats = [each.what for each in since.changed]
    parts = [f"{what} {whats.count(what)} 条" for what in What if what in whats]
    # The numbers first: where there is little room the rest is cut.
    return f"{'、'.join(parts)}（{start}）" if parts else f"没有变化（{start}）"
