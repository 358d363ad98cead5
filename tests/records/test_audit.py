"""The audit log shows what was done to it behind the program's back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import psycopg
import pytest

from records.audit import AuditLog
from records.database import Database
from records.errors import ChainBroken
from records.keys import KEY_BYTES, DataKey
from records.opening import Place, open_at
from records.sealing import Cipher, KeyedCipher
from records.tables import record_steps
from tests.records.tampering import let_anybody_change, tamper

AT = datetime(2026, 8, 1, 8, 0, tzinfo=UTC)
CIPHER = KeyedCipher(DataKey(b"\x01" * KEY_BYTES))


@pytest.fixture
def empty(place: Place) -> Iterator[Database]:
    with closing(open_at(place, [record_steps])) as database:
        yield database


@pytest.fixture
def database(empty: Database) -> Database:
    """A log of six records whose table anybody may change."""
    database = empty
    with database.writing():
        log = AuditLog(database, CIPHER)
        log.begin(AT, "gatehouse")
        for number in range(2, 7):
            log.append(AT, "operator", "photo.looked_at", f"p-{number}", {"photo": f"f-{number}"})
        let_anybody_change(database)
    return database


def log_of(database: Database, cipher: Cipher = CIPHER) -> AuditLog:
    return AuditLog(database, cipher)


def test_a_whole_log_is_verified_and_counted(database: Database) -> None:
    assert log_of(database).verify().number == 6


def test_the_newest_records_are_shown_the_newest_last(database: Database) -> None:
    records = log_of(database).records(newest=2)
    assert [(one.number, one.who, one.what, one.subject) for one in records] == [
        (5, "operator", "photo.looked_at", "p-5"),
        (6, "operator", "photo.looked_at", "p-6"),
    ]
    assert records[0].detail == {"photo": "f-5"}


@pytest.mark.parametrize(
    ("sql", "number"),
    [
        ("UPDATE audit SET who = 'somebody else' WHERE number = 3", 3),
        ("UPDATE audit SET at = '2026-08-02T08:00:00.000000+00:00' WHERE number = 1", 1),
        ("UPDATE audit SET detail = '{}' WHERE number = 6", 6),
        ("DELETE FROM audit WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("DELETE FROM audit WHERE number = 6", 6),
        ("DELETE FROM audit WHERE number >= 4", 4),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET number = CASE number WHEN 2 THEN -3 WHEN 3 THEN -2 END WHERE number IN (2, 3)", 1),
        ("INSERT INTO audit SELECT 7, at, who, what, subject, detail, hash, hash FROM audit WHERE number = 6", 7),
        ("DELETE FROM meta WHERE name = 'audit head'", 7),
        ("UPDATE meta SET value = ? WHERE name = 'audit head'", 7),
    ],
)
def test_the_first_bad_record_is_named(database: Database, sql: str, number: int) -> None:
    tamper(database, sql, *([b"\0"] if "?" in sql else []))
    with pytest.raises(ChainBroken, match=f"record {number} "):
        log_of(database).verify()


def test_records_that_changed_places_are_named(database: Database) -> None:
    tamper(database, "UPDATE audit SET number = number + 100 WHERE number IN (2, 3)")
    tamper(database, "UPDATE audit SET number = CASE number WHEN 102 THEN 3 ELSE 2 END WHERE number > 100")
    with pytest.raises(ChainBroken, match="record 2 "):
        log_of(database).verify()


def test_somebody_without_the_key_cannot_forge_a_record(database: Database) -> None:
    forger = KeyedCipher(DataKey(b"\x02" * KEY_BYTES))
    with database.writing():
        log_of(database, forger).append(AT, "operator", "alarm.looked_at", "a-1")
    with pytest.raises(ChainBroken, match="record 7 "):
        log_of(database).verify()


@pytest.mark.parametrize(
    ("sql", "number"),
    [
        ("DELETE FROM audit WHERE number >= 5", 5),
        ("DELETE FROM audit", 1),
        ("DELETE FROM meta WHERE name = 'audit head'", 7),
        ("UPDATE meta SET value = ? WHERE name = 'audit head'", 7),
        ("INSERT INTO audit SELECT 7, at, who, what, subject, detail, hash, hash FROM audit WHERE number = 6", 7),
    ],
)
def test_a_broken_log_goes_on_and_stays_broken(database: Database, sql: str, number: int) -> None:
    tamper(database, sql, *([b"\0"] if "?" in sql else []))
    with database.writing():
        log_of(database).append(AT, "gatehouse", "alarm.raised", "a-1")
        log_of(database).append(AT, "gatehouse", "alarm.raised", "a-2")
    with pytest.raises(ChainBroken, match=f"record {number} "):
        log_of(database).verify()


def test_a_log_that_was_deleted_altogether_does_not_begin_anew(database: Database) -> None:
    tamper(database, "DELETE FROM audit")
    tamper(database, "DELETE FROM meta")
    with database.writing():
        log_of(database).append(AT, "gatehouse", "alarm.raised", "a-1")
    with pytest.raises(ChainBroken, match="record 1 "):
        log_of(database).verify()


def test_a_record_is_kept_with_what_it_records_or_not_at_all(database: Database) -> None:
    with pytest.raises(KeyError), database.writing():
        log_of(database).append(AT, "operator", "person.erased", "p-1")
        raise KeyError
    assert log_of(database).verify().number == 6


@pytest.mark.parametrize("change", ["UPDATE {} SET at = ''", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["audit", "changes"])
def test_our_own_mistakes_cannot_change_what_was_written(empty: Database, table: str, change: str) -> None:
    with empty.writing():
        log_of(empty).begin(AT, "gatehouse")
        empty.insert("changes", {"at": "", "who": "", "why": "", "act": ""})
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError), match="only ever added to"), empty.writing():
        empty.execute(change.format(table))
    with empty.writing():
        assert empty.execute(change.format(table) + " WHERE number = 99") == 0
