"""What a writing desk knows of a text: how many 字 it has, and who is speaking."""

import re
from collections.abc import Collection

#: As WPS counts: each Chinese character or sign is one, a word or number in Latin letters is one.
_COUNTED = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+(?:[.,:'’/-][A-Za-z0-9]+)*%?|[^\s\u200b\ufeff]")
_SPEAKER = re.compile(
    r"\s*([\u3400-\u9fff\U00020000-\U0003ffff·]{2,8})(（[^（）\n]{1,20}）|同志)?[：:]"
)
#: Lines of their own that name a part of the minutes, not a person.
_NO_SPEAKERS = frozenset(
    {"时间", "地点", "议题", "主持", "主持人", "记录", "记录人", "出席", "缺席", "列席", "会议内容"}
)


def word_count(text: str) -> int:
    """字数 as word processors for Chinese count it: signs count, spaces do not."""
    return sum(1 for _ in _COUNTED.finditer(text))


def paragraph_count(text: str) -> int:
    """Paragraphs that are not empty."""
    return sum(1 for line in text.split("\n") if line.strip())


def speaker_length(paragraph: str, names: Collection[str]) -> int:
    """How many characters at the beginning name who speaks, the colon too; 0 if nobody.

    Args:
        paragraph: One paragraph.
        names: Who is known; others count only where nothing else stands in the paragraph.
    """
    found = _SPEAKER.match(paragraph)
    if found is None:
        return 0
    name = found[1].removesuffix("同志")
    alone = not paragraph[found.end() :].strip()
    if name in names or (alone and name not in _NO_SPEAKERS and len(name) <= 4):
        return found.end()
    return 0


def speaker_line(name: str) -> str:
    """How a speaker is written in front of what was said."""
    return f"{name}："
