"""党员增减: whoever comes and goes stands in the list, and the sums balance."""

import io
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from partydesk.domain.periods import month_of, quarter_of, year_of
from partydesk.rules.turnover import Count, Move, turnover
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.turnover import (
    read_turnover,
    sentence,
    turnover_pdf,
    turnover_workbook,
)
from partydesk.storage.store import Store
from tests.core.branches import event
from tests.core.facts_help import person
from tests.core.pdf_reading import text_of
from tests.core.samples import copy_sample

TODAY = date(2026, 11, 22)
YEAR = year_of(TODAY)
MAY = date(2026, 5, 4)


def move(kind, day, who="m1"):
    return Move(day, who, kind, "依据", "member_event", f"{kind}{day}")


@pytest.fixture(scope="module")
def sample():
    with Store.in_memory() as store:
        copy_sample(store, TODAY)
        yield store


def test_a_year_of_the_sample_branch_balances(sample):
    found = read_turnover(sample, YEAR, TODAY)
    assert (found.opening, found.closing) == (Count(36, 2), Count(35, 2))
    told = [(each.name, each.kind, each.change) for each in found.turns]
    assert told == [
        ("邵德福", "去世", -1), ("田雨晴", "转出", -1), ("高洁", "转正", 0), ("冯晨曦", "发展", 1),
    ]  # fmt: skip
    assert [each.told for each in found.turns[:2]] == [
        "家属报告和居民死亡医学证明", "中共实验区第三小学支部委员会",
    ]  # fmt: skip
    assert sentence(sample, found) == "期初 38 人，增加 1 人，减少 2 人，期末 37 人，平衡。"
    before = read_turnover(sample, year_of(date(2025, 1, 1)), TODAY)
    assert before.closing == found.opening


def test_the_sheet_and_the_paper_hold_the_list_and_the_sums(sample):
    sheet = load_workbook(io.BytesIO(turnover_workbook(sample, YEAR, TODAY))).active
    rows = [[cell.value for cell in row[1:]] for row in sheet.iter_rows()]
    assert ["田雨晴", "正式党员", "转出", "-1"] in [row[1:5] for row in rows]
    sums = {row[1]: row[4] for row in rows if row[4] and row[0] is None}
    assert (sums["期初"], sums["增加：发展"], sums["减少：转出"], sums["期末"]) == (
        "38", "1", "1", "37",
    )  # fmt: skip
    text = text_of(turnover_pdf(sample, TODAY, None))
    for told in ("2026年党员增减表", "冯晨曦", "期初 38 人"):
        assert told.replace(" ", "") in text.replace(" ", "").replace("\u3000", "")


def test_an_event_and_a_transfer_count_once_with_their_paper(sample):
    with sample.reading() as session:
        from partydesk.storage import people

        here = {each.name: each.id for each in people.current_members(session)}
    event(sample, "停止党籍", here["宋佳"], date(2026, 4, 1))
    event(sample, "恢复党籍", here["宋佳"], date(2026, 10, 1))
    transfers = BY_TABLE["transfer"]
    values = keeping.defaults(transfers) | {
        "lettered_on": MAY, "heading": "转出", "member_id": here["胡蓉"], "other": "实验区二中支部",
        "receipt_on": date(2026, 5, 20),
    }  # fmt: skip
    keeping.save_record(sample, transfers, values, TODAY)
    second = read_turnover(sample, quarter_of(MAY), TODAY)
    told = [(each.name, each.kind, each.told) for each in second.turns if each.change < 0]
    assert told == [("宋佳", "停止党籍", "支部决议"), ("胡蓉", "转出", "实验区二中支部")]
    year = read_turnover(sample, YEAR, TODAY)
    assert (year.opening.total, year.closing.total) == (38, 36)
    assert year.is_balanced
    assert not year.strays


def test_who_left_and_came_back_counts_both_times():
    back = person(transferred_in_on=date(2026, 9, 1))
    found = turnover([back], [move("转出", MAY)], YEAR, TODAY)
    assert [(each.kind, each.change) for each in found.turns] == [("转出", -1), ("转入", 1)]
    assert (found.opening.total, found.closing.total) == (1, 1)


def test_who_is_struck_off_after_suspension_goes_only_once():
    gone = person(
        standing="停止党籍", standing_on=date(2024, 3, 1), left_kind="自行脱党除名", left_on=MAY
    )
    found = turnover([gone], [], YEAR, TODAY)
    assert [(each.kind, each.change) for each in found.turns] == [("自行脱党除名", 0)]
    assert found.opening.total == found.closing.total == 0
    assert turnover([gone], [], year_of(date(2024, 1, 1)), TODAY).went == 1


def test_a_roster_that_says_something_else_than_its_events_is_named():
    found = turnover([person()], [move("开除党籍", MAY)], YEAR, TODAY)
    assert found.strays == ("m1",)
    assert turnover([person()], [], YEAR, TODAY).strays == ()


@pytest.mark.parametrize(
    ("changes", "kind", "row"),
    [
        ({"left_kind": "劝退", "left_on": MAY}, "劝退", "出党"),
        ({"left_kind": "开除党籍", "left_on": MAY}, "开除党籍", "出党"),
        ({"left_kind": "去世", "left_on": MAY}, "去世", "去世"),
        ({"transferred_in_on": MAY}, "转入", "转入"),
        ({"category": "预备党员", "joined_on": MAY, "full_on": None}, "发展", "发展"),
        ({"joined_on": date(2025, 5, 4), "full_on": MAY}, "转正", "转正"),
    ],
)
def test_each_way_stands_in_its_row_of_the_sums(changes, kind, row):
    found = turnover([person(**changes)], [], YEAR, TODAY)
    (turn,) = found.turns
    assert (turn.kind, turn.summed) == (kind, row)
    assert found.sums()[row].total == 1


def test_an_applicant_is_not_counted():
    found = turnover([person(category="入党积极分子", full_on=None)], [], YEAR, TODAY)
    assert (found.opening.total, found.turns) == (0, ())


days = st.dates(date(2023, 1, 1), TODAY)
somebody = st.builds(
    lambda joined, full, moved, left, category: person(
        joined_on=joined, full_on=full, transferred_in_on=moved, left_on=left,
        left_kind="转出" if left else None, category=category,
    ),
    *(st.none() | days for _ in range(4)),
    st.sampled_from(["正式党员", "预备党员"]),
)  # fmt: skip


@given(
    people=st.lists(somebody, max_size=6),
    moves=st.lists(st.tuples(st.sampled_from(["停止党籍", "恢复党籍", "转入", "转出"]), days)),
    day=days,
)
def test_whatever_the_roster_says_the_sums_balance_and_follow_on(people, moves, day):
    people = [each._replace(id=f"m{place}") for place, each in enumerate(people)]
    known = [move(*each) for each in moves]
    for span in (month_of(day), quarter_of(day), year_of(day)):
        found = turnover(people, known, span, TODAY)
        assert found.is_balanced
        if span.last < TODAY:
            after = turnover(people, known, month_of(span.last + timedelta(days=1)), TODAY)
            assert after.opening == found.closing
