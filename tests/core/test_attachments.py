import io

import pytest
from PIL import Image

from partydesk.errors import ForeignFileError, StorageError
from partydesk.services.attachments import (
    LONGEST_SIDE,
    attach,
    attachments_of,
    content,
    detach,
    rename,
)
from partydesk.services.history import recycle_bin, restore
from partydesk.services.working_copies import copy_place, remove_copies
from partydesk.storage.slots import Cost
from partydesk.storage.store import Store
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
        remove_copies(store)
        assert not place.parent.parent.exists()
