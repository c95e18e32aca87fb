"""What would become of pasted cells, as lines of a list: changed, added, refused and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from partydesk.domain.fields import Field, Kind
from partydesk.domain.text import Names, show
from partydesk.services.editable import CellChange
from ui.theme import Tone
from ui.widgets.pill import Mark
from ui.widgets.record_table_model import Column

_CHANGED, _REFUSED = Mark("修改", Tone.BLUE), Mark("不改", Tone.RED)
_ADDED, _NOT_ADDED = Mark("新增", Tone.GREEN), Mark("不加", Tone.RED)
_FOLLOWS = Mark("随之改变", Tone.GOLD)
#: What stays out.
REFUSED = (_REFUSED, _NOT_ADDED)
_SAID = "由程序随之算出或登记。"


@dataclass(frozen=True, slots=True)
class Line:
    """One cell that would change, or one record that would be added."""

    id: int
    title: str
    field: str
    before: str
    after: str
    mark: Mark
    remark: str

    @property
    def whole(self) -> str:
        """All of it as a sentence: a narrow column may cut it off."""
        told = "　".join(each for each in (self.title, self.field, self.after) if each)
        return f"{self.mark.word}：{told}" + (f"。{self.remark}" if self.remark else "")


@dataclass(frozen=True, slots=True)
class Lines:
    """What would be done.

    Attributes:
        lines: As they are shown; cells that hold the value already are not among them.
        cells: How many cells would be set.
        records: In how many records.
        added: How many records would be new.
        refused: How many cells and new records stay out.
        same: How many cells hold the value already.
    """

    lines: list[Line]
    cells: int
    records: int
    added: int
    refused: int
    same: int


def lines_of(
    changes: Sequence[CellChange], refused: Sequence[tuple[str, str]], names: Names
) -> Lines:
    """The lines for changes, with rows before them that belong nowhere and why."""
    lines = [Line(-n, who, "", "", "", _REFUSED, why) for n, (who, why) in enumerate(refused, 1)]
    new: dict[str, list[CellChange]] = {}
    changed, bad, same = list[CellChange](), len(refused), 0
    for number, each in enumerate(changes):
        if each.is_new:
            new.setdefault(each.id, []).append(each)
        elif each.follows:
            lines.append(_line(number, each, names, _FOLLOWS, _SAID))
        elif each.problem and _is_refused(each, names):
            bad += 1
            lines.append(_line(number, each, names, _REFUSED, each.problem))
        elif each.changes:
            changed.append(each)
            lines.append(_line(number, each, names, _CHANGED, ""))
        else:
            same += 1
    for number, cells in enumerate(new.values(), len(changes)):
        lines += _new(number, cells, names)
    not_added = sum(any(each.problem for each in cells) for cells in new.values())
    records = len({each.id for each in changed})
    added = len(new) - not_added
    return Lines(lines, len(changed), records, added, bad + not_added, same)


def columns() -> list[Column]:
    """The columns of the list."""
    return [
        Column(Field("名称", Kind.TEXT, "title"), names=True),
        Column(Field("项目", Kind.TEXT, "field")),
        Column(Field("原来", Kind.TEXT, "before")),
        Column(Field("改为", Kind.TEXT, "after")),
        Column(Field("处理", Kind.TEXT, "mark"), mark=lambda line: line.mark),
        Column(Field("说明", Kind.TEXT, "remark"), stretch=True),
    ]


def _line(number: int, change: CellChange, names: Names, mark: Mark, remark: str) -> Line:
    before = show(change.field, change.before, names)
    after = _text(change.after) if change.problem else _shown(change, names) or "（空）"
    return Line(number, change.title, change.field.label, before, after, mark, remark)


def _new(number: int, cells: Sequence[CellChange], names: Names) -> list[Line]:
    """One line for a new record, with all its contents or all that is wrong; then what follows."""
    own = [each for each in cells if not each.follows]
    texts = [f"{each.field.label}：{text}" for each in own if (text := _shown(each, names))]
    wrong = [_named(each) for each in own if each.problem]
    mark = _NOT_ADDED if wrong else _ADDED
    remark = "".join(wrong)
    line = Line(number, cells[0].title, "新的一条", "", "　".join(texts), mark, remark)
    follows = [each for each in cells if each.follows]
    return [line, *(_line(-number - 10_000, each, names, _FOLLOWS, _SAID) for each in follows)]


def _named(change: CellChange) -> str:
    """A problem with its column, unless it names it already."""
    label = change.field.label
    return change.problem if label in change.problem else f"{label}：{change.problem}"


def _is_refused(change: CellChange, names: Names) -> bool:
    """A cell that can't be set says nothing where it holds the pasted text already."""
    return show(change.field, change.before, names) != _text(change.after)


def _shown(change: CellChange, names: Names) -> str:
    """A value, or several people."""
    if isinstance(change.after, list):
        keys = [str(key) for row in change.after for key in row.values()]
        return "、".join(names.get(key, key) for key in keys)
    shown = show(change.field, change.after, names)
    # A name that was not understood is no key: the text itself stands for it.
    return shown or (_text(change.after) if change.problem else "")


def _text(value: Any) -> str:
    """A value that was not taken, as it was typed."""
    return show(Field("", Kind.TEXT), value) if not isinstance(value, bool) else ""
