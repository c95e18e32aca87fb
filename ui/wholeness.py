"""After the window stands: looks quietly whether the file is whole, and says so if it is not."""

from collections.abc import Callable
from datetime import date

from partydesk.services import wholeness
from partydesk.services.branch_files import file_number
from partydesk.services.wholeness import Damage
from ui.desk import Desk, Task
from ui.main_window import MainWindow
from ui.state import State

_FOUND = "检查时发现数据文件有损坏，程序已停止写入，现在只能查看。"


def check_whole(desk: Desk, state: State, window: MainWindow, then: Callable[[], object]) -> None:
    """Read all pages off the window's thread if that is due; go on if nothing was found.

    Args:
        desk: The open file.
        state: Remembers when a file was checked last on this machine.
        window: Says what was found.
        then: What waits for it, such as the day's backup: a damaged file is not copied.
    """
    key, today = f"checked/{desk.call(file_number)}", date.today()
    if not desk.call(wholeness.is_due, _day(state.text(key)), today):
        then()
        return

    def done(found: Damage | None) -> None:
        if found is None:
            state.keep_text(key, today.isoformat())
            then()
        else:
            _say(desk, window, found)

    desk.quietly(
        Task(
            lambda store, _tell: wholeness.look_for_damage(store, desk.turn),
            "正在检查数据文件…",
            done,
            takes_turns=True,
        ),
        window,
    )


def _say(desk: Desk, window: MainWindow, found: Damage) -> None:
    def show() -> None:
        from ui.dialogs.backups import show_backups

        show_backups(desk, window, found.backup.backup.path.name if found.backup else "")

    window.show_safety("已停止写入 · 数据文件有损坏")
    if found.backup is None:
        window.warn(f"{_FOUND}旁边没有完好的备份，请找出 U 盘上的备份。", "查看备份…", show)
        return
    label = found.backup.backup.label
    window.warn(f"{_FOUND}最近一份完好的备份：{label}。", "查看备份…", show)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
