"""The look of the window: colour tokens of each theme, text sizes, and the style made from them."""

import re
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from partydesk.paths import resources

#: Chinese sans fonts in order of liking; the bundled one comes last.
FAMILIES = (
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
#: Text height of the standard size in pixels.
TEXT = 14


class Tone(StrEnum):
    """What a coloured mark means; it always carries a word as well."""

    PLAIN = "plain"  #: nothing special, not begun
    RED = "red"  #: overdue, wrong
    GOLD = "gold"  #: due soon, warning
    GREEN = "green"  #: done, saved
    BLUE = "blue"  #: the rule or source behind something


class Size(StrEnum):
    """The three text sizes; they scale the whole window."""

    STANDARD = "标准"
    LARGE = "大"
    HUGE = "特大"


SCALES = {Size.STANDARD: 1.0, Size.LARGE: 1.25, Size.HUGE: 1.5}


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, by use."""

    paper: str = "#F5F4F1"  #: window
    surface: str = "#FFFFFF"  #: cards, tables, side bar
    head: str = "#FAF9F6"  #: head of a table
    stripe: str = "#FBFAF8"  #: every other row
    ink: str = "#1F2328"  #: text
    ink2: str = "#5A6472"  #: captions
    faint: str = "#646B75"  #: placeholders
    line: str = "#E4E1DB"  #: borders
    accent: str = "#A61E1E"  #: selected tab, the one primary button
    accent_hover: str = "#8E1717"
    on_accent: str = "#FFFFFF"
    red: str = "#A61E1E"
    red_soft: str = "#FAECEA"
    gold: str = "#8A5F00"
    gold_soft: str = "#FCF4DF"
    green: str = "#1F7A4D"
    green_soft: str = "#E6F4EC"
    blue: str = "#1F5FA8"
    blue_soft: str = "#E8F1FB"
    grey: str = "#EEECE7"  #: hover, disabled cells
    knob: str = "#C4BFB6"  #: handle of a scroll bar
    focus: str = "#1F5FA8"  #: line around what has the focus, at least 3:1 beside ``line``
    ink3: str = "#6B675F"  #: text of what is switched off
    chosen: str = "#FAECEA"  #: selected row
    done: str = "#2B8A5B"  #: filled cell of the matrix
    missing: str = "#DE9B06"  #: cell of the matrix that lacks something
    on_missing: str = "#1F2328"
    waiting: str = "#F1D9A2"  #: cell of the matrix that is still open
    on_waiting: str = "#6B4A00"


LIGHT = Tokens()
DARK = Tokens(
    paper="#1E1C1B",
    surface="#292625",
    head="#302D2B",
    stripe="#2C2928",
    ink="#ECE7E1",
    ink2="#B9B1A8",
    faint="#A69E95",
    line="#45403C",
    accent="#B3352B",
    accent_hover="#9C2B22",
    red="#F3958B",
    red_soft="#452724",
    gold="#E5BB62",
    gold_soft="#3F331B",
    green="#7FCFA2",
    green_soft="#1F3A2C",
    blue="#93BEF0",
    blue_soft="#22344A",
    grey="#3A3633",
    knob="#6A645E",
    focus="#93BEF0",
    ink3="#B0A79E",
    chosen="#452724",
    done="#2B8A5B",
    missing="#E0A93A",
    on_missing="#1F1600",
    waiting="#5A4A22",
    on_waiting="#F3DCA6",
)
CONTRAST = Tokens(
    paper="#FFFFFF",
    head="#FFFFFF",
    stripe="#FFFFFF",
    ink="#000000",
    ink2="#1A1A1A",
    faint="#404040",
    line="#000000",
    accent="#7A0000",
    accent_hover="#4D0000",
    red="#8B0000",
    red_soft="#FFF1F0",
    gold="#5C3D00",
    gold_soft="#FFF8E5",
    green="#00472A",
    green_soft="#EEFBF3",
    blue="#00336B",
    blue_soft="#EFF6FF",
    grey="#E0E0E0",
    knob="#000000",
    focus="#0062FF",
    ink3="#333333",
    chosen="#FFE9A8",
    done="#00472A",
    missing="#FFC400",
    on_missing="#000000",
    waiting="#FFF0C2",
    on_waiting="#3D2900",
)


class Look(StrEnum):
    """The themes a user can choose."""

    LIGHT = "浅色"
    DARK = "深色"
    CONTRAST = "高对比"


TOKENS = {Look.LIGHT: LIGHT, Look.DARK: DARK, Look.CONTRAST: CONTRAST}
_SHADES = {Look.LIGHT: "light", Look.DARK: "dark", Look.CONTRAST: "contrast"}


@dataclass(frozen=True, slots=True)
class Theme:
    """A look and a text size."""

    look: Look = Look.LIGHT
    size: Size = Size.STANDARD

    @property
    def tokens(self) -> Tokens:
        """The colours."""
        return TOKENS[self.look]

    @property
    def scale(self) -> float:
        """How much larger text is than at the standard size."""
        return SCALES[self.size]

    def px(self, pixels: float) -> int:
        """A length that goes with the text."""
        return round(pixels * self.scale)

    def gap(self, pixels: float) -> int:
        """A length of space: it grows half as much as the text, so that more text fits."""
        return round(pixels * (1 + (self.scale - 1) / 2))

    def tone(self, tone: Tone) -> tuple[str, str]:
        """Text and ground colour of a mark."""
        if tone == Tone.PLAIN:
            return self.tokens.ink2, self.tokens.grey
        return getattr(self.tokens, tone), getattr(self.tokens, f"{tone}_soft")

    def ink(self, tone: Tone) -> str:
        """Colour of plain text with a tone."""
        return self.tokens.ink if tone == Tone.PLAIN else str(getattr(self.tokens, tone))

    def larger(self, steps: int) -> "Theme":
        """The theme with its text so many sizes larger (or smaller), within the three sizes."""
        sizes = list(Size)
        place = min(max(sizes.index(self.size) + steps, 0), len(sizes) - 1)
        return replace(self, size=sizes[place])


def stylesheet(theme: Theme, template: str) -> str:
    """The style sheet of a theme: ``$names`` become colours, pixels grow with the size."""
    colours = {each.name: getattr(theme.tokens, each.name) for each in fields(theme.tokens)}
    text = re.sub(r"font-size: (\d+)px", lambda m: f"font-size: {theme.px(int(m[1]))}Px", template)
    text = re.sub(r"(\d+)px", lambda m: f"{_length(theme, int(m[1]))}px", text)
    text = text.replace("Px", "px").replace("$shade", _SHADES[theme.look])
    return re.sub(r"\$(\w+)", lambda m: colours[m[1]], text)


def _length(theme: Theme, pixels: int) -> int:
    return pixels if pixels <= 2 else theme.gap(pixels)


def dress(app: QApplication, theme: Theme) -> None:
    """Give the program its style, colours and font; may be called again to change them live."""
    folder = resources() / "theme"
    QDir.setSearchPaths("theme", [str(folder)])
    app.setProperty("theme", theme)
    # Without a sheet first: replacing one by another polishes every widget many times over, which
    # takes two seconds with all tabs open instead of half a one.
    app.setStyleSheet("")
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(_palette(theme.tokens))
    app.setFont(_font(theme, app))
    app.setStyleSheet(stylesheet(theme, (folder / "window.qss").read_text("utf-8")))


def application() -> QApplication:
    """The running program, for what exists only while there is one."""
    app = QApplication.instance()
    assert isinstance(app, QApplication), "a window is shown"
    return app


def current_theme() -> Theme:
    """The theme that the program wears now."""
    app = QApplication.instance()
    worn = app.property("theme") if app else None
    return worn if isinstance(worn, Theme) else Theme()


def _font(theme: Theme, app: QApplication) -> QFont:
    bundled = app.property("bundled_families")
    if bundled is None:
        bundled = _bundled_families(resources() / "fonts" / "Sans-Regular.ttf")
        app.setProperty("bundled_families", bundled)
    font = QFont()
    font.setFamilies([*FAMILIES, *bundled])
    font.setPixelSize(theme.px(TEXT))
    return font


def _bundled_families(path: Path) -> list[str]:
    """Families in a bundled font file; it also brings the rare characters of names."""
    if not path.is_file():
        return []
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for where, colour in {
        role.Window: tokens.paper,
        role.WindowText: tokens.ink,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.stripe,
        role.Text: tokens.ink,
        role.PlaceholderText: tokens.faint,
        role.Button: tokens.surface,
        role.ButtonText: tokens.ink,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.ink,
        role.Highlight: tokens.blue,
        role.HighlightedText: tokens.surface,
        role.Link: tokens.blue,
    }.items():
        palette.setColor(where, QColor(colour))
    for where in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(tokens.ink3))
    return palette
