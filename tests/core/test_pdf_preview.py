import pytest

from partydesk.documents.preview import PdfPages
from partydesk.errors import ForeignFileError
from tests.core.papers import two_pages


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return two_pages()


def test_each_page_becomes_a_picture_of_its_size(pdf):
    with PdfPages(pdf) as pages:
        images = [pages.page(number, dpi=72) for number in range(pages.count)]
    assert [(image.width, image.height) for image in images] == [(842, 596)] * 2
    assert all(len(image.bgra) == 842 * 596 * 4 for image in images)


def test_a_page_shows_ink_on_white_paper(pdf):
    with PdfPages(pdf) as pages:
        picture = pages.page(0, dpi=72).bgra
    assert picture[:4] == b"\xff\xff\xff\xff"
    assert min(picture[0::4]) < 100


def test_more_dots_give_a_larger_picture(pdf):
    with PdfPages(pdf) as pages:
        assert pages.page(1, dpi=144).width == 2 * pages.page(1, dpi=72).width


@pytest.mark.parametrize("foreign", [b"", b"%PDF-1.7\n%%EOF", b"no pdf at all" * 100])
def test_a_damaged_file_is_refused_with_a_sentence(foreign):
    with pytest.raises(ForeignFileError, match="打不开"):
        PdfPages(foreign)


def test_a_page_of_a_square_kilometre_is_refused(pdf):
    huge = pdf.replace(b"841.8898 595.2756", b"99999.99 99999.99", 1)
    assert huge != pdf
    with PdfPages(huge) as pages, pytest.raises(ForeignFileError, match="太大"):
        pages.page(0, dpi=300)


def test_a_page_is_drawn_to_a_length(pdf):
    with PdfPages(pdf) as pages:
        picture = pages.page_within(0, 300)
    assert picture.width == 300
    assert 205 <= picture.height <= 216
