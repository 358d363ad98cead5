"""The database comes to have what the statements name, once, however many hubs begin at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from kiosk.desk.sql import tables
from kiosk.desk.sql.database import DeskDatabase
from kiosk.desk.sql.schema import bring_up_to_date
from kiosk.desk.sql.steps import BOOK_STEPS
from kiosk.desk.till import tables as till_tables
from kiosk.desk.till.tables import TILL_STEPS
from kiosk.errors import DeskAway, KioskError
from records.errors import WrongKey
from records.keys import KEY_BYTES, DataKey
from records.sealing import KeyedCipher
from tests.kiosk.desk.sql_world import SqlWorld

OURS = [value for value in vars(tables).values() if isinstance(value, sa.Table)]


def test_the_steps_make_what_the_statements_name(desk_url: str) -> None:
    database = DeskDatabase(desk_url)
    bring_up_to_date(database, BOOK_STEPS)
    bring_up_to_date(database, BOOK_STEPS)
    with database.reading() as connection:
        found = sa.inspect(connection)
        for table in OURS:
            made = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
            keys = found.get_pk_constraint(table.name)["constrained_columns"]
            named = {column.name: bool(column.nullable) for column in table.columns}
            assert set(made) == set(named)
            assert {name: made[name] for name in made if name not in keys} == {
                name: named[name] for name in named if name not in keys
            }
            assert keys == [column.name for column in table.primary_key.columns]
    database.close()


def test_nothing_is_kept_that_no_statement_names(desk_url: str) -> None:
    database = DeskDatabase(desk_url)
    bring_up_to_date(database, BOOK_STEPS, TILL_STEPS)
    named = {one.name for one in (*OURS, *vars(till_tables).values()) if isinstance(one, sa.Table)}
    with database.reading() as connection:
        assert set(sa.inspect(connection).get_table_names()) == named | {"schema_steps"}
    database.close()


def test_hubs_that_start_at_once_after_an_update_do_each_new_step_once(desk_url: str) -> None:
    def new(connection: sa.Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE departments ADD COLUMN telephone TEXT")

    hubs = [DeskDatabase(desk_url) for _ in range(4)]
    bring_up_to_date(hubs[0], BOOK_STEPS)
    ready = threading.Barrier(len(hubs))

    def begin(hub: DeskDatabase) -> None:
        with hub.reading():
            ready.wait(timeout=30)
        bring_up_to_date(hub, BOOK_STEPS, {"new": new})

    with ThreadPoolExecutor(len(hubs)) as starting:
        list(starting.map(begin, hubs))
    for hub in hubs:
        hub.close()


def test_a_step_that_fails_leaves_nothing_behind(desk_url: str) -> None:
    def broken(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (id TEXT)")
        raise KioskError("the disk is full")

    database = DeskDatabase(desk_url)
    with pytest.raises(KioskError):
        bring_up_to_date(database, {"broken": broken})
    with database.reading() as connection:
        assert not sa.inspect(connection).has_table("half")
    database.close()


def test_a_slot_cannot_hold_more_than_its_capacity_whoever_writes(sql_world: SqlWorld) -> None:
    row = {"id": "s", "department_id": "clinic", "day": "2026-08-03", "starts_at": 1, "ends_at": 2, "price_fen": 0}
    with pytest.raises(sa.exc.IntegrityError), sql_world.database.writing() as connection:
        connection.execute(tables.slots.insert().values(**row, capacity=2, taken=3))


def test_a_desk_sealed_with_another_key_is_refused(desk_url: str) -> None:
    SqlWorld(desk_url, cipher=KeyedCipher(DataKey(b"1" * KEY_BYTES))).close()
    with pytest.raises(WrongKey):
        SqlWorld(desk_url, cipher=KeyedCipher(DataKey(b"2" * KEY_BYTES)))


def test_a_database_that_is_not_there_is_away() -> None:
    database = DeskDatabase("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(DeskAway), database.reading():
        pass
    with pytest.raises(KioskError):
        DeskDatabase("mysterydb://nowhere")


def test_a_wrong_statement_is_a_bug_and_not_an_absence(desk_url: str) -> None:
    database = DeskDatabase(desk_url)
    with pytest.raises(sa.exc.DBAPIError), database.reading() as connection:
        connection.exec_driver_sql("SELECT nothing FROM nowhere")
    database.close()
