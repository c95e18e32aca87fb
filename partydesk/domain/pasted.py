"""What is pasted from Word, WPS or a web page becomes plain paragraphs."""

import re

#: A line that ends so ends a paragraph; a soft break after anything else is only a full line.
_ENDS = "。！？；：…”’』」）!?;:."
_CJK = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_BREAKS = re.compile(r"\r\n|[\r\n\u2029\x0c\x85]")
_SOFT = re.compile(r"([^\x0b\u2028]?)[ \u00a0\u3000\t]*[\x0b\u2028]+[ \u00a0\u3000\t]*")
#: Signs of symbol fonts, which Word uses for its points; elsewhere they are empty boxes.
_POINTS = re.compile(r"^(\s*)[\uf020-\uf0ff•●■◆➢▪‣∙]\s*(?=\S)")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e"
                        r"\u2060-\u2064\ufeff\ufffc\uf020-\uf0ff]")  # fmt: skip
_WIDE_GAP = re.compile(r"[ \u3000]{2,}|\u3000")
_GAP_IN_CHINESE = re.compile(rf"(?<=[{_CJK}]) (?=[{_CJK}])")


def clean(text: str) -> str:
    """The text without formatting that came along: tabs, odd spaces, soft breaks, indents.

    Paragraphs stay, at most one empty line between two; the cells of a table's row stand in one
    line with a wide space between them.
    """
    joined = _SOFT.sub(_unbroken, text.replace("\x07", "\t"))
    lines = [_clean_line(line) for line in _BREAKS.split(joined)]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n") if any(kept) else ""


def _unbroken(found: re.Match[str]) -> str:
    before = found[1]
    if before in _ENDS:
        return f"{before}\n"
    return before if re.match(rf"[{_CJK}]", before) else f"{before} "


def _clean_line(line: str) -> str:
    line = _INVISIBLE.sub("", _POINTS.sub(r"\1· ", line))
    cells = [_clean_cell(cell) for cell in line.split("\t")]
    return "　".join(cell for cell in cells if cell)


def _clean_cell(cell: str) -> str:
    """One space where there were several; none between two Chinese characters."""
    plain = re.sub(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f]", " ", cell).strip()
    return _GAP_IN_CHINESE.sub("", _WIDE_GAP.sub(_one_gap, plain))


def _one_gap(found: re.Match[str]) -> str:
    """A wide space stays one; several narrow ones are wide only beside Chinese."""
    around = found.string[found.start() - 1] + found.string[found.end()]
    return "　" if "　" in found[0] or re.search(rf"[{_CJK}]", around) else " "
