"""换届交接: the successor sets a password, the new recovery sheet is printed and typed back."""

import secrets
from typing import Any

from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from partydesk.services import handing_over, restoring
from partydesk.services.handing_over import HandedOver, ReadySheet
from partydesk.services.password_rules import password_sentence
from ui.background import Tell, steps
from ui.desk import Desk, Task
from ui.dialogs.growing import grow
from ui.dialogs.message import say
from ui.dialogs.new_branch_pages import PasswordPage, SheetPage
from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row, rule

_WHY = (
    "书记换人、恢复单拆开用过或可能被人看过时，在这里换新密码和新恢复单。"
    "完成前什么都不会改变；完成后，原来的密码、副手密码和恢复单都打不开今后的文件。"
)
_DONE = "交接完成，数据已用新的密钥重新加密并逐项核对。"
_AFTER = (
    "签名密钥也换了新的，原密钥签了字，上级单位收下一包时自动改认。"
    "旧恢复单请当场剪碎，新恢复单封存。换届以前的备份和旁边“旧文件”里的原文件仍要用"
    "原来的密码或恢复单打开，请一并移交，或者删掉。副手密码请重新设置。"
)


def hand_over(desk: Desk, parent: QWidget, ready: ReadySheet) -> None:
    """Go through the handover; when it is done the window begins anew."""
    dialog = HandOverDialog(desk, ready, parent)
    dialog.exec()
    if dialog.is_switched:
        desk.reopened.emit()


class HandOverDialog(QDialog):
    """Two pages: a password, and the sheet.

    Attributes:
        is_switched: Whether another file is open now, or none could be opened again.
    """

    def __init__(self, desk: Desk, ready: ReadySheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._ready = desk, ready
        self.is_switched = False
        self.setWindowTitle("换届交接")
        numbers = sorted(secrets.SystemRandom().sample(range(1, 9), 2))
        self.password_page = PasswordPage(password_sentence)
        self.sheet_page = SheetPage((numbers[0], numbers[1]))
        self.sheet_page.show_sheet(ready.pdf)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.password_page)
        self.pages.addWidget(self.sheet_page)
        self.step_label = label("", "caption")
        self.cancel_button = button("取消", self.reject)
        self.back_button = button("上一步", lambda: self._show(0))
        self.next_button = button("下一步", self._next, "primary")
        self.next_button.setDefault(True)
        foot = row(self.step_label, None, self.cancel_button, self.back_button, self.next_button)
        why = label(_WHY, "caption", wrap=True)
        layout = column(why, rule(), self.pages, foot, gap=14, margins=(28, 22, 28, 20))
        layout.setStretch(2, 1)
        self.setLayout(layout)
        width = current_theme().gap(620)
        self.setMinimumSize(width, layout.totalHeightForWidth(width) + current_theme().gap(16))
        self.password_page.first_edit.textChanged.connect(lambda _text: grow(self))
        self._show(0)

    def _show(self, place: int) -> None:
        self.pages.setCurrentIndex(place)
        self.step_label.setText(f"第 {place + 1} 步，共 2 步")
        self.back_button.setVisible(place == 1)
        self.next_button.setText("完成交接" if place else "下一步")
        (self.sheet_page if place else self.password_page).begin()

    def _next(self) -> None:
        if self.pages.currentIndex() == 0:
            if self.password_page.check():
                self._show(1)
        elif self.sheet_page.check(self._ready.groups):
            self._desk.run(Task(self._work, "正在交接…", self._handed_over), self)
        grow(self)

    def _work(self, store: Any, tell: Tell) -> HandedOver:
        password = self.password_page.password()
        try:
            done = handing_over.hand_over(store, password, self._ready, tell=steps(tell))
        except BaseException:
            if not store.file.is_open:
                self.is_switched = True
                self._desk.adopt(restoring.open_again(store))
            raise
        self.is_switched = True
        self._desk.adopt(done.store)
        return done

    def _handed_over(self, done: HandedOver) -> None:
        fault = f"\n但新的备份没有做成：{done.fault}请在设置里再备份一次。" if done.fault else ""
        say(self, _DONE, f"{_AFTER}{fault}")
        self.accept()
