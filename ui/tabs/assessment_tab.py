"""自评考核: the scheme's items with the branch's own scores, reasons and evidence."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from partydesk.domain.assessment import Score
from partydesk.domain.fields import pick
from partydesk.domain.periods import Period, period_with
from partydesk.domain.text import points
from partydesk.errors import InvalidValuesError, PartydeskError
from partydesk.rules.checking import checked
from partydesk.rules.scheme import Item
from partydesk.services import assessments, drafts, evidence, exports
from partydesk.services.assessments import Sheet
from ui.desk import Desk
from ui.dialogs.choose_evidence import EvidenceDialog
from ui.dialogs.message import ask, show_fault
from ui.dialogs.pdf_preview import PdfPreview
from ui.state import State
from ui.tabs.assessment_item import ItemCard
from ui.tabs.assessment_rows import ItemRow, item_columns, item_rows
from ui.tabs.form_drafts import DRAFT_PAUSE
from ui.tabs.periods import period_choices
from ui.tabs.register_tab import today
from ui.tabs.saving import save_table
from ui.theme import Tone
from ui.widgets.basics import GAP, MARGIN, column, row, set_role
from ui.widgets.figure_card import FigureCard
from ui.widgets.list_form_page import ListFormPage
from ui.widgets.tab_page import TabPage, Target


class AssessmentTab(TabPage):
    """The self-assessment of a period."""

    def __init__(self, desk: Desk, state: State) -> None:
        super().__init__(desk)
        self._sheet: Sheet | None = None
        self._chosen: Item | None = None
        self._proofs: list[tuple[str, str]] = []
        self.page = ListFormPage(item_columns(), "assessment", state, "条目、标准")
        choices = [each for each in period_choices(today()) if each[1]]
        self.page.add_filter("period", "考核期", [choices[1], choices[0], *choices[2:]])
        self.page.add_button("导出", self._export, "file-spreadsheet")
        self.page.add_button("打印自评表", self.print_page, "printer")
        self.page.set_primary("完成自评", self._finish, "check")
        self.cards = {
            name: FigureCard(name) for name in ("支部自评", "已评条目", "待佐证", "上一期")
        }
        self.card = ItemCard()
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_PAUSE)
        self._shown_code = self._code()
        self.page.set_detail(self.card)
        self.setLayout(self._layout())
        self._connect()

    def refresh(self) -> None:
        self._sheet = self.desk.call(assessments.assessment, self._shown_code)
        self._show_list()
        self._show_figures()
        if self._chosen and not self.card.form.is_changed():
            self._show_item(self._chosen)

    def save(self) -> None:
        if self._chosen:
            self._keep()

    def primary(self) -> None:
        self._finish()

    def focus_search(self) -> None:
        self.page.focus_search()

    def search(self, text: str) -> None:
        self.page.search_box.setText(text)

    def open_target(self, target: Target) -> None:
        self.page.table.choose(target.record_id)

    def leave(self) -> bool:
        """A score that can be kept is kept; anything else waits as a draft, and that is said."""
        if (inside := self.focusWidget()) is not None:
            inside.clearFocus()
        self._timer.stop()
        if self._chosen is None:
            return True
        if not self.card.form.is_changed():
            self._drop_draft(self._chosen)
        elif not self._keep():
            self._keep_draft()
            left = self._chosen
            self.page.banner.say(
                f"第 {left.no} 条的自评没有保存，填写的内容留作草稿。",
                action="去改正",
                pressed=lambda: self.page.table.choose(left.no),
            )
        return True

    def print_page(self) -> None:
        with self.desk.reporting(self):
            data = self.desk.call(exports.assessment_pdf, self._shown_code, today())
            PdfPreview(f"自评表 {self._period().label}", data, self).exec()

    def _code(self) -> str:
        return str(self.page.filter_value("period"))

    def _period(self) -> Period:
        return period_with(self._shown_code)

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
        self.card.form.changed.connect(self._timer.start)
        self._timer.timeout.connect(self._keep_draft)
        self.card.save_asked.connect(self.save)
        self.card.choose_asked.connect(self._choose_proofs)
        self.card.go.connect(self.go)

    def _change_period(self) -> None:
        self.leave()
        self._shown_code = self._code()
        self.page.banner.hide()
        self._sheet = self.desk.call(assessments.assessment, self._shown_code)
        if self._chosen:
            self._show_item(self._chosen)
        self.refresh()

    def _show_list(self) -> None:
        scheme = self._sheet.scheme if self._sheet else assessments.scheme_with("default")
        scores = self._sheet.scores if self._sheet else {}
        text = self.page.search_box.text().strip()
        rows = item_rows(scheme.items, scores, text)
        self.page.table.fill(rows)
        if self._chosen is None and rows:
            self.page.table.choose(rows[0].id)

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
        last = self.desk.call(assessments.previous_total, self._shown_code)
        self.cards["上一期"].show_figure(
            f"{points(last[1])} 分" if last else "—",
            period_with(last[0]).label if last else "没有更早的自评",
        )
        button = self.page.primary_button
        assert button is not None, "the page has a primary button"
        button.setText("重新打开" if done else "完成自评")
        button.setAccessibleName(button.text())
        set_role(button, "" if done else "primary")

    def _choose(self, shown: ItemRow | None) -> None:
        if shown is None or (self._chosen and shown.id == self._chosen.no):
            return
        self.leave()
        self._show_item(shown.item)

    def _show_item(self, item: Item) -> None:
        """Show what is kept of an item, and what was typed there and could not be kept."""
        self._chosen = item
        score = self._sheet.scores.get(item.no) if self._sheet else None
        self._proofs = list(score.evidence) if score else []
        draft = self.desk.call(drafts.draft_of, "score", self._draft_id(item))
        if draft:
            self._proofs = [(kind, key) for kind, key in draft.values["proofs"]]
        self.card.show_item(item, score, self.desk.call(evidence.named, self._proofs))
        # After the card was filled: filling lets its fields be edited.
        self.card.set_closed(closed=bool(self._sheet and self._sheet.finished_at))
        if draft:
            self.card.form.set_values(draft.values)
            self.card.badge.show_draft(draft.saved_at)
        self._timer.stop()

    def _draft_id(self, item: Item) -> str:
        return f"{self._shown_code}/{item.no}"

    def _keep_draft(self) -> None:
        if self._chosen and self.card.form.is_changed():
            values = self.card.form.values() | {"proofs": self._proofs}
            key = ("score", self._draft_id(self._chosen))
            self.desk.call(drafts.keep_draft, *key, values)
            draft = self.desk.call(drafts.draft_of, *key)
            if draft:
                self.card.badge.show_draft(draft.saved_at)

    def _drop_draft(self, item: Item) -> None:
        if self.desk.call(drafts.draft_of, "score", self._draft_id(item)):
            self.desk.call(drafts.drop_draft, "score", self._draft_id(item))

    def _choose_proofs(self) -> None:
        if self._chosen is None:
            return
        offered = self.desk.call(evidence.proofs, self._period())
        dialog = EvidenceDialog(self._chosen.title, offered, self._proofs, self)
        if dialog.exec():
            self._proofs = dialog.chosen()
            self._keep()
            self.card.show_proofs(self.desk.call(evidence.named, self._proofs))

    def _keep(self) -> bool:
        """Keep the score that is shown; the self-assessment begins with the first one."""
        assert self._chosen is not None, "an item is shown"
        item = self._chosen
        try:
            values = checked(pick(Score, "points", "reason"), self.card.form.values())
            sheet = self.desk.call(assessments.open_assessment, self._shown_code)
            self.desk.call(
                assessments.save_score,
                sheet.id,
                item.no,
                points=values["points"],
                reason=values["reason"] or "",
                evidence=self._proofs,
            )
        except InvalidValuesError as error:
            self.card.form.show_problems(error.by_field)
            return False
        except PartydeskError as error:
            show_fault(self, error)
            return False
        self._drop_draft(item)
        self.page.banner.hide()
        self.card.form.fill(values)
        self.refresh()
        self.card.badge.show_saved(datetime.now())
        return True

    def _finish(self) -> None:
        """Close the self-assessment, or open it again."""
        self.leave()
        with self.desk.reporting(self):
            sheet = self.desk.call(assessments.open_assessment, self._shown_code)
            label = self._period().label
            if sheet.finished_at:
                told = "可以再改分数和理由；历史里会留下记录。"
                if ask(self, f"重新打开{label}自评？", told, ("重新打开", "取消")) == "重新打开":
                    self.desk.call(assessments.reopen, sheet.id)
                return
            told = "完成后分数不再改动，可以上报。"
            choices = ("完成自评", "取消")
            if sheet.missing or ask(self, f"完成{label}自评？", told, choices) == choices[0]:
                self.desk.call(assessments.finish, sheet.id)

    def _export(self) -> None:
        save_table(self, self.desk, self.page.table, f"自评表 {self._period().label}")
