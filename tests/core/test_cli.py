"""The command line: what it does, what it answers, and that it never shows a traceback."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from partydesk import cli
from partydesk.cli.parser import parse
from partydesk.domain.member import Member
from partydesk.domain.periods import quarter_of
from partydesk.log import describe, note_fault
from partydesk.services.branch_keys import branch_keys
from partydesk.services.cards import sample_card_bytes
from partydesk.services.exports import national_workbook
from partydesk.storage.store import Store
from tests.core.branches import (
    ID_NUMBER,
    PASSWORD,
    SECRETS,
    TALK,
    accept_errors,
    filled_branch,
    member,
    places_of,
)
from tests.core.papers import rows_of, text_of

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (
    *("new", "demo", "open", "check", "import-roster", "import", "list", "export"),
    *("verify", "unpack", "print", "backup", "restore", "bureau-card", "duties", "ranking"),
    *("receipt", "confirm", "collect", "steps"),
)
SAMPLE_KEY = ROOT / "resources" / "cards" / "sample-private.pdkey"
SAMPLE_PASSPHRASE = "示例口令2026"


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """A home folder of its own, and nobody at the terminal."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.setenv("APPDATA", str(folder))
    monkeypatch.setenv("PARTYDESK_PASSWORD", PASSWORD)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return folder


@pytest.fixture
def run(capsys):
    """Run a command: its exit code, what it printed and what it complained of."""

    def run(*arguments):
        capsys.readouterr()
        try:
            code = cli.main([str(each) for each in arguments])
        except SystemExit as ended:
            code = ended.code
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return run


@pytest.fixture
def branch(tmp_path):
    """A filled branch file whose errors are explained for the quarter of the tests' day."""
    from datetime import date

    with filled_branch(tmp_path) as store:
        accept_errors(store, quarter_of(date.today()), date.today())
    return tmp_path / "育才支部.partydesk"


def test_every_command_has_a_chinese_help(run):
    code, out, _ = run("--help")
    assert code == 0
    for command in COMMANDS:
        assert command in out
        code, told, _ = run(command, "--help")
        assert code == 0
        assert told.startswith("用法：")
        for english in ("usage", "options:", "positional", "show this help"):
            assert english not in told


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("lst",),
        ("list",),
        ("list", "a.partydesk", "everything"),
        ("export", "a.partydesk", "--to"),
        ("export", "a.partydesk", "--to", "x", "--own", "--sample-card"),
        ("check", "a.partydesk", "--frobnicate"),
        ("verify",),
    ],
    ids=" ".join,
)
def test_wrong_use_is_said_in_chinese_and_ends_with_2(run, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "--help" in err
    for english in ("error", "required", "invalid", "expected", "unrecognized", "not allowed"):
        assert english not in err


def test_no_command_takes_a_password_as_an_argument():
    for command in COMMANDS:
        with pytest.raises(SystemExit):
            parse([command, "a", "b", "--password", "x"])


def test_a_new_file_is_made_with_its_recovery_sheet(run, tmp_path):
    path, sheet = tmp_path / "新支部.partydesk", tmp_path / "恢复单.pdf"
    arguments = ("new", path, "--name", "中共示例市育才小学支部委员会", "--code", "YC-01")
    code, out, err = run(*arguments, "--sheet", sheet, "--json")
    assert code == 0
    told = json.loads(out)
    assert len(told["recovery_sheet"]) == 8
    assert told["recovery_sheet"][0] in text_of(sheet.read_bytes())
    assert "立即删除" in err
    code, _, err = run(*arguments)
    assert code == 3
    assert "已经存在" in err
    assert run("new", tmp_path / "新.txt", *arguments[2:])[0] == 2
    assert not (tmp_path / "新.txt").exists()
    code, _, err = run("list", tmp_path, "members")
    assert (code, "是文件夹" in err) == (3, True)
    code, out, _ = run("list", path, "members", "--json")
    assert (code, json.loads(out)) == (0, [])


def test_a_password_comes_from_a_file_too(run, branch, tmp_path, monkeypatch):
    monkeypatch.delenv("PARTYDESK_PASSWORD")
    secret = tmp_path / "口令.txt"
    secret.write_bytes(b"\xef\xbb\xbf" + PASSWORD.encode() + b"\r\n")
    assert run("list", branch, "members", "--password-file", secret)[0] == 0
    code, _, err = run("list", branch, "members")
    assert code == 3
    assert "没有给出密码" in err
    secret.write_bytes(b"")
    assert run("list", branch, "members", "--password-file", secret)[0] == 3
    assert run("list", branch, "members", "--password-file", tmp_path / "没有")[0] == 3


def test_lists_are_masked_unless_asked(run, branch, tmp_path):
    code, out, _ = run("list", branch, "members", "--json")
    assert code == 0
    first = json.loads(out)[0]
    assert (first["name"], first["id_number"]) == ("陈志远", "110***********002X")
    assert ID_NUMBER in run("list", branch, "members", "--unmasked")[1]
    for what in ("meetings", "talks", "leaves", "submissions"):
        assert run("list", branch, what)[0] == 0
    assert TALK not in run("list", branch, "talks", "--json")[1]
    sheet = tmp_path / "名册.xlsx"
    code, out, _ = run("list", branch, "members", "--xlsx", sheet, "--json")
    assert (code, json.loads(out)["file"]) == (0, str(sheet))
    assert run("list", branch, "members", "--period", "2026Q9")[0] == 2
    assert "陈志远" in str(rows_of(sheet.read_bytes()))


def test_findings_end_with_1_and_a_program_can_read_them(run, tmp_path):
    with filled_branch(tmp_path):
        pass
    path = tmp_path / "育才支部.partydesk"
    code, out, _ = run("check", path, "--period", "2026Q4", "--json")
    told = json.loads(out)
    assert code == 1
    assert told["errors"] == sum(each["severity"] == "错误" for each in told["findings"]) > 0
    code, out, _ = run("check", path, "--period", "2026Q4")
    assert code == 1
    assert "处错误" in out
    code, _, err = run("check", path, "--period", "四季度")
    assert code == 2
    assert "2026Q4" in err


def test_the_duties_of_a_span_are_listed_and_late_ones_end_with_1(run, branch, tmp_path):
    code, out, _ = run("duties", branch, "--from", "2026-01-01", "--to", "2026-12-31", "--json")
    told = json.loads(out)
    assert (told["from"], told["to"]) == ("2026-01-01", "2026-12-31")
    states = {each["state"] for each in told["duties"]}
    assert states <= {"待办", "已办", "逾期", "免办"}
    assert code == int("逾期" in states)
    done = [each for each in told["duties"] if each["state"] == "已办"]
    assert done
    assert all(each["record_id"] or each["record_type"] == "上报" for each in done)
    only = ("--state", "待办", "--kind", "组织生活")
    code, out, _ = run("duties", branch, "--period", "2027", *only)
    assert code == 0
    assert "支部工作条例第十七条" in out
    assert "谈心谈话" not in out
    sheet = tmp_path / "事项.xlsx"
    run("duties", branch, "--xlsx", sheet)
    assert "状态" in str(rows_of(sheet.read_bytes()))
    assert run("duties", branch, "--from", "明天")[0] == 2
    assert run("duties", branch, "--from", "2026-05-01", "--to", "2026-04-01")[0] == 3


def test_a_roster_is_previewed_and_imported(run, branch, tmp_path):
    with Store.in_memory() as other:
        member(other, "苏文清")
        from datetime import date

        sheet = tmp_path / "花名册.xlsx"
        sheet.write_bytes(national_workbook(other, date.today(), unmasked=True))
    code, out, err = run("import-roster", branch, sheet, "--preview")
    assert "可导入" in err
    assert "没有导入" in out
    assert "没有导入" in run("import-roster", branch, sheet)[1]
    assert len(json.loads(run("list", branch, "members", "--json")[1])) == 2
    code, out, _ = run("import-roster", branch, sheet, "--yes", "--json")
    assert code == 0
    assert json.loads(out)["result"]["added"] == 1
    assert "苏文清" in run("list", branch, "members")[1]
    assert "导入前" in run("backup", branch, "--list")[1]


def test_an_import_tells_columns_and_rows_and_takes_columns_by_hand(run, branch, tmp_path):
    sheet = tmp_path / "花名册.csv"
    sheet.write_text(
        "姓名,身份证号,党员特长\n苏文清,,书法\n林可,123,\n何一,,唱歌\n", encoding="utf-8"
    )
    code, out, err = run("import-roster", branch, sheet, "--preview", "--json")
    told = json.loads(out)
    assert code == 1
    assert told["unknown_columns"] == ["党员特长"]
    assert [row["action"] for row in told["rows"]] == ["新增", "有错", "新增"]
    assert told["rows"][1]["problems"][0]["column"] == "身份证号"
    assert "不认识的列“党员特长”" in err
    assert "第 3 行有错" in err
    assert run("import-roster", branch, sheet, "--map", "党员特长=爱好")[0] == 2
    run("import-roster", branch, sheet, "--yes", "--map", "党员特长=备注")
    with Store.open(branch, PASSWORD) as store, store.reading() as session:
        notes = {each.name: each.note for each in session.scalars(select(Member))}
    assert notes["苏文清"] == "党员特长：书法"


def test_a_package_goes_out_and_is_verified_and_unpacked(run, branch, tmp_path, monkeypatch):
    stick = tmp_path / "U盘"
    stick.mkdir()
    paper, clear = tmp_path / "清单.pdf", tmp_path / "打印件.pdf"
    code, out, err = run(
        *("export", branch, "--to", stick, "--sample-card", "--json"),
        *("--list", paper, "--clear-copy", clear),
    )
    assert code == 0
    assert "只能用来演练" in err
    told = json.loads(out)
    package = Path(told["path"])
    assert told["short_id"] in text_of(paper.read_bytes())
    assert run("verify", package, "--file", branch)[0] == 0
    with Store.open(branch, PASSWORD) as store:
        signer = branch_keys(store).fingerprint
    monkeypatch.setenv("PARTYDESK_PASSWORD", SAMPLE_PASSPHRASE)
    code, out, err = run("verify", package, "--key", SAMPLE_KEY, "--json")
    assert code == 1
    assert "登记" in err
    assert json.loads(out)["content_id"] == told["content_id"]
    code, out, _ = run("verify", package, "--key", SAMPLE_KEY, "--signer", signer)
    assert code == 0
    assert told["short_id"] in out
    target = tmp_path / "取出"
    assert run("unpack", package, "--key", SAMPLE_KEY, "--to", target)[0] == 3
    assert not target.exists()
    code, _, _ = run("unpack", package, "--key", SAMPLE_KEY, "--to", target, "--signer", signer)
    assert code == 0
    assert "陈志远" in (target / "members.jsonl").read_text("utf-8")


def test_a_card_needs_its_digits(run, branch, tmp_path):
    stick, card = tmp_path / "U盘", tmp_path / "局.pdcard"
    stick.mkdir()
    card.write_bytes(sample_card_bytes())
    code, _, err = run("export", branch, "--to", stick)
    assert code == 3
    assert "还没有上级单位的名片" in err
    code, out, err = run(
        "export", branch, "--to", stick, "--card", card, "--group", "1=1", "--json"
    )
    assert code == 3
    assert set(json.loads(out)["error"]["fields"]) == {"group_1", "group_4", "group_6"}
    assert run("export", branch, "--to", stick, "--card", card, "--group", "eins")[0] == 2
    assert list(stick.iterdir()) == []


def test_a_bureau_makes_its_card_and_opens_what_is_sealed_to_it(run, branch, tmp_path):
    bureau, stick = tmp_path / "局", tmp_path / "U盘"
    bureau.mkdir()
    stick.mkdir()
    code, out, _ = run(
        "bureau-card", "实验区教育局党委", "--id", "350100", "--to", bureau, "--json"
    )
    assert code == 0
    groups = json.loads(out)["fingerprint"].split()
    typed = [f"--group={number}={groups[number - 1]}" for number in (1, 4, 6)]
    arguments = ("export", branch, "--to", stick, "--card", bureau / "350100.pdcard", *typed)
    code, out, _ = run(*arguments, "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["sequence"], told["is_practice"]) == (1, False)
    assert run("verify", told["path"], "--key", bureau / "350100.pdkey")[0] == 1
    sent = json.loads(run("list", branch, "submissions", "--json")[1])
    assert [each["state"] for each in sent] == ["已送出"]
    paper = tmp_path / "清单.pdf"
    assert run("print", branch, "submission-list", "--id", sent[0]["id"], "--to", paper)[0] == 0
    assert "实验区教育局党委" in text_of(paper.read_bytes()).replace("\n", "")


def test_records_are_printed(run, branch, tmp_path):
    target = tmp_path / "页.pdf"
    meeting = json.loads(run("list", branch, "meetings", "--json")[1])[0]["id"]
    talk = json.loads(run("list", branch, "talks", "--json")[1])[0]["id"]
    assert run("print", branch, "meeting", "--id", meeting, "--to", target)[0] == 0
    assert "研究四季度工作" in text_of(target.read_bytes())
    assert run("print", branch, "talk", "--id", talk, "--to", target)[0] == 0
    assert TALK in text_of(target.read_bytes()).replace("\n", "")
    for what in ("roster", "content"):
        assert run("print", branch, what, "--to", target)[0] == 0
        assert ID_NUMBER not in text_of(target.read_bytes())
    code, _, err = run("print", branch, "meeting", "--to", target)
    assert code == 2
    assert "--id" in err
    assert run("print", branch, "assessment", "--to", target)[0] == 3


def test_a_backup_is_made_listed_and_restored(run, branch, tmp_path):
    code, out, _ = run("backup", branch, "--json")
    assert code == 0
    made = json.loads(out)["backup"]["path"]
    assert made in run("backup", branch, "--list")[1]
    target = tmp_path / "恢复.partydesk"
    code, out, _ = run("restore", made, target, "--json")
    assert code == 0
    assert json.loads(out)["rows"]["member"] == 2
    assert "陈志远" in run("list", target, "members")[1]
    assert run("restore", made, target)[0] == 3
    assert run("restore", branch, tmp_path / "b.partydesk")[0] == 3


def test_the_recovery_sheet_restores_when_the_password_is_lost(run, tmp_path, monkeypatch):
    path, sheet = tmp_path / "a.partydesk", tmp_path / "恢复单.txt"
    code, out, _ = run("new", path, "--name", "示例支部", "--code", "S1", "--json")
    sheet.write_text(" ".join(json.loads(out)["recovery_sheet"]), "utf-8")
    made = json.loads(run("backup", path, "--json")[1])["backup"]["path"]
    monkeypatch.delenv("PARTYDESK_PASSWORD")
    code, _, err = run("restore", made, tmp_path / "b.partydesk", "--sheet-file", sheet)
    assert (code, err) == (0, "")


def test_the_demo_does_the_whole_job(run, tmp_path):
    code, out, _ = run("demo", tmp_path / "演示", "--json")
    assert code == 0
    told = json.loads(out)
    for key in ("file", "roster", "package", "list_pdf", "clear_copy", "backup"):
        assert Path(told[key]).is_file()
    assert told["short_id"] in text_of(Path(told["list_pdf"]).read_bytes())
    code, _, err = run("demo", tmp_path / "演示")
    assert code == 3
    assert "已经存在" in err


def run_process(*arguments, **changes):
    return subprocess.run(
        [sys.executable, "-m", "partydesk", *map(str, arguments)],
        cwd=ROOT, capture_output=True, check=False, env=os.environ | changes,
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows has no full device and knows one encoding")
def test_a_full_disk_and_a_foreign_encoding_are_no_faults(branch, tmp_path):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "partydesk", "list", branch, "members"],
            cwd=ROOT, check=False, env=os.environ, stdout=full, stderr=subprocess.PIPE,
        )  # fmt: skip
    assert (done.returncode, "磁盘已满" in done.stderr.decode()) == (3, True)
    done = run_process("list", branch, "members", "--text", os.fsdecode("组织".encode("gb18030")))
    assert (done.returncode, "UTF-8" in done.stderr.decode()) == (2, True)
    stick = tmp_path / os.fsdecode("优盘".encode("gb18030"))
    stick.mkdir()
    assert run_process("backup", branch, "--to", stick).returncode == 0


def test_chinese_comes_out_as_utf8_whatever_the_console_says(branch):
    done = run_process("list", branch, "members", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0
    assert "陈志远" in done.stdout.decode("utf-8")


def test_a_fault_of_our_own_goes_into_the_log_without_names(run, home, branch, monkeypatch):
    from partydesk.cli import looking

    def broken(*_args, **_more):
        raise RuntimeError(f"陈志远 {ID_NUMBER}")

    monkeypatch.setattr(looking, "_shown", broken)
    code, out, err = run("list", branch, "members")
    assert (code, out) == (70, "")
    assert "内部错误" in err
    log = (home / "partydesk" / "core.log").read_text("utf-8")
    assert "RuntimeError" in log
    assert "looking.py" in log
    for secret in (*SECRETS, "陈志远"):
        assert secret not in log + err
        assert places_of(secret, home) == []


def test_ctrl_c_ends_quietly(run, branch, monkeypatch):
    from partydesk.cli import looking

    def interrupted(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(looking, "_shown", interrupted)
    assert run("list", branch, "members") == (130, "", "")


def test_a_log_that_can_not_be_written_is_done_without(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert note_fault(ValueError("x"), tmp_path / "file" / "core.log") is None
    assert "ValueError" in describe(ValueError("secret"))
    assert "secret" not in describe(ValueError("secret"))
