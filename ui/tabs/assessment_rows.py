"""The items of a self-assessment as its list shows them: both figures side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from partydesk.domain.fields import Field, Kind
from partydesk.services.score_view import ScoreLine
from ui.theme import Tone
from ui.widgets.pill import Mark
from ui.widgets.record_table_model import Column


@dataclass(frozen=True)
class ItemRow:
    """An item as the list shows it."""

    place: int
    line: ScoreLine

    @property
    def id(self) -> str:
        return self.line.item.no

    @property
    def title(self) -> str:
        return self.line.item.title

    @property
    def most(self) -> int:
        return self.line.item.points

    @property
    def computed(self) -> int | None:
        return self.line.computed

    @property
    def own(self) -> int | None:
        return self.line.own.points


def state_of(line: ScoreLine) -> Mark:
    """What stands with an item, in a word."""
    if line.own.points is None:
        return Mark("未评", Tone.PLAIN)
    if line.wants_reason:
        return Mark("待说明", Tone.GOLD)
    if not line.is_proved:
        return Mark("待佐证", Tone.GOLD)
    if line.own.points < line.item.points:
        return Mark("扣分", Tone.RED)
    return Mark("齐全", Tone.GREEN)


def item_rows(lines: Sequence[ScoreLine], text: str = "") -> list[ItemRow]:
    """The items that a text is found in."""
    return [
        ItemRow(place, each)
        for place, each in enumerate(lines)
        if not text or text in f"{each.item.title}{each.item.standard}{each.item.deduction}"
    ]


def item_columns() -> list[Column]:
    """What the list shows of an item."""
    return [
        Column(Field("序号", Kind.TEXT, "id"), key=lambda shown: shown.place),
        Column(Field("条目", Kind.TEXT, "title"), stretch=True),
        Column(Field("分值", Kind.POINTS, "most"), spare=True),
        Column(Field("测算", Kind.POINTS, "computed")),
        Column(Field("自评", Kind.POINTS, "own")),
        Column(Field("状态", Kind.TEXT, "state"), mark=lambda shown: state_of(shown.line)),
    ]
