"""Rosters as schools keep them are understood; what is doubtful is asked, never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.documents.roster_columns import IMPORTABLE
from partydesk.documents.roster_sheet import understand
from partydesk.documents.sheet_source import RawSheet
from partydesk.errors import CancelledError, ForeignFileError
from partydesk.rules import checking

FANG, SHI = "110105198005120028", "440524197203151231"
COLUMNS = """
序号 姓名 所在党支部 公民身份证号 性别 民族 出生日期 学历 人员类别 加入党组织日期
转为正式党员日期 工作岗位 手机号 固定电话 家庭住址 党籍状态 是否为失联党员 失去联系日期
是否为流动党员 外出流向 备注
"""
NATIONAL = COLUMNS.split()


def plan_of(*rows, remembered=None):
    return understand(RawSheet("名册", [list(row) for row in rows]), remembered)


def one(head, cells):
    """The only person of a sheet with 姓名 and these columns."""
    plan = plan_of(["姓名", *head], ["方晓梅", *cells])
    [row] = plan.rows
    return row


def value(label, cell):
    return one([label, "备注"], [cell, ""]).values


def with_check(body):
    """The 18th character by the rule that all 18 terms add up to 1 (ISO 7064)."""
    for last in "0123456789X":
        digits = [10 if char == "X" else int(char) for char in body + last]
        if sum(digit * pow(2, 17 - place, 11) for place, digit in enumerate(digits)) % 11 == 1:
            return body + last
    raise AssertionError


# -- the head


def test_the_21_national_columns_are_all_known():
    plan = plan_of(["党员基本信息汇总表"], NATIONAL, [1.0, "方晓梅", "", FANG])
    assert plan.unknown == ()
    assert [column.target for column in plan.columns][:6] == [
        "", "name", "branch", "id_number", "sex", "ethnicity"
    ]  # fmt: skip
    assert {column.target for column in plan.columns} >= {
        "born_on", "education", "category", "joined_on", "full_on", "job", "mobile", "landline",
        "address", "standing", "is_lost", "lost_on", "is_floating", "floating_to", "note",
    }  # fmt: skip


@pytest.mark.parametrize("titles", [0, 1, 3, 8, 40])
def test_the_head_is_found_wherever_it_stands(titles):
    rows = [["某某中学党员花名册（2026年）", "", ""], ["填报单位：某某中学", "", ""]] * 20
    plan = plan_of(*rows[:titles], ["序号", "姓名", "性别"], [1.0, "方晓梅", "女"])
    [row] = plan.rows
    assert (row.line_number, row.values["name"]) == (titles + 2, "方晓梅")


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("姓 名", "name"),
        ("党员姓名", "name"),
        ("*姓名（必填）", "name"),
        ("身份证号码", "id_number"),
        ("公民身份\n号码", "id_number"),
        ("出生年月", "born_on"),
        ("文化程度", "education"),
        ("入党时间", "joined_on"),
        ("入党日期（年/月/日）", "joined_on"),
        ("转正时间", "full_on"),
        ("联系电话", "mobile"),
        ("办公电话", "landline"),
        ("家庭地址", "address"),
        ("是否失联", "is_lost"),
        ("正式/预备", "category"),
        ("所在党小组", "group_id"),
        ("籍贯", "native_place"),
        ("参加工作时间", "work_started_on"),
        ("现任职务", "admin_post"),
        ("职称", "title"),
        ("入党介绍人", "sponsors"),
        ("党支部", "branch"),
        ("序 号", ""),
        ("月交党费", None),
    ],
)
def test_usual_words_name_their_field(label, field):
    head = [label, "性别"] if field == "name" else ["姓名", label, "性别"]
    plan = plan_of(head, ["方晓梅"] * len(head))
    found = {column.label: column.target for column in plan.columns}
    assert found[" ".join(label.split())] == field


def test_a_head_of_two_lines_is_read_with_its_merged_cells():
    plan = plan_of(
        ["序号", "姓名", "联系方式", "", "失联情况", ""],
        ["", "", "手机", "固定电话", "是否失联", "失联时间"],
        [1.0, "方晓梅", 13800001234.0, "010-88886666", "否", ""],
    )
    [row] = plan.rows
    assert row.values["mobile"] == "13800001234"
    assert row.values["landline"] == "010-88886666"
    assert row.values["is_lost"] is False
    assert row.line_number == 3


def test_a_line_that_counts_the_columns_is_no_person():
    plan = plan_of(["姓名", "性别"], [1.0, 2.0], ["方晓梅", "女"])
    assert [row.values["name"] for row in plan.rows] == ["方晓梅"]


def test_two_phone_columns_fill_two_fields():
    row = one(["联系电话", "手机号码"], ["010-88886666", "13800001234"])
    assert (row.values["mobile"], row.values["landline"]) == ("13800001234", "010-88886666")


@pytest.mark.parametrize("rows", [[], [[]], [["品名", "数量"], ["粉笔", 3.0]], [["张三", "李四"]]])
def test_a_sheet_without_a_head_is_refused_with_what_is_missing(rows):
    with pytest.raises(ForeignFileError, match="找不到表头") as caught:
        plan_of(*rows)
    assert "姓名" in caught.value.advice


def test_a_list_of_names_alone_is_a_roster():
    plan = plan_of(["姓名"], ["方晓梅"], ["石建国"])
    assert len(plan.rows) == 2


def test_unknown_columns_are_listed_when_they_hold_something_and_can_be_chosen():
    head, cells = ["姓名", "性别", "骨干类型", "荣誉"], ["方晓梅", "女", "区级", ""]
    assert [each.label for each in plan_of(head, cells).unknown] == ["骨干类型"]
    plan = plan_of(head, cells, remembered={"骨干类型": "note"})
    assert plan.unknown == ()
    assert plan.rows[0].values["note"] == "骨干类型：区级"
    assert plan_of(head, cells, remembered={"骨干 类型": ""}).unknown == ()


def test_a_choice_by_hand_goes_before_what_is_known():
    plan = plan_of(["姓名", "职务"], ["方晓梅", "高级教师"], remembered={"职务": "title"})
    assert plan.rows[0].values["title"] == "高级教师"


# -- the rows


def test_titles_totals_signatures_and_empty_lines_are_no_people_and_are_named():
    plan = plan_of(
        ["序号", "姓名", "性别"],
        ["第一党小组", "", ""],
        [1.0, "方晓梅", "女"],
        ["", "", ""],
        ["序号", "姓名", "性别"],
        ["二", "数学组党小组", ""],
        [2.0, "石建国", "男"],
        ["合 计", "2人", ""],
        ["填表人：方晓梅", "", "审核人："],
        ["注：以上均为正式党员", "", ""],
    )
    assert [row.values["name"] for row in plan.rows] == ["方晓梅", "石建国"]
    assert sorted(plan.skipped) == [2, 5, 6, 8, 9, 10]
    assert plan.skipped[8] == "合 计 2人"


def test_a_row_without_a_name_is_refused():
    plan = plan_of(["姓名", "性别", "民族"], ["", "女", "汉族"])
    [row] = plan.rows
    assert row.is_refused
    assert str(plan.counts) == "可导入 0 行，0 行需确认，1 行有错"


def test_the_summary_counts_each_row_once():
    rows = [[f"方晓{char}", "女", "大学"] for char in "甲乙丙丁"]
    rows += [["石一", "男", "函授"], ["石二", "男", "自修"], ["", "男", "大学"]]
    plan = plan_of(["姓名", "性别", "学历"], *rows)
    assert str(plan.counts) == "可导入 4 行，2 行需确认，1 行有错"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张　三", "张三"),
        (" 张 三 ", "张三"),
        ("阿依•古丽", "阿依·古丽"),
        ("阿依．古丽", "阿依·古丽"),
        ("阿依 · 古丽", "阿依·古丽"),
        ("John  Smith", "John Smith"),
        ("张\u200b三\x07", "张三"),
        ("𬭎宇", "𬭎宇"),
        ("张\n三", "张三"),
        ("欧\ue123", "欧\ue123"),
        ("赵 〇", "赵〇"),
    ],
)
def test_names_lose_spaces_and_keep_every_character(written, name):
    plan = plan_of(["姓名", "性别"], [written, "女"])
    assert plan.rows[0].values["name"] == name
    assert plan.rows[0].problems == []


def test_a_name_of_a_thousand_characters_is_refused_in_a_short_sentence():
    [row] = plan_of(["姓名", "性别"], ["长" * 1000, "女"]).rows
    assert row.is_refused
    assert "1000 个字" in row.problems[0].sentence
    assert len(row.problems[0].sentence) < 60


def test_a_name_with_a_remark_in_it_is_asked():
    [row] = plan_of(["姓名", "性别"], ["方晓梅（借调）", "女"]).rows
    assert row.is_unsure


@pytest.mark.parametrize(
    ("label", "cell", "field", "expected"),
    [
        ("身份证号", FANG, "id_number", FANG),
        ("身份证号", f" '{FANG} ", "id_number", FANG),
        ("身份证号", "110105491231002", "id_number", "11010519491231002X"),
        ("身份证号", 110105491231002.0, "id_number", "11010519491231002X"),
        ("手机号", 13800001234.0, "mobile", "13800001234"),
        ("手机号", "１３８００００１２３４", "mobile", "13800001234"),
        ("手机号", "138-0000-1234", "mobile", "13800001234"),
        ("手机号", "+86 138 0000 1234", "mobile", "13800001234"),
        ("手机号", "1.3800001234E+10", "mobile", "13800001234"),
        ("手机号", "010-88886666", "landline", "010-88886666"),
        ("固定电话", "（0571）88886666", "landline", "0571-88886666"),
        ("固定电话", "057188886666", "landline", "0571-88886666"),
        ("固定电话", "0571-88886666转801", "landline", "0571-88886666-801"),
        ("固定电话", "13800001234", "mobile", "13800001234"),
        ("出生日期", 29353.0, "born_on", date(1980, 5, 12)),
        ("出生日期", date(1980, 5, 12), "born_on", date(1980, 5, 12)),
        ("出生日期", "1980年05月12日", "born_on", date(1980, 5, 12)),
        ("出生日期", "29353", "born_on", date(1980, 5, 12)),
        ("学历", "函授本科", "education", "大学"),
        ("政治面貌", "中共党员（预备）", "category", "预备党员"),
        ("出生日期", "1980-05-12", "born_on", date(1980, 5, 12)),
        ("出生日期", "1980/5/12", "born_on", date(1980, 5, 12)),
        ("出生日期", "19800512", "born_on", date(1980, 5, 12)),
        ("出生日期", 19800512.0, "born_on", date(1980, 5, 12)),
        ("出生日期", "1980.5.12", "born_on", date(1980, 5, 12)),
        ("出生日期", "1980.05", "born_on", date(1980, 5, 1)),
        ("民族", "汉", "ethnicity", "汉族"),
        ("民族", "01", "ethnicity", "汉族"),
        ("民族", "维吾尔", "ethnicity", "维吾尔族"),
        ("民族", "56基诺族", "ethnicity", "基诺族"),
        ("学历", "本科", "education", "大学"),
        ("学历", "大学本科毕业", "education", "大学"),
        ("学历", "专科", "education", "大专"),
        ("学历", "省(区、市)委党校大学", "education", "省（区、市）委党校大学"),
        ("学历", "浙江省委党校研究生", "education", "省（区、市）委党校研究生"),
        ("学历学位", "本科/学士", "education", "大学"),
        ("学历学位", "本科/学士", "degree", "学士"),
        ("学历学位", "研究生（博士）", "education", "博士研究生"),
        ("性别", "女性", "sex", "女"),
        ("人员类别", "预备", "category", "预备党员"),
        ("政治面貌", "中共党员", "category", "正式党员"),
        ("工作岗位", "013 事业单位专业技术岗位", "job", "事业单位专业技术岗位"),
        ("工作岗位", "0121", "job", "事业单位管理岗位"),
        ("工作岗位", "工勤岗位(事业)", "job", "工勤岗位（事业）"),
        ("工作岗位", "退休", "job", "退休人员"),
        ("党籍状态", "停止", "standing", "停止党籍"),
        ("是否流动党员", "√", "is_floating", True),
        ("是否流动党员", "有", "is_floating", True),
        ("是否流动党员", True, "is_floating", True),
        ("是否流动党员", "无", "is_floating", False),
        ("是否流动党员", "×", "is_floating", False),
        ("毕业院校", "某某师范大学", "school", "某某师范大学"),
        ("毕业院校", 12.0, "school", "12"),
        ("备注", "第一行\n第二行", "note", "第一行 第二行"),
    ],
)
def test_every_way_of_writing_a_value_is_understood_without_a_question(
    label, cell, field, expected
):
    row = one([label], [cell])
    assert row.values[field] == expected
    assert row.problems == []


@pytest.mark.parametrize("nothing", ["", "无", "—", "——", "-", "/", "　", "暂无", "N/A", None])
@pytest.mark.parametrize("label", ["身份证号", "出生日期", "学历", "手机号", "家庭住址", "备注"])
def test_signs_for_nothing_are_nothing(label, nothing):
    row = one([label, "性别"], [nothing, "女"])
    assert set(row.values) <= {"name", "sex"}
    assert row.problems == []


@pytest.mark.parametrize(
    ("label", "cell", "said"),
    [
        ("学历", "函授", "“函授”"),
        ("民族", "华夏", "“华夏”"),
        ("工作岗位", "宇航员", "“宇航员”"),
        ("工作岗位", "4001", "“4001”"),
        ("手机号", "1.38E+10", "末尾的数字已丢失"),
        ("手机号", "12345", "不像电话号码"),
        ("出生日期", "属猴", "看不懂日期"),
        ("出生日期", "1980.13.1", "没有这个月份"),
        ("出生日期", 1980.1, "1 月还是 10 月"),
        ("加入党组织日期", "2099-07-01", "晚于今天"),
        ("是否失联", "也许", "“是”或“否”"),
        ("职称", "高" * 45, "最多 40 个字"),
    ],
)
def test_a_value_that_is_not_understood_is_asked_and_kept_in_the_note(label, cell, said):
    row = one([label], [cell])
    assert row.is_unsure
    assert [problem.column for problem in row.problems] == [label]
    assert said in row.problems[0].sentence
    assert str(cell) in row.values["note"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("78年5月", date(1978, 5, 1)),
        ("’98年7月1日", date(1998, 7, 1)),
        ("05 年 6 月", date(2005, 6, 1)),
        (f"{date.today():%y}年1月1日", date(date.today().year, 1, 1)),
    ],
)
def test_a_year_of_two_digits_is_the_last_that_has_been_and_is_asked(cell, day):
    row = one(["入党时间"], [cell])
    assert row.is_unsure
    assert row.values["joined_on"] == day
    assert f"按 {day.year} 年记" in row.problems[0].sentence
    assert one(["入党时间"], ["78年13月"]).problems


def test_what_was_not_understood_is_added_to_the_note_of_the_sheet():
    row = one(["学历", "备注"], ["函授", "支教中"])
    assert row.values["note"] == "支教中；学历：函授"


def test_a_note_that_is_too_long_is_refused_not_cut():
    assert one(["备注"], ["长" * 2001]).is_refused
    assert one(["备注", "学历"], ["长" * 1999, "函授"]).is_refused
    assert not one(["备注"], ["长" * 2000]).is_refused


def test_a_second_number_goes_to_the_note_and_is_asked():
    row = one(["手机号"], ["13800001234、13900001234"])
    assert row.is_unsure
    assert row.values["mobile"] == "13800001234"
    assert "13900001234" in row.values["note"]


@pytest.mark.parametrize(
    "cell", [1.10105198005120e17, 1.1e15, "1.10105E+17", "1.10105198005120E+17"]
)
def test_an_id_number_that_excel_rounded_is_refused(cell):
    row = one(["身份证号"], [cell])
    assert row.is_refused
    assert row.problems[0].sentence == "身份证号被存成数字，末位已丢失，请将该列设为文本后重填。"
    assert "id_number" not in row.values


@pytest.mark.parametrize(
    "wrong", ["110105198005120029", "11010519800512002", "E12345678", "1101051980023000XX"]
)
def test_a_wrong_id_number_is_refused(wrong):
    row = one(["身份证号"], [wrong])
    assert row.is_refused


def test_the_same_id_number_twice_refuses_the_later_row():
    plan = plan_of(["姓名", "身份证号"], ["方晓梅", FANG], ["石建国", SHI], ["方小梅", FANG])
    assert [row.is_refused for row in plan.rows] == [False, False, True]
    assert "第 2 行" in plan.rows[2].problems[0].sentence


def test_the_same_name_and_birth_date_twice_is_asked():
    plan = plan_of(["姓名", "出生日期"], ["方晓梅", "1980-05-12"], ["方晓梅", "1980.5.12"])
    assert [row.is_unsure for row in plan.rows] == [False, True]


def test_somebody_who_is_no_member_does_not_become_one():
    row = one(["政治面貌"], ["群众"])
    assert row.is_refused


# -- the row as a whole


def test_sex_and_birth_date_come_from_the_id_number_when_they_are_missing():
    row = one(["身份证号"], [FANG])
    assert (row.values["sex"], row.values["born_on"]) == ("女", date(1980, 5, 12))
    assert row.problems == []


def test_a_number_of_the_century_before_last_is_asked_in_words():
    [problem] = one(["姓名", "身份证号"], ["方晓梅", "440524188001010014"]).problems
    assert problem.sentence == "身份证号中的出生日期 1880-01-01 不合理，请对照身份证核对。"


def test_a_month_of_birth_gets_its_day_from_the_id_number():
    plan = plan_of(["姓名", "身份证号", "出生年月"], ["方晓梅", FANG, "1980.05"])
    assert plan.rows[0].values["born_on"] == date(1980, 5, 12)
    assert plan.notes == [] or not any("年月" in note for note in plan.notes)


@pytest.mark.parametrize(
    ("label", "cell"), [("性别", "男"), ("出生日期", "1981-05-12"), ("出生年月", "1980.06")]
)
def test_a_contradiction_to_the_id_number_is_asked(label, cell):
    row = one(["身份证号", label], [FANG, cell])
    assert row.is_unsure
    assert row.problems[0].column == label
    assert "身份证号" in row.problems[0].sentence


@pytest.mark.parametrize(
    ("head", "cells", "said"),
    [
        (["入党时间", "转正时间"], ["2005-07-01", "2004-07-01"], "早于入党日期"),
        (["出生日期", "入党时间"], ["1990-05-12", "2008-05-11"], "不满 18 周岁"),
        (["出生日期", "入党时间"], ["1990-05-12", "1989-05-11"], "早于出生日期"),
        (["人员类别", "转正时间"], ["预备党员", "2005-07-01"], "预备党员写了转正日期"),
        (["是否失联", "失联时间"], ["否", "2020-01"], "失去联系日期"),
    ],
)
def test_dates_that_contradict_each_other_are_asked(head, cells, said):
    row = one(head, cells)
    assert row.is_unsure
    assert said in row.problems[0].sentence


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        (["出生日期", "入党时间"], ["1990-05-12", "2008-05-12"]),
        (["出生日期", "入党时间"], ["1990-05-12", "2008.05"]),
        (["出生日期", "入党时间"], ["1931-05-12", "1948-05-12"]),
        (["入党时间", "转正时间"], ["1970-07-01", "1970-07-01"]),
        (["入党时间", "转正时间"], ["2005-07-20", "2005.07"]),
    ],
)
def test_dates_that_can_be_right_are_not_asked(head, cells):
    assert one(head, cells).problems == []


def test_who_joined_lately_without_a_category_is_taken_as_probationary_and_asked():
    recently = (date.today() - timedelta(days=100)).isoformat()
    row = one(["入党时间"], [recently])
    assert (row.values["category"], row.is_unsure) == ("预备党员", True)
    assert "category" not in one(["入党时间"], ["2001-07-01"]).values


def test_what_holds_for_the_whole_sheet_is_said_once():
    plan = plan_of(
        ["姓名", "党支部", "入党时间", "工作岗位"],
        ["方晓梅", "一支部", "2001.07", "教师"],
        ["石建国", "二支部", "2002.07", "教师"],
    )
    said = "\n".join(plan.notes)
    assert "“入党时间”有 2 行只写了年月" in said
    assert said.count("“教师”") == 1
    assert "2 个支部" in said
    assert plan.counts.clear == 2


def test_understanding_a_long_sheet_can_be_cancelled():
    sheet = RawSheet("名册", [["姓名"], *([f"方{number}甲"] for number in range(2_000))])
    asked = []
    with pytest.raises(CancelledError):
        understand(sheet, cancelled=lambda: asked.append(1) or len(asked) == 3)
    assert len(asked) == 3


# -- properties

cells = (
    st.text(max_size=30)
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.sampled_from(["", "合计", "姓名", "1.38E+10", "=1+1", FANG, 1.1e17, "无", "汉", "2001.07"])
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(cells, min_size=21, max_size=21), max_size=6))
def test_whatever_stands_in_the_cells_each_line_is_accounted_for(rows):
    plan = plan_of(NATIONAL, *rows)
    filled = {number for number, row in enumerate(rows, 2) if any(cell != "" for cell in row)}
    understood = [row.line_number for row in plan.rows]
    assert len(understood) == len(set(understood))
    unnamed = filled - set(understood) - set(plan.skipped)
    assert unnamed <= {2}  # a line that counts the columns
    for row in plan.rows:
        assert row.is_refused or row.values["name"]
        for name, kept in row.values.items():
            assert row.is_refused or checking.problem(IMPORTABLE[name], kept) == ""
        for problem in row.problems:
            assert problem.sentence.endswith("。")


@given(st.integers(10**17, 10**18 - 1))
def test_no_number_cell_ever_becomes_an_eighteen_digit_id(number):
    row = one(["身份证号"], [float(number)])
    assert row.is_refused
    assert "id_number" not in row.values


@given(
    st.from_regex(r"[1-8][0-9]{5}", fullmatch=True),
    st.dates(date(1920, 1, 1), date(2005, 12, 31)),
    st.integers(0, 999),
)
def test_a_right_id_number_as_text_is_always_taken_with_its_birth_and_sex(region, born, order):
    number = with_check(f"{region}{born:%Y%m%d}{order:03d}")
    row = one(["身份证号"], [number.lower()])
    assert row.problems == []
    assert row.values["id_number"] == number
    assert row.values["born_on"] == born
    assert row.values["sex"] == "女男"[order % 2]


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_mobile_number_survives_every_cell_type(number):
    for cell in (number, float(number), f"{number[:3]} {number[3:7]} {number[7:]}", f"'{number}"):
        assert one(["手机"], [cell]).values["mobile"] == number
