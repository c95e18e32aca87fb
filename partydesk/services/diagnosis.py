"""The 诊断包: what helps to find a fault, as plain texts without names, numbers or contents."""

import io
import platform
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import func, select

from partydesk import __version__, safeio
from partydesk.domain.records import RECORD_TYPES
from partydesk.services.machine import Check
from partydesk.storage.store import WITH_DELETED, Store

#: Whose faults our logs name; a line that begins otherwise is not taken for one.
_HOUSES = (
    "partydesk|ui|builtins|sqlalchemy|sqlcipher3|sqlite3|PySide6|shiboken6|concurrent|json|zipfile"
    "|zlib|ssl|os|subprocess|struct|xml|reportlab|openpyxl|xlsxwriter|PIL|pypdfium2|python_calamine"
    "|jeepney|docx|cryptography|pyrage|_queue|queue|threading|tomllib"
)
#: What a line of our logs looks like; any other is left out, whatever it says.
_LINES = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"",
        r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(,\d{3})?",
        r"程序 [\d.a-z]{1,12}  Qt [\d.]{1,12}",
        r"Python \d[\d.]{1,8}[a-z\d+]{0,4} (Linux|Windows|Darwin) [\w.+~-]{1,40} \w{1,12}",
        rf"({_HOUSES})(\.[A-Za-z_]+\d?){{1,6}}",
        r"  ([A-Za-z_][\w.-]{0,40}/){0,8}[A-Za-z_]\w{0,40}\.py:\d{1,5} <?[A-Za-z_]\w{0,60}>?",
    )
)
_EXPLAINED = """这个诊断包用来查找程序的问题，只有下面几个文本文件，可以逐个打开看。

里面没有姓名、身份证号、电话、会议和谈话内容，也没有文件夹和文件的名称。
其中有：程序和系统的版本、本机检查的结果、窗口设置、各类记录的条数、出错的位置。

程序不会自己发送它。需要帮助时，请把它交给维护人员。
"""


def diagnosis(
    store: Store,
    checks: Iterable[Check],
    window: Mapping[str, str],
    logs: Iterable[Path],
) -> dict[str, str]:
    """The files of the package by name.

    Args:
        store: The open file; only versions and counts are read from it.
        checks: What the check of the machine found; only its codes go in.
        window: Versions and settings that only the window knows.
        logs: Folders with logs; a line that does not look like ours stays out.
    """
    return {
        "说明.txt": _EXPLAINED,
        "版本.txt": _lines(_versions() | dict(window)),
        "本机检查.txt": _lines({each.title: f"{each.state} {each.code}" for each in checks}),
        "数据文件.txt": _lines(_file(store)),
        "出错记录.txt": _logged(logs),
    }


def save_diagnosis(files: Mapping[str, str], path: Path) -> None:
    """Write the package as a zip.

    Raises:
        StorageError: The disk refuses; nothing is left under the name.
    """
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            # With a mark and Windows line ends, so that every editor shows the characters.
            package.writestr(name, ("\ufeff" + text.replace("\n", "\r\n")).encode())
    safeio.write_file(path, kept.getvalue())


def _versions() -> dict[str, str]:
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return {
        "程序": __version__,
        "Python": platform.python_version(),
        "系统": system,
        "系统版本": platform.version()[:80],
    }


def _file(store: Store) -> dict[str, str]:
    """Form, size and counts; no value of any record."""
    told: dict[str, str] = {}
    with store.reading() as session:
        ask = session.connection().exec_driver_sql
        told["SQLite"] = str(ask("SELECT sqlite_version()").scalar())
        told["SQLCipher"] = str(ask("PRAGMA cipher_version").scalar())
        told["数据格式"] = str(ask("PRAGMA user_version").scalar())
        for table, record in sorted(RECORD_TYPES.items()):
            query = select(func.count()).select_from(record)
            if count := session.scalar(query, execution_options=WITH_DELETED):
                told[f"条数 {table}"] = str(count)
    if store.path is not None:
        told["大小（KB）"] = str(store.path.stat().st_size // 1024)
        told["上次正常关闭"] = "是" if store.file.was_closed else "否"
        told["打开方式"] = store.file.role
    told["停止写入"] = "是" if store.stopped is not None else "否"
    return told


def _logged(folders: Iterable[Path]) -> str:
    kept: list[str] = []
    left_out = 0
    for path in sorted({each for folder in folders for each in folder.glob("*.log*")}):
        try:
            lines = path.read_text("utf-8", errors="replace").splitlines()
        except OSError:
            continue
        ours = [line for line in lines if any(each.fullmatch(line) for each in _LINES)]
        left_out += len(lines) - len(ours)
        kept += ours
    if left_out:
        kept.append(f"（另有 {left_out} 行不是程序写的样子，没有收进来。）")
    return "\n".join(kept) + "\n" if any(kept) else "没有出错记录。\n"


def _lines(told: Mapping[str, str]) -> str:
    return "".join(f"{name}：{value}\n" for name, value in told.items())
