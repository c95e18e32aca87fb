"""The loose-leaf 廉政档案: leaves are added and corrected by a new leaf, never overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from partydesk.domain.fields import pick
from partydesk.domain.integrity import OWN_FILE_SENTENCE, IntegrityLeaf, LeafKind
from partydesk.errors import InvalidValuesError
from partydesk.services.file_views import RELATIVE_SENTENCE, are_related
from partydesk.services.registers import Register, check, load, put, values_of
from partydesk.storage import people
from partydesk.storage import talks as stored
from partydesk.storage.store import Store

LEAF = Register(
    IntegrityLeaf,
    "廉政活页",
    pick(
        IntegrityLeaf,
        *("member_id", "kind", "dated_on", "matter", "outcome", "until_on"),
        *("source", "keeper_id", "signed_on", "pages"),
    ),
)

#: What discipline-inspection material is called; the branch has no right to keep it (DOMAIN 6.2).
_CLUES = ("问题线索", "信访举报", "举报人", "绝密", "机密★", "秘密★")


@dataclass(frozen=True)
class LeafRow:
    """A leaf as a list shows it."""

    id: str
    member_id: str
    name: str
    number: int
    kind: str
    dated_on: date
    matter: str
    state: str


@dataclass(frozen=True)
class FileRow:
    """One person's file as a list shows it."""

    member_id: str
    name: str
    leaves: int
    last_on: date | None
    confirmed: bool


def list_files(store: Store, year: int) -> list[FileRow]:
    """One line per current member: how many leaves, the last one, confirmed this year or not."""
    with store.reading() as session:
        members = people.current_members(session)
        leaves = stored.leaves(session)
    by_member: dict[str, list[IntegrityLeaf]] = {}
    for leaf in leaves:
        by_member.setdefault(leaf.member_id, []).append(leaf)
    rows = []
    for member in members:
        own = by_member.get(member.id, [])
        confirmed = any(
            leaf.kind == LeafKind.CONFIRMATION and leaf.dated_on.year == year for leaf in own
        )
        last = max((leaf.dated_on for leaf in own), default=None)
        rows.append(FileRow(member.id, member.name, len(own), last, confirmed))
    return rows


def list_leaves(store: Store, member_id: str | None = None, *, kind: str = "") -> list[LeafRow]:
    """Leaves of one person or of all, by person and page."""
    with store.reading() as session:
        leaves = stored.leaves(session, member_id)
        names = people.names(session)
    replaced = {leaf.replaces_id for leaf in leaves}
    return [
        LeafRow(
            leaf.id,
            leaf.member_id,
            names.get(leaf.member_id, ""),
            leaf.number,
            leaf.kind,
            leaf.dated_on,
            leaf.matter or "",
            state_of(leaf, is_replaced=leaf.id in replaced),
        )
        for leaf in leaves
        if not kind or leaf.kind == kind
    ]


def state_of(leaf: IntegrityLeaf, *, is_replaced: bool) -> str:
    """The word for how a leaf stands: 已更正, 已签字 or 待签字."""
    if is_replaced:
        return "已更正"
    return "已签字" if leaf.signed_on else "待签字"


def leaf_values(store: Store, leaf_id: str) -> dict[str, Any]:
    """What the form shows of a leaf; ``number`` and ``replaces_id`` too."""
    with store.reading() as session:
        leaf = load(session, LEAF, leaf_id)
        extra = {"number": leaf.number, "replaces_id": leaf.replaces_id}
        return values_of(LEAF, leaf) | extra


def save_leaf(
    store: Store, values: Mapping[str, Any], today: date, *, corrects: str | None = None
) -> IntegrityLeaf:
    """Add a leaf; with ``corrects`` it replaces an earlier one, which stays readable.

    Raises:
        InvalidValuesError: A value can't be kept; own file; clue material.
        LockedError: The contents are locked with this password.
    """
    ready = check(LEAF, values)
    _require_allowed(ready, today)
    with store.writing("更正廉政活页" if corrects else "新增廉政活页") as session:
        if ready["keeper_id"] and are_related(session, ready["member_id"], ready["keeper_id"]):
            raise InvalidValuesError({"keeper_id": RELATIVE_SENTENCE})
        if corrects:
            old = load(session, LEAF, corrects)
            if old.member_id != ready["member_id"]:
                raise InvalidValuesError({"member_id": "更正的活页要属于同一个人。"})
        page = stored.next_page(session, ready["member_id"])
        leaf = put(session, LEAF, ready, None)
        leaf.number = page
        leaf.replaces_id = corrects
    return leaf


def _require_allowed(ready: Mapping[str, Any], today: date) -> None:
    problems = {}
    if ready["keeper_id"] and ready["keeper_id"] == ready["member_id"]:
        problems["keeper_id"] = OWN_FILE_SENTENCE
    if ready["dated_on"] > today:
        problems["dated_on"] = "日期还没有到，请核对年份和月份。"
    for name in ("matter", "outcome"):
        found = next((clue for clue in _CLUES if clue in (ready[name] or "")), "")
        if found:
            problems[name] = (
                f"这里出现“{found}”。问题线索和涉密材料不能由支部保存，请只登记书面处理结论。"
            )
    if problems:
        raise InvalidValuesError(problems)
