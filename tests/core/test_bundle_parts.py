"""What travels in the built program is named with its licence, and what stays out is not missed."""

import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts import bundle

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = str(Path("/", "usr", "lib", "x"))


@pytest.mark.parametrize("library", bundle.SYSTEM_LIBRARIES)
def test_every_library_of_the_build_machine_that_travels_is_named_with_its_licence(library):
    table = (ROOT / "resources" / "licenses" / "THIRD_PARTY.md").read_text(encoding="utf-8")
    words = {word.strip(",:") for line in table.splitlines() for word in line.split()}
    assert library in words or library.removeprefix("lib") in words


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is left to the system")
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("libpython3.11.so.1.0", True),
        ("libpython3.13.so.1.0", True),
        ("libffi.so.8", True),
        ("libxcb-util.so.1", True),
        ("libssl.so.3", False),
        ("libpythonic.so", False),
    ],
)
def test_libraries_travel_whatever_number_their_name_ends_in(name, wanted):
    assert bundle.is_wanted(name, ELSEWHERE) is wanted


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("pypinyin/phrases_dict.json", False),
        ("pypinyin/pinyin_dict.json", True),
        ("pypinyin/style/tone.pyi", False),
        ("pypinyin\\phrases_dict.json", False),
        ("cryptography-50.0.2.dist-info/sboms/sbom.json", False),
        ("resources/licenses/THIRD_PARTY.md", True),
        ("resources/rules/switches.toml", True),
    ],
)
def test_files_that_nobody_reads_stay_out(place, wanted):
    assert bundle.is_wanted(place, str(ROOT / "anywhere")) is wanted


def test_names_are_spelt_without_the_phrases_that_stay_out():
    script = (
        "import sys\n"
        "from partydesk.domain.pinyin import sort_key\n"
        "print(sort_key('单志远'))\n"
        "print('pypinyin.phrases_dict' in sys.modules)\n"
    )
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.splitlines()
    assert told == ["shan zhi yuan|单志远", "False"]
