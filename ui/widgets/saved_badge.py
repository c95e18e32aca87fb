"""Tells whether what is shown is in the file: 已保存 10:32, 未保存, 正在保存…."""

from datetime import datetime

from ui.theme import Tone
from ui.widgets.pill import Mark, Pill


class SavedBadge(Pill):
    """A pill that is shown only after it was told something."""

    def __init__(self) -> None:
        super().__init__()
        self.clear()

    def show_saved(self, at: datetime) -> None:
        """Say when it was saved; only after the commit."""
        day = "" if at.date() == datetime.now().date() else f"{at.month}月{at.day}日 "
        self._say(Mark(f"已保存 {day}{at:%H:%M}", Tone.GREEN))

    def show_unsaved(self) -> None:
        """Say that there are changes that are not in the file."""
        self._say(Mark("未保存", Tone.GOLD))

    def show_draft(self, at: datetime) -> None:
        """Say that a draft was kept."""
        self._say(Mark(f"草稿 {at:%H:%M}", Tone.GOLD))

    def clear(self) -> None:
        """Say nothing."""
        self.hide()

    def _say(self, mark: Mark) -> None:
        self.show_mark(mark)
        self.show()
