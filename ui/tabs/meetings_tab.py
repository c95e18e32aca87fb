"""会议记录: minutes with attendance, votes and resolutions."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from partydesk.domain.fields import Field, Kind, Record, pick
from partydesk.domain.finding import Finding
from partydesk.domain.meeting import SHORT_NAMES, AgendaItem, Meeting, MeetingKind, Resolution
from partydesk.domain.periods import Period
from partydesk.services import (
    cell_kinds,
    exports,
    findings,
    last_time,
    meetings,
    organization,
    outlines,
)
from ui.desk import Desk
from ui.dialogs.pdf_preview import show_paper
from ui.dialogs.writing_outline import Place
from ui.state import State
from ui.tabs.cell_actions import CellActions
from ui.tabs.copying import Copying
from ui.tabs.marks import COMPLETE, worst_marks
from ui.tabs.meeting_election import ELECTION_SECTION, ElectionPart
from ui.tabs.periods import chosen_period, period_choices
from ui.tabs.register_tab import RegisterTab, today
from ui.tabs.saving import save_table
from ui.widgets.attendance import AttendanceEditor
from ui.widgets.editors import as_editor
from ui.widgets.first_paint import after_paint
from ui.widgets.list_form_page import ListFormPage
from ui.widgets.picker import Option
from ui.widgets.pill import Mark
from ui.widgets.record_form import RecordForm, Section
from ui.widgets.record_table_model import Column
from ui.widgets.row_list import RowListEditor
from ui.widgets.votes import VotesEditor

_SECTIONS = (
    Section(
        "",
        pick(
            Meeting,
            *("kind", "group_id", "held_on", "place", "starts_at", "ends_at"),
            *("chair_id", "recorder_id", "lecturer"),
        ),
        2,
    ),
    Section("", pick(Meeting, "topic", "chair_reason")),
    Section("议程"),
    Section("到会"),
    Section("", pick(Meeting, "guests")),
    Section("内容与决议", pick(Meeting, "content", "decisions")),
    Section("表决"),
    ELECTION_SECTION,
    Section("议定事项"),
)


#: What the list of meetings shows when it is asked for.
_MORE = pick(
    Meeting,
    *("place", "starts_at", "ends_at", "chair_id", "recorder_id", "lecturer", "guests"),
    *("seats_open", "ballots_valid"),
)


class MeetingsTab(RegisterTab):
    """Meetings of a period, and the minutes of one."""

    record_type = "meeting"

    def __init__(self, desk: Desk, state: State) -> None:
        self._marks: dict[str, Mark] = {}
        self._listed: list[meetings.MeetingRow] = []
        self._names: dict[str, str] = {}
        page = ListFormPage(self._columns(), "meetings", state, "议题、内容、地点")
        page.add_filter("period", "时间", period_choices(today()))
        kinds = [("全部类型", None), *((str(each), str(each)) for each in MeetingKind)]
        page.add_filter("kind", "会议类型", kinds)
        page.add_button("批量修改", self.edit_many, "edit")
        page.add_button("导出", self._export, "file-spreadsheet")
        page.set_primary("记会议", self.primary)
        page.table.set_empty(
            "这段时间还没有会议记录。开完会记一次：选好类型和日期，应到的人已经列好，"
            "只改缺席的；填好打印就能签字存档。",
            "记会议",
            self.primary,
        )
        form = RecordForm(_SECTIONS)
        self.attendance = AttendanceEditor()
        self.votes = VotesEditor(self._voters)
        self.agenda = RowListEditor(pick(AgendaItem, "matter", "speaker"), "议程")
        form.add_custom("agenda", self.agenda, section="议程")
        form.add_custom("attendances", self.attendance, section="到会")
        form.add_custom("votes", self.votes, section="表决")
        self.election = ElectionPart(form, self._voters)
        fields = pick(Resolution, "matter", "owner", "due_on", "done_on")
        self.resolutions = RowListEditor(fields, "议定事项", in_two_lines=True)
        form.add_custom("resolutions", self.resolutions, section="议定事项")
        super().__init__(desk, page, form)
        taken = "议题、地点、时间、主持人和内容"
        self.copying = Copying(self, self._last_time, taken)
        self.writing.speakers = self._speakers
        self.writing.outline = self._outline
        self.attendance.reset_asked.connect(self._propose)
        self.attendance.changed.connect(self._follow)
        for name in ("kind", "held_on", "group_id"):
            as_editor(form.editor(name)).changed.connect(self._rearrange)
        as_editor(form.editor("chair_id")).changed.connect(self._show_chair)
        self.cells = CellActions(self, cell_kinds.MEETINGS, state)

    def read_list(self) -> None:
        period = chosen_period(self.page.filter_value("period"))
        kind = self.page.filter_value("kind")
        rows = self.desk.call(
            meetings.list_meetings,
            period,
            text=self.page.search_box.text(),
            kinds=(str(kind),) if kind else (),
        )
        self._listed = rows
        # Checking the whole branch must not keep the list from being seen.
        after_paint(self, partial(self._check, period))
        self.page.table.fill(rows, self.desk.recall(organization.names))
        self.page.set_count(f"共 {len(rows)} 次")

    def read_values(self, record_id: str) -> dict[str, Any]:
        return self.desk.call(meetings.meeting_values, record_id)

    def new_values(self) -> dict[str, Any]:
        kind = str(self.page.filter_value("kind") or MeetingKind.ASSEMBLY)
        return {"kind": kind, "held_on": today(), "agenda": [], "votes": [], "resolutions": []}

    def show_new(self, values: Mapping[str, Any]) -> None:
        """Whoever is due at such a meeting on that day stands there at once, and its chair."""
        begun = self.new_values() | dict(values)
        asked = (begun["kind"], begun["held_on"], begun.get("group_id"))
        proposed = {
            "chair_id": self.desk.call(meetings.usual_chair, *asked),
            "attendances": self.desk.call(meetings.people_due, *asked),
        }
        super().show_new(proposed | begun)

    def store_values(self, values: Mapping[str, Any], record_id: str | None) -> Record:
        return self.desk.call(meetings.save_meeting, values, today(), record_id)

    def remove(self, record_id: str) -> None:
        self.desk.call(meetings.remove_meeting, record_id)

    def heading(self, values: Mapping[str, Any]) -> str:
        if not self.record_id:
            return "新的会议记录"
        day = values.get("held_on")
        year = f"{day.year}年" if isinstance(day, date) else ""
        late = "（补录）" if values.get("is_late") else ""
        return f"{values.get('kind')}　{year}第{values.get('number')}次{late}"

    def shown(self, values: Mapping[str, Any]) -> None:
        self._show_kind(str(values.get("kind") or ""))
        self._show_chair()
        self.copying.is_offered = False
        self._offer_copy()

    def give_people(self, people: list[Option]) -> None:
        self._names = {each.id: each.name for each in people}
        self.attendance.set_people(people)

    def print_page(self) -> None:
        if self.record_id:
            title = self.card.title_label.text()
            show_paper(self.desk, self, title, exports.meeting_pdf, self.record_id)

    def _columns(self) -> list[Column]:
        day, kind, topic = pick(Meeting, "held_on", "kind", "topic")
        return [
            Column(day),
            Column(Field("类型", Kind.TEXT, kind.name), text=lambda row: SHORT_NAMES[row.kind]),
            Column(
                Field("次数", Kind.TEXT, "count_name"),
                text=lambda row: row.count_name + (" 补录" if row.is_late else ""),
                key=lambda row: (row.kind, row.number),
            ),
            Column(topic, stretch=True),
            Column(Field("附件", Kind.NUMBER, "papers"), text=_papers, optional=True),
            Column(Field("状态", Kind.TEXT, "state"), mark=self._mark),
            Column(Field("应到", Kind.NUMBER, "due"), optional=True),
            Column(Field("实到", Kind.NUMBER, "present"), optional=True),
            *(Column(each, names=each.kind is Kind.PERSON, optional=True) for each in _MORE),
        ]

    def _check(self, period: Period | None) -> None:
        self.desk.soon(findings.check_branch, (period, today()), self._show_marks, self)

    def _show_marks(self, found: Iterable[Finding]) -> None:
        if not self._marks:
            # The list was measured without them.
            self.page.table.widths.forget()
        worst = worst_marks(found, "meeting")
        self._marks = {each.id: worst.get(each.id, COMPLETE) for each in self._listed}
        self.page.table.fill(self._listed)

    def _mark(self, row: Any) -> Mark | None:
        """The worst that was found, or that all is there; nothing before it was checked."""
        return self._marks.get(row.id)

    def _voters(self) -> tuple[int, int]:
        """Members with a vote who are due and who are present, for a new vote."""
        day = self.form.values()["held_on"]
        if not isinstance(day, date):
            return 0, 0
        present = self.attendance.present_ids()
        return (
            self.desk.call(meetings.voters_due, day),
            self.desk.call(meetings.voters_due, day, ids=present),
        )

    def _follow(self) -> None:
        if not self.form.is_filling:
            self.election.propose()
            if self.votes.value():
                self.votes.follow()

    def _rearrange(self) -> None:
        """Another kind, day or group has other people due; new minutes follow by themselves."""
        values = self.form.values()
        self._show_kind(str(values["kind"] or ""))
        if self.record_id is None and not self.form.is_filling:
            self._propose()
            self._offer_copy()

    def _propose(self) -> None:
        values = self.form.values()
        kind, day, group = values["kind"], values["held_on"], values["group_id"]
        if kind and isinstance(day, date):
            self.attendance.propose(self.desk.call(meetings.people_due, kind, day, group))
            self.election.propose()

    def _saved(self, stored: Any) -> None:
        marked = self.copying.marked()
        super()._saved(stored)
        self.copying.remind(marked)

    def _offer_copy(self) -> None:
        """New minutes may begin as the last ones of their kind."""
        if self.record_id is None:
            self.copying.offer(SHORT_NAMES.get(self.form.values()["kind"], "会议"))

    def _last_time(self) -> last_time.LastTime | None:
        values = self.form.values()
        kind, day, group = values["kind"], values["held_on"], values["group_id"]
        if not kind or not isinstance(day, date):
            return None
        return self.desk.call(last_time.last_meeting, kind, day, group, self.record_id)

    def _speakers(self) -> list[str]:
        """Those who came, and guests as they were typed."""
        guests = re.split(r"[、，,；;\s]+", str(self.form.values()["guests"] or ""))
        return [*self.attendance.present_names(), *(each for each in guests if each)]

    def _outline(self, name: str) -> Place | None:
        place = (self.record_type, str(self.form.values()["kind"] or ""), name)
        return place if self.desk.call(outlines.outline, *place) else None

    def _show_chair(self) -> None:
        """Someone else than usual in the chair needs a word why (支部条例 14)."""
        values = self.form.values()
        kind, day, group = values["kind"], values["held_on"], values["group_id"]
        usual = None
        if kind and isinstance(day, date):
            usual = self.desk.call(meetings.usual_chair, kind, day, group)
        chair = values["chair_id"]
        unusual = bool(chair and usual and chair != usual)
        self.form.show_field("chair_reason", visible=unusual or bool(values["chair_reason"]))

    def _show_kind(self, kind: str) -> None:
        self.form.show_field("group_id", visible=kind == MeetingKind.GROUP)
        self.form.show_field("lecturer", visible=kind == MeetingKind.LECTURE)
        self.election.show_kind(kind)

    def edit_many(self) -> None:
        """Change one field of the selected records at once."""
        self.cells.edit_many()

    def _export(self) -> None:
        period = chosen_period(self.page.filter_value("period"))
        name = f"会议台账 {period.label if period else '全部'}"
        save_table(self, self.desk, self.page.table, name)


def _papers(row: Any) -> str:
    return str(row.papers) if row.papers else ""
