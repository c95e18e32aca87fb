"""What a bureau adds to the steps of 发展党员: taken in, left out again, an example to fill in."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from partydesk.errors import PartydeskError
from partydesk.services import local_steps
from ui.desk import Desk
from ui.dialogs.message import ask, say, show_done, show_fault
from ui.tabs.saving import ask_target
from ui.widgets.basics import Button, column, label, row

_KIND = "步骤文件"


class LocalSteps(QWidget):
    """A line that tells, and a button with what can be done."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.line = label("", wrap=True)
        self.button = Button("本地发展步骤", icon_name="clipboard-check")
        menu = QMenu(self.button)
        menu.addAction("导入本地步骤…", self.take)
        menu.addAction("保存样例文件…", self.save_sample)
        menu.addAction("不用本地步骤", self.drop)
        self.button.set_menu(menu)
        self.setLayout(column(self.line, row(self.button, None), gap=10))

    def refresh(self) -> None:
        """Tell how many steps there are."""
        self.line.setText(self._desk.call(local_steps.steps_told))

    def take(self) -> None:
        """Ask for a file, show what it would add, and take it in."""
        chosen, _ = QFileDialog.getOpenFileName(self, "导入本地步骤", "", f"{_KIND} (*.toml)")
        if not chosen:
            return
        try:
            told = local_steps.look_at_steps(Path(chosen))
            question = f"将收下 {len(told)} 个本地步骤，代替以前导入的。"
            if ask(self, question, "\n".join(told), ("收下", "取消")) == "收下":
                say(self, self._desk.call(local_steps.take_steps, Path(chosen)))
        except PartydeskError as error:
            show_fault(self, error)
        self.refresh()

    def save_sample(self) -> None:
        """Save an example where the user says."""
        target = ask_target(self, "本地发展步骤样例", ".toml", _KIND)
        if target is None:
            return
        try:
            local_steps.save_sample(target)
        except PartydeskError as error:
            show_fault(self, error)
        else:
            show_done(self, f"已保存为“{target.name}”。", target)

    def drop(self) -> None:
        """Leave them out again."""
        try:
            say(self, self._desk.call(local_steps.drop_steps))
        except PartydeskError as error:
            show_fault(self, error)
        self.refresh()
