"""廉政档案: loose leaves per person; a leaf is added or corrected by a new one."""

from collections.abc import Mapping
from typing import Any

from partydesk.domain.fields import Field, Kind, Record, pick
from partydesk.domain.integrity import PURPOSES, IntegrityLeaf, LeafKind, Looking
from partydesk.errors import RefusedError
from partydesk.services import file_leaves, file_printing, file_views, integrity, meetings
from ui.desk import Desk
from ui.dialogs.file_views import FileViewsDialog, ask_purpose
from ui.dialogs.pdf_preview import show_paper
from ui.state import State
from ui.tabs.locking import is_locked, locked_values, without_locked
from ui.tabs.register_tab import RegisterTab, today
from ui.tabs.saving import save_table
from ui.theme import Tone
from ui.widgets.list_form_page import ListFormPage
from ui.widgets.picker import Option
from ui.widgets.pill import Mark
from ui.widgets.record_form import RecordForm, Section
from ui.widgets.record_table_model import Column

_SECTIONS = (
    Section("", pick(IntegrityLeaf, "member_id")),
    Section("", pick(IntegrityLeaf, "kind", "dated_on"), 2),
    Section("", pick(IntegrityLeaf, "matter", "outcome")),
    Section("", pick(IntegrityLeaf, "until_on", "source"), 2),
    Section("", pick(IntegrityLeaf, "keeper_id", "signed_on", "pages"), 2),
)
_TONES = {"已签字": Tone.GREEN, "待签字": Tone.GOLD, "已更正": Tone.PLAIN}


class IntegrityTab(RegisterTab):
    """Leaves of everybody or of one person."""

    record_type = "integrity_leaf"

    def __init__(self, desk: Desk, state: State) -> None:
        page = ListFormPage(self._columns(), "integrity", state, "姓名或事项")
        page.add_filter("member", "党员", [("全部党员", None)])
        kinds = [("全部活页", None), *((str(each), str(each)) for each in LeafKind)]
        page.add_filter("kind", "活页", kinds)
        page.add_button("未确认名单", self._show_missing, "users")
        page.add_button("导出", self._export, "file-spreadsheet")
        page.set_primary("加一页", self.primary)
        page.table.set_empty(
            "还没有廉政活页。一人一档、一事一页：先选人，再选活页的种类，填好打印，请本人签字。",
            "加一页",
            self.primary,
        )
        self._corrects: str | None = None
        super().__init__(desk, page, RecordForm(_SECTIONS))
        self.card.more_menu.clear()
        self.card.more_menu.addAction("更正这一页…", self._correct)
        self.card.more_menu.addAction("查阅记录…", self._show_views)
        self.card.more_menu.addAction("全员年度确认…", self._confirm_all)
        page.table.tools.offer_changes(*[self._refuse_changes] * 3)

    def read_list(self) -> None:
        member, kind = self.page.filter_value("member"), self.page.filter_value("kind")
        rows = self.desk.call(
            integrity.list_leaves, str(member) if member else None, kind=str(kind or "")
        )
        text = self.page.search_box.text().strip()
        rows = [row for row in rows if not text or text in f"{row.name} {row.matter}"]
        self.page.table.fill(rows)
        self.page.set_count(f"共 {len(rows)} 页")

    def read_values(self, record_id: str) -> dict[str, Any]:
        return self.desk.call(integrity.leaf_values, record_id)

    def new_values(self) -> dict[str, Any]:
        member, kind = self.page.filter_value("member"), self.page.filter_value("kind")
        locked = locked_values(self.desk, IntegrityLeaf)
        return {"member_id": member, "kind": kind, "dated_on": today()} | locked

    def store_values(self, values: Mapping[str, Any], record_id: str | None) -> Record:
        if record_id is not None:
            raise RefusedError(
                "廉政活页只增加、不改写。", "请用“更多 → 更正这一页”，原来的一页会保留。"
            )
        # A correction without what it corrects would hide the old contents: that is refused.
        ready = values if self._corrects else without_locked(values)
        return self.desk.call(integrity.save_leaf, ready, today(), corrects=self._corrects)

    def draft_key(self) -> tuple[str, str | None]:
        """A correction is not mixed up with a new leaf."""
        if self.record_id is None and self._corrects:
            return self.record_type, f"更正/{self._corrects}"
        return super().draft_key()

    def show_new(self, values: Mapping[str, Any]) -> None:
        self._corrects = None
        super().show_new(values)

    def heading(self, values: Mapping[str, Any]) -> str:
        if not self.record_id:
            return "更正的一页" if self._corrects else "新的一页"
        return f"第 {values.get('number')} 页　{values.get('kind')}"

    def shown(self, values: Mapping[str, Any]) -> None:
        if self.record_id is not None:
            self.form.set_read_only(read_only=True)
        self.card.save_button.setVisible(self.record_id is None)
        if values.get("replaces_id"):
            self.card.say("这一页更正了以前的一页；原来的一页仍可在列表中查看。")

    def give_people(self, people: list[Option]) -> None:
        choices: list[tuple[str, object]] = [("全部党员", None)]
        choices += [(each.name, each.id) for each in people]
        self.page.set_choices("member", choices)

    def show_record(self, record_id: str) -> None:
        self._corrects = None
        super().show_record(record_id)
        member = self.form.values().get("member_id")
        if self.record_id and member and not is_locked(self.desk):
            self.desk.call(file_views.note_view, str(member), Looking.VIEW, PURPOSES[0])

    def print_page(self) -> None:
        member = self.form.values().get("member_id")
        if not self.record_id or not member:
            return
        purpose = ask_purpose(self)
        if purpose:
            asked = str(member), purpose
            show_paper(self.desk, self, "廉政档案", file_printing.file_pdf, *asked)

    def _show_views(self) -> None:
        member = self.form.values().get("member_id")
        if member:
            lines = self.desk.call(file_views.views, str(member))
            FileViewsDialog(lines, self).exec()

    def _confirm_all(self) -> None:
        with self.desk.reporting(self):
            keeper = self.desk.call(meetings.usual_chair, "支部委员会会议", today())
            self.card.say(self.desk.call(file_leaves.confirm_year, today(), keeper))

    def _correct(self) -> None:
        if self.record_id:
            values = self.read_values(self.record_id)
            self._corrects = self.record_id
            self.page.table.choose_none()
            super().show_new(values | {"dated_on": today(), "replaces_id": None})

    def _refuse_changes(self) -> None:
        """Leaves are added one by one and never written over (SAFETY: own and relatives' files)."""
        self.card.say("廉政活页只增加、不改写，不能粘贴、填充或批量修改。请用“加一页”逐页填写。")

    def _columns(self) -> list[Column]:
        day, kind, number = pick(IntegrityLeaf, "dated_on", "kind", "number")
        return [
            Column(Field("姓名", Kind.TEXT, "name"), names=True),
            Column(number, spare=True),
            Column(kind),
            Column(day),
            Column(Field("事项", Kind.TEXT, "matter"), stretch=True),
            Column(
                Field("状态", Kind.TEXT, "state"),
                mark=lambda row: Mark(row.state, _TONES[row.state]),
            ),
        ]

    def _show_missing(self) -> None:
        """Say whose file has no confirmation of this year, by name."""
        year = today().year
        files = self.desk.call(integrity.list_files, year)
        missing = [each.name for each in files if not each.confirmed]
        if missing:
            self.card.say(f"{year} 年还有 {len(missing)} 人没有年度确认：{'、'.join(missing)}")
        else:
            self.card.say(f"{year} 年全部党员都已年度确认。")

    def _export(self) -> None:
        purpose = ask_purpose(self, "导出")
        if not purpose:
            return
        with self.desk.reporting(self):
            shown = [row.member_id for row in self.page.table.records.rows]
            self.desk.call(file_views.note_export, shown, purpose)
        save_table(self, self.desk, self.page.table, "廉政档案目录")
