"""What goes into the built program and what stays out; partydesk.spec and the tests read it.

The reasons and the sizes are in the packaging study: "filtered spec".
"""

import sys
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from build_scripts.environment import ROOT

#: Libraries that the code imports only inside functions, so that the start is fast.
LAZY = (
    "PIL",
    "jeepney",
    "pypdfium2",
    "pypinyin",
    "python_calamine",
    "reportlab",
    "xlsxwriter",
)
#: Parts of libraries that only a name in a text leads to.
HIDDEN = ("jeepney.io.blocking", "pypdfium2_raw", "reportlab.graphics.barcode", "_cffi_backend")

#: What a library would use if it were there, and we do not: networks, other databases, other
#: kinds of pictures and compression, tools of developers.
EXCLUDED = (
    "IPython",
    "PIL._avif",
    "PIL._imagingcms",
    "PIL._imagingft",
    "PIL._imagingtk",
    "PySide6.QtDBus",
    "PySide6.QtNetwork",
    "PySide6.QtOpenGL",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "_bz2",
    "_codecs_hk",
    "_codecs_iso2022",
    "_codecs_jp",
    "_codecs_kr",
    "_codecs_tw",
    "_curses",
    "_lzma",
    "_sqlite3",
    "_ssl",
    "_uuid",
    "bz2",
    "charset_normalizer",
    "curses",
    "doctest",
    "lib2to3",
    "lzma",
    "matplotlib",
    "numpy",
    "pandas",
    "pdb",
    "pydoc",
    "pydoc_data",
    "readline",
    "setuptools",
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.ext.asyncio",
    "sqlalchemy.testing",
    "sqlite3",
    "ssl",
    "test",
    "tkinter",
    "unittest",
)

#: Files of resources that only the build scripts and the tests read.
NOT_AT_RUN_TIME = ("fonts/*.txt", "icons/app.ico", "icons/app.png")

_QT_PLUGINS = {
    "iconengines": ("qsvgicon",),
    "imageformats": ("qgif", "qico", "qjpeg", "qsvg"),
    "platforminputcontexts": (
        "composeplatforminputcontextplugin",
        "ibusplatforminputcontextplugin",
    ),
    "platforms": ("qoffscreen", "qwindows", "qxcb"),
    "platformthemes": ("qxdgdesktopportal",),
    "printsupport": ("cupsprintersupport", "windowsprintersupport"),
    "styles": ("qmodernwindowsstyle",),
}
_QT_LIBRARIES = ("Core", "DBus", "Gui", "PrintSupport", "Svg", "Widgets", "XcbQpa")

#: Libraries of the build machine that travel: UOS and Kylin lack these helpers of Qt's xcb
#: plugin, and Python's own parts need theirs. All else (X11, GL, glib, cups, fonts) is the
#: desktop's: ours beside it would not fit. Each has its row in licenses.py.
SYSTEM_LIBRARIES = (
    "libcrypto",
    "libffi",
    "libpython",
    "libxcb-cursor",
    "libxcb-icccm",
    "libxcb-image",
    "libxcb-keysyms",
    "libxcb-render-util",
    "libxcb-shape",
    "libxcb-util",
    "libxcb-xkb",
    "libxkbcommon",
    "libxkbcommon-x11",
)

#: What libraries bring and we never read: pypinyin's phrases (names need only characters), types
#: for checkers, lists of parts for scanners.
_NEVER_READ = (
    "pypinyin/phrases_dict.json",
    "*.pyi",
    "*/py.typed",
    "*.dist-info/sboms/*",
)


def own_modules() -> list[str]:
    """Name every module of the core and the window: some are imported by name only."""
    files = [file for top in ("partydesk", "ui") for file in sorted((ROOT / top).rglob("*.py"))]
    parts = [file.relative_to(ROOT).with_suffix("").parts for file in files]
    names = [".".join(p[:-1] if p[-1] == "__init__" else p) for p in parts]
    return [name for name in names if not name.endswith("__main__")]


def resource_files() -> list[tuple[str, str]]:
    """Pair each file under resources that the program reads with its folder in the bundle."""
    found = []
    for file in sorted((ROOT / "resources").rglob("*")):
        place = file.relative_to(ROOT / "resources").as_posix()
        if file.is_file() and not any(fnmatch(place, each) for each in NOT_AT_RUN_TIME):
            found.append((str(file), file.parent.relative_to(ROOT).as_posix()))
    return found


def is_wanted(place: str, source: str) -> bool:
    """Say whether a file that PyInstaller found shall travel.

    Args:
        place: Where it would lie in the bundle.
        source: Where it lies here.
    """
    path = PurePosixPath(place.replace("\\", "/"))
    plain = path.name.removeprefix("lib").partition(".")[0]
    if path.parts[0] == "PySide6":
        return _is_wanted_of_qt(path, plain)
    if plain in ("opengl32sw", "Qt6Pdf") or any(fnmatch(str(path), n) for n in _NEVER_READ):
        return False
    stem = path.name.partition(".")[0]
    if stem.startswith("libpython"):  # and Python's version
        stem = stem.rstrip("0123456789")
    return not _is_of_the_system(source) or stem in SYSTEM_LIBRARIES


def _is_wanted_of_qt(path: PurePosixPath, plain: str) -> bool:
    if "translations" in path.parts:
        return path.name == "qtbase_zh_CN.qm"
    if "plugins" in path.parts:
        return plain in _QT_PLUGINS.get(path.parent.name, ())
    if plain.startswith("Qt6"):
        return plain.removeprefix("Qt6") in _QT_LIBRARIES
    return plain != "opengl32sw"


def _is_of_the_system(source: str) -> bool:
    """Only on Linux: the installers for Windows bring all that Python needs."""
    homes = (ROOT, Path(sys.prefix), Path(sys.base_prefix))
    return sys.platform == "linux" and not any(Path(source).is_relative_to(h) for h in homes)


def filtered(found: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return of PyInstaller's table (place, source, kind) what shall travel."""
    return [row for row in found if is_wanted(row[0], row[1])]
