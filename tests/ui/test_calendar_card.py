"""设置 · 日历: says which years are known; a table is previewed, taken in, and told of."""

import pytest

from partydesk.rules.workdays import workdays
from partydesk.services.calendar_import import imported_years
from tests.ui.running import Answers
from tests.ui.small_branch import TODAY, fill, settle, shown
from ui.dialogs.import_calendar import ImportCalendarDialog
from ui.tabs import calendar_card
from ui.tabs.calendar_card import CalendarCard

YEAR = max(workdays().years) + 1


@pytest.fixture
def card(store, desk, qtbot):
    fill(store)
    made = shown(qtbot, CalendarCard(desk))
    made.refresh()
    return made


@pytest.fixture
def answers():
    made = Answers()
    yield made
    made.stop()


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "放假安排.csv"
    rows = ("日期,结束日期,类型,名称", f"{YEAR}-01-01,{YEAR}-01-12,放假,", "大年三十,,放假,")
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_a_table_is_previewed_with_what_is_refused_and_taken_in(
    card, store, table, answers, monkeypatch
):
    told = []
    monkeypatch.setattr(calendar_card, "show_done", lambda _card, text, _path: told.append(text))
    read = []

    def take(dialog):
        read.append(dialog.text.toPlainText())
        dialog.import_button.click()

    answers.append((ImportCalendarDialog, take))
    card.look_at(table)
    settle()

    assert "第 3 行不导入：看不懂日期“大年三十”" in read[0]
    assert f"{YEAR} 年：放假 12 天" in read[0]
    assert told == [f"已导入 {YEAR} 年的日历，按 Ctrl+Z 可以撤销。"]
    assert [each.year for each, _source in imported_years(store)] == [YEAR]
    assert f"{YEAR} 年导入放假 12 天、补班 0 天（放假安排.csv）" in card.line.text()
    assert f"还没有 {YEAR} 年的表" not in card.line.text()


def test_called_off_nothing_is_taken_in(card, store, table, answers):
    answers.append((ImportCalendarDialog, lambda dialog: dialog.reject()))
    card.look_at(table)
    settle()

    assert imported_years(store) == []


@pytest.mark.parametrize("year", [TODAY.year + 1])
def test_a_year_without_a_table_is_told(card, year):
    is_known = year in workdays().years
    assert (f"还没有 {year} 年的表" in card.line.text()) is not is_known
