"""自评考核: the scheme's items with the branch's own scores, reasons and evidence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from partydesk.domain.fields import Field, Kind
from partydesk.domain.periods import Period, period_with
from partydesk.domain.text import points
from partydesk.errors import InvalidValuesError
from partydesk.rules.schemes import Item
from partydesk.services import assessments, evidence, exports
from partydesk.services.assessments import ItemScore, Sheet
from ui.desk import Desk
from ui.dialogs.choose_evidence import EvidenceDialog
from ui.dialogs.message import ask
from ui.dialogs.pdf_preview import PdfPreview
from ui.state import State
from ui.tabs.assessment_item import ItemCard
from ui.tabs.periods import period_choices
from ui.tabs.register_tab import today
from ui.tabs.saving import save_table
from ui.theme import Tone
from ui.widgets.basics import GAP, MARGIN, column, row
from ui.widgets.figure_card import FigureCard
from ui.widgets.list_form_page import ListFormPage
from ui.widgets.pill import Mark
from ui.widgets.record_table_model import Column
from ui.widgets.tab_page import TabPage, Target


@dataclass(frozen=True)
class _Row:
    """An item as the list shows it."""

    item: Item
    score: ItemScore | None

    @property
    def id(self) -> str:
        return self.item.no

    @property
    def title(self) -> str:
        return self.item.title

    @property
    def most(self) -> int:
        return self.item.points

    @property
    def own(self) -> int | None:
        return self.score.points if self.score else None


def _state(shown: _Row) -> Mark:
    if shown.own is None:
        return Mark("未评", Tone.PLAIN)
    if shown.score and not shown.score.evidence and shown.own:
        return Mark("待佐证", Tone.GOLD)
    if shown.own < shown.most:
        return Mark("扣分", Tone.RED)
    return Mark("齐全", Tone.GREEN)


class AssessmentTab(TabPage):
    """The self-assessment of a period."""

    def __init__(self, desk: Desk, state: State) -> None:
        super().__init__(desk)
        self._sheet: Sheet | None = None
        self._chosen: Item | None = None
        self._proofs: list[tuple[str, str]] = []
        self.page = ListFormPage(_columns(), "assessment", state, "条目、标准")
        choices = [each for each in period_choices(today()) if each[1]]
        self.page.add_filter("period", "考核期", [choices[1], choices[0], *choices[2:]])
        self.page.add_button("导出", self._export, "file-spreadsheet")
        self.page.add_button("打印自评表", self.print_page, "printer")
        self.page.set_primary("完成自评", self._finish, "check")
        self.cards = {
            name: FigureCard(name) for name in ("支部自评", "已评条目", "待佐证", "上一期")
        }
        self.card = ItemCard()
        self.page.set_detail(self.card)
        self.setLayout(self._layout())
        self._connect()

    def refresh(self) -> None:
        self._sheet = self.desk.call(assessments.assessment, self._code())
        self._show_list()
        self._show_figures()

    def save(self) -> None:
        if self._chosen and self.card.form.check():
            self._keep()

    def primary(self) -> None:
        self._finish()

    def focus_search(self) -> None:
        self.page.focus_search()

    def open_target(self, target: Target) -> None:
        self.page.table.choose(target.record_id)

    def leave(self) -> bool:
        if self._chosen and self.card.form.is_changed() and self.card.form.check():
            self._keep()
        return True

    def print_page(self) -> None:
        with self.desk.reporting(self):
            data = self.desk.call(exports.assessment_pdf, self._code(), today())
            PdfPreview(f"自评表 {self._period().label}", data, self).exec()

    def _code(self) -> str:
        return str(self.page.filter_value("period"))

    def _period(self) -> Period:
        return period_with(self._code())

    def _layout(self) -> Any:
        figures = QWidget()
        figures.setLayout(row(*self.cards.values(), gap=GAP, margins=(MARGIN, MARGIN, MARGIN, 0)))
        layout = column(figures, self.page, gap=0)
        layout.setStretch(1, 1)
        return layout

    def _connect(self) -> None:
        self.page.filtered.connect(self._change_period)
        self.page.search_box.searched.connect(lambda _text: self._show_list())
        self.page.table.chosen.connect(self._choose)
        self.card.save_asked.connect(self.save)
        self.card.choose_asked.connect(self._choose_proofs)
        self.card.go.connect(self.go)

    def _change_period(self) -> None:
        self.leave()
        self.refresh()

    def _show_list(self) -> None:
        scheme = self._sheet.scheme if self._sheet else assessments.scheme_with("default")
        scores = self._sheet.scores if self._sheet else {}
        text = self.page.search_box.text().strip()
        rows = [
            _Row(item, scores.get(item.no))
            for item in scheme.items
            if not text or text in f"{item.title}{item.standard}"
        ]
        self.page.table.fill(rows)
        if self._chosen is None and rows:
            self.page.table.choose(rows[0].id)
        self.card.set_closed(closed=bool(self._sheet and self._sheet.finished_at))

    def _show_figures(self) -> None:
        sheet = self._sheet
        items = (sheet.scheme if sheet else assessments.scheme_with("default")).items
        missing = len(sheet.missing) if sheet else len(items)
        done = sheet.finished_at if sheet else None
        caption = f"{done:%m月%d日} 完成" if done else "满分 100 分"
        total = points(sheet.total) if sheet else "—"
        self.cards["支部自评"].show_figure(f"{total} 分", caption, Tone.GREEN)
        self.cards["已评条目"].show_figure(
            f"{len(items) - missing} / {len(items)} 条",
            f"还有 {missing} 条没有自评分" if missing else "全部评完",
            Tone.GOLD if missing else Tone.GREEN,
        )
        waiting = len(sheet.unproved) if sheet else 0
        self.cards["待佐证"].show_figure(
            f"{waiting} 条",
            "有分数但没有佐证" if waiting else "每个分数都有佐证",
            Tone.GOLD if waiting else Tone.PLAIN,
        )
        last = self.desk.call(assessments.previous_total, self._code())
        self.cards["上一期"].show_figure(
            f"{points(last[1])} 分" if last else "—",
            period_with(last[0]).label if last else "没有更早的自评",
        )
        self.page.primary_button.setEnabled(not done)  # type: ignore[union-attr]

    def _choose(self, shown: _Row | None) -> None:
        if shown is None or (self._chosen and shown.id == self._chosen.no):
            return
        self.leave()
        self._chosen = shown.item
        score = self._sheet.scores.get(shown.id) if self._sheet else None
        self._proofs = list(score.evidence) if score else []
        self.card.show_item(shown.item, score, self.desk.call(evidence.named, self._proofs))

    def _choose_proofs(self) -> None:
        if self._chosen is None:
            return
        offered = self.desk.call(evidence.proofs, self._period())
        dialog = EvidenceDialog(self._chosen.title, offered, self._proofs, self)
        if dialog.exec():
            self._proofs = dialog.chosen()
            self._keep()
            self.card.show_proofs(self.desk.call(evidence.named, self._proofs))

    def _keep(self) -> None:
        """Keep the score that is shown; the self-assessment begins with the first one."""
        assert self._chosen is not None, "an item is shown"
        values = self.card.form.values()
        with self.desk.reporting(self):
            try:
                sheet = self.desk.call(assessments.open_assessment, self._code())
                self.desk.call(
                    assessments.save_score,
                    sheet.id,
                    self._chosen.no,
                    points=values["points"],
                    reason=values["reason"] or "",
                    evidence=self._proofs,
                )
            except InvalidValuesError as error:
                self.card.form.show_problems(error.by_field)
                return
            self.card.form.fill(values)
            self.card.badge.show_saved(datetime.now())
            self.refresh()

    def _finish(self) -> None:
        if self._sheet is None or not self.leave():
            return
        label = self._period().label
        answer = ask(
            self, f"完成{label}自评？", "完成后分数不再改动，可以上报。", ("完成自评", "取消")
        )
        if answer == "完成自评":
            with self.desk.reporting(self):
                self.desk.call(assessments.finish, self._sheet.id)

    def _export(self) -> None:
        save_table(self, self.desk, self.page.table, f"自评表 {self._period().label}")


def _columns() -> list[Column]:
    return [
        Column(Field("序号", Kind.TEXT, "id"), key=lambda shown: int(shown.id)),
        Column(Field("条目", Kind.TEXT, "title"), stretch=True),
        Column(Field("分值", Kind.POINTS, "most")),
        Column(Field("自评", Kind.POINTS, "own")),
        Column(Field("状态", Kind.TEXT, "state"), mark=_state),
    ]
