"""Importing a roster: look at it first, then take it in as one step that can be undone."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from sqlalchemy.orm import Session

from partydesk.documents.refused_sheet import refused_sheet
from partydesk.documents.roster_columns import BRANCH, IGNORED, IMPORTABLE, label_key
from partydesk.documents.roster_plan import Counts, RosterPlan, RosterRow
from partydesk.documents.roster_sheet import understand
from partydesk.documents.roster_text import compact
from partydesk.documents.sheet_source import Cancelled, Progress, RawSheet, read_sheets
from partydesk.domain.ids import new_id, new_ids
from partydesk.domain.journal import Setting
from partydesk.domain.member import Member
from partydesk.domain.organization import Branch, Group
from partydesk.domain.pinyin import spelling_of
from partydesk.errors import CancelledError, ForeignFileError, RefusedError
from partydesk.safeio import Written, write_file
from partydesk.services.roster_matching import Action, Matcher, PreviewRow
from partydesk.storage import people
from partydesk.storage.bulk import add_many
from partydesk.storage.store import Store

#: The setting that remembers which column the user chose for which field.
MAPPING_SETTING = "import.roster.mapping"

#: Rows written between two looks at the user's 取消.
_CHUNK = 200


@dataclass(frozen=True)
class Preview:
    """A roster sheet compared with the file; nothing was changed yet.

    Attributes:
        path: The sheet's file.
        sheets: Names of the worksheets that it has.
        plan: The chosen worksheet, understood.
        rows: Its rows with what would be done.
        mapping: Targets by column label that the user chose, now or before.
        revision: The state of the file that it was compared with.
    """

    path: Path
    sheets: tuple[str, ...]
    plan: RosterPlan
    rows: list[PreviewRow]
    mapping: dict[str, str]
    revision: int

    @property
    def counts(self) -> Counts:
        """Rows that are clear, need a look and are refused; its text is the summary sentence."""
        return self.plan.counts

    @property
    def refused(self) -> list[RosterRow]:
        """The rows that can't be imported."""
        return [each.row for each in self.rows if each.action == Action.REFUSED]

    def number_of(self, action: Action) -> int:
        """How many rows lead to an action."""
        return sum(each.action == action for each in self.rows)


@dataclass(frozen=True)
class ImportResult:
    """What an import did, in rows of the sheet.

    Attributes:
        added: New people.
        changed: Known people with changes.
        same: Known people of whom nothing changed.
        left_out: Rows that were not wanted: known people when they are skipped, unsure rows.
        refused: Rows with errors.
    """

    added: int
    changed: int
    same: int
    left_out: int
    refused: int

    def __str__(self) -> str:
        text = f"新增 {self.added} 人，更新 {self.changed} 人，{self.same} 人没有变化"
        if self.left_out:
            text += f"，按您的选择略过 {self.left_out} 行"
        if self.refused:
            text += f"，{self.refused} 行有错没有导入"
        return f"{text}。"


def prepare_import(
    store: Store,
    path: Path,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Preview:
    """Read a sheet, understand it and compare it with the roster.

    Args:
        store: The file.
        path: The sheet.
        sheet: The worksheet; without it, the one with the most people.
        mapping: Field names by column label, chosen by hand; ``""`` passes a column over.
        progress: Hears how many rows of how many were read.
        cancelled: Asked now and then.

    Raises:
        ForeignFileError: The sheet can't be read, or names no people.
        CancelledError: The user stopped it.
    """
    sheets = read_sheets(path, progress=progress, cancelled=cancelled)
    with store.reading() as session:
        chosen = _remembered(session) | {
            label_key(label): target for label, target in (mapping or {}).items()
        }
        members = people.people(session)
        groups = {group.id: group.name for group in people.groups(session)}
        branch = people.the_branch(session)
        revision = store.revision
    wanted = [each for each in sheets if sheet is None or each.name == sheet]
    if not wanted:
        raise ForeignFileError(f"“{path.name}”里没有工作表“{sheet}”。", "请重新选择工作表。")
    plan = _plan(wanted, chosen, cancelled)
    if branch is not None:
        plan.notes.extend(_other_branches(plan.rows, branch))
    matcher = Matcher(members, groups)
    rows = [matcher.preview(row) for row in plan.rows]
    return Preview(path, tuple(each.name for each in sheets), plan, rows, chosen, revision)


def run_import(  # noqa: PLR0913 - each is one choice of the dialog
    store: Store,
    preview: Preview,
    *,
    on_match: Literal["update", "skip"] = "update",
    include_unsure: bool = True,
    backup: Callable[[], object] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportResult:
    """Take the rows of a preview in: all of them in one step, or none.

    Args:
        store: The file.
        preview: What the user saw.
        on_match: Whether people who are known are updated or passed over.
        include_unsure: Whether rows that need a look are taken too.
        backup: Makes a verified backup; what it raises ends the import before it began.
        progress: Hears how many rows of how many were written.
        cancelled: Asked between rows.

    Raises:
        RefusedError: The roster was changed since the preview.
        CancelledError: The user stopped it; nothing was kept.
    """
    if store.revision != preview.revision:
        raise RefusedError("预览之后数据又有改动，结果可能不同。", "请重新预览一次再导入。")
    wanted_actions = {Action.ADD} | ({Action.CHANGE} if on_match == "update" else set())
    wanted = [
        each
        for each in preview.rows
        if each.action in wanted_actions and (include_unsure or not each.row.problems)
    ]
    if backup is not None and wanted:
        backup()
    with store.writing(f"导入 {len(wanted)} 人") as session:
        _write(session, wanted, progress, cancelled)
        _remember(session, preview.mapping)
    return _result(preview, wanted)


def export_refused(preview: Preview, target: Path, *, include_unsure: bool = False) -> Written:
    """Write the refused rows with their reasons as an .xlsx; it holds personal numbers in clear.

    Raises:
        StorageError: The disk did not take it.
    """
    rows = [
        each.row
        for each in preview.rows
        if each.action == Action.REFUSED or (include_unsure and each.row.problems)
    ]
    return write_file(target, refused_sheet(preview.plan.columns, rows))


def _plan(
    sheets: Sequence[RawSheet], chosen: Mapping[str, str], cancelled: Cancelled | None
) -> RosterPlan:
    """The worksheet with the most people, understood."""
    plans, refusals = [], []
    for each in sheets:
        try:
            plans.append(understand(each, chosen, cancelled=cancelled))
        except ForeignFileError as refused:
            refusals.append(refused)
    best = max(plans, key=lambda plan: len(plan.rows), default=None)
    if best is None:
        raise refusals[0]
    if not best.rows:
        raise ForeignFileError(
            f"工作表“{best.sheet}”的表头下面没有人员。", "请检查是否选对了文件和工作表。"
        )
    return best


def _other_branches(rows: Sequence[RosterRow], branch: Branch) -> list[str]:
    """A note when the sheet names one branch and it is not this one."""
    names = {compact(row.branch) for row in rows if row.branch}
    own = [compact(branch.name), compact(branch.short_name)]
    if len(names) != 1 or any(name in mine or mine in name for name in names for mine in own):
        return []
    return [f"表中的支部是“{names.pop()}”，本支部是“{branch.name}”，请确认没有选错文件。"]


def _write(
    session: Session,
    wanted: Sequence[PreviewRow],
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> None:
    groups = _groups(session, wanted)
    rows, done = iter(wanted), 0
    while chunk := list(islice(rows, _CHUNK)):
        if cancelled is not None and cancelled():
            raise CancelledError("已取消导入。", "名册没有任何改动。")
        ids = [each.member_id for each in chunk if each.member_id]
        known = {each.id: each for each in people.people(session, ids=ids)} if ids else {}
        for each in chunk:
            if each.member_id is not None:
                _update(known[each.member_id], each, groups)
        session.flush()
        new = [each.row.values for each in chunk if each.member_id is None]
        ids = new_ids(len(new))
        add_many(
            session, Member, [_new_member(*each, groups) for each in zip(ids, new, strict=True)]
        )
        done += len(chunk)
        if progress is not None:
            progress(done, len(wanted))


def _new_member(key: str, values: Mapping[str, Any], groups: Mapping[str, str]) -> dict[str, Any]:
    own = {"id": key, **values, "spelling": spelling_of(values["name"])}
    if "group_id" in values:
        own["group_id"] = groups[compact(values["group_id"])]
    return own


def _update(member: Member, each: PreviewRow, groups: Mapping[str, str]) -> None:
    for change in each.changes:
        name = change.field.name
        setattr(member, name, groups[compact(change.new)] if name == "group_id" else change.new)
    member.spelling = spelling_of(member.name)


def _groups(session: Session, wanted: Sequence[PreviewRow]) -> dict[str, str]:
    """Ids of 党小组 by name; those that the file does not know are made first."""
    known = {compact(group.name): group.id for group in people.groups(session)}
    named = (each.row.values.get("group_id") for each in wanted)
    for name in dict.fromkeys(name for name in named if name):
        if compact(name) not in known:
            group = Group(id=new_id(), name=name, position=len(known))
            session.add(group)
            known[compact(name)] = group.id
    session.flush()
    return known


def _remembered(session: Session) -> dict[str, str]:
    setting = session.get(Setting, MAPPING_SETTING)
    stored = json.loads(setting.value) if setting else {}
    targets = {*IMPORTABLE, BRANCH, IGNORED}
    return {label: target for label, target in stored.items() if target in targets}


def _remember(session: Session, mapping: Mapping[str, str]) -> None:
    if mapping:
        text = json.dumps(dict(mapping), ensure_ascii=False, sort_keys=True)
        session.merge(Setting(id=MAPPING_SETTING, value=text))


def _result(preview: Preview, wanted: Sequence[PreviewRow]) -> ImportResult:
    done = Counter(each.action for each in wanted)
    same, refused = preview.number_of(Action.SAME), preview.number_of(Action.REFUSED)
    left_out = len(preview.rows) - len(wanted) - same - refused
    return ImportResult(done[Action.ADD], done[Action.CHANGE], same, left_out, refused)
