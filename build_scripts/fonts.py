"""Build resources/fonts from npm and Debian packages: `python3 build_scripts/dev.py fonts`.

Needed only when a font, its source or a character list changes: the results are kept in the
checkout. Works on Debian 12, or where npm, apt-get and dpkg-deb stand; takes about a minute.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from build_scripts import font_characters as wanted
from build_scripts import font_tools

WORK = Path(__file__).resolve().parent.parent / "build" / "fonts"
LIMIT = 40_000_000  # bytes of all fonts together

# Downloaded file: SHA-256. A changed package is looked at by a person before it is used.
NPM = {
    "@expo-google-fonts/noto-serif-sc@0.4.3": (
        "expo-google-fonts-noto-serif-sc-0.4.3.tgz",
        "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
    ),
    "@expo-google-fonts/noto-sans-sc@0.4.3": (
        "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
        "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
    ),
}
DEBIAN = {
    "fonts-lxgw-wenkai=1.250+repack-1": (
        "fonts-lxgw-wenkai_1.250+repack-1_all.deb",
        "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
    ),
    "fonts-babelstone-han=15.0.5-2": (
        "fonts-babelstone-han_15.0.5-2_all.deb",
        "c7b7f9b5b78ad14c94d7e6d2b103307a7a643844c7db856fb97611d9d8a80589",
    ),
    "texlive-lang-chinese=2022.20230122-1": (
        "texlive-lang-chinese_2022.20230122-1_all.deb",
        "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0",
    ),
}
SHARE = Path("usr/share")
SERIF = Path("noto-serif-sc/package/400Regular/NotoSerifSC_400Regular.ttf")
SERIF_BOLD = Path("noto-serif-sc/package/700Bold/NotoSerifSC_700Bold.ttf")
SANS = Path("noto-sans-sc/package/400Regular/NotoSansSC_400Regular.ttf")
KAI = SHARE / "fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"
KAI_LIGHT = SHARE / "fonts/truetype/lxgw-wenkai/LXGWWenKai-Light.ttf"
FANG = SHARE / "texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf"
BABELSTONE = SHARE / "fonts/truetype/babelstone/BabelStoneHan.ttf"


class FontBuildError(Exception):
    """The fonts cannot be built here; the text says why."""


@dataclass(frozen=True)
class Recipe:
    """One font of ours: its file, the source it is cut from, its name, and what it must hold."""

    file: str
    source: Path
    family: str
    style: str
    characters: Callable[[], set[int]]


def _in(source: Path) -> set[int]:
    return font_tools.characters_of(WORK / source)


RECIPES = (
    Recipe("Serif-Regular.ttf", SERIF, "PD Serif", "Regular", lambda: _in(SERIF)),
    Recipe("Serif-Bold.ttf", SERIF_BOLD, "PD Serif", "Bold", wanted.everyday),
    Recipe("Sans-Regular.ttf", SANS, "PD Sans", "Regular", wanted.everyday),
    Recipe("Kai.ttf", KAI, "PD Kai", "Regular", wanted.everyday),
    Recipe("Fang.ttf", FANG, "PD Fang", "Regular", wanted.everyday),
    # Stands in for what Fang lacks: its thin strokes do not stick out of 仿宋 text.
    Recipe(
        "KaiLight.ttf",
        KAI_LIGHT,
        "PD Kai Light",
        "Regular",
        lambda: (wanted.general_use() | wanted.rare_names()) - _in(FANG),
    ),
    # BabelStone carries symbols under another licence, so only ideographs are taken from it.
    Recipe(
        "Rare.ttf",
        BABELSTONE,
        "PD Rare",
        "Regular",
        lambda: (wanted.level_two() | wanted.rare_names()) - _in(SERIF),
    ),
)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hex digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch() -> None:
    """Download what is missing, check every package against its SHA-256, and unpack it."""
    for tool in ("npm", "apt-get", "dpkg-deb"):
        if shutil.which(tool) is None:
            raise FontBuildError(f"{tool} is not here; the fonts are built on Debian with npm.")
    WORK.mkdir(parents=True, exist_ok=True)
    for sources, command in ((NPM, ["npm", "pack", "--silent"]), (DEBIAN, ["apt-get", "download"])):
        for package, (file, digest) in sources.items():
            if not (WORK / file).exists():
                print("download", package, flush=True)
                subprocess.run([*command, package], cwd=WORK, check=True)
            if sha256(WORK / file) != digest:
                raise FontBuildError(f"{file} is not the package that was looked at: {digest}")
    for file, _ in NPM.values():
        name = file.removeprefix("expo-google-fonts-").removesuffix("-0.4.3.tgz")
        with tarfile.open(WORK / file) as archive:
            archive.extractall(WORK / name, filter="data")
    for file, _ in DEBIAN.values():
        subprocess.run(["dpkg-deb", "-x", file, "."], cwd=WORK, check=True)


def make(recipe: Recipe) -> Path:
    """Build one font and write it to resources/fonts."""
    font = font_tools.cut(WORK / recipe.source, recipe.characters())
    if "CFF " in font:
        font_tools.make_truetype(font)
    font_tools.rename(font, recipe.family, recipe.style)
    path = wanted.FONTS / recipe.file
    font.save(path)
    print(f"{recipe.file:20}{len(font.getBestCmap()):7} characters{path.stat().st_size:12,} bytes")
    return path


def main() -> int:
    """Fetch, build, and record the sums; the coverage itself is a test's business."""
    try:
        fetch()
        paths = [make(recipe) for recipe in RECIPES]
    except FontBuildError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        print(f"This command failed: {' '.join(map(str, failed.cmd))}", file=sys.stderr)
        return 1
    total = sum(path.stat().st_size for path in paths)
    lines = [f"{sha256(path)}  {path.name}\n" for path in sorted(paths)]
    (wanted.FONTS / "sha256.txt").write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{total:,} bytes together, allowed {LIMIT:,}")
    return 0 if total < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
