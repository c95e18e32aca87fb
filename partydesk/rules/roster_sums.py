"""Checks of what statistics add up to, of jobs, and of traces of imports (DOMAIN.md, D)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from partydesk.domain.periods import Period, add_months
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Person
from partydesk.rules.roster import here, hit
from partydesk.rules.rule import Confidence, H, Hit, Rule, W

#: What the yearly statistics are counted by (DOMAIN.md 8.4).
_COUNTED = (
    ("sex", "性别"),
    ("ethnicity", "民族"),
    ("education", "学历"),
    ("born_on", "出生日期"),
    ("job", "工作岗位"),
)
#: More people than this who lack the same are told together.
_FEW = 3
_FILL_IN = "请对照采集表补填。"
#: Jobs of those who no longer work, or whose work has no pension age here.
_AT_REST = frozenset({"离休干部", "退休人员", "退职人员", "内部退养职工", "其他无业人员"})
_TEACHER = "教师"
_TEACHING = ("专业技术岗位", "管理岗位")
#: The pension age rises from here on by a month every four (DOMAIN.md, MEM-16).
_RISES_FROM = date(2025, 1, 1)
_AGES = {"男": (60, 36), "女": (55, 36)}
_RISES_EVERY = 4

_STRANGE = (
    (re.compile("[０-９Ａ-Ｚａ-ｚ]"), "全角字符"),
    (re.compile(r"\d\.\d+E\+?\d+", re.IGNORECASE), "科学计数法的数字"),
    (re.compile(r"^\d{5}(\.0)?$"), "没有换成日期的数字"),
)
_TEXTS = (
    ("name", "姓名"),
    ("mobile", "手机号"),
    ("landline", "固定电话"),
    ("floating_to", "外出流向"),
    ("title", "职称"),
)
_CHINESE = re.compile("[\u4e00-\u9fff]")


def sums(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-14: whoever lacks one of the counted fields is missing in a sum.

    What many lack is one finding: a sheet that never had the column is one thing to mend.
    """
    total = len(facts.members)
    lacking = {
        name: [each for each in facts.members if getattr(each, name) is None]
        for name, _ in _COUNTED
    }
    many = {label: people for name, label in _COUNTED if len(people := lacking[name]) > _FEW}
    if many:
        yield _many_lack(facts, many)
    few = [(name, label) for name, label in _COUNTED if len(lacking[name]) <= _FEW]
    for each in facts.members:
        own = [(name, label) for name, label in few if getattr(each, name) is None]
        if own:
            name, label = own[0]
            told = "、".join(text for _, text in own)
            sentence = (
                f"没有填写{told}，按{label}统计只有 {total - len(lacking[name])} 人，"
                f"与总数 {total} 人不符"
            )
            yield hit(each, sentence, name, _FILL_IN)


def _many_lack(facts: Facts, many: Mapping[str, Sequence[Person]]) -> Hit:
    total = len(facts.members)
    told = "；".join(
        f"没有填写{label}的有{facts.names_of([each.id for each in people])}，"
        f"按{label}统计只有 {total - len(people)} 人"
        for label, people in many.items()
    )
    return Hit(
        f"{told}，与总数 {total} 人不符。",
        "member",
        "sums",
        advice=f"{_FILL_IN}可以在名册里选中这些人，用“批量修改”一次填好。",
        cases=len({each.id for people in many.values() for each in people}),
    )


def job_of_retired(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-16: past the pension age and still at work; a teacher with a job that is none."""
    for each in facts.members:
        ends = retires_on(each)
        if ends is not None and ends < facts.today and each.job and each.job not in _AT_REST:
            sentence = f"已过退休年龄，工作岗位仍是“{each.job}”"
            advice = "已退休的，请改为“退休人员”；延迟退休的，可说明理由。"
            yield hit(each, sentence, "job", advice)
        elif _TEACHER in (each.title or "") and _is_odd(each.job):
            sentence = f"职称是“{each.title}”，工作岗位却是“{each.job}”"
            yield hit(each, sentence, "job", "教师一般是专业技术岗位，请核对。")


def _is_odd(job: str | None) -> bool:
    return bool(job) and job not in _AT_REST and not str(job).endswith(_TEACHING)


def retires_on(person: Person) -> date | None:
    """The day of the pension age: 60 and 55, from 2025 rising by a month every four to 63 and 58.

    The age of 55 is that of women on posts of cadres and specialists, as teachers are.
    """
    if person.born_on is None or person.sex not in _AGES:
        return None
    years, most = _AGES[person.sex]
    usual = add_months(person.born_on, 12 * years)
    if usual < _RISES_FROM:
        return usual
    passed = (usual.year - _RISES_FROM.year) * 12 + usual.month - _RISES_FROM.month
    return add_months(usual, min(passed // _RISES_EVERY + 1, most))


def traces_of_import(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-17: texts that a sheet has spoilt."""
    for each in here(facts):
        for name, label in _TEXTS:
            text = getattr(each, name) or ""
            what = next((told for pattern, told in _STRANGE if pattern.search(text)), "")
            if name == "name" and " " in text.strip() and _CHINESE.search(text):
                what = "空格"
            if what:
                yield hit(each, f"{label}里有{what}", name, "可能是导入表格时带来的，请重新填写。")
                break


RULES = (
    Rule("MEM-14", W, "党内统计要求", sums, "统计合计与总数一致", confidence=Confidence.KNOWN),
    Rule(
        "MEM-16",
        H,
        "工作岗位代码表",
        job_of_retired,
        "退休和教师的岗位",
        confidence=Confidence.LOCAL,
    ),
    Rule(
        "MEM-17",
        H,
        "采集表导入",
        traces_of_import,
        "没有导入留下的怪字",
        confidence=Confidence.DESIGN,
    ),
)
