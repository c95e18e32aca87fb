"""One cell of a foreign roster as the value of its field, in every form that sheets use."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from partydesk.documents.roster_terms import TERMS, assumed_job, education_and_degree
from partydesk.documents.roster_text import BROKEN_CELLS, clipped, compact, is_blank, text_of
from partydesk.domain import identity
from partydesk.domain.dates import WrittenDay, day_of_cell, read_day
from partydesk.domain.fields import Field, Kind

ROUNDED_ID = "身份证号被存成数字，末位已丢失，请将该列设为文本后重填。"

_SCIENTIFIC = re.compile(r"[0-9]+(\.[0-9]+)?[Ee]\+?[0-9]+")
_SHORT_YEAR = re.compile(r"['’]?([0-9]{2})(年[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)")
_MOBILE = re.compile(r"(?:\+?0{0,2}86)?(1[0-9]{10})")
_LANDLINE = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))([0-9]{7,8})")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|[-—])\s*([0-9]{1,6})$", re.IGNORECASE)
_BETWEEN_PHONES = (re.compile(r"[/、,，;；|]"), re.compile(r"[/、,，;；|\s]+"))
_DOTS = re.compile(r"(?<=[^\x00-\x7f])[\s]*[•‧・･∙⋅．.·●。][\s]*(?=[^\x00-\x7f])")
_YES_WORDS = "是 有 对 √ ✓ ✔ ☑ v V y Y yes Yes YES 1 true TRUE True"
_NO_WORDS = "否 无 不是 没有 非 × ✗ ✘ ☐ x X n N no No NO 0 false FALSE False"
_YES, _NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())


class Reading(NamedTuple):
    """What a cell was understood as.

    Attributes:
        value: The value of the field; None when there is none.
        doubt: What is not clear, as a sentence; the row needs a look.
        blocking: Whether the row can't be imported.
        kept: Text that found no field and goes to 备注.
        others: Values for other fields, used where their own columns say nothing.
        month_only: Whether a day is known only to its month.
        assumed: What was taken for granted, once for the whole sheet.
    """

    value: Any = None
    doubt: str = ""
    blocking: bool = False
    kept: str = ""
    others: Mapping[str, Any] = MappingProxyType({})
    month_only: bool = False
    assumed: str = ""

    @property
    def says_no_more(self) -> bool:
        """Whether the value is all there is to it."""
        more = self.doubt or self.kept or self.others or self.month_only or self.assumed
        return not more


NOTHING = Reading()

#: Longer texts that found no field do not fit into 备注 beside others.
_LONGEST_KEPT = 500


def reader_for(described: Field) -> Callable[[Any], Reading]:
    """The function that understands the cells of one column."""
    if described.name == "name":
        return lambda cell: _name(described, cell)
    match described.kind:
        case Kind.ID_NUMBER:
            return _id_number
        case Kind.PHONE:
            return lambda cell: _phone(described, cell)
        case Kind.DAY:
            return lambda cell: _day(described, cell)
        case Kind.YES_NO:
            return lambda cell: _yes_no(described, cell)
        case Kind.CHOICE:
            return lambda cell: _choice(described, cell)
    return lambda cell: _text(described, cell)


def _doubtful(described: Field, text: str, why: str) -> Reading:
    return Reading(
        doubt=f"{why}原文已放进备注，请确认。", kept=f"{described.label}：{clipped(text)}"
    )


def _broken(described: Field, text: str) -> Reading | None:
    if text in BROKEN_CELLS:
        return _doubtful(described, text, f"“{described.label}”里的公式出错（{text}），")
    return None


def _name(described: Field, cell: Any) -> Reading:
    text = text_of(cell)
    if is_blank(text):
        return NOTHING
    if text in BROKEN_CELLS:
        return Reading(doubt=f"姓名里的公式出错（{text}），请改正后再导入。", blocking=True)
    text = _DOTS.sub("·", text)
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text)
    if len(text) > described.length:
        why = f"姓名有 {len(text)} 个字，最多 {described.length} 个字，请核对。"
        return Reading(doubt=why, blocking=True)
    if not any(map(_is_letter, text)):
        return Reading(doubt=f"姓名“{clipped(text)}”里没有汉字或字母，请核对。", blocking=True)
    odd = "".join(char for char in text if not (_is_letter(char) or char in "· ."))
    doubt = f"姓名“{clipped(text)}”里有“{clipped(odd)}”，请确认。" if odd else ""
    return Reading(text, doubt)


def _is_letter(char: str) -> bool:
    """Private-use characters count: rare names are written with them on some systems."""
    return char.isalpha() or char == "〇" or "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"


def _id_number(cell: Any) -> Reading:
    if isinstance(cell, float) and abs(cell) >= 1e15:
        return Reading(doubt=ROUNDED_ID, blocking=True)
    text = text_of(cell)
    if is_blank(text):
        return NOTHING
    if _SCIENTIFIC.fullmatch(text):
        return Reading(doubt=ROUNDED_ID, blocking=True)
    if text in BROKEN_CELLS:
        return Reading(doubt=f"身份证号里的公式出错（{text}），请改正后再导入。", blocking=True)
    number = identity.normalise(text)
    wrong = identity.problem(number)
    return Reading(doubt=wrong, blocking=True) if wrong else Reading(number)


def _day(described: Field, cell: Any) -> Reading:
    today = date.today()
    if type(cell) is date and cell.year >= 1900 and cell <= today:
        return Reading(cell)
    if isinstance(cell, str) and (is_blank(cell) or cell.strip() in {"0", "1900-01-00"}):
        return NOTHING
    if cell == 0:
        return NOTHING
    try:
        understood, doubt = _written_day(cell, today)
    except ValueError as refused:
        text = text_of(cell)
        return _broken(described, text) or _doubtful(described, text, str(refused))
    if understood is None:
        return NOTHING
    if not 1900 <= understood.day.year <= 2100:
        text = text_of(cell)
        return _doubtful(described, text, f"{described.label}“{text}”的年份不合理，")
    if understood.day > today:
        text = text_of(cell)
        return _doubtful(described, text, f"{described.label}“{clipped(text)}”晚于今天，")
    return Reading(understood.day, doubt, month_only=understood.month_only)


def _written_day(cell: Any, today: date) -> tuple[WrittenDay | None, str]:
    """The day, and what somebody should look at: 78年5月 is the last such May that has been.

    Raises:
        ValueError: There is no such day; the text is a sentence.
    """
    if isinstance(cell, float | date):
        return read_day(cell), ""
    text = text_of(cell)
    short = _SHORT_YEAR.fullmatch(compact(text))
    if short is None:
        return day_of_cell(cell, text), ""
    year, rest = short.groups()
    century = today.year // 100
    understood = read_day(f"{century}{year}{rest}")
    if understood is None or understood.day > today:
        understood = read_day(f"{century - 1}{year}{rest}")
    assert understood is not None, "a year and a month are a day"
    return understood, f"“{text}”的年份只写了两位，按 {understood.day.year} 年记，请确认。"


def _yes_no(described: Field, cell: Any) -> Reading:
    text = compact(text_of(cell))
    if text in _YES:
        return Reading(True)
    if text in _NO:
        return Reading(False)
    if is_blank(text):
        return NOTHING
    why = f"“{described.label}”应为“是”或“否”，这里是“{clipped(text)}”，"
    return _broken(described, text) or _doubtful(described, text, why)


def _choice(described: Field, cell: Any) -> Reading:
    text = text_of(cell)
    if is_blank(text):
        return NOTHING
    key = compact(text)
    terms = TERMS[described.name]
    if key in terms:
        return Reading(terms[key])
    if described.name == "education" and (pair := education_and_degree(key)):
        return Reading(pair[0], others={"degree": pair[1]} if pair[1] else {})
    if described.name == "job" and (job := assumed_job(key)):
        return Reading(job, assumed=f"工作岗位“{clipped(text)}”按“{job}”记。")
    if described.name == "category":
        # Whoever is no member must not become one by default.
        why = f"人员类别“{clipped(text)}”不在名单中，应为“正式党员”“预备党员”等。"
        return Reading(doubt=why, blocking=True)
    why = f"“{described.label}”的名单中没有“{clipped(text)}”，"
    return _broken(described, text) or _doubtful(described, text, why)


def _text(described: Field, cell: Any) -> Reading:
    text = text_of(cell)
    if is_blank(text):
        return NOTHING
    if broken := _broken(described, text):
        return broken
    if len(text) > described.length:
        why = f"“{described.label}”有 {len(text)} 个字，最多 {described.length} 个字，"
        if described.kind == Kind.LONG_TEXT or len(text) > _LONGEST_KEPT:
            return Reading(doubt=f"{why}请缩短后再导入。", blocking=True)
        return Reading(doubt=f"{why}原文已放进备注，请确认。", kept=f"{described.label}：{text}")
    return Reading(text)


def _phone(described: Field, cell: Any) -> Reading:
    text = text_of(cell)
    if is_blank(text):
        return NOTHING
    if _SCIENTIFIC.fullmatch(text):
        number = Decimal(text)
        if len(number.as_tuple().digits) < 11:
            return _doubtful(described, text, f"号码“{text}”末尾的数字已丢失，")
        text = str(int(number))
    if found := _one_phone(described, text):
        return found
    for between in _BETWEEN_PHONES:
        parts = [part for part in between.split(text) if part.strip()]
        known = [each for part in parts if (each := _one_phone(described, part)) is not None]
        if len(known) == len(parts) > 1:
            return _several(described, text, known)
    why = f"{described.label}“{clipped(text)}”不像电话号码，"
    return _broken(described, text) or _doubtful(described, text, why)


def _several(described: Field, text: str, known: list[Reading]) -> Reading:
    """Two numbers of two sorts fill two fields; of two of one sort the second goes to 备注."""
    value = next((each.value for each in known if each.value), None)
    others = {name: each for reading in known for name, each in reading.others.items()}
    if len(known) == 2 and value and others:
        return Reading(value, others=others)
    doubt = f"{described.label}里有 {len(known)} 个号码，只取第一个，其余在备注里，请确认。"
    return Reading(value, doubt, kept=f"{described.label}：{clipped(text)}", others=others)


def _one_phone(described: Field, text: str) -> Reading | None:
    digits = re.sub(r"[\s\-—–()（）.]", "", text)
    if mobile := _MOBILE.fullmatch(digits):
        return _placed(described, "mobile", mobile[1])
    written = [(digits, "")]
    if extension := _EXTENSION.search(text):
        written.append((re.sub(r"\D", "", text[: extension.start()]), f"-{extension[1]}"))
    for number, tail in written:
        if landline := _LANDLINE.fullmatch(number):
            return _placed(described, "landline", f"{landline[1]}-{landline[2]}{tail}")
        if re.fullmatch(r"[2-9][0-9]{6,7}", number):
            placed = _placed(described, "landline", f"{number}{tail}")
            doubt = f"固定电话“{clipped(text)}”缺少区号，请确认。"
            return Reading(placed.value, doubt, others=placed.others)
    return None


def _placed(described: Field, name: str, number: str) -> Reading:
    return Reading(number) if described.name == name else Reading(others={name: number})
