"""The printed roster, recovery sheet, submission list and assessment sheet."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from partydesk.documents.forms.assessment_sheet import (
    AssessmentLine,
    AssessmentSheet,
    assessment_sheet,
)
from partydesk.documents.forms.recovery_sheet import RecoverySheet, recovery_sheet
from partydesk.documents.forms.roster import roster
from partydesk.documents.forms.submission_list import (
    ContentLine,
    ExplainedLine,
    LeftOutLine,
    SubmissionList,
    submission_list,
)
from partydesk.documents.pdf import Printing
from partydesk.documents.preview import PdfPages
from partydesk.domain.fields import LOCKED, Field, Kind, Secrecy, pick
from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.member import Member
from tests.core.pdf_reading import pages_of, text_of

BRANCH = "中共示例市第一中学第三支部委员会"
PRINTING = Printing("郑凯", datetime(2026, 11, 20, 14, 30))
COLUMNS = pick(Member, "name", "born_on", "id_number", "mobile", "address", "group_id", "is_lost")
ROW = ["赵𬭎", date(1980, 5, 1), "110101198005011234", "13800001234", "幸福路1号", "g", False]
GROUPS = ("123453", "002992", "720885", "000011", "404041", "654313", "111100", "098769")


def printed_roster(rows, printing=PRINTING, **more) -> bytes:
    return roster("党员花名册", COLUMNS, rows, names={"g": "文科组"}, printing=printing, **more)


def test_a_roster_masks_personal_numbers_and_addresses():
    text = text_of(printed_roster([ROW]))
    assert "赵𬭎1980.05.01" in text
    assert "138****1234" in text
    assert "1234否" not in text
    for secret in ("110101198005011234", "13800001234", "幸福路"):
        assert secret not in text


def test_a_roster_prints_everything_when_asked_to():
    text = text_of(printed_roster([ROW], replace(PRINTING, masked=False)))
    for part in ("110101198005011234", "13800001234", "幸福路1号", "文科组", "否"):
        assert part in text


def test_a_roster_carries_head_notes_numbers_and_who_printed_it():
    pages = pages_of(printed_roster([ROW] * 60, notes=("单位：三支部", "填报人：李国庆")))
    assert "单位：三支部填报人：李国庆" in pages[0]
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert "序号姓名" in text
        assert f"第{number}页共{len(pages)}页" in text
        assert "内部资料注意保密" in text
    assert "60赵𬭎" in pages[-1]


def test_an_empty_roster_and_empty_values_print():
    assert "党员花名册" in text_of(printed_roster([]))
    assert "1某———" in text_of(printed_roster([["某", *[None] * 6]]))


def test_a_roster_of_many_wide_columns_still_fits_the_page():
    names = "name id_number address note school admin_post native_place title sponsors degree job"
    columns = pick(Member, *names.split())
    row = ["欧阳若曦", "110101198005011234", *["很长的内容" * 12] * 9]
    text = text_of(roster("名册", columns, [row], names={}, printing=PRINTING))
    assert text.count("很") == 12 * 8  # the address is masked
    assert "工作岗位" in text


def test_long_cells_of_a_roster_are_printed_to_the_end():
    columns = pick(Member, "name", "note")
    note = "".join(chr(0x4E00 + number) for number in range(4000))
    text = text_of(roster("名册", columns, [["某", note]], names={}, printing=PRINTING))
    assert all(char in text for char in note)


def test_locked_texts_print_as_locked():
    columns = pick(IntegrityLeaf, "number", "matter")
    text = text_of(roster("活页", columns, [[7, LOCKED]], names={}, printing=PRINTING))
    assert "17" in text
    assert "1—" not in text
    open_text = replace(PRINTING, masked=False)
    assert "17已锁定" in text_of(
        roster("活页", columns, [[7, LOCKED]], names={}, printing=open_text)
    )


def test_personal_days_are_masked_too():
    columns = [Field("就诊日期", Kind.DAY, secrecy=Secrecy.PERSONAL)]
    text = text_of(roster("名册", columns, [[date(2025, 1, 5)]], names={}, printing=PRINTING))
    assert "1（已遮盖）" in text
    assert "2025" not in text


def recovery(**changes) -> str:
    sheet = RecoverySheet(BRANCH, "三支部.partydesk", "3F2A-91C7", GROUPS, date(2026, 11, 20))
    pages = pages_of(recovery_sheet(replace(sheet, **changes), PRINTING))
    assert len(pages) == 1
    return pages[0]


def test_a_recovery_sheet_numbers_its_eight_groups():
    text = recovery()
    for number, group in enumerate(GROUPS, start=1):
        assert f"第{number}组{group}" in text


def test_a_recovery_sheet_says_which_file_who_and_when():
    text = recovery()
    for part in (BRANCH, "三支部.partydesk", "3F2A-91C7", "2026年11月20日", "打印人郑凯"):
        assert part in text
    assert "封存人（签字）：见证人（签字）：" in text


def test_a_recovery_sheet_stays_on_one_page_with_long_names():
    assert "第8组" in recovery(branch=BRANCH * 3, file_name="很长的文件名" * 8 + ".partydesk")


def code_on(groups: tuple[str, ...]) -> bytes:
    """The part of the sheet where the QR code is, as grey pixels."""
    sheet = RecoverySheet(BRANCH, "a", "b", groups, date(2026, 11, 20))
    with PdfPages(recovery_sheet(sheet, PRINTING)) as pages:
        image = pages.page(0, dpi=254)  # ten pixels a millimetre
    rows = (row * image.width for row in range(1070, 1380))
    return b"".join(image.bgra[4 * (row + 280) : 4 * (row + 570) : 4] for row in rows)


def test_the_code_on_the_sheet_is_a_code_of_its_digits():
    first, other = code_on(GROUPS), code_on((*GROUPS[:7], "098780"))
    assert 0.25 < sum(pixel < 128 for pixel in first) / len(first) < 0.6
    assert first != other


LIST = SubmissionList(
    title="上报清单",
    branch=BRANCH,
    bureau="示例区教育局党委",
    period="2026年四季度",
    sequence=17,
    file_name="SYXX-03_quarter_2026Q4_0017.pdp",
    size=19_293_939,
    content_id="0123456789abcdef" * 4,
    short_id="40211 78869 03551 24088",
    signer_key="RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3",
    made_on=date(2026, 11, 22),
    contents=(ContentLine("党员名册", 37, "人", "号码已遮盖"), ContentLine("会议记录", 12, "次")),
    left_out=(LeftOutLine("谈话内容", "默认不上报"),),
)


def test_a_submission_list_says_what_goes_and_what_stays():
    text = pages_of(submission_list(LIST, PRINTING))[0]
    for part in (
        *(BRANCH, "示例区教育局党委", "2026年四季度", "第17号", "2026年11月22日", "18.4MB"),
        *("SYXX-03_quarter_2026Q4_0017.pdp", "40211788690355124088"),
        *("1党员名册37人号码已遮盖", "2会议记录12次—", "1谈话内容默认不上报"),
        "移交人（签字）：接收人（签字）：",
    ):
        assert part in text


def test_the_back_tells_how_to_open_the_package_with_public_tools():
    front, back = pages_of(submission_list(LIST, PRINTING))
    assert "minisign" not in front
    for command in (
        "age-d-i",
        "unzippackage.zip",
        "minisign-V-m",
        "sha256sum-cmanifest-sha256.txt",
    ):
        assert command in back
    assert LIST.content_id in back
    assert LIST.signer_key in back


def test_explained_findings_are_printed_with_their_reasons():
    explained = (ExplainedLine("2 名党员学时不足", "产假"),)
    text = text_of(submission_list(replace(LIST, explained=explained), PRINTING))
    assert "已说明理由的问题" in text
    assert "12名党员学时不足产假" in text
    assert "已说明理由" not in text_of(submission_list(LIST, PRINTING))


def test_a_list_that_leaves_nothing_out_says_none():
    text = text_of(submission_list(replace(LIST, left_out=()), PRINTING))
    assert "没有放入的内容序号内容原因无——" in text


LINES = (
    AssessmentLine("1", "三会一课", 1600, 1450, 1500, "支委会补开", section="组织生活"),
    AssessmentLine("2", "主题党日", 800, 770, 770, section="组织生活"),
    AssessmentLine("3", "党费收缴", 600, 600, None, section="日常管理"),
)


def assessed(*lines) -> str:
    sheet = AssessmentSheet(BRANCH, "支部工作量化考核表", "2026年四季度", lines)
    return text_of(assessment_sheet(sheet, PRINTING))


def test_an_assessment_sheet_prints_points_figure_score_and_reason():
    text = assessed(*LINES)
    for part in ("支部工作量化考核表", "2026年四季度", BRANCH, "1三会一课1614.515.0支委会补开"):
        assert part in text
    assert text.count("组织生活") == 1
    assert "日常管理3党费收缴66.0——" in text


def test_the_sums_of_an_assessment_say_what_is_open():
    assert "合计3028.222.7还有1项未自评" in assessed(*LINES)
    assert "合计2422.222.7各项均已自评" in assessed(*LINES[:2])


def test_a_sum_of_figures_is_not_given_while_one_is_unknown():
    assert "合计24—22.7" in assessed(LINES[0], replace(LINES[1], program=None))


@pytest.mark.parametrize("make", [
    lambda: printed_roster([ROW] * 3),
    lambda: submission_list(LIST, PRINTING),
    lambda: recovery_sheet(RecoverySheet(BRANCH, "a", "b", GROUPS, date(2026, 1, 1)), PRINTING),
    lambda: assessment_sheet(AssessmentSheet(BRANCH, "表", "2026年", LINES), PRINTING),
])  # fmt: skip
def test_the_same_sheet_gives_the_same_bytes(make):
    assert make() == make()
