"""A private scratch file for what was unsealed: encrypted with a key that only memory holds.

SAFETY.md promise 2: nothing confidential stands unencrypted on disk, not even while a package is
being read. The scratch file has no name on Linux, is deleted by Windows when the program ends,
and is unreadable without the key that dies with the process.
"""

import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

_BLOCK = 1 << 20
_SEALED_BLOCK = _BLOCK + 16
_IN_MEMORY = 8 << 20


class LimitReachedError(Exception):
    """More was written than the spool may hold; never shown, turned into a refusal."""


class Spool:
    """Written once from front to back, then read at any place.

    Args:
        folder: Where scratch files of more than 8 MB may stand; must exist.
        limit: Bytes after which writing raises ``LimitReachedError``.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115 - closed with the spool
        self._cipher = ChaCha20Poly1305(os.urandom(32))
        self._pending = bytearray()
        self._limit = limit
        self._cached: tuple[int, bytes] = (-1, b"")
        self.size = 0

    def write(self, data: bytes) -> int:
        """Append."""
        self.size += len(data)
        if self.size > self._limit:
            raise LimitReachedError
        self._pending += data
        while len(self._pending) >= _BLOCK:
            self._store(bytes(self._pending[:_BLOCK]))
            del self._pending[:_BLOCK]
        return len(data)

    def flush(self) -> None:
        """Nothing: blocks go out when they are full."""

    def finish(self) -> None:
        """End writing; call before the first ``read_at``."""
        if self._pending:
            self._store(bytes(self._pending))
            self._pending.clear()

    def read_at(self, offset: int, length: int) -> bytes:
        """The bytes from the offset on, fewer where the content ends."""
        parts = []
        while length > 0 and offset < self.size:
            within = offset % _BLOCK
            part = self._block(offset // _BLOCK)[within : within + length]
            parts.append(part)
            offset += len(part)
            length -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        """Delete the scratch file."""
        self._cached = (-1, b"")
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _store(self, block: bytes) -> None:
        number = self._file.tell() // _SEALED_BLOCK
        self._file.write(self._cipher.encrypt(_nonce(number), block, None))

    def _block(self, number: int) -> bytes:
        if self._cached[0] != number:
            self._file.seek(number * _SEALED_BLOCK)
            sealed = self._file.read(_SEALED_BLOCK)
            self._cached = (number, self._cipher.decrypt(_nonce(number), sealed, None))
        return self._cached[1]


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
