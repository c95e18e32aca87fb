"""Checks of dues paid: arrears, back-payments, receipts, the yearly notice (DOMAIN.md, E)."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from partydesk.domain.dues import PaymentKind
from partydesk.domain.finding import Severity
from partydesk.domain.periods import Period, add_months
from partydesk.domain.text import money
from partydesk.rules.dues_rates import load_rates
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Person
from partydesk.rules.plain_dues import Notice, Payment
from partydesk.rules.rule import Confidence, E, Hit, Rule, W

_TABLE, _NOTICES = "dues_payment", "dues_notice"
_RULES = "党费收缴规定"


def unpaid(facts: Facts, period: Period) -> Iterator[Hit]:
    """FEE-02: months unpaid after the day of grace; stronger after three."""
    rates = load_rates()
    for member_id, months in sorted(_open_months(facts, period).items()):
        weight = Severity.ERROR if len(months) >= rates.stronger_months else None
        yield Hit(
            f"{_name(facts, member_id)}有 {len(months)} 个月党费没有交：{_listed(months)}。",
            _TABLE,
            _payment_of(facts, member_id, months[-1]),
            "paid",
            "请提醒本人按月交纳；外出的可以由他人代交或线上交纳。",
            _first(months[-1]),
            weight,
            cases=len(months),
        )


def leaving(facts: Facts, period: Period) -> Iterator[Hit]:
    """FEE-03: six months in a row unpaid: 自行脱党 must be considered, never automatically."""
    most = load_rates().leaving_months
    for member_id, months in sorted(_open_months(facts, period).items()):
        run = _longest_row(months, period)
        if len(run) >= most:
            yield Hit(
                f"{_name(facts, member_id)}连续 {len(run)} 个月没有交党费。",
                _TABLE,
                _payment_of(facts, member_id, run[-1]),
                "paid",
                "请先查明有没有正当理由；没有的，按“自行脱党”程序由支部大会讨论，不能自动处理。",
                _first(run[-1]),
            )


def old_back_payment(facts: Facts, period: Period) -> Iterator[Hit]:
    """FEE-04: a month paid back more than six months later."""
    most = load_rates().back_months
    for each in facts.rows(Payment):
        if each.kind != PaymentKind.DUES or each.paid_on is None or each.paid_on not in period:
            continue
        if each.paid_on >= add_months(_first(each.month), most + 1):
            yield Hit(
                f"{_name(facts, each.member_id)}在 {each.paid_on:%Y-%m} 补交了 {each.month} 的"
                f"党费，超过了 {most} 个月。",
                _TABLE,
                each.id,
                "paid_on",
                "补交一般不超过六个月，请说明情况。",
                each.paid_on,
            )


def large_as_ordinary(facts: Facts, period: Period) -> Iterator[Hit]:
    """FEE-08: a single voluntary payment of 1,000 yuan or more that is not booked as large."""
    large = load_rates().large
    for each in facts.rows(Payment):
        extra = (each.paid or 0) - (each.due or 0 if each.kind == PaymentKind.DUES else 0)
        if each.kind == PaymentKind.LARGE or extra < large or not _is_in(each, period):
            continue
        yield Hit(
            f"{_name(facts, each.member_id)}一次多交 {money(extra)} 元，没有登记为大额党费。",
            _TABLE,
            each.id,
            "kind",
            "一次多交 1000 元以上的是大额党费，由基层党委全额上缴中央，请单独登记。",
            each.paid_on,
        )


def withheld(facts: Facts, period: Period) -> Iterator[Hit]:
    """FEE-09: the school paid for a member or withheld it from the wage."""
    for each in facts.rows(Payment):
        if each.is_withheld and _is_in(each, period):
            yield Hit(
                f"{_name(facts, each.member_id)} {each.month} 的党费由单位代扣或垫交。",
                _TABLE,
                each.id,
                "is_withheld",
                "党组织不得垫交或扣缴党员党费，请改由本人交纳。",
                each.paid_on,
            )


def not_published(facts: Facts, period: Period) -> Iterator[Hit]:
    """FEE-10: a year that is over and whose dues were not told to the members."""
    told = {each.year for each in facts.rows(Notice)}
    years = {int(each.month[:4]) for each in facts.rows(Payment)}
    for year in sorted(years - told):
        end = date(year, 12, 31)
        # A year is told of in the one that follows.
        if end < facts.today and period.first.year - 1 <= year <= period.last.year:
            yield Hit(
                f"{year} 年的党费收缴情况还没有向党员公布。",
                _NOTICES,
                str(year),
                advice="每年至少公布一次，请在“党费公示”里登记公示日期。",
                day=end,
            )


def books_do_not_agree(facts: Facts, period: Period) -> Iterator[Hit]:
    """FEE-11: the notice's total is not the sum; receipts skip or repeat a number."""
    paid: dict[int, int] = defaultdict(int)
    receipts: dict[int, list[int]] = defaultdict(list)
    for each in facts.rows(Payment):
        paid[int(each.month[:4])] += each.paid or 0
        if each.receipt is not None and each.paid_on is not None:
            receipts[each.paid_on.year].append(each.receipt)
    for notice in facts.rows(Notice):
        total = paid[notice.year]
        # A year before the first month on file can't be added up.
        if total and notice.total is not None and notice.total != total:
            yield Hit(
                f"{notice.year} 年公示合计 {money(notice.total)} 元，台账合计 {money(total)} 元。",
                _NOTICES,
                notice.id,
                "total",
                "请核对台账后重新保存公示，合计会自动更新。",
                notice.published_on,
            )
    for year, numbers in sorted(receipts.items()):
        if date(year, 12, 31) not in period and facts.today not in period:
            continue
        if sentence := _gaps(sorted(numbers)):
            yield Hit(
                f"{year} 年党费收据号{sentence}。", _TABLE, f"receipt/{year}", "receipt",
                "收据号应连续不重复，请核对。",
            )  # fmt: skip


def _open_months(facts: Facts, period: Period) -> dict[str, list[str]]:
    """Months unpaid after the day of grace, by member, the oldest first.

    Whoever owes a month of the period owes the earlier ones as well: a quarter alone never shows
    that somebody has not paid for half a year.
    """
    here: dict[str, Person] = {each.id: each for each in facts.members}
    grace = timedelta(days=load_rates().grace_day)
    found: dict[str, list[str]] = defaultdict(list)
    for each in facts.rows(Payment):
        if each.kind != PaymentKind.DUES or each.member_id not in here or not each.due:
            continue
        first = _first(each.month)
        if (each.paid or 0) < each.due and first <= period.last and facts.today >= first + grace:
            found[each.member_id].append(each.month)
    return {
        member_id: sorted(months)
        for member_id, months in found.items()
        if _first(max(months)) >= period.first
    }


def _longest_row(months: list[str], period: Period) -> list[str]:
    """The longest run of months without a gap that reaches into a period."""
    runs: list[list[str]] = []
    for month in months:
        if runs and add_months(_first(runs[-1][-1]), 1) == _first(month):
            runs[-1].append(month)
        else:
            runs.append([month])
    return max((run for run in runs if _first(run[-1]) >= period.first), key=len)


def _payment_of(facts: Facts, member_id: str, month: str) -> str:
    return next(
        each.id
        for each in facts.rows(Payment)
        if each.member_id == member_id and each.month == month and each.kind == PaymentKind.DUES
    )


def _gaps(numbers: list[int]) -> str:
    if not numbers:
        return ""
    doubled = sorted(each for each, count in Counter(numbers).items() if count > 1)
    missing = sorted(set(range(1, numbers[-1] + 1)) - set(numbers))
    told = []
    if doubled:
        told.append(f"重复：{_few(doubled)}")
    if missing:
        told.append(f"缺：{_few(missing)}")
    return "，".join(told)


def _few(numbers: list[int]) -> str:
    return "、".join(str(each) for each in numbers[:5]) + ("等" if len(numbers) > 5 else "")


def _listed(months: list[str]) -> str:
    return "、".join(months[:3]) + (f"等 {len(months)} 个月" if len(months) > 3 else "")


def _is_in(payment: Payment, period: Period) -> bool:
    return (payment.paid_on or _first(payment.month)) in period


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _name(facts: Facts, member_id: str) -> str:
    return facts.names_of([member_id])


# fmt: off
RULES = (
    Rule("FEE-02", W, f"{_RULES}第十二条", unpaid, "按月交纳党费"),
    Rule("FEE-03", E, f"{_RULES}第十三条；党章第九条", leaving, "连续六个月不交党费"),
    Rule("FEE-04", W, f"{_RULES}第十二条", old_back_payment, "补交不超过六个月"),
    Rule("FEE-08", E, f"{_RULES}第十一条", large_as_ordinary, "大额党费单独登记"),
    Rule("FEE-09", E, f"{_RULES}第十四条", withheld, "不得垫交、扣缴"),
    Rule("FEE-10", W, _RULES, not_published, "每年公布一次", confidence=Confidence.KNOWN),
    Rule("FEE-11", E, "账目核对", books_do_not_agree, "合计相符、收据连号",
         confidence=Confidence.DESIGN),
)
# fmt: on
