"""The plan of the house, as a test: which room may open which door, and how large rooms get."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BASE = {"errors", "paths", "safeio", "uncached", "disk_errors", "log"}
MAY_IMPORT = {
    "errors": set(),
    "paths": set(),
    "uncached": {"errors"},
    "disk_errors": {"errors"},
    "safeio": {"errors", "uncached", "disk_errors"},
    "log": {"errors", "paths", "safeio"},
    "domain": BASE,
    "rules": BASE | {"domain"},
    "storage": BASE | {"domain"},
    "documents": BASE | {"domain"},
    "package": BASE | {"domain"},
    "services": BASE | {"domain", "rules", "storage", "documents", "package"},
    "cli": BASE | {"domain", "rules", "services", "storage", "package"},
    "commands": BASE | {"domain", "rules", "services", "storage", "package", "commands", "cli"},
    "__main__": {"cli"},
    "ui": BASE | {"domain", "rules", "services", "documents"},
    "ui.app": BASE | {"domain", "rules", "services", "storage"},
    "ui.desk": BASE | {"domain", "rules", "services", "storage"},
}
MODULES = [p for top in ("partydesk", "ui") for p in sorted((ROOT / top).rglob("*.py"))]
LIBRARIES = {
    "reportlab",
    "openpyxl",
    "xlsxwriter",
    "pypdfium2",
    "pypinyin",
    "PIL",
    "python_calamine",
}


def name_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module):
    top, *below = module.split(".")
    if top == "ui":
        full = ".".join([top, *below[:1]])
        return full if full in MAY_IMPORT else "ui"
    return below[0] if below else ""


def imports(path, *, top_level=False):
    tree = ast.parse(path.read_text("utf-8"))
    for node in tree.body if top_level else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_each_room_opens_only_its_own_doors(path):
    module = name_of(path)
    room = room_of(module)
    for name in imports(path):
        if module.startswith("partydesk"):
            assert name.split(".")[0] not in {"PySide6", "ui"}, f"{module} knows {name}"
        if name.startswith("partydesk.") and room:
            allowed = MAY_IMPORT[room] | {room}
            assert room_of(name) in allowed or name == "partydesk.__version__", (
                f"{module} knows {name}"
            )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_heavy_libraries_are_imported_where_they_are_used(path):
    for name in imports(path, top_level=True):
        assert name.split(".")[0] not in LIBRARIES or "child" in path.name, (
            f"{name_of(path)} imports {name} when the program starts"
        )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_and_functions_stay_readable(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 50, f"{path.name}: {node.name} is too long"


def test_no_error_is_swallowed():
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "everything"
                if caught in {"everything", "Exception", "BaseException"}:
                    # The worker thread hands every error to the GUI thread, which raises it.
                    assert path.name == "background.py" or any(
                        isinstance(each, ast.Raise) for each in ast.walk(node)
                    ), f"{path}:{node.lineno} catches {caught}"
