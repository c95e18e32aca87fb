"""People who may stand on the roster twice, with the reason; two of them are chosen to merge."""

from datetime import date

from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from partydesk.domain.text import long_day
from partydesk.services import merging, organization, told_apart
from partydesk.services.merging import Duplicate, Entry
from ui.desk import Desk
from ui.dialogs.merge import MergeDialog
from ui.widgets.basics import button, column, label, row
from ui.widgets.fitting import fit
from ui.widgets.picker import Option, PickerEdit


class DuplicatesDialog(QDialog):
    """Lists the pairs that were found; any other two can be named.

    Attributes:
        list: The pairs, the surest first.
        one_edit: The first of two people who are named by hand.
        other_edit: The second one.
        look_button: Shows the chosen pair side by side.
        apart_button: Remembers that the chosen pair, one that was found, is two people.
        merged: The dialog in which two were merged; none while nothing was done.
    """

    def __init__(self, desk: Desk, chosen: tuple[str, ...], parent: QWidget) -> None:
        """Show what is found.

        Args:
            desk: The desk.
            chosen: Keys of the people who are chosen on the roster: two of them are named at
                once, of one the pairs stand first.
            parent: What it opens on.
        """
        super().__init__(parent)
        self.setWindowTitle("合并重复登记")
        self._desk = desk
        self.merged: MergeDialog | None = None
        self.list = QListWidget()
        self.list.setAccessibleName("可能重复登记的人")
        self.one_edit, self.other_edit = PickerEdit(), PickerEdit()
        self.look_button = button("并排对照…", self.look, "primary")
        self.apart_button = button("不是同一人", self.tell_apart)
        self.apart_button.setToolTip("记在文件里，以后不再提示这一对；可以撤销")
        self.heading_label = label("", "caption", wrap=True)
        self._found: list[Duplicate] = []
        self._build()
        self._find(chosen)
        self._offer(chosen)
        fit(self, 720, 460 if self._found else 180)

    def look(self) -> None:
        """Show the two who are named side by side; merged, this dialog is done too."""
        one, other = self.one_edit.value(), self.other_edit.value()
        with self._desk.reporting(self):
            dialog = MergeDialog(self._desk, one, other, self)
            if dialog.exec():
                self.merged = dialog
                self.accept()

    def tell_apart(self) -> None:
        """Propose the pair that is named no more."""
        with self._desk.reporting(self):
            self._desk.call(told_apart.tell_apart, self.one_edit.value(), self.other_edit.value())
            self._find(())
            self._offer(())

    def _find(self, chosen: tuple[str, ...]) -> None:
        """Look for pairs; those of the chosen people stand first."""
        found = self._desk.call(merging.find_duplicates)
        self._found = sorted(found, key=lambda each: not {each.kept.id, each.gone.id} & {*chosen})
        self.list.clear()
        for each in self._found:
            self.list.addItem(QListWidgetItem(_told(each)))
        self.list.setVisible(bool(self._found))
        self.apart_button.setVisible(bool(self._found))
        self.heading_label.setText(_heading(len(self._found)))

    def _build(self) -> None:
        people = [
            Option(*each) for each in self._desk.call(organization.people_to_pick, date.today())
        ]
        for edit, name in ((self.one_edit, "留下的一条"), (self.other_edit, "并入的一条")):
            edit.setAccessibleName(name)
            edit.set_options(people)
            edit.changed.connect(self._show_ready)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setWordWrap(True)
        # Not by the current row: the list chooses one of itself when it gets the focus.
        self.list.itemSelectionChanged.connect(self._take)
        self.list.itemActivated.connect(lambda _item: self.look())
        self.look_button.setDefault(True)
        layout = column(
            self.heading_label,
            self.list,
            row(
                label("留下的一条", "label"), self.one_edit, 8,
                label("并入的一条", "label"), self.other_edit,
            ),
            row(self.apart_button, None, button("关闭", self.reject), self.look_button),
            gap=12,
            margins=(20, 18, 20, 18),
        )  # fmt: skip
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _offer(self, chosen: tuple[str, ...]) -> None:
        if self._found:
            self.list.setCurrentRow(0)
        pair = {*chosen[:2]}
        if len(chosen) == 2 or (
            chosen and not any(pair & {each.kept.id, each.gone.id} for each in self._found)
        ):
            # Whom the user chose goes before what was found.
            self.list.clearSelection()
            self.one_edit.set_value(chosen[0])
            self.other_edit.set_value(chosen[1] if len(chosen) == 2 else None)
        self._show_ready()

    def _take(self) -> None:
        for chosen in self.list.selectedIndexes():
            pair = self._found[chosen.row()]
            self.one_edit.set_value(pair.kept.id)
            self.other_edit.set_value(pair.gone.id)
            self._show_ready()

    def _show_ready(self) -> None:
        edits = (self.one_edit, self.other_edit)
        known = all(each.value() and not each.problem() for each in edits)
        pair = {each.value() for each in edits}
        self.look_button.setEnabled(known and len(pair) == len(edits))
        self.apart_button.setEnabled(
            known and any(pair == {each.kept.id, each.gone.id} for each in self._found)
        )


def _heading(count: int) -> str:
    by_hand = "也可以在下面直接选两个人。"
    if not count:
        return f"没有发现像是重复登记的人。{by_hand}"
    return (
        f"有 {count} 对可能是同一个人，写着为什么；同名的也可能是两个人，请先对照再决定。{by_hand}"
    )


def _told(found: Duplicate) -> str:
    return f"{_entry(found.kept)}　与　{_entry(found.gone)}\n{'；'.join(found.reasons)}"


def _entry(entry: Entry) -> str:
    born = f"{long_day(entry.born_on)}生" if entry.born_on else "没有出生日期"
    return f"{entry.name}（{born}{'，已离开' if entry.left_on else ''}）"
