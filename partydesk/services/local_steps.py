"""A bureau's own steps of 发展党员: looked at, taken in for this machine, and left out again."""

from pathlib import Path

from partydesk.domain.development_steps import local_file, names_of, national_sets
from partydesk.domain.local_steps import SAMPLE, understand
from partydesk.errors import ForeignFileError
from partydesk.safeio import Written, write_file

#: A file of steps is small; something larger is something else.
_MOST_BYTES = 100_000
_SHOWN = 6


def look_at_steps(path: Path) -> list[str]:
    """What a file would add, a sentence for each step.

    Raises:
        ForeignFileError: It can't be read, or has mistakes; each is a sentence with its line.
    """
    text = _text(path)
    rows, problems = understand(text, names_of(national_sets()))
    if problems:
        told = "\n".join(problems[:_SHOWN])
        more = f"\n……还有 {len(problems) - _SHOWN} 处。" if len(problems) > _SHOWN else ""
        raise ForeignFileError(f"“{path.name}”有 {len(problems)} 处要改。", f"{told}{more}")
    return [
        f"“{row['after']}”之后：{row['name']}（{'必办' if row.get('required') else '选办'}）。"
        for row in rows
    ]


def take_steps(path: Path) -> str:
    """Take a file's steps in, in place of those before; says what was done.

    Raises:
        ForeignFileError: As ``look_at_steps``; nothing was changed.
        StorageError: The disk did not take it.
    """
    told = look_at_steps(path)
    target = local_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    write_file(target, _text(path).encode())
    return f"已收下 {len(told)} 个本地步骤，下次打开程序时起用。"


def drop_steps() -> str:
    """Leave the bureau's own steps out again; says what was done."""
    if not local_file().is_file():
        return "现在没有本地步骤。"
    local_file().unlink()
    return "已不用本地步骤，下次打开程序时起作用；已经记下的步骤都还在。"


def steps_told() -> str:
    """How many steps a bureau added, in a sentence."""
    if not local_file().is_file():
        return "发展党员按国家规定的步骤；上级有本地步骤的，可以导入。"
    rows, problems = understand(_text(local_file()), names_of(national_sets()))
    names = "、".join(row["name"] for row in rows)
    return f"发展党员有 {len(rows)} 个本地步骤：{names}。" + "".join(problems[:1])


def save_sample(target: Path) -> Written:
    """Save an example that explains itself."""
    return write_file(target, SAMPLE.encode())


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ForeignFileError(f"“{path.name}”太大，不是步骤文件。", "请照样例文件填写。")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = f"“{path.name}”不是 UTF-8 文字。"
        raise ForeignFileError(sentence, "请用记事本另存为 UTF-8。") from error
    except OSError as error:
        raise ForeignFileError(f"“{path.name}”读不出来。", "请检查文件还在不在。") from error
