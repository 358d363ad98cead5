"""A database as everything here uses it, whichever of its two homes it has: a file (`records.sqlite`) or a PostgreSQL
server (`records.postgres`). `records.opening` opens it.

A database belongs to the thread that opened it. What is read in several steps is read inside `reading()`,
what is written inside `writing()`; neither nests.

One SQL text for both homes. Marks are `?` or `:name`. No function that only one of them has (json_each, instr, max of
two values), ALL_ROWS for no LIMIT, no alias in HAVING, ON CONFLICT with its columns, no truth used as a number, and
ORDER BY wherever the order matters. Text is compared byte by byte in both; an integer primary key that is left out is
the highest one and 1.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

BUSY_TIMEOUT_S = 5.0
"""How long somebody waits for another's turn to end before it is DatabaseBusy."""

ALL_ROWS = 2**63 - 1
"""A LIMIT that is none."""

Row = dict[str, Any]
Values = Sequence[Any] | Mapping[str, Any]


class Database(ABC):
    """Raises DatabaseBusy, DatabaseDamaged, StorageFull or StorageRefused everywhere; on a server also DatabaseAway."""

    name: str
    """Where it is, for people: without a password."""

    @abstractmethod
    def rows(self, sql: str, values: Values = ()) -> list[Row]: ...

    def row(self, sql: str, values: Values = ()) -> Row | None:
        found = self.rows(sql, values)
        return found[0] if found else None

    @abstractmethod
    def execute(self, sql: str, values: Values = ()) -> int:
        """Returns how many rows were changed."""

    @abstractmethod
    def insert(self, table: str, row: Row) -> int:
        """Returns the number of the new row in a table whose key is one integer; anything for other tables.

        Names come from our code, never from outside.
        """

    @abstractmethod
    def writing(self) -> AbstractContextManager[None]:
        """All or nothing, durable when it ends; waits for other writers up to the busy timeout, so that there is one.

        DatabaseAway at its very end leaves open whether everything was kept or nothing was.
        """

    @abstractmethod
    def reading(self) -> AbstractContextManager[None]:
        """One state of the database for several questions, whatever others write meanwhile."""

    @abstractmethod
    def wipe_log(self) -> bool:
        """Let what was deleted be gone from the disk as far as this home can; False while another program's reading
        is in the way."""

    def takes_turn(self, task: str) -> bool:
        """Whether this program does a task that one alone is to do, of all that use this database: from now on, until
        it closes or is lost. Asked again it stays so. A file has one program for each of its tasks.

        `task` comes from our code, never from outside.
        """
        return True

    @abstractmethod
    def close(self) -> None:
        """May be called twice."""
