"""上报: what is wrong, what goes and what stays, and the package on its way."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from partydesk.domain.finding import Finding, Severity
from partydesk.domain.periods import Period, period_with
from partydesk.errors import LockedError, PartydeskError
from partydesk.services import cards, findings, submission, submission_list, submission_plan
from partydesk.services.submission import Options, SubmissionPlan, SubmissionResult
from ui.background import Tell
from ui.desk import Desk, Task
from ui.dialogs.message import ask, show_fault
from ui.dialogs.pdf_preview import show_paper
from ui.dialogs.sent_packages import LedgerDialog
from ui.dialogs.submission_dialogs import ReasonDialog, ReleaseDialog
from ui.state import State
from ui.tabs.assessment_loss import target_of
from ui.tabs.explained import ExplainedList
from ui.tabs.periods import period_choices
from ui.tabs.register_tab import today
from ui.tabs.submission_changes import ChangesLine
from ui.tabs.submission_incoming import Incoming
from ui.tabs.submission_parts import (
    checking_head,
    findings_line,
    in_steps,
    obstacle,
    show_found,
    show_parts,
)
from ui.tabs.submission_sending import SendingCard
from ui.theme import Tone
from ui.widgets.banner import Banner
from ui.widgets.basics import GAP, MARGIN, button, card, column, label, row, scrolling
from ui.widgets.tab_page import TabPage, Target

#: Milliseconds after which it is said that the checks are still running.
SLOW = 300


class SubmissionTab(TabPage):
    """Three steps on one page: 校核, 内容, 送出."""

    def __init__(self, desk: Desk, state: State) -> None:
        super().__init__(desk)
        self._state = state
        self._plan: SubmissionPlan | None = None
        self._sent: SubmissionResult | None = None
        self._names: tuple[str, ...] = ()
        self.period_box = QComboBox()
        self.period_box.setAccessibleName("上报期间")
        choices = [each for each in period_choices(today()) if each[1]]
        for text, code in [*choices[1:], choices[0]]:
            self.period_box.addItem(f"{text}上报", code)
        self.banner = Banner()
        self._count_label = label("", "caption", wrap=True)
        self._slow = QTimer(self, singleShot=True)
        self._slow.timeout.connect(lambda: self._count_label.setText("正在校核…"))
        self._findings = QVBoxLayout()
        self._findings.setSpacing(0)
        self.explained = ExplainedList(desk)
        self._card_label = label("", "caption", wrap=True)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(10)
        self.s2_box = QCheckBox("送完整的证号、电话")
        self.s3_box = QCheckBox("送谈话、廉政内容")
        self.s2_box.setToolTip("身份证号、电话、住址和出生日期不遮盖")
        self.s3_box.setToolTip("须两位负责同志分别确认")
        self._foot_label = label("", "caption", wrap=True)
        self.sending = SendingCard()
        self.changes = ChangesLine(desk)
        self.changes.go.connect(self.go)
        self.incoming = Incoming(desk, self)
        self._build()
        self._connect()

    def refresh(self) -> None:
        self.sending.show_places()
        self.changes.refresh()
        self._show_card()
        self._show_waiting()
        self._make_plan()

    def open_target(self, target: Target) -> None:
        place = self.period_box.findData(target.values.get("period"))
        if place >= 0:
            self.period_box.setCurrentIndex(place)

    def primary(self) -> None:
        self.sending.send_button.click()

    def print_page(self) -> None:
        """The content on paper, masked."""
        planned = self._plan
        if planned:
            title = f"上报内容 {planned.period.label}"
            show_paper(
                self.desk, self, title, lambda _store: submission.clear_copy_pdf(planned, "书记")
            )

    def _period(self) -> Period:
        return period_with(str(self.period_box.currentData()))

    def _build(self) -> None:
        found = QWidget()
        found.setLayout(column(self._findings, self.explained, None, gap=0, margins=(0, 0, 8, 0)))
        head = checking_head(self.desk, self._period, self)
        checking = card(head, self._count_label, scrolling(found, "校核结果"))
        inside = QWidget()
        inside.setLayout(
            column(
                self._card_label,
                row(
                    button("教育局名片…", self.incoming.choose_card, icon_name="file-import"), None
                ),
                row(button("打印签名密钥登记表…", self.incoming.print_key_sheet, "link"), None),
                row(button("更换签名密钥…", self.incoming.change_keys, "link"), None),
                self._parts,
                8,
                self.s2_box,
                self.s3_box,
                None,
                gap=10,
                margins=(0, 0, 8, 0),
            )
        )
        content = card(label("2　内容", "title"), scrolling(inside), self._foot_label)
        sides = row(checking, content, self.sending, gap=GAP)
        for place, stretch in enumerate((11, 12, 10)):
            sides.setStretch(place, stretch)
        top = row(
            self.period_box,
            self.changes,
            button("打印内容…", self.print_page, icon_name="printer"),
            button("历次上报", self._show_ledger, icon_name="history"),
            gap=10,
        )
        top.setStretch(1, 1)
        margins = (MARGIN, MARGIN - 2, MARGIN, MARGIN - 2)
        layout = column(top, self.banner, sides, gap=GAP, margins=margins)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.period_box.currentIndexChanged.connect(lambda _place: self._restart())
        self.s2_box.toggled.connect(lambda _on: self._make_plan())
        self.s3_box.clicked.connect(self._release)
        self.sending.send_asked.connect(self._send)
        self.sending.print_asked.connect(self._print_list)
        self.sending.receipts_asked.connect(self.incoming.choose_receipts)
        self.incoming.changed.connect(self.refresh)
        self.incoming.receipts_taken.connect(self._answered)

    def _answered(self, sentences: str, tone: Tone) -> None:
        self.refresh()
        self.banner.say(sentences, tone)

    def _restart(self) -> None:
        self.sending.restart()
        self._sent = None
        self._make_plan()

    def _release(self, on: bool) -> None:
        if on:
            dialog = ReleaseDialog(self)
            if not dialog.exec():
                self.s3_box.setChecked(False)
                return
            self._names = dialog.names
        self._make_plan()

    def _make_plan(self) -> None:
        """Check and count beside the window; nothing is sent before that is over."""
        if self.s3_box.isChecked():
            try:
                self.desk.call(submission_plan.require_open)
            except LockedError as error:
                # What is shown must be what goes: without what this password leaves shut.
                show_fault(self, error)
                self.s3_box.setChecked(False)
        options = Options(self.s2_box.isChecked(), self.s3_box.isChecked(), self._names)
        self._plan = None
        self.sending.send_button.setEnabled(False)
        self._slow.start(SLOW if self._findings.count() else 0)
        self.desk.soon(
            submission_plan.plan, (self._period(), today(), options), self._show_plan, self
        )

    def _show_plan(self, planned: SubmissionPlan) -> None:
        self._slow.stop()
        self._plan = planned
        self._show_findings(planned)
        self._show_parts(planned)
        self.sending.show_size(planned.size)
        self.sending.show_receipt(self.incoming.receipt_mark(planned.period))
        self.sending.show_obstacle(obstacle(len(planned.errors_open)))

    def _show_findings(self, planned: SubmissionPlan) -> None:
        shown = [each for each in planned.findings if each.severity != Severity.HINT]
        errors, warnings = len(planned.errors_open), len(shown) - len(planned.errors_open)
        self._count_label.setText(findings_line(errors, warnings))
        show_found(self._findings, shown, self._go, self._accept)
        self.explained.show_explained(planned.explained)

    def _show_parts(self, planned: SubmissionPlan) -> None:
        show_parts(self._parts, planned.parts)
        last = self.desk.call(submission.submissions)
        before = f"　上一包 {last[0].period} {last[0].state_told}" if last else ""
        self._foot_label.setText(f"序号 {planned.sequence}{before}")

    def _show_card(self) -> None:
        card_known = self.desk.call(cards.the_card)
        if card_known is None:
            self._card_label.setText("还没有教育局名片：现在生成的包只有本支部自己能打开。")
            self.banner.say(
                "还没有教育局的名片，上报包送不到教育局。",
                Tone.GOLD,
                "用示例名片练习",
                self.incoming.use_sample,
            )
            return
        self.banner.hide()
        groups = " · ".join(card_known.fingerprint.split()[:3])
        self._card_label.setText(f"送给：{card_known.name}　指纹 {groups} …")
        if card_known.is_sample:
            self.banner.say("现在用的是示例名片，只能练习；正式上报前请换成教育局的名片。")

    def _show_waiting(self) -> None:
        """A package whose way was cut off is offered to be sent on, before anything new."""
        waiting = self.desk.call(submission.pending)
        if waiting:
            told = f"第 {waiting.sequence} 号上报包上次没有送完，可能已经写到 U 盘上。"
            self.banner.say(told, Tone.GOLD, "继续送出…", lambda: self._go_on(waiting.sequence))

    def _go_on(self, sequence: int) -> None:
        answer = ask(
            self,
            f"第 {sequence} 号上报包没有送完。",
            "继续送出：把同一个包再写到选定的位置。放弃：仅在确定没有送到时选，号码会重新使用。",
            ("继续送出", "放弃这一号", "取消"),
        )
        if answer == "放弃这一号":
            with self.desk.reporting(self):
                self.desk.call(submission.drop_pending)
                self.refresh()
        elif answer == "继续送出" and (folder := self.sending.folder()):
            self._run(
                lambda store, tell: submission.send_pending(store, folder, progress=in_steps(tell))
            )

    def _go(self, finding: Finding) -> None:
        self.go.emit(target_of(finding, today()))

    def _accept(self, finding: Finding) -> None:
        dialog = ReasonDialog(finding.sentence, self)
        if dialog.exec():
            with self.desk.reporting(self):
                self.desk.call(findings.accept, finding, dialog.reason)

    def _send(self, folder: Path) -> None:
        if self._plan is None:
            return
        planned, card_known = self._plan, self.desk.call(cards.the_card)
        self._run(
            lambda store, tell: submission.make_submission(
                store, planned, card_known, folder, progress=in_steps(tell)
            )
        )

    def _run(self, work: Callable[[Any, Tell], SubmissionResult]) -> None:
        self.desk.run(Task(work, "正在生成上报包…", self._done, self._failed), self)

    def _failed(self, error: PartydeskError) -> None:
        show_fault(self, error)
        self.refresh()

    def _done(self, sent: SubmissionResult) -> None:
        self._sent = sent
        self.sending.show_sent(sent.short_id, listed=sent.submission_id is not None)
        practice = "这是练习用的包，教育局打不开。" if sent.is_practice else ""
        self._show_card()
        self.banner.say(f"已写入“{sent.path.name}”，回读核对无误。{practice}", Tone.GREEN)

    def _print_list(self) -> None:
        if self._sent and self._sent.submission_id:
            paper, asked = submission_list.submission_list_pdf, self._sent.submission_id
            show_paper(self.desk, self, "上报清单", paper, asked, today())

    def _show_ledger(self) -> None:
        LedgerDialog(self.desk, self._state, self).exec()
