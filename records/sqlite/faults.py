"""What SQLite says, as one of our expected failures."""

import sqlite3
from contextlib import AbstractContextManager
from types import TracebackType

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


def database_errors(name: str) -> AbstractContextManager[None]:
    """Turns the failures of the disk and of other programs into ours; a fault in our SQL passes through."""
    return _Turning(name)


class _Turning:
    """Entered for every statement, of which a long list needs many: a generator takes twice as long."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, sqlite3.Error):
            return
        fault = _FAULTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if fault is not None:
            raise fault(f"{self._name}: {error}") from error
