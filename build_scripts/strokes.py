"""Make resources/strokes/strokes.txt.gz: `python3 build_scripts/dev.py strokes`.

Needed only when a newer Unihan is wanted: the result is kept in the checkout. Works on Debian 12,
or where apt-get and dpkg-deb stand; takes some seconds.
"""

import bz2
import gzip
import hashlib
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "strokes"
TARGET = ROOT / "resources" / "strokes" / "strokes.txt.gz"
PACKAGE, FILE = "unicode-data=15.0.0-1", "unicode-data_15.0.0-1_all.deb"
DIGEST = "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc"
UNIHAN = WORK / "usr" / "share" / "unicode"
HEAD = """\
# Characters by number of strokes (Unihan 15.0, kTotalStrokes, first value); within a number first
# those of 通用规范汉字表 in its order (kTGH), then the others by code point. Unicode licence, see
# licenses/Unicode.txt. Each line: strokes, a tab, characters; a-b is a run of code points.
"""


def fetch() -> None:
    """Download the package, check it against its SHA-256, and unpack it."""
    WORK.mkdir(parents=True, exist_ok=True)
    if not (WORK / FILE).exists():
        subprocess.run(["apt-get", "download", PACKAGE], cwd=WORK, check=True)
    digest = hashlib.sha256((WORK / FILE).read_bytes()).hexdigest()
    if digest != DIGEST:
        raise SystemExit(f"{FILE} is not the package that was looked at: {digest}")
    subprocess.run(["dpkg-deb", "-x", FILE, "."], cwd=WORK, check=True)


def values(file: str, wanted: str) -> Iterator[tuple[str, str]]:
    """Give each character with the first value of a property."""
    with bz2.open(UNIHAN / f"{file}.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+"):
                place, name, value = line.rstrip("\n").split("\t")
                if name == wanted:
                    yield chr(int(place[2:], 16)), value.split()[0]


def runs(characters: list[str]) -> str:
    """Write characters in order, neighbours of the code as a run."""
    parts: list[str] = []
    first = last = ""
    for each in [*characters, ""]:
        if last and each and ord(each) == ord(last) + 1:
            last = each
            continue
        if first:
            parts.append(
                first + ("-" if ord(last) - ord(first) > 1 else "") + last * (last > first)
            )
        first = last = each
    return "".join(parts)


def main() -> int:
    """Fetch, sort and write."""
    fetch()
    general = {each: int(value.partition(":")[2]) for each, value in values(
        "Unihan_OtherMappings", "kTGH")}  # fmt: skip
    by_strokes: dict[int, list[str]] = defaultdict(list)
    for each, strokes in values("Unihan_IRGSources", "kTotalStrokes"):
        by_strokes[int(strokes)].append(each)
    text = HEAD
    for strokes, characters in sorted(by_strokes.items()):
        characters.sort(key=lambda each: (general.get(each, len(general) + 1), each))
        text += f"{strokes}\t{runs(characters)}\n"
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    # No time inside: the same data give the same file.
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    total = sum(map(len, by_strokes.values()))
    print(f"{total:,} characters, {TARGET.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
