"""What comes from the bureau: the card that is sealed to, and its receipts."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from partydesk.domain.periods import Period
from partydesk.domain.submission import SubmissionState
from partydesk.errors import InvalidValuesError
from partydesk.services import cards, enrolment, key_change, receipts, submission
from partydesk.services.receipts import TakenReceipt
from partydesk.services.submission_ledger import label_of
from ui.desk import Desk
from ui.dialogs.message import ask, say
from ui.dialogs.pdf_preview import show_paper
from ui.dialogs.submission_dialogs import CardDialog
from ui.theme import Tone
from ui.widgets.pill import Mark

_KEY_WAYS = ("原密钥没有外泄", "可能已外泄")
_KEY_CHOICE = (
    "换届交接时会自动更换，不用在这里换。没有外泄：原密钥签字接续，上级单位收下一包时自动改认。"
    "可能已外泄：原密钥作废，要把新的登记表盖章交上级单位，登记以后才收新的上报包。"
)
_KEY_FOLLOWS = "原密钥已签字接续，上级单位收下一包时自动改认。请打印新的登记表备查。"
_KEY_EXPOSED = "请打印新的登记表，盖章后由书记当面交上级单位；登记以前，上报包不会被接收。"
_MARKS = {
    SubmissionState.COPIED: Mark("未收到", Tone.GOLD),
    SubmissionState.RECEIPTED: Mark("已收到", Tone.GREEN),
    SubmissionState.RETURNED: Mark("已退回", Tone.RED),
}


class Incoming(QObject):
    """Takes cards and receipts in.

    Signals:
        changed: The card is another one now.
        receipts_taken: Sentences about the receipts that were read, and their tone.
    """

    changed = Signal()
    receipts_taken = Signal(str, Tone)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def choose_card(self) -> None:
        """A card's file is chosen, and its fingerprint typed from paper."""
        chosen = self._chosen("教育局名片", "教育局名片 (*.pdcard)")
        if chosen:
            with self._desk.reporting(self._page):
                self._take_card(cards.read_card_file(chosen))

    def use_sample(self) -> None:
        """The card for practice."""
        with self._desk.reporting(self._page):
            self._desk.call(cards.use_sample_card)
            self.changed.emit()

    def choose_receipts(self) -> None:
        """A receipt's file is chosen; what it says goes into the ledger if everything fits."""
        chosen = self._chosen("教育局回执", "教育局回执 (*.pdr)")
        if chosen:
            with self._desk.reporting(self._page):
                taken = self._desk.call(receipts.take_receipts, chosen)
                returned = any(each.state == SubmissionState.RETURNED for each in taken)
                tone = Tone.RED if returned else Tone.GREEN
                self.receipts_taken.emit("\n".join(map(_told, taken)), tone)

    def print_key_sheet(self) -> None:
        """The paper by which the bureau registers this branch's signing key."""
        paper = enrolment.key_sheet_pdf
        show_paper(self._desk, self._page, "签名密钥登记表", paper, date.today())

    def change_keys(self) -> None:
        """The branch signs with a new key from now on; paper follows where the old one can't."""
        chosen = ask(self._page, "更换本支部的签名密钥？", _KEY_CHOICE, (*_KEY_WAYS, "取消"))
        if chosen not in _KEY_WAYS:
            return
        is_exposed = chosen == _KEY_WAYS[1]
        with self._desk.reporting(self._page):
            self._desk.call(key_change.change_keys, is_exposed=is_exposed)
            self.changed.emit()
            say(self._page, "已更换签名密钥。", _KEY_EXPOSED if is_exposed else _KEY_FOLLOWS)
            self.print_key_sheet()

    def receipt_mark(self, period: Period) -> Mark:
        """How the newest package of a period stands with the bureau."""
        for each in self._desk.call(submission.submissions):
            if each.period == period.label and not each.is_practice:
                return _MARKS.get(SubmissionState(each.state), Mark("未收到", Tone.PLAIN))
        return Mark("未收到", Tone.PLAIN)

    def _chosen(self, title: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self._page, title, "", kinds)
        return Path(chosen) if chosen else None

    def _take_card(self, data: bytes) -> None:
        dialog = CardDialog(cards.name_on(data), cards.ASKED_GROUPS, self._page)
        while dialog.exec():
            try:
                self._desk.call(cards.remember_card, data, dialog.typed)
            except InvalidValuesError as error:
                dialog.say("\n".join(error.by_field.values()))
                continue
            break
        self.changed.emit()


def _told(taken: TakenReceipt) -> str:
    day: date = taken.received_on
    what = "退回重报" if taken.state == SubmissionState.RETURNED else "已收到"
    said = f"意见：{taken.remark}" if taken.remark else ""
    when = f"{day.month}月{day.day}日"
    return (
        f"{label_of(taken.period)}第 {taken.sequence} 号：教育局{when}{what}。{said}{taken.graded}"
    )
