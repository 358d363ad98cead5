"""What a database promises wherever it lies: in a file, or on a PostgreSQL."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from enum import StrEnum
from pathlib import Path

import psycopg
import pytest
import sqlite_utils
from sqlite_utils.migrations import Migrations

from records import database as shared
from records.database import ALL_ROWS, Database
from records.errors import DatabaseBusy, DatabaseTooNew, StorageRefused
from records.opening import Place, open_at
from records.tables import record_steps

ROOT = Path(__file__).resolve().parents[2]
SYNTAX = (sqlite3.OperationalError, psycopg.errors.UndefinedTable)
BROKEN_RULE = (sqlite3.IntegrityError, psycopg.IntegrityError)
Opened = Callable[[], Database]

steps = Migrations("for this test")


@steps()
def s001_things(db: sqlite_utils.Database) -> None:
    db.table("things").create({"number": int, "text": str, "score": float, "bytes": bytes}, pk="number", strict=True)
    db.table("parts").create(
        {"id": str, "thing": int}, pk="id", foreign_keys=[("thing", "things", "number")], strict=True
    )
    db.execute("CREATE UNIQUE INDEX things_text ON things (text) WHERE score IS NULL")


class Word(StrEnum):
    FIRST = "the first"


@pytest.fixture
def opened(place: Place) -> Iterator[Opened]:
    """Opens the same database, as often as it is asked."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(closing(open_at(place, [record_steps, steps])))


@pytest.fixture
def database(opened: Opened) -> Database:
    return opened()


def add(database: Database, text: str) -> int:
    with database.writing():
        return database.insert("things", {"text": text, "score": 0.5})


def texts(database: Database) -> list[str]:
    return [row["text"] for row in database.rows("SELECT text FROM things ORDER BY text")]


def test_a_failed_transaction_leaves_nothing_and_takes_no_number(database: Database) -> None:
    assert add(database, "one") == 1
    with pytest.raises(KeyError), database.writing():
        assert database.insert("things", {"text": "half"}) == 2
        raise KeyError
    assert add(database, "two") == 2
    assert texts(database) == ["one", "two"]


def test_numbers_go_on_behind_the_highest_however_rows_are_added(database: Database) -> None:
    with database.writing():
        assert database.insert("things", {"number": 7, "text": "given"}) == 7
        database.execute("INSERT INTO things (text) SELECT text || ' again' FROM things")
        database.execute("INSERT INTO things (text) VALUES (?), (?)", ("b", "c"))
        assert database.insert("parts", {"id": "p", "thing": 8}) >= 0
    assert [row["number"] for row in database.rows("SELECT number FROM things ORDER BY number")] == [7, 8, 9, 10]


def test_a_change_outside_of_writing_is_a_bug(database: Database) -> None:
    with pytest.raises(RuntimeError):
        database.insert("things", {"text": "a"})
    with pytest.raises(RuntimeError), database.reading():
        database.execute("DELETE FROM things")


def test_transactions_do_not_nest(database: Database) -> None:
    with pytest.raises((RuntimeError, sqlite3.OperationalError)), database.writing(), database.reading():
        pass
    assert add(database, "afterwards") == 1


def test_several_questions_see_one_state(opened: Opened) -> None:
    one, two = opened(), opened()
    with one.reading():
        assert texts(one) == []
        add(two, "meanwhile")
        assert texts(one) == []
    assert texts(one) == ["meanwhile"]


def test_a_writer_sees_what_the_one_before_wrote(opened: Opened) -> None:
    one, two = opened(), opened()
    for number in range(1, 5):
        assert add((one, two)[number % 2], f"{number}") == number


def test_waiting_for_another_writer_ends(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "BUSY_TIMEOUT_S", 0.05)
    one, two = opened(), opened()
    with one.writing(), pytest.raises(DatabaseBusy):
        add(two, "never")
    add(two, "afterwards")
    assert texts(one) == ["afterwards"]


def test_values_come_back_as_they_went(database: Database) -> None:
    kept = {"text": "张伟 100 % ? :name", "score": 0.1, "bytes": bytes(range(256))}
    with database.writing():
        number = database.insert("things", kept)
        assert database.execute("UPDATE things SET text = text WHERE number = :number", {"number": number}) == 1
        assert database.execute("UPDATE things SET text = text WHERE number = ?", (99,)) == 0
    assert database.rows("SELECT * FROM things") == [kept | {"number": number}]
    row = database.row("SELECT sum(number) AS sum, count(*) AS count, max(score) AS score FROM things")
    assert (row, type(row and row["sum"])) == ({"sum": 1, "count": 1, "score": 0.1}, int)


def test_truths_are_numbers_and_members_are_what_they_stand_for(database: Database) -> None:
    with database.writing():
        database.insert("things", {"number": True, "text": Word.FIRST, "bytes": None})
    assert database.rows("SELECT number, text FROM things WHERE text = ?", (Word.FIRST,)) == [
        {"number": 1, "text": "the first"}
    ]


def test_signs_in_quotes_are_no_marks(database: Database) -> None:
    sql = """SELECT '100 % :a ? it''s' AS "why ?", ? AS given /* ? */ FROM things LIMIT ? -- ?"""
    add(database, "one")
    assert database.rows(sql, ("x", ALL_ROWS)) == [{"why ?": "100 % :a ? it's", "given": "x"}]


def test_text_is_in_the_order_of_its_bytes(database: Database) -> None:
    words = ["B", "a", "b", "É", "张", "é", "-c", "_", "A b", "Ab"]
    for word in words:
        add(database, word)
    assert texts(database) == sorted(words, key=str.encode)
    assert database.rows("SELECT count(*) AS count FROM things WHERE text < 'a'") == [{"count": 5}]


def test_rules_of_the_tables_hold(database: Database) -> None:
    for _ in range(2):
        add(database, "the same, with a score")
    for rule in ("INSERT INTO things (text) VALUES ('x'), ('x')", "INSERT INTO parts VALUES ('p', 99)"):
        with pytest.raises(BROKEN_RULE), database.writing():
            database.execute(rule)


def test_a_fault_of_ours_is_not_taken_for_one_of_the_home(database: Database) -> None:
    with pytest.raises(SYNTAX):
        database.rows("SELECT * FROM nowhere")
    with pytest.raises(SYNTAX), database.writing():
        database.execute("DELETE FROM nowhere")


def test_a_database_of_a_newer_version_is_refused_unchanged(place: Place) -> None:
    newer = Migrations(steps.name)
    newer()(s001_things)

    @newer(name="s999_of_the_future")
    def future(db: sqlite_utils.Database) -> None:
        db.table("future").create({"id": str}, pk="id")

    open_at(place, [newer]).close()
    with pytest.raises(DatabaseTooNew, match="s999_of_the_future"):
        open_at(place, [steps, record_steps])
    with closing(open_at(place, [newer])) as untouched, pytest.raises(SYNTAX):
        untouched.rows("SELECT * FROM blobs")


def test_a_step_that_fails_leaves_the_database_as_it_was(place: Place) -> None:
    bad = Migrations("bad")

    @bad()
    def s001_good(db: sqlite_utils.Database) -> None:
        db.table("good").create({"id": str}, pk="id")

    @bad()
    def s002_bad(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE good (id)")

    with pytest.raises(sqlite3.OperationalError):
        open_at(place, [bad])
    with closing(open_at(place, [record_steps])) as database, pytest.raises(SYNTAX):
        database.rows("SELECT * FROM good")


def test_steps_that_came_later_are_done_on_a_database_in_use(place: Place) -> None:
    growing = Migrations("growing")

    @growing()
    def s001_first(db: sqlite_utils.Database) -> None:
        db.table("first").create({"id": str}, pk="id", strict=True)

    with closing(open_at(place, [growing])) as database, database.writing():
        database.insert("first", {"id": "a"})

    @growing()
    def s002_more(db: sqlite_utils.Database) -> None:
        db.table("first").add_column("level", int, not_null_default=3)
        db.table("first").add_column("note", str)
        db.execute("UPDATE first SET note = 'it was ' || id, level = level + 1")
        db.table("second").create({"number": int, "x": str}, pk="number", strict=True)
        db.table("second").insert_all([{"x": "it's"}, {"x": "50 %"}])

    for _ in range(2):
        with closing(open_at(place, [growing])) as database:
            assert database.rows("SELECT * FROM first") == [{"id": "a", "level": 4, "note": "it was a"}]
            assert database.rows("SELECT x FROM second ORDER BY number") == [{"x": "it's"}, {"x": "50 %"}]


def test_closing_twice_is_nothing_and_using_it_then_is_a_bug(database: Database) -> None:
    database.close()
    database.close()
    with pytest.raises((RuntimeError, sqlite3.ProgrammingError)):
        database.rows("SELECT 1")


@pytest.mark.parametrize(
    "text", ["", "gatehouse.db", "mysql://u@h/db", "postgresql://u:secret-1@h", "postgresql:///db"]
)
@pytest.mark.parametrize("more", ["", "?nonsense", "#fragment"])
def test_what_is_no_address_is_told_without_the_address(text: str, more: str) -> None:
    with pytest.raises(StorageRefused) as told:
        open_at(text + more, [record_steps])
    assert "secret-1" not in f"{told.value} {told.value.hint}"


def test_the_driver_of_a_server_is_loaded_only_for_a_server() -> None:
    code = (
        "import sys, records.opening, records.accounts, watchlist.store; from records.tables import record_steps\n"
        "records.opening.open_at(None, [record_steps]).close(); print('psycopg' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"
