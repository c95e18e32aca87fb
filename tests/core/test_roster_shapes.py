"""Rosters in the shapes that people give them: merged groups, categories in the remarks."""

from openpyxl import Workbook

from partydesk.documents.roster_sheet import understand
from partydesk.documents.sheet_source import read_sheets

HEAD = ["所属小组", "姓名", "入党时间", "转正时间", "备注"]


def plan_of(path, rows, merged=()):
    book = Workbook()
    for row in [HEAD, *rows]:
        book.active.append(row)
    for span in merged:
        book.active.merge_cells(span)
    book.save(path)
    [sheet] = read_sheets(path)
    return understand(sheet)


def test_a_group_merged_over_its_people_holds_for_each_of_them(tmp_path):
    rows = [
        ["第一小组", "方晓梅", "2003-07-01", "2004-07-01"],
        [None, "石建国", "2003-07-01", "2004-07-01"],
        ["第二小组", "苏文清", "2003-07-01", "2004-07-01"],
        [None, "林可", "2003-07-01", "2004-07-01"],
    ]
    plan = plan_of(tmp_path / "a.xlsx", rows, ["A2:A3"])
    assert [row.values.get("group_id") for row in plan.rows] == [
        *("第一小组", "第一小组", "第二小组"),
        None,
    ]


def test_a_name_merged_over_two_lines_is_one_person(tmp_path):
    rows = [["第一小组", "方晓梅", "2003-07-01", "2004-07-01"], [None, None, None, None, "又一行"]]
    plan = plan_of(tmp_path / "a.xlsx", rows, ["B2:B3", "A2:A3"])
    assert [row.is_refused for row in plan.rows] == [False, True]


def test_a_head_merged_downwards_says_nothing_about_people(tmp_path):
    rows = [[None, None, None, None, None], ["第一小组", "方晓梅", "2003-07-01", "2004-07-01"]]
    plan = plan_of(tmp_path / "a.xlsx", rows, [f"{letter}1:{letter}2" for letter in "ABCDE"])
    [row] = plan.rows
    assert row.values["name"] == "方晓梅"
    assert not row.problems


def test_who_has_no_category_and_no_day_of_full_membership_is_asked(tmp_path):
    rows = [
        ["", "方晓梅", "2003-07-01", "2004-07-01"],
        ["", "石建国", "2003-07-01", ""],
        ["", "苏文清", "2003-07-01", "", "预备党员，延长预备期"],
    ]
    plan = plan_of(tmp_path / "a.xlsx", rows)
    assert [row.values.get("category") for row in plan.rows] == ["正式党员", None, "预备党员"]
    assert [len(row.problems) for row in plan.rows] == [0, 1, 0]
    assert "没有写人员类别，也没有转正日期" in plan.rows[1].problems[0].sentence
