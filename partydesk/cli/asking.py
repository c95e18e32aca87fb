"""Passwords and opening: by prompt, by file or by environment, never as an argument."""

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partydesk.cli.telling import warn
from partydesk.disk_errors import storage_error
from partydesk.errors import InvalidValuesError, PartydeskError

if TYPE_CHECKING:
    from partydesk.storage.store import Store

VARIABLE = "PARTYDESK_PASSWORD"
_LONGEST = 4096


class NoPasswordError(PartydeskError):
    """No password was given and nobody can be asked."""


def add_file(parser: Any, help_text: str = "支部数据文件（.partydesk）") -> None:
    """The branch file and how its password is given."""
    parser.add_argument("file", metavar="文件", type=Path, help=help_text)
    add_password(parser)


def add_password(parser: Any) -> None:
    """How a password is given."""
    parser.add_argument(
        "--password-file",
        metavar="密码文件",
        type=Path,
        help=f"第一行是密码的文件；也可用环境变量 {VARIABLE}；都没有就在屏幕上询问",
    )


def add_json(parser: Any) -> None:
    """Whether a program reads the output."""
    parser.add_argument("--json", action="store_true", help="输出 JSON，供程序读取")


def password(given: argparse.Namespace, prompt: str = "密码：", *, new: bool = False) -> str:
    """The password; a new one that is typed is asked for twice.

    Raises:
        NoPasswordError: None was given and there is no terminal to ask on.
        InvalidValuesError: The two typed ones differ.
        StorageError: The password file can't be read.
    """
    if given.password_file is not None:
        return first_line(given.password_file)
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        raise NoPasswordError(
            "没有给出密码。", f"请在终端里运行，或用 --password-file、环境变量 {VARIABLE} 给出。"
        )
    typed = getpass.getpass(prompt)
    if new and getpass.getpass("再输入一次：") != typed:
        raise InvalidValuesError({"password": "两次输入的密码不一样。"})
    return typed


def opened(given: argparse.Namespace) -> "Store":
    """The branch file, open; close it with ``with``."""
    from partydesk.services.branch_files import open_branch

    return open_branch(given.file, password(given))


def agreed(given: argparse.Namespace) -> bool:
    """Whoever is at a terminal is asked; a script says it with ``--yes``."""
    if given.yes:
        return True
    if not sys.stdin.isatty():
        warn("没有确认：在脚本里请加 --yes。")
        return False
    return input("现在导入吗？输入 是 或 y：").strip().lower() in {"是", "y", "yes"}


def first_line(path: Path) -> str:
    """The first line of a small text file that holds a secret.

    Raises:
        StorageError: It can't be read.
        NoPasswordError: It is empty or no UTF-8.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(_LONGEST)
        return data.decode("utf-8-sig").splitlines()[0]
    except OSError as error:
        raise storage_error(error, path) from error
    except (UnicodeDecodeError, IndexError):
        raise NoPasswordError(
            f"密码文件“{path.name}”是空的，或不是 UTF-8 文字。", "请在第一行写密码，存为 UTF-8。"
        ) from None
