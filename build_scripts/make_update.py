"""Make and sign an update file from the built program: `python3 build_scripts/dev.py update`."""

import argparse
import base64
import os
import sys
from datetime import date
from pathlib import Path

from build_scripts.build import DIST, PROGRAM
from build_scripts.environment import ROOT
from build_scripts.errors import ScriptError
from build_scripts.publisher import require_publisher
from partydesk import __version__
from partydesk.errors import PartydeskError
from partydesk.package import minisig
from partydesk.package.update import SUFFIX
from partydesk.package.update_build import list_files, write_update
from partydesk.package.update_list import Update
from partydesk.services.updating import platform_name
from partydesk.storage.migrations import STEPS

#: So many sentences are shown before an update is installed.
MOST_CHANGES = 12


def new_key(target: Path) -> str:
    """Write a new private key and return the public one as publisher.pub takes it.

    Raises:
        ScriptError: The file is there already, or would lie in the checkout.
    """
    if target.resolve().is_relative_to(ROOT):
        raise ScriptError("The private key must not lie in the checkout.")
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ScriptError(f"{target} is there already; a key is never overwritten.") from None
    seed = os.urandom(32)
    with os.fdopen(handle, "wb") as stream:
        stream.write(base64.b64encode(seed) + b"\n")
    return minisig.public_key_text(minisig.public_key(seed))


def read_key(path: Path) -> bytes:
    """Read a private key.

    Raises:
        ScriptError: It is none.
    """
    try:
        seed = base64.b64decode(path.read_bytes().strip(), validate=True)
    except ValueError:
        seed = b""
    if len(seed) != 32:
        raise ScriptError(f"{path} is no private key of dev.py update-key.")
    return seed


def changes_of(notes: str) -> tuple[str, ...]:
    """Return the first sentences of a list in Markdown, without its marks."""
    lines = (line.strip() for line in notes.splitlines())
    found = [line.lstrip("-* ").strip() for line in lines if line.startswith(("-", "*"))]
    return tuple(found[:MOST_CHANGES])


def make(folder: Path, seed: bytes, changes: tuple[str, ...], target: Path) -> Update:
    """Make an update file that the built program of the same key will take.

    Raises:
        ScriptError: The program in the folder trusts another key, or none.
        RefusedError: Something in the folder can't travel.
    """
    public = require_publisher(folder / "_internal" / "resources")
    if public != minisig.public_key(seed):
        raise ScriptError("The built program trusts another publisher than this key.")
    about = (__version__, platform_name(), len(STEPS), date.today().isoformat())
    return write_update(folder, Update(*about, changes, list_files(folder)), target, seed)


def main(arguments: list[str]) -> int:
    """Make a key, or an update file."""
    parser = argparse.ArgumentParser(prog="dev.py update", description=__doc__)
    parser.add_argument("--new-key", type=Path, metavar="FILE", help="make a key pair instead")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the private key")
    parser.add_argument("--notes", type=Path, metavar="FILE", help="what is new: lines with -")
    given = parser.parse_args(arguments)
    try:
        if given.new_key:
            print(new_key(given.new_key))
        else:
            _make(given.key, given.notes)
    except (ScriptError, PartydeskError) as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


def _make(key: Path | None, notes: Path | None) -> None:
    if key is None or not PROGRAM.is_dir():
        raise ScriptError("Build first (`dev.py build --release`), and name the --key.")
    changes = changes_of(notes.read_text("utf-8")) if notes else ()
    target = DIST / f"partydesk-{__version__}-{platform_name()}{SUFFIX}"
    update = make(PROGRAM, read_key(key), changes, target)
    print(f"{target}: version {update.version}, {len(update.files)} files")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
