"""Steps run wholly or not at all."""

import pytest
from sqlcipher3 import dbapi2

from partydesk.errors import NewerFileError, StorageError
from partydesk.storage.connection import ask, connect
from partydesk.storage.migrations import bring_up_to_date, run_script, version_of

KEY, SALT = bytes(32), bytes(range(16))
FIRST = """
-- a comment; with a semicolon
CREATE TABLE member (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE talk (member INTEGER NOT NULL REFERENCES member (id), said TEXT DEFAULT 'a;b');
CREATE TRIGGER watch AFTER INSERT ON member BEGIN
  INSERT INTO talk (member) VALUES (new.id);
  UPDATE talk SET said = 'ok; done';
END;
"""
REBUILT = """
CREATE TABLE fresh (id INTEGER PRIMARY KEY, name TEXT NOT NULL, born TEXT);
INSERT INTO fresh (id, name) SELECT id, name FROM member;
DROP TABLE member;
ALTER TABLE fresh RENAME TO member;
"""


def script(text):
    return lambda connection: run_script(connection, text)


STEPS = (script(FIRST), script(REBUILT))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "一.partydesk"


@pytest.fixture
def connection(path):
    opened = connect(path, KEY, SALT, create=True)
    yield opened
    opened.close()


def _dump(connection):
    rows = connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
    return version_of(connection), rows


def test_all_steps_run_once_and_data_and_references_survive(connection, path):
    assert bring_up_to_date(connection, path, STEPS[:1]) == 1
    connection.execute("INSERT INTO member (name) VALUES ('王小明')")
    assert bring_up_to_date(connection, path, STEPS) == 1
    assert bring_up_to_date(connection, path, STEPS) == 0
    assert version_of(connection) == 2
    assert connection.execute("SELECT name, born FROM member").fetchall() == [("王小明", None)]
    assert connection.execute("SELECT member, said FROM talk").fetchall() == [(1, "ok; done")]
    assert ask(connection, "PRAGMA foreign_keys") == 1


def test_a_copy_is_made_before_anything_changes_but_not_of_an_empty_file(connection, path):
    seen = []
    bring_up_to_date(connection, path, STEPS[:1], lambda: seen.append(version_of(connection)))
    assert seen == []
    bring_up_to_date(connection, path, STEPS, lambda: seen.append(version_of(connection)))
    assert seen == [1]


def test_without_a_copy_nothing_changes(connection, path):
    bring_up_to_date(connection, path, STEPS[:1])
    before = _dump(connection)

    def full():
        raise StorageError("磁盘已满。")

    with pytest.raises(StorageError, match="磁盘已满"):
        bring_up_to_date(connection, path, STEPS, full)
    assert _dump(connection) == before


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        ("CREATE TABLE a (x);\nCREATE TABLE a (x);", dbapi2.OperationalError),
        ("CREATE TABLE a (x);\nDELETE FROM member;", RuntimeError),
    ],
)
def test_a_step_that_fails_leaves_the_former_version(connection, path, bad, error):
    bring_up_to_date(connection, path, STEPS[:1])
    connection.execute("INSERT INTO member (name) VALUES ('王小明')")
    before = _dump(connection)
    with pytest.raises(error):
        bring_up_to_date(connection, path, (STEPS[0], script(bad)))
    assert _dump(connection) == before
    assert not connection.in_transaction
    assert ask(connection, "PRAGMA foreign_keys") == 1
    assert connection.execute("SELECT name FROM member").fetchall() == [("王小明",)]


def test_the_steps_before_a_bad_one_stand(connection, path):
    with pytest.raises(dbapi2.OperationalError):
        bring_up_to_date(connection, path, (*STEPS, script("nonsense;")))
    assert version_of(connection) == 2


def test_a_newer_file_is_refused_with_both_numbers(connection, path):
    connection.execute("PRAGMA user_version = 9")
    with pytest.raises(NewerFileError, match=r"数据版本 9.*认识到 2"):
        bring_up_to_date(connection, path, STEPS)
    assert version_of(connection) == 9
