"""Importing a roster: look at it first, then take it in as one step that can be undone."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from partydesk.documents.refused_sheet import refused_sheet
from partydesk.documents.roster_columns import BRANCH, IGNORED, IMPORTABLE, label_key
from partydesk.documents.roster_plan import RosterPlan
from partydesk.documents.roster_sheet import understand
from partydesk.documents.roster_text import compact
from partydesk.documents.sheet_source import Cancelled, Progress, RawSheet, read_sheets
from partydesk.domain.ids import new_id, new_ids
from partydesk.domain.journal import Setting
from partydesk.domain.member import Member
from partydesk.domain.organization import Group
from partydesk.domain.pinyin import spelling_of
from partydesk.errors import CancelledError, ForeignFileError, RefusedError
from partydesk.safeio import Written, write_file
from partydesk.services.roster_branches import lines_of_others, wrong_file
from partydesk.services.roster_doubts import point_out, take_for
from partydesk.services.roster_matching import Action, Matcher, PreviewRow
from partydesk.services.roster_preview import ImportResult, OnMatch, Preview
from partydesk.storage import people
from partydesk.storage.bulk import add_many
from partydesk.storage.store import Store

#: The setting that remembers which column the user chose for which field.
MAPPING_SETTING = "import.roster.mapping"

#: Rows written between two looks at the user's 取消.
_CHUNK = 200


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
        plan.notes.extend(wrong_file(plan.rows, branch))
    matcher = Matcher(members, groups)
    rows = [matcher.preview(row) for row in plan.rows]
    point_out(rows, members)
    names = tuple(each.name for each in sheets)
    others = lines_of_others(plan.rows, branch)
    return Preview(path, names, plan, rows, chosen, revision, others)


def run_import(  # noqa: PLR0913 - each is one choice of the dialog
    store: Store,
    preview: Preview,
    *,
    on_match: OnMatch = "update",
    include_unsure: bool = True,
    include_others: bool = False,
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
        include_others: Whether people of other branches are taken too.
        backup: Makes a verified backup; what it raises ends the import before it began.
        progress: Hears how many rows of how many were written.
        cancelled: Asked between rows.

    Raises:
        RefusedError: The roster was changed since the preview.
        CancelledError: The user stopped it; nothing was kept.
    """
    if store.revision != preview.revision:
        raise RefusedError("预览之后数据又有改动，结果可能不同。", "请重新预览一次再导入。")
    wanted = preview.wanted(on_match, unsure=include_unsure, others=include_others)
    if backup is not None and wanted:
        backup()
    with store.writing(f"导入 {len(wanted)} 人") as session:
        _write(session, wanted, progress, cancelled)
        _remember(session, preview.mapping)
    return _result(preview, wanted)


def take_as_known(store: Store, preview: Preview, lines: Collection[int]) -> int:
    """Take rows for the people whom they may be about: these are updated, nobody is added.

    Of several rows for one person only the first is taken so.

    Args:
        store: The file.
        preview: What the user saw; its rows change.
        lines: Line numbers of the rows that the user chose.

    Returns:
        How many rows were.
    """
    with store.reading() as session:
        members = {each.id: each for each in people.people(session)}
        groups = {group.id: group.name for group in people.groups(session)}
    taken = {each.member_id for each in preview.rows if each.member_id}
    done = 0
    for place, each in enumerate(preview.rows):
        known = each.perhaps
        if known in members and known not in taken and each.row.line_number in lines:
            taken.add(known)
            preview.rows[place] = take_for(each, members, groups)
            done += 1
    return done


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
