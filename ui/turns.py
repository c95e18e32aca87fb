"""The worker's turns at the file: it is given up as soon as nobody wants to know any more."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType

from partydesk.services.beside import Turn


class WorkersTurn(Turn):
    """A turn for work beside the window."""

    def __init__(self, turn: AbstractContextManager[object], require: Callable[[], None]) -> None:
        """``require`` raises ``CancelledError`` when nobody wants to know any more."""
        self._turn, self._require = turn, require

    def __enter__(self) -> object:
        self._turn.__enter__()
        try:
            self._require()
        except BaseException:
            self._turn.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._turn.__exit__(kind, error, trace)

    def pause(self) -> None:
        self._require()
