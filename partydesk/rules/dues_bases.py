"""Checks of what dues are reckoned from: rates, reductions, new members (DOMAIN.md, E)."""

from collections.abc import Iterator
from datetime import date

from partydesk.domain.dues import Income
from partydesk.domain.member import Category
from partydesk.domain.periods import Period, add_months
from partydesk.domain.text import money
from partydesk.rules.dues_rates import amount_of, load_rates
from partydesk.rules.facts import Facts
from partydesk.rules.plain_dues import Base
from partydesk.rules.rule import E, H, Hit, Rule, W

_BASES = "dues_base"
_RULES = "党费收缴规定"


def wrong_amount(facts: Facts, _period: Period) -> Iterator[Hit]:
    """FEE-01: what is owed is not the rate times the base, rounded as set."""
    for each in facts.rows(Base):
        owed = amount_of(each.income, each.base, load_rates())
        if owed is not None and each.amount is not None and each.amount != owed:
            yield Hit(
                f"{_name(facts, each.member_id)}的月应交是 {money(each.amount)} 元，"
                f"按基数和比例应为 {money(owed)} 元。",
                _BASES,
                each.id,
                "amount",
                "请核对计算基数和收入类型，重新保存后自动计算。",
                _first(each.from_month),
            )


def reduced_without_approval(facts: Facts, _period: Period) -> Iterator[Hit]:
    """FEE-05: reduced or waived without the approval of the next higher committee."""
    for each in facts.rows(Base):
        if each.income == Income.REDUCED and not each.approval:
            yield Hit(
                f"{_name(facts, each.member_id)}的党费减免没有填写上级批准。",
                _BASES,
                each.id,
                "approval",
                "减免由支部研究、报上一级党委批准，请补填批准文号或日期。",
                _first(each.from_month),
            )


def probationary_without_dues(facts: Facts, _period: Period) -> Iterator[Hit]:
    """FEE-06: a 预备党员 owes from the month of the meeting that admitted them."""
    if not facts.rows(Base):
        return
    firsts: dict[str, str] = {}
    for each in facts.rows(Base):
        firsts[each.member_id] = min(each.from_month, firsts.get(each.member_id, "9999-99"))
    for person in facts.members:
        if person.category != Category.PROBATIONARY or person.joined_on is None:
            continue
        began = f"{person.joined_on:%Y-%m}"
        if firsts.get(person.id, "9999-99") > began:
            yield Hit(
                f"预备党员{person.name}从 {began} 起应交党费，还没有核定。",
                "member",
                person.id,
                "joined_on",
                "请在“党费核定”里从接收为预备党员的当月起核定。",
                person.joined_on,
            )


def stale_base(facts: Facts, _period: Period) -> Iterator[Hit]:
    """FEE-07: nobody has looked at a base for more than a year."""
    most = load_rates().stale_months
    newest: dict[str, Base] = {}
    for each in facts.rows(Base):
        if each.from_month >= newest.get(each.member_id, each).from_month:
            newest[each.member_id] = each
    here = {each.id for each in facts.members}
    old = [
        each
        for each in newest.values()
        if each.member_id in here
        and each.income not in (Income.FIXED,)
        and add_months(_first(each.from_month), most) < facts.today.replace(day=1)
    ]
    if old:
        yield Hit(
            f"{facts.names_of(each.member_id for each in old)}的党费基数超过 {most} 个月没有核定。",
            _BASES,
            old[0].id,
            "from_month",
            "工资变动后从领到新工资的当月起按新基数交；没有变化的也请重新核定一次。",
            cases=len(old),
        )


def paid_little_with_wage(facts: Facts, _period: Period) -> Iterator[Hit]:
    """FEE-12: in the 0.2-yuan class, with a wage on record."""
    for each in facts.rows(Base):
        if each.income == Income.FIXED and each.base:
            yield Hit(
                f"{_name(facts, each.member_id)}按固定数额交党费，"
                f"但填有收入 {money(each.base)} 元。",
                _BASES,
                each.id,
                "income",
                "有固定收入的按比例交纳，请核对收入类型。",
                _first(each.from_month),
            )


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _name(facts: Facts, member_id: str) -> str:
    return facts.names_of([member_id])


# fmt: off
RULES = (
    Rule("FEE-01", E, f"{_RULES}第一、二、五、六条", wrong_amount, "党费数额与基数比例一致"),
    Rule("FEE-05", W, f"{_RULES}第七条", reduced_without_approval, "减免经上级批准"),
    Rule("FEE-06", W, f"{_RULES}第八条", probationary_without_dues, "预备党员从接收当月起交"),
    Rule("FEE-07", W, f"{_RULES}第十条", stale_base, "基数随工资变动"),
    Rule("FEE-12", H, f"{_RULES}第六条", paid_little_with_wage, "有收入的不按固定数额交"),
)
# fmt: on
