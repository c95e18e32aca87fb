"""How the window uses the file: it calls services, reports faults and announces changes."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from partydesk.errors import CancelledError, PartydeskError
from partydesk.storage.store import Store
from ui.background import Background, Job, Tell
from ui.dialogs.message import show_fault
from ui.turns import WorkersTurn
from ui.widgets.busy import BusyOverlay

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Task:
    """Long work on the file, and what to do after it.

    Attributes:
        work: Called with the store and a function that tells the step, on the worker thread.
        title: What the user reads meanwhile, such as ``正在导入花名册…``.
        done: Called with the result, on the window's thread.
        failed: Called with the fault instead of showing it; a cancelled task is not a fault.
        takes_turns: The work holds ``Desk.turn`` itself, and only while it uses the file: so the
            window may use the file in between.
    """

    work: Callable[[Store, Tell], Any]
    title: str
    done: Callable[[Any], None] | None = None
    failed: Callable[[PartydeskError], None] | None = None
    takes_turns: bool = False


class Desk(QObject):
    """Calls services and tells the tabs when the file has changed.

    Signals:
        changed: A service has committed something.
        reopened: Another state of the file lies behind this desk: the window must begin anew.
    """

    changed = Signal()
    reopened = Signal()

    def __init__(
        self,
        store: Store | None,
        background: Background | None = None,
        parent: QObject | None = None,
    ) -> None:
        """A desk; without a file it only holds a window together until ``adopt`` brings one."""
        super().__init__(parent)
        self._opened = store
        self._background = background or Background()
        self._turn = RLock()
        self._known: dict[object, Any] = {}
        self._known_at = -1
        # Kept until they end; one thread does them in this order.
        self._jobs: list[Job] = []
        self._quiet: list[Job] = []
        self._asked: dict[object, Job] = {}

    @property
    def revision(self) -> int:
        """How often the file has been changed since it was opened; -1 before there is one."""
        return -1 if self._opened is None else self._opened.revision

    @property
    def store(self) -> Store:
        """The open file."""
        assert self._opened is not None, "a window reads nothing before its file is open"
        return self._opened

    @property
    def is_open(self) -> bool:
        """Whether the file can be used; not so when it was locked, or could not be switched."""
        if self._opened is None:
            return False
        return self._opened.path is None or self._opened.file.is_open

    def adopt(self, store: Store) -> None:
        """Go on with another state of the file; called by a ``Task`` that has its turn."""
        self._opened = store
        self._known_at = -1

    @property
    def is_busy(self) -> bool:
        """Whether a ``Task`` is running or waiting."""
        return bool(self._jobs)

    @property
    def turn(self) -> AbstractContextManager[object]:
        """Held while the file is used; for work that takes turns with the window."""
        return self._turn

    def call(
        self, service: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a short service at once; if it changed the file, announce it.

        One connection serves both threads: this waits until a running ``Task`` is over.
        """
        with self._turn:
            before = self.store.revision
            result = service(self.store, *args, **kwargs)
            after = self.store.revision
        if after != before:
            self.changed.emit()
        return result

    def read(
        self, service: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a service that only reads, from the worker thread.

        Raises:
            CancelledError: The file was closed meanwhile; whoever asked is gone too.
        """
        with WorkersTurn(self._turn, self._require_open):
            return service(self.store, *args, **kwargs)

    def recall(
        self, service: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a service that only reads; its answer is kept until the file changes."""
        known = self._known_now()
        key = (service, args, tuple(sorted(kwargs.items())))
        if key not in known:
            known[key] = self.call(service, *args, **kwargs)
        answer: T = known[key]
        return answer

    def soon(
        self,
        service: Callable[..., T],
        args: tuple[Any, ...],
        then: Callable[[T], object],
        parent: QWidget,
    ) -> None:
        """Give ``then`` what ``recall`` would: at once if it is known, else when it was read.

        It is read on the worker thread; once the file has changed meanwhile nobody wants it.

        Args:
            service: Only reads; it takes the store, ``args``, and a ``turn`` that it holds
                while it uses the file.
            args: For the service.
            then: Called on the window's thread.
            parent: The widget that asks; an older question of it to this service is dropped.
        """
        key, before, of = (service, args, ()), self.revision, self._opened
        if key in self._known_now():
            then(self._known[key])
            return

        def work(store: Store, _tell: Tell) -> T:
            turn = WorkersTurn(self._turn, lambda: self._require_still(before))
            return service(store, *args, turn=turn)

        def keep(answer: Any) -> None:
            # It may lie waiting here while the file is closed, or another one is opened.
            if self._opened is of and self.is_open and self.revision == before:
                self._known_now()[key] = answer
                then(answer)

        if (asked := self._asked.pop((service, parent), None)) is not None:
            asked.cancel()
        self._asked[service, parent] = self.quietly(Task(work, "", keep, takes_turns=True), parent)

    def _known_now(self) -> dict[object, Any]:
        """What was recalled of the file as it is now."""
        if self._known_at != self.revision:
            self._known.clear()
            self._known_at = self.revision
        return self._known

    def _require_open(self) -> None:
        """The file must be open: else whoever asked is gone too."""
        if not self.is_open:
            raise CancelledError("文件已关闭。")

    def _require_still(self, before: int) -> None:
        """Of a state that is gone nobody wants to know."""
        self._require_open()
        if self.revision != before:
            raise CancelledError("记录已有改动。")

    @contextmanager
    def reporting(self, parent: QWidget) -> Iterator[None]:
        """Show a ``PartydeskError`` as a message; let everything else crash loudly."""
        try:
            yield
        except PartydeskError as error:
            show_fault(parent, error)

    def run(self, task: Task, parent: QWidget) -> Job:
        """Run long work off the window's thread; after a second it shows progress and a cancel.

        Args:
            task: What to do.
            parent: The widget that asked; its window is covered meanwhile.
        """
        before = self.store.revision
        job = Job(lambda tell: self._work(task, tell))
        overlay = BusyOverlay(parent.window(), task.title)
        overlay.cancelled.connect(job.cancel)
        job.told.connect(overlay.tell)
        job.ended.connect(overlay.finish)
        job.done.connect(lambda result: self._done(task, parent, result, before))
        job.failed.connect(lambda error: self._failed(task, parent, error))
        self._jobs.append(job)
        job.ended.connect(lambda: self._jobs.pop(0))
        overlay.begin()
        self._background.start(job)
        return job

    def quietly(self, task: Task, parent: QWidget) -> Job:
        """Read something off the window's thread without covering the window.

        The window stays usable meanwhile: the task takes turns and changes nothing. Cancelled
        before its turn comes, it is not begun.
        """

        def work(tell: Tell) -> Any:
            tell(task.title, 0, 0)
            return self._work(task, tell)

        job = Job(work)
        job.done.connect(lambda result: self._done(task, parent, result, self.revision))
        job.failed.connect(lambda error: self._failed(task, parent, error))
        self._quiet.append(job)
        job.ended.connect(lambda: self._quiet.remove(job))
        self._background.start(job)
        return job

    def close(self) -> None:
        """Let running work end; the file is closed by whoever opened it."""
        self._background.close()

    def _work(self, task: Task, tell: Tell) -> Any:
        if task.takes_turns:
            return task.work(self.store, tell)
        with self._turn:
            return task.work(self.store, tell)

    def _done(self, task: Task, parent: QWidget, result: object, before: int) -> None:
        if self.store.revision != before:
            self.changed.emit()
        if task.done and isValid(parent):
            task.done(result)

    def _failed(self, task: Task, parent: QWidget, error: BaseException) -> None:
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, PartydeskError):
            # A mistake of ours: not raised here, inside of Qt's signal, but given to the hook.
            sys.excepthook(type(error), error, error.__traceback__)
            return
        if not isValid(parent):
            return
        if task.failed:
            task.failed(error)
        else:
            show_fault(parent, error)
