"""Every dialog of the program in each of its states; a test sees that none is left out."""

from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from PySide6.QtWidgets import QDialog

import ui
from partydesk.package.update_list import Update
from partydesk.rules.scoring_gains import gains
from partydesk.services import (
    assessments,
    calendar_import,
    cards,
    cell_edits,
    development_outlook,
    evidence,
    file_views,
    handing_over,
    history,
    password_rules,
    schemes,
)
from partydesk.services.cell_edits import Wanted
from partydesk.services.changes_since import Changed, Since, What
from partydesk.services.exports import roster_pdf
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.ledgers.sheets import template
from partydesk.services.sample_sheet import roster_sheet_sample
from partydesk.services.schemes import SchemePreview
from partydesk.services.score_view import result_of
from partydesk.services.updating import Here
from partydesk.services.workbench import workbench
from tests.ui.dialog_room import QUARTER, TODAY, Room
from ui.background import Background
from ui.dialogs.all_duties import AllDutiesDialog
from ui.dialogs.assessment_extras import ExtrasDialog
from ui.dialogs.assessment_gains import GainsDialog
from ui.dialogs.assessment_given import GivenDialog
from ui.dialogs.assessment_lists import ListsDialog
from ui.dialogs.assessment_reason import CorrectionDialog
from ui.dialogs.assessment_versions import VersionsDialog, _VersionDialog
from ui.dialogs.assessment_years import YearsDialog
from ui.dialogs.backup_word import BackupWordDialog
from ui.dialogs.backups import BackupsDialog
from ui.dialogs.batch_edit import BatchDialog
from ui.dialogs.cell_changes import CellChangesDialog, Doing, Offer
from ui.dialogs.changes import ChangesDialog
from ui.dialogs.check_rules import CheckRulesDialog
from ui.dialogs.choose_evidence import EvidenceDialog
from ui.dialogs.diagnosis import DiagnosisDialog
from ui.dialogs.duplicates import DuplicatesDialog
from ui.dialogs.file_views import FileViewsDialog, PurposeDialog
from ui.dialogs.first_start import FirstStartDialog
from ui.dialogs.hand_over import HandOverDialog
from ui.dialogs.help import HelpDialog
from ui.dialogs.history import HistoryDialog
from ui.dialogs.import_calendar import ImportCalendarDialog
from ui.dialogs.import_roster import ImportDialog
from ui.dialogs.import_table import ImportTableDialog
from ui.dialogs.likeness import LikenessDialog
from ui.dialogs.merge import MergeDialog
from ui.dialogs.new_branch import NewBranchDialog, Setting
from ui.dialogs.new_password import NewPasswordDialog
from ui.dialogs.paper_viewer import PaperViewer
from ui.dialogs.passwords import ChangePasswordDialog, DeputyDialog
from ui.dialogs.pdf_preview import PdfPreview
from ui.dialogs.put_off import PutOffDialog
from ui.dialogs.report import ReportDialog
from ui.dialogs.reports import COVERAGE
from ui.dialogs.rescue import RescueDialog
from ui.dialogs.schemes import SchemePreviewDialog, SchemesDialog
from ui.dialogs.sent_packages import LedgerDialog
from ui.dialogs.sheet_trial import SheetTrialDialog
from ui.dialogs.submission_dialogs import CardDialog, ReasonDialog, ReleaseDialog
from ui.dialogs.unlock import UnlockDialog
from ui.dialogs.update import UpdateDialog
from ui.dialogs.waiting import WaitingDialog
from ui.dialogs.writing import WritingDialog
from ui.shortcuts import SHEET
from ui.tabs.development_step import StepDialog
from ui.widgets.column_chooser import ColumnChooser
from ui.widgets.column_filter import ColumnMenu

_DIAGNOSIS = {
    "说明.txt": "这个诊断包里没有任何人的信息。\n" * 30,
    "版本.txt": "支部工作台 0.1.0\n",
}
#: Makes a dialog as it first opens.
Make = Callable[[Room], QDialog]


def in_the_program() -> set[type[QDialog]]:
    """The dialogs that can open: classes of the window's own that nothing is derived from."""
    for each in walk_packages(ui.__path__, "ui."):
        if not each.name.endswith("__main__"):
            import_module(each.name)
    return {each for each in _below(QDialog) if not each.__subclasses__()}


def _below(kind: type[QDialog]) -> Iterator[type[QDialog]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("ui."):
            yield each
        yield from _below(each)


def names() -> list[tuple[type[QDialog], str]]:
    """Each dialog with each of its states; the first state has no name."""
    return [(kind, state) for kind, states in DIALOGS.items() for state in states]


def make(room: Room, kind: type[QDialog], state: str = "") -> QDialog:
    """A dialog in one of its states, not yet shown."""
    made = DIALOGS[kind][state](room)
    assert type(made) is kind
    return made


# -- The file and who opens it --


def _new_branch(place: int) -> Make:
    def made(room: Room) -> QDialog:
        def wrong(_values: object) -> dict[str, object]:
            return {}

        nothing = dict.fromkeys(("create", "discard", "wear", "import_roster"), str)
        setting = Setting(wrong, password_rules.password_sentence, folder=room.folder, **nothing)
        dialog = NewBranchDialog(setting, Background(inline=True))
        dialog.sheet_page.show_sheet(room.desk.call(handing_over.new_sheet, TODAY).pdf)
        for number in range(1, place + 1):
            dialog._show(number)
        return dialog

    return made


def _unlock(room: Room) -> UnlockDialog:
    return UnlockDialog(room.folder / "第二党支部.partydesk", str, str, Background(inline=True))


def _unlock_with_sheet(room: Room) -> QDialog:
    dialog = _unlock(room)
    dialog.other_way_button.click()
    return dialog


def _unlock_after_a_fault(room: Room) -> QDialog:
    dialog = _unlock(room)
    dialog._say("密码不对。还可以试；字母分大小写，也可以改用恢复单打开。")
    return dialog


def _hand_over(place: int) -> Make:
    def made(room: Room) -> QDialog:
        ready = room.desk.call(handing_over.new_sheet, TODAY)
        dialog = HandOverDialog(room.desk, ready, room.window)
        dialog._show(place)
        return dialog

    return made


def _too_short(dialog_of: Callable[[Room], QDialog]) -> Make:
    """A dialog after its button was pressed with nothing filled in."""

    def made(room: Room) -> QDialog:
        dialog = dialog_of(room)
        dialog._take()
        return dialog

    return made


def _rescue(room: Room) -> QDialog:
    path = room.desk.call(lambda store: store.file.path)
    return RescueDialog(path, "", Background(inline=True), room.window)


# -- Lists and sheets --


def _cells(room: Room) -> QDialog:
    offer = Offer(
        [Wanted(each, "title", "正高级教师") for each in room.people],
        [("魏无名", "名册里没有这个人。")],
        told="从选中的行和下面这一列开始，逐格粘贴。确认前什么都不会改，确认后可以撤销。",
    )
    doing = Doing(
        "粘贴", "从哪一列开始", [("title", "职称")], "title", lambda *_given: offer, has_blanks=True
    )
    return CellChangesDialog(room.desk, cell_edits.MEMBERS, doing, room.state, room.window)


def _columns(room: Room) -> QDialog:
    return ColumnChooser(room.tab("党员名册").page.table.records.all_columns, ["name"], room.window)


def _column_menu(head: str) -> Make:
    def made(room: Room) -> QDialog:
        table = room.tab("党员名册").page.table
        heads = [each.head for each in table.records.columns]
        table.tools.open_column_menu(heads.index(head))
        return table.tools.menu

    return made


def _import(room: Room) -> QDialog:
    sheet = room.folder / "名册.xlsx"
    roster_sheet_sample(sheet)
    dialog = ImportDialog(room.desk, room.state, room.window)
    dialog.read(sheet)
    return dialog


def _import_table(room: Room) -> QDialog:
    ledger = BY_TABLE["visit"]
    dialog = ImportTableDialog(room.desk, room.state, ledger, room.window)
    sheet = room.folder / "空表.xlsx"
    sheet.write_bytes(template(ledger))
    dialog.read(sheet)
    return dialog


def _calendar(room: Room) -> QDialog:
    sheet = room.folder / "年度表.xlsx"
    sheet.write_bytes(calendar_import.template(TODAY.year + 1))
    return ImportCalendarDialog(calendar_import.read_calendar(sheet), room.window)


# -- Records --


def _history(room: Room) -> QDialog:
    lines = room.desk.call(history.history_of, "member", room.people[0])
    return HistoryDialog("陈志远", lines, room.window)


def _step(room: Room) -> QDialog:
    tab = room.tab("工作台账")
    tab.show_ledger("development")
    page = tab.page
    seen = room.desk.call(development_outlook.outlook, page.record_id, TODAY)
    return page.step_dialog(seen)


def _step_again(room: Room) -> QDialog:
    tab = room.tab("工作台账")
    tab.show_ledger("development")
    dialog = StepDialog(tab.page, "改这一步", ())
    values = tab.page.way.value()[0]
    dialog.ask_again(tab.page.rules().named(values["step"]), values)
    return dialog


def _writing(room: Room) -> QDialog:
    tab = room.tab("会议记录")
    tab.writing.open_here()
    return tab.writing.dialog


def _viewer(place: int) -> Make:
    def made(room: Room) -> QDialog:
        return PaperViewer(room.desk, room.papers, room.papers[place].id, room.window)

    return made


# -- Duties, self-assessment, submission --


def _put_off(room: Room) -> QDialog:
    todos = room.desk.call(workbench, TODAY).todos
    return PutOffDialog(room.desk, next(each for each in todos if each.key), TODAY, room.window)


def _view(room: Room):
    return room.desk.call(assessments.sheet_view, QUARTER.code, TODAY)


def _versions(room: Room) -> VersionsDialog:
    return VersionsDialog(room.desk, _view(room).scheme.id, QUARTER.code, room.window)


def _changes(room: Room) -> QDialog:
    at = datetime.now()
    changed = [
        Changed("meeting", "m", what, "会议", f"2026-11-{day:02} 支部委员会会议", at)
        for what in What
        for day in range(3, 12)
    ]
    return ChangesDialog(Since(3, at, tuple(changed)), room.window)


def _card(room: Room) -> QDialog:
    name = cards.name_on(cards.sample_card_bytes())
    return CardDialog(name, cards.ASKED_GROUPS, room.window)


def _scheme(*problems: str) -> Make:
    def made(room: Room) -> QDialog:
        scheme = room.desk.call(schemes.chosen_scheme)
        changes = ("第 3 条“三会一课”由 16.0 分改为 18.0 分。", "第 11 条已删去。")
        preview = SchemePreview(None if problems else scheme, problems, changes)
        return SchemePreviewDialog("区考核表 2027.xlsx", preview, room.window)

    return made


def _gains(room: Room) -> QDialog:
    tab = room.tab("自评考核")
    return GainsDialog(QUARTER.label, gains(result_of(_view(room))), tab)


def _evidence(room: Room) -> QDialog:
    offered = room.desk.call(evidence.proofs, QUARTER, "")
    return EvidenceDialog("三会一课", offered, (), room.window)


def _update(room: Room) -> QDialog:
    here = Here(room.folder / "partydesk-desktop", "0.1.0", "windows-amd64", 1, None)
    news = ("花名册可以找出并合并重复登记的人，一步撤销。", "可以从U盘更新，也可以退回上一版。")
    offer = Update("0.2.0", "windows-amd64", 1, "2026-11-22", news * 3, ())
    return UpdateDialog(Path("partydesk-0.2.0-windows-amd64.pdu"), offer, here, room.window)


def _waiting(room: Room) -> QDialog:
    idle = Background(inline=True)
    idle.close()
    return WaitingDialog("正在打开示例支部…", str, str, idle, room.window)


DIALOGS: dict[type[QDialog], dict[str, Make]] = {
    FirstStartDialog: {"": lambda _room: FirstStartDialog()},
    WaitingDialog: {"": _waiting},
    NewBranchDialog: {
        "": _new_branch(0),
        "字号": _new_branch(1),
        "密码": _new_branch(2),
        "恢复单": _new_branch(3),
        "花名册": _new_branch(4),
        "完成": _new_branch(5),
    },
    UpdateDialog: {"": _update},
    UnlockDialog: {"": _unlock, "恢复单": _unlock_with_sheet, "没有打开": _unlock_after_a_fault},
    NewPasswordDialog: {
        "": lambda room: NewPasswordDialog(
            "育才支部", password_rules.password_sentence, str, Background(inline=True), room.window
        )
    },
    ChangePasswordDialog: {
        "": lambda room: ChangePasswordDialog(room.window),
        "没有填": _too_short(lambda room: ChangePasswordDialog(room.window)),
    },
    DeputyDialog: {"": lambda room: DeputyDialog(room.window)},
    SheetTrialDialog: {"": lambda room: SheetTrialDialog(str, room.window)},
    HandOverDialog: {"": _hand_over(0), "恢复单": _hand_over(1)},
    BackupsDialog: {"": lambda room: BackupsDialog(room.desk, room.window)},
    BackupWordDialog: {"": lambda room: BackupWordDialog(room.window)},
    RescueDialog: {"": _rescue},
    DiagnosisDialog: {"": lambda room: DiagnosisDialog(_DIAGNOSIS, room.window)},
    HelpDialog: {
        "": lambda room: HelpDialog("会议记录", room.window.titles, room.window),
        "快捷键": lambda room: HelpDialog(SHEET, room.window.titles, room.window),
    },
    CheckRulesDialog: {"": lambda room: CheckRulesDialog(room.desk, room.window)},
    ImportDialog: {
        "": lambda room: ImportDialog(room.desk, room.state, room.window),
        "看过表格": _import,
    },
    ImportTableDialog: {
        "": lambda room: ImportTableDialog(room.desk, room.state, BY_TABLE["visit"], room.window),
        "看过表格": _import_table,
    },
    ImportCalendarDialog: {"": _calendar},
    BatchDialog: {
        "": lambda room: BatchDialog(room.desk, room.people, room.state, room.window),
    },
    CellChangesDialog: {"": _cells},
    ColumnChooser: {"": _columns},
    ColumnMenu: {"": _column_menu("姓名"), "日期": _column_menu("入党")},
    HistoryDialog: {"": _history, "空": lambda room: HistoryDialog("陈志远", [], room.window)},
    DuplicatesDialog: {
        "": lambda room: DuplicatesDialog(room.desk, tuple(room.people[:2]), room.window)
    },
    MergeDialog: {"": lambda room: MergeDialog(room.desk, *room.people[:2], room.window)},
    StepDialog: {"": _step, "改": _step_again},
    WritingDialog: {"": _writing},
    PaperViewer: {"": _viewer(0), "PDF": _viewer(-1)},
    PdfPreview: {
        "": lambda room: PdfPreview("党员花名册", room.desk.call(roster_pdf, TODAY), room.window)
    },
    FileViewsDialog: {
        "": lambda room: FileViewsDialog(room.desk.call(file_views.views), room.window)
    },
    PurposeDialog: {"": lambda room: PurposeDialog(room.window, "打印")},
    PutOffDialog: {"": _put_off},
    AllDutiesDialog: {"": lambda room: AllDutiesDialog(room.desk, room.state, TODAY, room.window)},
    ReportDialog: {
        "": lambda room: ReportDialog(room.desk, room.state, COVERAGE, room.window),
    },
    GainsDialog: {"": _gains},
    YearsDialog: {
        "": lambda room: YearsDialog(room.desk, _view(room).scheme.id, TODAY.year, room.window)
    },
    ListsDialog: {"": lambda room: ListsDialog(room.desk, _view(room), room.window)},
    ExtrasDialog: {
        "": lambda room: ExtrasDialog(room.desk, _view(room), _view(room).id, room.window)
    },
    CorrectionDialog: {"": lambda room: CorrectionDialog(QUARTER.label, 1, room.window)},
    VersionsDialog: {"": _versions},
    _VersionDialog: {"": lambda room: _VersionDialog(_view(room), room.window)},
    GivenDialog: {
        "": lambda room: GivenDialog(room.desk, _view(room), _view(room).id, room.window)
    },
    SchemesDialog: {"": lambda room: SchemesDialog(room.desk, room.window)},
    SchemePreviewDialog: {"": _scheme(), "有错": _scheme("第 5 行：分值“八”不是数字。")},
    EvidenceDialog: {"": _evidence},
    LikenessDialog: {"": lambda room: LikenessDialog(room.desk, QUARTER, room.window)},
    ReasonDialog: {
        "": lambda room: ReasonDialog("9月28日支委会：赞成票多于到会人数。", room.window),
        "没有填": _too_short(lambda room: ReasonDialog("党课没有记录。", room.window)),
    },
    ReleaseDialog: {"": lambda room: ReleaseDialog(room.window)},
    CardDialog: {"": _card},
    LedgerDialog: {"": lambda room: LedgerDialog(room.desk, room.state, room.window)},
    ChangesDialog: {"": _changes},
}
