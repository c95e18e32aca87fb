"""Merging two entries of a person from the roster: the dialog, and the word afterwards."""

from collections.abc import Iterable
from typing import Any

from partydesk.domain.finding import Finding
from partydesk.services import history
from ui.dialogs.duplicates import DuplicatesDialog

#: The rule that finds a person twice on the roster.
_TWICE = "MEM-03"


def merge_entries(tab: Any, chosen: tuple[str, ...] = ()) -> None:
    """Let two entries be merged; the selected ones are proposed.

    Args:
        tab: The roster.
        chosen: Keys of people; those that are selected, or the one that is shown, if empty.
    """
    if tab.form.is_changed():
        # A form with older values would take the merge back when it is saved later.
        tab.card.say("右边还有没有保存的修改，请先保存，再合并。")
        return
    selected = tuple(row.id for row in tab.page.table.selected())
    shown = (tab.record_id,) if tab.record_id else ()
    dialog = DuplicatesDialog(tab.desk, chosen or (selected if len(selected) == 2 else shown), tab)
    dialog.exec()
    if dialog.merged is not None:
        done = dialog.merged
        tab.show_record(done.kept_id)
        tab.card.say(done.result_sentence, "撤销", lambda: undo_step(tab, done.operation_id))


def offer_merging(tab: Any, found: Iterable[Finding]) -> None:
    """Say beside the person who is shown that they stand on the roster twice."""
    mine = [each for each in found if each.rule == _TWICE and each.record_id == tab.record_id]
    if mine:
        tab.card.say(mine[0].sentence, "对照合并…", lambda: merge_entries(tab, (tab.record_id,)))


def undo_step(tab: Any, operation_id: str) -> None:
    """Take a step back and say so."""
    with tab.desk.reporting(tab):
        title = tab.desk.call(history.undo, operation_id)
        tab.card.say(f"已撤销：{title}。")
