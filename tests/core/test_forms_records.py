"""The printed meeting record and talk record."""

from datetime import date, datetime

import pytest

from partydesk.documents.forms.meeting_record import meeting_record
from partydesk.documents.forms.talk_record import talk_record
from partydesk.documents.pdf import RECORD, Paper, Printing
from partydesk.documents.spared import in_few_pages
from partydesk.domain.fields import LOCKED
from partydesk.domain.meeting import (
    Attendance,
    Ballot,
    Meeting,
    MeetingKind,
    Presence,
    Resolution,
    Vote,
    VoteKind,
)
from partydesk.domain.talk import Talk, TalkKind, TalkPartner, TalkWay
from partydesk.errors import LockedError
from tests.core.pdf_reading import pages_of, text_of

BRANCH = "中共示例市第一中学第三支部委员会"
NAMES = {"zhou": "周敏", "li": "李国庆", "group": "文科党小组"}
PRINTING = Printing("郑凯", datetime(2026, 11, 20, 14, 30))


def meeting(**changes) -> Meeting:
    made = Meeting(
        **{
            "kind": MeetingKind.ASSEMBLY,
            "held_on": date(2026, 3, 5),
            "number": 3,
            "starts_at": "14:30",
            "ends_at": "16:10",
            "place": "党员活动室",
            "chair_id": "zhou",
            "recorder_id": "li",
            "guests": "刘强（校长室，校长）",
            "topic": "讨论接收王小明为预备党员",
            "content": "一、传达学习\n周敏同志发言。",
            "decisions": "同意接收王小明为预备党员。",
        }
        | changes
    )
    made.attendances = [
        Attendance(name="周敏", presence=Presence.PRESENT),
        Attendance(name="赵𬭎", presence=Presence.PRESENT),
        Attendance(name="许静", presence=Presence.ABSENT, reason="病假"),
        Attendance(name="马丽", presence=Presence.ABSENT),
    ]
    made.votes = [
        Vote(
            kind=VoteKind.ADMISSION,
            matter="接收王小明",
            ballot=Ballot.SECRET,
            due=17,
            present=15,
            yes=13,
            no=0,
            abstain=2,
            written=1,
            is_passed=True,
        )
    ]
    made.resolutions = [Resolution(matter="整理材料", owner="许静", due_on=date(2026, 3, 12))]
    return made


def printed(record: Meeting, attachments=()) -> str:
    return text_of(meeting_record(record, BRANCH, NAMES, PRINTING, attachments))


def test_a_meeting_record_says_what_when_where_and_who():
    text = printed(meeting())
    for part in (
        BRANCH,
        "支部党员大会记录",
        "2026年第3次",
        "2026年3月5日星期四14:30—16:10",
        "党员活动室",
        "主持人周敏记录人李国庆",
        "刘强（校长室，校长）",
        "讨论接收王小明为预备党员",
        "周敏同志发言。",
        "同意接收王小明为预备党员。",
    ):
        assert part in text


def test_attendance_is_counted_and_named_with_reasons():
    text = printed(meeting())
    assert "应到人数4人实到人数2人" in text
    assert "周敏、赵𬭎" in text
    assert "许静（病假）、马丽（未注明原因）" in text


def test_names_of_two_characters_are_spread_in_print():
    pdf = meeting_record(meeting(), BRANCH, NAMES, PRINTING)
    from io import BytesIO

    from pypdf import PdfReader

    assert "周\u3000敏" in PdfReader(BytesIO(pdf)).pages[0].extract_text()


def test_a_vote_prints_all_its_counts_in_the_order_of_its_head():
    text = printed(meeting())
    assert "应到实到赞成反对弃权书面意见结果" in text
    assert "1接收王小明接收预备党员无记名投票171513021通过" in text


def test_resolutions_name_who_and_until_when():
    assert "1整理材料许静2026年3月12日—" in printed(meeting())


def test_a_meeting_record_ends_with_places_to_sign():
    assert "主持人（签字）：记录人（签字）：年月日年月日" in printed(meeting())


def test_a_page_with_nearly_nothing_on_it_is_spared():
    short = meeting(content="\n".join(["周敏同志传达学习上级文件精神，大家结合工作谈体会。"] * 4))
    short.votes, short.resolutions = [], []
    assert len(pages_of(meeting_record(short, BRANCH, NAMES, PRINTING))) == 1

    once = Paper(RECORD, "记录", PRINTING, confidential=False)
    once.minutes("甲" * 28 * 50)
    assert once.page_count() == 3
    assert len(pages_of(in_few_pages(lambda tight: filled("甲" * 28 * 50, tight=tight)))) == 2
    assert (
        in_few_pages(lambda tight: filled("甲" * 28 * 20, tight=tight))
        == filled("甲" * 28 * 20, tight=False).pdf()
    )


def filled(text: str, *, tight: bool) -> Paper:
    paper = Paper(RECORD, "记录", PRINTING, confidential=False, tight=tight)
    paper.minutes(text)
    return paper


def test_an_empty_meeting_prints_dashes_and_room_to_write():
    empty = Meeting(kind=MeetingKind.GROUP, held_on=date(2026, 3, 5), number=1, group_id="group")
    empty.attendances, empty.votes, empty.resolutions = [], [], []
    text = printed(empty)
    assert "党小组会记录" in text
    assert "文科党小组" in text
    assert "地点—主持人—记录人—" in text
    assert "（没有表决事项）" in text
    assert "None" not in text


TITLES = {
    MeetingKind.ASSEMBLY: "支部党员大会记录",
    MeetingKind.COMMITTEE: "支部委员会会议记录",
    MeetingKind.GROUP: "党小组会记录",
    MeetingKind.LECTURE: "党课记录",
    MeetingKind.THEME_DAY: "主题党日活动记录",
    MeetingKind.LIFE_MEETING: "组织生活会记录",
    MeetingKind.APPRAISAL: "民主评议党员会议记录",
    MeetingKind.ELECTION: "换届选举会议记录",
    MeetingKind.CIVIL: "民主生活会记录",
    MeetingKind.CENTRE: "理论学习中心组学习记录",
    MeetingKind.FIRST_TOPIC: "“第一议题”学习记录",
    MeetingKind.PARTY_WORK: "党建专题会记录",
}


@pytest.mark.parametrize("kind", list(MeetingKind))
def test_every_kind_of_meeting_has_its_title(kind):
    assert f"{BRANCH}{TITLES[kind]}" in printed(meeting(kind=kind))


def test_a_lecture_names_who_gave_it_and_a_substitute_chair_why():
    text = printed(meeting(kind=MeetingKind.LECTURE, lecturer="钱进", chair_reason="书记出差委托"))
    assert "授课人钱进" in text
    assert "书记出差委托" in text


def test_attachments_are_listed():
    assert "附件1.签到表2.照片" in printed(meeting(), ("签到表", "照片"))


def test_long_minutes_are_printed_to_the_end():
    content = "".join(chr(0x4E00 + number) for number in range(12_000))
    pages = pages_of(meeting_record(meeting(content=content), BRANCH, NAMES, PRINTING))
    text = "".join(page.removesuffix(f"—{no}—") for no, page in enumerate(pages, start=1))
    assert content in text


def test_the_same_meeting_gives_the_same_bytes():
    first, second = (meeting_record(meeting(), BRANCH, NAMES, PRINTING) for _ in range(2))
    assert first == second


def talk(**changes) -> Talk:
    made = Talk(
        **{
            "kind": TalkKind.REMINDER,
            "number": 12,
            "talked_on": date(2026, 11, 6),
            "starts_at": "15:00",
            "ends_at": "15:40",
            "place": "书记办公室",
            "way": TalkWay.ONE,
            "talker_id": "zhou",
            "recorder_id": "li",
            "matter": "两次缺席",
            "content": "了解情况。",
            "problems": "观念待加强。",
            "opinion": "希望少开会。",
            "measures": "结对关心。",
            "follow_up_on": date(2026, 12, 6),
            "follow_up": "已改进。",
        }
        | changes
    )
    made.partners = [
        TalkPartner(name="赵𬭎", member_id="zhao"),
        TalkPartner(name="欧阳若曦", member_id="ouyang"),
    ]
    return made


def test_a_talk_record_has_all_its_parts():
    text = text_of(
        talk_record(talk(), BRANCH, NAMES, PRINTING, {"zhou": "书记", "zhao": "正式党员"})
    )
    for part in (
        *("谈心谈话记录", "提醒谈话", "2026年第12次", "2026年11月6日星期五15:00—15:40"),
        *("书记办公室", "一对一", "周敏（书记）", "赵𬭎（正式党员）、欧阳若曦"),
        *("两次缺席", "了解情况。", "观念待加强。", "希望少开会。", "结对关心。"),
        *("谈话人签字", "谈话对象签字", "记录人李国庆", "2026年12月6日", "已改进。", "知悉范围"),
    ):
        assert part in text


def test_every_page_of_a_talk_record_is_marked_internal_with_who_printed_it():
    pages = pages_of(talk_record(talk(content="了解情况。" * 800), BRANCH, NAMES, PRINTING))
    assert len(pages) > 2
    assert all("内部资料注意保密" in text for text in pages)
    assert all("打印：郑凯2026-11-2014:30" in text for text in pages)
    text = "".join(pages)
    assert text.count("了") == text.count("况") == 800


def test_a_short_talk_fits_one_page():
    assert len(pages_of(talk_record(talk(), BRANCH, NAMES, PRINTING))) == 1


@pytest.mark.parametrize(
    "name", ["matter", "content", "problems", "opinion", "measures", "follow_up"]
)
def test_a_locked_talk_is_not_printed(name):
    with pytest.raises(LockedError, match="已锁定"):
        talk_record(talk(**{name: LOCKED}), BRANCH, NAMES, PRINTING)


def test_an_empty_talk_leaves_room_to_write():
    bare = Talk(
        kind=TalkKind.REGULAR,
        number=1,
        talked_on=date(2026, 1, 5),
        way=TalkWay.PHONE,
        talker_id="gone",
    )
    bare.partners = []
    text = text_of(talk_record(bare, BRANCH, NAMES, PRINTING))
    assert "谈话人—谈话对象—" in text
    assert "None" not in text
