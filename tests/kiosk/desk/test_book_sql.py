"""The contract of the appointment book, on SQL."""

from collections.abc import Iterator

import pytest

from tests.kiosk.desk.book_contract import BookContract
from tests.kiosk.desk.sql_world import SqlWorld


class TestSqlBook(BookContract):
    """On SQLite's file and on PostgreSQL."""

    @pytest.fixture
    def world(self, sql_world: SqlWorld) -> SqlWorld:
        return sql_world


class TestSqlBookInMemory(BookContract):
    """As demos and other tests use it."""

    @pytest.fixture
    def world(self) -> Iterator[SqlWorld]:
        world = SqlWorld("sqlite://")
        yield world
        world.close()
