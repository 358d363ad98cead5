"""A PostgreSQL that is away, restarted, full or not for us; and what stays on its disk."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from datetime import UTC, datetime

import psycopg
import pytest

from records import database as shared
from records.audit import AuditLog
from records.blobs import Blobs
from records.changes import ChangeLog
from records.errors import DatabaseAway, DatabaseBusy, DatabaseDamaged, StorageFull, StorageRefused
from records.keys import KEY_BYTES, DataKey
from records.opening import open_at
from records.postgres import opening, wiping
from records.postgres.address import address_of
from records.postgres.database import PostgresDatabase
from records.postgres.opening import open_address
from records.postgres.scratch import names_of, steps_said
from records.sealing import KeyedCipher, TransparentCipher
from records.tables import record_steps
from tests.postgres_peer import PostgresPeer

AT = datetime(2026, 8, 1, 8, 0, tzinfo=UTC)
CIPHER = KeyedCipher(DataKey(b"\x01" * KEY_BYTES))


@pytest.fixture
def url(postgres: PostgresPeer) -> str:
    return postgres.new_database()


@pytest.fixture
def database(url: str) -> Iterator[PostgresDatabase]:
    with closing(open_address(url, [record_steps])) as opened:
        yield opened


def put(database: PostgresDatabase, name: str, size: int = 10) -> None:
    with database.writing():
        Blobs(database, TransparentCipher()).put(name, "test", b"x" * size, "owner")


def names(database: PostgresDatabase) -> list[str]:
    return [row["id"] for row in database.rows("SELECT id FROM blobs ORDER BY id")]


def test_a_connection_that_was_lost_between_is_opened_again(database: PostgresDatabase, postgres: PostgresPeer) -> None:
    for name in ("one", "two"):
        put(database, name)
        postgres.hang_up()
    assert names(database) == ["one", "two"]
    postgres.hang_up()
    with database.reading():
        assert names(database) == ["one", "two"]


def test_a_server_restarted_in_the_middle_of_writing_keeps_nothing_of_it(
    database: PostgresDatabase, postgres: PostgresPeer
) -> None:
    put(database, "before")
    with pytest.raises(DatabaseAway), database.writing():
        Blobs(database, TransparentCipher()).put("half", "test", b"x", "owner")
        postgres.restart()
        database.row("SELECT 1 AS one")
    assert names(database) == ["before"]
    put(database, "after")
    assert names(database) == ["after", "before"]


def test_who_goes_on_writing_on_a_lost_connection_is_told_again_and_keeps_nothing(
    database: PostgresDatabase, postgres: PostgresPeer
) -> None:
    with pytest.raises(DatabaseAway), database.writing():
        Blobs(database, TransparentCipher()).put("half", "test", b"x", "owner")
        postgres.hang_up()
        for _ in range(2):
            with pytest.raises(DatabaseAway):
                database.execute("DELETE FROM blobs")
    assert names(database) == []


def test_a_connection_lost_before_the_end_is_told_at_the_end(
    database: PostgresDatabase, postgres: PostgresPeer
) -> None:
    with pytest.raises(DatabaseAway), database.writing():
        Blobs(database, TransparentCipher()).put("half", "test", b"x", "owner")
        postgres.hang_up()
    with pytest.raises(DatabaseAway), database.reading():
        postgres.hang_up()
        names(database)
    assert names(database) == []


def test_an_error_that_was_passed_over_is_not_taken_for_kept(database: PostgresDatabase) -> None:
    with pytest.raises(RuntimeError, match="nothing was kept"), database.writing():
        Blobs(database, TransparentCipher()).put("half", "test", b"x", "owner")
        with pytest.raises(psycopg.errors.UndefinedTable):
            database.execute("DELETE FROM nowhere")
    assert names(database) == []


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("postgresql+psycopg://locked:%73ecret-1@127.0.0.1:{port}/postgres", "user and password"),
        ("postgresql+psycopg://locked@127.0.0.1:{port}/postgres", "user and password"),
        ("postgresql://postgres:secret-1@127.0.0.1:{port}/nowhere", "Make the database"),
        ("postgresql://somebody:secret-1@127.0.0.1:{port}/postgres", "user and password"),
        ("postgresql://postgres:secret-1@127.0.0.1:1/postgres", "whether the server runs"),
        ("postgresql://postgres:secret-1@nobody.invalid:{port}/postgres", "Nobody knows this host"),
    ],
)
def test_a_server_that_does_not_let_us_in_is_told_without_the_password(
    postgres: PostgresPeer, address: str, hint: str
) -> None:
    postgres.ask_password_of("locked")
    with pytest.raises(DatabaseAway) as told:
        open_at(address.format(port=postgres.port), [record_steps])
    assert hint in told.value.hint
    assert "secret-1" not in f"{told.value} {told.value.hint}"
    assert "postgresql://" in str(told.value)


def test_an_option_nobody_knows_is_told(url: str) -> None:
    with pytest.raises(StorageRefused, match="colour"):
        open_at(f"{url}&colour=red", [record_steps])


def test_an_address_is_shown_without_its_password() -> None:
    address = address_of("postgresql+psycopg://%E5%BC%A0:p%40ss%2Fword@[::1]:5433/name?sslmode=verify-full")
    assert "p@ss" not in f"{address} {address!r} {address.name}"
    told = {"user": "张", "password": "p@ss/word", "host": "::1", "port": "5433", "dbname": "name"}
    assert address.parameters.items() >= (told | {"sslmode": "verify-full"}).items()
    assert address_of("postgresql://u@/db?host=/run/postgresql").parameters["host"] == "/run/postgresql"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        *(("53100", StorageFull), ("53300", DatabaseAway), ("57014", DatabaseBusy), ("57P03", DatabaseAway)),
        *(("40P01", DatabaseBusy), ("40001", DatabaseBusy), ("XX001", DatabaseDamaged), ("58030", DatabaseAway)),
        *(("42501", StorageRefused), ("25006", StorageRefused), ("08006", DatabaseAway), ("25P03", DatabaseAway)),
        *(("23505", psycopg.errors.UniqueViolation), ("22P02", psycopg.DataError)),
    ],
)
def test_what_the_server_says_is_told_in_our_words_and_bugs_stay_bugs(
    database: PostgresDatabase, code: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind), database.writing():
        Blobs(database, TransparentCipher()).put("half", "test", b"x", "owner")
        database.say(f"DO $$ BEGIN RAISE EXCEPTION 'trouble' USING ERRCODE = '{code}'; END $$")
    put(database, "afterwards")
    assert names(database) == ["afterwards"]


def test_a_server_that_may_only_be_read_and_a_schema_that_is_not_there_are_told(
    database: PostgresDatabase, url: str
) -> None:
    with closing(open_address(f"{url}%20-cdefault_transaction_read_only%3Don", [record_steps])) as replica:
        assert names(replica) == []
        with pytest.raises(StorageRefused) as told:
            put(replica, "never")
        assert "took over" in told.value.hint
    with pytest.raises(StorageRefused, match="schema"):
        open_at(url.replace("search_path%3D", "search_path%3Dno_"), [record_steps])


def test_another_thread_is_a_bug(database: PostgresDatabase) -> None:
    told: list[BaseException] = []

    def ask() -> None:
        try:
            names(database)
        except RuntimeError as error:
            told.append(error)

    other = threading.Thread(target=ask)
    other.start()
    other.join()
    assert told


def test_many_that_write_at_once_leave_no_gap_and_a_whole_chain(url: str) -> None:
    with closing(open_address(url, [record_steps])) as first, first.writing():
        AuditLog(first, CIPHER).begin(AT, "gatehouse")
    start = threading.Barrier(3)

    def write(who: str) -> None:
        with closing(open_address(url, [record_steps])) as database:
            log, changes = AuditLog(database, CIPHER), ChangeLog(database)
            start.wait(30)
            for number in range(30):
                undone = pytest.raises(ZeroDivisionError) if number % 5 == 4 else nullcontext()
                with undone, database.writing():
                    change = changes.append(AT, who, "", "{}")
                    log.append(AT, who, "changed", str(change.number))
                    1 // (4 - number % 5)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(write, ("a", "b", "c")))
    with closing(open_address(url, [record_steps])) as database:
        assert [one.number for one in ChangeLog(database).since()] == list(range(1, 73))
        assert AuditLog(database, CIPHER).verify().number == 73


def test_who_opens_an_empty_database_while_another_makes_its_tables_waits(url: str, postgres: PostgresPeer) -> None:
    opened = threading.Event()

    def open_second() -> None:
        open_at(url, [record_steps]).close()
        opened.set()

    second = threading.Thread(target=open_second)
    with closing(PostgresDatabase(address_of(url))) as first:
        with first.writing():
            second.start()
            while not postgres.say("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"):
                assert second.is_alive()
            first.say(opening._MADE)
            for step in steps_said((record_steps,), names_of([record_steps])):
                opening._do(first, step)
        second.join(30)
        assert opened.is_set()
        assert len(first.rows("SELECT * FROM applied_steps")) == 4


def files_of(postgres: PostgresPeer, database: PostgresDatabase, table: str) -> bytes:
    """All that the server's disk holds of a table and of what it keeps aside for long values."""
    where = "SELECT pg_relation_filepath(oid) AS main, pg_relation_filepath(reltoastrelid) AS aside FROM pg_class "
    row = database.row(where + "WHERE oid = ?::regclass", (table,))
    assert row is not None
    postgres.say("CHECKPOINT")
    return b"".join((postgres.folder / path).read_bytes() for path in row.values())


@pytest.mark.parametrize("size", [50, 30_000])
def test_what_was_deleted_is_not_in_the_tables_files_any_more(
    database: PostgresDatabase, postgres: PostgresPeer, size: int
) -> None:
    secret = b"the face of somebody who was erased "
    with database.writing():
        for name, owner in (("a", "erased"), ("b", "stays")):
            plain = secret + owner.encode() + random.Random(1).randbytes(size)
            Blobs(database, TransparentCipher()).put(name, "test", plain, owner)
    assert secret + b"erased" in files_of(postgres, database, "blobs")
    with database.writing():
        Blobs(database, TransparentCipher()).drop_all_of("erased")
    assert secret + b"erased" in files_of(postgres, database, "blobs"), "deleting alone leaves it there"
    assert database.wipe_log()
    left = files_of(postgres, database, "blobs")
    assert secret + b"erased" not in left
    assert secret + b"stays" in left


def test_what_another_program_still_looks_at_is_wiped_the_next_time(
    database: PostgresDatabase, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "BUSY_TIMEOUT_S", 0.1)
    put(database, "a", 3000)
    with closing(open_address(url, [record_steps])) as other, other.reading():
        assert other.rows("SELECT * FROM meta") == [], "no lock on the table, and yet a look at this moment"
        with database.writing():
            database.execute("DELETE FROM blobs")
        assert not database.wipe_log()
        assert names(other) == ["a"]
    assert database.wipe_log()
    assert database._wiping._due == set()


def test_a_deletion_that_was_undone_asks_for_no_wiping(
    database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyError), database.writing():
        database.execute("DELETE FROM blobs")
        raise KeyError
    put(database, "a")
    monkeypatch.setattr(wiping, "_vacuumed", None)
    assert database.wipe_log()


def test_a_large_table_is_not_written_anew(database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiping, "REWRITTEN_UP_TO_BYTES", 0)
    put(database, "a")
    where = "SELECT pg_relation_filenode('blobs') AS file"
    before = database.rows(where)
    with database.writing():
        database.execute("DELETE FROM blobs")
    assert database.wipe_log()
    assert database.rows(where) == before
