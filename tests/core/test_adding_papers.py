"""Many papers at once: whole files, one step, and one sentence for each that can't be added."""

import os
from datetime import date

import pytest

from partydesk.errors import CancelledError, RefusedError
from partydesk.services.adding_papers import add_files
from partydesk.services.attachments import attachments_of, content, detach, rename, reorder
from partydesk.services.exports import meeting_pdf
from partydesk.services.history import last_undoable, undo
from partydesk.services.meetings import list_meetings, remove_meeting
from partydesk.services.organization import save_branch
from partydesk.services.paper_files import LARGEST
from tests.core.branches import BRANCH
from tests.core.papers import attach, text_of
from tests.core.pictures import hiding, opened, scene
from tests.core.records_help import add_meeting
from tests.core.test_store import raw

HERE = ("meeting", "m1")


@pytest.fixture
def photos(tmp_path):
    """Files of so many different photos."""

    def make(count, folder=tmp_path):
        folder.mkdir(exist_ok=True)
        paths = [folder / f"照片{number}.jpg" for number in range(1, count + 1)]
        for number, path in enumerate(paths):
            path.write_bytes(hiding("JPEG", scene(seed=number)))
        return paths

    return make


def titles(store, owner=HERE):
    return [each.title for each in attachments_of(store, *owner)]


def test_twelve_photos_are_one_step_in_the_order_of_their_names(store, photos):
    added = add_files(store, HERE, photos(12)[::-1])

    assert added.refused == ()
    assert titles(store) == [f"照片{number}.jpg" for number in range(1, 13)]
    assert [each.title for each in added.rows] == titles(store)
    assert last_undoable(store).title == "附件 12 个"
    undo(store, last_undoable(store).id)
    assert titles(store) == []


def test_one_paper_is_named(store, photos):
    add_files(store, HERE, photos(1))

    assert last_undoable(store).title == "附件 照片1.jpg"


def test_what_can_not_be_added_keeps_nothing_else_out(store, photos, tmp_path):
    good = photos(2)
    wrong = tmp_path / "照片1b.jpg"
    wrong.write_bytes(b"\xff\xd8\xff cut")
    folder = tmp_path / "照片.jpg"
    folder.mkdir()
    added = add_files(store, HERE, [*good, wrong, folder, tmp_path / "不在.jpg"])

    assert titles(store) == ["照片1.jpg", "照片2.jpg"]
    sentences = "".join(each.sentence for each in added.refused)
    assert len(added.refused) == 3
    assert all(each.advice for each in added.refused)
    assert all(name in sentences for name in ("“照片1b.jpg”", "“照片.jpg”是文件夹", "“不在.jpg”"))


def test_cancelling_keeps_what_is_whole(store, photos):
    def progress(_name, done, total):
        assert total == 6
        if done == 4:
            raise CancelledError("已取消。")

    added = add_files(store, HERE, photos(6), progress=progress)

    assert titles(store) == [f"照片{number}.jpg" for number in range(1, 5)]
    assert added.not_read == 2
    assert last_undoable(store).title == "附件 4 个"
    for row in added.rows:
        assert opened(content(store, row.id)[1]).size == (400, 300)


def test_cancelling_at_once_leaves_no_step(store, photos):
    def progress(*_):
        raise CancelledError("已取消。")

    before = store.revision
    added = add_files(store, HERE, photos(2), progress=progress)

    assert (added.rows, added.not_read) == ((), 2)
    assert store.revision == before
    assert last_undoable(store) is None


def test_the_step_is_named_before_each_file(store, photos):
    told = []
    add_files(store, HERE, photos(3), progress=lambda *each: told.append(each))

    assert told == [("照片1.jpg", 0, 3), ("照片2.jpg", 1, 3), ("照片3.jpg", 2, 3)]


def test_the_same_photo_is_not_attached_twice(store, photos, tmp_path):
    first, second = photos(2)
    copy = tmp_path / "照片1 副本.jpg"
    copy.write_bytes(first.read_bytes())
    add_files(store, HERE, [first])
    added = add_files(store, HERE, [copy, second])

    assert titles(store) == ["照片1.jpg", "照片2.jpg"]
    (refused,) = added.refused
    assert "“照片1 副本.jpg”已经附在这条记录里，名称是“照片1.jpg”" in refused.sentence
    with pytest.raises(RefusedError, match="已经附在"):
        attach(store, *HERE, copy)


def test_twins_in_one_go_are_added_once(store, photos, tmp_path):
    (first,) = photos(1)
    copy = tmp_path / "照片2.jpg"
    copy.write_bytes(first.read_bytes())
    added = add_files(store, HERE, [copy, first])

    assert titles(store) == ["照片1.jpg"]
    assert "“照片2.jpg”和“照片1.jpg”的内容完全相同" in added.refused[0].sentence


def test_a_removed_paper_may_be_added_again(store, photos):
    (path,) = photos(1)
    add_files(store, HERE, [path])
    undo(store, last_undoable(store).id)

    assert len(add_files(store, HERE, [path]).rows) == 1


def test_the_same_photo_on_another_record_is_mentioned(store, photos):
    first = add_meeting(store, "学习文件")
    other = add_meeting(store, "讨论计划", date(2026, 10, 5))
    (path,) = photos(1)
    add_files(store, ("meeting", first.id), [path])
    added = add_files(store, ("meeting", other.id), [path])

    assert titles(store, ("meeting", other.id)) == ["照片1.jpg"]
    assert added.elsewhere == (("照片1.jpg", "2026年11月5日支部委员会会议"),)
    assert raw(store, "select count(*) from blob") == [(1,)]
    remove_meeting(store, other.id)
    remove_meeting(store, first.id)
    assert add_files(store, HERE, [path]).elsewhere == ()


def test_different_photos_of_one_name_are_told_apart(store, photos, tmp_path):
    (first,) = photos(1)
    (tmp_path / "b").mkdir()
    second = tmp_path / "b" / "照片1.jpg"
    second.write_bytes(hiding("JPEG", scene(seed=7)))
    add_files(store, HERE, [first, second])

    assert titles(store) == ["照片1.jpg", "照片1(2).jpg"]


def test_the_ending_tells_what_was_inside(store, tmp_path):
    path = tmp_path / "微信图片.jpg"
    path.write_bytes(hiding("WEBP"))
    other = tmp_path / "扫描.TIFF"
    other.write_bytes(hiding("TIFF"))
    added = add_files(store, HERE, [path, other])

    assert {(each.title, each.media_type) for each in added.rows} == {
        ("微信图片.jpg", "image/jpeg"),
        ("扫描.jpg", "image/jpeg"),
    }


def test_a_file_that_is_too_large_is_not_read_whole(store, tmp_path):
    path = tmp_path / "录像.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.4")
        file.truncate(LARGEST + 1)

    (refused,) = add_files(store, HERE, [path]).refused
    assert "超过 50 MB" in refused.sentence


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX has pipes with names")
def test_a_pipe_is_not_waited_for(store, tmp_path):
    path = tmp_path / "照片.jpg"
    os.mkfifo(path)

    (refused,) = add_files(store, HERE, [path]).refused
    assert "不是普通文件" in refused.sentence


def test_the_list_of_meetings_counts_their_papers(store, photos):
    first = add_meeting(store, "学习文件")
    other = add_meeting(store, "讨论计划", date(2026, 10, 5))
    add_files(store, ("meeting", first.id), photos(3))
    add_files(store, ("talk", other.id), photos(2))
    detach(store, attachments_of(store, "meeting", first.id)[0].id)

    assert {row.topic: row.papers for row in list_meetings(store)} == {"学习文件": 2, "讨论计划": 0}


def test_the_printed_record_lists_papers_in_their_order(store, photos):
    save_branch(store, BRANCH)
    made = add_meeting(store, "学习文件")
    rows = add_files(store, ("meeting", made.id), photos(2)).rows
    reorder(store, "meeting", made.id, [rows[1].id, rows[0].id])
    rename(store, rows[0].id, "签到现场")

    text = text_of(meeting_pdf(store, made.id))
    assert text.index("1. 照片2.jpg") < text.index("2. 签到现场.jpg")
