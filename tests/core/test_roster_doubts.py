"""Who would be added although somebody much like them is on the roster is pointed out first."""

from datetime import date

from sqlalchemy import select

from partydesk.domain.member import Member
from partydesk.services.roster_import import prepare_import, run_import, take_as_known
from tests.core.sheet_help import write_xlsx

FANG, OTHER = "110105198005120028", "11010519780723003X"
BORN = date(1980, 5, 12)


def preview_of(store, tmp_path, *rows):
    return prepare_import(store, write_xlsx(tmp_path / "a.xlsx", [["姓名", "身份证号"], *rows]))


def numbers(store):
    with store.reading() as session:
        return dict(session.execute(select(Member.name, Member.id_number)).all())


def test_a_row_that_looks_like_a_member_is_told_with_the_reason_and_can_update_that_one(
    store, add_member, tmp_path
):
    known = add_member("方小梅", born_on=BORN)
    preview = preview_of(store, tmp_path, ["方晓梅", FANG], ["石建国", OTHER])
    first, second = preview.rows
    assert (first.action, first.perhaps, second.perhaps) == ("新增", known.id, None)
    said = first.row.problems[-1].sentence
    assert said == "可能与名册中的方小梅是同一人：姓名读音相同、出生日期相同。"
    assert first not in preview.wanted(unsure=False)

    lines = {each.row.line_number for each in preview.rows}
    assert take_as_known(store, preview, lines) == 1
    assert take_as_known(store, preview, lines) == 0
    assert (preview.rows[0].action, preview.rows[0].row.problems) == ("更新", [])
    run_import(store, preview)
    assert numbers(store) == {"方晓梅": FANG, "石建国": OTHER}


def test_whose_numbers_are_both_right_and_different_are_two_people(store, add_member, tmp_path):
    add_member("方晓梅", id_number=OTHER, mobile="13900001111")
    [row] = preview_of(store, tmp_path, ["方晓梅", FANG]).rows
    assert (row.action, row.perhaps) == ("新增", None)
