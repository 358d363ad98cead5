"""What a step did to the tables of a SQLite, said in PostgreSQL. Pure.

What stays open is refused, not guessed: such a step must be written in another way.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from records.postgres.marks import quoted

ONLY_ADDED_TO = "gatehouse_only_added_to"
FUNCTIONS = (
    f"CREATE OR REPLACE FUNCTION {ONLY_ADDED_TO}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$",
)
"""What the triggers below call; to be said before any step."""

# Text is compared byte by byte, as SQLite does, whatever language the server speaks.
_TYPES = {
    "TEXT": 'text COLLATE "C"',
    "INTEGER": "bigint",
    "INT": "bigint",
    "REAL": "double precision",
    "FLOAT": "double precision",
    "BLOB": "bytea",
}
_DEFAULT = re.compile(r"-?\d+(\.\d+)?|'[^']*'|NULL", re.IGNORECASE)
_REFUSED = re.compile(r"\b(CHECK|COLLATE|AUTOINCREMENT|GENERATED|UNIQUE|DEFERRABLE|VIRTUAL)\b", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^]]*\]")
_TRIGGER = re.compile(
    r"CREATE TRIGGER \"?(?P<name>\w+)\"? BEFORE (?P<act>UPDATE|DELETE|INSERT) ON \"?(?P<table>\w+)\"? "
    r"BEGIN SELECT RAISE ?\(ABORT, (?P<words>'[^']*')\); END;?",
    re.IGNORECASE,
)
_NAME_BYTES = 63

T = TypeVar("T")


class NotSaid(Exception):
    """A step that PostgreSQL cannot be told: a fault of the step, found by the first test that opens it there."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    not_null: bool
    default: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns of a table whose values are those of other columns of another one."""

    columns: tuple[str, ...]
    table: str
    theirs: tuple[str, ...]
    on_delete: str
    on_update: str


@dataclass(frozen=True, slots=True)
class Table:
    """`sql` is how SQLite was told: it holds what the other fields do not."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: frozenset[Reference]
    sql: str


@dataclass(frozen=True, slots=True)
class Index:
    """`columns`: (name, whether the highest comes first); `where` is empty for an index of all rows."""

    name: str
    table: str
    columns: tuple[tuple[str, bool], ...]
    unique: bool
    where: str


@dataclass(frozen=True, slots=True)
class Shape:
    """All there is in a database but its rows, by name and in the order of making; `triggers` are told in SQL."""

    tables: Mapping[str, Table]
    indexes: Mapping[str, Index]
    triggers: Mapping[str, str]


def said(before: Shape, after: Shape) -> list[str]:
    """The statements that make one of the other, in their order. Raises NotSaid."""
    return [
        *_tables_said(before, after),
        *(_index_said(index) for index in _added(before.indexes, after.indexes)),
        *(_trigger_said(sql) for sql in _added(before.triggers, after.triggers)),
    ]


def _tables_said(before: Shape, after: Shape) -> Iterator[str]:
    gone = before.tables.keys() - after.tables.keys()
    if gone:
        raise NotSaid(f"dropped: {', '.join(sorted(gone))}")
    for name, table in after.tables.items():
        if odd := _REFUSED.search(_QUOTED.sub("", table.sql)):
            raise NotSaid(f"{odd[0]} in the table {name}")
        if name in before.tables:
            yield from _grown(before.tables[name], table)
        else:
            yield from _new_table(table)


def _new_table(table: Table) -> Iterator[str]:
    key = f", PRIMARY KEY ({_names(table.key)})" if table.key else ""
    others = "".join(f", {_reference_said(one)}" for one in _in_order(table.references))
    columns = ", ".join(_column_said(column) for column in table.columns)
    yield f"CREATE TABLE {_name(table.name)} ({columns}{key}{others})"
    kinds = {column.name: _TYPES.get(column.type) for column in table.columns}
    if len(table.key) == 1 and kinds[table.key[0]] == "bigint":
        yield from _numbering(table.name, table.key[0])


def _numbering(table: str, column: str) -> Iterator[str]:
    """As SQLite numbers rows: the highest number and 1. A sequence would leave gaps where a change was undone."""
    function, number = _name(f"{table}_number"), _name(column)
    yield (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"NEW.{number} := (SELECT coalesce(max({number}), 0) + 1 FROM {_name(table)}); RETURN NEW; END $$"
    )
    yield (
        f"CREATE TRIGGER {function} BEFORE INSERT ON {_name(table)} FOR EACH ROW WHEN (NEW.{number} IS NULL) "
        f"EXECUTE FUNCTION {function}()"
    )


def _grown(before: Table, after: Table) -> Iterator[str]:
    known = len(before.columns)
    new_columns = {column.name for column in after.columns[known:]}
    new_references = after.references - before.references
    if (
        after.columns[:known] != before.columns
        or after.key != before.key
        or not before.references <= after.references
        or any(not new_columns.issuperset(one.columns) for one in new_references)
    ):
        raise NotSaid(f"the table {after.name} was made anew")
    for column in after.columns[known:]:
        yield f"ALTER TABLE {_name(after.name)} ADD COLUMN {_column_said(column)}"
    for one in _in_order(new_references):
        yield f"ALTER TABLE {_name(after.name)} ADD {_reference_said(one)}"


def _column_said(column: Column) -> str:
    kind = _TYPES.get(column.type)
    if kind is None:
        raise NotSaid(f"the type {column.type!r} of {column.name}")
    if column.default is not None and not _DEFAULT.fullmatch(column.default):
        raise NotSaid(f"the default {column.default} of {column.name}")
    default = "" if column.default is None else f" DEFAULT {column.default}"
    return f"{_name(column.name)} {kind}{default}{' NOT NULL' if column.not_null else ''}"


def _reference_said(one: Reference) -> str:
    return (
        f"FOREIGN KEY ({_names(one.columns)}) REFERENCES {_name(one.table)} ({_names(one.theirs)}) "
        f"ON DELETE {one.on_delete} ON UPDATE {one.on_update}"
    )


def _index_said(index: Index) -> str:
    columns = ", ".join(f"{_name(name)}{' DESC' if falls else ''}" for name, falls in index.columns)
    unique, where = "UNIQUE " if index.unique else "", f" WHERE {index.where}" if index.where else ""
    return f"CREATE {unique}INDEX {_name(index.name)} ON {_name(index.table)} ({columns}){where}"


def _trigger_said(sql: str) -> str:
    """Of triggers, those that refuse a change; PostgreSQL refuses it row by row too."""
    found = _TRIGGER.fullmatch(" ".join(sql.split()))
    if found is None:
        raise NotSaid(f"the trigger {sql}")
    return (
        f"CREATE TRIGGER {_name(found['name'])} BEFORE {found['act'].upper()} ON {_name(found['table'])} "
        f"FOR EACH ROW EXECUTE FUNCTION {ONLY_ADDED_TO}({found['words']})"
    )


def _added(before: Mapping[str, T], after: Mapping[str, T]) -> list[T]:
    changed = [name for name, one in before.items() if after.get(name) != one]
    if changed:
        raise NotSaid(f"changed or dropped: {', '.join(changed)}")
    return [one for name, one in after.items() if name not in before]


def _in_order(references: frozenset[Reference]) -> list[Reference]:
    return sorted(references, key=lambda one: one.columns)


def _names(names: Sequence[str]) -> str:
    return ", ".join(_name(name) for name in names)


def _name(name: str) -> str:
    if len(name.encode()) > _NAME_BYTES:
        raise NotSaid(f"the name {name} is longer than {_NAME_BYTES} bytes, which PostgreSQL would cut")
    return quoted(name)
