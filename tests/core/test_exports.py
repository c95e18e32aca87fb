"""Sheets and pages: what is on them, what is masked, what is refused."""

from datetime import date

import pytest

from partydesk.domain.fields import Field, Kind, pick
from partydesk.domain.member import Member
from partydesk.errors import LockedError, NotFoundError, StorageError
from partydesk.rules.schemes import load_schemes
from partydesk.safeio import FaultPlan, write_file
from partydesk.services import assessments, exports
from partydesk.services.masking import without_numbers
from partydesk.services.organization import save_branch
from partydesk.services.score_view import Own
from partydesk.storage.store import Store
from tests.core.branches import ADDRESS, BRANCH, ID_NUMBER, MOBILE, TALK, TODAY, fill, member
from tests.core.papers import rows_of, text_of

NATIONAL_HEAD = [
    *("序号", "姓名", "所在党支部", "公民身份证号", "性别", "民族", "出生日期", "学历", "人员类别"),
    *("加入党组织日期", "转为正式党员日期", "工作岗位", "手机号", "固定电话", "家庭住址"),
    *("党籍状态", "是否为失联党员", "失去联系日期", "是否为流动党员", "外出流向", "备注"),
]


@pytest.fixture
def filled(store):
    save_branch(store, BRANCH)
    return store, *fill(store)


def flat(rows):
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def test_the_national_sheet_has_its_21_columns_in_order_and_whole_numbers_when_asked(filled):
    rows = rows_of(exports.national_workbook(filled[0], TODAY, unmasked=True))
    head = next(row for row in rows if row[0] == "序号")
    assert head == NATIONAL_HEAD
    first = rows[rows.index(head) + 1]
    assert (first[1], first[3], first[12], first[14]) == ("陈志远", ID_NUMBER, MOBILE, ADDRESS)


def test_the_national_sheet_is_masked_unless_said_otherwise(filled):
    store = filled[0]
    member(store, "苏文清", note=f"电话 {MOBILE}", born_on=date(1988, 3, 12))
    text = flat(rows_of(exports.national_workbook(store, TODAY)))
    assert "陈志远" in text
    assert "110***********002X" in text
    assert "1988年" in text
    for secret in (ID_NUMBER, MOBILE, ADDRESS, "1988-03"):
        assert secret not in text
    assert ID_NUMBER in flat(rows_of(exports.national_workbook(store, TODAY, unmasked=True)))


def test_a_day_of_birth_is_hidden_only_beside_a_number_that_it_would_complete():
    columns = pick(Member, "name", "id_number", "born_on")
    row = ("陈志远", ID_NUMBER, date(1949, 12, 31))
    both = flat(rows_of(exports.list_workbook("名册", columns, [row], {})))
    assert "1949年" in both
    assert "1949-12" not in both
    alone = [row[:1] + row[2:]]
    seen = flat(rows_of(exports.list_workbook("名册", pick(Member, "name", "born_on"), alone, {})))
    assert "1949-12-31" in seen


def test_a_list_of_the_window_comes_out_as_it_was_seen(filled):
    columns = (*pick(Member, "name", "joined_on", "mobile"), Field("应到", Kind.NUMBER, name="due"))
    data = exports.seen_workbook(
        filled[0], "名册", columns, [["陈志远", date(1975, 7, 1), MOBILE, "3"]]
    )
    rows = rows_of(data)
    assert rows[-2] == ["序号", "姓名", "加入党组织日期", "手机号", "应到"]
    assert rows[-1][1] == "陈志远"
    assert rows[-1][2].date() == date(1975, 7, 1)
    assert rows[-1][3] == "139****5678"
    assert rows[-1][4] == "3"


def test_numbers_within_texts_are_masked_and_others_stay():
    text = f"证{ID_NUMBER}，老证110105491231002，电话{MOBILE}，编号20261105，数12345678901234567890"
    assert without_numbers(text) == (
        "证110***********002X，老证110********1002，电话139****5678，"
        "编号20261105，数12345678901234567890"
    )


def test_pages_carry_what_was_recorded(filled):
    store, _, _, meeting, talk = filled
    page = text_of(exports.meeting_pdf(store, meeting.id)).replace("\n", "")
    assert "研究四季度工作" in page
    assert "中共示例市育才小学支部委员会" in page
    assert TALK in text_of(exports.talk_pdf(store, talk.id)).replace("\n", "")
    roster = text_of(exports.roster_pdf(store, TODAY)).replace(" ", "")
    assert "陈志远" in roster
    assert MOBILE not in roster
    assert MOBILE in text_of(exports.roster_pdf(store, TODAY, unmasked=True))


def test_the_self_assessment_is_printed_for_its_period(filled):
    store = filled[0]
    with pytest.raises(NotFoundError, match="2026年四季度还没有自评"):
        exports.assessment_pdf(store, "2026Q4", TODAY)
    scheme = load_schemes()[0]
    sheet = assessments.open_assessment(store, "2026Q4", scheme.id)
    first = scheme.items[0]
    own = Own(first.points, "资料齐全有据")
    assessments.save_score(store, sheet.id, first.no, own, TODAY)
    text = text_of(exports.assessment_pdf(store, "2026Q4", TODAY)).replace("\n", "")
    assert "资料齐全有据" in text
    assert first.title in text


def test_a_deputy_prints_no_talks():
    with Store.in_memory() as store:
        talk = fill(store)[3]
        store.sealer._key = None  # as a deputy's password leaves it
        with pytest.raises(LockedError, match="锁定"):
            exports.talk_pdf(store, talk.id)


def test_a_record_that_is_gone_is_said(filled):
    for make in (exports.meeting_pdf, exports.talk_pdf):
        with pytest.raises(NotFoundError, match="回收站"):
            make(filled[0], "没有")


def test_saving_keeps_the_old_file_when_the_disk_does_not_take_the_new_one(tmp_path):
    target = tmp_path / "名册.xlsx"
    exports.save_bytes(b"old", target)
    full = OSError(28, "No space left on device")
    with pytest.raises(StorageError, match="磁盘已满"):
        write_file(target, b"new", faults=FaultPlan(2, full))
    with pytest.raises(StorageError, match="找不到"):
        exports.save_bytes(b"new", tmp_path / "没有" / "名册.xlsx")
    assert target.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["名册.xlsx"]
