"""党员名册: the roster, one person's facts and year, and the form behind 编辑."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QMenu

from partydesk.domain.fields import Field, Kind, Record, Secrecy, pick
from partydesk.domain.finding import Finding
from partydesk.domain.member import MEMBERS, Category, Member
from partydesk.domain.text import masked
from partydesk.domain.transfer import Heading
from partydesk.services import cell_edits, exports, findings, members, organization
from partydesk.services.membership import BY_EVENT
from ui.desk import Desk
from ui.dialogs.pdf_preview import show_paper
from ui.dialogs.reports import TURNOVER, show_report
from ui.state import State
from ui.tabs.cell_actions import CellActions
from ui.tabs.marks import worst_marks
from ui.tabs.member_view import MemberView
from ui.tabs.merging import merge_entries, offer_merging
from ui.tabs.register_tab import RegisterTab, today
from ui.tabs.saving import save_national, save_table
from ui.theme import Tone
from ui.widgets.first_paint import after_paint
from ui.widgets.list_form_page import ListFormPage
from ui.widgets.pill import Mark
from ui.widgets.record_form import RecordForm, Section
from ui.widgets.record_table_model import Column
from ui.widgets.tab_page import Target

_SECTIONS = (
    Section("基本情况", pick(Member, "name", "id_number", "sex", "born_on"), 2),
    Section("", pick(Member, "ethnicity", "native_place", "education", "degree", "school"), 2),
    Section(
        "党内情况",
        pick(Member, "category", "group_id", "joined_on", "full_on", "sponsors", "standing"),
        2,
    ),
    Section(
        "工作与联系",
        pick(Member, "job", "admin_post", "title", "work_started_on", "mobile", "landline"),
        2,
    ),
    Section("", pick(Member, "address")),
    Section("标记", pick(Member, "is_backbone", "is_leader", "is_frail", "is_suspended"), 2),
    Section(
        "流动与失联",
        pick(
            Member,
            *("is_floating", "floated_on", "floating_to", "standing_on", "is_lost", "lost_on"),
        ),
        2,
    ),
    Section(
        "转入与离开", pick(Member, "transferred_in_on", "left_on", "left_kind", "received_on"), 2
    ),
    Section("", pick(Member, "note")),
)
_SHORT = {
    Category.FULL: Mark("正式", Tone.GREEN),
    Category.PROBATIONARY: Mark("预备", Tone.GOLD),
    Category.CANDIDATE: Mark("发展对象", Tone.BLUE),
    Category.ACTIVIST: Mark("积极分子", Tone.BLUE),
    Category.APPLICANT: Mark("申请人", Tone.PLAIN),
}
#: What a list of people shows when it is asked for.
_MORE = pick(
    Member,
    *("ethnicity", "education", "degree", "job", "title", "admin_post", "full_on"),
    *("native_place", "school", "work_started_on", "transferred_in_on", "is_backbone"),
    *("is_leader", "is_frail", "is_floating", "floating_to", "is_lost", "mobile", "id_number"),
    *("left_kind", "left_on"),
)
_TITLES = {
    "full_on": "转正",
    "work_started_on": "参加工作",
    "transferred_in_on": "转入",
    "is_leader": "领导干部",
    "is_frail": "年老体弱",
    "is_floating": "流动",
    "is_lost": "失联",
    "id_number": "身份证号",
}
_WHO: tuple[tuple[str, object], ...] = (
    ("在册党员", "members"),
    ("发展中的同志", "coming"),
    ("已离开", "gone"),
)


class MembersTab(RegisterTab):
    """The roster."""

    record_type = "member"
    names_people = False

    def __init__(self, desk: Desk, state: State) -> None:
        page = ListFormPage(self._columns(), "members", state, "姓名、拼音首字母、身份证号、电话")
        page.add_filter("who", "人员", _WHO)
        page.add_filter("group", "党小组", [("全部党小组", None)])
        page.add_button("导入花名册", self._import, "file-import")
        page.add_button("批量修改", self.edit_many, "edit")
        exporting = page.add_button("导出", lambda: None, "file-spreadsheet")
        exporting.set_menu(self._export_menu(exporting))
        page.set_primary("新党员", self.primary)
        page.table.set_empty(
            "花名册还是空的。有现成的 WPS 或 Excel 花名册，导入就行，列名不必一样；"
            "也可以按 Ctrl+N 一个一个添加。会议应到的人、谈话的对象都从这里来。",
            "导入花名册",
            self._import,
        )
        self.view = MemberView(desk)
        self._state = state
        self._was_checked = False
        super().__init__(desk, page, RecordForm(_SECTIONS))
        self.card.stack.insertWidget(0, self.view)
        self.card.more_menu.clear()
        self.card.more_menu.addAction("转出组织关系…", self._move_out)
        self.card.more_menu.addAction("登记党员变动…", self._register_event)
        self.card.more_menu.addAction("合并重复登记…", lambda: merge_entries(self))
        self.card.edit_button.clicked.connect(self.edit)
        self.view.go.connect(self.go)
        self.cells = CellActions(self, cell_edits.MEMBERS, state)

    def read_list(self) -> None:
        choices: list[tuple[str, object]] = [("全部党小组", None)]
        choices += [(each.name, each.id) for each in self.desk.recall(organization.groups)]
        self.page.set_choices("group", choices)
        who, group = self.page.filter_value("who"), self.page.filter_value("group")
        wanted = members.MemberFilter(
            text=self.page.search_box.text(),
            categories={
                "members": MEMBERS,
                "coming": tuple(each for each in Category if each not in MEMBERS),
            }.get(str(who), ()),
            group_id=str(group) if group else None,
            gone=who == "gone",
        )
        rows = self.desk.call(members.list_members, wanted, today())
        self.page.table.fill(rows, self.desk.recall(organization.names))
        self.page.set_count(f"共 {len(rows)} 人")

    def read_values(self, record_id: str) -> dict[str, Any]:
        return self.desk.call(members.member_values, record_id)

    def new_values(self) -> dict[str, Any]:
        return {
            "category": str(Category.FULL),
            "standing": "正常",
            "ethnicity": "汉族",
            "group_id": self.page.filter_value("group"),
        }

    def store_values(self, values: Mapping[str, Any], record_id: str | None) -> Record:
        return self.desk.call(members.save_member, values, record_id)

    def heading(self, values: Mapping[str, Any]) -> str:
        return str(values.get("name") or "") if self.record_id else "新党员"

    def shown(self, values: Mapping[str, Any]) -> None:
        """A stored person is shown to read first; a new one and a draft to edit."""
        for name, why in BY_EVENT.items():
            # Who is on the roster moves on by an event, with its day and paper.
            self.form.editor(name).setEnabled(self.record_id is None)
            self.form.editor(name).setToolTip(why if self.record_id else "")
        if self.record_id is None or self.form.is_changed():
            self.card.stack.setCurrentIndex(1)
            self.card.show_reading(reading=False)
            return
        with self.desk.reporting(self):
            self.view.show_member(self.record_id, values)
        known = _SHORT.get(Category(str(values["category"])))
        self.card.show_title(str(values["name"]), "", known)
        self.card.stack.setCurrentIndex(0)
        self.card.show_reading(reading=True)
        if self._was_checked:
            self._check()
        else:
            # Checking the whole branch must not keep the roster from being seen.
            after_paint(self, self._check)

    def _check(self) -> None:
        self._was_checked = True
        self.desk.soon(findings.check_branch, (None, today()), self._show_mark, self)

    def _show_mark(self, found: Sequence[Finding]) -> None:
        """Mark the person who is shown with the worst that was found of them."""
        offer_merging(self, found)
        mark = worst_marks(found, "member").get(self.record_id or "")
        if mark and self.card.stack.currentIndex() == 0:
            self.card.show_title(self.card.title_label.text(), "", mark)

    def edit(self) -> None:
        """Let the person who is shown be changed."""
        self.card.stack.setCurrentIndex(1)
        self.card.show_reading(reading=False)
        self.form.focus_first()

    def open_target(self, target: Any) -> None:
        super().open_target(target)
        if target.field:
            self.edit()
            if target.field in BY_EVENT and self.record_id:
                self.card.say(BY_EVENT[target.field], "登记变动", self._register_event)
            self.form.focus_field(target.field)

    def print_page(self) -> None:
        show_paper(self.desk, self, "党员花名册", exports.roster_pdf, today())

    def _columns(self) -> list[Column]:
        name, sex, born, joined, category, group = pick(
            Member, "name", "sex", "born_on", "joined_on", "category", "group_id"
        )
        return [
            Column(name, key=lambda row: row.spelling, names=True),
            Column(sex, spare=True),
            Column(
                Field("出生", Kind.DAY, born.name),
                text=lambda row: f"{row.born_on:%Y-%m}" if row.born_on else "",
                key=lambda row: row.born_on,
                spare=True,
            ),
            Column(Field("入党", Kind.DAY, joined.name)),
            Column(
                Field("类别", Kind.TEXT, category.name),
                mark=lambda row: _SHORT.get(Category(row.category)),
            ),
            Column(Field("党内职务", Kind.TEXT, "posts")),
            Column(group, stretch=True),
            *(
                Column(each, text=_masked(each), title=_TITLES.get(each.name, ""), optional=True)
                for each in _MORE
            ),
        ]

    def _move_out(self) -> None:
        """A member is never deleted: who moves has a letter and a receipt."""
        self._go_on("transfer", {"heading": str(Heading.OUT)})

    def _register_event(self) -> None:
        """What else becomes of somebody has a day and a paper."""
        self._go_on("member_event", {})

    def _go_on(self, table: str, values: Mapping[str, Any]) -> None:
        if self.record_id is None:
            self.card.say("请先保存这个人，再登记变动。")
            return
        self.go.emit(Target(table, new=True, values={"member_id": self.record_id, **values}))

    def _import(self) -> None:
        # What reads sheets is loaded when it is needed: the window stands sooner.
        from ui.dialogs.import_roster import ImportDialog

        dialog = ImportDialog(self.desk, self._state, self)
        if dialog.exec():
            self.card.say(dialog.result_sentence, "撤销", lambda: dialog.undo(self._say_undone))

    def _say_undone(self) -> None:
        self.card.say("已撤销这次导入，名册恢复到导入之前。")

    def edit_many(self) -> None:
        """Change one field of the selected people at once."""
        self.cells.edit_many()

    def _export_menu(self, parent: Any) -> QMenu:
        menu = QMenu(parent)
        menu.addAction("按当前列表导出", self._export_seen)
        menu.addAction("党员基本信息汇总表（21 栏）…", self._export_national)
        menu.addAction("打印花名册…", self.print_page)
        menu.addAction("党员增减表…", lambda: show_report(self, TURNOVER, self._state))
        return menu

    def _export_seen(self) -> None:
        save_table(self, self.desk, self.page.table, "党员花名册")

    def _export_national(self) -> None:
        """The bureau's form needs full numbers: the user says so knowingly."""
        save_national(self, self.desk, today())


def _masked(described: Field) -> Callable[[Any], str] | None:
    """How a list shows a personal number; nothing special for all else."""
    if described.secrecy != Secrecy.PERSONAL:
        return None
    return lambda row: masked(described, getattr(row, described.name))
