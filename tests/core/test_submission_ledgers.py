"""Of the 工作台账 a package holds the named fields only, by period, and on paper too."""

import json
from datetime import date

import pytest

from partydesk.domain.periods import period_with
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.submission_plan import plan
from partydesk.services.submission_summary import summary_pdf
from partydesk.storage.store import Store
from tests.core.pdf_reading import quick_pages_of
from tests.core.samples import copy_sample

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def planned():
    store = Store.in_memory()
    copy_sample(store, TODAY)
    yield plan(store, period_with("2026Q1"), TODAY)
    store.close()


def test_only_the_named_fields_of_the_period_go(planned):
    rows = planned.collected.rows["ledger_visit"]
    assert [(row["visited_on"], row["money"]) for row in rows] == [
        ("2026-01-20", 50_000), ("2026-01-21", 30_000),
    ]  # fmt: skip
    for name, found in planned.collected.rows.items():
        if name.startswith("ledger_"):
            sent = {"id", *BY_TABLE[name.removeprefix("ledger_")].sent}
            assert all(set(row) == sent for row in found)


def test_whom_and_why_somebody_was_visited_stays_here(planned):
    text = b"".join(planned.collected.files().values()).decode()
    assert "袁德明" not in json.dumps(planned.collected.rows["ledger_visit"], ensure_ascii=False)
    assert "术后" not in text


def test_dues_and_relatives_of_persons_stay_here(planned):
    for name in ("dues_payment", "dues_base", "relative", "fostering"):
        assert not BY_TABLE[name].sent
        assert f"ledger_{name}" not in planned.collected.rows


def test_the_fields_are_explained_in_the_package(planned):
    schema = json.loads(planned.collected.files()["data/schema.json"])
    assert {"name": "money", "label": "慰问金额", "kind": "money"} in schema["ledger_visit"]


def test_the_paper_shows_each_ledger_and_the_plan_counts_them(planned):
    text = "".join(quick_pages_of(summary_pdf(planned, "书记")))
    part = next(each for each in planned.parts if each.code == "ledgers")
    names = [each for each in planned.collected.rows if each.startswith("ledger_")]
    assert part.count == sum(len(planned.collected.rows[each]) for each in names)
    for name in names:
        assert BY_TABLE[name.removeprefix("ledger_")].title in text
