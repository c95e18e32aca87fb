"""Reports of a period: read, narrowed, saved, printed, and a row leads to its record."""

from datetime import date

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from tests.core.samples import copy_sample
from tests.ui.small_branch import shown
from ui.dialogs.pdf_preview import PdfPreview
from ui.dialogs.report import ReportDialog
from ui.dialogs.reports import COVERAGE, TURNOVER

TODAY = date.today()


@pytest.fixture
def parent(store, qtbot):
    copy_sample(store, TODAY)
    return shown(qtbot, QWidget())


def made(desk, state, plan, parent, qtbot):
    dialog = ReportDialog(desk, state, plan, parent)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_year_of_comings_and_goings_is_read_and_a_row_leads_to_its_record(
    desk, state, parent, qtbot
):
    dialog = made(desk, state, TURNOVER, parent, qtbot)
    assert dialog.level_box.isHidden()
    years = [dialog.period_box.itemData(place) for place in range(dialog.period_box.count())]
    for year in (TODAY.year - 1, TODAY.year):
        dialog.period_box.setCurrentIndex(years.index(str(year)))
        assert "平衡。" in dialog.sum_label.text()
    rows = dialog.table.records.rows
    death = next(row for row in rows if row.kind == "去世")
    dialog.table.choose(death.id)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert (dialog.chosen.record_type, dialog.chosen.record_id) == ("member_event", death.record_id)
    assert not dialog.isVisible()


def test_each_level_of_talks_is_chosen_and_who_is_missing_is_talked_to_next(
    desk, state, parent, qtbot
):
    dialog = made(desk, state, COVERAGE, parent, qtbot)
    told, due = [], []
    for place in range(3):
        dialog.level_box.setCurrentIndex(place)
        told.append(dialog.sum_label.text())
        due.append(len(dialog.table.records.rows))
    assert [each.partition("：")[0][-4:] for each in told] == ["支委之间", "委与党员", "党员之间"]
    assert due == [5, 36, 32]
    first = dialog.table.records.rows[0]
    assert first.state == "未谈"
    dialog.table.choose(first.id)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.chosen.new
    assert dialog.chosen.values["partners"] == [{"member_id": first.id, "name": first.name}]


@pytest.fixture
def dialog(desk, state, parent, qtbot):
    return made(desk, state, COVERAGE, parent, qtbot)


def test_a_report_is_saved_as_a_sheet_and_shown_as_pages(
    dialog, answers, said, tmp_path, monkeypatch
):
    target = tmp_path / "覆盖.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog.save()
    texts = [cell.value for row in load_workbook(target).active.iter_rows() for cell in row]
    assert "支委之间" in str(texts[0])
    seen = []
    answers.append((PdfPreview, lambda pages: (seen.append(pages.windowTitle()), pages.reject())))
    dialog.show_paper()
    assert seen
    assert said
