"""One SQLite file, shared by processes, that survives a killed program and a lost power supply."""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path

import sqlite_utils
from sqlite_utils.migrations import Migrations

from records import database as shared
from records.database import Database, Row, Values
from records.errors import DatabaseBusy, DatabaseDamaged, DatabaseTooNew, StorageRefused
from records.files import create_whole, disk_errors, make_private_folder
from records.sqlite.faults import database_errors

# "GATE", in the file's header (https://sqlite.org/fileformat2.html#application_id).
APPLICATION_ID = 0x47415445

# FULL: an alarm that was acknowledged is on the disk. secure_delete: what is deleted is overwritten.
# temp_store: nothing goes to a folder for temporary files.
_PRAGMAS = ("foreign_keys = ON", "secure_delete = ON", "synchronous = FULL", "temp_store = MEMORY")


class SqliteDatabase(Database):
    """Opened by `open_file`."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
        self.name = name
        self._writes = False

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        with database_errors(self.name):
            cursor = self._connection.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def execute(self, sql: str, values: Values = ()) -> int:
        self._must_be_writing()
        with database_errors(self.name):
            return self._connection.execute(sql, values).rowcount

    def insert(self, table: str, row: Row) -> int:
        self._must_be_writing()
        with database_errors(self.name):
            return self._connection.execute(_insertion(table, tuple(row)), row).lastrowid or 0

    @contextmanager
    def writing(self) -> Iterator[None]:
        with self._transaction("BEGIN IMMEDIATE"):
            self._writes = True
            try:
                yield
            finally:
                self._writes = False

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._transaction("BEGIN"):
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with database_errors(self.name):
            self._connection.execute(begin)
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk makes SQLite roll back by itself.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def wipe_log(self) -> bool:
        """Empty the write-ahead log, where deleted rows can still be read; False while another program reads there."""
        row = self.row("PRAGMA wal_checkpoint(TRUNCATE)")
        return row is not None and row["busy"] == 0

    def limit_pages(self, pages: int) -> None:
        """Let the file grow no further than this many pages of 4 KB; more raises StorageFull."""
        self.rows(f"PRAGMA max_page_count = {int(pages)}")

    def close(self) -> None:
        self._connection.close()

    def _must_be_writing(self) -> None:
        if not self._writes:
            raise RuntimeError("a change outside of writing()")


@lru_cache(maxsize=128)
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(f':{column}' for column in columns)})"


def open_file(path: Path | None, schema: Iterable[Migrations], check: bool = True) -> SqliteDatabase:
    """None is a database in memory. Raises as `records.opening` says."""
    if path is not None:
        _make_private_file(path)
    name = str(path or "memory")
    with database_errors(name):
        connection = sqlite3.connect(path or ":memory:", timeout=shared.BUSY_TIMEOUT_S, isolation_level=None)
    database = SqliteDatabase(connection, name)
    try:
        _prepare(database, connection, on_disk=path is not None)
        if check:
            _check(database)
        _upgrade(database, connection, list(schema))
    except BaseException:
        database.close()
        raise
    return database


def _make_private_file(path: Path) -> None:
    make_private_folder(path.parent)
    with disk_errors(path):
        if path.is_dir():
            raise StorageRefused(f"{path} is a folder")
        new = not path.exists()
    if new:
        # SQLite gives its companion files (-wal, -shm) the rights of this one.
        create_whole(path, _without_tables())
    with disk_errors(path):
        if path.stat().st_size == 0:
            # SQLite takes nothing for a new database: the list would be empty, and nobody would notice.
            raise DatabaseDamaged(f"{path} is empty (0 bytes): everything that was in it is lost")


def _without_tables() -> bytes:
    """The file of a new database. Never nothing, so that a file of no length is one that something has emptied."""
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        return memory.serialize()


def _prepare(database: SqliteDatabase, connection: sqlite3.Connection, on_disk: bool) -> None:
    with database_errors(database.name):
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
    if on_disk:
        use_write_ahead_log(database)


def use_write_ahead_log(database: SqliteDatabase) -> None:
    """SQLite does not wait for its turn when several processes change the mode of a new file at once: we do."""
    deadline = time.monotonic() + shared.BUSY_TIMEOUT_S
    while True:
        try:
            mode = database.rows("PRAGMA journal_mode = WAL")[0]["journal_mode"]
            break
        except DatabaseBusy:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    if mode != "wal":
        raise StorageRefused(f"{database.name}: this disk cannot be shared between programs (journal mode {mode})")


def _check(database: SqliteDatabase) -> None:
    findings = [row["quick_check"] for row in database.rows("PRAGMA quick_check(3)")]
    if findings != ["ok"]:
        raise DatabaseDamaged(f"{database.name}: {' '.join(findings[0].split())}")


def _upgrade(database: SqliteDatabase, connection: sqlite3.Connection, schema: list[Migrations]) -> None:
    tables = sqlite_utils.Database(connection, execute_plugins=False, recursive_triggers=False)
    _refuse_newer(database, tables, schema)
    if not any(steps.pending(tables) for steps in schema):
        return
    with database.writing():
        # Asked again under the lock: another process may have done it meanwhile.
        _refuse_newer(database, tables, schema)
        for steps in schema:
            steps.apply(tables)


def _refuse_newer(database: SqliteDatabase, tables: sqlite_utils.Database, schema: list[Migrations]) -> None:
    with database_errors(database.name):
        for steps in schema:
            unknown = {step.name for step in steps.applied(tables)} - _names(steps)
            if unknown:
                raise DatabaseTooNew(f"{database.name} was changed by a newer version: {', '.join(sorted(unknown))}")


def _names(steps: Migrations) -> set[str]:
    """The names of all steps: what an empty database still lacks."""
    with sqlite_utils.Database(memory=True, execute_plugins=False) as empty:
        return {step.name for step in steps.pending(empty)}
