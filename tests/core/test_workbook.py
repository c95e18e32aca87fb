import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from partydesk.documents.workbook import list_sheet, national_sheet
from partydesk.domain.assessment import Score
from partydesk.domain.codes import EDUCATIONS, ETHNICITIES, JOBS
from partydesk.domain.fields import LOCKED, Field, Kind, Secrecy, pick
from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.member import Category, Member, Standing

COLUMNS = pick(Member, "name", "id_number", "born_on", "mobile", "note", "group_id", "is_lost")
ROW = ["赵𬭎", "110101198005011234", date(1980, 5, 1), "13800001234", "备注", "g", True]
HEAD = (
    *("序号", "姓名", "所在党支部", "公民身份证号", "性别", "民族", "出生日期", "学历", "人员类别"),
    *(
        "加入党组织日期",
        "转为正式党员日期",
        "工作岗位",
        "手机号",
        "固定电话",
        "家庭住址",
        "党籍状态",
    ),
    *("是否为失联党员", "失去联系日期", "是否为流动党员", "外出流向", "备注"),
)


def made(rows, columns=COLUMNS, **more) -> bytes:
    return list_sheet("党员花名册", columns, rows, names={"g": "文科组"}, **more)


def opened(xlsx: bytes):
    return load_workbook(io.BytesIO(xlsx))


def values(xlsx: bytes) -> list[tuple]:
    """The rows as another reader sees them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
    return [tuple(row) for row in book.get_sheet_by_index(0).to_python()]


def test_a_list_has_title_notes_head_and_numbered_rows():
    rows = values(made([ROW, ROW], masked=False, notes=("单位：三支部", "日期：2026年11月20日")))
    assert rows[0][0] == "党员花名册"
    assert rows[1][0] == "单位：三支部　　日期：2026年11月20日"
    assert rows[2] == ("序号", *(column.label for column in COLUMNS))
    assert [row[0] for row in rows[3:]] == [1, 2]


def test_values_are_what_they_are_and_names_stand_for_ids():
    assert values(made([ROW], masked=False))[-1] == (
        *(1, "赵𬭎", "110101198005011234", date(1980, 5, 1), "13800001234", "备注", "文科组", "是"),
    )


def test_personal_numbers_are_masked_unless_asked_for():
    row = values(made([ROW]))[-1]
    assert row[4] == "138****1234"
    assert row[2].endswith("1234")
    assert row[2] != ROW[1]
    assert b"13800001234" not in zipped(made([ROW]))


def test_personal_days_and_numbers_are_masked_too():
    columns = (
        Field("就诊日期", Kind.DAY, secrecy=Secrecy.PERSONAL),
        Field("工资", Kind.NUMBER, secrecy=Secrecy.PERSONAL),
    )
    row = [date(2026, 1, 5), 5000]
    assert values(list_sheet("名册", columns, [row], names={}))[-1][1:] == ("（已遮盖）",) * 2
    assert values(list_sheet("名册", columns, [row], names={}, masked=False))[-1][1:] == tuple(row)


def zipped(xlsx: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_days_are_real_days_with_a_plain_format():
    cell = opened(made([ROW])).active["D3"]
    assert cell.value == datetime(1980, 5, 1)
    assert cell.number_format == "yyyy-mm-dd"


def test_days_before_a_sheet_can_count_them_are_text():
    row = ["某", None, date(1880, 5, 1), None, None, None, False]
    assert values(made([row]))[-1][3] == "1880-05-01"


def test_numbers_and_phones_are_text_cells():
    sheet = opened(made([ROW], masked=False)).active
    for place in ("C3", "E3"):
        assert sheet[place].data_type == "s"
        assert sheet[place].number_format == "@"


def test_points_are_figures_with_decimals():
    columns = pick(Score, "item", "points")
    assert values(list_sheet("自评", columns, [["1", 1450]], names={}))[-1] == (1, "1", 14.5)


def test_locked_texts_stay_locked():
    columns = pick(IntegrityLeaf, "matter")
    assert values(list_sheet("活页", columns, [[LOCKED]], names={}))[-1] == (1, "已锁定")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://x")', "{=1}", "0123"],
)
def test_a_text_that_looks_like_a_formula_stays_text(text):
    cell = opened(made([[text, *ROW[1:]]])).active["B3"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "\t=1", "＝1"])
def test_editing_a_text_that_looks_like_a_formula_leaves_it_text(text):
    assert opened(made([[text, *ROW[1:]]])).active["B3"].quotePrefix
    assert not opened(made([ROW])).active["B3"].quotePrefix


# All but the two code points that are no characters and cannot stand in XML.
CHARACTERS = st.characters(codec="utf-8", exclude_characters="\ufffe\uffff")
RISKY = st.sampled_from(["=", "+", "-", "@", "\t", "\r", "＝", "_x0041_", "赵𬭎", " ", "<&>", "1"])
TEXTS = st.lists(
    st.text(CHARACTERS, max_size=40) | st.lists(RISKY, max_size=8).map("".join),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_any_text_comes_back_as_it_was_and_never_as_a_formula(texts):
    xlsx = list_sheet("名册", pick(Member, "name"), [[text] for text in texts], names={})
    assert [row[1] for row in values(xlsx)[2:]] == texts
    cells = [row[1] for row in opened(xlsx).active.iter_rows(min_row=3)]
    assert all(cell.data_type == "s" for cell in cells if cell.value is not None)
    assert b"<f>" not in zipped(xlsx)


def test_a_text_longer_than_a_cell_is_cut_with_a_remark():
    text = values(made([["某", None, None, None, "长" * 200_000, None, False]]))[-1][5]
    assert len(text) == 32_767
    assert text.endswith("（以下省略，全文见原记录）")


def test_a_list_prints_on_a4_one_page_wide_with_its_head_on_each_page():
    sheet = opened(made([ROW], notes=("单位",))).active
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth in (None, 1)  # one is the default and may be left out
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$1:$3"


def test_columns_are_as_wide_as_what_stands_in_them():
    sheet = opened(made([[*ROW[:4], "一二三四五六七八九十", *ROW[5:]]])).active
    assert sheet.column_dimensions["F"].width >= 20
    assert sheet.column_dimensions["A"].width < 9


def test_a_title_may_hold_what_a_sheet_name_may_not():
    xlsx = list_sheet("名册[2026]/一:二*" + "长" * 40, COLUMNS, [ROW], names={})
    assert opened(xlsx).active.title.startswith("名册_2026__一_二_")


def test_nothing_in_the_file_tells_who_made_it_or_when():
    properties = opened(made([ROW])).properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.created == datetime(2000, 1, 1)


def test_the_same_list_gives_the_same_bytes():
    assert made([ROW] * 20) == made([ROW] * 20)


def test_nothing_is_written_to_the_folder_for_temporary_files(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    assert made([ROW] * 1000)


def member(**changes) -> Member:
    return Member(
        **{
            "name": "赵𬭎",
            "id_number": "110101198005011234",
            "sex": "男",
            "ethnicity": "汉族",
            "born_on": date(1980, 5, 1),
            "education": "大学",
            "category": Category.FULL,
            "joined_on": date(2001, 7, 1),
            "full_on": date(2002, 7, 1),
            "job": "事业单位专业技术岗位",
            "mobile": "13800001234",
            "landline": "0351-1234567",
            "address": "幸福路1号",
            "standing": Standing.NORMAL,
            "is_lost": True,
            "lost_on": date(2020, 3, 1),
            "is_floating": False,
            "note": "无",
        }
        | changes
    )


def test_the_national_sheet_has_21_columns_in_their_order():
    book = opened(national_sheet([member()], "三支部"))
    assert book.sheetnames[0] == "党员基本信息汇总表"
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][0] == "党员基本信息汇总表"
    assert rows[2] == HEAD
    assert rows[3] == (
        *(1, "赵𬭎", "三支部", "110101198005011234", "男", "汉族", datetime(1980, 5, 1), "大学"),
        *("正式党员", datetime(2001, 7, 1), datetime(2002, 7, 1), "事业单位专业技术岗位"),
        *("13800001234", "0351-1234567", "幸福路1号", "正常", "是", datetime(2020, 3, 1), "否"),
        *(None, "无"),
    )


def test_the_national_sheet_offers_the_terms_of_its_code_columns():
    book = opened(national_sheet([member()], "三支部"))
    sheet, lists = book["党员基本信息汇总表"], book["代码"]
    assert lists.sheet_state == "hidden"
    offered = {}
    for each in sheet.data_validations.dataValidation:
        column = str(each.sqref)[0]
        place = each.formula1.removeprefix("'代码'!").replace("$", "")
        offered[column] = tuple(row[0].value for row in lists[place])
    assert offered == {
        "E": ("男", "女"),
        "F": ETHNICITIES,
        "H": EDUCATIONS,
        "I": ("正式党员", "预备党员"),
        "L": JOBS,
        "P": ("正常", "停止党籍"),
        "Q": ("是", "否"),
        "S": ("是", "否"),
    }


def test_empty_values_of_the_national_sheet_are_blank_cells():
    bare = Member(name="某", category=Category.PROBATIONARY, standing=Standing.NORMAL,
                  is_lost=False, is_floating=False)  # fmt: skip
    row = list(opened(national_sheet([bare], "三支部")).active.iter_rows(values_only=True))[3]
    assert [value for value in row if value is not None] == [
        *(1, "某", "三支部", "预备党员", "正常", "否", "否"),
    ]


def test_an_empty_national_sheet_can_still_be_filled_in():
    rows = values(national_sheet([], "三支部"))
    assert rows[2] == HEAD
