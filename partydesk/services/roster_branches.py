"""Whose people a sheet names: a school's roster holds all of its branches."""

from collections.abc import Sequence

from partydesk.documents.roster_plan import RosterRow
from partydesk.documents.roster_text import compact
from partydesk.domain.organization import Branch


def lines_of_others(rows: Sequence[RosterRow], branch: Branch | None) -> frozenset[int]:
    """Lines of people whom the sheet puts into other branches.

    None when the sheet does not clearly name this branch: then nobody is passed over.
    """
    named = {compact(row.branch) for row in rows if row.branch}
    own = [name for name in named if branch is not None and _is_own(name, branch)]
    if len(own) != 1:
        return frozenset()
    return frozenset(
        row.line_number for row in rows if row.branch and compact(row.branch) not in own
    )


def wrong_file(rows: Sequence[RosterRow], branch: Branch) -> list[str]:
    """A note when the sheet names one branch and it is not this one."""
    names = {compact(row.branch) for row in rows if row.branch}
    if len(names) != 1 or any(_is_own(name, branch) for name in names):
        return []
    return [f"表中的支部是“{names.pop()}”，本支部是“{branch.name}”，请确认没有选错文件。"]


def _is_own(name: str, branch: Branch) -> bool:
    mine = (compact(branch.name), compact(branch.short_name))
    return any(name in own or own in name for own in mine)
