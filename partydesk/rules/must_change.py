"""Which words of last time's text can hardly be right this time: days, times, counts, names."""

import re
from collections.abc import Collection

from partydesk.domain.marked_text import Span

_DIGIT = r"[0-9０-９]"
_SAID = r"[〇零一二三四五六七八九十]"
_PATTERNS = (
    # 2026年3月5日, 3月5日, 三月五日, 二〇二六年, 2026-03-05, 3.5 with a year
    rf"(?:{_DIGIT}{{2,4}}|{_SAID}{{4}})年(?:(?:{_DIGIT}{{1,2}}|{_SAID}{{1,3}})月(?:(?:{_DIGIT}{{1,2}}|{_SAID}{{1,3}})[日号])?)?",
    rf"(?:{_DIGIT}{{1,2}}|{_SAID}{{1,3}})月(?:(?:{_DIGIT}{{1,2}}|{_SAID}{{1,3}})[日号]|份|底|初|中旬|上旬|下旬)?",
    rf"{_DIGIT}{{1,2}}[日号](?![码线楼])",
    rf"{_DIGIT}{{4}}[-./]{_DIGIT}{{1,2}}(?:[-./]{_DIGIT}{{1,2}})?",
    rf"{_DIGIT}{{1,2}}[:：]{_DIGIT}{{2}}",
    r"第?[一二三四]季度|[上下]半年|本学期|上学期|(?:星期|周)[一二三四五六日天]",
    # 第11次, 第十一次; how many came and how they voted, in words
    rf"第{_SAID}{{1,4}}次",
    rf"(?:应到|实到|缺席|赞成|反对|弃权|请假){_SAID}{{1,4}}(?=[人名票])",
    # any other number in figures, with what stands close to it
    rf"{_DIGIT}+(?:[.,]{_DIGIT}+)*[%％]?",
)
#: 1. (2) 3、 at the beginning of a paragraph only count the paragraphs.
_NUMBERING = re.compile(rf"^\s*[（(]?{_DIGIT}{{1,2}}[)）.、．](?!{_DIGIT})", re.MULTILINE)


def must_change(text: str, names: Collection[str]) -> tuple[Span, ...]:
    """The places to look at, from the first to the last; they do not overlap.

    Args:
        text: What was written last time.
        names: Names of everybody who may be in it.
    """
    known = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
    wanted = "|".join([*map(re.escape, known), *_PATTERNS])
    numbering = {range_ for found in _NUMBERING.finditer(text) for range_ in range(*found.span())}
    return tuple(
        (found.start(), found.end() - found.start())
        for found in re.finditer(wanted, text)
        if found.start() not in numbering
    )
