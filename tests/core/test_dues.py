"""党费 to the 分: rates, months, receipts, the yearly notice, and the checks of chapter E."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.periods import month_of, period_with
from partydesk.errors import ForeignFileError, InvalidValuesError
from partydesk.rules.dues_rates import amount_of, load_rates
from partydesk.rules.plain_dues import Base, Notice, Payment
from partydesk.services import dues, history
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.storage import people
from partydesk.storage.store import Store
from tests.core.facts_help import facts, hits, person, replace
from tests.core.pdf_reading import text_of
from tests.core.samples import copy_sample

TODAY = date(2026, 11, 22)
PAYMENTS, BASES, NOTICES = (BY_TABLE[each] for each in ("dues_payment", "dues_base", "dues_notice"))
EXACT = replace(load_rates(), step=1)


@pytest.mark.parametrize(
    ("income", "base", "owed"),
    [
        ("按月工资", 300_000, 15_00),
        ("按月工资", 300_001, 30_00),
        ("按月工资", 500_000, 50_00),
        ("按月工资", 500_001, 75_00),
        ("按月工资", 1_000_000, 150_00),
        ("按月工资", 1_000_001, 200_00),
        ("离退休费", 500_000, 25_00),
        ("离退休费", 500_001, 50_00),
        ("学生、失业、低保等", None, 20),
        ("经批准减免", 800_000, None),
        ("按月工资", None, None),
    ],
)
def test_the_rate_applies_to_the_whole_base(income, base, owed):
    assert amount_of(income, base, EXACT) == owed
    assert amount_of(income, base, load_rates()) == owed


@pytest.mark.parametrize(
    ("base", "step", "owed"),
    [(812_345, 1, 121_85), (812_345, 10, 121_90), (812_345, 100, 122_00), (333_000, 10, 33_30),
     (100, 10, 20), (633_000, 10, 95_00), (633_330, 10, 95_00), (633_340, 10, 95_00)],
)  # fmt: skip
def test_dues_are_rounded_half_up_as_set_and_are_never_less_than_the_least(base, step, owed):
    assert amount_of("按月工资", base, replace(load_rates(), step=step)) == owed


@given(st.integers(0, 5_000_000), st.integers(0, 5_000_000))
def test_who_earns_more_never_owes_less(one, other):
    less, more = sorted((one, other))
    assert amount_of("按月工资", less, EXACT) <= amount_of("按月工资", more, EXACT)


def test_a_file_of_rates_without_a_source_is_refused(tmp_path):
    path = tmp_path / "党费.toml"
    path.write_text("[salary]\nsource = ''\nbrackets = [{ rate = 50 }]\n", encoding="utf-8")
    with pytest.raises(ForeignFileError):
        load_rates(path)


@pytest.fixture(scope="module")
def store():
    made = Store.in_memory()
    copy_sample(made, TODAY)
    yield made
    made.close()


def test_a_month_is_made_once_collected_at_once_and_taken_back(store):
    said = dues.make_month(store, TODAY, None)
    rows = keeping.list_records(store, PAYMENTS, month_of(TODAY)).rows
    assert str(len(rows)) in said
    assert len(rows) > 30
    assert "已经生成" in dues.make_month(store, TODAY, None) or "没有核定" in said
    said = dues.pay_month(store, TODAY, None)
    paid = keeping.list_records(store, PAYMENTS, month_of(TODAY)).rows
    assert all(row.paid == row.due and row.paid_on == TODAY for row in paid)
    assert f"{sum(row.due for row in rows) / 100:.2f}" in said
    numbers = sorted(row.receipt for row in keeping.list_records(store, PAYMENTS).rows
                     if row.paid_on and row.paid_on.year == 2026)  # fmt: skip
    assert numbers == list(range(1, len(numbers) + 1))
    for _ in range(2):
        history.undo(store, history.last_undoable(store).id)
    assert not keeping.list_records(store, PAYMENTS, month_of(TODAY)).rows


def test_a_new_base_holds_from_its_month_on(store):
    with store.reading() as session:
        member = people.current_members(session)[0].id
    base = {"member_id": member, "from_month": "2026-11", "income": "按月工资", "base": 1_000_001}
    stored = keeping.save_record(store, BASES, base, TODAY)
    assert keeping.record_values(store, BASES, stored.id)["amount"] == 200_00
    with store.reading() as session:
        assert dues.bases_of(session, "2026-11")[member].id == stored.id
        assert dues.bases_of(session, "2026-10")[member].id != stored.id
    keeping.remove_record(store, BASES, stored.id)


@pytest.mark.parametrize(
    ("ledger", "values", "named"),
    [
        (BASES, {"income": "按月工资"}, "base"),
        (BASES, {"income": "经批准减免"}, "amount"),
        (PAYMENTS, {"paid": 100}, "paid_on"),
        (PAYMENTS, {"paid": 100, "paid_on": date(2026, 11, 23)}, "paid_on"),
        (PAYMENTS, {"month": "2026-13"}, "month"),
    ],
)
def test_what_can_not_be_is_refused(store, ledger, values, named):
    with store.reading() as session:
        member = people.current_members(session)[0].id
    day = "from_month" if ledger is BASES else "month"
    known = keeping.defaults(ledger) | {"member_id": member, day: "2026-11"}
    with pytest.raises(InvalidValuesError) as caught:
        keeping.save_record(store, ledger, known | values, TODAY)
    assert named in caught.value.by_field


def test_the_notice_tells_what_was_paid_and_nobodys_income(store):
    text = text_of(dues.notice_pdf(store, TODAY, period_with("2026")))
    assert "党费收缴公示" in text
    assert "陈志远" in text.replace("　", "")
    assert "内部资料" not in text
    assert "8120" not in text
    assert "1.5%" not in text
    _, sums = text.split("合计")
    assert "—" not in sums  # a row of sums has no number, and no dash where nothing is added up
    notice = {"published_on": TODAY, "year": 2026, "place": "公示栏"}
    stored = keeping.save_record(store, NOTICES, notice, TODAY)
    rows = keeping.list_records(store, PAYMENTS, period_with("2026")).rows
    total = keeping.record_values(store, NOTICES, stored.id)["total"]
    assert total == sum(row.paid or 0 for row in rows)
    keeping.remove_record(store, NOTICES, stored.id)


BASE = Base("b1", "2026-01", "m1", "按月工资", 800_000, 120_00)
PAID = Payment("p1", "2026-09", "m1", "党费", 800_000, 120_00, 120_00, date(2026, 9, 20), 1)


def known(*rows, **changes):
    registers = {}
    for each in rows:
        registers.setdefault(type(each), []).append(each)
    return facts(registers={kind: tuple(found) for kind, found in registers.items()}, **changes)


def unpaid(*months):
    return [PAID._replace(id=f"p{each}", month=each, paid=None, paid_on=None, receipt=None)
            for each in months]  # fmt: skip


def months(first, number):
    return [f"2026-{first + each:02d}" for each in range(number)]


#: Id, records with which it fires, records at its boundary with which it does not.
CASES = [
    ("FEE-01", [BASE._replace(amount=119_99)], [BASE]),
    ("FEE-01", [BASE._replace(income="离退休费", amount=120_00)],
     [BASE._replace(income="经批准减免", amount=1_00)]),
    ("FEE-02", unpaid("2026-10"), unpaid("2026-11")),
    ("FEE-03", unpaid(*months(5, 6)), unpaid(*months(5, 5))),
    ("FEE-03", unpaid(*months(4, 7)), unpaid(*months(2, 3), *months(6, 5))),
    ("FEE-04", [PAID._replace(month="2026-03", paid_on=date(2026, 10, 1))],
     [PAID._replace(month="2026-03", paid_on=date(2026, 9, 30))]),
    ("FEE-05", [BASE._replace(income="经批准减免")],
     [BASE._replace(income="经批准减免", approval="〔2026〕5号")]),
    ("FEE-07", [BASE._replace(from_month="2025-10")], [BASE._replace(from_month="2025-11")]),
    ("FEE-08", [PAID._replace(kind="自愿多交", due=None, paid=1000_00)],
     [PAID._replace(kind="自愿多交", due=None, paid=999_99)]),
    ("FEE-08", [PAID._replace(paid=1120_00)],
     [PAID._replace(kind="大额党费", due=None, paid=1000_00)]),
    ("FEE-09", [PAID._replace(is_withheld=True)], [PAID]),
    ("FEE-10", [PAID._replace(month="2025-12")],
     [PAID._replace(month="2025-12"), Notice("n", date(2026, 1, 9), 2025)]),
    ("FEE-11", [PAID, Notice("n", date(2026, 11, 1), 2026, 119_00)],
     [PAID, Notice("n", date(2026, 11, 1), 2026, 120_00)]),
    ("FEE-11", [PAID, PAID._replace(id="p2", receipt=3)],
     [PAID, PAID._replace(id="p2", receipt=2)]),
    ("FEE-11", [PAID, PAID._replace(id="p2")], [PAID]),
    ("FEE-12", [BASE._replace(income="学生、失业、低保等")],
     [BASE._replace(income="学生、失业、低保等", base=None)]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES)
def test_a_check_fires_and_holds_its_peace_at_the_boundary(rule, wrong, right):
    assert hits(rule, known(*wrong))
    assert not hits(rule, known(*right))


@pytest.mark.parametrize(("number", "severity"), [(2, "提醒"), (3, "错误")])
def test_three_unpaid_months_weigh_more(number, severity):
    (found,) = hits("FEE-02", known(*unpaid(*months(5, number))))
    assert str(found.severity) == severity
    assert found.cases == number


def test_half_a_year_unpaid_is_seen_from_its_last_quarter_too():
    """Who looks at one quarter would never see six months."""
    owing = known(*unpaid(*months(3, 7)), *unpaid("2026-01"))
    [found] = hits("FEE-03", owing, "2026Q3")
    assert "连续 7 个月" in found.sentence
    assert hits("FEE-02", owing, "2026Q3")[0].cases == 8
    assert not hits("FEE-03", owing, "2026Q2")
    assert not hits("FEE-02", owing, "2026Q4")


def test_a_probationary_member_owes_from_the_meeting_that_admitted_them():
    newcomer = person("m9", category="预备党员", joined_on=date(2026, 6, 19), full_on=None)
    late = Base("b9", "2026-07", "m9", "按月工资", 500_000, 50_00)
    assert hits("FEE-06", known(BASE, late, people=(person(), newcomer)))
    assert not hits("FEE-06", known(BASE, late._replace(from_month="2026-06"),
                                    people=(person(), newcomer)))  # fmt: skip


def test_the_grace_day_is_the_twenty_fifth():
    late = known(*unpaid("2026-11"))
    assert not hits("FEE-02", replace(late, today=date(2026, 11, 25)))
    assert hits("FEE-02", replace(late, today=date(2026, 11, 26)))
