"""The one door to the file: sessions that read, sessions that write and are remembered."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import event, func
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker, with_loader_criteria
from sqlcipher3 import dbapi2

from partydesk.domain.fields import Kept, Record
from partydesk.domain.ids import new_id
from partydesk.domain.records import RECORD_TYPES
from partydesk.errors import PartydeskError
from partydesk.storage.branch_file import OpenFile, create_file, open_file, open_with_sheet
from partydesk.storage.connection import connect, database_fault
from partydesk.storage.engine import engine_for
from partydesk.storage.history import RECORDER, Recorder
from partydesk.storage.keys import SALT_BYTES, Keys
from partydesk.storage.migrations import bring_up_to_date
from partydesk.storage.plain import PlainWriting
from partydesk.storage.sealed import (
    SEALER,
    Sealer,
    deputy_draft_key,
    restore_plain,
    seal_record,
    watch_loads,
)
from partydesk.storage.written import Written

#: Put into a statement's execution options to see what lies in 回收站 too.
WITH_DELETED = {"with_deleted": True}

#: Name under which a session that writes carries what happens around its flushes.
_FLUSHING = "flushing"

# Asked by its type: asked by its value, the index of 回收站 would be preferred to those of keys,
# and a few records out of many thousands would be looked for among all of them.
_NOT_DELETED = with_loader_criteria(
    Kept, lambda kept: func.typeof(kept.deleted_at) == "null", include_aliases=True
)


class Store:
    """An open branch file, or one in memory for tests.

    Attributes:
        revision: How often records were changed since it was opened; drafts do not count.
        actor: Who is working, as history names them.
        stopped: Why nothing may be written any more; none while all is well.
        written: How often each table was written.
        kept: What services keep in memory of the file while it is open, by what they like.
    """

    def __init__(self, opened: OpenFile | None, connection: dbapi2.Connection, keys: Keys) -> None:
        assert RECORD_TYPES, "every record type must be known before a session is made"
        self._file = opened
        self._connection = connection
        self._engine = engine_for(connection)
        self.written = Written(self._engine)
        self.kept: dict[object, Any] = {}
        self._sealer = Sealer(keys.confidential)
        # A deputy's drafts need a key too; what the secretary drafted stays closed to a deputy.
        self._draft_sealer = Sealer(keys.confidential or deputy_draft_key(keys.database))
        self.revision = 0
        self.stopped: PartydeskError | None = None
        self.actor = opened.slot_name if opened else "书记"
        watch_loads()
        self._sessions = sessionmaker(
            self._engine, expire_on_commit=False, info={SEALER: self._sealer}
        )
        event.listen(self._sessions, "do_orm_execute", _hide_deleted)
        event.listen(self._sessions, "before_flush", _before_flush)
        event.listen(self._sessions, "after_flush_postexec", _after_flush)

    @classmethod
    def in_memory(cls, *, confidential: bool = True) -> Self:
        """An empty file that lives in memory; ``confidential=False`` opens it as a deputy does."""
        connection = connect(None, bytes(32), bytes(SALT_BYTES))
        bring_up_to_date(connection, Path("内存"))
        return cls(None, connection, Keys(bytes(32), bytes(32) if confidential else None))

    @classmethod
    def create(cls, path: Path, password: str, **options: Any) -> Self:
        """A new file with one password; its recovery groups are in ``file.sheet_groups``."""
        return cls.over(create_file(path, password, **options))

    @classmethod
    def open(cls, path: Path, password: str, **options: Any) -> Self:
        """Open a file with a password; errors as in ``branch_file.open_file``."""
        return cls.over(open_file(path, password, **options))

    @classmethod
    def open_with_sheet(cls, path: Path, sheet: str, **options: Any) -> Self:
        """Open a file with the digits of its recovery sheet."""
        return cls.over(open_with_sheet(path, sheet, **options))

    @classmethod
    def over(cls, opened: OpenFile) -> Self:
        """Over a file that is open already."""
        return cls(opened, opened.connection, opened.keys)

    @property
    def file(self) -> OpenFile:
        """The file behind this store; a store in memory has none."""
        assert self._file is not None, "a store in memory has no file"
        return self._file

    @property
    def path(self) -> Path | None:
        """Where the file lies; none in memory."""
        return self._file.path if self._file else None

    @property
    def sealer(self) -> Sealer:
        """Seals and opens confidential texts outside of records, such as history."""
        return self._sealer

    @property
    def draft_sealer(self) -> Sealer:
        """Seals half-filled forms; without the confidential key only one's own open."""
        return self._draft_sealer

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for queries; what it loads stays usable afterwards."""
        with self._sessions() as session, _world_faults(self.path):
            yield session

    @contextmanager
    def writing(self, title: str, *, undoes: str | None = None) -> Iterator[Session]:
        """A session that commits when the block ends and keeps nothing if it fails.

        Args:
            title: What the user did, as undo and history name it.
            undoes: The operation that this one takes back.

        Raises:
            PartydeskError: Writing has been stopped because the file is damaged.
        """
        if self.stopped is not None:
            raise self.stopped
        recorder = Recorder(title, self.actor, self._sealer, undoes=undoes)
        info = {RECORDER: recorder, _FLUSHING: _Flushing(recorder, self._sealer)}
        with _world_faults(self.path), self._sessions(info=info) as session, session.begin():
            yield session
        if recorder.has_changes:
            self.revision += 1

    @contextmanager
    def writing_plainly(self, title: str) -> Iterator[PlainWriting]:
        """The same for records without confidential fields, by plain SQL and without a session.

        Raises:
            PartydeskError: Writing has been stopped because the file is damaged.
        """
        if self.stopped is not None:
            raise self.stopped
        recorder = Recorder(title, self.actor, self._sealer)
        with _world_faults(self.path):
            self._connection.execute("BEGIN")
            try:
                yield PlainWriting(self._connection, recorder)
                self._connection.commit()
            except BaseException:
                self._connection.rollback()
                raise
            finally:
                self.written.note(recorder.tables)
        if recorder.has_changes:
            self.revision += 1

    @contextmanager
    def trying(self) -> Iterator[Session]:
        """A session that writes as ``writing`` does and keeps nothing: it shows what would be.

        Raises:
            PartydeskError: Writing has been stopped because the file is damaged.
        """
        if self.stopped is not None:
            raise self.stopped
        flushing = _Flushing(_Untold("", self.actor, self._sealer), self._sealer)
        with _world_faults(self.path), self._sessions(info={_FLUSHING: flushing}) as session:
            yield session

    def close(self) -> None:
        """Close the file; keys are dropped with it."""
        self._engine.dispose()
        self.kept.clear()
        if self._file:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()


class _Untold(Recorder):
    """Writes nothing down: what is tried has no history."""

    def record(self, session: Session) -> None:
        pass


class _Flushing:
    """What happens around each flush: keys are given, changes noted, secrets sealed."""

    def __init__(self, recorder: Recorder, sealer: Sealer) -> None:
        self._recorder = recorder
        self._sealer = sealer
        self._plain: list[tuple[Record, dict[str, str]]] = []

    def before(self, session: Session) -> None:
        for record in session.new:
            if isinstance(record, Record) and record.id is None:
                record.id = new_id()
        self._recorder.record(session)
        for record in [*session.new, *session.dirty]:
            if isinstance(record, Record) and (plain := seal_record(record, self._sealer)):
                self._plain.append((record, plain))

    def after(self) -> None:
        for record, plain in self._plain:
            restore_plain(record, plain)
        self._plain.clear()


def _before_flush(session: Session, *_: object) -> None:
    flushing: _Flushing = session.info[_FLUSHING]
    flushing.before(session)


def _after_flush(session: Session, *_: object) -> None:
    flushing: _Flushing = session.info[_FLUSHING]
    flushing.after()


def _hide_deleted(state: ORMExecuteState) -> None:
    if state.is_select and not state.execution_options.get("with_deleted"):
        state.statement = state.statement.options(_NOT_DELETED)


@contextmanager
def _world_faults(path: Path | None) -> Iterator[None]:
    """Turn what the disk does into sentences; what we did wrong stays as it is."""
    try:
        yield
    except (DBAPIError, dbapi2.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(cause, dbapi2.Error):
            fault = database_fault(cause, path.name if path else "数据文件")
            if fault is not None:
                raise fault from error
        raise
