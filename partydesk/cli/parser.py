"""The arguments in Chinese: argparse's own English words and messages are replaced."""

import argparse
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from partydesk import __version__

_MESSAGES: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.*)", "缺少参数：{0}。"),
    (r"unrecognized arguments: (.*)", "不认识的参数：{0}。"),
    (r"unreadable text", "参数里有无法识别的字符，请用 UTF-8 编码的终端输入。"),
    (
        r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)",
        "{0} 不能是 {1}，可以是：{2}。",
    ),
    (r"argument (.*?): expected one argument", "{0} 后面要写一个值。"),
    (r"argument (.*?): expected at least one argument", "{0} 后面至少要写一个值。"),
    (r"argument (.*?): expected (\d+) arguments?", "{0} 后面要写 {1} 个值。"),
    (r"argument (.*?): not allowed with argument (.*)", "{0} 和 {1} 不能一起用。"),
    (r"argument (.*?): ignored explicit argument (.*)", "{0} 后面不能写值。"),
    (r"argument (.*?): invalid (?:\w+) value: (.*)", "{0} 的值 {1} 不对。"),
    (r"one of the arguments (.*) is required", "{0} 要写其中一个。"),
    (r"ambiguous option: (.*) could match (.*)", "{0} 可能是 {1}，请写全。"),
    (r"argument (.*?): (.*)", "{0}：{1}"),
)

#: Bytes of the terminal that are no UTF-8 arrive as these.
_HALVES = re.compile("[\ud800-\udfff]")


class Parser(argparse.ArgumentParser):
    """argparse that speaks Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"add_help": False, "allow_abbrev": False, "formatter_class": _Formatter}
        super().__init__(*args, **kwargs)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and end with 2."""
        print(f"{_chinese(message)}\n请用 {self.prog} --help 查看用法。", file=sys.stderr)
        raise SystemExit(2)


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments; wrong ones end the program with 2."""
    # Each module only describes its arguments here; what it needs is imported when it runs.
    from partydesk.cli import (
        collecting,
        demo,
        duties,
        exporting,
        files,
        importing,
        looking,
        printing,
        ranking,
        receiving,
        signing_key,
        steps,
        volumes,
    )

    parser = Parser(prog="partydesk", description="支部工作台的命令行：与窗口做同样的事。")
    version = f"支部工作台 {__version__}"
    parser.add_argument("--version", action="version", version=version, help="显示版本")
    commands = parser.add_subparsers(
        title="命令", metavar="命令", required=True, dest="command", parser_class=Parser
    )
    looked_at = (files, demo, looking, duties, steps)
    bureau = (receiving, collecting, ranking)
    for module in (*looked_at, importing, exporting, volumes, signing_key, *bureau, printing):
        module.add(commands)
    given = parser.parse_args(argv)
    # A path may be in whatever its disk was written with; a text must be text.
    if any(isinstance(each, str) and _HALVES.search(each) for each in vars(given).values()):
        parser.error("unreadable text")
    return given


def _chinese(message: str) -> str:
    for pattern, sentence in _MESSAGES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return sentence.format(*found.groups())
    return "命令写得不对。"
