"""Small branch files for the tests of the storage: cheap passwords, a schema of two tables."""

from pathlib import Path

from partydesk.storage import branch_file, slots
from partydesk.storage.migrations import run_script

CHEAP = slots.Cost(memory_kib=64, iterations=1, lanes=1)
PASSWORD = "春天的故事很长很美"
OTHER_PASSWORD = "correct horse battery"
SCHEMA = """
CREATE TABLE member (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE talk (id INTEGER PRIMARY KEY, member INTEGER REFERENCES member (id), body BLOB);
"""
STEPS = (lambda connection: run_script(connection, SCHEMA),)


def new_file(path: Path) -> branch_file.OpenFile:
    return branch_file.create_file(path, PASSWORD, steps=STEPS, cost=CHEAP, allow_anywhere=True)


def reopened(path: Path, password: str = PASSWORD) -> branch_file.OpenFile:
    return branch_file.open_file(path, password, newest=len(STEPS), allow_anywhere=True)


def add_members(opened: branch_file.OpenFile, *names: str) -> None:
    opened.connection.execute("BEGIN")
    opened.connection.executemany(
        "INSERT INTO member (name) VALUES (?)", [(name,) for name in names]
    )
    opened.connection.execute("COMMIT")


def member_names(opened: branch_file.OpenFile) -> list[str]:
    rows = opened.connection.execute("SELECT name FROM member ORDER BY id").fetchall()
    return [name for (name,) in rows]
