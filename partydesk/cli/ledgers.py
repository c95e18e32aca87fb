"""The 工作台账 on the command line: which one a word means, its list and its pages."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from partydesk.cli.periods import wanted

if TYPE_CHECKING:
    from partydesk.services.ledgers.ledger import Ledger
    from partydesk.storage.store import Store


def one_of(words: Sequence[str]) -> Callable[[str], str]:
    """What argparse checks a word with: one of these, or the title or table of a ledger."""

    def check(word: str) -> str:
        # The ledgers are loaded only for a word that is not one of the usual.
        if word not in words and word not in _by_word():
            usual = f"可以是 {'、'.join(words)}，或" if words else "请写"
            raise argparse.ArgumentTypeError(
                f"没有“{word}”，{usual}工作台账中一本的名称，"
                "如 学习培训（list 文件 ledgers 列出全部）。"
            )
        return word

    return check


def ledger_named(word: str) -> "Ledger":
    """The ledger with this title or table; ``one_of`` has let no other word pass."""
    return _by_word()[word]


def listed(store: "Store", ledger: "Ledger", given: argparse.Namespace) -> tuple[Any, Any, Any]:
    """Columns, rows and names of a ledger's list as the window shows it, with its states."""
    from partydesk.domain.fields import Field, Kind
    from partydesk.services.ledgers.keeping import list_records

    found = list_records(store, ledger, wanted(given.period), given.text)
    columns = [ledger.described(name) for name in ledger.columns]
    rows = [[getattr(row, name) for name in ledger.columns] for row in found.rows]
    if ledger.state is not None:
        columns.append(Field("状态", Kind.TEXT, name="state"))
        for shown, row in zip(rows, found.rows, strict=True):
            state = ledger.state(row, date.today())
            shown.append(state[0] if state else "")
    columns.append(Field("编号", Kind.TEXT, name="id"))
    for shown, row in zip(rows, found.rows, strict=True):
        shown.append(row.id)
    return columns, rows, found.names


def overview(store: "Store", text: str) -> tuple[Any, Any, Any]:
    """Columns and rows of the list of all ledgers, with how many records each holds."""
    from partydesk.domain.fields import Field, Kind
    from partydesk.services.ledgers.all import LEDGERS
    from partydesk.services.ledgers.keeping import counts

    columns = (
        Field("类别", Kind.TEXT, name="family"),
        Field("台账", Kind.TEXT, name="title"),
        Field("代号", Kind.TEXT, name="table"),
        Field("条数", Kind.NUMBER, name="count"),
    )
    found = counts(store, LEDGERS)
    rows = [
        [str(each.family), each.title, each.table, found[each.table]]
        for each in LEDGERS
        if text in f"{each.family} {each.title} {each.table}"
    ]
    return columns, rows, {}


def printed(store: "Store", ledger: "Ledger", given: argparse.Namespace) -> bytes:
    """The page of one record, or without an id that of the list."""
    from partydesk.services.ledgers import pages

    if given.id:
        return pages.record_pdf(store, ledger, given.id)
    return pages.list_pdf(store, ledger, date.today(), wanted(given.period))


def _by_word() -> dict[str, "Ledger"]:
    from partydesk.services.ledgers.all import BY_TABLE

    return BY_TABLE | {each.title: each for each in BY_TABLE.values()}
