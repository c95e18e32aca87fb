"""换届交接: a new recovery sheet and a new password; what opened the file before opens no more."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from partydesk.errors import PartydeskError, RefusedError
from partydesk.services.branch_files import backup_now, recovery_sheet_pdf
from partydesk.services.branch_keys import has_keys
from partydesk.services.key_change import change_keys
from partydesk.storage import slots
from partydesk.storage.handover import NewSheet, Reseal, export_recovered
from partydesk.storage.keys import derive_keys, secret_from_sheet
from partydesk.storage.resealing import reseal
from partydesk.storage.store import Store
from partydesk.storage.unlocking import wrong_sheet


@dataclass(frozen=True)
class ReadySheet:
    """A new recovery sheet: first it is on paper, then it becomes valid.

    Attributes:
        sheet: What it stands for.
        pdf: The page to print.
    """

    sheet: NewSheet = field(repr=False)
    pdf: bytes = field(repr=False)

    @property
    def groups(self) -> tuple[str, ...]:
        """Its eight groups, to be typed back."""
        return self.sheet.groups


@dataclass(frozen=True)
class HandedOver:
    """A finished handover.

    Attributes:
        store: The open file; the store that was given is closed.
        aside: The folder that holds the old file, which the old password and sheet still open.
        fault: Why the signing key did not change or the new file has no backup yet; none when
            all of it is done.
    """

    store: Store
    aside: Path
    fault: PartydeskError | None = None


def new_sheet(store: Store, today: date) -> ReadySheet:
    """A sheet that opens nothing until `hand_over` has been called with it.

    Raises:
        RefusedError: The file was opened with a deputy's password.
    """
    _require_secretary(store)
    sheet = NewSheet()
    pdf = recovery_sheet_pdf(store, sheet.groups, store.actor, today, file_id=sheet.file_id)
    return ReadySheet(sheet, pdf)


def hand_over(
    store: Store,
    password: str,
    ready: ReadySheet,
    *,
    cost: slots.Cost | None = None,
    move: Reseal = reseal,
    tell: Callable[[str], object] = lambda _step: None,
) -> HandedOver:
    """Rewrite the file under a new secret: password, sheet and deputies of before end.

    Everything confidential is sealed anew, read back and compared before the switch. The signing
    key changes too, once the old one has signed for the new one. Verified backups are made before
    and after; those of before open as they did.

    Args:
        store: The file, opened by the secretary or with the sheet; nobody else may use it.
        password: The successor's.
        ready: The new sheet, printed and typed back already.
        cost: What a guess of the password costs; ``None`` measures this machine.
        move: Moves the confidential texts to the new key.
        tell: Told the name of each step.

    Raises:
        RefusedError: The file was opened with a deputy's password.
        InvalidValuesError: The password is too weak.
        DamagedFileError: Something confidential is damaged; nothing has changed.
        StorageError: The disk refuses. The old file goes on as before; ``store.file.is_open``
            tells whether it must be opened again.
    """
    _require_secretary(store)
    tell("正在备份原来的文件…")
    backup_now(store, "换届前", tell=tell)
    tell("正在用新的密钥重新加密并逐项核对…")
    opened, aside = export_recovered(
        store.file, password, move, sheet=ready.sheet, owner="书记", cost=cost, tell=tell
    )
    store.close()
    fresh = Store.over(opened)
    # Not told: telling may be answered by a cancel, and it is done already.
    try:
        if has_keys(fresh):
            change_keys(fresh)
        backup_now(fresh, "换届后")
    except PartydeskError as error:
        return HandedOver(fresh, aside, error)
    return HandedOver(fresh, aside)


def try_sheet(store: Store, text: str) -> None:
    """Return if these 48 digits open this file; nothing is changed or written.

    Raises:
        InvalidValuesError: Digits are mistyped; names the groups.
        WrongPasswordError: The sheet belongs to another file, or was replaced by a newer one.
    """
    opened = store.file
    if derive_keys(secret_from_sheet(text), opened.salt).database != opened.keys.database:
        raise wrong_sheet(opened.path.name)


def _require_secretary(store: Store) -> None:
    if not store.sealer.is_open:
        raise RefusedError("换届交接要由书记来做，当前密码不能。", "请用书记的密码打开文件后再试。")
