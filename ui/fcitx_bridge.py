"""Chinese typing with fcitx 4 and 5 over D-Bus, for a Qt that has no plugin for them."""

import time
from collections import deque
from typing import Any

from jeepney import (
    AuthenticationError,
    DBusAddress,
    DBusErrorResponse,
    HeaderFields,
    MatchRule,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRectF, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QInputMethodQueryEvent,
    QKeyEvent,
    QTextCharFormat,
    QWindow,
)

BUS = "org.freedesktop.portal.Fcitx"
_PATH = "/org/freedesktop/portal/inputmethod"
_MAKER = "org.fcitx.Fcitx.InputMethod1"
_CONTEXT = "org.fcitx.Fcitx.InputContext1"
#: Preedit and formatted preedit, as fcitx counts its capabilities.
_CAPABILITIES = 0x12
#: Seconds to wait for an answer; then typing goes on without the input method.
_PATIENCE = 0.5
#: Milliseconds until the next try after the input method went away.
_RETRY = 3000
_FAULTS = (
    OSError, KeyError, ValueError, EOFError, RuntimeError, AuthenticationError, DBusErrorResponse,
)  # fmt: skip
#: X11 key symbols that an input method hands back, with what Qt calls them.
_FORWARDED = {
    0xFF08: Qt.Key.Key_Backspace,
    0xFF09: Qt.Key.Key_Tab,
    0xFF0D: Qt.Key.Key_Return,
    0xFF1B: Qt.Key.Key_Escape,
    0xFF50: Qt.Key.Key_Home,
    0xFF51: Qt.Key.Key_Left,
    0xFF52: Qt.Key.Key_Up,
    0xFF53: Qt.Key.Key_Right,
    0xFF54: Qt.Key.Key_Down,
    0xFF57: Qt.Key.Key_End,
    0xFFFF: Qt.Key.Key_Delete,
}


class FcitxBridge(QObject):
    """Sends keys to fcitx and what it makes of them to the widget in focus."""

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        self._bus: DBusConnection | None = None
        self._context: DBusAddress | None = None
        self._notifier: QSocketNotifier | None = None
        self._signals: deque[Any] = deque()
        self._preedit = False
        self._retry = QTimer(self, singleShot=True, interval=_RETRY)
        self._retry.timeout.connect(self._connect)
        app.installEventFilter(self)
        app.focusObjectChanged.connect(self._focus)
        self._connect()

    @property
    def is_connected(self) -> bool:
        """Whether fcitx answers."""
        return self._context is not None

    def close(self) -> None:
        """Leave the bus for good."""
        self._retry.stop()
        self._drop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and isinstance(watched, QWindow) and self._context:
            kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
            if event.type() in kinds and _takes_text(QGuiApplication.focusObject()):
                return self._offer(event)
        elif event.type() == QEvent.Type.MouseButtonPress and self._preedit:
            self._call("Reset")
            self._show("", -1)
        return False

    def _connect(self) -> None:
        try:
            self._bus = open_dbus_connection(bus="SESSION")
            maker = DBusAddress(_PATH, bus_name=BUS, interface=_MAKER)
            ask = new_method_call(
                maker, "CreateInputContext", "a(ss)", ([("program", "partydesk")],)
            )
            path = unwrap_msg(self._bus.send_and_get_reply(ask, timeout=_PATIENCE))[0]
            rule = MatchRule(type="signal", interface=_CONTEXT, path=path)
            self._bus.filter(rule, queue=self._signals).__enter__()
            self._bus.send_and_get_reply(message_bus.AddMatch(rule), timeout=_PATIENCE)
        except _FAULTS:
            self._lose()
            return
        self._context = DBusAddress(path, bus_name=BUS, interface=_CONTEXT)
        self._notifier = QSocketNotifier(self._bus.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._call("SetCapability", "t", (_CAPABILITIES,))
        self._focus(QGuiApplication.focusObject())

    def _lose(self) -> None:
        """The input method went away: type plain letters and look for it again later."""
        self._drop()
        self._retry.start()

    def _drop(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._bus is not None:
            self._bus.close()
        self._bus = self._context = None
        self._signals.clear()
        if self._preedit:
            self._show("", -1)

    def _call(self, method: str, signature: str = "", body: tuple[Any, ...] = ()) -> Any:
        if self._bus is None or self._context is None:
            return None
        ask = new_method_call(self._context, method, signature, body)
        try:
            return unwrap_msg(self._bus.send_and_get_reply(ask, timeout=_PATIENCE))
        except _FAULTS:
            self._lose()
            return None

    def _focus(self, focus: QObject | None) -> None:
        if self._preedit:
            self._preedit = False
            self._call("Reset")
        self._call("FocusIn" if _takes_text(focus) else "FocusOut")
        self._deliver()

    def _offer(self, event: QKeyEvent) -> bool:
        """Give a key to fcitx; whether it was taken."""
        self._tell_place()
        now = int(time.time() * 1000) & 0xFFFFFFFF
        released = event.type() == QEvent.Type.KeyRelease
        key = (event.nativeVirtualKey(), event.nativeScanCode(), event.nativeModifiers() & 0xFFFF)
        answer = self._call("ProcessKeyEvent", "uuubu", (*key, released, now))
        self._deliver()
        return bool(answer and answer[0])

    def _tell_place(self) -> None:
        """Say where the cursor is, in pixels of the screen, so that the list opens beside it."""
        window = QGuiApplication.focusWindow()
        place = QGuiApplication.inputMethod().cursorRectangle()
        if window is None or not isinstance(place, QRectF):
            return
        corner = window.mapToGlobal(place.topLeft().toPoint())
        dense = window.devicePixelRatio()
        box = (corner.x(), corner.y(), max(place.width(), 1), max(place.height(), 18))
        self._call("SetCursorRect", "iiii", tuple(round(each * dense) for each in box))

    def _read(self) -> None:
        while self._bus is not None:
            try:
                self._bus.recv_messages(timeout=0)
            except TimeoutError:
                break
            except _FAULTS:
                self._lose()
        self._deliver()

    def _deliver(self) -> None:
        """Hand on what fcitx said meanwhile, in its order."""
        while self._signals:
            message = self._signals.popleft()
            match message.header.fields.get(HeaderFields.member):
                case "CommitString":
                    self._commit(message.body[0])
                case "UpdateFormattedPreedit":
                    self._show("".join(part for part, _ in message.body[0]), message.body[1])
                case "ForwardKey":
                    _forward(*message.body)

    def _commit(self, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        self._preedit = False
        _send(event)

    def _show(self, text: str, cursor: int) -> None:
        """Show letters that are not yet characters; the cursor is counted in bytes of UTF-8."""
        self._preedit = bool(text)
        if not text:
            _send(QInputMethodEvent())
            return
        place = len(text.encode()[:cursor].decode("utf-8", "ignore")) if cursor >= 0 else len(text)
        underlined = QTextCharFormat()
        underlined.setFontUnderline(True)
        kind, attribute = QInputMethodEvent.AttributeType, QInputMethodEvent.Attribute
        marks = [
            attribute(kind.Cursor, place, 1, None),
            attribute(kind.TextFormat, 0, len(text), underlined),
        ]
        _send(QInputMethodEvent(text, marks))


def _takes_text(focus: QObject | None) -> bool:
    """Whether an input method may be used there: not in password lines."""
    if focus is None:
        return False
    ask = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled | Qt.InputMethodQuery.ImHints)
    QCoreApplication.sendEvent(focus, ask)
    hints = int(ask.value(Qt.InputMethodQuery.ImHints) or 0)
    hidden = Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
    return bool(ask.value(Qt.InputMethodQuery.ImEnabled)) and not hints & hidden.value


def _send(event: QEvent) -> None:
    focus = QGuiApplication.focusObject()
    if focus is not None:
        QCoreApplication.sendEvent(focus, event)


def _forward(symbol: int, _state: int, released: bool) -> None:
    """A key that fcitx took and now wants typed after all."""
    text = chr(symbol) if 0x20 <= symbol < 0x7F else ""
    key = _FORWARDED.get(symbol) or (Qt.Key(ord(text.upper())) if text else None)
    if key is None:
        return
    kind = QEvent.Type.KeyRelease if released else QEvent.Type.KeyPress
    _send(QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))
