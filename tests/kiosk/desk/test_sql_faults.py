"""A database that cannot do its work is away, with a word on what to do; only a wrong statement is a bug."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.desk.sql.book import SqlBook
from kiosk.desk.sql.database import DeskDatabase
from kiosk.desk.sql.upkeep import keep_up
from kiosk.desk.values import BookingState
from kiosk.errors import DeskAway
from tests.kiosk.desk.book_world import ADULT, SELF, Offer
from tests.kiosk.desk.sql_world import SqlWorld
from tests.postgres_peer import PostgresPeer


def test_a_database_that_another_one_took_over_from_is_away(postgres: PostgresPeer) -> None:
    url = postgres.new_database()
    world = SqlWorld(url)
    world.offer(Offer("a"))
    site = replace(world.site, database=DeskDatabase(f"{url}%20-cdefault_transaction_read_only%3Don"))
    book = SqlBook(site)
    assert len(book.slots("clinic", None, site.today())) == 1
    for work in (lambda: book.hold("k", "a", ADULT, SELF), lambda: keep_up(site)):
        with pytest.raises(DeskAway) as away:
            work()
        assert "writable" in away.value.hint
    site.database.close()
    assert world.book.hold("k", "a", ADULT, SELF).state is BookingState.HELD
    world.close()


def test_a_file_that_is_no_database_is_away_and_to_be_restored(tmp_path: Path) -> None:
    file = tmp_path / "预约.db"
    file.write_bytes(b"these are no tables" * 1000)
    database = DeskDatabase(f"sqlite:///{file}")
    with pytest.raises(DeskAway) as away, database.reading():
        pass
    assert "backup" in away.value.hint
    database.close()


def test_a_file_damaged_in_its_middle_is_away_and_to_be_restored(tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    world = SqlWorld(f"sqlite:///{file}")
    world.offer(*(Offer(f"s{number}") for number in range(200)))
    with world.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM answers")
    world.close()
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(DeskAway) as away:
        world.book.slots("clinic", None, world.site.today())
    assert "backup" in away.value.hint
    world.close()


def test_a_file_that_may_not_be_written_is_away(tmp_path: Path) -> None:
    world = SqlWorld(f"sqlite:///{tmp_path / 'desk.db'}")
    world.offer(Offer("a"))
    with world.database.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(DeskAway) as away:
        world.book.hold("k", "a", ADULT, SELF)
    assert "writable" in away.value.hint
    world.close()
