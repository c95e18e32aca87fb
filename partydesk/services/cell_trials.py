"""Setting cells in a session that keeps them or not: each record checked as its form would be."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, attributes, selectinload

from partydesk.domain.fields import Field, Kind, Record, Secrecy, fields_of
from partydesk.domain.member import Member
from partydesk.domain.text import Names, show
from partydesk.errors import InvalidValuesError
from partydesk.services.editable import CellChange, Editable, Wanted
from partydesk.services.registers import load, put, values_of
from partydesk.storage import people

#: Records that one query asks for.
_AT_ONCE = 500
#: What is wrong, by field.
Problems = dict[str, str]
#: What changes on the roster too: whose, which field, before and after.
_Elsewhere = tuple[str, Field, Any, Any]


class Trial:
    """Sets cells of records and adds records, one after the other, as far as they can be.

    What can't be kept leaves nothing behind; whether the rest stays is the session's matter.
    """

    def __init__(self, session: Session, editable: Editable, today: date) -> None:
        self._session, self._editable, self._today = session, editable, today
        self._names: Names = people.names(session)

    def of(self, wanted: Iterable[Wanted]) -> list[CellChange]:
        """What became of these cells, record by record; records that are gone are left out."""
        by_record: dict[str, list[Wanted]] = {}
        for each in wanted:
            by_record.setdefault(each.id, []).append(each)
        held = self._held([key for key, given in by_record.items() if not given[0].is_new])
        found: list[CellChange] = []
        for key, given in by_record.items():
            if given[0].is_new:
                found += self._added(given)
            elif key in held:
                found += self._changed(held[key], given)
        return found

    def _held(self, ids: Sequence[str]) -> dict[str, Any]:
        """Records with their rows, in few queries; kept so that they are asked for once."""
        record, register = self._editable.register.record, self._editable.register
        options = [selectinload(getattr(record, name)) for name in register.rows]
        found: dict[str, Any] = {}
        for start in range(0, len(ids), _AT_ONCE):
            query = select(record).where(record.id.in_(ids[start : start + _AT_ONCE]))
            found |= {each.id: each for each in self._session.scalars(query.options(*options))}
        return found

    def _changed(self, record: Any, given: Sequence[Wanted]) -> list[CellChange]:
        key, before = record.id, _open_values(record) | self._people_in(record)
        title = self._editable.title_of(values_of(self._editable.register, record), self._names)
        problems = {
            each.field: each.problem or self._editable.refusal(each) or self._gone(each)
            for each in given
        }
        taken = {each.field: each.value for each in given if not problems[each.field]}
        elsewhere = self._set_all(record, taken, problems)
        # What was taken back had to be read again.
        kept = self._editable_record(key)
        after = _open_values(kept) | self._people_in(kept)
        found = []
        for each in given:
            said = problems[each.field]
            described = self._editable.described(each.field, each.label)
            was = before.get(each.field)
            is_set = not said and each.field in after
            value = after[each.field] if is_set else each.value
            found.append(CellChange(key, title, described, was, value, said))
        asked = {each.field for each in given}
        for name, described in _fields(record).items():
            if name in before and name not in asked and before[name] != after[name]:
                change = (before[name], after[name])
                found.append(CellChange(key, title, described, *change, follows=True))
        return found + [CellChange(key, *each, follows=True) for each in elsewhere]

    def _people_in(self, record: Any) -> dict[str, str]:
        """The names in each list of people that a cell can hold, as one text."""
        return {
            name: "、".join(self._names.get(getattr(row, person), "") for row in rows)
            for name, person in self._editable.people.items()
            if (rows := getattr(record, name)) is not None
        }

    def _rows(self, held: Mapping[str, Any], name: str, given: Any) -> list[dict[str, Any]]:
        """The rows for these people; who stays keeps the row with whatever else stands in it."""
        person = self._editable.people[name]
        known = {row[person]: row for row in held[name]}
        empty = {each.name: None for each in self._editable.register.rows[name].fields}
        return [known.get(row[person]) or empty | row for row in given or ()]

    def _gone(self, wanted: Wanted) -> str:
        """Whom or which group a cell names may have been taken away meanwhile."""
        described = self._editable.described(wanted.field)
        if described.kind not in (Kind.PERSON, Kind.GROUP) or wanted.value is None:
            return ""
        if wanted.value in self._names:
            return ""
        return f"选的{described.label}已不在文件里，请重新选择。"

    def _set_all(self, record: Any, taken: dict[str, Any], problems: Problems) -> list[_Elsewhere]:
        """Set all cells of a record together; those that are refused leave the others be."""
        elsewhere: list[_Elsewhere] = []
        while taken:
            found = self._attempt(record, taken, elsewhere)
            own = {name: text for name, text in found.items() if name in taken}
            problems |= own
            if not found:
                return elsewhere
            if not own:
                break
            taken = {name: value for name, value in taken.items() if name not in own}
        for name, value in taken.items():
            # What is wrong stands elsewhere in the record: which cell makes it so?
            if found := self._attempt(record, {name: value}, elsewhere):
                problems[name] = found.get(name) or self._blame(record, found)
        return elsewhere

    def _attempt(
        self, record: Any, taken: Mapping[str, Any], elsewhere: list[_Elsewhere]
    ) -> Problems:
        """Set cells and complete the record, or leave it as it was and say why."""
        key, register = record.id, self._editable.register
        held = values_of(register, record)
        taken = {
            name: self._rows(held, name, value) if name in self._editable.people else value
            for name, value in taken.items()
        }
        try:
            ready = self._editable.check(self._session, {**held, **taken}, self._today)
        except InvalidValuesError as error:
            return dict(error.by_field)
        new = {name: ready[name] for name in taken if ready[name] != held[name]}
        if not new:
            return {}
        nested = self._session.begin_nested()
        for name, value in new.items():
            if name in self._editable.people:
                put(self._session, register, {name: value}, key)
            else:
                setattr(record, name, value)
        try:
            with self._session.no_autoflush:
                self._editable.complete(self._session, record)
                problems = self._reckoned(record, new)
                touched = self._elsewhere(record)
        except InvalidValuesError as error:
            problems = dict(error.by_field)
        if problems:
            nested.rollback()
            self._editable_record(key)
            return problems
        nested.commit()
        elsewhere += touched
        return {}

    def _editable_record(self, key: str) -> Any:
        """The record with its rows, read again where a step back has made it forget them."""
        record = self._session.get(self._editable.register.record, key)
        rows = self._editable.register.rows
        if record is None or any(name not in record.__dict__ for name in rows):
            return load(self._session, self._editable.register, key)
        return record

    def _reckoned(self, record: Any, wanted: Mapping[str, Any]) -> Problems:
        """What the register reckons itself is not set against it."""
        found = {}
        for name, value in wanted.items():
            if name in self._editable.people:
                continue
            if (own := getattr(record, name)) != value:
                described = _fields(record)[name]
                shown = show(described, own, self._names) or "（空）"
                found[name] = f"按这一条的其他内容，{described.label}应为“{shown}”，由程序算出。"
        return found

    def _elsewhere(self, record: Any) -> list[_Elsewhere]:
        """What follows on the roster."""
        found = []
        for each in self._session.dirty:
            if each is record or not isinstance(each, Member):
                continue
            for name, described in fields_of(Member).items():
                change = attributes.get_history(each, name)
                if change.has_changes():
                    before = change.deleted[0] if change.deleted else None
                    found.append((f"名册：{each.name}", described, before, getattr(each, name)))
        return found

    def _blame(self, record: Any, found: Problems) -> str:
        """A problem of another field: was it there before, or does this cell make it?"""
        name, sentence = next(iter(found.items()))
        try:
            self._editable.check(
                self._session, values_of(self._editable.register, record), self._today
            )
        except InvalidValuesError as error:
            return f"请先改正：{next(iter(error.by_field.values()))}"
        return f"{self._label(name)}：{sentence}"

    def _label(self, name: str) -> str:
        """What a field or a list of rows is called; rows are named ``votes.0.yes``."""
        first, *rest = name.split(".")
        rows = self._editable.register.rows.get(first)
        if rows is None:
            return self._editable.described(first, "这一条").label
        labels = [each.label for each in rows.fields if rest and each.name == rest[-1]]
        return labels[0] if labels else "名单"

    def _added(self, given: Sequence[Wanted]) -> list[CellChange]:
        """A new record from its cells, or every reason why it can't be added."""
        # Columns that the program fills by itself are passed over in a new record.
        settable = [each for each in given if self._editable.takes_new(each.field)]
        key, elsewhere = given[0].id, list[_Elsewhere]()
        asked = {each.field for each in settable}
        values = dict(self._editable.begin)
        # Names that were not understood are no list yet.
        values |= {each.field: each.value for each in settable
                   if not (each.problem and each.field in self._editable.people)}  # fmt: skip
        said = {each.field: each.problem or self._gone(each) for each in settable}
        problems = {name: sentence for name, sentence in said.items() if sentence}
        if not settable:
            problems[given[0].field] = "这一行里没有可以登记的内容。"
        record = None
        try:
            ready = self._editable.check(self._session, values, self._today)
        except InvalidValuesError as error:
            problems = dict(error.by_field) | problems
        else:
            if not problems:
                record, problems = self._keep(ready, asked, elsewhere)
        told = values | (_open_values(record) if record is not None else {})
        title = self._editable.title_of(told, self._names) or "新的一行"
        found = []
        for each in settable:
            described = self._editable.described(each.field, each.label)
            problem = problems.get(each.field, "")
            found.append(CellChange(key, title, described, None, each.value, problem))
        for name, sentence in problems.items():
            if name not in asked:
                described = self._editable.described(name.partition(".")[0], self._label(name))
                found.append(CellChange(key, title, described, None, None, sentence))
        return found + [CellChange(key, *each, follows=True) for each in elsewhere]

    def _keep(
        self, ready: Mapping[str, Any], asked: set[str], elsewhere: list[_Elsewhere]
    ) -> tuple[Any, Problems]:
        assert self._editable.add is not None, "only such are offered to be added"
        if self._is_known(ready):
            return None, {"": "文件里已有同样的一条。"}
        nested = self._session.begin_nested()
        try:
            record: Record = self._editable.add(self._session, ready)
            fields = _fields(record)
            given = {name: value for name, value in ready.items()
                     if name in asked and name in fields and value is not None}  # fmt: skip
            problems = self._reckoned(record, given)
            touched = self._elsewhere(record)
        except InvalidValuesError as error:
            problems = dict(error.by_field)
        if problems:
            nested.rollback()
            return None, problems
        nested.commit()
        elsewhere += touched
        return record, {}

    def _is_known(self, ready: Mapping[str, Any]) -> bool:
        if not self._editable.same:
            return False
        record = self._editable.register.record
        same = [getattr(record, name) == ready[name] for name in self._editable.same]
        return self._session.scalar(select(record.id).where(*same).limit(1)) is not None


def _fields(record: Any) -> dict[str, Field]:
    kind: type[Record] = type(record)
    return fields_of(kind)


def _open_values(record: Any) -> dict[str, Any]:
    """All described fields that are not confidential; what is loaded of them."""
    return {
        name: getattr(record, name)
        for name, described in _fields(record).items()
        if described.secrecy < Secrecy.CONFIDENTIAL
    }
