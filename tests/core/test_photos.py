"""Photos that come in keep their pixels and nothing else, whatever made them."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from partydesk.documents.photos import LONGEST_SIDE, kept_photo, picture_kind, turned
from partydesk.errors import ForeignFileError
from tests.core.pictures import SECRETS, bomb, hiding, moving, opened, scene

FORMS = ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP"]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_but_the_picture_comes_in(form):
    source = hiding(form)
    assert any(each in source for each in SECRETS)
    kept = kept_photo(f"照片.{form.lower()}", source)

    assert not [each for each in SECRETS if each in kept.data]
    image = opened(kept.data)
    assert len(image.getexif()) == 0
    assert image.size == (400, 300)
    assert not {"exif", "xmp", "comment", "icc_profile", "Comment"} & image.info.keys()


def test_a_colour_profile_does_not_come_in():
    from PIL import ImageCms

    target = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGBA", (40, 30), (166, 30, 30, 90)).save(target, "PNG", icc_profile=profile)
    assert "icc_profile" in opened(target.getvalue()).info

    assert "icc_profile" not in opened(kept_photo("章.png", target.getvalue()).data).info


def test_a_photo_that_lay_on_its_side_stands_upright():
    image = scene((400, 300))
    image.paste("white", (0, 0, 400, 30))
    kept = kept_photo("照片.jpg", hiding("JPEG", image, orientation=6))

    upright = opened(kept.data)
    assert upright.size == (300, 400)
    # What was the upper edge is the right one now.
    assert min(upright.convert("L").getpixel((290, y)) for y in (50, 200, 350)) > 230


def test_a_large_photo_is_shrunk_and_its_form_stays():
    kept = kept_photo("照片.jpg", hiding("JPEG", scene((4000, 3000))))

    assert opened(kept.data).size == (LONGEST_SIDE, 1500)
    assert kept.media_type == "image/jpeg"


@pytest.mark.parametrize("mode", ["1", "P", "L"])
def test_fine_lines_of_a_scan_survive_being_shrunk(mode):
    image = Image.new("L", (4000, 3000), 255)
    for number in range(100):
        # One pixel wide, at even and odd places: taking every second pixel would lose half.
        x = 40 * number + number % 2
        image.paste(0, (x, 0, x + 1, 3000))
    target = io.BytesIO()
    image.convert(mode).save(target, "PNG")
    kept = opened(kept_photo("扫描.png", target.getvalue()).data).convert("L")

    line = [kept.getpixel((x, 700)) for x in range(2000)]
    assert sum(value < 190 for value in line) == 100


def test_sixteen_bits_of_grey_are_not_blown_out():
    image = Image.new("I;16", (60, 40), 0x8000)
    target = io.BytesIO()
    image.save(target, "PNG")

    kept = opened(kept_photo("扫描.png", target.getvalue()).data)
    assert kept.getpixel((30, 20)) == pytest.approx(128, abs=2)


def test_a_drawing_stays_sharp_and_a_photo_gets_small():
    drawing, photo = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (800, 600), "white").save(drawing, "PNG")
    scene((800, 600)).save(photo, "PNG")

    kept = kept_photo("流程图.png", drawing.getvalue())
    assert (kept.title, kept.media_type) == ("流程图.png", "image/png")
    kept = kept_photo("合影.png", photo.getvalue())
    assert (kept.title, kept.media_type) == ("合影.jpg", "image/jpeg")
    assert len(kept.data) < len(photo.getvalue()) / 2


def test_what_can_be_seen_through_stays_so():
    target = io.BytesIO()
    Image.new("RGBA", (40, 30), (166, 30, 30, 90)).save(target, "WEBP", lossless=True)
    kept = kept_photo("章.webp", target.getvalue())

    assert (kept.title, kept.media_type) == ("章.png", "image/png")
    assert opened(kept.data).getpixel((5, 5)) == (166, 30, 30, 90)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_is_refused(form):
    with pytest.raises(ForeignFileError, match="会动的图片"):
        kept_photo("动图", moving(form))


def test_a_scan_of_many_pages_does_not_lose_them():
    with pytest.raises(ForeignFileError, match="好几页") as refused:
        kept_photo("扫描.tif", moving("TIFF"))
    assert "PDF" in refused.value.advice


def test_the_two_pictures_of_a_phone_are_one_photo():
    kept = kept_photo("照片.jpg", moving("MPO"))

    assert opened(kept.data).size == (400, 300)


@pytest.mark.parametrize(("width", "height"), [(10_000, 9_000), (30_000, 30_000), (2**30, 2)])
def test_a_small_file_with_a_huge_picture_is_refused(width, height):
    with pytest.raises(ForeignFileError, match="尺寸太大") as refused:
        kept_photo("照片.png", bomb(width, height))
    assert "缩小" in refused.value.advice


def test_a_photo_of_an_iphone_is_named():
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)

    assert picture_kind(heic) == "heif"
    with pytest.raises(ForeignFileError, match="HEIC") as refused:
        kept_photo("IMG_0001.JPG", heic)
    assert "兼容性最佳" in refused.value.advice


SOURCES = {form: hiding(form, scene((60, 40))) for form in FORMS}


@settings(max_examples=300, deadline=None)
@given(
    form=st.sampled_from(FORMS),
    cut=st.integers(0, 20_000),
    changes=st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 255)), max_size=12),
)
def test_a_damaged_picture_is_a_sentence_or_a_whole_picture(form, cut, changes):
    data = bytearray(SOURCES[form])
    for place, value in changes:
        data[place % len(data)] = value
    try:
        opened(kept_photo("照片.jpg", bytes(data[:cut])).data)
    except ForeignFileError as error:
        said = (error.sentence[:8], bool(error.advice))
    else:
        said = None

    assert said in (None, ("“照片.jpg”", True))


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_quarter_to_the_right_and_back(mode):
    image = Image.new(mode, (80, 40), "white")
    image.paste("black", (0, 0, 16, 16))
    target = io.BytesIO()
    image.save(target, "PNG" if mode == "RGBA" else "JPEG")

    right = opened(turned(target.getvalue(), 1)).convert("L")
    assert right.size == (40, 80)
    assert right.getpixel((36, 4)) < 40
    assert right.getpixel((4, 4)) > 220
    back = opened(turned(turned(target.getvalue(), 1), -1)).convert("L")
    assert back.size == (80, 40)
    assert back.getpixel((4, 4)) < 40


def test_four_quarters_change_nothing():
    assert turned(SOURCES["JPEG"], 4) == SOURCES["JPEG"]


def test_what_is_no_picture_can_not_be_turned():
    with pytest.raises(ForeignFileError, match="不能旋转"):
        turned(b"no picture", 1)
