"""Every key of the program, declared once: what binds keys and what lists them read the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QKeyEvent, QKeySequence

#: What the sheet of all keys is called among the topics of the help.
SHEET = "快捷键"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys that do the same.

    Attributes:
        name: What the code binds them by.
        keys: The keys, in Qt's spelling.
        does: What they do, for the sheet.
        told: How the sheet spells the keys, where that is shorter.
    """

    name: str
    keys: tuple[str, ...]
    does: str
    told: str = ""

    @property
    def spelled(self) -> str:
        """The keys as they are printed on a Chinese keyboard."""
        if self.told:
            return self.told
        return "，".join(_spelled(each) for each in self.keys)

    def is_pressed(self, event: QKeyEvent) -> bool:
        """Whether a key event is one of the keys; those of the number pad count as the others."""
        pressed = QKeySequence(event.keyCombination()).toString().replace("Num+", "")
        return pressed in self.keys


#: Anywhere in the main window; ``MainWindow`` and ``Undoing`` bind them.
WINDOW = (
    Shortcut("find", ("Ctrl+K",), "查找：人、会议、谈话、附件，也可以输“备份”“导入”这样的命令"),
    Shortcut("save", ("Ctrl+S",), "保存正在填的内容"),
    Shortcut("save_and_new", ("Ctrl+Return", "Ctrl+Enter"), "保存，接着新建一条", "Ctrl+Enter"),
    Shortcut("primary", ("Ctrl+N",), "新建一条记录（工作台上：办最急的一件）"),
    Shortcut("undo", ("Ctrl+Z",), "撤销：先撤销正在打的字，再撤销上一步操作，最多五十步"),
    Shortcut("redo", ("Ctrl+Y", "Ctrl+Shift+Z"), "重做"),
    Shortcut("focus_search", ("Ctrl+F",), "在这一页里查找"),
    Shortcut("print", ("Ctrl+P",), "打印这一页的内容，先看样子"),
    Shortcut("next_part", ("F6",), "到这一页的下一部分：从列表到表单，再回来"),
    Shortcut("previous_part", ("Shift+F6",), "到这一页的上一部分"),
    Shortcut("tab", tuple(f"Ctrl+{n}" for n in range(1, 10)), "换到第几个标签", "Ctrl+1 到 Ctrl+9"),
    Shortcut("lock", ("Ctrl+L",), "锁定"),
    Shortcut("help", ("F1",), "这一页的帮助"),
    Shortcut("keys", ("Ctrl+/",), "这张快捷键表"),
    Shortcut("larger", ("Ctrl++", "Ctrl+="), "字大一号；也可以按住 Ctrl 转滚轮"),
    Shortcut("smaller", ("Ctrl+-",), "字小一号"),
)
#: In a list; ``TableActions`` binds them.
LIST = (
    Shortcut("copy", ("Ctrl+C",), "复制选中的行，可以贴到 WPS 和 Excel 里"),
    Shortcut("copy_heads", ("Ctrl+Shift+C",), "连表头一起复制"),
    Shortcut("paste", ("Ctrl+V",), "把 WPS、Excel 里复制的格贴进列表，先看前后对照"),
    Shortcut("paste_new", ("Ctrl+Shift+V",), "台账：把复制的各行加为新记录，先看样子"),
    Shortcut("fill_down", ("Ctrl+D",), "把选中的第一行填到下面各行，先看前后对照"),
    Shortcut("edit_many", ("Ctrl+E",), "给选中的几行改同一项内容，先看前后对照"),
    Shortcut("columns", ("Alt+Down",), "打开光标所在列的筛选和排序"),
    Shortcut("menu", ("Menu", "Shift+F10"), "打开选中行的菜单", "菜单键，Shift+F10"),
)
#: In a line for a day.
DAY = (Shortcut("calendar", ("F4", "Alt+Down"), "日期栏：打开日历"),)
#: In a line that picks a person or a group.
PICKER = (Shortcut("offer", ("Down", "F4"), "选人栏：列出可选的人"),)
#: With the cursor in a long text of a form; ``WritingMode`` binds it, and the window it opens.
LONG_TEXT = (Shortcut("write", ("F11",), "写作模式：在整个窗口里写这段文字；再按一次回来"),)
#: In the writing window; ``WritingDialog`` binds them.
WRITING = (
    Shortcut("speakers", ("F2",), "谁在发言：另起一段写上“姓名：”"),
    Shortcut("phrases", ("F3",), "常用语；先选中文字，就把它添加进去"),
    Shortcut("outline", ("F4",), "这类会议、谈话的提纲"),
    Shortcut("next_mark", ("F8",), "下一处待修改"),
    Shortcut("keep_mark", ("F9",), "这一处不用改"),
    Shortcut("find_words", ("Ctrl+F",), "在正文里查找"),
    Shortcut("save_all", ("Ctrl+S",), "保存整条记录，接着写"),
)
#: Plain keys of the writing window.
_WRITING_PLAIN = (
    Shortcut("take", ("Tab",), "打了常用语的开头两个字：补上其余的"),
    Shortcut("to_form", ("Esc",), "回到表单里原来的地方"),
)
#: What Qt itself and the forms do with plain keys; nothing is bound to them.
PLAIN = (
    Shortcut("next", ("Return", "Tab"), "下一栏；在多行的文字里 Enter 是换行", "Enter 或 Tab"),
    Shortcut("back", ("Shift+Tab",), "回上一栏"),
    Shortcut("move", ("Up", "Down", "Return"), "在列表里上下移动、打开", "↑ ↓ 和 Enter"),
    Shortcut("more", ("Shift+Down", "Ctrl+A"), "在列表里多选、全选", "Shift+↑ ↓，Ctrl+A"),
    Shortcut("due", ("Alt+A",), "会议：全部到会"),
    Shortcut("close", ("Esc",), "关闭弹出的窗口，或清空查找框"),
)
#: The sheet's parts: a heading, a sentence and the keys.
_PARTS = (
    (SHEET, "不用鼠标也能做完全部工作。常用的记住前面几个就够了。", WINDOW),
    (
        "填表时",
        "日期可以打 20260305、3.5、3-5 或“今天”；人名打首字母就行。",
        (*PLAIN, *DAY, *PICKER, *LONG_TEXT),
    ),
    (
        "在写作模式里",
        "会议内容、谈话内容这样的长文字，可以在整个窗口里写。",
        (*WRITING, *_WRITING_PLAIN),
    ),
    ("在列表里", "左右键换列，列头会亮起来。", LIST),
)


def keys_of(name: str, declared: Sequence[Shortcut] = WINDOW) -> tuple[str, ...]:
    """The keys that something is bound to; ``KeyError`` if there is no such thing."""
    found = {each.name: each.keys for each in declared}
    return found[name]


def pressed(event: QKeyEvent, declared: Sequence[Shortcut]) -> str:
    """The name of what a key event means; empty if it means nothing."""
    return next((each.name for each in declared if each.is_pressed(event)), "")


def sheet() -> str:
    """All keys as the text of a help page."""
    parts = []
    for place, (title, told, declared) in enumerate(_PARTS):
        lines = "\n".join(f"| {each.spelled} | {each.does} |" for each in declared)
        head = "#" if place == 0 else "##"
        parts.append(f"{head} {title}\n\n{told}\n\n| 按键 | 作用 |\n|---|---|\n{lines}\n")
    return "\n".join(parts)


def _spelled(keys: str) -> str:
    words = {"Return": "Enter", "Down": "↓", "Up": "↑", "Menu": "菜单键"}
    # The last part may itself be a plus.
    head, _, last = keys.rpartition("+") if not keys.endswith("++") else (keys[:-2], "", "+")
    spelled = words.get(last, last)
    return f"{head}+{spelled}" if head else spelled
