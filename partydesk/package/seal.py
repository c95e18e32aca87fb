"""The seal round a package: a binary age file to public keys, streamed in both directions."""

import base64
import binascii
import io
from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO, Protocol

import pyrage

from partydesk.package.refusals import refusal
from partydesk.package.spool import LimitReachedError

HARD_LIMIT = 1 << 30
"""Bytes of the largest sealed file that is read at all."""
ARMOR_LIMIT = 64 << 20
"""Bytes of the largest base64 form, which is for mail and is held in memory."""
_MAGIC = b"age-encryption.org/v1\n"
_ARMOR_BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
_ARMOR_END = b"-----END AGE ENCRYPTED FILE-----"
_BOM = b"\xef\xbb\xbf"
_LONGEST_HEADER = 16 << 10
_MOST_STANZAS = 20

Tick = Callable[[int], None]
"""Told the bytes done so far; may raise ``CancelledError`` to stop the work."""


class Sink(Protocol):
    """What unsealed bytes are written to."""

    def write(self, data: bytes, /) -> object:
        """Take all of the bytes."""

    def flush(self) -> None:
        """Called at the end."""


def new_identity() -> tuple[str, str]:
    """A new private age key and its public recipient."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def recipient_of(identity: str) -> str:
    """The public recipient of a private age key.

    Raises:
        PackageError: ``KEY_FORM``, when the text is not such a key.
    """
    return str(_identity(identity).to_public())


def check_recipient(text: str) -> str:
    """The recipient itself, when it is a well-formed age X25519 recipient.

    Raises:
        PackageError: ``KEY_FORM``.
    """
    try:
        found = str(pyrage.x25519.Recipient.from_str(text))
    except pyrage.RecipientError:
        raise refusal("KEY_FORM") from None
    if found != text:
        raise refusal("KEY_FORM")
    return found


def seal_to(chunks: Iterable[bytes], out: Sink, recipients: Sequence[str]) -> None:
    """Seal what the chunks yield; memory stays bounded whatever the size.

    Raises:
        OSError: As ``out`` raised it. Whatever the chunks raise comes through unchanged.
    """
    source = _Remembering(reader=_Chunks(chunks))
    target = _Remembering(writer=out)
    keys = [pyrage.x25519.Recipient.from_str(r) for r in dict.fromkeys(recipients)]
    failure: Exception | None = None
    try:
        pyrage.encrypt_io(source, target, keys)
    except (pyrage.EncryptError, OSError) as fault:
        failure = fault
    if (cause := source.fault or target.fault or failure) is not None:
        raise cause


def unseal_to(
    sealed: BinaryIO, out: Sink, identities: Sequence[str], tick: Tick | None = None
) -> None:
    """Open a sealed file; nothing in ``out`` may be used unless this returns.

    Raises:
        PackageError: ``EMPTY``, ``TOO_BIG``, ``NOT_A_PACKAGE`` or one of the ``SEAL_`` codes.
        OSError: As the streams raised it.
    """
    source = _Remembering(reader=_binary(sealed), tick=tick)
    target = _Remembering(writer=out)
    keys = [_identity(text) for text in identities]
    failure: Exception | None = None
    try:
        pyrage.decrypt_io(source, target, keys)
    except (pyrage.DecryptError, OSError, LimitReachedError) as fault:
        failure = fault
    own = source.fault or target.fault
    if isinstance(own, LimitReachedError):
        raise refusal("TOO_BIG", f"超过 {HARD_LIMIT >> 20} MB")
    if own is not None:
        raise own
    if failure is not None:
        # rage reports a damaged body as OSError (study, M4), which is why the faults of our own
        # streams are kept apart from its own.
        wrong_key = "No matching keys" in str(failure)
        raise refusal("SEAL_NOT_FOR_US" if wrong_key else "SEAL_DAMAGED")


def _identity(text: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        raise refusal("KEY_FORM") from None


def _binary(sealed: BinaryIO) -> BinaryIO:
    """The stream at the start of the binary form, after the checks that need no key."""
    size = sealed.seek(0, io.SEEK_END)
    if size == 0:
        raise refusal("EMPTY")
    if size > HARD_LIMIT:
        raise refusal("TOO_BIG", f"{size >> 20} MB")
    sealed.seek(0)
    head = sealed.read(_LONGEST_HEADER)
    if not head.startswith(_MAGIC):
        if not head.removeprefix(_BOM).lstrip().startswith(_ARMOR_BEGIN):
            raise refusal("NOT_A_PACKAGE")
        sealed = io.BytesIO(_dearmored(sealed, size))
        head = sealed.read(_LONGEST_HEADER)
    _check_header(head)
    sealed.seek(0)
    return sealed


def _dearmored(sealed: BinaryIO, size: int) -> bytes:
    if size > ARMOR_LIMIT:
        raise refusal("TOO_BIG", f"{size >> 20} MB")
    sealed.seek(0)
    lines = sealed.read().removeprefix(_BOM).split()
    text = b" ".join(lines)
    if not text.startswith(_ARMOR_BEGIN) or not text.endswith(_ARMOR_END):
        raise refusal("SEAL_DAMAGED")
    body = text[len(_ARMOR_BEGIN) : -len(_ARMOR_END)].replace(b" ", b"")
    try:
        raw = base64.b64decode(body, validate=True)
    except binascii.Error:
        raise refusal("SEAL_DAMAGED") from None
    if base64.b64encode(raw) != body:
        raise refusal("SEAL_DAMAGED")
    return raw


def _check_header(head: bytes) -> None:
    end = head.find(b"\n---")
    if not head.startswith(_MAGIC) or end < 0:
        raise refusal("SEAL_DAMAGED")
    kinds = [line.split(b" ")[1:2] for line in head[:end].split(b"\n") if line.startswith(b"->")]
    # A passphrase stanza may ask for minutes of work; we never write one (study, M2).
    if [b"scrypt"] in kinds:
        raise refusal("SEAL_PASSWORD")
    if len(kinds) > _MOST_STANZAS:
        raise refusal("SEAL_DAMAGED")


class _Chunks:
    """An iterator of bytes as a stream that can be read."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = memoryview(b"")

    def read(self, length: int) -> bytes:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._rest = memoryview(chunk)
        part, self._rest = bytes(self._rest[:length]), self._rest[length:]
        return part


class _Readable(Protocol):
    def read(self, length: int, /) -> bytes: ...


class _Remembering:
    """Keeps what a stream raised.

    pyrage replaces it by an error of its own, and drops it altogether when it happens while the
    last buffer is written (measured with 1.4.0): a full disk would go unnoticed.
    """

    def __init__(
        self,
        reader: _Readable | None = None,
        writer: Sink | None = None,
        tick: Tick | None = None,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._tick = tick
        self._done = 0
        self.fault: BaseException | None = None

    def read(self, length: int) -> bytes:
        assert self._reader is not None
        try:
            part = self._reader.read(length)
            self._done += len(part)
            if self._tick is not None:
                self._tick(self._done)
        except BaseException as fault:
            self.fault = fault
            raise
        return part

    def write(self, data: bytes) -> int:
        assert self._writer is not None
        try:
            self._writer.write(data)
        except BaseException as fault:
            self.fault = fault
            raise
        return len(data)

    def flush(self) -> None:
        assert self._writer is not None
        self._writer.flush()
