"""谈心谈话: talks of a period, who is still to be talked to, and the record of one talk."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from partydesk.domain.fields import LOCKED, Field, Kind, Record, pick
from partydesk.domain.periods import Period, quarter_of
from partydesk.domain.talk import Talk, TalkKind
from partydesk.services import (
    cell_kinds,
    exports,
    last_time,
    meetings,
    organization,
    outlines,
    talks,
)
from ui.desk import Desk
from ui.dialogs.pdf_preview import show_paper
from ui.dialogs.reports import COVERAGE, show_report
from ui.dialogs.writing_outline import Place
from ui.state import State
from ui.tabs.cell_actions import CellActions
from ui.tabs.copying import Copying
from ui.tabs.locking import locked_values, without_locked
from ui.tabs.periods import chosen_period, period_choices
from ui.tabs.register_tab import RegisterTab, today
from ui.tabs.saving import save_table
from ui.theme import Tone
from ui.widgets.editors import as_editor
from ui.widgets.list_form_page import ListFormPage
from ui.widgets.people_picker import PeoplePicker
from ui.widgets.picker import Option
from ui.widgets.pill import Mark
from ui.widgets.record_form import RecordForm, Section
from ui.widgets.record_table_model import Column

_SECTIONS = (
    Section("", pick(Talk, "kind", "way", "talked_on", "place", "starts_at", "ends_at"), 2),
    Section("", pick(Talk, "talker_id")),
    Section("谈话对象"),
    Section("谈话内容", pick(Talk, "matter", "content", "problems", "opinion", "measures")),
    Section("签字与回访", pick(Talk, "recorder_id", "signed_on"), 2),
    Section("", pick(Talk, "follow_up_on", "follow_up_done_on"), 2),
    Section("", pick(Talk, "follow_up")),
)

#: How people call the kinds where there is little room.
_SHORT = {each: str(each).removesuffix("谈话") for each in TalkKind} | {
    TalkKind.BEFORE_LIFE_MEETING: "会前谈话"
}


#: What the list of talks shows when it is asked for; what was said is not among it.
_MORE = pick(
    Talk,
    *("way", "place", "starts_at", "ends_at", "recorder_id", "signed_on"),
    *("follow_up_on", "follow_up_done_on"),
)


class TalksTab(RegisterTab):
    """Talks and their records; the contents are sealed."""

    record_type = "talk"

    def __init__(self, desk: Desk, state: State) -> None:
        page = ListFormPage(self._columns(), "talks", state, "姓名或内容", (680, 430))
        page.add_filter("period", "时间", period_choices(today()))
        kinds = [("全部类型", None), *((str(each), str(each)) for each in TalkKind)]
        page.add_filter("kind", "谈话类型", kinds)
        page.add_button("谈话覆盖", lambda: show_report(self, COVERAGE, state), "users")
        page.add_button("批量修改", self.edit_many, "edit")
        page.add_button("导出", self._export, "file-spreadsheet")
        page.set_primary("记一次谈话", self.primary)
        page.table.set_empty(
            "这段时间还没有谈话记录。谈完记一次：谈话内容单独加密，上报只送次数；"
            "“谈话覆盖”里是还没有谈到的人。",
            "记一次谈话",
            self.primary,
        )
        form = RecordForm(_SECTIONS)
        self.partners = PeoplePicker("谈话对象")
        form.add_custom("partners", self.partners, section="谈话对象")
        self._names: dict[str, str] = {}
        super().__init__(desk, page, form)
        taken = "事由、地点、方式和内容"
        self.copying = Copying(self, self._last_time, taken)
        self.writing.speakers = self._speakers
        self.writing.outline = self._outline
        as_editor(form.editor("kind")).changed.connect(self._offer_copy)
        self.cells = CellActions(self, cell_kinds.TALKS, state)

    def read_list(self) -> None:
        period = chosen_period(self.page.filter_value("period"))
        kind = self.page.filter_value("kind")
        rows = self.desk.call(
            talks.list_talks,
            period,
            text=self.page.search_box.text(),
            kinds=(str(kind),) if kind else (),
        )
        self.page.table.fill(rows, self.desk.recall(organization.names))
        self.page.set_count(f"共 {len(rows)} 次")

    def read_values(self, record_id: str) -> dict[str, Any]:
        return self.desk.call(talks.talk_values, record_id)

    def new_values(self) -> dict[str, Any]:
        secretary = self.desk.call(meetings.usual_chair, "支部委员会会议", today())
        return {
            "kind": str(self.page.filter_value("kind") or TalkKind.REGULAR),
            "talked_on": today(),
            "way": "一对一",
            "talker_id": secretary,
            "partners": [],
        } | locked_values(self.desk, Talk)

    def store_values(self, values: Mapping[str, Any], record_id: str | None) -> Record:
        ready = values if record_id else without_locked(values)
        return self.desk.call(talks.save_talk, ready, today(), record_id)

    def remove(self, record_id: str) -> None:
        self.desk.call(talks.remove_talk, record_id)

    def heading(self, values: Mapping[str, Any]) -> str:
        if not self.record_id:
            return "新的谈话记录"
        names = "、".join(each["name"] for each in values.get("partners") or ())
        return f"{values.get('kind')}　{names}"

    def shown(self, values: Mapping[str, Any]) -> None:
        if values.get("content") == LOCKED and not self.card.banner.isVisibleTo(self.card):
            self.card.say("谈话内容属于保密内容，当前密码只能看到目录。")
        self.copying.is_offered = False
        self._offer_copy()

    def give_people(self, people: list[Option]) -> None:
        self._names = {each.id: each.name for each in people}
        self.partners.set_people(people)

    def print_page(self) -> None:
        if self.record_id:
            title = self.card.title_label.text()
            show_paper(self.desk, self, title, exports.talk_pdf, self.record_id)

    def _columns(self) -> list[Column]:
        day, kind, matter, talker = pick(Talk, "talked_on", "kind", "matter", "talker_id")
        return [
            Column(Field("日期", Kind.DAY, day.name)),
            Column(Field(talker.label, Kind.TEXT, "talker"), names=True, spare=True),
            Column(Field("谈话对象", Kind.TEXT, "partners"), names=True),
            Column(
                Field("类型", Kind.TEXT, kind.name),
                text=lambda row: _SHORT[row.kind],
                spare=True,
            ),
            Column(Field(matter.label, Kind.TEXT, "matter"), stretch=True),
            Column(Field("跟进", Kind.TEXT, "follow_up"), mark=_follow_up),
            *(Column(each, names=each.kind is Kind.PERSON, optional=True) for each in _MORE),
        ]

    def _saved(self, stored: Any) -> None:
        marked = self.copying.marked()
        super()._saved(stored)
        self.copying.remind(marked)

    def _offer_copy(self) -> None:
        """A new talk may begin as the last one of its kind; a deputy sees nothing to copy."""
        if self.record_id is None and not self.form.is_filling:
            self.copying.offer(str(self.form.values()["kind"] or "谈话"))

    def _last_time(self) -> last_time.LastTime | None:
        values = self.form.values()
        kind, day = values["kind"], values["talked_on"]
        if not kind or not isinstance(day, date):
            return None
        return self.desk.call(last_time.last_talk, kind, day, values["talker_id"], self.record_id)

    def _speakers(self) -> list[str]:
        """Who talks, and with whom."""
        values = self.form.values()
        talker = self._names.get(str(values["talker_id"] or ""))
        partners = [str(each["name"]) for each in values["partners"]]
        return [talker, *partners] if talker else partners

    def _outline(self, name: str) -> Place | None:
        place = (self.record_type, str(self.form.values()["kind"] or ""), name)
        return place if self.desk.call(outlines.outline, *place) else None

    def _period(self) -> Period:
        return chosen_period(self.page.filter_value("period")) or quarter_of(today())

    def edit_many(self) -> None:
        """Change one field of the selected records at once."""
        self.cells.edit_many()

    def _export(self) -> None:
        save_table(self, self.desk, self.page.table, f"谈心谈话台账 {self._period().label}")


def _follow_up(row: Any) -> Mark | None:
    if not row.follow_up:
        return None
    return Mark(row.follow_up, Tone.GREEN if row.follow_up == "已办结" else Tone.GOLD)
