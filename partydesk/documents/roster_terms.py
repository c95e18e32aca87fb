"""The terms of the national lists and the words that sheets use instead (DOMAIN.md 8.2)."""

import re
from collections.abc import Mapping

from partydesk.documents.roster_text import compact
from partydesk.domain.codes import (
    EDUCATION_SYNONYMS,
    EDUCATIONS,
    ETHNICITIES,
    JOBS,
    LEAVINGS,
    SEXES,
)
from partydesk.domain.member import Category, Standing

_EDUCATIONS = {
    "大本": "大学",
    "本科生": "大学",
    "专科生": "大专",
    "硕士生": "硕士研究生",
    "博士生": "博士研究生",
    "中师": "中等专科",
    "中等师范": "中等专科",
    "中技": "技工学校",
    "职业中学": "职业高中",
    "中央党校本科": "中央党校大学",
    "中央党校专科": "中央党校大专",
    "研究生硕士": "硕士研究生",
    "研究生博士": "博士研究生",
}
_CATEGORIES = {
    "正式": Category.FULL,
    "正式党员（在册）": Category.FULL,
    "中共党员": Category.FULL,
    "中共正式党员": Category.FULL,
    "党员": Category.FULL,
    "预备": Category.PROBATIONARY,
    "中共预备党员": Category.PROBATIONARY,
    "中共党员（正式）": Category.FULL,
    "党员（正式）": Category.FULL,
    "中共党员（预备）": Category.PROBATIONARY,
    "党员（预备）": Category.PROBATIONARY,
    "发展对象": Category.CANDIDATE,
    "积极分子": Category.ACTIVIST,
    "申请人": Category.APPLICANT,
    "入党申请": Category.APPLICANT,
}
#: Words that name one job of the list and no other.
_JOBS = {
    "退休": "退休人员",
    "退休教师": "退休人员",
    "离休": "离休干部",
    "学生": "各类学生",
    "事业单位专业技术人员": "事业单位专业技术岗位",
    "事业单位专技岗位": "事业单位专业技术岗位",
    "事业单位管理人员": "事业单位管理岗位",
    "事业单位工勤技能岗位": "工勤岗位（事业）",
    "事业单位工勤岗位": "工勤岗位（事业）",
    "事业工勤岗位": "工勤岗位（事业）",
    "工勤岗位事业": "工勤岗位（事业）",
    "公务员（参照）": "参照公务员法管理的工作人员",
    "参公人员": "参照公务员法管理的工作人员",
    "军人": "解放军、武警",
}
#: Words of a school that leave the sort of employer open; a public school is taken.
_ASSUMED_JOBS = {
    "教师": "事业单位专业技术岗位",
    "专任教师": "事业单位专业技术岗位",
    "专业技术岗位": "事业单位专业技术岗位",
    "专业技术人员": "事业单位专业技术岗位",
    "专业技术": "事业单位专业技术岗位",
    "专技": "事业单位专业技术岗位",
    "专技岗": "事业单位专业技术岗位",
    "专技岗位": "事业单位专业技术岗位",
    "管理": "事业单位管理岗位",
    "管理岗": "事业单位管理岗位",
    "管理岗位": "事业单位管理岗位",
    "管理人员": "事业单位管理岗位",
    "工勤": "工勤岗位（事业）",
    "工勤岗": "工勤岗位（事业）",
    "工勤岗位": "工勤岗位（事业）",
    "工勤人员": "工勤岗位（事业）",
}
#: First three digits of a job's code; leaf codes are the system's own.
_JOB_CODES = {
    "012": "事业单位管理岗位",
    "013": "事业单位专业技术岗位",
    "014": "公有经济控制企业管理岗位",
    "015": "公有经济控制企业专业技术岗位",
    "021": "非公有经济控制企业管理岗位",
    "022": "非公有经济控制企业专业技术岗位",
    "023": "民办非企业管理岗位",
    "024": "民办非企业专业技术岗位",
}

_PARTY_SCHOOL = re.compile(r".{0,8}(?:省|市|区|省（区、市）|地方)委?党校(.+)")
_DEGREE = re.compile(r"(.*?)[/、,，;；（+]*(学士|硕士|博士)(?:学位)?）?")
_AROUND_EDUCATION = re.compile(
    r"(?:全日制|在职|函授|自考|成人|电大|夜大|网络教育)?(.+?)(?:毕业|学历|肄业|文化)?"
)
_CODE = re.compile(r"([0-9]{2,4})[-.、:：_]*(.*)")


def _terms(choices: tuple[str, ...], synonyms: Mapping[str, str] | None = None) -> dict[str, str]:
    own = {compact(choice): str(choice) for choice in choices}
    return {**{compact(word): str(term) for word, term in (synonyms or {}).items()}, **own}


#: For each field with a list: the term by every word that stands for it without doubt.
TERMS: dict[str, dict[str, str]] = {
    "sex": _terms(SEXES, {"男性": "男", "女性": "女", "1": "男", "2": "女", "M": "男", "F": "女"}),
    "ethnicity": _terms(
        ETHNICITIES,
        {
            **{name.removesuffix("族"): name for name in ETHNICITIES},
            **{f"{code}": name for code, name in enumerate(ETHNICITIES, 1)},
            **{f"{code:02d}": name for code, name in enumerate(ETHNICITIES, 1)},
            **{f"{code:02d}{name}": name for code, name in enumerate(ETHNICITIES, 1)},
        },
    ),
    "education": _terms(EDUCATIONS, {**EDUCATION_SYNONYMS, **_EDUCATIONS}),
    "category": _terms(tuple(Category), _CATEGORIES),
    "job": _terms(JOBS, _JOBS),
    "standing": _terms(
        tuple(Standing), {"正常党籍": "正常", "停止": "停止党籍", "党籍正常": "正常"}
    ),
    "left_kind": _terms(LEAVINGS),
}


def education_and_degree(key: str) -> tuple[str, str] | None:
    """学历 and 学位 from one compact text such as 本科/学士; the degree may be ``""``."""
    if plain := _education(key):
        return plain, ""
    if match := _DEGREE.fullmatch(key):
        before, degree = match[1], match[2]
        graduate = before in {"研究生", "研究生学历"}
        education = _education(f"{degree}研究生" if graduate and degree != "学士" else before)
        if education:
            return education, degree
    return None


def _education(text: str) -> str | None:
    """A term of the list, also of party schools of provinces, without 毕业, 全日制 and the like."""
    match = _AROUND_EDUCATION.fullmatch(text)
    bare = match[1] if match else text
    if school := _PARTY_SCHOOL.fullmatch(bare):
        kind = {"本科": "大学", "专科": "大专"}.get(school[1], school[1])
        bare = f"省（区、市）委党校{kind}"
    return TERMS["education"].get(bare)


def assumed_job(key: str) -> str | None:
    """A job by its code, by its code and label, or by a word that only a school uses so."""
    if key in _ASSUMED_JOBS:
        return _ASSUMED_JOBS[key]
    if not (match := _CODE.fullmatch(key)):
        return None
    code, label = match.groups()
    if label:
        return TERMS["job"].get(label) or _ASSUMED_JOBS.get(label)
    return _JOB_CODES.get(code[:3])
