"""Files that are added to a record: read off the window's thread, told about in one message."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from partydesk.errors import PartydeskError
from partydesk.services.adding_papers import Added, add_files
from ui.desk import Desk, Task
from ui.dialogs.message import say, show_fault

#: So many files are named in a message; the rest is counted.
_NAMED = 6


def add_papers(
    desk: Desk,
    owner: tuple[str, str],
    paths: Sequence[Path],
    parent: QWidget,
    done: Callable[[Added], None],
) -> None:
    """Add files to a record, with progress and a cancel that keeps what is whole."""
    task = Task(
        lambda store, tell: add_files(
            store,
            owner,
            paths,
            progress=lambda name, so_far, total: tell(f"正在添加“{name}”", so_far, total),
            hold=desk.turn,
        ),
        "正在添加附件…",
        done,
        takes_turns=True,
    )
    desk.run(task, parent)


def tell_refused(parent: QWidget, added: Added) -> None:
    """Say which files were not added, why, and what to do about it."""
    refused = added.refused
    if not refused:
        return
    if len(refused) == 1:
        show_fault(parent, refused[0])
        return
    rest = f"其余 {len(added.rows)} 个已添加。" if added.rows else ""
    say(parent, f"有 {len(refused)} 个文件没有添加。{rest}", _reasons(refused))


def summary(added: Added) -> str:
    """What is worth a sentence beside the papers; empty if all went as expected."""
    parts = []
    if added.not_read:
        parts.append(f"已停止：添加了 {len(added.rows)} 个，还有 {added.not_read} 个没有添加。")
    known = [f"“{title}”也附在{where}" for title, where in added.elsewhere[:3]]
    if known:
        more = f"等 {len(added.elsewhere)} 个" if len(added.elsewhere) > 3 else ""
        parts.append(f"{'；'.join(known)}{more}。")
    return "".join(parts)


def _reasons(refused: Sequence[PartydeskError]) -> str:
    lines = [each.sentence for each in refused[:_NAMED]]
    if len(refused) > _NAMED:
        lines.append(f"……另有 {len(refused) - _NAMED} 个。")
    advice = dict.fromkeys(each.advice for each in refused if each.advice)
    return "\n".join([*lines, "", *advice])
