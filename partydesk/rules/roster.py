"""Checks of the roster: identity numbers, duplicates, codes and phones (DOMAIN.md, D)."""

import re
from collections.abc import Iterable, Iterator

from partydesk.domain import identity
from partydesk.domain.codes import EDUCATIONS, ETHNICITIES, JOBS
from partydesk.domain.finding import Severity
from partydesk.domain.periods import Period, add_months
from partydesk.domain.text import long_day
from partydesk.rules import sources
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Person
from partydesk.rules.plain_roster import ToldApart
from partydesk.rules.rule import Confidence, E, Hit, Rule, W

_MOBILE = re.compile(r"1[0-9]{10}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?")
_CODES = (
    ("ethnicity", "民族", frozenset(ETHNICITIES)),
    ("education", "学历", frozenset(EDUCATIONS)),
    ("job", "工作岗位", frozenset(JOBS)),
    ("standing", "党籍状态", frozenset({"正常", "停止党籍"})),
)


def here(facts: Facts) -> Iterator[Person]:
    """Everyone who has not left, those on the way to membership too."""
    return (each for each in facts.people if not each.left_on)


def invalid_number(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-01."""
    for each in here(facts):
        sentence = identity.problem(each.id_number or "")
        if sentence:
            yield hit(each, sentence.removesuffix("。"), "id_number", "请对照身份证核对。")


def number_disagrees(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-02: only for numbers that are right in themselves."""
    for each in here(facts):
        number = each.id_number or ""
        wrong, field = [], ""
        if number and each.sex and identity.sex_of(number) != each.sex:
            wrong, field = [f"性别“{each.sex}”"], "sex"
        if number and each.born_on and identity.birth_of(number) != each.born_on:
            wrong, field = [f"出生日期{long_day(each.born_on)}", *wrong], "born_on"
        if wrong and not identity.problem(number):
            yield hit(each, f"{'和'.join(wrong)}与身份证号不一致", field, "请对照身份证核对。")


def listed_twice(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-03: one number for two people is an error, one name and birthday a warning."""
    by_number: dict[str, Person] = {}
    by_name: dict[tuple[str, object], Person] = {}
    two_people = {frozenset(pair) for pair in facts.rows(ToldApart)}
    for each in facts.people:
        number = identity.normalise(each.id_number or "")
        if number:
            first = by_number.setdefault(number, each)
            if first is not each:
                yield hit(each, f"身份证号与{first.name}相同", "id_number", "请核对是否同一个人。")
                continue
        key = (each.name, each.born_on)
        other = by_name.setdefault(key, each) if each.born_on else each
        is_known = frozenset((each.id, other.id)) in two_people
        if other is not each and not is_known and not (number and other.id_number):
            found = hit(each, "名册里有同名同出生日期的人", "name", "请核对是否重复登记。")
            yield found._replace(severity=Severity.WARNING)


def lost(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-07."""
    months, today = facts.limits.lost_months, facts.today
    for each in facts.members:
        if not each.is_lost:
            continue
        if each.lost_on is None:
            yield hit(each, "记为失联党员，没有填写失去联系日期", "lost_on", "请补填年月。")
        elif add_months(each.lost_on, months) > today:
            sentence = f"失去联系未满 {months} 个月，还不能记为失联党员"
            yield hit(each, sentence, "is_lost", "请核对失去联系日期，并继续联系。")
        elif each.standing == "正常":
            sentence = f"失去联系已满 {months} 个月，党籍状态仍是“正常”"
            yield hit(each, sentence, "standing", "请按规定研究是否停止党籍，报上级批准后登记。")


def floating(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-09."""
    for each in facts.members:
        if each.is_floating and not each.floating_to:
            yield hit(each, "记为流动党员，没有填写外出流向", "floating_to", "请填写省、市、县。")
        elif each.is_floating and _is_away_long(facts, each):
            sentence = f"外出已满 {facts.limits.floating_months} 个月"
            advice = "请核对是否应当转移组织关系；不转的，请保持联系并说明。"
            yield hit(each, sentence, "floated_on", advice)


def _is_away_long(facts: Facts, person: Person) -> bool:
    months = facts.limits.floating_months
    return person.floated_on is not None and add_months(person.floated_on, months) <= facts.today


def unknown_codes(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-10."""
    for each in here(facts):
        wrong = [
            (name, f"{label}“{value[:12]}”")
            for name, label, codes in _CODES
            if (value := getattr(each, name)) and value not in codes
        ]
        if wrong:
            told = "、".join(text for _, text in wrong)
            yield hit(each, f"{told}不在代码表内", wrong[0][0], "请从列表中选择。")


def phones(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-11."""
    for each in facts.members:
        if not each.mobile and not each.landline:
            yield hit(each, "没有填写手机号和固定电话", "mobile", "请补填一个能联系上的号码。")
        elif each.mobile and not _MOBILE.fullmatch(_digits(each.mobile)):
            yield hit(each, "手机号不是 11 位", "mobile", "请核对手机号。")
        elif each.landline and not _LANDLINE.fullmatch(each.landline.replace(" ", "")):
            yield hit(each, "固定电话没有区号或位数不对", "landline", "请写成“区号-号码”。")


def _digits(phone: str) -> str:
    return re.sub(r"[\s\-]", "", phone).removeprefix("+86")


def hit(person: Person, sentence: str, field: str, advice: str) -> Hit:
    """A hit about one person; the sentence has no full stop yet."""
    return Hit(f"{person.name}：{sentence}。", "member", person.id, field, advice)


def names(people: Iterable[Person], most: int = 3) -> str:
    """A few names and how many there are."""
    known = [each.name for each in people]
    more = f"等 {len(known)} 人" if len(known) > most else ""
    return "、".join(known[:most]) + more


RULES = (
    Rule("MEM-01", E, sources.CITIZEN_NUMBER, invalid_number, "身份证号有效"),
    Rule("MEM-02", E, sources.CITIZEN_NUMBER, number_disagrees, "身份证号与生日、性别一致"),
    Rule(
        "MEM-03", E, sources.ROSTER_FORM, listed_twice, "名册不重复", confidence=Confidence.DESIGN
    ),
    Rule("MEM-07", W, f"{sources.EDUCATION}第二十四条", lost, "失联党员登记"),
    Rule("MEM-09", W, f"{sources.EDUCATION}第三十二条", floating, "流动党员流向"),
    Rule("MEM-10", W, "全国党员管理信息系统代码表", unknown_codes, "用代码表内的名称"),
    Rule("MEM-11", W, sources.ROSTER_FORM, phones, "联系电话"),
)
