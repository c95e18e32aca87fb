"""Steps of 发展党员 that a bureau adds between the national ones: a file of its own, read here."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from partydesk.domain.fields import Kept, Kind, Record, field

#: What a step of the file may say, with how it is called in a sentence and its type.
_KEYS: Mapping[str, tuple[str, type]] = {
    "name": ("步骤名称 name", str),
    "after": ("排在哪一步之后 after", str),
    "required": ("是否必办 required", bool),
    "help": ("办理说明 help", str),
    "people": ("有关人员 people", str),
    "document": ("材料名称 document", str),
    "source": ("依据 source", str),
    "months": ("时限（月）months", int),
    "valid_from": ("起用日期 valid_from", date),
}
_LONGEST = 30
_MOST_MONTHS = 60
_HEAD = re.compile(r"^\s*\[\[\s*step\s*\]\]")

#: An example that can be filled in.
SAMPLE = """# 本地发展党员步骤：写在国家步骤之间，每一步以 [[step]] 开头。
# name 步骤名称；after 排在哪一步之后（写国家步骤的名称）；required 是否必办；
# months 上一步之后几个月内办（可不写）；people 有关人员、document 材料名称、help 办理说明可不写；
# source 依据哪份文件；valid_from 从哪天起用（可不写）。

[[step]]
name = "召开群众座谈会"
after = "政治审查"
required = true
people = "参加座谈的群众"
document = "群众座谈会记录"
source = "教育局党委通知"
help = "听取党内外群众意见，一般不少于 5 人。"
"""


class LocalSteps(Record, Kept):
    """The file of steps that holds in a branch: its text as it was taken in; the newest counts."""

    __tablename__ = "local_steps"

    file_name: Mapped[str] = field("步骤文件", Kind.TEXT, required=True, length=200)
    text: Mapped[str] = field("内容", Kind.LONG_TEXT, required=True, length=100_000)


def understand(text: str, national: Mapping[str, str]) -> tuple[list[dict[str, Any]], list[str]]:
    """The steps of a file and what is wrong with it, a sentence each with its line.

    Args:
        text: The file.
        national: Names of the steps that a local one may follow or must not repeat.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"第 {line[1]} 行" if line else "文件末尾"
        return [], [f"{where}写法不对，请检查引号、等号和方括号。"]
    rows = given.get("step")
    if set(given) - {"step"} or not isinstance(rows, list) or not rows:
        return [], ["文件里只能有以 [[step]] 开头的步骤，至少一步。"]
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _HEAD.match(line)]
    steps: list[dict[str, Any]] = []
    problems: list[str] = []
    for place, row in enumerate(rows):
        at = f"第 {lines[place]} 行起的步骤" if place < len(lines) else f"第 {place + 1} 个步骤"
        found = list(_wrong(row, national, [each["name"] for each in steps]))
        problems += [f"{at}：{each}" for each in found]
        if not found:
            steps.append(row)
    return steps, problems


def _wrong(row: Mapping[str, Any], national: Mapping[str, str], before: Sequence[str]
           ) -> Iterator[str]:  # fmt: skip
    """What is wrong with one step."""
    for key, value in row.items():
        if key not in _KEYS:
            yield f"不认识“{key}”，可以写的是 {'、'.join(_KEYS)}。"
        elif type(value) is not _KEYS[key][1]:
            yield f"{_KEYS[key][0]}的写法不对，请照样例填写。"
    name, after = row.get("name"), row.get("after")
    if not isinstance(name, str) or not name.strip():
        yield "没有写步骤名称 name。"
    elif len(name) > _LONGEST:
        yield f"步骤名称最多 {_LONGEST} 个字。"
    elif name in national or name in before:
        yield f"“{name}”已经有了，请换一个名称。"
    if not isinstance(after, str) or after not in national:
        yield f"after 要写国家步骤的名称，没有“{after or ''}”这一步。"
    months = row.get("months", 1)
    if type(months) is int and not 1 <= months <= _MOST_MONTHS:
        yield f"时限 months 应在 1 到 {_MOST_MONTHS} 个月之间。"
