"""What Windows shows of the programs under 属性 → 详细信息; scanners distrust files without it."""

from typing import Any

from partydesk import __version__

_CHINESE, _UNICODE = 0x0804, 1200


def of_program(name: str) -> Any:
    """Return the version resource of a program for PyInstaller; only on Windows."""
    from PyInstaller.utils.win32 import versioninfo as vi

    numbers = (*(int(part) for part in __version__.split(".")), 0)
    texts = {
        "CompanyName": "PartyDesk",
        "FileDescription": "支部工作台",
        "FileVersion": __version__,
        "InternalName": name,
        "LegalCopyright": "MIT License",
        "OriginalFilename": f"{name}.exe",
        "ProductName": "支部工作台",
        "ProductVersion": __version__,
    }
    table = vi.StringTable("080404B0", [vi.StringStruct(*each) for each in texts.items()])
    languages = vi.VarStruct("Translation", [_CHINESE, _UNICODE])
    return vi.VSVersionInfo(
        ffi=vi.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[vi.StringFileInfo([table]), vi.VarFileInfo([languages])],
    )
