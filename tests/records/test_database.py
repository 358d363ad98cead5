"""What the database promises when the disk, other programs or newer versions get in the way."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
import sqlite_utils
from sqlite_utils.migrations import Migrations

import records.database
from records.blobs import Blobs
from records.database import Database, Row
from records.errors import DatabaseBusy, DatabaseDamaged, DatabaseTooNew, StorageFull, StorageRefused
from records.sealing import TransparentCipher
from records.sqlite.database import SqliteDatabase, open_file, use_write_ahead_log
from records.sqlite.faults import database_errors
from records.tables import record_steps

Opened = Callable[[Path | None], SqliteDatabase]


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Opens databases with the tables of this package, and closes them after the test."""
    with ExitStack() as stack:

        def open_one(path: Path | None) -> SqliteDatabase:
            return stack.enter_context(closing(open_file(path, [record_steps])))

        yield open_one


def put(database: Database, blob_id: str, size: int = 10) -> None:
    with database.writing():
        Blobs(database, TransparentCipher()).put(blob_id, "test", b"x" * size, "owner")


def ids(database: Database) -> list[str]:
    return [row["id"] for row in database.rows("SELECT id FROM blobs ORDER BY id")]


def test_the_file_is_set_up_to_survive_and_to_forget(opened: Opened, tmp_path: Path) -> None:
    database = opened(tmp_path / "a.db")
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "temp_store": 2}
    for pragma, value in wanted.items():
        assert database.rows(f"PRAGMA {pragma}")[0][pragma] == value
    assert database.rows("PRAGMA busy_timeout")[0]["timeout"] == 5000
    database.close()


def test_a_file_in_a_folder_with_a_chinese_name_opens(opened: Opened, tmp_path: Path) -> None:
    database = opened(tmp_path / "门诊大厅" / "数据.db")
    put(database, "one")
    database.close()
    assert ids(opened(tmp_path / "门诊大厅" / "数据.db")) == ["one"]


def test_a_failed_transaction_leaves_nothing(opened: Opened, tmp_path: Path) -> None:
    database = opened(tmp_path / "a.db")
    with pytest.raises(KeyError), database.writing():
        database.insert("meta", {"name": "half", "value": b"written"})
        raise KeyError
    assert database.rows("SELECT * FROM meta") == []


def test_a_change_outside_of_a_transaction_is_a_bug(opened: Opened) -> None:
    with pytest.raises(RuntimeError):
        opened(None).insert("meta", {"name": "a", "value": b"b"})


def test_a_full_disk_is_told_and_leaves_nothing_half_written(opened: Opened, tmp_path: Path) -> None:
    database = opened(tmp_path / "a.db")
    put(database, "before")
    database.limit_pages(database.rows("PRAGMA page_count")[0]["page_count"] + 3)
    with pytest.raises(StorageFull):
        put(database, "too large", size=100_000)
    database.limit_pages(1_000_000)
    put(database, "when there is space again", size=100_000)
    assert ids(database) == ["before", "when there is space again"]


@pytest.mark.parametrize(
    "content", [b"not a database, but long enough to be looked at" * 100, b"SQLite format 3\0broken"]
)
def test_what_is_no_database_is_told_and_left_as_it_is(opened: Opened, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseDamaged):
        opened(path)
    assert path.read_bytes() == content


def test_a_file_cut_short_is_told(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    database = opened(path)
    put(database, "one", size=50_000)
    database.close()
    path.write_bytes(path.read_bytes()[:-20_000])
    with pytest.raises(DatabaseDamaged):
        opened(path)


def test_every_page_that_is_overwritten_is_told(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    database = opened(path)
    for number in range(40):
        put(database, f"{number:03}", size=200)
    database.close()
    whole = path.read_bytes()
    for start in range(0, len(whole), 4096):
        path.write_bytes(whole[:start] + b"\xff" * 4096 + whole[start + 4096 :])
        with pytest.raises(DatabaseDamaged):
            opened(path)


def test_a_folder_in_the_place_of_the_file_is_told(opened: Opened, tmp_path: Path) -> None:
    with pytest.raises(StorageRefused):
        opened(tmp_path)


def test_a_file_in_the_place_of_the_folder_is_told(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")
    with pytest.raises(StorageRefused):
        opened(tmp_path / "home" / "a.db")


def test_a_file_that_may_only_be_read_is_told(opened: Opened, tmp_path: Path) -> None:
    opened(tmp_path / "a.db").close()
    connection = sqlite3.connect(f"{(tmp_path / 'a.db').as_uri()}?mode=ro", uri=True, isolation_level=None)
    database = SqliteDatabase(connection, "a.db")
    with pytest.raises(StorageRefused), database.writing():
        database.insert("meta", {"name": "a", "value": b"b"})
    database.close()


def test_a_database_of_a_newer_version_is_refused_unchanged(opened: Opened, tmp_path: Path) -> None:
    newer = Migrations("records")

    @newer(name="r999_of_the_future")
    def future(db: sqlite_utils.Database) -> None:
        db.table("future").create({"id": str}, pk="id")

    path = tmp_path / "a.db"
    open_file(path, [newer]).close()
    with pytest.raises(DatabaseTooNew, match="r999_of_the_future"):
        opened(path)
    with sqlite_utils.Database(path) as untouched:
        assert "blobs" not in untouched.table_names()


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    steps = Migrations("steps")

    @steps()
    def s001_good(db: sqlite_utils.Database) -> None:
        db.table("good").create({"id": str}, pk="id")

    @steps()
    def s002_bad(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE good (id)")

    path = tmp_path / "a.db"
    with pytest.raises(sqlite3.OperationalError):
        open_file(path, [steps])
    with sqlite_utils.Database(path) as untouched:
        assert untouched.table_names() == []


def test_waiting_for_another_writer_ends(opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records.database, "BUSY_TIMEOUT_S", 0.05)
    one, two = opened(tmp_path / "a.db"), opened(tmp_path / "a.db")
    with one.writing(), pytest.raises(DatabaseBusy):
        put(two, "never")
    put(two, "afterwards")
    assert ids(one) == ["afterwards"]


def test_who_is_not_let_in_while_a_new_file_is_set_up_tries_again() -> None:
    class SetUpByAnother(SqliteDatabase):
        tries = 0

        def rows(self, sql: str, values: object = ()) -> list[Row]:
            self.tries += 1
            if self.tries < 3:
                raise DatabaseBusy(sql)
            return [{"journal_mode": "wal"}]

    with closing(sqlite3.connect(":memory:")) as connection:
        database = SetUpByAnother(connection, "a.db")
        use_write_ahead_log(database)
    assert database.tries == 3


def test_several_questions_see_one_state(opened: Opened, tmp_path: Path) -> None:
    one, two = opened(tmp_path / "a.db"), opened(tmp_path / "a.db")
    with one.reading():
        before = ids(one)
        put(two, "meanwhile")
        assert ids(one) == before
    assert ids(one) == ["meanwhile"]


def test_a_fault_of_ours_is_not_taken_for_one_of_the_disk(opened: Opened) -> None:
    with pytest.raises(sqlite3.OperationalError):
        opened(None).rows("SELECT * FROM nowhere")


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (sqlite3.SQLITE_IOERR_WRITE, StorageFull),
        (sqlite3.SQLITE_CORRUPT_INDEX, DatabaseDamaged),
        (sqlite3.SQLITE_CANTOPEN_ISDIR, StorageRefused),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, DatabaseBusy),
    ],
)
def test_extended_codes_mean_what_their_family_means(code: int, fault: type[Exception]) -> None:
    error = sqlite3.OperationalError("from the disk")
    error.sqlite_errorcode = code
    with pytest.raises(fault), database_errors("a.db"):
        raise error


def test_what_was_deleted_is_not_in_the_files_any_more(opened: Opened, tmp_path: Path) -> None:
    database = opened(tmp_path / "a.db")
    put(database, "one", size=30_000)
    with database.writing():
        Blobs(database, TransparentCipher()).drop_all_of("owner")
    assert database.wipe_log()
    assert not any(b"xxxx" in path.read_bytes() for path in tmp_path.iterdir())


def test_a_log_that_another_program_reads_cannot_be_wiped(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records.database, "BUSY_TIMEOUT_S", 0.05)
    one, two = opened(tmp_path / "a.db"), opened(tmp_path / "a.db")
    put(one, "one")
    with two.reading():
        ids(two)
        put(one, "two")
        assert not one.wipe_log()
    assert one.wipe_log()


if sys.platform != "win32":

    def test_the_files_are_for_their_owner_only(opened: Opened, tmp_path: Path) -> None:
        database = opened(tmp_path / "a.db")
        put(database, "one")
        assert {path.name for path in tmp_path.iterdir()} == {"a.db", "a.db-wal", "a.db-shm"}
        assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
        database.close()


def test_a_file_that_something_has_emptied_is_not_taken_for_a_new_one(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    opened(path).close()
    assert path.stat().st_size > 0
    path.write_bytes(b"")
    with pytest.raises(DatabaseDamaged, match="is empty"):
        opened(path)
    assert path.stat().st_size == 0
