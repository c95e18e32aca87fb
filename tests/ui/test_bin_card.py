"""回收站: what nothing needs any more is said with its size, and goes when that is wanted."""

import pytest

from partydesk.services import history
from partydesk.services.adding_papers import add_files
from partydesk.services.attachments import rename, turn
from tests.core.pictures import hiding
from tests.ui.small_branch import shown
from ui.tabs.bin_card import BinCard


@pytest.fixture
def card(store, desk, tmp_path, qtbot):
    """Beside a photo that was turned so long ago that it can't be turned back."""
    path = tmp_path / "照片.jpg"
    path.write_bytes(hiding("JPEG"))
    (row,) = add_files(store, ("meeting", "m1"), [path]).rows
    turn(store, row.id, 1)
    for number in range(history.UNDO_STEPS):
        rename(store, row.id, f"第{number}次")
    made = shown(qtbot, BinCard(desk), 500, 200)
    made.refresh()
    return made


def test_what_is_not_needed_any_more_goes_only_after_a_yes(card, said):
    assert "1 份" in card._unused_label.text()
    card.clean_button.click()
    assert "找不回来" in said[0]
    assert card.clean_button.isVisible()

    said.answer = "清理"
    card.clean_button.click()
    assert not card.clean_button.isVisible()
