"""优先使用本机公文字体: the computer's own typefaces go first only where that was chosen."""

import sys

import pytest
from fontTools.ttLib import TTFont

from partydesk.documents.fonts import Style
from partydesk.paths import resources
from partydesk.services.ledgers.pages import printing_of
from partydesk.services.own_fonts import prefer_own_fonts, prefers_own_fonts

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="a typeface can't be installed for one test elsewhere"
)


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A typeface that calls itself 仿宋_GB2312, where fontconfig looks."""
    font = TTFont(resources() / "fonts" / "Kai.ttf")
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = "仿宋_GB2312"
    font.save(tmp_path / "own.ttf")
    config = tmp_path / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    return tmp_path / "own.ttf"


def test_they_go_first_only_where_it_was_chosen(store, installed):
    assert not prefers_own_fonts(store)
    assert printing_of(store).preferred == {}

    prefer_own_fonts(store, on=True)
    assert [each.path for each in printing_of(store).preferred[Style.FANG]] == [installed]

    prefer_own_fonts(store, on=False)
    assert printing_of(store).preferred == {}
