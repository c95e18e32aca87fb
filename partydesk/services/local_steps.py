"""A bureau's own steps of 发展党员: looked at, taken into the branch's file, and left out again."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.development_steps import StepRules, names_of, national_sets, step_rules
from partydesk.domain.local_steps import SAMPLE, LocalSteps, understand
from partydesk.errors import ForeignFileError
from partydesk.safeio import Written, write_file
from partydesk.storage.store import Store

#: A file of steps is small; something larger is something else.
_MOST_BYTES = 100_000
_SHOWN = 6
_LONGEST_NAME = 200


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


def take_steps(store: Store, path: Path) -> str:
    """Take a file's steps into the branch, in place of those before; says what was done.

    Raises:
        ForeignFileError: As ``look_at_steps``; nothing was changed.
    """
    told = look_at_steps(path)
    name = path.name[-_LONGEST_NAME:]
    with store.writing(f"本地发展步骤：{name}") as session:
        found = _newest(session)
        if found is None:
            session.add(LocalSteps(file_name=name, text=_text(path)))
        else:
            found.file_name, found.text = name, _text(path)
    return f"已收下 {len(told)} 个本地步骤，随支部文件保存，马上起用。"


def drop_steps(store: Store) -> str:
    """Leave the bureau's own steps out again; says what was done."""
    with store.reading() as session:
        known = _newest(session)
    if known is None or not known.text:
        return "现在没有本地步骤。"
    with store.writing("不用本地发展步骤") as session:
        found = _newest(session)
        assert found is not None, "it was there a moment ago"
        found.text = ""  # the row stays, so that its history does
    return "已不用本地步骤；已经记下的步骤都还在，撤销可以恢复。"


def steps_told(store: Store) -> str:
    """How many steps the branch's bureau added, in a sentence."""
    with store.reading() as session:
        found = _newest(session)
    if found is None or not found.text:
        return "发展党员按国家规定的步骤；上级有本地步骤的，可以导入。"
    rows, problems = understand(found.text, names_of(national_sets()))
    names = "、".join(row["name"] for row in rows)
    told = f"发展党员有 {len(rows)} 个本地步骤：{names}（{found.file_name}）。"
    return told + "".join(problems[:1])


def rules_of(session: Session) -> StepRules:
    """The steps and numbers that hold in this branch's file."""
    found = _newest(session)
    return step_rules(found.text if found else "")


def branch_rules(store: Store) -> StepRules:
    """The steps and numbers that hold in this branch, for a screen."""
    with store.reading() as session:
        return rules_of(session)


def _newest(session: Session) -> LocalSteps | None:
    return session.scalar(select(LocalSteps).order_by(LocalSteps.id.desc()).limit(1))


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
