"""Which typefaces papers are printed in: the bundled ones, or the computer's own first."""

from PySide6.QtWidgets import QCheckBox, QFrame

from partydesk.services.own_fonts import prefer_own_fonts, prefers_own_fonts
from ui.desk import Desk
from ui.widgets.basics import column, label, set_role


class FontsCard(QFrame):
    """One box to tick."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_role(self, "card")
        self._desk = desk
        self.own_box = QCheckBox("优先使用本机公文字体")
        self.own_box.clicked.connect(self._choose)
        told = (
            "本机装有仿宋_GB2312、方正小标宋等字体时用它们打印，缺的字用程序自带的。"
            "不勾选时一律用自带字体，在哪台电脑上打印都一样。"
        )
        words = label(told, "caption", wrap=True)
        title = label("公文字体", "title")
        self.setLayout(column(title, self.own_box, words, gap=10, margins=(18, 16, 18, 16)))

    def refresh(self) -> None:
        """Read what was chosen."""
        self.own_box.setChecked(self._desk.call(prefers_own_fonts))

    def _choose(self, on: bool) -> None:
        with self._desk.reporting(self):
            self._desk.call(prefer_own_fonts, on=on)
