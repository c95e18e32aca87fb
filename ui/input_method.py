"""Chinese typing on Linux: which way to the input method works with the Qt that we ship.

The Qt wheels bring only the ibus plugin. fcitx5 speaks ibus through its portal; the older fcitx of
UOS 20 and Kylin V10 needs the bridge of ``fcitx_bridge`` (platform study 2.5).
"""

import os
import sys
from collections.abc import Mapping
from enum import Enum, auto
from typing import Protocol

from PySide6.QtGui import QGuiApplication

IBUS_PORTAL = "org.freedesktop.portal.IBus"
FCITX_PORTAL = "org.freedesktop.portal.Fcitx"


class Way(Enum):
    """How keys reach the input method."""

    SYSTEM = auto()  #: as Qt decides by itself
    PORTAL = auto()  #: Qt's ibus plugin through the portal
    BRIDGE = auto()  #: our own bridge


class Closable(Protocol):
    """What can be closed."""

    def close(self) -> None:
        """End it."""


def choose_input_method() -> Way:
    """Decide before the application is made, because Qt reads the variables only once."""
    if not sys.platform.startswith("linux"):
        return Way.SYSTEM
    way = way_for(_names_on_the_bus(), os.environ)
    if way is Way.PORTAL:
        os.environ["QT_IM_MODULE"] = "ibus"
        os.environ["IBUS_USE_PORTAL"] = "1"
    return way


def way_for(names: frozenset[str], environment: Mapping[str, str]) -> Way:
    """The way for the names that are on the session bus.

    Args:
        names: Names of services.
        environment: Variables; ``PARTYDESK_IM`` decides if it is ``system``, ``portal`` or
            ``bridge``.
    """
    wanted = environment.get("PARTYDESK_IM", "").upper()
    if wanted in Way.__members__:
        return Way[wanted]
    if IBUS_PORTAL in names:
        return Way.PORTAL
    return Way.BRIDGE if FCITX_PORTAL in names else Way.SYSTEM


def connect_input_method(app: QGuiApplication, way: Way) -> Closable | None:
    """Start the bridge if that is the way; typing goes on without it when it fails."""
    if way is not Way.BRIDGE:
        return None
    from ui.fcitx_bridge import FcitxBridge

    return FcitxBridge(app)


def _names_on_the_bus() -> frozenset[str]:
    """Names of running and startable services; none where there is no session bus."""
    from jeepney import AuthenticationError, DBusErrorResponse, message_bus
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import unwrap_msg

    faults = (OSError, KeyError, ValueError, RuntimeError, AuthenticationError, DBusErrorResponse)
    try:
        with open_dbus_connection(bus="SESSION") as bus:
            reply = bus.send_and_get_reply(message_bus.ListNames(), timeout=1)
            return frozenset(unwrap_msg(reply)[0])
    except faults:
        return frozenset()
