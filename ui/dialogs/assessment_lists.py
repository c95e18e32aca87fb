"""成绩、问题、整改: the lists that follow from the records of a self-assessment."""

from PySide6.QtWidgets import QDialog, QWidget

from partydesk.domain.text import long_day, points
from partydesk.services import score_lists
from partydesk.services.score_view import SheetView
from ui.desk import Desk
from ui.dialogs.assessment_frame import frame, list_of
from ui.dialogs.message import say
from ui.tabs.register_tab import today
from ui.tabs.saving import SHEETS, ask_target, save_file
from ui.widgets.basics import button, label, rule


class ListsDialog(QDialog):
    """The lists to read, to save as a sheet, and to put on the 问题整改清单."""

    def __init__(self, desk: Desk, view: SheetView, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"成绩、问题、整改 · {view.period.label}")
        self._desk, self._view = desk, view
        self.lists = desk.call(score_lists.three_lists, view, today())
        take = button("列入问题整改清单", self.take, "primary")
        take.setEnabled(bool(self.lists.shortfalls))
        save = button("导出", self._save, icon_name="file-spreadsheet")
        told = "由记录和校核自动列出，可作述职和自查材料的底稿；个人不列入。"
        frame(self, told, list_of(self._parts()), (save, take))

    def take(self) -> None:
        """Put the shortfalls on the 问题整改清单."""
        with self._desk.reporting(self):
            count = self._desk.call(score_lists.take_problems, self.lists, self._view, today())
            left = len(self.lists.shortfalls) - count
            told = f"有 {left} 条已在清单里，没有重复列入。" if left else ""
            say(self, f"{count} 条列入了问题整改清单。", told)

    def _save(self) -> None:
        title = f"{self._view.period.label}成绩问题整改清单"
        target = ask_target(self, title, ".xlsx", SHEETS)
        save_file(self, self._desk, target, score_lists.lists_workbook, title, self.lists)

    def _parts(self) -> list[QWidget | int | None]:
        done, wrong = self.lists.achievements, self.lists.shortfalls
        parts: list[QWidget | int | None] = [label(f"成绩 {len(done)} 条", "section")]
        parts += [label(f"{each.item}：{each.matter}", wrap=True) for each in done]
        parts += [8, label(f"问题和整改 {len(wrong)} 条", "section")]
        for each in wrong:
            lost = f"扣 {points(each.lost)} 分" if each.lost else "扣分已到上限"
            measures = each.measures or "请研究整改措施。"
            told = f"{each.item}　{lost}　整改：{measures}　{long_day(each.due_on)}前"
            parts += [label(f"{each.matter}。", "strong", wrap=True)]
            parts += [label(told, "caption", wrap=True), rule()]
        if not wrong:
            parts.append(label("没有发现问题。", "caption"))
        return parts
