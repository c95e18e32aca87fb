"""The whole round by commands: a card is made, a package goes, the receipt comes back."""

import json
from datetime import date

import pytest

from partydesk import cli
from partydesk.domain.local_steps import SAMPLE
from partydesk.domain.periods import quarter_of
from tests.core.branches import PASSWORD, accept_errors, filled_branch

OFFICE = "局里的口令很长很长"


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "家"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "家"))

    def run(*arguments, password=PASSWORD):
        monkeypatch.setenv("PARTYDESK_PASSWORD", password)
        capsys.readouterr()
        code = cli.main([str(each) for each in arguments])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def sent(run, tmp_path):
    """A branch, and its package for a real card."""
    for name in ("支部", "局", "U盘"):
        (tmp_path / name).mkdir()
    with filled_branch(tmp_path / "支部") as store:
        accept_errors(store, quarter_of(date.today()))
        branch = store.file.path
    office = tmp_path / "局"
    run("bureau-card", "示例区教育局", "--id", "SQ-01", "--to", office, password=OFFICE)
    card = office / "SQ-01.pdcard"
    groups = json.loads(card.read_text("utf-8"))["fingerprint"].split()
    typed = [f"--group={number}={groups[number - 1]}" for number in (1, 4, 6)]
    code, _, err = run("export", branch, "--to", tmp_path / "U盘", "--card", card, *typed)
    assert code == 0, err
    return branch, next((tmp_path / "U盘").glob("*.pdp")), office / "SQ-01.pdkey"


def test_a_receipt_goes_back_and_is_entered(run, sent, tmp_path):
    branch, package, key = sent
    paper = tmp_path / "回执.pdr"
    code, out, err = run("receipt", package, "--key", key, "--to", paper, password=OFFICE)
    assert (code, "已签发 1 份回执" in out, "登记" in err) == (0, True, True)
    code, out, _ = run("confirm", branch, paper, "--json")
    [told] = json.loads(out)["receipts"]
    assert (code, told["state"], told["is_new"]) == (0, "已回执", True)
    assert "已回执" in run("list", branch, "submissions")[1]
    assert "以前已读入" in run("confirm", branch, paper)[1]


def test_remarks_are_told_by_the_exit_code(run, sent, tmp_path):
    branch, package, key = sent
    paper = tmp_path / "回执.pdr"
    arguments = ("receipt", package, "--key", key, "--to", paper, "--verdict", "returned")
    code, _, err = run(*arguments, password=OFFICE)
    assert (code, "请写明" in err) == (3, True)
    assert not paper.exists()
    run(*arguments, "--remark", "请补签到表", password=OFFICE)
    code, out, _ = run("confirm", branch, paper)
    assert (code, "已退回" in out, "请补签到表" in out) == (1, True, True)


def test_a_file_that_is_no_receipt_is_refused(run, sent):
    branch, package, _ = sent
    code, _, err = run("confirm", branch, package)
    assert (code, "不是完好的回执" in err) == (3, True)


def test_points_for_an_item_go_back_with_the_receipt(run, sent, tmp_path):
    _, package, key = sent
    paper = tmp_path / "评分.pdr"
    given = ("receipt", package, "--key", key, "--to", paper)
    code, _, err = run(*given, "--score", "三=十", password=OFFICE)
    assert (code, "3=14.5 的样子" in err, paper.exists()) == (2, True, False)
    # The package of this branch holds no self-assessment: that is said, and nothing is written.
    code, _, err = run(*given, "--score", "3=14.5", password=OFFICE)
    assert (code != 0, "没有自评" in err, paper.exists()) == (True, True, False)


def test_steps_of_the_bureau_are_taken_into_the_branch_and_left_out(run, sent, tmp_path):
    branch, *_ = sent
    path = tmp_path / "步骤.toml"
    path.write_text(SAMPLE, "utf-8")
    assert "国家规定的步骤" in run("steps", branch)[1]
    assert "已收下 1 个本地步骤" in run("steps", branch, "--take", path)[1]
    assert "召开群众座谈会" in run("steps", branch)[1]
    path.write_text("[[step]]", "utf-8")
    assert run("steps", branch, "--take", path)[0] != 0
    assert "召开群众座谈会" in json.loads(run("steps", branch, "--json")[1])["told"]
    assert "已不用本地步骤" in run("steps", branch, "--drop")[1]
