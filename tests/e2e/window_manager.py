"""What a desktop has and a bare screen has not: the × of a window, keys for Chinese."""

import ctypes
import ctypes.util


class _ClientMessage(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
    )


class _Event(ctypes.Union):
    _fields_ = (("client", _ClientMessage), ("pad", ctypes.c_long * 24))


_CLIENT_MESSAGE = 33


#: Keys for music, mail and the like, which no program here listens to.
_SPARE_KEYS = (*range(140, 202), *range(210, 255))


def ask_to_close(display_name: str, window: int) -> None:
    """Send WM_DELETE_WINDOW; the program may still say no."""
    x11, display = _connected(display_name)
    protocols, delete = (
        x11.XInternAtom(display, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")
    )
    event = _Event()
    event.client = _ClientMessage(
        _CLIENT_MESSAGE, 0, 1, display, window, protocols, 32, (ctypes.c_long * 5)(delete, 0)
    )
    x11.XSendEvent(display, window, 0, 0, ctypes.byref(event))
    x11.XCloseDisplay(display)


def give_keys(display_name: str, text: str) -> None:
    """Give each Chinese character a key, before a program starts.

    Otherwise xdotool gives one key another meaning for each character, and a program that is busy
    for a moment reads only the last of them.
    """
    x11, display = _connected(display_name)
    letters = sorted({each for each in text if not each.isascii()})
    for key, letter in zip(_SPARE_KEYS[: len(letters)], letters, strict=True):
        symbol = 0x01000000 + ord(letter)
        x11.XChangeKeyboardMapping(display, key, 2, (ctypes.c_ulong * 2)(symbol, symbol), 1)
    x11.XCloseDisplay(display)


def _connected(display_name: str) -> tuple[ctypes.CDLL, int]:
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    pointer, number, atom = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong
    x11.XOpenDisplay.restype = pointer
    x11.XInternAtom.argtypes = [pointer, ctypes.c_char_p, number]
    x11.XInternAtom.restype = atom
    x11.XSendEvent.argtypes = [pointer, atom, number, ctypes.c_long, ctypes.POINTER(_Event)]
    x11.XChangeKeyboardMapping.argtypes = [pointer, number, number, pointer, number]
    x11.XCloseDisplay.argtypes = [pointer]
    display = x11.XOpenDisplay(display_name.encode())
    assert display, f"no display {display_name}"
    return x11, display
