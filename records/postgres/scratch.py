"""The steps of a schema, done one by one on a SQLite in memory, to learn what to say to PostgreSQL."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import sqlite_utils
from sqlite_utils.migrations import Migrations

from records.postgres.saying import Column, Index, NotSaid, Reference, Shape, Table, said

_CHANGES_ROWS = ("INSERT", "UPDATE", "DELETE")
_IS_SEEN = ("CREATE", "ALTER", "DROP", "SELECT", "WITH", "PRAGMA", "SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "--")
"""Beginnings of statements that change the shape, which is compared, or nothing that lasts."""
_STRING = re.compile(r"'[^']*'")
_WHERE = re.compile(r"\bWHERE\b(?P<where>.*)$", re.IGNORECASE | re.DOTALL)


StepName = tuple[str, str]
"""The group's name and the step's."""


@dataclass(frozen=True, slots=True)
class SaidStep:
    """`reads`: the tables it looked into. What it does about their rows is known only where there are none."""

    group: str
    name: str
    statements: tuple[str, ...]
    reads: tuple[str, ...]


def names_of(schema: Sequence[Migrations]) -> tuple[StepName, ...]:
    """Every step in its order."""
    with sqlite_utils.Database(memory=True, execute_plugins=False) as empty:
        return tuple((group.name, step.name) for group in schema for step in group.pending(empty))


@lru_cache(maxsize=8)
def steps_said(schema: tuple[Migrations, ...], names: tuple[StepName, ...]) -> tuple[SaidStep, ...]:
    """Those steps, which are the schema's. Raises NotSaid, naming the step."""
    with sqlite_utils.Database(memory=True, execute_plugins=False) as scratch:
        steps = [step for group in schema for step in group.pending(scratch)]
        return tuple(_said(scratch, name, step.fn) for name, step in zip(names, steps, strict=True))


def _said(scratch: sqlite_utils.Database, name: StepName, do: Callable[[sqlite_utils.Database], None]) -> SaidStep:
    before, told = shape_of(scratch.conn), list[str]()
    scratch.conn.set_trace_callback(told.append)
    do(scratch)
    scratch.conn.set_trace_callback(None)
    try:
        statements = (*said(before, shape_of(scratch.conn)), *_rows_said(told))
    except NotSaid as error:
        raise NotSaid(f"the step {name[1]}: {error}") from error
    return SaidStep(*name, statements, _read(told, before))


def _rows_said(told: Sequence[str]) -> Iterator[str]:
    """The statements about rows, as they stand: both databases understand them, or this one says that it does not."""
    for statement in told:
        word = statement.split(maxsplit=1)[0].upper()
        if word in _CHANGES_ROWS:
            yield statement
        elif not word.startswith(_IS_SEEN):
            raise NotSaid(f"the statement {statement}")


def _read(told: Sequence[str], before: Shape) -> tuple[str, ...]:
    asked = [_STRING.sub("", statement) for statement in told if statement.upper().startswith(("SELECT", "WITH"))]
    from_it = r'\b(FROM|JOIN)\s+["\[]?{}\b'
    return tuple(
        name
        for name in before.tables
        if any(re.search(from_it.format(re.escape(name)), one, re.IGNORECASE) for one in asked)
    )


def shape_of(connection: sqlite3.Connection) -> Shape:
    made = list(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid"))
    odd = [name for kind, name, _, _ in made if kind == "view"]
    if odd:
        raise NotSaid(f"the view {odd[0]}")
    return Shape(
        {name: _table(connection, name, sql) for kind, name, _, sql in made if kind == "table"},
        {name: _index(connection, name, table, sql) for kind, name, table, sql in made if kind == "index" and sql},
        {name: sql for kind, name, _, sql in made if kind == "trigger"},
    )


def _table(connection: sqlite3.Connection, name: str, sql: str) -> Table:
    found = list(connection.execute("SELECT * FROM pragma_table_xinfo(?) ORDER BY cid", (name,)))
    key = sorted((place, column) for _, column, _, _, _, place, _ in found if place)
    return Table(
        name,
        tuple(Column(column, kind, bool(not_null), default) for _, column, kind, not_null, default, _, _ in found),
        tuple(column for _, column in key),
        frozenset(_references(connection, name)),
        sql,
    )


def _references(connection: sqlite3.Connection, table: str) -> Iterator[Reference]:
    by_id: dict[int, list[tuple[str, str, str, str, str]]] = {}
    for number, _, other, column, theirs, on_update, on_delete, _ in connection.execute(
        "SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq", (table,)
    ):
        by_id.setdefault(number, []).append((column, other, theirs, on_delete, on_update))
    for rows in by_id.values():
        _, other, _, on_delete, on_update = rows[0]
        yield Reference(tuple(row[0] for row in rows), other, tuple(row[2] for row in rows), on_delete, on_update)


def _index(connection: sqlite3.Connection, name: str, table: str, sql: str) -> Index:
    found = connection.execute("SELECT name, desc FROM pragma_index_xinfo(?) WHERE key ORDER BY seqno", (name,))
    columns = tuple((column, bool(falls)) for column, falls in found)
    if any(column is None for column, _ in columns):
        raise NotSaid(f"the index {name} of what is no column")
    unique, partial = connection.execute(
        'SELECT "unique", partial FROM pragma_index_list(?) WHERE name = ?', (table, name)
    ).fetchone()
    where = _WHERE.search(sql) if partial else None
    return Index(name, table, columns, bool(unique), where["where"].strip() if where else "")
