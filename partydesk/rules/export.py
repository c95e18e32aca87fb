"""Checks of what is about to be sent: releases, papers, masks, figures (DOMAIN.md 10, 11, G)."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from partydesk.domain.periods import Period
from partydesk.domain.submission import PRACTICE_FROM
from partydesk.rules.facts import Facts
from partydesk.rules.plain_submission import Damaged, Hidden, Paper, Planned, Sent
from partydesk.rules.rule import Confidence, E, H, Hit, Rule, W

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
#: A package lies below a folder of its own; Windows takes 260 characters for all.
_LONGEST = 120
#: What can be opened and kept for long (DOMAIN.md 10.1), and what is usual beside it.
_ENDINGS = frozenset(
    {
        *(".pdf", ".ofd", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp", ".gif"),
        *(".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt", ".wps", ".et", ".txt", ".csv"),
    }
)
_PARTS = {"members": "党员", "meetings": "会议", "talks": "谈话", "integrity": "廉政活页"}
_SUBMISSION = "submission"


def not_released(facts: Facts, _period: Period) -> Iterator[Hit]:
    """EXP-01: what is confidential leaves only if two people said so."""
    for each in facts.rows(Planned):
        if each.include_s3 and not each.confirmed_twice:
            yield Hit(
                "上报包里有谈话和廉政档案的内容，还没有两个人分别确认。",
                _SUBMISSION,
                f"{each.period}/s3",
                advice="请两位负责同志分别确认；不需要这些内容时，请不要勾选。",
            )


def papers_damaged(facts: Facts, _period: Period) -> Iterator[Hit]:
    """EXP-02: the content of a paper is gone or has another size than was noted."""
    sizes = {True: "的大小与登记的不一致", False: "的内容不在文件里"}
    found = ((each, sizes[each.is_there]) for each in facts.rows(Damaged))
    for record, told in _by_record(found):
        yield Hit(
            f"附件{told}。",
            *record,
            "attachments",
            "请从最近的备份中恢复，或重新添加这个附件。",
        )


def not_masked(facts: Facts, _period: Period) -> Iterator[Hit]:
    """EXP-03: numbers go out whole although receivers usually ask for masked ones."""
    for each in facts.rows(Planned):
        if each.include_s2:
            yield Hit(
                "上报包里的身份证号、电话、住址没有遮盖。",
                _SUBMISSION,
                f"{each.period}/s2",
                advice="上级表格不需要完整号码时，请取消勾选；需要的，请写明理由。",
            )


def errors_open(facts: Facts, _period: Period) -> Iterator[Hit]:
    """EXP-04: errors without a written reason hold a package back."""
    for each in facts.rows(Planned):
        if each.open_errors:
            yield Hit(
                f"还有 {each.open_errors} 处错误没有改正或说明理由。",
                _SUBMISSION,
                f"{each.period}/errors",
                advice="请逐条改正；确有特殊情况的，写明理由后再送出。",
            )


def odd_names(facts: Facts, _period: Period) -> Iterator[Hit]:
    """EXP-05: names that a Windows folder refuses, and files that are not usual."""
    for record, found in _by_record((each, _odd(each.title)) for each in facts.rows(Paper)):
        yield Hit(
            f"附件{found}。",
            *record,
            "attachments",
            "请改名，或换成 PDF、OFD 格式重新添加。",
        )


def _odd(title: str) -> str:
    if _FORBIDDEN.search(title) or _RESERVED.fullmatch(title):
        return "的文件名里有不能用的字符"
    if len(title) > _LONGEST:
        return f"的文件名超过 {_LONGEST} 个字"
    known = PurePosixPath(title).suffix.lower() in _ENDINGS
    return "" if known else "的格式不常用，上级可能打不开"


def hidden_data(facts: Facts, _period: Period) -> Iterator[Hit]:
    """EXP-06: what a paper carries unseen: comments, changes, hidden columns, a place, a name."""
    papers = facts.rows(Hidden)
    weighty = {each.record_id for each in papers if not each.only_name}
    for record, told in _by_record((each, f"里带有{each.what}") for each in papers):
        yield Hit(
            f"附件{told}。",
            *record,
            "attachments",
            "请在原来的软件里删去，或转成 PDF 后重新添加。",
            severity=None if record[1] in weighty else H,
        )


def _by_record(
    found: Iterable[tuple[Paper | Hidden | Damaged, str]],
) -> Iterator[tuple[tuple[str, str], str]]:
    """One line for each record, so that a reason given for it is clear."""
    told: dict[tuple[str, str], list[str]] = {}
    for paper, what in found:
        if what:
            record = (paper.record_type, paper.record_id)
            told.setdefault(record, []).append(f"“{paper.title[:40]}”{what}")
    return ((record, "；".join(lines)) for record, lines in told.items())


def other_figures(facts: Facts, _period: Period) -> Iterator[Hit]:
    """EXP-07: this period was sent before, with other figures."""
    for each in facts.rows(Planned):
        sent = [old for old in facts.rows(Sent) if _is_of(old, each.period)]
        if not sent:
            continue
        last = max(sent, key=lambda old: old.sequence)
        before = {part["code"]: part["count"] for part in json.loads(last.counts).get("parts", ())}
        changes = [
            f"{_PARTS[code]} {before[code]} → {count}"
            for code, count in each.counts
            if code in _PARTS and code in before and before[code] != count
        ]
        if changes:
            yield Hit(
                f"这一期已在第 {last.sequence} 包报过，数字有变化：{'，'.join(changes)}。",
                _SUBMISSION,
                f"{each.period}/figures",
                advice="请核对；确有更正的，请在理由里写明。",
            )


def _is_of(sent: Sent, period: str) -> bool:
    return sent.period == period and sent.sequence < PRACTICE_FROM


_DESIGN, _KNOWN = Confidence.DESIGN, Confidence.KNOWN
RULES = (
    Rule("EXP-01", E, "保密要求", not_released, "保密内容两人确认", confidence=_KNOWN),
    Rule("EXP-02", E, "归档文件检查", papers_damaged, "附件完整", confidence=_DESIGN),
    Rule("EXP-03", W, "个人信息保护要求", not_masked, "号码遮盖后上报", confidence=_KNOWN),
    Rule("EXP-04", E, "上报要求", errors_open, "错误已改正或说明", confidence=_DESIGN),
    Rule("EXP-05", W, "归档文件检查", odd_names, "附件名称和格式", confidence=_DESIGN),
    Rule("EXP-06", W, "个人信息保护要求", hidden_data, "附件不带隐藏内容", confidence=_DESIGN),
    Rule("EXP-07", H, "上报核对", other_figures, "同期数字一致", confidence=_DESIGN),
)
