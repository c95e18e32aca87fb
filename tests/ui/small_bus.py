"""A system bus with a logind on it, small enough for a test: one client, a few methods."""

import array
import os
import socket
import threading

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.low_level import Parser

MANAGER = "org.freedesktop.login1.Manager"


class SmallBus:
    """Listens on a socket file; answers what a client must ask and tells it of the sleep.

    Attributes:
        asked: Names of the methods that were called.
        held: The other end of the pipe that a client holds while the sleep must wait for it.
    """

    def __init__(self, path):
        self.asked, self.held = [], None
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(1)
        self._client = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def sleep(self, *, going):
        """Tell the client that the machine goes to sleep or has woken up."""
        where = DBusAddress("/org/freedesktop/login1", interface=MANAGER)
        self._send(new_signal(where, "PrepareForSleep", "b", (going,)))

    def is_held(self):
        """Whether the client still asks the sleep to wait."""
        os.set_blocking(self.held, False)
        try:
            return os.read(self.held, 1) != b""
        except BlockingIOError:
            return True

    def close(self):
        """Go away, as at the end of a session."""
        for each in (self._client, self._listener):
            if each is not None:
                each.close()
        if self.held is not None:
            os.close(self.held)

    def _serve(self):
        self._client, _ = self._listener.accept()
        self._greet()
        parser = Parser()
        while data := self._receive():
            parser.add_data(data)
            while (message := parser.get_next_message()) is not None:
                if message.header.message_type is MessageType.method_call:
                    self._answer(message)

    def _greet(self):
        """The handshake by lines, until BEGIN."""
        self._client.recv(1)
        while True:
            line = b""
            while not line.endswith(b"\r\n"):
                line += self._client.recv(1)
            if line.startswith(b"BEGIN"):
                return
            agreed = line.startswith(b"NEGOTIATE")
            self._client.sendall(b"AGREE_UNIX_FD\r\n" if agreed else b"OK 0123456789abcdef\r\n")

    def _receive(self):
        try:
            return self._client.recv(4096)
        except OSError:
            return b""

    def _answer(self, message):
        name = message.header.fields[HeaderFields.member]
        self.asked.append(name)
        if name != "Inhibit":
            told = ("s", (":1.1",)) if name == "Hello" else ()
            self._send(new_method_return(message, *told))
            return
        self.held, theirs = os.pipe()
        self._send(new_method_return(message, "h", (theirs,)))
        os.close(theirs)

    def _send(self, message):
        fds = array.array("i")
        data = message.serialise(serial=len(self.asked) + 1, fds=fds)
        if fds:
            socket.send_fds(self._client, [data], list(fds))
        else:
            self._client.sendall(data)
