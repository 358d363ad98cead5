"""A database on a PostgreSQL server. One connection, opened again at the next use when it was lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from threading import get_ident
from typing import Any, TypeVar

import psycopg
from psycopg import pq
from psycopg.rows import DictRow, dict_row

from records import database as shared
from records.database import Database, Row, Values
from records.errors import DatabaseAway, StorageRefused
from records.postgres.address import Address
from records.postgres.faults import database_errors
from records.postgres.marks import quoted, with_marks, with_values
from records.postgres.numbers import use_plain_numbers
from records.postgres.wiping import Wiping

Connection = psycopg.Connection[DictRow]
T = TypeVar("T")

_WRITERS_TURN = 0x47415445
"""The first half of the number of the lock that whoever writes holds; the other is made of the schema's name."""
_STUCK_AFTER_S = 60
"""A writer that says nothing for so long is given up by the server, so that others can go on."""
_NUMBERED = (
    "SELECT relname AS table, attname AS number FROM pg_index "
    "JOIN pg_class ON pg_class.oid = indrelid JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0] "
    "WHERE indisprimary AND indnkeyatts = 1 AND atttypid = 'bigint'::regtype "
    "AND relnamespace = current_schema()::regnamespace"
)


class _Inside(Enum):
    READING, WRITING = range(2)


class PostgresDatabase(Database):
    """Asks the server nothing before its first use."""

    def __init__(self, address: Address) -> None:
        self.name = address.name
        self._address = address
        self._connection: Connection | None = None
        self._inside: _Inside | None = None
        self._numbered: dict[str, str | None] = {}
        self._wiping = Wiping()
        self._thread = get_ident()
        self._closed = False

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        return self._said(sql, values).fetchall()

    def execute(self, sql: str, values: Values = ()) -> int:
        self._must_be_writing()
        self._wiping.note(sql)
        return self._said(sql, values).rowcount

    def insert(self, table: str, row: Row) -> int:
        self._must_be_writing()
        number = self._number_of(table)
        columns, marks = ", ".join(row), ", ".join(f":{column}" for column in row)
        told = f" RETURNING {quoted(number)} AS number" if number else ""
        cursor = self._said(f"INSERT INTO {table} ({columns}) VALUES ({marks}){told}", row)
        kept = cursor.fetchone() if number else None
        return int(kept["number"]) if kept else 0

    @contextmanager
    def writing(self) -> Iterator[None]:
        # The lock goes with the transaction. What others wrote before it was ours is seen: each statement of this
        # kind of transaction sees what is there when it begins.
        begin = (
            f"BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = {int(shared.BUSY_TIMEOUT_S * 1000)}; "
            f"SET LOCAL idle_in_transaction_session_timeout = '{_STUCK_AFTER_S}s'; "
            f"SELECT pg_advisory_xact_lock({_WRITERS_TURN}, hashtext(current_schema()))"
        )
        with self._transaction(_Inside.WRITING, begin):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._transaction(_Inside.READING, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
            yield

    def wipe_log(self) -> bool:
        """What it can do, and what stays, says `records.postgres.wiping`."""
        return self._afresh(self._wiping.wipe)

    def takes_turn(self, task: str) -> bool:
        """The server takes it back with the connection; it asks after a connection that says nothing for 5 s."""

        def take(connection: Connection) -> bool:
            connection.execute("SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2")
            sql = "SELECT pg_try_advisory_lock(hashtext(%s), hashtext(current_schema())) AS taken"
            taken = connection.execute(sql, [f"turn: {task}"]).fetchone()
            return bool(taken and taken["taken"])

        return self._afresh(take)

    def say(self, statement: str) -> None:
        """A statement that is PostgreSQL's own, without marks."""
        self._must_be_writing()
        self._run(lambda connection: connection.execute(statement.encode()))

    def close(self) -> None:
        self._closed = True
        self._drop()

    @contextmanager
    def _transaction(self, kind: _Inside, begin: str) -> Iterator[None]:
        if self._inside:
            raise RuntimeError("a transaction in a transaction")
        try:
            self._afresh(lambda connection: connection.execute(begin.encode()))
            self._inside = kind
            yield
            self._run(_commit)
            self._wiping.kept()
        except BaseException:
            self._undo()
            raise
        finally:
            self._inside = None

    def _undo(self) -> None:
        self._wiping.undone()
        if self._connection is None or self._connection.info.transaction_status is pq.TransactionStatus.IDLE:
            return
        try:
            self._connection.execute("ROLLBACK")
        except psycopg.Error:
            self._drop()  # the server undoes what was begun on a connection that ends

    def _said(self, sql: str, values: Values) -> psycopg.Cursor[DictRow]:
        query, plain = with_marks(sql).encode(), with_values(values)

        def say(connection: Connection) -> psycopg.Cursor[DictRow]:
            return connection.execute(query, plain, binary=True)

        return self._run(say) if self._inside else self._afresh(say)

    def _afresh(self, work: Callable[[Connection], T]) -> T:
        """Outside of a transaction: once more on a new connection when ours turns out to have been lost before."""
        had_one = self._connection is not None
        try:
            return self._run(work)
        except DatabaseAway:
            if not had_one:
                raise
            return self._run(work)

    def _run(self, work: Callable[[Connection], T]) -> T:
        with database_errors(self.name, self._drop):
            return work(self._connected())

    def _connected(self) -> Connection:
        if self._closed or get_ident() != self._thread:
            raise RuntimeError("a database that was closed, or that belongs to another thread")
        if self._connection is None:
            if self._inside:
                raise DatabaseAway(f"{self.name}: the connection was lost in the middle of a transaction")
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> Connection:
        # Prepared statements would not survive a newer program that adds a column meanwhile.
        parameters: dict[str, Any] = {**self._address.parameters, "prepare_threshold": None}
        try:
            connection = psycopg.connect(**parameters, autocommit=True, row_factory=dict_row)
        except psycopg.ProgrammingError as error:
            raise StorageRefused(f"{self.name}: {error}", "Take this out of the address: nobody knows it.") from error
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            connection.close()
            raise StorageRefused(f"{self.name} keeps its text as {encoding}", "Make the database with ENCODING 'UTF8'.")
        use_plain_numbers(connection)
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _number_of(self, table: str) -> str | None:
        if table not in self._numbered:
            found = {row["table"]: row["number"] for row in self.rows(_NUMBERED)}
            self._numbered |= {**found, table: found.get(table)}
        return self._numbered[table]

    def _must_be_writing(self) -> None:
        if self._inside is not _Inside.WRITING:
            raise RuntimeError("a change outside of writing()")


def _commit(connection: Connection) -> None:
    # PostgreSQL answers the COMMIT of a transaction with a failed statement in it with a ROLLBACK, and no error.
    if connection.execute("COMMIT").statusmessage != "COMMIT":
        raise RuntimeError(
            "nothing was kept: a statement in this transaction had failed, and its error was passed over"
        )
