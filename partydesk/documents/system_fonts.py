"""Which official typefaces this computer has installed (the choice 优先使用本机公文字体)."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from partydesk.documents.fonts import FontFile, Style

#: Family names by which the typefaces are sold and shipped, the best first.
FAMILIES: dict[Style, tuple[str, ...]] = {
    Style.FANG: ("仿宋_GB2312", "仿宋", "FangSong", "FangSong_GB2312", "CESI仿宋-GB2312"),
    Style.TITLE: ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "CESI小标宋-GB2312"),
    Style.SONG: ("宋体", "SimSun", "CESI宋体-GB2312"),
    Style.KAI: ("楷体_GB2312", "楷体", "KaiTi", "KaiTi_GB2312", "CESI楷体-GB2312"),
    Style.HEI: ("黑体", "SimHei", "CESI黑体-GB2312"),
}

_REGISTRY_KEY = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"


def office_fonts() -> dict[Style, list[FontFile]]:
    """The installed official typefaces by style, the best first; none is no fault."""
    return chosen(_windows_fonts() if sys.platform == "win32" else _fontconfig_fonts())


def chosen(installed: Iterable[tuple[str, FontFile]]) -> dict[Style, list[FontFile]]:
    """Sort installed fonts, given as ``(family, file)``, into the styles they serve."""
    by_family: dict[str, FontFile] = {}
    for family, file in installed:
        by_family.setdefault(family, file)
    return {
        style: [by_family[family] for family in families if family in by_family]
        for style, families in FAMILIES.items()
    }


def parse_fontconfig(listing: str) -> list[tuple[str, FontFile]]:
    """Read lines ``families<tab>index<tab>file`` as ``fc-list`` writes them."""
    found = []
    for line in listing.splitlines():
        families, index, file = line.split("\t", 2)
        # The upper half of the index names a variation of the face, which ReportLab cannot draw.
        if int(index) < 0x10000:
            found += [(family, FontFile(Path(file), int(index))) for family in families.split(",")]
    return found


def _fontconfig_fonts() -> list[tuple[str, FontFile]]:
    command = ["fc-list", "--format", "%{family}\t%{index}\t%{file}\n"]
    try:
        answer = subprocess.run(command, capture_output=True, check=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return []
    return parse_fontconfig(answer.stdout.decode("utf-8", "replace"))


def parse_registry(name: str, file: str, folder: Path) -> list[tuple[str, FontFile]]:
    """Read one value of the Windows font list, such as ``SimSun & NSimSun (TrueType)``."""
    families = name.removesuffix(" (TrueType)").split(" & ")
    return [(each, FontFile(folder / file, place)) for place, each in enumerate(families)]


def _windows_fonts() -> list[tuple[str, FontFile]]:
    found: list[tuple[str, FontFile]] = []
    if sys.platform == "win32":
        import os
        import winreg

        folder = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            try:
                with winreg.OpenKey(root, _REGISTRY_KEY) as key:
                    for place in range(winreg.QueryInfoKey(key)[1]):
                        name, file, _ = winreg.EnumValue(key, place)
                        found += parse_registry(name, str(file), folder)
            except FileNotFoundError:
                continue
    return found
