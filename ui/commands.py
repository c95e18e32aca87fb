"""What can be done from the search in the bar on top, besides opening a record."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QPushButton

from partydesk.domain.searching import Wanted
from partydesk.services.ledgers.all import LEDGERS
from ui.main_window import MainWindow
from ui.widgets.tab_page import TabPage, Target

#: The middle of a spelling counts from so many letters on.
_ENOUGH_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do.

    Attributes:
        title: What it is called.
        spelling: Full pinyin and initials; written here, so that no dictionary need be loaded.
        icon: Name of its icon.
        run: Does it.
        hint: What else tells of it, such as its keys.
    """

    title: str
    spelling: str
    icon: str
    run: Callable[[], object]
    hint: str = ""

    def is_meant(self, wanted: Wanted) -> bool:
        """Whether a typed text names it."""
        spelled = f" {self.spelling}"
        middle = len(wanted.whole) >= _ENOUGH_LETTERS and wanted.whole in spelled
        return wanted.is_in(self.title) or f" {wanted.whole}" in spelled or middle


_TABS = {
    "工作台": ("gongzuotai gzt", "home"),
    "党员名册": ("dangyuanmingce dymc", "users"),
    "会议记录": ("huiyijilu hyjl", "calendar-event"),
    "谈心谈话": ("tanxintanhua txth", "message-circle"),
    "廉政档案": ("lianzhengdangan lzda", "shield-check"),
    "自评考核": ("zipingkaohe zpkh", "clipboard-check"),
    "工作台账": ("gongzuotaizhang gztz", "folders"),
    "上报": ("shangbao sb", "file-export"),
    "设置": ("shezhi sz", "settings"),
}


def commands(window: MainWindow) -> list[Command]:
    """Everything that can be done from anywhere in a window."""
    go, press = partial(_go, window), partial(_press, window)
    add_leaf, import_sheet = press("廉政档案", "加一页"), press("党员名册", "导入花名册")
    return [
        Command("记会议", "jihuiyi jhy", "plus", go(Target("meeting", new=True))),
        Command("记一次谈话", "jiyicitanhua jycth", "plus", go(Target("talk", new=True))),
        Command("新党员", "xindangyuan xdy", "user-plus", go(Target("member", new=True))),
        Command("加一页廉政活页", "jiayiyelianzhenghuoye jyylzhy", "plus", add_leaf),
        Command("导入花名册", "daoruhuamingce drhmc", "file-import", import_sheet),
        Command("未谈名单", "weitanmingdan wtmd", "users", press("谈心谈话", "谈话覆盖")),
        Command("打印自评表", "dayinzipingbiao dyzpb", "printer", press("自评考核", "打印自评表")),
        Command("生成上报包", "shengchengshangbaobao scsbb", "file-export", go(Target("上报"))),
        Command("立即备份", "lijibeifen ljbf", "database", press("设置", "立即备份")),
        Command("备份到 U 盘", "beifendaoupan bfdup", "device-usb", press("设置", "备份到 U 盘…")),
        Command("改密码", "gaimima gmm", "key", press("设置", "改密码…")),
        Command("锁定", "suoding sd", "lock", window.lock_asked.emit, "Ctrl+L"),
        Command("帮助", "bangzhu bz", "help", window.ask_help, "F1"),
        Command("快捷键", "kuaijiejian kjj", "help", window.ask_keys, "Ctrl+/"),
        *(
            Command(title, *_TABS[title], go(Target(title)), f"打开这一页　Ctrl+{place}")
            for place, title in enumerate(window.titles, 1)
            if title in _TABS
        ),
        *(
            Command(each.title, "", "folders", go(Target(each.table)), "打开这本台账")
            for each in LEDGERS
        ),
    ]


def narrowing(window: MainWindow, text: str) -> list[Command]:
    """Narrowing the list of the open tab, where it has one."""
    if type(window.page).search is TabPage.search:
        return []
    title = f"只看“{window.title_label.text()}”里含“{text}”的"
    return [Command(title, "", "search", lambda: window.page.search(text))]


def _go(window: MainWindow, target: Target) -> Callable[[], None]:
    return lambda: window.go(target)


def _press(window: MainWindow, tab: str, text: str) -> Callable[[], None]:
    """Open a tab and press one of its buttons."""

    def run() -> None:
        window.go(Target(tab))
        buttons = window.page.findChildren(QPushButton)
        next(each for each in buttons if each.text() == text).click()

    return run
