"""Who on a sheet is who on the roster, and what the sheet would change of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from partydesk.documents.roster_columns import IMPORTABLE, NOTE
from partydesk.documents.roster_plan import Problem, RosterRow
from partydesk.documents.roster_text import compact
from partydesk.domain.fields import Field
from partydesk.domain.member import Member
from partydesk.services.membership import BY_EVENT


class Action(StrEnum):
    """What an import does with a row."""

    ADD = "新增"
    CHANGE = "更新"
    SAME = "相同"
    REFUSED = "有错"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a known person that the sheet would change; ``group_id`` shows names."""

    field: Field
    old: Any
    new: Any


@dataclass(slots=True)
class PreviewRow:
    """A row of the sheet with what would be done.

    Attributes:
        row: The row as it was understood, its problems included.
        action: What an import does with it.
        member_id: The person it belongs to; None for a new one.
        changes: What changes of a known person.
        perhaps: The person it may belong to, when it adds somebody who looks like one.
    """

    row: RosterRow
    action: Action
    member_id: str | None = None
    changes: tuple[FieldChange, ...] = ()
    perhaps: str | None = None


class Matcher:
    """Finds people by id number, then by name and birth date, then by a name that is unique."""

    def __init__(self, members: Iterable[Member], groups: Mapping[str, str]) -> None:
        """Take what is known.

        Args:
            members: Everyone on the roster, those who left included.
            groups: Names of the 党小组 by id.
        """
        self._groups = groups
        self._by_number: dict[str, Member] = {}
        self._by_name: defaultdict[str, list[Member]] = defaultdict(list)
        self._taken: dict[str, int] = {}
        for member in members:
            if member.id_number:
                self._by_number[member.id_number] = member
            self._by_name[member.name].append(member)

    def preview(self, row: RosterRow) -> PreviewRow:
        """What an import would do with a row; doubts about the person become its problems."""
        member = None if row.is_refused else self._find(row)
        if member is not None:
            self._take(row, member)
        if row.is_refused:
            return PreviewRow(row, Action.REFUSED)
        if member is None:
            return PreviewRow(row, Action.ADD)
        changes = self.changes(row, member)
        return PreviewRow(row, Action.CHANGE if changes else Action.SAME, member.id, changes)

    def changes(self, row: RosterRow, member: Member) -> tuple[FieldChange, ...]:
        """What a row changes of a person."""
        return tuple(self._changes(row, member))

    def _find(self, row: RosterRow) -> Member | None:
        number, born = row.values.get("id_number"), row.values.get("born_on")
        if number and (known := self._by_number.get(number)):
            if known.name != row.values["name"]:
                sentence = f"名册里这个身份证号是“{known.name}”的，请确认是同一人改了姓名。"
                _doubt(row, "name", sentence)
            return known
        same_name = self._by_name.get(row.values["name"], [])
        for member in same_name:
            if born and member.born_on == born:
                if number and member.id_number:
                    _doubt(row, "id_number", "与名册中同名同生日者的身份证号不同，请确认哪个正确。")
                return member
        open_ones = [member for member in same_name if not _is_other(member, number, born)]
        if len(open_ones) > 1:
            sentence = f"名册中有 {len(open_ones)} 位同名，分不清是哪一位，请填写身份证号。"
            row.problems.append(Problem(IMPORTABLE["name"].label, sentence, blocking=True))
        elif open_ones:
            _doubt(row, "name", "只凭姓名与名册中的一人对上，请确认是同一人。")
            return open_ones[0]
        return None

    def _take(self, row: RosterRow, member: Member) -> None:
        first = self._taken.setdefault(member.id, row.line_number)
        if first != row.line_number:
            sentence = f"与第 {first} 行是同一人，请核对后保留一行。"
            row.problems.append(Problem(IMPORTABLE["name"].label, sentence, blocking=True))
        elif member.left_on is not None:
            _doubt(row, "name", f"名册中记着此人已于 {member.left_on} 离开支部，请确认。")

    def _changes(self, row: RosterRow, member: Member) -> Iterable[FieldChange]:
        for name, value in row.values.items():
            old, new = getattr(member, name), value
            if name == "group_id":
                old = self._groups.get(old or "", "")
                if compact(old) == compact(new):
                    continue
            elif name in BY_EVENT and value is not None and old != value:
                _doubt(row, name, f"名册里是“{old or '（空）'}”，没有改。{BY_EVENT[name]}")
                continue
            elif name == NOTE:
                new = _joined_note(row, old, new)
            elif name == "born_on" and name in row.month_only and _same_month(old, new):
                continue
            if old != new:
                yield FieldChange(IMPORTABLE[name], old, new)


def _is_other(member: Member, number: str | None, born: object) -> bool:
    """Whether something known of both speaks against the same person."""
    by_number = bool(number and member.id_number and number != member.id_number)
    return by_number or bool(born and member.born_on and born != member.born_on)


def _doubt(row: RosterRow, name: str, sentence: str) -> None:
    row.problems.append(Problem(IMPORTABLE[name].label, sentence))


def _same_month(old: Any, new: Any) -> bool:
    return old is not None and (old.year, old.month) == (new.year, new.month)


def _joined_note(row: RosterRow, old: str | None, new: str) -> str:
    """What stood in 备注 stays; what the sheet says is added once."""
    if not old or new in old:
        return old or new
    joined = f"{old}\n{new}"
    if len(joined) <= IMPORTABLE[NOTE].length:
        return joined
    _doubt(row, NOTE, "备注已满，表中的备注没有加进去。")
    return old
