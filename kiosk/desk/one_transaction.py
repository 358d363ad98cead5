"""Many changes as one: kept or undone as a whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import sqlalchemy as sa

from kiosk.desk.sql.database import DeskDatabase

T = TypeVar("T")


class OneTransaction(DeskDatabase):
    """A desk's database for as long as one transaction of it is open: everything happens within that."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        yield self._connection

    def change(self, work: Callable[[sa.Connection], T]) -> T:
        return work(self._connection)

    def close(self) -> None:
        """Whoever opened the transaction ends it."""
