"""The child process that reads a foreign sheet, so that a hostile file harms only the child.

It imports nothing of partydesk and nothing heavy, because it starts anew for every file. It
takes the file's bytes from standard input and answers with frames: four bytes of length, then
marshalled values. Anything unexpected ends it; the parent sees that the last frame is missing.
"""

import marshal
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

#: First argument of the built program when it is started as this child.
SWITCH = "--read-sheet"

#: Rows in one frame.
BLOCK_ROWS = 2_000

_PLAIN = frozenset({str, float, bool})


def serve_if_asked(arguments: Sequence[str]) -> None:
    """Become the child and end, if the program was started as one.

    Every entry point of the built program calls this first with ``sys.argv``, before it imports
    anything heavy; there the program itself is the only interpreter at hand.
    """
    if len(arguments) > 1 and arguments[1] == SWITCH:
        main(arguments[2:])
        sys.exit(0)


def main(arguments: Sequence[str]) -> None:
    """Read the sheets on standard input.

    Args:
        arguments: Memory in bytes, seconds of work, rows of one sheet; each a limit.
    """
    memory, seconds, rows = map(int, arguments)
    _limit(memory, seconds)
    _serve(sys.stdin.buffer, sys.stdout.buffer, rows)


def decoded(columns: Sequence[tuple[bool, Sequence[Any]]]) -> list[list[Any]]:
    """The rows of a frame ``("rows", columns)``; called by the parent."""
    whole = [list(map(_decoded, cells)) if coded else cells for coded, cells in columns]
    return [list(row) for row in zip(*whole, strict=True)]


def _limit(memory: int, seconds: int) -> None:
    """Limits of the system; Windows has none to set here, the parent's clock ends the child."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _serve(source: BinaryIO, answers: BinaryIO, most_rows: int) -> None:
    for frame in _frames(source, most_rows):
        body = marshal.dumps(frame)
        answers.write(len(body).to_bytes(4, "big") + body)
    answers.flush()


def _frames(source: BinaryIO, most_rows: int) -> Iterator[tuple[Any, ...]]:
    import io

    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(source.read()))
    sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    shown = [each for each in sheets if each.visible == SheetVisibleEnum.Visible]
    for each in shown or sheets:
        sheet = book.get_sheet_by_name(each.name)
        height = sheet.end[0] + 1 if sheet.end else 0
        yield ("sheet", each.name, height, _tall(sheet.merged_cell_ranges or ()))
        if height > most_rows:
            yield ("too long", each.name, height)
            return
        rows = sheet.to_python(skip_empty_area=False)
        for start in range(0, len(rows), BLOCK_ROWS):
            yield ("rows", _columns(rows[start : start + BLOCK_ROWS]))
    yield ("end",)


def _tall(merged: Any) -> list[tuple[int, int, int]]:
    """Cells of one column merged downwards, as first row, last row and column."""
    return [(top, end, left) for (top, left), (end, right) in merged if left == right and end > top]


def _columns(rows: list[list[Any]]) -> list[tuple[bool, list[Any]]]:
    """Cells column by column: most columns need no look at the single cell.

    Equal texts become one object, which marshal then writes once.
    """
    texts: dict[str, str] = {}
    columns: list[tuple[bool, list[Any]]] = []
    for cells in zip(*rows, strict=True):
        types = set(map(type, cells))
        if types == {str}:
            columns.append((False, list(map(texts.setdefault, cells, cells))))
        elif types <= _PLAIN:
            columns.append((False, list(cells)))
        else:
            columns.append((True, list(map(_encoded, cells))))
    return columns


def _encoded(cell: Any) -> Any:
    """A day as its ordinal, other times as tagged text, whole numbers as the floats they were."""
    kind = type(cell)
    if kind in _PLAIN:
        return cell
    if kind is date:
        return cell.toordinal()
    if kind is datetime:
        return ("datetime", cell.isoformat())
    if kind is time:
        return ("time", cell.isoformat())
    if kind is timedelta:
        return ("span", cell.total_seconds())
    return float(cell)


def _decoded(cell: Any) -> Any:
    if type(cell) is int:
        return date.fromordinal(cell)
    if type(cell) is not tuple:
        return cell
    kind, value = cell
    if kind == "datetime":
        return datetime.fromisoformat(value)
    return time.fromisoformat(value) if kind == "time" else timedelta(seconds=value)


if __name__ == "__main__":
    main(sys.argv[1:])
