"""What every 台账 must be able to do, tried on each of them."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partydesk.domain.fields import Kind, Secrecy
from partydesk.domain.periods import year_of
from partydesk.errors import InvalidValuesError
from partydesk.services import history
from partydesk.services.attachments import attachments_of
from partydesk.services.ledgers import keeping, pages
from partydesk.services.ledgers.all import BY_TABLE, LEDGERS
from partydesk.services.timeline import year_of_member
from partydesk.storage import people
from partydesk.storage.store import Store
from tests.core.papers import attach
from tests.core.pdf_reading import text_of
from tests.core.samples import copy_sample

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def sample():
    store = Store.in_memory()
    copy_sample(store, TODAY)
    yield store
    store.close()


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_its_declaration_names_only_fields_that_it_has(ledger):
    known = {*ledger.by_name, *ledger.register.rows}
    for part in ledger.parts:
        assert set(part.names) <= known
    assert {*ledger.columns, *ledger.heading, *ledger.totals, *ledger.same, *ledger.sent} <= known
    assert ledger.widest in ledger.columns
    assert ledger.by_name[ledger.day].kind in (Kind.DAY, Kind.MONTH)
    form = [name for part in ledger.parts for name in part.names]
    assert len(form) == len(set(form))
    assert set(form) == {each.name for each in ledger.register.fields} | set(ledger.register.rows)


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_nothing_confidential_stands_in_its_list_title_or_package(ledger):
    for name in (*ledger.columns, *ledger.heading, *ledger.sent):
        if name in ledger.by_name:
            assert ledger.by_name[name].secrecy < Secrecy.CONFIDENTIAL


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_the_sample_branch_has_some_of_it(sample, ledger):
    assert keeping.list_records(sample, ledger).rows


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_it_is_corrected_removed_and_undone(sample, ledger):
    store = sample
    row = keeping.list_records(store, ledger).rows[0]
    values = keeping.record_values(store, ledger, row.id)
    name = next(
        each.name
        for each in ledger.register.fields
        if each.kind in (Kind.TEXT, Kind.LONG_TEXT) and not each.choices
    )
    keeping.save_record(store, ledger, values | {name: "改过的话"}, TODAY, row.id)
    assert keeping.record_values(store, ledger, row.id)[name] == "改过的话"
    assert len(history.history_of(store, ledger.table, row.id)) == 2
    before = keeping.counts(store, LEDGERS)[ledger.table]
    keeping.remove_record(store, ledger, row.id)
    assert keeping.counts(store, LEDGERS)[ledger.table] == before - 1
    history.undo(store, history.last_undoable(store).id)
    history.undo(store, history.last_undoable(store).id)
    assert keeping.record_values(store, ledger, row.id) == values


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_its_record_and_its_list_are_printed(sample, ledger):
    row = keeping.list_records(sample, ledger).rows[0]
    assert pages.record_pdf(sample, ledger, row.id).startswith(b"%PDF")
    assert pages.list_pdf(sample, ledger, TODAY, year_of(TODAY)).startswith(b"%PDF")


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_what_is_required_is_asked_for_and_a_future_day_refused(sample, ledger):
    with pytest.raises(InvalidValuesError) as caught:
        keeping.save_record(sample, ledger, {}, TODAY)
    assert ledger.day in caught.value.by_field


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_is_typed_is_stored_as_it_is_or_refused_with_sentences(sample, ledger, data):
    junk = st.one_of(
        st.none(), st.booleans(), st.integers(-5, 10**10), st.text(max_size=300), st.dates()
    )
    values = {each.name: data.draw(junk) for each in ledger.register.fields}
    problems, ready = {}, {}
    try:
        with sample.reading() as session:
            ready = keeping.checked_record(session, ledger, values, TODAY)
    except InvalidValuesError as error:
        problems = error.by_field
    assert all(sentence.endswith("。") for sentence in problems.values())
    # People that do not exist are the picker's matter: a form can't hold them.
    people = [each.name for each in ledger.register.fields if each.kind is Kind.PERSON]
    if problems or any(ready[name] for name in people):
        return
    stored = keeping.save_record(sample, ledger, values, TODAY)
    kept = keeping.record_values(sample, ledger, stored.id)
    for each in ledger.register.fields:
        if ready[each.name] is not None:
            assert kept[each.name] == ready[each.name]


def test_a_search_looks_into_everything_that_a_list_shows(sample):
    ledger = BY_TABLE["visit"]
    assert [row.name for row in keeping.list_records(sample, ledger, text="书包").rows] == [
        "三（2）班学生甲"
    ]
    assert not keeping.list_records(sample, ledger, text="术后").rows


def test_the_list_on_paper_adds_up_money_in_yuan(sample):
    pdf = pages.list_pdf(sample, BY_TABLE["visit"], TODAY)
    assert "1600.00" in text_of(pdf)


def test_a_person_stands_once_in_a_list(sample):
    ledger = BY_TABLE["study"]
    row = keeping.list_records(sample, ledger).rows[0]
    values = keeping.record_values(sample, ledger, row.id)
    values["people"].append({"member_id": values["people"][0]["member_id"]})
    with pytest.raises(InvalidValuesError) as caught:
        keeping.save_record(sample, ledger, values, TODAY, row.id)
    assert "重复" in caught.value.by_field["people"]


def test_a_persons_page_shows_every_record_that_names_them(sample):
    with sample.reading() as session:
        member = people.people(session)
    by_name = {each.name: each.id for each in member}
    lines = year_of_member(sample, by_name["唐雅琴"], year_of(TODAY)).lines
    tables = {each.record_type for each in lines}
    assert {"visit", "study"} <= tables
    visits = [each.text for each in lines if each.record_type == "visit"]
    assert visits == ["走访慰问 · 唐雅琴"]


def test_a_paper_can_be_attached_to_a_record_of_any_register(sample, tmp_path):
    ledger = BY_TABLE["honour"]
    row = keeping.list_records(sample, ledger).rows[0]
    path = tmp_path / "证书.pdf"
    path.write_bytes(pages.list_pdf(sample, ledger, TODAY))
    attach(sample, ledger.table, row.id, path)
    (paper,) = attachments_of(sample, ledger.table, row.id)
    assert "证书" in paper.title


def test_an_empty_list_says_what_belongs_there_and_by_which_article():
    assert BY_TABLE["visit"].told.endswith("依据：支部工作条例第十九条。")
