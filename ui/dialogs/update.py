"""What an update file brings, and what will be done, before anything of it is installed."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from partydesk.domain.text import file_size
from partydesk.services.updating import Here, Offer
from ui.widgets.basics import button, column, label, row, scrolling
from ui.widgets.fitting import fit


class UpdateDialog(QDialog):
    """Shows a verified update; accepted when the user wants it.

    Attributes:
        update_button: Says yes.
    """

    def __init__(self, path: Path, offer: Offer, here: Here, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("从U盘更新")
        self.update_button = button("备份并更新", self.accept, "primary")
        self.update_button.setDefault(True)
        inside = QWidget()
        news = offer.changes or ("发布单位没有写更新说明。",)
        lines = [label(f"· {each}", wrap=True) for each in news]
        inside.setLayout(column(*lines, None, gap=6, margins=(0, 0, 8, 0)))
        layout = column(
            label(f"{here.version} 版 → {offer.version} 版", "page-title"),
            label(
                f"“{path.name}”，{offer.made_on} 制作，解开后 {file_size(offer.size)}。"
                "签名核对无误，是发布单位做的。",
                "caption",
                wrap=True,
            ),
            label("有什么新的", "section"),
            scrolling(inside, "有什么新的"),
            label(
                "接着会先备份支部文件，再把新程序放到现在的程序旁边并逐个核对；现在的程序留着，"
                "可以退回。装好后关闭程序再打开，就是新版本。",
                "caption",
                wrap=True,
            ),
            row(None, button("取消", self.reject), self.update_button),
            gap=12,
            margins=(24, 20, 24, 18),
        )
        layout.setStretch(3, 1)
        self.setLayout(layout)
        fit(self, 560, 420)
