"""What a document carries unseen is told before it is sent."""

import io
from zipfile import ZipFile

import pytest

from partydesk.domain.attachment import Attachment
from partydesk.domain.finding import Severity
from partydesk.domain.periods import quarter_of
from partydesk.services.attachments import keep_bytes
from partydesk.services.findings import check_branch
from partydesk.services.hidden_data import hidden_in
from partydesk.services.meetings import list_meetings
from partydesk.services.submission_plan import Options, plan
from partydesk.storage.store import Store
from tests.conftest import TODAY
from tests.core.samples import copy_sample

QUARTER = quarter_of(TODAY)
CREATOR = "<x><dc:creator>{}</dc:creator></x>"


def office(**parts):
    data = io.BytesIO()
    with ZipFile(data, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", text)
    return data.getvalue()


def workbook(columns=(), hidden_sheet=False, comment=False):
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book = Workbook()
    book.properties.creator = ""
    for column in columns:
        book.active.column_dimensions[column].hidden = True
    if hidden_sheet:
        book.create_sheet("底稿").sheet_state = "hidden"
    if comment:
        book.active["A1"].comment = Comment("再核一遍", "")
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (workbook(), ()),
        (workbook(columns=("B",)), ("隐藏的行或列",)),
        (workbook(hidden_sheet=True), ("隐藏的工作表",)),
        (workbook(comment=True), ("批注",)),
        (office(word__document="<w:p/>"), ()),
        (office(word__document='<w:p><w:ins w:id="1"/></w:p>'), ("修订痕迹",)),
        (office(word__comments="<x/>", docProps__core=CREATOR.format("甲")), ("批注", "作者姓名")),
        (office(docProps__core=CREATOR.format(" ")), ()),
        (b"%PDF-1.7 /Author (Jia) ", ("作者姓名",)),
        (b"%PDF-1.7 /Author () ", ()),
        (b"PK\x03\x04 broken", ()),
        (b"", ()),
    ],
)
def test_a_document_tells_what_it_hides(data, told):
    assert hidden_in(data) == told


@pytest.fixture
def store():
    with Store.in_memory() as opened:
        copy_sample(opened, TODAY)
        yield opened


def attach(store, name, data):
    meeting = list_meetings(store, QUARTER)[0].id
    with store.writing("附件") as session:
        blob = keep_bytes(session, data)
        session.add(
            Attachment(
                record_type="meeting",
                record_id=meeting,
                blob_id=blob,
                title=name,
                media_type="application/vnd.openxmlformats-officedocument",
                size=len(data),
            )
        )
    return meeting


def found(planned, rule):
    return [each for each in planned.findings if each.rule == rule]


def test_what_a_document_hides_is_told_when_a_package_is_planned_and_not_before(store):
    meeting = attach(store, "名单.xlsx", workbook(columns=("C",)))
    (told,) = found(plan(store, QUARTER, TODAY), "EXP-06")

    assert "隐藏的行或列" in told.sentence
    assert (told.record_type, told.record_id, told.severity) == (
        "meeting",
        meeting,
        Severity.WARNING,
    )
    assert "EXP-06" not in {each.rule for each in check_branch(store, QUARTER, TODAY)}


def test_a_mere_name_of_an_author_is_a_hint(store):
    attach(store, "总结.docx", office(docProps__core=CREATOR.format("甲")))
    (told,) = found(plan(store, QUARTER, TODAY), "EXP-06")

    assert told.severity == Severity.HINT


def test_whole_numbers_are_warned_of_before_they_are_sent(store):
    assert found(plan(store, QUARTER, TODAY), "EXP-03") == []
    (told,) = found(plan(store, QUARTER, TODAY, Options(include_s2=True)), "EXP-03")

    assert "没有遮盖" in told.sentence


def test_a_paper_whose_content_is_gone_is_an_error(store):
    attach(store, "签到表.xlsx", workbook())
    with store.writing("大小") as session:
        paper = session.query(Attachment).filter_by(title="签到表.xlsx").one()
        paper.size += 1
    (told,) = found(plan(store, QUARTER, TODAY), "EXP-02")

    assert told.severity == Severity.ERROR
    assert "“签到表.xlsx”的大小与登记的不一致" in told.sentence
