"""The publisher's public key that a release must have, or it could never be updated."""

from pathlib import Path

from build_scripts.errors import ScriptError
from partydesk.services.updating import publisher_key


def require_publisher(folder: Path) -> bytes:
    """Return the publisher's key among some resources; a release without one takes no updates.

    Raises:
        ScriptError: It is not set.
    """
    public = publisher_key(folder)
    if public is None:
        raise ScriptError(
            "No publisher's key: put the line of `dev.py update --new-key FILE` into"
            " resources/update/publisher.pub before a release."
        )
    return public
