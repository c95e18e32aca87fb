"""Try the built program in an empty home folder: `python3 build_scripts/smoke.py FOLDER`.

Standard library only, and nothing of the project: it may run on a machine that has neither.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

PASSWORD = "试运行 不是 真的口令 2026"
KEY_PASSWORD = "示例口令2026"  # of the sample bureau; public, see resources/cards
HEADS = ("姓名", "性别", "出生年月", "入党时间")
PEOPLE = (
    ("甄试行", "女", "1988-04-02", "2010-07-01"),
    ("贾运转", "男", "1979-11-30", "2003-06-25"),
)
TALES = ("Traceback", "ModuleNotFoundError", "Fatal Python error", "qt.qpa.plugin")


class SmokeError(Exception):
    """The built program did not do what it should; the text says what."""


class Trial:
    """The built programs, with a home folder of their own."""

    def __init__(self, programs: Path, home: Path) -> None:
        self._end = ".exe" if sys.platform == "win32" else ""
        self._programs, self.home = programs, home
        folders = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP", "TMPDIR")
        kept = ("PATH", "SYSTEMROOT", "WINDIR", "COMSPEC", "DISPLAY")
        self.variables = {name: os.environ[name] for name in kept if name in os.environ}
        self.variables |= dict.fromkeys(folders, str(home))
        self.variables |= {"LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
        self.variables["PARTYDESK_PASSWORD"] = PASSWORD

    def command(self, program: str, *arguments: str | Path) -> list[str]:
        """Return how a built program is started."""
        return [str(self._programs / f"{program}{self._end}"), *map(str, arguments)]

    def run(
        self, program: str, *arguments: str | Path, expect: Sequence[int] = (0,), **changed: str
    ) -> str:
        """Run a program to its end and return what it printed.

        Raises:
            SmokeError: another exit code than expected, or a tale of a fault.
        """
        began = time.monotonic()
        done = subprocess.run(
            self.command(program, *arguments),
            capture_output=True,
            check=False,
            cwd=self.home,
            env={**self.variables, **changed},
            stdin=subprocess.DEVNULL,
            timeout=120,
        )
        told = done.stdout.decode("utf-8", "replace")
        complaint = done.stderr.decode("utf-8", "replace")
        shown = " ".join((program, *(str(each) for each in arguments[:2])))
        print(f"  {time.monotonic() - began:6.2f} s  {shown.replace(str(self.home), '~')}")
        if done.returncode not in expect or any(t in told + complaint for t in TALES):
            raise SmokeError(f"{shown} ended with {done.returncode}:\n{told}{complaint}")
        return told


def write_sheets(folder: Path) -> tuple[Path, Path]:
    """Write the first person as a csv in the Chinese encoding, both as an xlsx."""
    text = "".join(",".join(row) + "\r\n" for row in (HEADS, PEOPLE[0]))
    csv = folder / "花名册.csv"
    csv.write_bytes(text.encode("gb18030"))
    return csv, _write_xlsx(folder / "花名册.xlsx", (HEADS, *PEOPLE))


def _write_xlsx(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write the least that is a workbook, by hand: no library is at hand here."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    office = "http://schemas.openxmlformats.org"
    main = f'xmlns="{office}/spreadsheetml/2006/main"'
    links = f'xmlns:r="{office}/officeDocument/2006/relationships"'
    related = f"{office}/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{c}</t></is></c>' for c in row) + "</row>"
        for row in rows
    )
    links_head = f'{head}<Relationships xmlns="{office}/package/2006/relationships">'
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="{office}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'{links_head}<Relationship Id="rId1" Type="{related}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f"{head}<workbook {main} {links}><sheets>"
        '<sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{links_head}<Relationship Id="rId1" '
        f'Type="{related}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"{head}<worksheet {main}><sheetData>{cells}</sheetData>"
        "</worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


def try_own_branch(trial: Trial) -> None:
    """Make a branch, import two sheets, list, write a sheet, back up; refuse a wrong password."""
    file = trial.home / "试运行.partydesk"
    csv, xlsx = write_sheets(trial.home)
    trial.run("partydesk", "new", file, "--name", "试运行党支部", "--code", "SMOKE1")
    trial.run("partydesk", "import-roster", file, csv, "--yes")
    told = trial.run("partydesk", "list", file, "members", "--json")
    _expect(PEOPLE[0][0] in told, f"the person of the csv is not in the roster: {told}")
    trial.run("partydesk", "import-roster", file, xlsx, "--yes")
    told = trial.run("partydesk", "list", file, "members", "--json")
    _expect(all(each[0] in told for each in PEOPLE), f"the xlsx was not taken in: {told}")
    trial.run("partydesk", "list", file, "members", "--xlsx", trial.home / "a.xlsx")
    with zipfile.ZipFile(trial.home / "a.xlsx") as book:
        _expect(book.testzip() is None, "the written sheet is damaged")
    told = trial.run("partydesk", "list", file, "ledgers")
    _expect("学习培训" in told, f"the registers are not there: {told}")
    trial.run("partydesk", "print", file, "学习培训", "--to", trial.home / "a.pdf")
    _expect((trial.home / "a.pdf").read_bytes()[:5] == b"%PDF-", "the page is no PDF")
    trial.run("partydesk", "check", file, expect=(0, 1))
    trial.run("partydesk", "backup", file)
    wrong = {"PARTYDESK_PASSWORD": "不是这个密码"}
    trial.run("partydesk", "list", file, "members", expect=(3,), **wrong)


def try_main_job(trial: Trial) -> Path:
    """Run the demonstration, then verify its package as the bureau, whole and damaged."""
    told = trial.run("partydesk", "demo", trial.home / "demo", "--json")
    made = json.loads(told)
    package, branch = Path(made["package"]), Path(made["file"])
    key = next((Path(trial.command("partydesk")[0]).parent).rglob("sample-private.pdkey"))
    card = key.with_name("sample.pdcard")
    verify = ("verify", package, "--key", key, "--card", card)
    secret = {"PARTYDESK_PASSWORD": KEY_PASSWORD}
    trial.run("partydesk", *verify, expect=(0, 1), **secret)
    unpack = ("unpack", *verify[1:], "--accept-unregistered", "--to", trial.home / "received")
    trial.run("partydesk", *unpack, **secret)
    _expect(any((trial.home / "received").rglob("*.pdf")), "nothing was taken out of the package")
    data = bytearray(package.read_bytes())
    data[len(data) // 2] ^= 1
    package.write_bytes(data)
    trial.run("partydesk", *verify, expect=(3,), **secret)
    return branch


def try_window(trial: Trial, branch: Path) -> None:
    """Walk through the window without a screen, then start it and see it stay."""
    folder = trial.home / "window"
    trial.run("partydesk-desktop", "--headless-demo", folder)
    pictures = [file for file in folder.rglob("*.png") if file.stat().st_size > 10_000]
    _expect(len(pictures) >= 5, f"only {len(pictures)} pictures of the window were made")
    window = subprocess.Popen(
        trial.command("partydesk-desktop", branch), cwd=trial.home, env=trial.variables
    )
    try:
        code = window.wait(timeout=4)
        raise SmokeError(f"the window ended by itself with {code}")
    except subprocess.TimeoutExpired:
        print("    4.00 s  partydesk-desktop FILE stays open")
        # Ends at once because the first window listens: it is open, and on this file.
        trial.run("partydesk-desktop", branch)
    finally:
        window.terminate()
        window.wait(timeout=30)
    reports = [file for file in trial.home.rglob("*crash*") if file.is_file()]
    _expect(not reports, f"the window left reports of faults: {reports}")


def _expect(right: bool, sentence: str) -> None:
    if not right:
        raise SmokeError(sentence)


def state_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file in a folder."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    states = [(file, file.stat()) for file in files]
    return {str(file.relative_to(folder)): (s.st_size, s.st_mtime_ns) for file, s in states}


def try_all(programs: Path, home: Path) -> None:
    """Do everything that must work.

    Raises:
        SmokeError: something does not.
    """
    trial = Trial(programs, home)
    before = state_of(programs)
    version = trial.run("partydesk", "--version").split()[-1]
    _expect(version[:1].isdecimal(), f"the version is {version}")
    trial.run("partydesk", "--help")
    trial.run("partydesk", "nonsense", expect=(2,))
    trial.run("partydesk-desktop", "--version")
    try_own_branch(trial)
    try_window(trial, try_main_job(trial))
    changed = before.items() ^ state_of(programs).items()
    _expect(not changed, f"the program's own folder was written to: {sorted(changed)[:5]}")


def main(arguments: Sequence[str]) -> int:
    """Try the programs in the folder given; 0 if all is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the built folder, such as dist/partydesk")
    programs = parser.parse_args(arguments).folder.resolve()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a console of Windows may lack our letters
    print("\nTrying the built program:", flush=True)
    with tempfile.TemporaryDirectory(prefix="pd-", ignore_cleanup_errors=True) as home:
        try:
            try_all(programs, Path(home).resolve())
        except (SmokeError, OSError, subprocess.TimeoutExpired) as trouble:
            print(f"FAILED: {trouble}", file=sys.stderr)
            for log in Path(home).rglob("*.log"):
                print(f"-- {log.name}\n{log.read_text(encoding='utf-8')}", file=sys.stderr)
            return 1
    print("All well; nothing was written to the program's folder.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
