import io

import pytest
from PIL import Image

from partydesk.documents.photos import LONGEST_SIDE
from partydesk.errors import ForeignFileError, NotFoundError, RefusedError, StorageError
from partydesk.services.attachments import (
    attachments_of,
    content,
    detach,
    rename,
    reorder,
    turn,
)
from partydesk.services.history import history_of, last_undoable, recycle_bin, restore, undo
from partydesk.services.working_copies import copy_place, remove_copies
from partydesk.storage.slots import Cost
from partydesk.storage.store import Store
from tests.core.papers import attach
from tests.core.pictures import opened
from tests.core.test_store import raw


def photo(path, size=(3000, 1500)):
    image = Image.new("RGB", size, "#a61e1e")
    exif = image.getexif()
    exif[0x0110] = "某品牌手机"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (39.0, 54.0, 0.0)
    image.save(path, "JPEG", exif=exif)
    return path


def test_a_photo_is_shrunk_and_loses_place_and_camera(store, tmp_path):
    row = attach(store, "meeting", "m1", photo(tmp_path / "签到.jpg"))

    title, data = content(store, row.id)
    assert title == "签到.jpg"
    with Image.open(io.BytesIO(data)) as kept:
        assert max(kept.size) == LONGEST_SIDE
        assert len(kept.getexif()) == 0
    assert "某品牌".encode() not in data


def test_a_photo_keeps_its_size_when_told(store, tmp_path):
    row = attach(store, "meeting", "m1", photo(tmp_path / "a.jpg"), keep_size=True)

    with Image.open(io.BytesIO(content(store, row.id)[1])) as kept:
        assert kept.size == (3000, 1500)


def test_the_same_bytes_are_kept_once(store, tmp_path):
    paper = tmp_path / "方案.pdf"
    paper.write_bytes(b"%PDF-1.4 same")
    attach(store, "meeting", "m1", paper)
    attach(store, "meeting", "m2", paper)

    assert raw(store, "select count(*) from blob") == [(1,)]
    assert [row.title for row in attachments_of(store, "meeting", "m2")] == ["方案.pdf"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("run.exe", b"MZ", "不是能添加的文件类型"),
        ("photo.jpg", b"MZ not a picture", "内容和文件类型不符"),
        ("cut.jpg", b"\xff\xd8\xff\xe0 cut", "不是完整的图片"),
        ("empty.pdf", b"", "空文件"),
        ("机密方案.pdf", b"%PDF-1.4", "密级标志"),
        ("合影.jpg", b"%PDF-1.4", "内容和文件类型不符"),
    ],
)
def test_what_must_not_come_in_is_refused_with_a_sentence(store, tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(ForeignFileError, match=words):
        attach(store, "meeting", "m1", path)

    assert attachments_of(store, "meeting", "m1") == []


def test_a_file_that_is_gone_is_said(store, tmp_path):
    with pytest.raises(StorageError, match="读不到"):
        attach(store, "meeting", "m1", tmp_path / "gone.pdf")


def test_a_hostile_name_becomes_harmless(store, tmp_path):
    path = tmp_path / "a\u202egpj.pdf"
    path.write_bytes(b"%PDF-1.4")
    row = attach(store, "meeting", "m1", path)
    rename(store, row.id, "../../签到表")

    (kept,) = attachments_of(store, "meeting", "m1")
    assert "\u202e" not in row.title
    assert "/" not in kept.title
    assert kept.title.endswith(".pdf")


def test_a_removed_paper_comes_back(store, tmp_path):
    path = tmp_path / "方案.pdf"
    path.write_bytes(b"%PDF-1.4")
    row = attach(store, "meeting", "m1", path)
    detach(store, row.id)
    assert attachments_of(store, "meeting", "m1") == []

    (gone,) = recycle_bin(store)
    restore(store, gone.record_type, gone.record_id)

    assert [each.id for each in attachments_of(store, "meeting", "m1")] == [row.id]


def test_working_copies_lie_beside_the_file_and_are_removed(tmp_path):
    cheap = Cost(memory_kib=8 * 1024, iterations=1, lanes=1)
    with Store.create(tmp_path / "a.partydesk", "书记的口令很长很长", cost=cheap) as store:
        place = copy_place(store, "../签到.pdf")
        place.write_bytes(b"x")
        assert place.parent.parent.parent == tmp_path
        remove_copies(store.path)
        assert not place.parent.parent.exists()


def titles(store, record_id="m1"):
    return [each.title for each in attachments_of(store, "meeting", record_id)]


def undo_last(store):
    return undo(store, last_undoable(store).id)


@pytest.fixture
def three(store, tmp_path):
    rows = []
    for number in (1, 2, 3):
        path = tmp_path / f"第{number}页.pdf"
        path.write_bytes(b"%PDF-1.4 " + bytes([number]))
        rows.append(attach(store, "meeting", "m1", path))
    return [each.id for each in rows]


def test_papers_take_the_order_that_is_asked_for(store, three):
    first, second, third = three
    reorder(store, "meeting", "m1", [third, first, second])
    assert titles(store) == ["第3页.pdf", "第1页.pdf", "第2页.pdf"]

    assert undo_last(store) == "附件排序"
    assert titles(store) == ["第1页.pdf", "第2页.pdf", "第3页.pdf"]


def test_what_is_not_named_comes_behind(store, three):
    reorder(store, "meeting", "m1", [three[2]])

    assert titles(store) == ["第3页.pdf", "第1页.pdf", "第2页.pdf"]


def test_the_order_of_another_record_is_not_touched(store, three, tmp_path):
    other = attach(store, "meeting", "m2", tmp_path / "第1页.pdf")
    with pytest.raises(NotFoundError):
        reorder(store, "meeting", "m1", [other.id, *three])

    assert titles(store) == ["第1页.pdf", "第2页.pdf", "第3页.pdf"]


def test_a_new_paper_comes_last_also_after_one_went(store, three, tmp_path):
    detach(store, three[0])
    path = tmp_path / "第4页.pdf"
    path.write_bytes(b"%PDF-1.4 4")
    attach(store, "meeting", "m1", path)

    assert titles(store) == ["第2页.pdf", "第3页.pdf", "第4页.pdf"]


def test_a_turned_photo_stays_turned_and_can_be_taken_back(store, tmp_path):
    row = attach(store, "meeting", "m1", photo(tmp_path / "签到.jpg"))
    before = content(store, row.id)[1]
    after = turn(store, row.id, 1)

    kept = content(store, row.id)[1]
    assert opened(before).size == (2000, 1000)
    assert opened(kept).size == (1000, 2000)
    assert (after.size, after.content_id == row.content_id) == (len(kept), False)
    assert next(line.title for line in history_of(store, "attachment", row.id)) == "旋转照片"
    assert undo_last(store) == "旋转照片"
    assert content(store, row.id)[1] == before


def test_a_paper_that_is_no_photo_is_not_turned(store, three):
    with pytest.raises(RefusedError, match="只有照片"):
        turn(store, three[0], 1)


def test_an_empty_name_changes_nothing(store, three):
    rename(store, three[0], "  .pdf ")

    assert titles(store)[0] == "第1页.pdf"
