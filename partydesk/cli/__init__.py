"""The command line: the same services as the window, for scripts, receivers and tests."""

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from partydesk.cli.parser import parse
from partydesk.cli.telling import WrongUseError, complain, use_utf8
from partydesk.disk_errors import storage_error
from partydesk.errors import PartydeskError

#: 0 fine, 1 findings, 2 wrong use (argparse too), 3 refused input, 70 a fault of the program.
WRONG_USE, REFUSED, FAULT, INTERRUPTED = 2, 3, 70, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say; the exit code."""
    use_utf8()
    given = parse(sys.argv[1:] if argv is None else argv)
    try:
        code: int = given.run(given)
        sys.stdout.flush()
    except PartydeskError as error:
        complain(error, as_json=getattr(given, "json", False))
        return WRONG_USE if isinstance(error, WrongUseError) else REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _end_output()
        return 0
    except OSError as error:
        # Files that we write say this themselves; here the output was sent to a full disk.
        if error.errno not in (errno.ENOSPC, errno.EIO):
            _note(error)
            raise SystemExit(FAULT) from error
        _end_output()
        complain(storage_error(error, Path("输出")), as_json=False)
        return REFUSED
    # Our own bug: it ends the program, but its message, which may hold names, stays unsaid.
    except Exception as error:
        _note(error)
        raise SystemExit(FAULT) from error
    return code


def _end_output() -> None:
    """Nothing more must be flushed into a pipe whose reader has gone, or onto a full disk."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _note(error: Exception) -> None:
    """Our own fault: where it happened goes into the log, a sentence to the user."""
    from partydesk.log import note_fault

    place = note_fault(error)
    kept = f"出错的位置已记在“{place}”，其中没有姓名和内容。" if place else ""
    print(f"程序出了内部错误，这一步没有完成。{kept}", file=sys.stderr)
