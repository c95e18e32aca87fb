"""Reading a sheet that came from outside: xlsx, xls, et or csv, whatever its name says."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from partydesk.documents.sheet_broken import BrokenCell
from partydesk.documents.sheet_child import decoded
from partydesk.documents.sheet_kind import SheetKind, damaged, kind_of
from partydesk.documents.sheet_text import rows_from_text
from partydesk.documents.sheet_worker import Limits, SheetChild, frames_from_child
from partydesk.documents.sheet_zip import check_zip
from partydesk.errors import ForeignFileError

#: Called with how much is done and how much there is.
Progress = Callable[[int, int], None]
#: Asked now and then whether the user wants to stop.
Cancelled = Callable[[], bool]

#: Larger files are no rosters.
_MOST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A worksheet as it lies in the file.

    Attributes:
        name: Its name; of a text file the file's own.
        rows: Cells row by row from the first row and column on: ``str``, ``float``, ``bool``,
            ``date``, ``datetime``, ``time`` or ``timedelta``; an empty cell is ``""``.
        tall: Cells merged downwards, as first row, last row and column from 0; only the first
            row of each holds the value.
    """

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    tall: Sequence[tuple[int, int, int]] = ()

    def spread(self, first_row: int, kept: Collection[int] = ()) -> None:
        """Write the value of every cell merged downwards into all the rows that it covers.

        Args:
            first_row: Cells that begin above stay as they are: merged heads say nothing below.
            kept: Columns that stay as they are.
        """
        for top, end, column in self.tall:
            if top >= first_row and column not in kept:
                for row in self.rows[top + 1 : end + 1]:
                    row[column] = self.rows[top][column]

    def show(self, broken: Iterable[BrokenCell]) -> None:
        """Write into cells whose formula has no result what the sheet shows there."""
        for row, column, shown in broken:
            if row < len(self.rows) and column < len(self.rows[row]):
                self.rows[row][column] = shown


def read_sheets(
    path: Path,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    limits: Limits | None = None,
) -> list[RawSheet]:
    """The worksheets that are shown in a file, or all when none is.

    Args:
        path: The file; its content decides what it is.
        progress: Hears how many rows of how many were read.
        cancelled: Asked about every 50 ms.
        limits: What reading may cost.

    Raises:
        ForeignFileError: It can't be read, and why.
        CancelledError: The user stopped it.
    """
    limits = limits or Limits()
    data = _content(path)
    kind = kind_of(data, path.name)
    if kind == SheetKind.TEXT:
        return [RawSheet(path.stem, list(rows_from_text(data, path.name, limits.rows)))]
    with SheetChild(limits) as child:
        broken = check_zip(data, path.name, limits.rows) if kind == SheetKind.ZIP else {}
        sheets = _told(frames_from_child(child, data, path.name, cancelled), progress)
    if not sheets:
        raise damaged(path.name)
    for sheet in sheets:
        sheet.show(broken.get(sheet.name, ()))
    return sheets


def _told(frames: Iterable[tuple[Any, ...]], progress: Progress | None) -> list[RawSheet]:
    """The worksheets that the child tells of."""
    sheets: list[RawSheet] = []
    height = done = 0
    for frame in frames:
        if frame[0] == "sheet":
            sheets.append(RawSheet(frame[1], tall=frame[3]))
            height += frame[2]
        else:
            rows = decoded(frame[1])
            sheets[-1].rows.extend(rows)
            done += len(rows)
        if progress is not None:
            progress(done, height)
    return sheets


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise ForeignFileError(
                f"找不到文件“{path.name}”。", "它可能被移动、改名，或 U 盘已拔出；请重新选择。"
            )
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise ForeignFileError(
                f"“{path.name}”有 {size // 1024 // 1024} MB，比任何名册都大。",
                "请只保留要导入的工作表，去掉图片，另存为 .xlsx 后再试。",
            )
        return path.read_bytes()
    except PermissionError as error:
        raise ForeignFileError(
            f"打不开“{path.name}”。", "请在 WPS 或 Excel 里关闭它，并检查是否有读取权限。"
        ) from error
    except OSError as error:
        raise ForeignFileError(
            f"读取“{path.name}”时出错。", "请检查 U 盘是否松动，或把文件复制到本机后再试。"
        ) from error
