"""What deleting leaves behind on a PostgreSQL server, and what is done about it.

A deleted row stays in its table's file until VACUUM has passed there, and its bytes until others are written over them.
So a table rows were deleted from is written anew (VACUUM FULL) where this makes others wait for about a second;
in a larger one the room is given free to be written over (VACUUM). The server's own upkeep frees what a program that
died had deleted.

What no client can wipe is the write-ahead log until the server uses its files again, archives of it, replicas
and backups: how long they are kept is for the site to settle. What is personal stands there only sealed, so who has
the server's disks and not the key reads nothing of it.
"""

import re
import time
from collections.abc import Callable

import psycopg
from psycopg.rows import DictRow

from records import database as shared
from records.postgres.marks import quoted

REWRITTEN_UP_TO_BYTES = 256 * 1024 * 1024
_LOOK_EVERY_S = 0.02
_DELETING = re.compile(r'\s*DELETE\s+FROM\s+"?(\w+)', re.IGNORECASE)
_LOOKERS = (
    "SELECT pid, xact_start FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid() "
    "AND datname = current_database() AND backend_type = 'client backend'"
)

Connection = psycopg.Connection[DictRow]


class Wiping:
    """Knows the tables rows were deleted from, and wipes them."""

    def __init__(self) -> None:
        self._deleting: set[str] = set()
        self._due: set[str] = set()

    def note(self, sql: str) -> None:
        if found := _DELETING.match(sql):
            self._deleting.add(found[1])

    def kept(self) -> None:
        self._due |= self._deleting
        self._deleting.clear()

    def undone(self) -> None:
        self._deleting.clear()

    def wipe(self, connection: Connection) -> bool:
        """Outside of a transaction; False when others still look at what was deleted: then ask again later."""
        if self._due and not _nobody_looks(connection):
            return False
        for table in sorted(self._due):
            if not _vacuumed(connection, table):
                return False
            self._due.discard(table)
        return True


def _vacuumed(connection: Connection, table: str) -> bool:
    size = connection.execute("SELECT pg_total_relation_size(%s::regclass) AS bytes", (quoted(table),)).fetchone()
    kind = "(FULL)" if size is None or size["bytes"] <= REWRITTEN_UP_TO_BYTES else ""
    connection.execute(f"SET lock_timeout = {int(shared.BUSY_TIMEOUT_S * 1000)}".encode())
    try:
        connection.execute(f"VACUUM {kind} {quoted(table)}".encode())
    except psycopg.errors.LockNotAvailable:
        return False
    finally:
        if not connection.closed:
            connection.execute("RESET lock_timeout")
    return True


def _nobody_looks(connection: Connection) -> bool:
    """Waits for whoever may still see what was deleted: VACUUM leaves that alone."""

    def lookers() -> set[tuple[object, object]]:
        return {(row["pid"], row["xact_start"]) for row in connection.execute(_LOOKERS)}

    before = lookers()
    return _within(shared.BUSY_TIMEOUT_S, lambda: not before & lookers())


def _within(seconds: float, answer: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not answer():
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_EVERY_S)
    return True
