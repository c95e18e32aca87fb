"""The printed record of a 谈心谈话: one boxed form that grows with its contents (DOMAIN.md 5.2)."""

from collections.abc import Mapping
from datetime import date

from partydesk.documents.grid import Cell, label
from partydesk.documents.pdf import BLANK_DAY, BOXED, FORM_LOOK, Paper, Printing
from partydesk.documents.typeset import padded
from partydesk.domain.fields import LockedText, sealed_names
from partydesk.domain.talk import Talk, TalkPartner
from partydesk.domain.text import EMPTY, long_day, weekday
from partydesk.errors import LockedError

#: Sealed text, its label, and how many lines stay free for a pen when it is empty.
_PARTS = (
    ("matter", "事由主题", 1),
    ("content", "谈话内容", 6),
    ("problems", "存在的\n问　题", 2),
    ("opinion", "谈话对象\n意见建议", 2),
    ("measures", "帮助和\n整改措施", 2),
)


def talk_record(
    talk: Talk,
    branch: str,
    names: Mapping[str, str],
    printing: Printing,
    duties: Mapping[str, str] | None = None,
) -> bytes:
    """The record as PDF; each page says that it is internal, who printed it and when.

    Args:
        talk: With its partners loaded and its sealed texts open.
        branch: Full name of the branch.
        names: Names of members by id.
        printing: Who prints, and when.
        duties: Post or category of members by id, set behind their names.

    Raises:
        LockedError: The sealed texts are locked; nothing of the talk is printed.
    """
    if any(isinstance(getattr(talk, name), LockedText) for name in sealed_names(Talk)):
        raise LockedError("谈话内容已锁定，不能打印。", "请用支部书记的密码打开后再打印。")
    paper = Paper(BOXED, "谈心谈话记录", printing, confidential=True)
    paper.title("谈心谈话记录", above=branch)
    rows = [*_facts(talk, names, duties or {}), *_contents(talk), *_signatures(talk, names)]
    paper.grid((2.1, 4.4, 2.1, 4.4), rows, FORM_LOOK)
    return paper.pdf()


def _facts(talk: Talk, names: Mapping[str, str], duties: Mapping[str, str]) -> list[list[Cell]]:
    return [
        [
            label("谈话类型"),
            Cell(talk.kind),
            label("编　　号"),
            Cell(f"{talk.talked_on.year}年第{talk.number}次"),
        ],
        [label("谈话时间"), Cell(_time(talk), span=3)],
        [label("谈话地点"), Cell(talk.place or EMPTY), label("谈话方式"), Cell(talk.way)],
        [label("谈 话 人"), Cell(_person(names, duties, talk.talker_id), span=3)],
        [label("谈话对象"), Cell(_partners(talk.partners, duties), span=3)],
    ]


def _contents(talk: Talk) -> list[list[Cell]]:
    return [
        [label(title), Cell(getattr(talk, name) or "", span=3, min_lines=least)]
        for name, title, least in _PARTS
    ]


def _signatures(talk: Talk, names: Mapping[str, str]) -> list[list[Cell]]:
    recorder = padded(names.get(talk.recorder_id or "", ""))
    return [
        [label("谈 话 人\n签　　字"), Cell("", min_lines=2), label("谈话对象\n签　　字"), Cell()],
        [label("记 录 人"), Cell(recorder), label("签字日期"), Cell(_day(talk.signed_on))],
        [label("回访日期"), Cell(_day(talk.follow_up_on)), label("办结日期"),
         Cell(_day(talk.follow_up_done_on))],
        [label("回访结果"), Cell(talk.follow_up or "", span=3, min_lines=2)],
        [label("知悉范围"), Cell("", span=3)],
    ]  # fmt: skip


def _time(talk: Talk) -> str:
    day = f"{long_day(talk.talked_on)}　{weekday(talk.talked_on)}"
    return f"{day}　{talk.starts_at}—{talk.ends_at or ''}" if talk.starts_at else day


def _day(day: date | None) -> str:
    return long_day(day) if day else BLANK_DAY


def _person(names: Mapping[str, str], duties: Mapping[str, str], person: str) -> str:
    return _with_duty(names.get(person, ""), duties.get(person, "")) or EMPTY


def _partners(partners: list[TalkPartner], duties: Mapping[str, str]) -> str:
    people = (_with_duty(each.name, duties.get(each.member_id or "", "")) for each in partners)
    return "、".join(people) or EMPTY


def _with_duty(name: str, duty: str) -> str:
    return padded(name) + (f"（{duty}）" if duty else "")
