"""Rows of a sheet that would add somebody who may be on the roster already, with the reason."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from partydesk.documents.roster_columns import IMPORTABLE
from partydesk.documents.roster_plan import Problem
from partydesk.domain.member import Member
from partydesk.domain.pinyin import spelling_of
from partydesk.rules.duplicates import suspicions
from partydesk.services.roster_matching import Action, Matcher, PreviewRow

#: A sheet with more new people than this fills an empty file; nobody looks through as many doubts.
_MOST = 2_000
_ROW = "row:"
_PERHAPS = "可能与名册中的"


class _Entry(NamedTuple):
    """What the search for duplicates looks at; of a row, ``id`` is its place."""

    id: str
    name: str
    spelling: str
    id_number: str | None
    born_on: date | None
    mobile: str | None
    landline: str | None


def point_out(rows: Sequence[PreviewRow], members: Sequence[Member]) -> None:
    """Name the member whom a row may be about although nothing that is sure says so.

    Such a row needs a look. It adds somebody, unless the user takes it for that member.
    """
    new = {f"{_ROW}{at}": each for at, each in enumerate(rows) if each.action is Action.ADD}
    if not members or len(new) > _MOST:
        return
    known = {each.id: each for each in members}
    entries = [_of_row(key, each) for key, each in new.items()]
    for found in suspicions([*map(_of_member, members), *entries]):
        pair = {found.one, found.other}
        mine, theirs = pair & new.keys(), pair & known.keys()
        if mine and theirs:
            row, member = new[mine.pop()], known[theirs.pop()]
            if row.perhaps is None:  # the surest comes first
                row.perhaps = member.id
                row.row.problems.append(
                    Problem(IMPORTABLE["name"].label, _sentence(member, found.reasons))
                )


def take_for(
    row: PreviewRow, members: Mapping[str, Member], groups: Mapping[str, str]
) -> PreviewRow:
    """The row as it is when it is about the member whom it may be about."""
    assert row.perhaps is not None, "the row was not pointed out"
    row.row.problems[:] = [
        each for each in row.row.problems if not each.sentence.startswith(_PERHAPS)
    ]
    changes = Matcher([], groups).changes(row.row, members[row.perhaps])
    action = Action.CHANGE if changes else Action.SAME
    return PreviewRow(row.row, action, row.perhaps, changes)


def _of_member(member: Member) -> _Entry:
    return _Entry(*(getattr(member, name) for name in _Entry._fields))


def _of_row(key: str, row: PreviewRow) -> _Entry:
    values = row.row.values
    name = str(values["name"])
    told = (values.get(each) for each in _Entry._fields[3:])
    return _Entry(key, name, spelling_of(name), *told)


def _sentence(member: Member, reasons: Sequence[str]) -> str:
    return f"{_PERHAPS}{member.name}是同一人：{'；'.join(reasons)}。"
