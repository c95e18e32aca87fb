"""Opening a paper out of the file: a private copy in another program, removed later."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from partydesk.safeio import write_file
from partydesk.services.working_copies import copy_place
from ui.desk import Desk


def open_copy(desk: Desk, title: str, data: bytes) -> None:
    """Write a private copy beside the branch file and open it with the usual program.

    The copies are removed when the file is closed and when it is opened again.
    """
    place: Path = desk.call(copy_place, title)
    write_file(place, data)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))
