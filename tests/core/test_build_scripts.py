"""What the built program is made of, and that its trial notices what is wrong."""

import ast
import importlib.util
import os
import platform
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import PySide6
import pytest

from build_scripts import bundle, glibc, icu, smoke
from partydesk import __version__
from partydesk.documents.sheet_source import read_sheets
from partydesk.paths import SUFFIX

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "build_scripts"
SOURCES = [file for top in ("partydesk", "ui") for file in (ROOT / top).rglob("*.py")]
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="there is no such part elsewhere")
QT = Path(PySide6.__file__).parent / "Qt" / "lib"


def syntax_trees():
    return {file: ast.parse(file.read_text(encoding="utf-8")) for file in SOURCES}


def imported(tree):
    """Full names of the modules that a piece of code imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def foreign(name):
    return name.partition(".")[0] not in {*sys.stdlib_module_names, "partydesk", "ui"}


def test_every_library_imported_inside_a_function_is_named_for_the_build():
    lazy = {
        name.partition(".")[0]
        for tree in syntax_trees().values()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for name in imported(function)
        if foreign(name) and not name.startswith(("PySide6", "sqlalchemy"))
    }
    assert lazy >= {"python_calamine", "reportlab"}
    assert lazy - set(bundle.LAZY) == set()


def test_every_name_given_to_the_build_exists():
    names = [*bundle.LAZY, *bundle.HIDDEN, *bundle.own_modules()]
    only_linux = "jeepney" if sys.platform != "linux" else "-"
    wanted = [name for name in names if not name.startswith(only_linux)]
    assert [name for name in wanted if importlib.util.find_spec(name) is None] == []


def test_nothing_that_the_code_imports_is_left_out():
    used = {name for tree in syntax_trees().values() for name in imported(tree)}
    barred = [n for n in used for out in bundle.EXCLUDED if f"{n}.".startswith(f"{out}.")]
    assert "PySide6.QtWidgets" in used
    assert barred == []


def test_modules_that_are_imported_by_a_text_travel():
    texts = {
        node.args[0].value
        for tree in syntax_trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "import_module" and isinstance(node.args[0], ast.Constant)
    }
    assert "ui.app" in texts
    assert texts <= {*bundle.own_modules()}


def test_resources_travel_unless_the_program_never_names_them():
    travelling = {str(Path(source)): folder for source, folder in bundle.resource_files()}
    everything = [file for file in (ROOT / "resources").rglob("*") if file.is_file()]
    code = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES)
    left = [file for file in everything if str(file) not in travelling]
    assert sorted({file.suffix for file in left}) == [".ico", ".png", ".txt"]
    assert [file.name for file in left if f'"{file.name}"' in code] == []
    for source, folder in travelling.items():
        assert PurePosixPath(folder) == PurePosixPath(Path(source).parent.relative_to(ROOT))
    assert "Sans-Regular.ttf" in {Path(source).name for source in travelling}


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland-generic.so", False),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", True),
        ("PySide6/Qt/plugins/imageformats/libqjpeg.so", True),
        ("PySide6/Qt/plugins/imageformats/libqpdf.so", False),
        (
            "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
            True,
        ),
        ("PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", False),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("PySide6/Qt/lib/libicudata.so.73", True),
        ("PySide6/Qt/lib/libQt6Network.so.6", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\plugins\\styles\\qmodernwindowsstyle.dll", True),
        ("PySide6\\plugins\\tls\\qschannelbackend.dll", False),
        ("PySide6\\Qt6Core.dll", True),
        ("PySide6\\Qt6Quick.dll", False),
        ("PySide6\\opengl32sw.dll", False),
        ("PySide6\\QtWidgets.pyd", True),
    ],
)
def test_of_qt_only_what_the_window_needs_travels(place, wanted):
    assert bundle.is_wanted(place, str(ROOT / "anywhere")) is wanted


@ON_LINUX
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("libxcb-cursor.so.0", True),
        ("libxkbcommon-x11.so.0", True),
        ("libcrypto.so.3", True),
        ("libxcb.so.1", False),
        ("libX11.so.6", False),
        ("libglib-2.0.so.0", False),
        ("libstdc++.so.6", False),
        ("libcups.so.2", False),
    ],
)
def test_of_the_build_machine_only_the_helpers_travel(name, wanted):
    assert bundle.is_wanted(name, str(Path("/", "usr", "lib", name))) is wanted


@ON_LINUX
def test_the_smaller_icu_still_sorts_chinese_by_sound(tmp_path):
    (original,) = QT.glob("libicudata.so.*")
    library = tmp_path / original.name
    library.write_bytes(original.read_bytes())
    assert icu.shrink(library)
    assert library.stat().st_size < 5_000_000
    _, entries = icu.read_table(library.read_bytes())
    names = {name.partition("/")[2] for name in entries}
    assert names >= {"coll/zh.res", "coll/root.res", "zone/zh.res", "pool.res", "zoneinfo64.res"}
    assert names.isdisjoint({"coll/ko.res", "gb18030.cnv", "zone/fr_CA.res", "translit/root.res"})
    script = (
        "from PySide6.QtCore import QCollator, QLocale, QTimeZone\n"
        "order = QCollator(QLocale('zh_CN')).sortKey\n"
        "print(*sorted(['张', '王', '李', '曾', '赵'], key=order))\n"
        "zone = QTimeZone(b'Asia/Shanghai')\n"
        "kind, form = QTimeZone.TimeType.StandardTime, QTimeZone.NameType.LongName\n"
        "print(zone.displayName(kind, form, QLocale('zh_CN')))\n"
        "print({line.split()[-1] for line in open('/proc/self/maps') if 'icudata' in line})\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "LD_LIBRARY_PATH": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout.splitlines()
    assert told == ["曾 李 王 张 赵", "中国标准时间", str({str(library)})]


@ON_LINUX
def test_a_library_that_is_too_new_for_the_promised_systems_is_named(tmp_path, monkeypatch):
    (qt,) = QT.glob("libQt6Core.so.*")
    (tmp_path / "text.txt").write_text("GLIBC_2.99", encoding="ascii")
    library = tmp_path / "libnew.so"
    library.write_bytes(qt.read_bytes())
    machine = platform.machine()
    assert glibc.needed_by(library) == {"x86_64": (2, 28), "aarch64": (2, 30)}[machine]
    assert glibc.too_new(tmp_path) == []
    monkeypatch.setitem(glibc.PROMISED, machine, (2, 9))
    assert [file for _, file in glibc.too_new(tmp_path)] == [library]


def start(variables, *arguments, given=b""):
    """Run what the built program runs first, then show the variables that it leaves."""
    script = (
        "import os, runpy, sys\n"
        "sys.argv[0] = 'partydesk'\n"
        f"runpy.run_path({str(SCRIPTS / 'entry' / 'at_start.py')!r})\n"
        "print({n: os.environ.get(n) for n in ('QT_QPA_PLATFORM', 'LD_LIBRARY_PATH')})\n"
    )
    kept = {n: os.environ[n] for n in ("SYSTEMROOT", "PATH") if n in os.environ}
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**kept, "PYTHONPATH": str(ROOT), **variables},
        input=given,
        capture_output=True,
        check=True,
    ).stdout


@ON_LINUX
@pytest.mark.parametrize(
    ("wished", "left"),
    [
        ("wayland", None),
        ("dxcb", None),
        ("dxcb;xcb", "dxcb;xcb"),
        ("offscreen:configfile=x", "offscreen:configfile=x"),
    ],
)
def test_a_kind_of_window_that_is_not_on_board_is_not_asked_for(wished, left):
    told = ast.literal_eval(start({"QT_QPA_PLATFORM": wished}).decode())
    assert told["QT_QPA_PLATFORM"] == left


@ON_LINUX
@pytest.mark.parametrize("before", [None, "somewhere/else"])
def test_programs_that_we_start_do_not_get_our_libraries(before, tmp_path):
    saved = {"LD_LIBRARY_PATH_ORIG": before} if before else {}
    told = ast.literal_eval(start({"LD_LIBRARY_PATH": str(tmp_path), **saved}).decode())
    assert told["LD_LIBRARY_PATH"] == before


def test_the_built_program_started_as_the_sheet_reader_reads_a_sheet(tmp_path):
    _, sheet = smoke.write_sheets(tmp_path)
    arguments = ("--read-sheet", str(1 << 30), "30", "100")
    told = start({}, *arguments, given=sheet.read_bytes())
    assert smoke.PEOPLE[1][0].encode() in told
    assert b"QT_QPA_PLATFORM" not in told


def test_the_sheets_of_the_trial_are_what_they_should_be(tmp_path):
    csv, xlsx = smoke.write_sheets(tmp_path)
    assert read_sheets(csv)[0].rows[1] == list(smoke.PEOPLE[0])
    assert read_sheets(xlsx)[0].rows == [list(smoke.HEADS), *(list(p) for p in smoke.PEOPLE)]


class OtherProgram(smoke.Trial):
    """A trial of a piece of Python in place of the built program."""

    def command(self, _program, *arguments):
        return [sys.executable, "-c", arguments[0]]


@pytest.mark.parametrize(
    "code", ["raise SystemExit(4)", "import sys; print('Traceback (most', file=sys.stderr)"]
)
def test_the_trial_notices_a_wrong_end_and_a_told_fault(code, tmp_path):
    trial = OtherProgram(tmp_path, tmp_path)
    assert trial.run("partydesk", "print('fine')").strip() == "fine"
    with pytest.raises(smoke.SmokeError):
        trial.run("partydesk", code)


def test_the_trial_notices_a_file_that_the_program_leaves_in_its_folder(tmp_path):
    (tmp_path / "a").write_text("1", encoding="ascii")
    before = smoke.state_of(tmp_path)
    assert before == smoke.state_of(tmp_path)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "b").touch()
    assert smoke.state_of(tmp_path).keys() - before.keys() == {str(Path("new", "b"))}


def test_the_installer_takes_version_and_files_from_the_build_and_leaves_data_alone():
    text = (SCRIPTS / "installer.iss").read_text(encoding="utf-8-sig")
    spec = (SCRIPTS / "partydesk.spec").read_text(encoding="utf-8")
    info = (SCRIPTS / "version_info.py").read_text(encoding="utf-8")
    assert "GetStringFileInfo(Program, PRODUCT_VERSION)" in text
    assert '"ProductVersion": __version__' in info
    assert "version_info.of_program(name)" in spec
    assert [f for f in (text, spec, info) if __version__ in f] == []
    assert re.findall(r"^PrivilegesRequired=(.*)$", text, re.MULTILINE) == ["lowest"]
    # Nothing but what updates have put beside the program; a branch file never lies there.
    deleted = text.partition("[UninstallDelete]")[2].partition("\n[")[0].split("\n")
    assert [each for each in deleted if each] == [
        'Type: filesandordirs; Name: "{app}\\versions"',
        'Type: files; Name: "{app}\\current.json"',
    ]
    assert "userdocs" not in text
    assert set(re.findall(r'Classes\\(\.\w+)"', text)) == {SUFFIX, ".pdp", ".pdcard"}
    exe = set(re.findall(r"([\w-]+)\.exe", text))
    assert exe == {"partydesk-desktop"}
    assert '"partydesk-desktop": "desktop"' in spec


def test_no_place_of_one_machine_stands_in_the_scripts_of_the_build():
    names = ("*.spec", "*.iss", "*.ps1", "bundle.py", "build.py", "icu.py", "glibc.py", "smoke.py")
    files = [f for name in names for f in SCRIPTS.glob(name)] + [*SCRIPTS.glob("entry/*.py")]
    assert len(files) == len(names) + 3
    absolute = re.compile(r"(?<![\w.~$}<])(?:[A-Za-z]:\\\w|/(?:home|root|usr|tmp|opt|mnt|var)/)")
    for file in files:
        assert absolute.findall(file.read_text(encoding="utf-8")) == [], file.name
