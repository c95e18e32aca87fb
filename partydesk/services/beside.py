"""How a service reads beside the window: in turns at the file, and never for long."""

from types import TracebackType


class Turn:
    """Alone with the file: every turn is one's own, and nobody waits.

    A thread beside the window is given another one, which holds the file while it is entered. It
    can be entered again and again; a service enters it for a few milliseconds at a time.
    """

    def __enter__(self) -> object:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        return None

    def pause(self) -> None:
        """Called every few milliseconds by work in memory, which may be given up here."""


#: For whoever calls a service directly.
ALONE = Turn()
