"""Collect the licence of everything that travels with the program into resources/licenses."""

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from build_scripts.environment import LOCK, ROOT

TARGET = ROOT / "resources" / "licenses"
# Where a package does not name its licence by its usual short name.
SHORT_NAMES = {
    "defusedxml": "PSF-2.0",
    "pypdfium2": "BSD-3-Clause OR Apache-2.0; PDFium and its parts: see the file",
    "pyrage": "MIT",
    "pyside6-essentials": "LGPL-3.0-only (of three offered)",
    "reportlab": "BSD-3-Clause",
    "shiboken6": "LGPL-3.0-only (of three offered)",
    "sqlcipher3": "Zlib",
}
# Qt's wheels hold no licence text; the texts lie beside the others. LGPL 3 refers to GPL 3.
SHARED_TEXTS = {"pyside6-essentials": "LGPL-3.txt, GPL-3.txt", "shiboken6": "LGPL-3.txt, GPL-3.txt"}

HEAD = """\
# 开源许可 · Third-party licences

支部工作台 itself is under the MIT licence (LICENSE). With it travels what is listed here; each text
lies in this folder. Written by `python3 build_scripts/dev.py licenses` from the locked packages.

The program is a folder of separate files, so Qt for Python (LGPL) can be replaced by another build
of the same version. Its sources are offered by The Qt Company beside the binaries.

| package | version | licence | text |
|---|---|---|---|
"""
TAIL = """
| part | version | licence | text |
|---|---|---|---|
| SQLCipher, inside sqlcipher3 | 4.19.0 | BSD-3-Clause | SQLCipher.txt |
| SQLite, inside sqlcipher3 | 3.53.4 | public domain | |
| OpenSSL, inside cryptography and sqlcipher3 | 3 | Apache-2.0 | cryptography.txt |
| PCRE2 and MD4C, inside Qt | of Qt | BSD-3-Clause, MIT | Qt-parts.txt |
| double-conversion, inside Qt | of Qt | BSD-3-Clause | pypdfium2.txt |
| HarfBuzz, FreeType, libpng, libjpeg-turbo, zlib, inside Qt | of Qt | MIT, FTL, libpng, IJG, Zlib \
| pillow.txt |
| ICU, beside Qt on Linux: libicudata (cut to Chinese and English), libicui18n, libicuuc | of Qt | \
Unicode | pypdfium2.txt |
| Python, in the built program: libpython | 3.11-3.13 | PSF-2.0 | Python.txt |
| PyInstaller's start file, in the built program | 6 | GPL-2.0 with exception | PyInstaller.txt |
| OpenSSL, in the built program for Python: libcrypto | 3 | Apache-2.0 | cryptography.txt |
| libffi, in the built program for Python | 3 | MIT | libffi.txt |
| libxcb-cursor, libxcb-icccm, libxcb-image, libxcb-keysyms, libxcb-render-util, libxcb-shape, \
libxcb-util, libxcb-xkb, in the built program for Linux | of the building system | MIT \
| libxcb.txt |
| libxkbcommon, libxkbcommon-x11, in the built program for Linux | of the building system | MIT | \
libxkbcommon.txt |
| Visual C++ runtime, in the built program for Windows | 14 | Microsoft: may be passed on | |
| Tabler icons (resources/icons, all but app) | 3.51.0 | MIT | tabler-icons.txt |
| Noto Serif SC (Serif-Regular.ttf, Serif-Bold.ttf) | 2.003 | OFL-1.1 | OFL-NotoSerifSC.txt |
| Noto Sans SC (Sans-Regular.ttf) | 2.004 | OFL-1.1 | OFL-NotoSansSC.txt |
| LXGW WenKai (Kai.ttf, KaiLight.ttf) | 1.250 | OFL-1.1 | OFL-LXGWWenKai.txt |
| FandolFang (Fang.ttf) | 0.3 | GPL-3.0 with font exception | GPL-3.txt, Fandol-README.txt |
| BabelStone Han (Rare.ttf) | 15.0.5 | Arphic Public License | Arphic-PL.txt |
| Unihan data (resources/fonts lists, resources/strokes) | 15.0 | Unicode | Unicode.txt |
"""


def locked_versions() -> dict[str, list[str]]:
    """Return each locked package with its versions: some differ by machine."""
    found: dict[str, list[str]] = {}
    text = LOCK.read_text(encoding="utf-8")
    for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE):
        found.setdefault(name, []).append(version)
    return found


def run_time_packages() -> list[str]:
    """Return what the program needs to run, with what that needs in turn."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    open_names = [canonicalize_name(Requirement(r).name) for r in project["dependencies"]]
    names: set[str] = set()
    while open_names:
        name = open_names.pop()
        if name in names:
            continue
        names.add(name)
        needs = [Requirement(text) for text in metadata.requires(name) or []]
        open_names += [
            canonicalize_name(need.name)
            for need in needs
            if need.marker is None or need.marker.evaluate({"extra": ""})
        ]
    return sorted(names)


def write_text(name: str) -> str:
    """Write the licence files inside an installed package as one text; return what to refer to."""
    if name in SHARED_TEXTS:
        return SHARED_TEXTS[name]
    files = [f for f in metadata.files(name) or [] if re.search(r"(?i)licen[cs]e|notice", str(f))]
    texts = [f for f in files if f.parts[0].endswith(".dist-info") and f.suffix != ".py"]
    if not texts:
        raise SystemExit(f"{name} holds no licence text: find it and name it in SHARED_TEXTS")
    parts = [f"---- {Path(*f.parts[1:]).as_posix()}\n\n{_read(f)}\n" for f in sorted(texts)]
    target = TARGET / f"{name}.txt"
    target.write_text("\n".join(parts), encoding="utf-8", newline="\n")
    return target.name


def _read(file: metadata.PackagePath) -> str:
    content = file.read_binary()
    try:
        return content.decode("utf-8").replace("\r\n", "\n").strip()
    except UnicodeDecodeError:
        return content.decode("latin-1").replace("\r\n", "\n").strip()


def short_name(name: str) -> str:
    """Return the licence's usual short name."""
    about = metadata.metadata(name)
    return SHORT_NAMES.get(name) or about["License-Expression"] or about["License"]


def main() -> int:
    """Write the texts and the table."""
    versions = locked_versions()
    rows = [
        (name, ", ".join(sorted(versions[name])), short_name(name), write_text(name))
        for name in run_time_packages()
    ]
    table = HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows) + TAIL
    (TARGET / "THIRD_PARTY.md").write_text(table, encoding="utf-8", newline="\n")
    print(f"{len(rows)} packages, {sum(1 for _ in TARGET.iterdir())} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
