"""历次上报: earlier packages as a list, to compare by telephone and to see which have a receipt."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from partydesk.domain.fields import Field, Kind
from partydesk.domain.text import file_size, long_day
from partydesk.services import sending, submission
from partydesk.services.submission import SubmissionRow
from partydesk.services.volumes import USUAL
from ui.desk import Desk
from ui.dialogs.message import show_done
from ui.state import State
from ui.theme import Tone
from ui.widgets.basics import button, card, column, label, row
from ui.widgets.fitting import fit
from ui.widgets.pill import Mark
from ui.widgets.record_table import RecordTable
from ui.widgets.record_table_model import Column

_TOGETHER = "收的人把各卷放在同一个文件夹里打开。"
_HINT = "打电话核对时，念内容编号的四组数字；数字一致，两边就是同一个包。"


class LedgerDialog(QDialog):
    """The packages, the newest first; below, what is known of the chosen one.

    Attributes:
        table: The packages.
        about_label: The file and its number.
        remark_label: What the bureau said; hidden while it said nothing.
        cut_button: Cuts the chosen one for the mail; only where mail servers would refuse it.
    """

    def __init__(self, desk: Desk, state: State, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        rows = desk.call(submission.submissions)
        self.setWindowTitle("历次上报")
        self.table = RecordTable(_columns(), "sent_packages", state)
        self.table.setAccessibleName("历次上报")
        self.table.set_empty("还没有送出过上报包。")
        self.title_label = label("", "section", wrap=True)
        self.about_label = label("", wrap=True)
        self.remark_label = label("", wrap=True)
        self.cut_button = button("分卷发邮件…", self.cut)
        self.cut_button.hide()
        about = card(self.title_label, self.about_label, self.remark_label, gap=6)
        about.setVisible(bool(rows))
        layout = column(
            label(_HINT, "caption", wrap=True),
            self.table,
            about,
            row(self.cut_button, None, button("关闭", self.accept)),
            gap=12,
            margins=(20, 18, 20, 18),
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.table.chosen.connect(self._tell)
        self.table.fill(rows)
        fit(self, 860, 520)
        if rows:
            self.table.selectRow(0)

    def cut(self) -> None:
        """Ask for a folder and write the volumes of the chosen package there."""
        chosen = self.table.current()
        folder = QFileDialog.getExistingDirectory(self, "分卷存到")
        if chosen and folder:
            with self._desk.reporting(self):
                made = self._desk.call(sending.cut_again, chosen.id, Path(folder))
                show_done(self, f"已分成 {len(made)} 卷，请全部作为附件发送。{_TOGETHER}", made[0])

    def _tell(self, chosen: SubmissionRow | None) -> None:
        if chosen is None:
            return
        self.title_label.setText(f"第 {chosen.sequence} 号　{chosen.period}　{chosen.state_told}")
        got = f"　{long_day(chosen.receipted_on)}收到回执" if chosen.receipted_on else ""
        self.about_label.setText(
            f"内容编号 {chosen.short_id}\n文件 {chosen.file_name}（{file_size(chosen.size)}）{got}"
        )
        self.cut_button.setVisible(chosen.size > USUAL << 20)
        self.remark_label.setText(f"教育局意见：{chosen.remark}")
        self.remark_label.setVisible(bool(chosen.remark))


def _mark(each: Any) -> Mark:
    if each.remark:
        return Mark(each.state_told, Tone.GOLD)
    return Mark(each.state_told, Tone.GREEN if each.receipted_on else Tone.PLAIN)


def _sent(each: Any) -> str:
    return f"{each.sent_at:%Y-%m-%d}" if each.sent_at else ""


def _columns() -> list[Column]:
    return [
        Column(Field("序号", Kind.NUMBER, "sequence")),
        Column(Field("期间", Kind.TEXT, "period")),
        Column(Field("送给", Kind.TEXT, "recipient"), stretch=True),
        Column(Field("送出", Kind.DAY, "sent_at"), text=_sent),
        Column(Field("状态", Kind.TEXT, "state"), mark=_mark),
    ]
