"""A roster is taken in as one step: matched, previewed, undone as a whole, or not at all."""

from datetime import date
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from partydesk.domain.journal import Operation
from partydesk.domain.member import Member
from partydesk.domain.organization import Branch, Group
from partydesk.errors import CancelledError, ForeignFileError, RefusedError, StorageError
from partydesk.services.history import history_of, last_undoable, undo
from partydesk.services.members import member_values, save_member
from partydesk.services.roster_import import export_refused, prepare_import, run_import
from partydesk.services.roster_matching import Action
from tests.core.sheet_help import write_xls, write_xlsx

FANG = "110105198005120028"
HEAD = ["序号", "姓名", "身份证号", "民族", "学历", "入党时间", "转正时间", "联系电话", "党小组"]
ROWS = [
    [1, "方晓梅", "110105198005120028", "汉", "本科", "2001.7.1", "2002.7.1", 13800001234, "一组"],
    [2, "石建国", "440524197203151231", "汉", "大专", "1998-07-01", "1999-07-01", "", "二组"],
    [3, "陆一帆", "", "汉", "函授", "2010年7月1日", "2011年7月1日", "", "一组"],
    [4, "白错号", "110105198005120029", "汉", "大学", "", "", "", ""],
]


@pytest.fixture
def roster(tmp_path):
    def roster(rows=ROWS, head=HEAD, name="名册.xlsx"):
        return write_xlsx(tmp_path / name, [["某某中学党员花名册"], head, *rows])

    return roster


def members(store):
    with store.reading() as session:
        found = session.scalars(select(Member).order_by(Member.name)).all()
    return {member.name: member for member in found}


def take(store, path, **choices):
    return run_import(store, prepare_import(store, path), **choices)


def test_a_preview_says_what_would_happen_and_changes_nothing(store, roster):
    preview = prepare_import(store, roster())
    assert str(preview.counts) == "可导入 2 行，1 行需确认，1 行有错"
    assert [each.action for each in preview.rows] == ["新增", "新增", "新增", "有错"]
    assert (members(store), store.revision) == ({}, 0)


def test_an_import_puts_people_on_the_roster_in_full(store, roster):
    result = take(store, roster())
    assert str(result) == "新增 3 人，更新 0 人，0 人没有变化，1 行有错没有导入。"
    found = members(store)
    assert set(found) == {"方晓梅", "石建国", "陆一帆"}
    fang = found["方晓梅"]
    assert (fang.id_number, fang.sex, fang.ethnicity) == (FANG, "女", "汉族")
    assert (fang.born_on, fang.joined_on) == (date(1980, 5, 12), date(2001, 7, 1))
    assert (fang.education, fang.category, fang.mobile) == ("大学", "正式党员", "13800001234")
    assert fang.spelling.startswith("fangxiaomei ")
    assert "函授" in found["陆一帆"].note


def test_groups_are_made_once_and_known_ones_are_used(store, roster):
    with store.writing("小组") as session:
        session.add(Group(name="一 组"))
    take(store, roster())
    with store.reading() as session:
        groups = {group.id: group.name for group in session.scalars(select(Group))}
    assert sorted(groups.values()) == ["一 组", "二组"]
    assert groups[members(store)["方晓梅"].group_id] == "一 组"


def test_one_undo_takes_the_whole_import_back(store, roster):
    take(store, roster())
    step = last_undoable(store)
    assert step.title == "导入 3 人"
    undo(store, step.id)
    assert members(store) == {}
    with store.reading() as session:
        assert session.scalars(select(Group)).all() == []


def test_the_same_sheet_again_changes_nothing(store, roster):
    take(store, roster())
    preview = prepare_import(store, roster())
    assert [each.action for each in preview.rows] == ["相同", "相同", "相同", "有错"]
    revision = store.revision
    assert run_import(store, preview).same == 3
    assert store.revision == revision


def test_people_are_known_by_number_then_by_name_and_birth_date(store, roster):
    save_member(store, {"name": "方小梅", "id_number": FANG, "category": "正式党员"} | DEFAULTS)
    save_member(store, {"name": "石建国", "born_on": date(1972, 3, 15)} | DEFAULTS)
    preview = prepare_import(store, roster())
    assert [each.action for each in preview.rows[:3]] == ["更新", "更新", "新增"]
    changes = {each.field.label: (each.old, each.new) for each in preview.rows[0].changes}
    assert changes["姓名"] == ("方小梅", "方晓梅")
    assert "“方小梅”" in preview.rows[0].row.problems[0].sentence
    assert changes["学历"] == (None, "大学")
    assert changes["党小组"] == ("", "一组")
    result = run_import(store, preview)
    assert (result.added, result.changed) == (1, 2)
    assert set(members(store)) == {"方晓梅", "石建国", "陆一帆"}
    assert members(store)["方晓梅"].spelling.startswith("fangxiaomei ")


DEFAULTS = {
    "category": "正式党员", "standing": "正常", "is_lost": False, "is_floating": False,
    "is_backbone": False, "is_leader": False, "is_frail": False, "is_suspended": False,
}  # fmt: skip


def test_an_update_shows_in_the_history_of_a_person(store, roster):
    member = save_member(store, {"name": "方晓梅", "id_number": FANG} | DEFAULTS)
    take(store, roster())
    newest = history_of(store, "member", member.id)[0]
    assert newest.title == "导入 3 人"
    assert "学历：（空） → 大学" in newest.details


def test_an_empty_cell_takes_nothing_away(store, roster):
    known = {"name": "石建国", "id_number": "440524197203151231", "mobile": "13900001234"}
    member = save_member(store, known | DEFAULTS)
    take(store, roster())
    assert member_values(store, member.id)["mobile"] == "13900001234"


def test_known_people_can_be_passed_over(store, roster):
    save_member(store, {"name": "方晓梅", "id_number": FANG} | DEFAULTS)
    result = take(store, roster(), on_match="skip")
    assert (result.added, result.changed, result.left_out) == (2, 0, 1)
    assert members(store)["方晓梅"].education is None


def test_unsure_rows_can_be_left_out(store, roster):
    result = take(store, roster(), include_unsure=False)
    assert (result.added, result.left_out) == (2, 1)
    assert "陆一帆" not in members(store)


def test_a_note_is_added_to_what_stands_there(store, tmp_path):
    member = save_member(store, {"name": "方晓梅", "id_number": FANG, "note": "原有"} | DEFAULTS)
    path = write_xlsx(tmp_path / "a.xlsx", [["姓名", "身份证号", "备注"], ["方晓梅", FANG, "新的"]])
    take(store, path)
    take(store, path)
    assert member_values(store, member.id)["note"] == "原有\n新的"


def test_a_name_alone_matches_one_person_with_a_question_and_two_not_at_all(store, tmp_path):
    save_member(store, {"name": "方晓梅", "id_number": FANG} | DEFAULTS)
    path = write_xlsx(tmp_path / "a.xlsx", [["姓名", "学历"], ["方晓梅", "大专"]])
    [row] = prepare_import(store, path).rows
    assert (row.action, row.row.is_unsure) == (Action.CHANGE, True)
    save_member(store, {"name": "方晓梅"} | DEFAULTS)
    [row] = prepare_import(store, path).rows
    assert row.action == Action.REFUSED
    assert "2 位同名" in row.row.problems[0].sentence


@pytest.mark.parametrize("born", [date(1960, 1, 1), None])
def test_another_person_of_the_same_name_is_new(store, roster, born):
    other = {"name": "方晓梅", "id_number": "110105196001010017", "born_on": born}
    save_member(store, other | DEFAULTS)
    assert prepare_import(store, roster()).rows[0].action == Action.ADD


def test_two_rows_for_one_person_refuse_the_later(store, tmp_path):
    save_member(
        store, {"name": "方晓梅", "id_number": FANG, "born_on": date(1980, 5, 12)} | DEFAULTS
    )
    rows = [["姓名", "身份证号", "学历"], ["方晓梅", FANG, "大专"], ["方晓梅", "", "大学"]]
    preview = prepare_import(store, write_xlsx(tmp_path / "a.xlsx", rows))
    assert [each.action for each in preview.rows] == ["更新", "有错"]


def test_a_person_who_left_is_asked_about(store, roster):
    gone = {"left_kind": "转出", "left_on": date(2020, 1, 1)}
    save_member(store, {"name": "方晓梅", "id_number": FANG} | DEFAULTS | gone)
    row = prepare_import(store, roster()).rows[0].row
    assert "2020-01-01 离开支部" in row.problems[-1].sentence


def test_a_cancelled_import_leaves_nothing(store, tmp_path):
    rows = [[f"方{number:03d}甲", "女"] for number in range(500)]
    path = write_xlsx(tmp_path / "a.xlsx", [["姓名", "性别"], *rows])
    preview = prepare_import(store, path)
    done = []
    with pytest.raises(CancelledError):
        run_import(
            store,
            preview,
            progress=lambda now, total: done.append((now, total)),
            cancelled=lambda: len(done) == 2,
        )
    assert done == [(200, 500), (400, 500)]
    assert members(store) == {}
    with store.reading() as session:
        assert session.scalars(select(Operation)).all() == []
    assert run_import(store, preview).added == 500


def test_a_cancelled_reading_leaves_nothing(store, roster):
    with pytest.raises(CancelledError):
        prepare_import(store, roster(), cancelled=lambda: True)
    assert members(store) == {}


def test_the_backup_is_made_before_the_first_change(store, roster):
    seen = []
    take(store, roster(), backup=lambda: seen.append(len(members(store))))
    assert seen == [0]


def test_without_a_backup_nothing_is_imported(store, roster):
    def fails():
        raise StorageError("磁盘已满，备份没有保存。")

    with pytest.raises(StorageError):
        take(store, roster(), backup=fails)
    assert members(store) == {}


def test_a_preview_that_is_out_of_date_is_refused(store, roster):
    preview = prepare_import(store, roster())
    save_member(store, {"name": "方晓梅", "id_number": FANG} | DEFAULTS)
    with pytest.raises(RefusedError, match="预览"):
        run_import(store, preview)
    assert len(members(store)) == 1


def test_a_column_chosen_by_hand_is_remembered_by_the_file(store, tmp_path):
    rows = [["姓名", "性别", "骨干类型"], ["方晓梅", "女", "区级"]]
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    first = prepare_import(store, path)
    assert [column.label for column in first.plan.unknown] == ["骨干类型"]
    run_import(store, prepare_import(store, path, mapping={"骨干类型": "title"}))
    assert members(store)["方晓梅"].title == "区级"
    assert prepare_import(store, path).plan.unknown == ()


def test_the_worksheet_with_the_people_is_found_or_chosen(store, tmp_path):
    few, many = [["姓名"], ["方晓梅"]], [["姓名"], ["石建国"], ["陆一帆"]]
    path = write_xlsx(
        tmp_path / "a.xlsx", [["说明"]], few, many, names=("填表说明", "预备", "正式")
    )
    assert prepare_import(store, path).plan.sheet == "正式"
    assert prepare_import(store, path, sheet="预备").plan.rows[0].values["name"] == "方晓梅"
    with pytest.raises(ForeignFileError, match="找不到表头"):
        prepare_import(store, path, sheet="填表说明")
    with pytest.raises(ForeignFileError, match="没有工作表"):
        prepare_import(store, path, sheet="没有")


def test_a_sheet_with_a_head_and_no_people_is_refused(store, roster):
    with pytest.raises(ForeignFileError, match="没有人员"):
        prepare_import(store, roster(rows=[]))


def test_the_roster_of_another_branch_is_pointed_out(store, tmp_path):
    with store.writing("支部") as session:
        session.add(Branch(name="中共某市一中第三支部委员会", short_name="第三支部", code="A3"))
    rows = [["姓名", "所在党支部"], ["方晓梅", "第五支部"]]
    preview = prepare_import(store, write_xlsx(tmp_path / "a.xlsx", rows))
    assert any("“第五支部”" in note for note in preview.plan.notes)
    rows[1][1] = "一中第三支部"
    preview = prepare_import(store, write_xlsx(tmp_path / "a.xlsx", rows))
    assert preview.plan.notes == ["有 1 行没有写人员类别，新增时按“正式党员”记。"]


@pytest.mark.parametrize("kind", ["xls", "et", "csv", "gb18030"])
def test_every_kind_of_file_gives_the_same_people(store, tmp_path, kind):
    path = tmp_path / f"名册.{kind if len(kind) < 4 else 'csv'}"
    if kind in {"xls", "et"}:
        write_xls(path, [HEAD, *ROWS])
    else:
        lines = [",".join(map(str, row)) for row in [HEAD, *ROWS]]
        path.write_bytes("\r\n".join(lines).encode("utf-8-sig" if kind == "csv" else "gb18030"))
    assert take(store, path).added == 3
    assert members(store)["方晓梅"].mobile == "13800001234"


def test_refused_rows_are_written_with_their_reasons_and_never_as_formulas(store, tmp_path):
    evil = ['=HYPERLINK("http://x","y")', "+1", "@SUM(A1)", "-2", "\t=1"]
    rows = [[n, each, "123", "", "", "", "", each, ""] for n, each in enumerate(evil)]
    preview = prepare_import(store, csv_of(tmp_path, [*ROWS, *rows]))
    target = tmp_path / "未导入.xlsx"
    written = export_refused(preview, target)
    assert written.size == target.stat().st_size
    with ZipFile(target) as box:
        sheet = box.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<v>123</v>" not in sheet
    again = prepare_import(store, target)
    assert len(again.rows) == len(preview.refused) == 6
    assert "身份证号最后一位" in again.plan.rows[0].cells[1]
    assert [row.cells[3] for row in again.plan.rows[1:]] == [text.strip() for text in evil]


def csv_of(folder, rows):
    import csv

    path = folder / "b.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEAD, *rows])
    return path


def test_a_full_disk_while_refused_rows_are_written_leaves_no_file(store, roster, tmp_path):
    preview = prepare_import(store, roster())
    with pytest.raises(StorageError):
        export_refused(preview, tmp_path / "没有这个文件夹" / "未导入.xlsx")
    assert list(tmp_path.glob("*.part")) == []


# -- a school's roster with several branches

SCHOOL = ["姓名", "所在党支部", "入党时间", "转正时间"]
DAYS = ["2001-07-01", "2002-07-01"]


def the_branch(store, name="中共育才小学第一支部委员会", short="第一党支部"):
    with store.writing("支部") as session:
        session.add(Branch(name=name, short_name=short, code="YC-01"))


def school(roster, *branches):
    people = zip(("方晓梅", "石建国", "陆一帆"), branches, strict=True)
    return roster([[name, branch, *DAYS] for name, branch in people], SCHOOL)


def test_of_a_schools_roster_only_our_own_people_come_in(store, roster):
    the_branch(store)
    path = school(roster, "第一党支部", "第二党支部", "第 一 党支部")
    preview = prepare_import(store, path)
    assert preview.others == {4}
    assert str(run_import(store, preview)).startswith("新增 2 人")
    assert set(members(store)) == {"方晓梅", "陆一帆"}


def test_people_of_other_branches_come_in_when_that_is_wanted(store, roster):
    the_branch(store)
    take(store, school(roster, "第一党支部", "第二党支部", "第三党支部"), include_others=True)
    assert len(members(store)) == 3


@pytest.mark.parametrize(
    "branches",
    [
        ("甲党支部", "乙党支部", "乙党支部"),  # none is clearly ours
        ("第一党支部", "", ""),  # who has no branch is not somebody else's
        ("支部", "第一党支部", "第二党支部"),  # two names might be ours
    ],
)
def test_where_it_is_not_clear_who_is_ours_nobody_is_passed_over(store, roster, branches):
    the_branch(store)
    assert prepare_import(store, school(roster, *branches)).others == frozenset()
