"""What only the window can tell of this machine: printers, typefaces, the input method."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFontDatabase, QGuiApplication, QRawFont

from partydesk.documents.fonts import CHAINS
from partydesk.paths import resources
from partydesk.services.machine import Check, State
from ui.input_method import Way, choose_input_method

#: Every Chinese typeface has it.
_SAMPLE = "党"
_PIXELS = 14.0


def check_window() -> list[Check]:
    """Printers, typefaces and the input method, as this machine has them now."""
    from PySide6.QtPrintSupport import QPrinterInfo

    names = sorted({file for chain in CHAINS.values() for file in chain})
    return [
        check_printers(QPrinterInfo.availablePrinterNames(), QPrinterInfo.defaultPrinterName()),
        check_bundled_fonts([resources() / "fonts" / f"{name}.ttf" for name in names]),
        check_system_font(),
        check_input(choose_input_method(), sys.platform, _language()),
    ]


def check_printers(names: Sequence[str], default: str) -> Check:
    """Whether there is a printer, and one that is used by itself."""
    title = "打印机"
    if not names:
        advice = "可以先存成 PDF，到有打印机的电脑上打印；或在系统设置里添加打印机。"
        return Check(title, State.NOTICE, "没有找到打印机。", advice, "printer.none")
    if default not in names:
        sentence = f"有 {len(names)} 台打印机，但没有设默认打印机。"
        advice = "打印时请在对话框里选一台；或在系统设置里把常用的一台设为默认。"
        return Check(title, State.NOTICE, sentence, advice, f"printer.no_default {len(names)}")
    sentence = f"有 {len(names)} 台打印机，默认是“{default}”。"
    return Check(title, State.FINE, sentence, "", f"printer.fine {len(names)}")


def check_bundled_fonts(files: Sequence[Path]) -> Check:
    """Whether the typefaces that came with the program can be read."""
    title = "公文字体"
    broken = [path.name for path in files if not QRawFont(str(path), _PIXELS).isValid()]
    if broken:
        sentence = f"自带的字体有 {len(broken)} 个打不开：{'、'.join(broken)}。"
        advice = "打印的公文会缺字。请重新安装程序；数据文件不受影响。"
        return Check(title, State.BAD, sentence, advice, f"fonts.broken {' '.join(broken)}")
    sentence = f"自带的 {len(files)} 个字体都能用，打印不依赖本机字体。"
    return Check(title, State.FINE, sentence, "", f"fonts.fine {len(files)}")


def check_system_font(font: QRawFont | None = None) -> Check:
    """Whether the system's usual typeface has Chinese characters; ``None`` asks the system."""
    title = "系统字体"
    usual = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    chinese = QFontDatabase.WritingSystem.SimplifiedChinese
    asked = QRawFont.fromFont(usual, chinese) if font is None else font
    if asked.isValid() and asked.supportsCharacter(ord(_SAMPLE)):
        sentence = f"系统默认字体“{asked.familyName()}”有中文。"
        return Check(title, State.FINE, sentence, "", "system_font.fine")
    sentence = "系统默认字体没有中文，窗口用的是程序自带的字体。"
    advice = "不影响使用；其他软件里中文显示成方框时，请在系统里安装中文字体。"
    return Check(title, State.NOTICE, sentence, advice, "system_font.no_chinese")


def check_input(way: Way, platform: str, language: QLocale.Language) -> Check:
    """Which input method is active.

    Args:
        way: How keys reach it on Linux.
        platform: As ``sys.platform`` says.
        language: Of the keyboard that is chosen now.
    """
    title = "输入法"
    if way is not Way.SYSTEM:
        name = "fcitx" if way is Way.BRIDGE else "ibus（或 fcitx5）"
        sentence = f"输入法框架 {name} 已接通。"
        return Check(
            title, State.FINE, sentence, "请在下面试打几个字。", f"input.{way.name.lower()}"
        )
    if platform.startswith("linux"):
        sentence = "没有找到正在运行的中文输入法（fcitx 或 ibus）。"
        advice = "请在系统设置里启动输入法，再重新打开本程序。"
        return Check(title, State.NOTICE, sentence, advice, "input.none")
    if language is QLocale.Language.Chinese:
        sentence = "当前键盘是中文，输入法已接通。"
        return Check(title, State.FINE, sentence, "请在下面试打几个字。", "input.chinese")
    advice = "请按 Win + 空格 切换到中文输入法，再在下面试打几个字。"
    return Check(title, State.NOTICE, "当前键盘不是中文。", advice, "input.other")


def window_facts() -> dict[str, str]:
    """What the diagnosis package tells of window and screens; names nobody."""
    from PySide6.QtCore import qVersion

    screens = [
        f"{each.size().width()}x{each.size().height()} @{each.devicePixelRatio():g}"
        for each in QGuiApplication.screens()
    ]
    return {
        "Qt": qVersion(),
        "窗口系统": QGuiApplication.platformName(),
        "屏幕": "；".join(screens),
        "桌面": os.environ.get("XDG_CURRENT_DESKTOP", "")[:40],
    }


def is_chinese(text: str) -> bool:
    """Whether a text that was typed has Chinese characters in it."""
    return any("\u3400" <= char <= "\u9fff" or ord(char) >= 0x20000 for char in text)


def _language() -> QLocale.Language:
    return QGuiApplication.inputMethod().locale().language()
