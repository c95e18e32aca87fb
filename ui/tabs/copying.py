"""照抄上次: offered with a new record; what must change is marked, and said again when saved."""

from collections.abc import Callable
from datetime import date
from typing import Any

from partydesk.domain.marked_text import marks_of
from partydesk.domain.text import long_day
from partydesk.services.last_time import LastTime
from ui.tabs.register_tab import RegisterTab
from ui.widgets.long_text import LongTextEditor

#: As many words that were left as they are get named.
_NAMED = 5


class Copying:
    """Takes over what last time's record gives.

    Attributes:
        is_offered: Whether the card offers it now.
    """

    def __init__(
        self,
        tab: RegisterTab,
        find: Callable[[], LastTime | None],
        taken: str,
    ) -> None:
        """For a tab.

        Args:
            tab: Its form takes the values, its card says what was done.
            find: Asks for the last record of the kind that the form is about.
            taken: What is taken over, in words.
        """
        self._tab, self._form, self._card, self._find = tab, tab.form, tab.card, find
        self._taken = taken
        self.is_offered = False
        tab.card.more_menu.addAction("照抄上次", self.copy)

    def offer(self, noun: str) -> None:
        """Offer it in a new form; without a last time, or once something is written, not."""
        if self.is_offered:
            self._card.banner.hide()
            self.is_offered = False
        if not self._card.banner.isHidden() or self._form.values()["content"]:
            return
        if found := self._find():
            self._card.say(
                f"上次{noun}是{_day(found)}。可以照抄{self._taken}再改。",
                "照抄上次",
                self.copy,
            )
            self.is_offered = True

    def copy(self) -> None:
        """Take over what the user has not filled in; it stays a draft until it is saved."""
        found = self._find()
        self.is_offered = False
        if found is None:
            self._card.say("还没有可以照抄的上一次记录。")
            return
        before = self._form.values()
        taken = {name: value for name, value in found.values.items() if self._is_free(name)}
        self._form.set_values(taken)
        count = sum(len(words) for words in self._form.stale_words().values())
        marked = f"，{count} 处待修改" if count else ""
        self._card.say(
            f"已照抄{_day(found)}的内容{marked}。其余请自己填。",
            "不要照抄",
            lambda: self._give_back({name: before[name] for name in taken}),
        )

    def marked(self) -> dict[str, Any]:
        """The texts of the form that still have marks."""
        return {name: value for name, value in self._form.values().items() if marks_of(value)}

    def remind(self, marked: dict[str, Any]) -> None:
        """After saving: say what was left as it was last time; it is saved all the same."""
        if not marked:
            return
        self._form.fill(self._form.values() | marked)
        words = [word for each in self._form.stale_words().values() for word in each]
        if words:
            named = "、".join(f"“{word}”" for word in dict.fromkeys(words[:_NAMED]))
            more = "等" if len(words) > _NAMED else ""
            self._card.say(
                f"已保存。照抄来的还有 {len(words)} 处没有改：{named}{more}。",
                "去修改",
                self._go,
            )

    def _is_free(self, name: str) -> bool:
        """Stored values stay; what a new record merely begins with may go."""
        if self._tab.record_id is None:
            return self._form.is_free(name)
        return not self._form.values()[name]

    def _give_back(self, values: dict[str, Any]) -> None:
        self._form.set_values(values)
        self._card.banner.hide()

    def _go(self) -> None:
        for name in self._form.stale_words():
            self._form.focus_field(name)
            editor = self._form.editor(name)
            if isinstance(editor, LongTextEditor):
                editor.select_mark()
            return


def _day(found: LastTime) -> str:
    """When it was; the year only if it was another."""
    text = long_day(found.day)
    return text.partition("年")[2] if found.day.year == date.today().year else text
