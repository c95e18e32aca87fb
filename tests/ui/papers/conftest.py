"""A tab with a record that takes papers, and photos for it."""

import pytest

from tests.core.pictures import hiding, scene
from tests.ui.meetings_help import save_one
from tests.ui.small_branch import fill, settle, shown
from ui.tabs.meetings_tab import MeetingsTab


@pytest.fixture
def kept(store):
    return save_one(store, fill(store))


@pytest.fixture
def open_tab(state, qtbot, kept):
    def open_on(desk):
        tab = shown(qtbot, MeetingsTab(desk, state))
        tab.refresh()
        tab.show_record(kept.id)
        settle()
        return tab

    return open_on


@pytest.fixture
def tab(desk, open_tab):
    return open_tab(desk)


@pytest.fixture
def files(tmp_path):
    """Files of so many photos; the colour of each is its own."""

    def make(count, size=(400, 300)):
        paths = [tmp_path / f"照片{number}.jpg" for number in range(1, count + 1)]
        for number, path in enumerate(paths):
            path.write_bytes(hiding("JPEG", scene(seed=number).resize(size)))
        return paths

    return make
