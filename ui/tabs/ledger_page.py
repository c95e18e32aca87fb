"""The page of one 台账: its list, its form, its sheets and pages, from its declaration."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu

from partydesk.domain.fields import Field, Kind, Record
from partydesk.domain.periods import Period
from partydesk.services import history
from partydesk.services.ledgers import keeping, pages, pasting, sheets
from partydesk.services.ledgers.ledger import Action, Ledger, Page, Shade
from ui.desk import Desk
from ui.dialogs.import_table import ImportTableDialog
from ui.dialogs.pdf_preview import show_paper
from ui.state import State
from ui.tabs.cell_actions import CellActions
from ui.tabs.locking import locked_values, without_locked
from ui.tabs.periods import chosen_period, period_choices
from ui.tabs.register_tab import RegisterTab, today
from ui.tabs.saving import SHEETS, ask_target, save_file, save_table
from ui.theme import Tone
from ui.widgets.list_form_page import ListFormPage
from ui.widgets.picker import Option
from ui.widgets.pill import Mark
from ui.widgets.record_form import RecordForm, Section
from ui.widgets.record_table_model import Column
from ui.widgets.row_list import RowListEditor

TONES = {
    Shade.GOOD: Tone.GREEN,
    Shade.WAITING: Tone.GOLD,
    Shade.LATE: Tone.RED,
    Shade.PLAIN: Tone.PLAIN,
}
#: Texts that hold names of people from outside, sorted by 拼音 or 姓氏笔画 like those of members.
_NAMED: frozenset[str | tuple[str, str]] = frozenset(
    ["teacher", "supervisor", "accepted_by", "receivers", "commenter", "visitors", "leader",
     ("visit", "name")]
)  # fmt: skip
#: Columns that go first where large text leaves no room: the others say as much.
_SPARE = {("dues_payment", "paid_on"), ("problem", "kind"), ("public_pledge", "due_on"),
          ("appraisal", "full_members"), ("appraisal", "held_on"), ("brand", "named_on"),
          ("political_birthday", "years"),
          ("visit", "visitors"), ("visit", "kind")}  # fmt: skip
#: Heads that are shorter than the labels of their fields.
_HEADS = {("appraisal", "full_members"): "正式", ("appraisal", "excellent"): "优秀",
          ("appraisal", "good"): "合格", ("appraisal", "fair"): "基本合格",
          ("appraisal", "poor"): "不合格", ("visit", "name"): "姓名",
          ("visit", "kind"): "类别", ("problem", "kind"): "类别",
          ("problem", "matter"): "问题"}  # fmt: skip


class LedgerPage(RegisterTab):
    """Shows one ledger."""

    def __init__(self, desk: Desk, state: State, ledger: Ledger) -> None:
        self.ledger = ledger
        self.record_type = ledger.table
        page = ListFormPage(columns_of(ledger), f"ledger_{ledger.table}", state, "查找", (540, 460))
        page.add_filter("period", "时间", period_choices(today()))
        for each in ledger.actions:
            page.add_button(each.title, partial(self._act, each), each.icon)
        self._sheets_menu(page, state)
        page.set_primary(f"记{ledger.noun}", self.primary)
        page.table.set_empty(ledger.told, f"记{ledger.noun}", self.primary)
        form = RecordForm([_section(ledger, part) for part in ledger.parts])
        self._lists = self._add_lists(form)
        super().__init__(desk, page, form)
        for paper in ledger.pages:
            self.card.more_menu.addAction(f"{paper.title}…", partial(self._print, paper))
        self.cells = CellActions(self, pasting.editable(ledger), state)

    def _sheets_menu(self, page: ListFormPage, state: State) -> None:
        """Sheets in and out, and many rows at once, in one menu: there are other buttons too."""
        made = page.add_button("表格", lambda: None, "file-spreadsheet")
        menu = QMenu(made)
        menu.addAction("导入表格…", partial(self._import, state))
        menu.addAction("下载空表…", self._save_template)
        menu.addSeparator()
        menu.addAction("导出这张列表…", self._export)
        menu.addAction("打印这张列表…", self._print_list)
        menu.addSeparator()
        menu.addAction("粘贴为新记录…", self._paste_new)
        menu.addAction("批量修改选中的行…", self.edit_many)
        made.set_menu(menu)

    def read_list(self) -> None:
        listed = self.desk.call(
            keeping.list_records,
            self.ledger,
            self.period,
            self.page.search_box.text(),
        )
        self.page.table.fill(listed.rows, listed.names)
        self.page.set_count(f"共 {len(listed.rows)} 条")

    @property
    def period(self) -> Period | None:
        """The period that the list shows; none for all time."""
        return chosen_period(self.page.filter_value("period"))

    def read_values(self, record_id: str) -> dict[str, Any]:
        return self.desk.call(keeping.record_values, self.ledger, record_id)

    def new_values(self) -> dict[str, Any]:
        values = self.desk.call(keeping.new_values, self.ledger, today())
        return values | locked_values(self.desk, self.ledger.record)

    def store_values(self, values: Mapping[str, Any], record_id: str | None) -> Record:
        ready = values if record_id else without_locked(values)
        return self.desk.call(keeping.save_record, self.ledger, ready, today(), record_id)

    def remove(self, record_id: str) -> None:
        self.desk.call(keeping.remove_record, self.ledger, record_id)

    def heading(self, values: Mapping[str, Any]) -> str:
        if not self.record_id:
            return f"新的{self.ledger.noun}"
        return keeping.title_of(self.ledger, values, self._names)

    def give_people(self, people: list[Option]) -> None:
        self._names = {each.id: each.name for each in people}
        for each in self._lists:
            each.set_people(people)

    def print_page(self) -> None:
        if self.record_id:
            title = self.card.title_label.text()
            show_paper(self.desk, self, title, pages.record_pdf, self.ledger, self.record_id)

    def _add_lists(self, form: RecordForm) -> list[RowListEditor]:
        made = []
        for part in self.ledger.parts:
            for name in part.names:
                if name in self.ledger.register.rows:
                    rows = self.ledger.register.rows[name]
                    person = self.ledger.person_of_rows(name)
                    editor = RowListEditor(
                        rows.fields,
                        "一人" if person else "一行",
                        in_two_lines=len(rows.fields) > 3,
                        everybody=person,
                    )
                    form.add_custom(name, editor, section=part.title)
                    made.append(editor)
        return made

    def _act(self, action: Action) -> None:
        with self.desk.reporting(self):
            sentence = self.desk.call(action.run, today(), self.period)
            self.page.banner.say(sentence, Tone.BLUE)

    def _print(self, paper: Page) -> None:
        if paper.of_list:
            show_paper(self.desk, self, paper.title, paper.make, today(), self.period)
        elif self.record_id:
            show_paper(self.desk, self, paper.title, paper.make, self.record_id)

    def _export(self) -> None:
        label = self.period.label if self.period else ""
        save_table(self, self.desk, self.page.table, f"{self.ledger.title} {label}".strip())

    def _import(self, state: State) -> None:
        self.keep_draft()
        dialog = ImportTableDialog(self.desk, state, self.ledger, self)
        if dialog.exec() and dialog.taken:
            self._say_imported(dialog.taken)

    def _say_imported(self, taken: int) -> None:
        done = self.desk.call(history.last_undoable)
        if done is not None:
            self.page.banner.say(
                f"导入了 {taken} 条{self.ledger.noun}。", Tone.BLUE, "撤销",
                partial(self._take_back, done.id),
            )  # fmt: skip

    def _take_back(self, operation_id: str) -> None:
        with self.desk.reporting(self):
            self.desk.call(history.undo, operation_id)
            self.page.banner.say("已撤销导入。", Tone.BLUE)

    def edit_many(self) -> None:
        """Change one field of the selected records at once."""
        self.cells.edit_many()

    def _paste_new(self) -> None:
        self.cells.paste_new()

    def _save_template(self) -> None:
        target = ask_target(self, f"{self.ledger.title}空表", ".xlsx", SHEETS)
        save_file(self, self.desk, target, lambda _store: sheets.template(self.ledger))

    def _print_list(self) -> None:
        asked = self.ledger, today(), self.period
        show_paper(self.desk, self, self.ledger.title, pages.list_pdf, *asked)

    _names: Mapping[str, str] = {}


def columns_of(ledger: Ledger) -> list[Column]:
    """The columns of a ledger's list: its own, its state, and the rest for whoever wants them."""
    made = [_column(ledger, name) for name in ledger.columns]
    if ledger.state is not None:
        state = ledger.state
        made.append(
            Column(Field("状态", Kind.TEXT, "state_word"), text=partial(_word, state),
                   mark=partial(_mark, state))
        )  # fmt: skip
    others = [name for name in keeping.open_names(ledger) if name not in ledger.columns]
    return made + [_column(ledger, name, optional=True) for name in others]


def _column(ledger: Ledger, name: str, *, optional: bool = False) -> Column:
    described = ledger.described(name)
    is_people = described.kind is Kind.PERSON or (
        name in ledger.register.rows and ledger.person_of_rows(name) is not None
    )
    names = is_people or name in _NAMED or (ledger.table, name) in _NAMED
    stretch = name == ledger.widest
    spare = (ledger.table, name) in _SPARE
    title = _HEADS.get((ledger.table, name), "")
    return Column(
        described, title=title, names=names, stretch=stretch, optional=optional, spare=spare
    )


def _word(state: Any, row: Any) -> str:
    found = state(row, date.today())
    return found[0] if found else ""


def _mark(state: Any, row: Any) -> Mark | None:
    found = state(row, date.today())
    return Mark(found[0], TONES[found[1]]) if found else None


def _section(ledger: Ledger, part: Any) -> Section:
    fields = [ledger.by_name[name] for name in part.names if name not in ledger.register.rows]
    return Section(part.title, fields, part.columns)
