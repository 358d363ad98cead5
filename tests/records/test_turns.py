"""Of the programs that use one database, one alone does a task."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from records.opening import open_at
from records.postgres.database import PostgresDatabase
from records.postgres.opening import open_address
from records.tables import record_steps
from tests.postgres_peer import PostgresPeer


@pytest.fixture
def url(postgres: PostgresPeer) -> str:
    return postgres.new_database()


@pytest.fixture
def database(url: str) -> Iterator[PostgresDatabase]:
    with closing(open_address(url, [record_steps])) as opened:
        yield opened


def test_a_file_has_one_program_for_it(tmp_path: Path) -> None:
    with closing(open_at(tmp_path / "list.db", [record_steps])) as file:
        assert file.takes_turn("follow")


def test_of_many_programs_one_has_its_turn_until_it_ends(url: str, database: PostgresDatabase) -> None:
    with closing(open_address(url, [record_steps])) as other:
        assert [database.takes_turn("follow"), database.takes_turn("follow")] == [True, True]
        assert not other.takes_turn("follow")
        assert other.takes_turn("something else")
        with database.writing():
            pass
        database.close()
        assert other.takes_turn("follow")


def test_a_turn_is_lost_with_its_connection(url: str, database: PostgresDatabase, postgres: PostgresPeer) -> None:
    with closing(open_address(url, [record_steps])) as other:
        assert database.takes_turn("follow")
        postgres.hang_up()
        assert other.takes_turn("follow")
        assert not database.takes_turn("follow")


def test_another_database_on_the_same_server_has_turns_of_its_own(
    database: PostgresDatabase, postgres: PostgresPeer
) -> None:
    with closing(open_address(postgres.new_database(), [record_steps])) as elsewhere:
        assert database.takes_turn("follow")
        assert elsewhere.takes_turn("follow")
