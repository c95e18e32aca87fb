"""Bytes leave the file only when asked for, and never while something may still need them."""

import pytest

from partydesk.services import history
from partydesk.services.attachments import attachments_of, content, detach, rename, turn
from partydesk.services.unused_contents import remove_unused_contents, unused_contents
from tests.core.papers import attach
from tests.core.pictures import hiding
from tests.core.test_store import raw


@pytest.fixture
def row(store, tmp_path):
    path = tmp_path / "照片.jpg"
    path.write_bytes(hiding("JPEG"))
    return attach(store, "meeting", "m1", path)


def contents(store):
    return {key for (key,) in raw(store, "select id from blob")}


def many_steps(store, attachment_id, count=history.UNDO_STEPS):
    for number in range(count):
        rename(store, attachment_id, f"第{number}次")


def undo_last(store):
    history.undo(store, history.last_undoable(store).id)


def test_what_is_attached_or_in_the_bin_is_kept(store, row, tmp_path):
    other = tmp_path / "方案.pdf"
    other.write_bytes(b"%PDF-1.4")
    kept = attach(store, "meeting", "m1", other)
    detach(store, row.id)
    many_steps(store, kept.id)

    assert remove_unused_contents(store).count == 0
    history.restore(store, "attachment", row.id)
    assert content(store, row.id)[1].startswith(b"\xff\xd8")


def test_what_can_still_be_taken_back_is_kept(store, row):
    turn(store, row.id, 1)
    many_steps(store, row.id, history.UNDO_STEPS - 1)
    assert remove_unused_contents(store).count == 0
    for _ in range(history.UNDO_STEPS):
        undo_last(store)

    assert attachments_of(store, "meeting", "m1") == [row]
    assert content(store, row.id)[1].startswith(b"\xff\xd8")


def test_what_can_still_be_done_again_is_kept(store, row):
    undo_last(store)
    assert remove_unused_contents(store).count == 0
    history.redo(store, history.last_redoable(store).id)

    assert content(store, row.id)[0] == "照片.jpg"


def test_what_nothing_needs_any_more_goes_when_asked(store, row):
    before = content(store, row.id)[1]
    now = turn(store, row.id, 1)
    many_steps(store, row.id)

    assert contents(store) == {row.content_id, now.content_id}
    assert unused_contents(store).size == len(before)
    assert remove_unused_contents(store).count == 1
    assert contents(store) == {now.content_id}
    assert unused_contents(store).count == 0


def test_cleaning_up_is_no_step(store, row):
    turn(store, row.id, 1)
    many_steps(store, row.id)
    last, revision = history.last_undoable(store), store.revision
    remove_unused_contents(store)

    assert history.last_undoable(store).id == last.id
    assert store.revision == revision
