"""What the steps of a schema become in PostgreSQL, and which are refused."""

from collections.abc import Callable
from contextlib import closing

import pytest
import sqlite_utils
from sqlite_utils.migrations import Migrations

from records.account_tables import account_steps
from records.opening import open_at
from records.postgres.marks import with_marks
from records.postgres.saying import NotSaid
from records.postgres.scratch import names_of, shape_of, steps_said
from records.tables import record_steps
from tests.postgres_peer import PostgresPeer
from watchlist.schema import watchlist_steps

PRODUCT = (record_steps, watchlist_steps, account_steps)
TYPES = {"TEXT": "text", "INTEGER": "bigint", "REAL": "double precision", "BLOB": "bytea"}
Step = Callable[[sqlite_utils.Database], None]

COLUMNS = """
SELECT column_name AS name, data_type AS type, is_nullable = 'NO' AS not_null, coalesce(collation_name, '') AS collation
FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position
"""
INDEXES = """
SELECT indexrelid::regclass::text AS name, indisunique AS "unique", indpred IS NOT NULL AS partial
FROM pg_index WHERE indrelid = ?::regclass AND NOT indisprimary
"""
REFERENCES = """
SELECT confrelid::regclass::text AS "table", pg_get_constraintdef(oid) AS said FROM pg_constraint
WHERE conrelid = ?::regclass AND contype = 'f'
"""


def first(db: sqlite_utils.Database) -> None:
    db.table("t").create({"id": str, "x": int}, pk="id", not_null={"x"}, strict=True)
    db.table("t").create_index(["x"])


def a_group(*steps: Step) -> tuple[Migrations]:
    group = Migrations("test")
    for number, step in enumerate(steps):
        group(name=f"s{number}")(step)
    return (group,)


def test_all_tables_of_the_product_are_the_same_there(postgres: PostgresPeer) -> None:
    with sqlite_utils.Database(memory=True, execute_plugins=False) as mirror:
        for group in PRODUCT:
            for step in group.pending(mirror):
                step.fn(mirror)
        shape = shape_of(mirror.conn)
    with closing(open_at(postgres.new_database(), PRODUCT)) as database:
        for table in shape.tables.values():
            wanted = [
                (one.name, TYPES[one.type], one.not_null or one.name in table.key, "C" if one.type == "TEXT" else "")
                for one in table.columns
            ]
            found = [tuple(row.values()) for row in database.rows(COLUMNS, (table.name,))]
            assert found == wanted
            indexes = {row["name"]: (row["unique"], row["partial"]) for row in database.rows(INDEXES, (table.name,))}
            assert indexes == {
                name: (one.unique, bool(one.where)) for name, one in shape.indexes.items() if one.table == table.name
            }
            others = [row["table"] for row in database.rows(REFERENCES, (table.name,))]
            assert sorted(others) == sorted(one.table for one in table.references)
        assert database.rows("SELECT count(*) AS count FROM applied_steps") == [{"count": len(names_of(PRODUCT))}]


def test_steps_that_read_rows_are_few_and_stay_few() -> None:
    """On a server such a step is done only where there are none: a new one should say what it does as a statement."""
    reading = {step.name: step.reads for step in steps_said(PRODUCT, names_of(PRODUCT)) if step.reads}
    assert reading in ({}, {"w010_entry_lives": ("changes",)})


def test_a_step_that_reads_rows_is_refused_where_there_are_some(postgres: PostgresPeer) -> None:
    def reads(db: sqlite_utils.Database) -> None:
        for row in list(db.query("SELECT * FROM t")):
            db.execute("UPDATE t SET x = 1 WHERE id = ?", (row["id"],))

    for rows in (0, 1):
        url = postgres.new_database()
        with closing(open_at(url, a_group(first))) as database, database.writing():
            for _ in range(rows):
                database.insert("t", {"id": "a", "x": 0})
        if not rows:
            open_at(url, a_group(first, reads)).close()
            continue
        with pytest.raises(NotSaid, match="s1 reads the rows of t"):
            open_at(url, a_group(first, reads))


@pytest.mark.parametrize(
    ("step", "why"),
    [
        (lambda db: db.execute("DROP TABLE t"), "dropped: t"),
        (lambda db: db.execute("ALTER TABLE t RENAME TO u"), "dropped: t"),
        (lambda db: db.execute("ALTER TABLE t RENAME COLUMN x TO y"), "was made anew"),
        (lambda db: db.execute("DROP INDEX idx_t_x"), "idx_t_x"),
        (lambda db: db.table("t").transform(types={"x": str}), "anew"),
        (lambda db: db.execute("CREATE TABLE u (a INTEGER CHECK (a > 0))"), "CHECK"),
        (lambda db: db.execute("CREATE TABLE u (a TEXT COLLATE NOCASE)"), "COLLATE"),
        (lambda db: db.execute("CREATE TABLE u (a TEXT UNIQUE)"), "UNIQUE"),
        (lambda db: db.execute("CREATE TABLE u (a INTEGER PRIMARY KEY AUTOINCREMENT)"), "AUTOINCREMENT"),
        (lambda db: db.execute("CREATE TABLE u (a TEXT DEFAULT CURRENT_TIMESTAMP)"), "the default"),
        (lambda db: db.execute("CREATE TABLE u (a DATETIME)"), "the type"),
        (lambda db: db.execute("CREATE VIEW v AS SELECT 1"), "the view v"),
        (lambda db: db.execute("CREATE VIRTUAL TABLE f USING fts5(a)"), "VIRTUAL"),
        (lambda db: db.execute("CREATE INDEX i ON t (lower(id))"), "no column"),
        (lambda db: db.execute(f"CREATE INDEX {'i' * 64} ON t (x)"), "63 bytes"),
        (lambda db: db.execute("CREATE TRIGGER g AFTER DELETE ON t BEGIN DELETE FROM t; END"), "the trigger"),
        (lambda db: db.execute("REINDEX t"), "REINDEX"),
    ],
)
def test_what_cannot_be_said_there_is_refused_by_name(step: Step, why: str) -> None:
    schema = a_group(first, step)
    with pytest.raises(NotSaid, match=why) as told:
        steps_said(schema, names_of(schema))
    assert "the step s1" in str(told.value)


@pytest.mark.parametrize(
    ("sql", "there"),
    [
        ("a = ? AND b = :b_1", "a = %s AND b = %(b_1)s"),
        ("a LIKE '%?:x' OR \"?\" = ?", "a LIKE '%%?:x' OR \"?\" = %s"),
        ("'it''s ?' || ? -- why?\n, ?", "'it''s ?' || %s -- why?\n, %s"),
        ("a::text % ? /* :no\n? */", "a::text %% %s /* :no\n? */"),
    ],
)
def test_marks_are_said_as_the_driver_wants_them(sql: str, there: str) -> None:
    assert with_marks(sql) == there
