"""One connection, every setting in force."""

import os
import subprocess
import sys
import threading

import pytest
from sqlalchemy import text
from sqlcipher3 import dbapi2

from partydesk.errors import (
    DamagedFileError,
    FileInUseError,
    RefusedError,
    StorageError,
    WrongPasswordError,
)
from partydesk.storage import connection as storage_connection
from partydesk.storage.connection import ask, connect, connect_to_read
from partydesk.storage.engine import engine_for

KEY, SALT = bytes(range(32)), bytes(range(100, 116))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "第一支部.partydesk"


def test_every_setting_is_in_force_and_no_shared_memory_file_appears(path):
    connection = connect(path, KEY, SALT, create=True)
    connection.execute("CREATE TABLE t (x)")
    wanted = {
        "locking_mode": "exclusive", "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1,
        "trusted_schema": 0, "cell_size_check": 1, "temp_store": 2, "cipher_log_level": "NONE",
        "cipher_page_size": "4096",
    }  # fmt: skip
    assert {name: ask(connection, f"PRAGMA {name}") for name in wanted} == wanted
    assert {one.name for one in path.parent.iterdir()} == {path.name, path.name + "-wal"}
    connection.close()
    assert path.read_bytes()[:16] == SALT
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_setting_that_does_not_take_stops_the_program(path, monkeypatch):
    wrong = (("synchronous", "NORMAL", 2),)
    monkeypatch.setattr(storage_connection._prepared, "__kwdefaults__", {
        **storage_connection._prepared.__kwdefaults__, "settings": wrong})  # fmt: skip
    with pytest.raises(RuntimeError, match="synchronous"):
        connect(path, KEY, SALT, create=True)


def test_a_sqlite_that_loses_data_is_refused(path, monkeypatch):
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(RuntimeError, match="WAL-reset"):
        connect(path, KEY, SALT, create=True)


def test_ddl_rolls_back_with_its_transaction(path):
    engine = engine_for(connect(path, KEY, SALT, create=True))
    with engine.begin() as session:
        session.execute(text("CREATE TABLE kept (x)"))

    def change_and_fail():
        with engine.begin() as session:
            session.execute(text("CREATE TABLE gone (x)"))
            session.execute(text("INSERT INTO kept VALUES (1)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    with engine.connect() as session:
        assert session.execute(text("SELECT name FROM sqlite_schema")).scalars().all() == ["kept"]
        assert session.execute(text("SELECT count(*) FROM kept")).scalar() == 0
    engine.dispose()


def test_savepoints_and_a_worker_thread_work(path):
    engine = engine_for(connect(path, KEY, SALT, create=True))
    with engine.begin() as session:
        session.execute(text("CREATE TABLE t (x)"))

    def work():
        with engine.begin() as session:
            session.execute(text("INSERT INTO t VALUES (1)"))
            inner = session.begin_nested()
            session.execute(text("INSERT INTO t VALUES (2)"))
            inner.rollback()

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    with engine.connect() as session:
        assert session.execute(text("SELECT x FROM t")).scalars().all() == [1]
    engine.dispose()


def test_a_database_in_memory_serves_tests():
    connection = connect(None, KEY, SALT)
    connection.execute("CREATE TABLE t (x)")
    assert ask(connection, "SELECT count(*) FROM t") == 0
    connection.close()


def test_a_wrong_key_a_foreign_and_a_damaged_file_are_told_apart(path, tmp_path):
    connect(path, KEY, SALT, create=True).close()
    with pytest.raises(WrongPasswordError):
        connect(path, os.urandom(32), SALT)
    with pytest.raises(RefusedError):
        connect(path, KEY, SALT, create=True)
    with pytest.raises(StorageError, match="找不到"):
        connect(tmp_path / "没有.partydesk", KEY, SALT)
    plain = tmp_path / "plain.partydesk"
    with dbapi2.connect(str(plain)) as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    for name, content in (
        ("plain", plain.read_bytes()),
        ("empty", b""),
        ("text", "不是数据库。".encode() * 400),
        ("cut", path.read_bytes()[:3000]),
    ):
        target = tmp_path / f"{name}.partydesk"
        target.write_bytes(content)
        with pytest.raises(DamagedFileError):
            connect(target, KEY, SALT)
        assert target.read_bytes() == content


def test_another_programs_encrypted_file_is_not_ours(path):
    foreign = dbapi2.connect(str(path))
    foreign.execute(f"PRAGMA key = \"x'{KEY.hex()}{SALT.hex()}'\"")
    foreign.execute("CREATE TABLE t (x)")
    foreign.commit()
    foreign.close()
    with pytest.raises(DamagedFileError, match="不是支部工作台"):
        connect(path, KEY, SALT)


def test_a_file_held_by_another_process_is_said_to_be_in_use_and_free_afterwards(path):
    connect(path, KEY, SALT, create=True).close()
    code = (
        "import sys, pathlib\n"
        "from partydesk.storage.connection import connect\n"
        "held = connect(pathlib.Path(sys.argv[1]), bytes(range(32)), bytes(range(100, 116)))\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(FileInUseError):
            connect(path, KEY, SALT)
        other.stdin.close()
        other.wait()
    connect(path, KEY, SALT).close()


def test_reading_a_closed_file_ignores_and_leaves_alone_what_lies_beside_it(path):
    connection = connect(path, KEY, SALT, create=True)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    stray = path.with_name(path.name + "-wal")
    stray.write_bytes(os.urandom(9000))
    before = stray.read_bytes()
    reader = connect_to_read(path, KEY, SALT)
    assert ask(reader, "SELECT count(*) FROM t") == 0
    with pytest.raises(dbapi2.OperationalError):
        reader.execute("INSERT INTO t VALUES (1)")
    reader.close()
    assert stray.read_bytes() == before


def test_nothing_is_written_to_the_console_by_a_damaged_page(path):
    connection = connect(path, KEY, SALT, create=True)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    content = bytearray(path.read_bytes())
    content[5000] ^= 1
    path.write_bytes(content)
    code = (
        "import sys, pathlib\n"
        "from partydesk.errors import PartydeskError\n"
        "from partydesk.storage.connection import connect\n"
        "try: connect(pathlib.Path(sys.argv[1]), bytes(range(32)), bytes(range(100, 116)))"
        ".execute('SELECT * FROM t')\n"
        "except Exception: print('noticed')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True)
    assert done.stdout.split() == [b"noticed"]
    assert done.stderr == b""


def test_only_this_user_may_read_a_new_file_and_what_lies_beside_it(path):
    before = os.umask(0)
    try:
        connection = connect(path, KEY, SALT, create=True)
        connection.execute("CREATE TABLE t (x)")
    finally:
        os.umask(before)
    # Windows knows no such rights; there the user's own folder keeps others out.
    private = 0o600 if os.name == "posix" else 0o666
    assert {one.name: one.stat().st_mode & 0o777 for one in path.parent.iterdir()} == {
        path.name: private,
        path.name + "-wal": private,
    }
    connection.close()
