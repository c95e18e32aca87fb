"""Parts turn from a row into a column where there is no room, and back."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import Look, Size
from ui.widgets.basics import button, column
from ui.widgets.turning import Turning


@pytest.fixture
def turning(qtbot):
    host = QWidget()
    made = Turning([button("去看"), button("说明理由")], 300)
    host.setLayout(column(made, None))
    host.turning = made
    qtbot.addWidget(host)
    host.resize(400, 200)
    host.show()
    return host


def tops(host):
    QApplication.processEvents()
    return [each.y() for each in host.turning.findChildren(QWidget) if each.isVisible()]


def test_there_is_a_row_where_there_is_room(turning):
    first, second = tops(turning)
    assert first == second
    turning.resize(290, 200)
    first, second = tops(turning)
    assert first < second
    turning.resize(400, 200)
    first, second = tops(turning)
    assert first == second


def test_larger_text_needs_more_room(turning, look):
    look(Look.LIGHT, Size.HUGE)
    first, second = tops(turning)

    assert first < second


def test_a_row_does_not_keep_its_host_from_narrowing(turning):
    tops(turning)

    assert turning.minimumSizeHint().width() < 200
