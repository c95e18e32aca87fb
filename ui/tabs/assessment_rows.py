"""The items of a self-assessment as its list shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from partydesk.domain.fields import Field, Kind
from partydesk.rules.scheme import Item
from partydesk.services.assessments import ItemScore
from ui.theme import Tone
from ui.widgets.pill import Mark
from ui.widgets.record_table_model import Column


@dataclass(frozen=True)
class ItemRow:
    """An item as the list shows it."""

    item: Item
    score: ItemScore | None

    @property
    def id(self) -> str:
        return self.item.no

    @property
    def title(self) -> str:
        return self.item.title

    @property
    def most(self) -> int:
        return self.item.points

    @property
    def own(self) -> int | None:
        return self.score.points if self.score else None


def _state(shown: ItemRow) -> Mark:
    if shown.own is None:
        return Mark("未评", Tone.PLAIN)
    if shown.score and not shown.score.evidence and shown.own:
        return Mark("待佐证", Tone.GOLD)
    if shown.own < shown.most:
        return Mark("扣分", Tone.RED)
    return Mark("齐全", Tone.GREEN)


def item_rows(
    items: Sequence[Item], scores: Mapping[str, ItemScore], text: str = ""
) -> list[ItemRow]:
    """The items that a text is found in, each with its score."""
    return [
        ItemRow(each, scores.get(each.no))
        for each in items
        if not text or text in f"{each.title}{each.standard}"
    ]


def item_columns() -> list[Column]:
    """What the list shows of an item."""
    return [
        Column(Field("序号", Kind.TEXT, "id"), key=lambda shown: int(shown.id)),
        Column(Field("条目", Kind.TEXT, "title"), stretch=True),
        Column(Field("分值", Kind.POINTS, "most")),
        Column(Field("自评", Kind.POINTS, "own")),
        Column(Field("状态", Kind.TEXT, "state"), mark=_state),
    ]
