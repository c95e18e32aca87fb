"""After a restart the last tab, record, search, filters and scroll places are back."""

from datetime import timedelta

import pytest

from partydesk.services import resuming
from tests.ui.meetings_help import save_one
from tests.ui.small_branch import TODAY, fill, settle
from tests.ui.window_help import open_window
from ui.resuming import Resuming
from ui.widgets.tab_page import Target

MEETINGS, MEMBERS, LEDGERS = "会议记录", "党员名册", "工作台账"


@pytest.fixture
def people(store):
    return fill(store)


def meetings(store, people, count):
    """Meetings, one a day, the newest first; their ids."""
    found = [
        save_one(store, people, topic=f"议题{number:02d}", held_on=TODAY - timedelta(days=number))
        for number in range(count)
    ]
    return [each.id for each in found]


@pytest.fixture
def records(store, people):
    return meetings(store, people, 9)


@pytest.fixture
def many(store, people):
    """More than the list can show at once."""
    return meetings(store, people, 24)


@pytest.fixture
def begin(desk, state, qtbot):
    """Open a window as after a start; the one before is closed first."""
    state.last_tab = MEETINGS

    def begin():
        window = open_window(qtbot, desk, state)
        resumer = Resuming(desk, window)
        resumer.begin()
        window.resumer = resumer
        settle()
        return window

    return begin


def wide(window):
    """All of time, so that the list is long."""
    box = window.page.page._filters["period"]
    box.setCurrentIndex(box.findText("全部时间"))
    settle()


def tab_of(window, title):
    window.show_tab(window.titles.index(title))
    settle()
    return window.page


def test_record_search_filters_and_scroll_places_are_back(begin, many):
    first = begin()
    tab = first.page
    tab.page.search_box.setText("议题")
    tab.read_list()
    wide(first)
    kind = tab.page._filters["kind"]
    kind.setCurrentIndex(kind.findText("支部党员大会"))
    tab.page.table.choose(many[20])
    tab.page.table.verticalScrollBar().setValue(12)
    tab.card.scroll_to(90)
    settle()
    assert tab.card.scrolled == 90, "there is something to scroll"
    rows = tab.page.table.verticalScrollBar().value()
    first.close()

    again = begin().page
    assert again.record_id == many[20]
    assert again.page.table.current().id == many[20]
    assert again.page.search_box.text() == "议题"
    assert again.page.filter_value("period") == tab.page.filter_value("period")
    assert again.page.filter_value("kind") == "支部党员大会"
    assert again.page.table.verticalScrollBar().value() == rows > 0
    assert again.card.scrolled == 90


def test_what_the_heads_filter_is_back(begin, records):  # the list must be long
    first = begin()
    wide(first)
    table = first.page.page.table
    table.tools.filter_by("held_on", frozenset({(TODAY.year, TODAY.month)}))
    table.tools.filter_by("topic", frozenset({"议题01", "议题02"}))
    expected = [each.id for each in table.records.rows]
    first.close()

    again = begin().page.page.table
    assert dict(again.records.filters) == dict(table.records.filters)
    assert [each.id for each in again.records.rows] == expected
    assert 0 < len(expected) <= 2


def test_each_tab_has_its_own_place_also_those_not_opened_this_time(begin, people, records):
    first = begin()
    first.page.page.table.choose(records[3])
    tab_of(first, MEMBERS).page.table.choose(people["林涛"])
    first.close()

    second = begin()
    assert second.title_label.text() == MEMBERS, "the last tab"
    assert second.page.record_id == people["林涛"]
    second.close()

    third = begin()
    assert tab_of(third, MEETINGS).record_id == records[3], "though the second never showed it"


def test_a_ledger_is_chosen_again_with_its_search(begin, records):
    first = begin()
    tab = tab_of(first, LEDGERS)
    other = list(tab._items)[2]
    tab.show_ledger(other)
    tab.page.page.search_box.setText("找什么")
    first.close()

    second = begin()
    assert second.page.page.record_type == other
    assert second.page.page.page.search_box.text() == "找什么"


def test_a_record_that_is_gone_is_passed_over_in_silence(begin, store, records, said):
    from partydesk.services.meetings import remove_meeting

    first = begin()
    first.page.page.table.choose(records[3])
    first.close()
    remove_meeting(store, records[3])

    again = begin().page
    assert again.record_id == records[0]
    assert said == []


def test_going_to_a_record_wins_over_where_one_was(begin, people, records):
    first = begin()
    tab_of(first, MEMBERS).page.table.choose(people["林涛"])
    tab_of(first, MEETINGS)
    first.close()

    second = begin()
    second.go(Target("member", people["周明"]))
    assert second.page.record_id == people["周明"]
    assert records


def test_places_are_kept_when_the_window_is_locked_and_while_it_stands(begin, store, records):
    window = begin()
    window.page.page.table.choose(records[7])
    window.resumer._keep_quietly()
    assert resuming.places(store)[MEETINGS]["record"] == records[7]
    window.page.page.table.choose(records[8])
    window.blank()

    assert resuming.places(store)[MEETINGS]["record"] == records[8]


def test_a_record_that_was_looked_at_is_among_those_opened_last(begin, store, people, records):
    window = begin()
    assert resuming.opened_last(store) == [], "what a tab shows by itself was not opened"
    window.page.page.table.choose(records[5])
    assert window.resumer._dwell.isActive(), "passing by is not opening"
    window.page.page.table.choose(records[6])
    window.resumer._dwell.timeout.emit()
    window.go(Target("member", people["林涛"]))
    window.resumer._dwell.timeout.emit()

    found = [each.record_id for each in resuming.opened_last(store)]
    assert found == [people["林涛"], records[6]]


def test_a_draft_that_is_shown_is_not_pushed_aside(begin, records):
    first = begin()
    first.page.page.table.choose(records[4])
    first.page.primary()
    first.page.form.editor("topic").setText("没有保存的议题")
    first.close()

    again = begin().page
    assert again.record_id is None
    assert again.form.values()["topic"] == "没有保存的议题"


def test_the_period_and_the_item_of_the_self_assessment_are_back(begin, people):
    first = begin()
    tab = tab_of(first, "自评考核")
    tab.period_box.setCurrentIndex(2)
    period = tab.period_box.currentData()
    rows = [each.id for each in tab.page.table.records.rows]
    tab.page.table.choose(rows[4])
    settle()
    first.close()

    again = begin().page
    assert again.period_box.currentData() == period
    assert again.page.table.current().id == rows[4]
    assert people
