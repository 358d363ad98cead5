"""What SQLite says, as one of our expected failures."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from records.errors import DatabaseBusy, DatabaseDamaged, RecordsError, StorageFull, StorageRefused

# https://sqlite.org/rescode.html; the low byte of an extended code is the primary one.
_FAULTS: dict[int, type[RecordsError]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_FULL: StorageFull,
    sqlite3.SQLITE_IOERR: StorageFull,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
    sqlite3.SQLITE_READONLY: StorageRefused,
    sqlite3.SQLITE_CANTOPEN: StorageRefused,
    sqlite3.SQLITE_PERM: StorageRefused,
}


@contextmanager
def database_errors(name: str) -> Iterator[None]:
    """Turns the failures of the disk and of other programs into ours; a fault in our SQL passes through."""
    try:
        yield
    except sqlite3.Error as error:
        fault = _FAULTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if fault is None:
            raise
        raise fault(f"{name}: {error}") from error
