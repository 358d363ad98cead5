"""A copy of a database file while programs use it, and whether any does."""

import sqlite3
from contextlib import closing
from pathlib import Path

from records.errors import DatabaseBusy, DatabaseDamaged
from records.files import create_whole, disk_errors
from records.sqlite.faults import database_errors

COMPANIONS = ("-wal", "-shm", "-journal")
_BEGINNING = b"SQLite format 3\0"


def is_database(path: Path) -> bool:
    with disk_errors(path), path.open("rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING


def copy_database(source: Path, target: Path) -> None:
    """One state of the database into a new file, for this user alone, whatever others write meanwhile.

    Raises DatabaseBusy, DatabaseDamaged, StorageFull or StorageRefused.
    """
    create_whole(target, b"")
    with (
        database_errors(str(source)),
        closing(sqlite3.connect(source)) as here,
        closing(sqlite3.connect(target)) as there,
    ):
        here.backup(there)
        there.execute("PRAGMA journal_mode = DELETE").fetchall()  # one file, without companions


def check_database(path: Path) -> None:
    """Raises DatabaseDamaged."""
    with database_errors(str(path)), closing(sqlite3.connect(path)) as here:
        [finding] = here.execute("PRAGMA quick_check(1)").fetchone()
    if finding != "ok":
        raise DatabaseDamaged(f"{path.name}: {' '.join(str(finding).split())}")


def is_in_use(path: Path) -> bool:
    """Whether another program has this database open. What can be said of a damaged one: no."""
    try:
        with database_errors(str(path)), closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as here:
            here.execute("PRAGMA journal_mode = DELETE").fetchall()  # refused while others share the log
            here.execute("BEGIN EXCLUSIVE")
            here.execute("ROLLBACK")
    except DatabaseBusy:
        return True
    except DatabaseDamaged:
        return False
    return False
