"""Each register in the window: every field filled in, saved, corrected, taken back."""

from datetime import date, timedelta

import pytest

from partydesk.domain.fields import Kind
from partydesk.services import history
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.all import LEDGERS
from tests.core.plausible import filled
from tests.ui.small_branch import TODAY, fill, settle, shown
from ui.tabs.ledgers_tab import LedgersTab

#: A Monday that is over.
DAY = TODAY - timedelta(days=TODAY.weekday() + 7)


@pytest.fixture
def people(store):
    found = fill(store)
    return [found["陈志远"], found["周明"]]


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    return shown(qtbot, LedgersTab(desk, state))


def values_for(ledger, people):
    values = filled(ledger, people, DAY)
    if ledger.by_name[ledger.day].kind is Kind.MONTH:
        values[ledger.day] = f"{DAY:%Y-%m}"
    if "papers_until" in values:
        values["papers_until"] = date(DAY.year, DAY.month, DAY.day)
    return values


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_its_form_is_filled_to_the_last_field_saved_corrected_and_taken_back(
    tab, store, people, ledger
):
    tab.show_ledger(ledger.table)
    settle()
    page = tab.page
    tab.primary()
    values = values_for(ledger, people)
    for name, value in values.items():
        page.form.editor(name).set_value(value)
    tab.save()
    settle()
    problems = {name: page.form.problem(name) for name in page.form.values()}
    assert not any(problems.values()), problems
    (row,) = keeping.list_records(store, ledger).rows
    kept = keeping.record_values(store, ledger, row.id)
    plain = [each for each in ledger.register.fields if each.kind in (Kind.TEXT, Kind.LONG_TEXT)]
    for each in plain:
        if values[each.name]:
            assert kept[each.name] == values[each.name], each.label
    assert page.record_id == row.id
    text = next(each.name for each in plain if not each.choices)
    page.form.editor(text).set_value("改过的话")
    tab.save()
    settle()
    assert keeping.record_values(store, ledger, row.id)[text] == "改过的话"
    history.undo(store, history.last_undoable(store).id)
    assert keeping.record_values(store, ledger, row.id) == kept
    history.undo(store, history.last_undoable(store).id)
    assert not keeping.list_records(store, ledger).rows


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_text_that_is_far_too_long_is_said_at_its_field_and_stays_in_the_form(
    tab, store, people, ledger
):
    tab.show_ledger(ledger.table)
    settle()
    page = tab.page
    tab.primary()
    values = values_for(ledger, people)
    for name, value in values.items():
        page.form.editor(name).set_value(value)
    each = next(
        one for one in ledger.register.fields if one.kind in (Kind.LONG_TEXT, Kind.TEXT)
        and not one.choices and one.length < 200_000
    )  # fmt: skip
    page.form.editor(each.name).set_value("长" * 200_000)
    tab.save()
    settle()
    assert "最多" in page.form.problem(each.name)
    # It stands there to be shortened.
    assert len(str(page.form.values()[each.name])) > each.length
    assert not keeping.list_records(store, ledger).rows
