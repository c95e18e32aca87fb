"""The 工作台账 on the command line: listed, filtered, as a sheet and on paper."""

import csv
import io
import json
import sys
from datetime import date

import pytest

from partydesk import cli
from partydesk.services.ledgers.all import BY_TABLE, LEDGERS
from partydesk.services.ledgers.keeping import save_record
from tests.core.branches import PASSWORD, filled_branch, member
from tests.core.papers import rows_of, text_of

PHONE = "13812345678"


@pytest.fixture
def run(capsys, monkeypatch):
    """Run a command: its exit code, what it printed and what it complained of."""
    monkeypatch.setenv("PARTYDESK_PASSWORD", PASSWORD)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

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
    """A branch with a training of two people in May, and one in October with a number in it."""
    with filled_branch(tmp_path) as store:
        people = [member(store, "高远").id, member(store, "林晓").id]
        for day, title, who in (
            (date(2026, 5, 8), "春季集中学习", people),
            (date(2026, 10, 9), f"秋季读书班 联系{PHONE}", people[:1]),
        ):
            values = {
                "held_on": day,
                "kind": "集中培训",
                "title": title,
                "hours": 4,
                "people": [{"member_id": each} for each in who],
            }
            save_record(store, BY_TABLE["study"], values, date(2026, 11, 22))
    return tmp_path / "育才支部.partydesk"


@pytest.mark.parametrize("word", ["学习培训", "study"])
def test_a_ledger_is_listed_by_its_title_and_by_its_table(run, branch, word):
    code, out, _ = run("list", branch, word, "--json")
    newest, oldest = json.loads(out)
    assert code == 0
    assert (oldest["title"], oldest["held_on"]) == ("春季集中学习", "2026-05-08")
    assert sorted(oldest["people"].split("、")) == ["林晓", "高远"]
    assert newest["people"] == "高远"


def test_a_period_and_a_text_narrow_the_list_of_a_ledger(run, branch):
    def titles(*options):
        return [each["title"] for each in json.loads(run("list", branch, "study", *options)[1])]

    assert titles("--json", "--period", "2026Q2") == ["春季集中学习"]
    assert titles("--json", "--text", "林晓") == ["春季集中学习"]
    assert titles("--json", "--period", "2025") == []


def test_numbers_in_a_ledger_are_masked_unless_asked_for(run, branch, tmp_path):
    assert PHONE not in run("list", branch, "study")[1]
    assert PHONE in run("list", branch, "study", "--unmasked")[1]
    sheet = tmp_path / "学习.xlsx"
    assert run("list", branch, "study", "--xlsx", sheet)[0] == 0
    cells = [str(cell) for row in rows_of(sheet.read_bytes()) for cell in row]
    assert any("学习培训" in each for each in cells)
    assert any("春季集中学习" in each for each in cells)
    assert not any(PHONE in each for each in cells)


def test_the_list_of_all_ledgers_counts_what_each_holds(run, branch):
    code, out, _ = run("list", branch, "ledgers", "--json")
    found = {each["title"]: each["count"] for each in json.loads(out)}
    assert code == 0
    assert found["学习培训"] == "2"
    assert found["党费收缴"] in ("", "0")
    assert len(found) == len(LEDGERS)


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_every_ledger_can_be_listed_and_printed_while_it_is_empty(run, branch, tmp_path, ledger):
    assert run("list", branch, ledger.title, "--period", "2020")[0] == 0
    paper = tmp_path / "台账.pdf"
    assert run("print", branch, ledger.title, "--period", "2020", "--to", paper)[0] == 0
    assert ledger.title in text_of(paper.read_bytes())


def test_the_list_and_one_record_of_a_ledger_are_printed(run, branch, tmp_path):
    paper, one = tmp_path / "列表.pdf", tmp_path / "一条.pdf"
    assert run("print", branch, "学习培训", "--to", paper)[0] == 0
    assert "春季集中学习" in text_of(paper.read_bytes())
    assert "秋季读书班" in text_of(paper.read_bytes())
    record = json.loads(run("list", branch, "study", "--period", "2026Q2", "--json")[1])[0]["id"]
    assert run("print", branch, "study", "--id", record, "--to", one)[0] == 0
    assert "春季集中学习" in text_of(one.read_bytes())
    assert "秋季读书班" not in text_of(one.read_bytes())


def test_an_unknown_ledger_or_record_is_told_in_chinese(run, branch, tmp_path):
    code, out, err = run("list", branch, "不存在的台账")
    assert (code, out) == (2, "")
    assert "不存在的台账" in err
    assert "ledgers" in err
    code, out, err = run("print", branch, "study", "--id", "0", "--to", tmp_path / "a.pdf")
    assert (code, out) == (3, "")
    assert err
    assert not (tmp_path / "a.pdf").exists()


@pytest.fixture
def sheet(tmp_path):
    """A sheet of trainings: one good row, one with a wrong word, one that is there already."""
    path = tmp_path / "学习.csv"
    rows = [
        ["学习形式", "日期", "主题", "学时", "参加人员", "负责科室"],
        ["集中培训", "2026-06-01", "夏季读书班", "2", "高远、林晓", "办公室"],
        ["集中培训", "2026-06-02", "没有人的班", "两个", "查无此人", ""],
        ["集中培训", "2026-05-08", "春季集中学习", "4", "", ""],
    ]
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_sheet_is_looked_at_and_nothing_is_taken_in_without_a_word(run, branch, sheet):
    for options in (["--dry-run"], ["--preview", "--yes"], []):
        code, out, err = run("import", branch, "学习培训", sheet, *options)
        assert code == 1
        assert "没有导入" in out
        assert "可导入 1 行，1 行文件里已有，1 行有错" in err
        assert "第 3 行有错：学时：“两个”不是数字。；参加人员：名册里没有“查无此人”" in err
        assert "不导入：“负责科室”" in err
    assert len(json.loads(run("list", branch, "study", "--json")[1])) == 2


def test_a_sheet_is_taken_in_and_its_refused_rows_are_written_out(run, branch, sheet, tmp_path):
    refused = tmp_path / "有错的行.xlsx"
    code, out, _ = run("import", branch, "study", sheet, "--yes", "--json", "--refused", refused)
    told = json.loads(out)
    assert code == 1
    assert (told["imported"], told["added"], told["known"], told["refused"]) == (True, 1, 1, 1)
    assert [each["action"] for each in told["rows"]] == ["新增", "有错", "已有"]
    cells = [str(cell) for row in rows_of(refused.read_bytes()) for cell in row]
    assert "没有人的班" in cells
    assert any("查无此人" in each for each in cells)
    listed = json.loads(run("list", branch, "study", "--json", "--text", "夏季读书班")[1])
    assert [(each["people"], each["hours"]) for each in listed] == [("高远、林晓", "2")]
    # The second time everything that was good is there already.
    code, out, _ = run("import", branch, "study", sheet, "--yes")
    assert (code, "没有导入" in out) == (1, True)


def test_a_sheet_for_no_register_is_told_in_chinese(run, branch, sheet, tmp_path):
    code, _, err = run("import", branch, "不存在的台账", sheet)
    assert code == 2
    assert "没有“不存在的台账”，请写工作台账中一本的名称" in err
    code, _, err = run("import", branch, "走访慰问", sheet, "--yes")
    assert code == 3
    assert "找不到表头" in err
    assert run("import", branch, "走访慰问", tmp_path / "没有.xlsx", "--yes")[0] == 3
