"""What the bar of 自评考核 does: closing, taking over figures, comparing, printing, schemes."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from partydesk.domain.periods import period_with
from partydesk.services import assessments, exports, schemes
from partydesk.services.adding_papers import Added
from ui.desk import Desk
from ui.dialogs.message import ask, say
from ui.dialogs.pdf_preview import show_paper
from ui.tabs.adding_papers import add_papers, tell_refused
from ui.tabs.register_tab import today
from ui.tabs.saving import save_table

if TYPE_CHECKING:
    from ui.tabs.assessment_tab import AssessmentTab


class AssessmentTools(QObject):
    """The buttons of the tab; dialogs are loaded when they are asked for."""

    def __init__(self, tab: "AssessmentTab") -> None:
        super().__init__(tab)
        self._tab, self._desk = tab, tab.desk
        buttons: tuple[tuple[str, Callable[[], object], str], ...] = (
            ("采用测算分", self.adopt, "circle-check"),
            ("年度对照", self.compare, "history"),
            ("打印自评表", self.print_sheet, "printer"),
            ("能拿回几分", self.show_gains, "clipboard-check"),
            ("三张清单", self.show_lists, "file-text"),
            ("查雷同", self.find_copies, "search"),
            ("加分和一票否决", self.edit_extras, "adjustments"),
            ("上级评分和星级", self.edit_given, "clipboard-check"),
            ("历次版本", self.show_versions, "folders"),
            ("考核表", self.edit_scheme, "settings"),
            ("导出列表", self.export, "file-spreadsheet"),
        )
        for text, pressed, icon in buttons:
            tab.page.add_button(text, pressed, icon)

    def finish(self) -> None:
        """Close the self-assessment, or begin to correct a closed one."""
        tab = self._tab
        tab.leave()
        if tab.view.is_closed:
            self._correct()
            return
        with self._desk.reporting(tab):
            label, view = tab.period.label, tab.view
            told = "完成后分数、理由和佐证不再变动；以后要改，可以更正为新的一版，原来的仍可查看。"
            if view.period.last >= today():
                told = f"{label}还没有结束，测算只算到今天。{told}"
            choices = ("完成自评", "取消")
            waits = bool(view.missing or view.unreasoned)
            if waits or ask(tab, f"完成{label}自评？", told, choices) == choices[0]:
                self._desk.call(assessments.finish, tab.begun(), today())

    def _correct(self) -> None:
        from ui.dialogs.assessment_reason import CorrectionDialog

        tab = self._tab
        dialog = CorrectionDialog(tab.period.label, tab.view.version, tab)
        if dialog.exec():
            with self._desk.reporting(tab):
                self._desk.call(assessments.correct, tab.view.id, dialog.reason)

    def adopt(self) -> None:
        """Take over the program's figures where there is no own one."""
        tab = self._tab
        tab.leave()
        with self._desk.reporting(tab):
            count = self._desk.call(assessments.adopt, tab.begun(), today())
            left = [each.item.no for each in tab.view.lines if each.computed is None]
            told = f"第 {'、'.join(left)} 条由支部判断，请自己评分。" if left else ""
            say(tab, f"{count} 条采用了系统测算分。", told)

    def add_files(self) -> None:
        """Add files as evidence of the item that is shown."""
        from PySide6.QtWidgets import QFileDialog

        tab = self._tab
        chosen, _ = QFileDialog.getOpenFileNames(tab, "添加佐证文件", "")
        if chosen:
            from pathlib import Path

            owner = ("assessment", tab.begun())
            add_papers(self._desk, owner, [Path(each) for each in chosen], tab, self._added)

    def _added(self, added: Added) -> None:
        keys = [("attachment", each.id) for each in added.rows]
        if keys:
            self._tab.take_proofs([*self._tab.picked(), *keys])
        tell_refused(self._tab, added)

    def show_gains(self) -> None:
        """做了这件，能拿回几分."""
        from ui.dialogs.assessment_gains import GainsDialog

        tab = self._tab
        dialog = GainsDialog(tab.period.label, tab.ranked(), tab)
        dialog.go.connect(tab.go)
        dialog.task_asked.connect(tab.make_task)
        dialog.exec()

    def compare(self) -> None:
        """The periods side by side, and year by year."""
        from ui.dialogs.assessment_years import YearsDialog

        tab = self._tab
        YearsDialog(self._desk, tab.scheme_id, tab.period.first.year, tab).exec()

    def show_lists(self) -> None:
        """成绩、问题、整改 as they follow from the records."""
        from ui.dialogs.assessment_lists import ListsDialog

        ListsDialog(self._desk, self._tab.view, self._tab).exec()

    def find_copies(self) -> None:
        """Texts that nearly repeat each other."""
        from ui.dialogs.likeness import LikenessDialog

        LikenessDialog(self._desk, self._tab.period, self._tab).exec()

    def edit_extras(self) -> None:
        """Bonus and veto."""
        from ui.dialogs.assessment_extras import ExtrasDialog

        tab = self._tab
        tab.leave()
        ExtrasDialog(self._desk, tab.view, tab.begun(), tab).exec()

    def edit_given(self) -> None:
        """What the higher body and the other branches gave."""
        from ui.dialogs.assessment_given import GivenDialog

        tab = self._tab
        tab.leave()
        GivenDialog(self._desk, tab.view, tab.begun(), tab).exec()

    def show_versions(self) -> None:
        """The closed versions of this period."""
        from ui.dialogs.assessment_versions import VersionsDialog

        tab = self._tab
        VersionsDialog(self._desk, tab.scheme_id, tab.code, tab).exec()

    def edit_scheme(self) -> None:
        """Choose a scheme, take one out as a workbook, take an edited one in."""
        from ui.dialogs.schemes import SchemesDialog

        tab = self._tab
        tab.leave()
        if SchemesDialog(self._desk, tab).exec():
            tab.choose_scheme(self._desk.call(schemes.chosen_scheme).id)

    def print_sheet(self) -> None:
        """The self-assessment on paper."""
        tab = self._tab
        tab.leave()
        title = f"自评表 {period_with(tab.code).label}"
        asked = tab.code, today(), "", tab.scheme_id
        show_paper(self._desk, tab, title, exports.assessment_pdf, *asked)

    def export(self) -> None:
        """The list as it is seen."""
        tab = self._tab
        save_table(tab, self._desk, tab.page.table, f"自评表 {tab.period.label}")


def scheme_choices(desk: Desk) -> list[tuple[str, object]]:
    """Titles and ids of the schemes, the one that the branch uses first."""
    chosen = desk.call(schemes.chosen_scheme).id
    found = sorted(desk.call(schemes.all_schemes), key=lambda each: each.id != chosen)
    return [(each.title.removesuffix("（示例）"), each.id) for each in found]
