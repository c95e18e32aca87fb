"""Showing one widget."""

import pytest


@pytest.fixture
def shown(qtbot):
    kept = []

    def show(widget, width=600, height=400):
        kept.append(widget)
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        return widget

    return show
