"""One database for a site's desk: SQLite in the hub's home, or PostgreSQL for several hub processes at once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

import sqlalchemy as sa

from kiosk.desk.sql.faults import is_lost_race, told_in_our_words
from kiosk.errors import KioskError

metadata = sa.MetaData()
"""Every table of the desk; modules of this package add theirs."""

BUSY_WAIT_S = 15
POOL_SIZE = 10
POOL_OVERFLOW = 20
POOL_WAIT_S = 20
TRIES = 5
"""How often a change is tried that another one got in the way of."""

_SPELLED = "Write desk.database as postgresql+psycopg://USER:PASSWORD@HOST:5432/NAME, or leave it out."

T = TypeVar("T")


class DeskDatabase:
    """Connections and transactions; any number of threads may use it.

    `url` is SQLAlchemy's: "sqlite:///path" (or "sqlite://" in memory, for tests) or "postgresql+psycopg://...".
    Never ask for a second connection while you have one: pass the one you have.
    """

    def __init__(self, url: str) -> None:
        """Asks the database nothing yet. Raises KioskError for what is no address."""
        self.is_sqlite = url.startswith("sqlite")
        try:
            self.engine = _sqlite(url) if self.is_sqlite else _postgresql(url)
        except (ValueError, TypeError, sa.exc.ArgumentError):  # their words may hold the password
            raise KioskError("desk.database is no address of a database", _SPELLED) from None
        # SQLite has one writer at a time. Threads that queue here are served at once when it is their turn; in its
        # own queue they would sleep up to a tenth of a second too long, each time.
        self._turn: AbstractContextManager[object] = threading.RLock() if self.is_sqlite else nullcontext()
        self._shared = self._turn if _in_memory(url) else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Raises DeskAway when the database cannot be reached."""
        with self._shared, told_in_our_words(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction, kept whole or not at all. On SQLite it holds the write lock from its first moment."""
        with self._turn, told_in_our_words(), self.engine.connect() as connection:
            if self.is_sqlite:
                connection.execution_options(desk_writes=True)
            with connection.begin():
                yield connection

    def change(self, work: Callable[[sa.Connection], T]) -> T:
        """Do `work` in one transaction; do it again when another transaction got in its way.

        So `work` touches nothing but the connection it is given.
        """
        for _ in range(TRIES - 1):
            try:
                with self.writing() as connection:
                    return work(connection)
            except sa.exc.DBAPIError as error:
                if not is_lost_race(error):
                    raise
        with self.writing() as connection:
            return work(connection)

    def close(self) -> None:
        """May be called twice."""
        self.engine.dispose()


def _in_memory(url: str) -> bool:
    return url in ("sqlite://", "sqlite:///:memory:")


def _sqlite(url: str) -> sa.Engine:
    pool: dict[str, Any] = {"poolclass": sa.pool.StaticPool} if _in_memory(url) else _POOL
    connect = {"check_same_thread": False, "timeout": BUSY_WAIT_S}
    engine = sa.create_engine(url, connect_args=connect, **pool)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: sqlite3 would say it too late
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("desk_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: str) -> sa.Engine:
    try:
        return sa.create_engine(url, pool_pre_ping=True, **_POOL)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as error:
        raise KioskError(
            "the desk's database address is not understood",
            "Write desk.database as postgresql+psycopg://user@host/name, or leave it out for SQLite.",
        ) from error


_POOL: dict[str, Any] = {"pool_size": POOL_SIZE, "max_overflow": POOL_OVERFLOW, "pool_timeout": POOL_WAIT_S}
