"""The table of expected features names tests that are there, and owns up to what is not."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLE = Path(__file__).with_name("features.md")
_ROW = re.compile(r"\| (\d+) \|([^|]+)\|([^|]*)\|([^|]*)\|")
_TEST = re.compile(r"`([^`]+?\.py)(?:::(test_\w+))?`")


def rows():
    found = [_ROW.fullmatch(line) for line in TABLE.read_text("utf-8").splitlines()]
    return [each.groups() for each in found if each]


def missing_in(cell):
    """Tests that a cell names and that are not there."""
    return [
        f"{path}::{name}" for path, name in _TEST.findall(cell) if not _is_there(ROOT / path, name)
    ]


def _is_there(path, name):
    if not path.is_file():
        return False
    tree = ast.parse(path.read_text("utf-8"))
    names = {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
    return name in names if name else any(each.startswith("test_") for each in names)


def test_all_25_features_stand_in_the_table_in_their_order():
    assert [int(rank) for rank, *_ in rows()] == list(range(1, 26))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_each_feature_names_tests_that_are_there_or_owns_up(row):
    _, feature, tests, lacking = row

    assert missing_in(tests) == [], feature
    assert _TEST.search(tests) or lacking.strip(), feature


def test_a_test_that_is_not_there_is_noticed():
    here = "tests/test_features.py"

    assert missing_in(f"`{here}::test_a_test_that_is_not_there_is_noticed`") == []
    assert missing_in(f"`{here}::test_of_nothing` `tests/test_gone.py`") == [
        f"{here}::test_of_nothing",
        "tests/test_gone.py::",
    ]
