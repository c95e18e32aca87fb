"""Knows when the computer is put to sleep: logind on Linux, the power message on Windows."""

import sys
from collections import deque
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import (
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QObject,
    QSocketNotifier,
    Signal,
)

_BUS, _PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
_MANAGER = "org.freedesktop.login1.Manager"
#: Seconds to wait for an answer of the system; it must not keep the window waiting.
_PATIENCE = 0.5
#: What Windows sends to every window, and that it is about to sleep.
_POWER_MESSAGE, _SUSPENDS = 0x0218, 0x0004


class SuspendWatch(QObject):
    """Tells when the machine is about to sleep; keeps quiet where it can't be known.

    Signals:
        suspending: The machine goes to sleep; what is connected directly is done before.
    """

    suspending = Signal()

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._source: _Logind | _PowerFilter | None = None
        if sys.platform == "win32":
            self._source = _PowerFilter(self)
            app.installNativeEventFilter(self._source)
        elif sys.platform == "linux":
            self._source = _Logind(self)

    def close(self) -> None:
        """Watch no longer."""
        if isinstance(self._source, _Logind):
            self._source.close()
        elif self._source is not None and (app := QCoreApplication.instance()) is not None:
            app.removeNativeEventFilter(self._source)
        self._source = None


class _Logind(QObject):
    """Hears ``PrepareForSleep`` and asks logind to wait until the file is closed."""

    def __init__(self, watch: SuspendWatch) -> None:
        super().__init__(watch)
        self._watch = watch
        self._bus: Any = None
        self._delay: Any = None
        self._notifier: QSocketNotifier | None = None
        self._signals: deque[Any] = deque()
        self._faults: tuple[type[Exception], ...] = (OSError,)
        self._connect()

    def close(self) -> None:
        """Leave the bus."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
        self._let_sleep()
        if self._bus is not None:
            self._bus.close()
            self._bus = None

    def heard(self, *, going: bool) -> None:
        """The machine is about to sleep, or has woken up."""
        if going:
            self._watch.suspending.emit()
            self._let_sleep()
        else:
            self._hold()

    def _connect(self) -> None:
        from jeepney import AuthenticationError, DBusErrorResponse, MatchRule, message_bus
        from jeepney.io.blocking import open_dbus_connection

        self._faults = (
            OSError, KeyError, ValueError, EOFError, RuntimeError, AuthenticationError,
            DBusErrorResponse,
        )  # fmt: skip
        try:
            self._bus = open_dbus_connection(bus="SYSTEM", enable_fds=True)
            rule = MatchRule(
                type="signal", interface=_MANAGER, member="PrepareForSleep", path=_PATH
            )
            self._bus.filter(rule, queue=self._signals).__enter__()
            self._bus.send_and_get_reply(message_bus.AddMatch(rule), timeout=_PATIENCE)
        except self._faults:
            # No system bus, as in a container: then the ten quiet minutes have to do.
            self.close()
            return
        self._notifier = QSocketNotifier(self._bus.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._hold()

    def _read(self) -> None:
        while self._bus is not None:
            try:
                self._bus.recv_messages(timeout=0)
            except TimeoutError:
                break
            except self._faults:
                self.close()
        while self._signals:
            self.heard(going=bool(self._signals.popleft().body[0]))

    def _hold(self) -> None:
        """Ask for the moment that closing the file takes; without it, locking comes after."""
        from jeepney import DBusAddress, new_method_call
        from jeepney.wrappers import unwrap_msg

        if self._bus is None:
            return
        where = DBusAddress(_PATH, bus_name=_BUS, interface=_MANAGER)
        told = ("sleep", "支部工作台", "锁定支部文件", "delay")
        try:
            reply = self._bus.send_and_get_reply(
                new_method_call(where, "Inhibit", "ssss", told), timeout=_PATIENCE
            )
            self._delay = unwrap_msg(reply)[0]
        except self._faults:
            self._delay = None

    def _let_sleep(self) -> None:
        if self._delay is not None:
            self._delay.close()
            self._delay = None


class _PowerFilter(QAbstractNativeEventFilter):
    """Hears ``WM_POWERBROADCAST``.

    It could not be run where it was written: its reading of a message is tested with a made one.
    """

    def __init__(self, watch: SuspendWatch) -> None:
        super().__init__()
        self._watch = watch

    def nativeEventFilter(  # noqa: N802 - Qt's name
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        told = bytes(kind.data() if isinstance(kind, QByteArray) else kind)
        if is_suspend_message(told, int(message)):
            self._watch.suspending.emit()
        return False, 0


def is_suspend_message(kind: bytes, address: int) -> bool:
    """Whether a native Windows message says that the machine is about to sleep.

    Args:
        kind: What Qt calls the message.
        address: Where its ``MSG`` lies in memory.
    """
    if kind != b"windows_generic_MSG" or not address:
        return False
    told = wintypes.MSG.from_address(address)
    return bool(told.message == _POWER_MESSAGE and told.wParam == _SUSPENDS)
