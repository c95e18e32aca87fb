"""Sheets of 台账: the empty sheet comes back filled, foreign sheets are understood or refused."""

import csv
from datetime import date

import openpyxl
import pytest

from partydesk.errors import ForeignFileError
from partydesk.services import history
from partydesk.services.ledgers import keeping, sheets
from partydesk.services.ledgers.all import BY_TABLE, LEDGERS
from partydesk.services.ledgers.sheets import Taking
from partydesk.services.masked_lists import list_workbook
from partydesk.storage.store import Store
from tests.core.samples import copy_sample

TODAY = date(2026, 11, 22)
VISITS, STUDIES = BY_TABLE["visit"], BY_TABLE["study"]


@pytest.fixture(scope="module")
def store():
    made = Store.in_memory()
    copy_sample(made, TODAY)
    yield made
    made.close()


def sheet_of(path, *rows):
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_its_empty_sheet_is_known_again(store, tmp_path, ledger):
    path = tmp_path / "空表.xlsx"
    path.write_bytes(sheets.template(ledger))
    preview = sheets.look_at_sheet(store, ledger, path, TODAY)
    wanted = {each.label for each in sheets.form_fields(ledger)}
    assert wanted <= {each.label for each in preview.plan.known.values()}
    assert not preview.plan.unknown
    assert not preview.rows


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_what_was_exported_is_known_to_be_there_already(store, tmp_path, ledger):
    if not ledger.same:
        return
    fields = sheets.form_fields(ledger)
    listed = keeping.list_records(store, ledger)
    rows = []
    for row in listed.rows:
        values = keeping.record_values(store, ledger, row.id)
        rows.append([values[each.name] for each in fields])
    path = tmp_path / "全部.xlsx"
    path.write_bytes(list_workbook(ledger.title, fields, rows, listed.names, unmasked=True))
    preview = sheets.look_at_sheet(store, ledger, path, TODAY)
    assert len(preview.of(Taking.SAME)) == len(rows), [each.row.problems for each in preview.rows]


def test_rows_come_in_as_one_step_and_go_out_again_as_one(store, tmp_path):
    path = sheet_of(
        tmp_path / "走访.csv",
        ["实验小学走访慰问登记表"],
        ["序号", "日期", "类别", "慰问对象", "慰问金", "经办"],
        ["1", "2026.3.5", "老党员", "蔡永福", "1,200元", "刘婷"],
        ["2", "2026年3月6日", "困难群众", "群众乙", "300", ""],
        ["合计", "", "", "", "1500", ""],
    )
    preview = sheets.look_at_sheet(store, VISITS, path, TODAY)
    assert str(preview) == "可导入 2 行"
    assert preview.plan.unknown == ["经办"]
    before = keeping.counts(store, LEDGERS)
    assert sheets.take_in(store, VISITS, preview) == 2
    listed = keeping.list_records(store, VISITS, text="蔡永福").rows
    assert [(each.visited_on, each.money) for each in listed] == [(date(2026, 3, 5), 120_000)]
    last = history.last_undoable(store)
    assert last.title == "导入走访慰问 2 条"
    history.undo(store, last.id)
    assert keeping.counts(store, LEDGERS) == before


def test_people_in_a_cell_become_the_list(store, tmp_path):
    path = sheet_of(
        tmp_path / "学习.csv",
        ["学习形式", "日期", "主题", "学时", "参加人员"],
        ["支部集中学习", "2026-03-05", "读书交流", "1.5", "陈志远、周明，刘婷"],
    )
    preview = sheets.look_at_sheet(store, STUDIES, path, TODAY)
    sheets.take_in(store, STUDIES, preview)
    row = keeping.list_records(store, STUDIES, text="读书交流").rows[0]
    assert row.people == "陈志远、周明、刘婷"
    assert row.hours == 150


@pytest.mark.parametrize(
    ("written", "read"),
    [("3.5学时", 350), ("4 课时", 400), ("２", 200), ("2小时", None), ("-2", None), ("约3", None)],
)
def test_a_number_is_read_with_the_word_behind_it(store, tmp_path, written, read):
    heads = ["日期", "形式", "主题", "学时"]
    path = sheet_of(tmp_path / "a.csv", heads, ["2026-03-05", "集中培训", "党章", written])
    [each] = sheets.look_at_sheet(store, STUDIES, path, TODAY).rows
    assert each.row.values.get("hours") == read
    assert any(written in problem for problem in each.row.problems) == (read is None)


@pytest.mark.parametrize("ending", ["（元）", "(元)", "【单位：元】", ""])
def test_a_head_is_known_with_what_stands_in_brackets(store, tmp_path, ending):
    heads = ["走访日期", "对象类别", "姓名", f"慰问金{ending}"]
    path = sheet_of(tmp_path / "a.csv", heads, ["2026-03-05", "老党员", "某人", "500元"])
    preview = sheets.look_at_sheet(store, VISITS, path, TODAY)
    assert not preview.plan.unknown
    assert preview.rows[0].row.values["money"] == 50_000


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["2026-3", "老党员", "甲", ""], "没有写到日"),
        (["2027-01-01", "老党员", "甲", ""], "日期还没有到"),
        (["2026-03-05", "朋友", "甲", ""], "没有“朋友”这一项"),
        (["2026-03-05", "老党员", "", ""], "请填写姓名或代号"),
        (["2026-03-05", "老党员", "甲", "很多"], "不是数字"),
        (["2026-03-05", "老党员", "甲" * 70, ""], "太长"),
    ],
)
def test_a_row_that_can_not_be_kept_says_why_and_the_others_come_in(store, tmp_path, cells, said):
    path = sheet_of(
        tmp_path / "走访.csv",
        ["日期", "类别", "姓名", "金额"],
        cells,
        ["2026-03-05", "老党员", "乙", "5"],
    )
    preview = sheets.look_at_sheet(store, VISITS, path, TODAY)
    assert str(preview) == "可导入 1 行，1 行有错"
    assert said in "；".join(preview.of(Taking.REFUSED)[0].row.problems)
    sheets.export_refused(preview, tmp_path / "有错的行.xlsx")
    book = openpyxl.load_workbook(tmp_path / "有错的行.xlsx")
    assert said in str(book.active["B2"].value)


def test_what_only_storing_refuses_is_known_before_the_import(store, tmp_path):
    """A second way of somebody who is on one, and two such rows in the sheet itself."""
    ways = BY_TABLE["development"]
    listed = keeping.list_records(store, ways)
    running = next(each for each in listed.rows if each.ended_on is None and each.next_step)
    path = sheet_of(
        tmp_path / "发展.csv",
        ["姓名", "递交申请书日期"],
        [listed.names[running.member_id], "2026-01-05"],
    )
    step = history.last_undoable(store)
    preview = sheets.look_at_sheet(store, ways, path, TODAY)
    assert str(preview) == "可导入 0 行，1 行有错"
    assert (
        preview.rows[0].row.problems[0].endswith("已有一份进行中的发展党员记录，请在那一份里继续。")
    )
    assert getattr(history.last_undoable(store), "id", None) == getattr(step, "id", None)
    assert keeping.counts(store, [ways])["development"] == len(listed.rows)


def test_a_name_that_two_have_is_not_guessed(store, tmp_path):
    from partydesk.services.members import save_member

    flags = ("is_lost", "is_floating", "is_backbone", "is_leader", "is_frail", "is_suspended")
    person = {"name": "同名", "category": "正式党员", "standing": "正常"}
    for _ in range(2):
        save_member(store, person | dict.fromkeys(flags, False))
    path = sheet_of(
        tmp_path / "学习.csv",
        ["学习形式", "日期", "主题", "参加人员"],
        ["支部集中学习", "2026-03-05", "专题学习", "同名"],
    )
    preview = sheets.look_at_sheet(store, STUDIES, path, TODAY)
    assert "2 个“同名”" in preview.rows[0].row.problems[0]


def test_a_sheet_without_a_head_is_refused_with_the_heads_it_should_have(store, tmp_path):
    path = sheet_of(tmp_path / "别的.csv", ["a", "b"], ["1", "2"])
    with pytest.raises(ForeignFileError) as caught:
        sheets.look_at_sheet(store, VISITS, path, TODAY)
    assert "走访日期、对象类别、姓名或代号" in str(caught.value.advice)
