"""The sample branch goes again: its file and its backups, and nothing else beside them."""

from pathlib import Path

from partydesk.services.sample_file import SAMPLE_NAME
from partydesk.storage import branch_file, slots
from partydesk.storage.backups import folder_of, list_backups


def remove_sample(path: Path) -> None:
    """Remove the sample branch's closed file with its backups.

    Raises:
        ValueError: It is another file; only the sample is ever removed.
        StorageError: The disk refuses.
    """
    if path.name != SAMPLE_NAME:
        raise ValueError("only the sample branch may be removed")
    folder = folder_of(path)
    for each in (path, *(backup.path for backup in list_backups(folder))):
        branch_file.remove_database(each)
        for copy in slots.both_copies(slots.slots_path(each)):
            copy.unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
