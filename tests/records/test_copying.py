"""Copies of databases that programs use meanwhile, and whether any does."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from records.errors import DatabaseDamaged
from records.sqlite.copying import check_database, copy_database, is_database, is_in_use
from records.sqlite.database import open_file
from records.tables import record_steps


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "数据.db"


def rows(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT name FROM meta ORDER BY name").fetchall()


def test_a_copy_is_one_state_in_one_file(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    database = open_file(path, [record_steps])
    for name in ("a", "b"):
        with database.writing():
            database.insert("meta", {"name": name, "value": b""})
    writing = database.writing()
    writing.__enter__()
    database.insert("meta", {"name": "not kept yet", "value": b""})
    copy_database(path, target)
    writing.__exit__(None, None, None)
    database.close()
    assert rows(target) == [("a",), ("b",)]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["copy", path.name]
    check_database(target)


def test_a_database_is_known_by_its_beginning(path: Path) -> None:
    open_file(path, [record_steps]).close()
    assert is_database(path)
    path.write_bytes(b"name = 1\n")
    assert not is_database(path)


def test_whoever_has_it_open_uses_it(path: Path) -> None:
    database = open_file(path, [record_steps])
    assert is_in_use(path)
    database.close()
    assert not is_in_use(path)
    open_file(path, [record_steps]).close()


def test_a_damaged_one_is_told_and_used_by_nobody(path: Path) -> None:
    database = open_file(path, [record_steps])
    database.close()
    data = bytearray(path.read_bytes())
    data[4096:8192] = b"x" * 4096
    path.write_bytes(data)
    with pytest.raises(DatabaseDamaged):
        check_database(path)
    path.write_bytes(b"no database at all" * 500)
    assert not is_in_use(path)
