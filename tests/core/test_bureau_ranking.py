"""The bureau's ranking from real packages: filled in, given back, ranked again as xlsx."""

import json
from datetime import date

import openpyxl
import pytest

from partydesk.cli import main
from partydesk.domain.periods import period_with
from partydesk.errors import ForeignFileError, NotFoundError
from partydesk.package.cards import card_bytes, make_bureau
from partydesk.package.keys import key_file_bytes
from partydesk.rules.schemes import load_schemes
from partydesk.services.assessments import finish, open_assessment, save_score, save_veto
from partydesk.services.branch_files import create_branch
from partydesk.services.bureau_ranking import board, board_workbook, scheme_for_ranking
from partydesk.services.receiving import Receiver, verify_package
from partydesk.services.schemes import choose_scheme
from partydesk.services.score_view import Own
from partydesk.services.submission import make_submission, plan
from tests.core.branches import BRANCH, CHEAP, PASSWORD, TODAY, accept_errors, fill

PERIOD = period_with("2026")
STARS = next(each for each in load_schemes() if each.id == "stars")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A bureau with packages of three branches: 90, 85 and, void by a veto, 100 points."""
    folder = tmp_path_factory.mktemp("局")
    card, keys = make_bureau("实验区教育局党委", "350100", date(2026, 1, 1))
    (folder / "局.pdcard").write_bytes(card_bytes(card, keys))
    (folder / "局.pdkey").write_bytes(key_file_bytes(keys, PASSWORD))
    (folder / "收件").mkdir()
    for code, points, veto in (
        ("YC-01", 1800, ""),
        ("YC-02", 1700, ""),
        ("YC-03", 2000, "弄虚作假"),
    ):
        send(folder, card, (code, points, veto))
    return folder


def send(folder, card, branch):
    code, points, veto = branch
    values = BRANCH | {"code": code, "name": f"{code}支部委员会"}
    store, _ = create_branch(folder / f"{code}.partydesk", PASSWORD, values, cost=CHEAP)
    with store:
        fill(store)
        choose_scheme(store, "stars")
        sheet = open_assessment(store, PERIOD.code, "stars").id
        for item in STARS.items:
            save_score(store, sheet, item.no, Own(points, "对照标准评定，陈志远表现突出。"), TODAY)
        save_veto(store, sheet, veto)
        if code != "YC-02":
            finish(store, sheet, TODAY)
        accept_errors(store, PERIOD)
        make_submission(store, plan(store, PERIOD, TODAY), card, folder / "收件")


def ranked(desk, given=None, scheme=STARS, period=PERIOD):
    packages = sorted((desk / "收件").glob("*.pdp"))
    return board(packages, Receiver(desk / "局.pdkey", PASSWORD), scheme, period, given)


def rows(path):
    page = openpyxl.load_workbook(path)["评比"]
    heads, *lines = page.iter_rows(values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines]


def filled(desk, tmp_path, name="评比.xlsx", **cells):
    """The bureau's workbook with some cells filled in, by branch and head."""
    path = tmp_path / name
    path.write_bytes(board_workbook(ranked(desk), TODAY))
    book = openpyxl.load_workbook(path)
    page = book["评比"]
    heads = [each.value for each in page[1]]
    for line in page.iter_rows(min_row=2):
        for head, value in cells.get(line[0].value.replace("-", "_"), {}).items():
            line[heads.index(head)].value = value
    book.save(path)
    return path


def test_without_the_bureaus_scores_nobody_has_a_place_and_it_is_said_what_is_missing(desk):
    found = ranked(desk)

    assert [(each.contender.code, each.place, each.why) for each in found.ranked] == [
        ("YC-01", None, "还缺上级评分、互评分"),
        ("YC-02", None, "还缺上级评分、互评分"),
        ("YC-03", None, "一票否决：弄虚作假"),
    ]
    assert found.remarks["YC-02"] == ("签名没有登记，请与登记表核对", "自评尚未完成")


def test_the_workbook_is_filled_in_and_given_back(desk, tmp_path):
    """90 × 30% + 80 × 60% + 85 × 10% = 83.5; 85 × 30% + 90 × 60% + 95 × 10% = 89."""
    given = filled(
        desk,
        tmp_path,
        YC_01={"上级评分": 80, "互评分": 85, "上次星级": "二星", "上次有效期至": "2026-06-30"},
        YC_02={"上级评分": 90.0, "互评分": "95"},
    )
    path = tmp_path / "二.xlsx"
    path.write_bytes(board_workbook(ranked(desk, given), TODAY))
    first, second, third = rows(path)

    assert (first["支部代码"], first["得分"], first["名次"], first["星级"]) == (
        "YC-02",
        89,
        1,
        "四星",
    )
    assert first["有效期至"] == "2028-11-21"
    # 二星只能升到三星；四星的 30% 是一个，让给了第一名
    assert (second["支部代码"], second["得分"], second["名次"], second["星级"]) == (
        *("YC-01", 83.5, 2, "三星"),
    )
    assert "上次二星，一次最多升 1 级" in second["说明"]
    assert (third["支部代码"], third["名次"], third["星级"]) == ("YC-03", None, None)
    assert [(each["上次星级"], each["上级评分"]) for each in rows(path)] == [
        *((None, 90), ("二星", 80), (None, None)),
    ]


def test_no_person_stands_anywhere_in_the_workbook(desk, tmp_path):
    path = filled(desk, tmp_path)
    lines = (
        line for page in openpyxl.load_workbook(path) for line in page.iter_rows(values_only=True)
    )
    texts = [str(cell) for line in lines for cell in line if cell is not None]

    assert not any("陈志远" in each or "刘婷" in each for each in texts)
    assert any("不针对个人" in each for each in texts)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"YC_01": {"上级评分": "优"}},
            "“评比”第 2 行：“上级评分”的“优”不是分数，应在 0 到 110 之间",
        ),
        ({"YC_01": {"上级评分": 110.5}}, "“评比”第 2 行：“上级评分”的“110.5”不是分数"),
        ({"YC_02": {"互评分": -1}}, "“评比”第 3 行：“互评分”的“-1”不是分数"),
        ({"YC_01": {"上次星级": "六星"}}, "“评比”第 2 行：“上次星级”的“六星”不是考核表里的星级。"),
        ({"YC_01": {"上次有效期至": "去年"}}, "“上次有效期至”的“去年”不是日期"),
        ({"YC_01": {"不具备条件": "否"}}, "“不具备条件”请填“是”或留空。"),
        ({"YC_02": {"支部代码": "YC-01"}}, "“评比”第 3 行：支部代码“YC-01”和前面的一行相同。"),
        ({"YC_02": {"支部代码": None}}, "“评比”第 3 行：没有填写“支部代码”。"),
    ],
)
def test_each_mistake_in_the_given_sheet_names_its_line(desk, tmp_path, cells, sentence):
    with pytest.raises(ForeignFileError) as refused:
        ranked(desk, filled(desk, tmp_path, **cells))
    assert sentence in str(refused.value)


def test_packages_that_can_not_be_used_are_named_and_the_others_count(desk, tmp_path):
    packages = sorted((desk / "收件").glob("*.pdp"))
    broken = tmp_path / "坏了.pdp"
    broken.write_bytes(packages[0].read_bytes()[:500])
    receiver = Receiver(desk / "局.pdkey", PASSWORD)
    found = board([*packages[:2], broken], receiver, STARS, PERIOD)

    assert len(found.ranked) == 2
    assert found.refused[0].startswith("“坏了.pdp”没有计入：")
    other = board(packages, receiver, STARS, period_with("2025"))
    assert other.ranked == ()
    assert "不是2025年的上报包" in other.refused[0]


def test_scores_of_another_scheme_are_not_compared(desk):
    default = scheme_for_ranking("default")
    found = ranked(desk, scheme=default)

    assert [each.why for each in found.ranked[:2]] == ["没有收到自评", "没有收到自评"]
    assert any("另一份考核表" in each for each in found.remarks["YC-01"])
    with pytest.raises(NotFoundError, match="default、stars"):
        scheme_for_ranking("没有这个")


def test_verifying_tells_both_figures_and_the_scheme(desk):
    path = next((desk / "收件").glob("*.pdp"))
    report = verify_package(path, desk / "局.pdkey", PASSWORD)

    assert report.score.own == 9000
    assert report.score.sentence.startswith("自评 90.0 分，系统测算 ")
    assert report.score.sentence.endswith("第 1 版，党支部星级评定表（示例）（2026年示例）")


def test_the_command_ranks_a_folder(desk, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PARTYDESK_PASSWORD", PASSWORD)
    given = filled(desk, tmp_path, YC_01={"上级评分": 95, "互评分": 95, "不具备条件": "是"})
    target = tmp_path / "评比二.xlsx"
    code = main(["ranking", str(desk / "收件"), "--key", str(desk / "局.pdkey"), "--period", "2026",
                 "--given", str(given), "--to", str(target), "--json"])  # fmt: skip
    told = json.loads(capsys.readouterr().out)

    assert code == 0
    assert told["ranked"][0]["place"] == 1
    # 90 × 30% + 95 × 70% = 93.5，五星还要有创新项目
    assert (rows(target)[0]["得分"], rows(target)[0]["星级"]) == (93.5, "四星")
    assert "不具备“有创新项目”" in rows(target)[0]["说明"]
