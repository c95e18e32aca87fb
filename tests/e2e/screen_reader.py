"""Eyes for a robot: what a screen reader is told about where the cursor stands (AT-SPI)."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MatchRule, MessageType, Properties, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

#: The bus starts it when it is asked for; it is a part of every desktop.
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
_ACCESSIBLE, _TEXT = "org.a11y.atspi.Accessible", "org.a11y.atspi.Text"
_PATIENCE = 10.0


@dataclass(frozen=True)
class Spoken:
    """What is said of a thing: its role in English, its name, and the text that stands in it."""

    role: str = ""
    name: str = ""
    text: str = ""
    description: str = ""


class ScreenReader:
    """Hears of each thing that gets the cursor, from every program on a session bus."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        session = environment["DBUS_SESSION_BUS_ADDRESS"]
        self._address = self._bus_of(session)
        self._asking = open_dbus_connection(self._address)
        self._hearing = open_dbus_connection(self._address)
        self._focus: tuple[str, str] | None = None
        self._is_over = False
        self._listen()
        self._ear = threading.Thread(target=self._hear, daemon=True)
        self._ear.start()

    def focused(self) -> Spoken:
        """What has the cursor now; nothing is said of what is gone."""
        return Spoken() if self._focus is None else self.said_of(self._focus)

    @property
    def place(self) -> tuple[str, str]:
        """What has the cursor, to ask for it again when a list has opened below it."""
        assert self._focus is not None, "nothing has the cursor"
        return self._focus

    def said_of(self, place_of: tuple[str, str]) -> Spoken:
        """What is said of a thing now."""
        place = DBusAddress(place_of[1], bus_name=place_of[0], interface=_ACCESSIBLE)
        role = self._ask(new_method_call(place, "GetRoleName"))
        name = self._ask(Properties(place).get("Name"))
        said = self._ask(Properties(place).get("Description"))
        text = place.with_interface(_TEXT)
        held = self._ask(new_method_call(text, "GetText", "ii", (0, -1)))
        return Spoken(_plain(role), _plain(name), _plain(held), _plain(said))

    def close(self) -> None:
        """Stop listening."""
        self._is_over = True
        self._asking.close()
        self._ear.join(2)
        self._hearing.close()

    def _bus_of(self, session: str) -> str:
        """The bus that programs tell screen readers on."""
        bus = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
        until = time.monotonic() + _PATIENCE
        with open_dbus_connection(session) as connection:
            while True:
                answer = connection.send_and_get_reply(new_method_call(bus, "GetAddress"))
                if answer.header.message_type is MessageType.method_return:
                    break
                assert time.monotonic() < until, answer.body
                time.sleep(0.1)
            status = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Status")
            for name in ("IsEnabled", "ScreenReaderEnabled"):
                connection.send_and_get_reply(Properties(status).set(name, "b", True))
        return str(answer.body[0])

    def _listen(self) -> None:
        registry = DBusAddress(
            "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
        )
        event = ("object:state-changed:focused",)
        self._hearing.send_and_get_reply(new_method_call(registry, "RegisterEvent", "s", event))
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object")
        self._hearing.send_and_get_reply(message_bus.AddMatch(rule))

    def _hear(self) -> None:
        while not self._is_over:
            try:
                message = self._hearing.receive(timeout=0.5)
            except TimeoutError:
                continue
            fields = {key.name: value for key, value in message.header.fields.items()}
            if fields.get("member") == "StateChanged" and message.body[:2] == ("focused", 1):
                self._focus = (fields["sender"], fields["path"])

    def _ask(self, question: Any) -> Any:
        answer = self._asking.send_and_get_reply(question, timeout=_PATIENCE)
        return answer.body[0] if answer.header.message_type is MessageType.method_return else ""


def _plain(value: Any) -> str:
    """A text; a property comes together with its type."""
    return str(value[1] if isinstance(value, tuple) else value or "")
