"""The sample branch: an invented school's branch with a believable year, to look at and to test."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.journal import Operation
from partydesk.errors import RefusedError
from partydesk.services.branch_files import discard_branch
from partydesk.services.development_sample import add_ways
from partydesk.services.sample_dues import add_dues
from partydesk.services.sample_kit import Kit
from partydesk.services.sample_ledgers import add_events, add_ledgers
from partydesk.services.sample_people import add_people
from partydesk.services.sample_plan import turns
from partydesk.services.sample_scores import add_scores, count_scores
from partydesk.services.sample_talks import add_leaves, add_talks
from partydesk.services.sample_year import add_year
from partydesk.storage import people
from partydesk.storage.store import Store


def make_sample(store: Store, today: date) -> None:
    """Fill an empty file with the sample branch; nothing in it is later than the day before.

    The records are one transaction: all of them or nothing; the scores are counted from them and
    follow. Neither is offered for undo: taking it back would leave a file without a branch.

    Raises:
        RefusedError: The file holds a branch already.
    """
    with store.writing("建立示例支部") as session:
        if people.the_branch(session) or people.people(session):
            raise RefusedError(
                "这个文件里已有支部，不能再放入示例支部。", "请新建一个文件来看示例。"
            )
        kit = Kit(session, today)
        with session.no_autoflush:
            add_people(kit, turns(today))
            add_events(kit)
            add_year(kit)
            add_talks(kit)
            add_leaves(kit)
            add_ledgers(kit)
            add_ways(kit, turns(today))
            add_dues(kit)
        _keep_from_undo(session)
    lines = count_scores(store, today)
    with store.writing("示例支部的自评") as session:
        add_scores(replace(kit, session=session), lines)
        _keep_from_undo(session)


def create_sample_file(path: Path, password: str, today: date) -> Store:
    """Make a file with the sample branch in it, and open it; errors as ``Store.create``."""
    store = Store.create(path, password)
    try:
        make_sample(store, today)
    except BaseException:
        discard_branch(store)
        raise
    return store


def _keep_from_undo(session: Session) -> None:
    newest = select(Operation).order_by(Operation.sequence.desc()).limit(1)
    operation = session.scalar(newest)
    assert operation is not None
    operation.undone = True
