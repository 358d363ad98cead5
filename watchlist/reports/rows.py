"""Many rows in few statements: an import of hundreds of thousands asks a server no more often than it must."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from records.database import Database, Row

T = TypeVar("T")
_MARKS_AT_ONCE = 900
"""As many as every build of SQLite takes."""


def insert_all(database: Database, table: str, rows: Sequence[Row], otherwise: str = "") -> None:
    """All rows have the columns of the first. `otherwise` is what to do with one that is there: ON CONFLICT ..."""
    if not rows:
        return
    names = list(rows[0])
    columns = ", ".join(names)
    marks = f"({', '.join('?' * len(names))})"
    for some in in_pieces(rows, max(1, _MARKS_AT_ONCE // len(names))):
        sql = f"INSERT INTO {table} ({columns}) VALUES {', '.join([marks] * len(some))} {otherwise}"
        database.execute(sql, tuple(row[name] for row in some for name in names))


def rows_with(database: Database, sql: str, values: Iterable[Any], more: Sequence[Any] = ()) -> Iterator[Row]:
    """`sql` has `IN ([values])` once, with the marks of `more` after it."""
    for some in in_pieces(list(values)):
        yield from database.rows(_with_marks(sql, some), (*some, *more))


def execute_with(database: Database, sql: str, values: Iterable[Any]) -> int:
    """`sql` has `IN ([values])` as its last marks. Returns how many rows were changed."""
    return sum(database.execute(_with_marks(sql, some), some) for some in in_pieces(list(values)))


def in_pieces(values: Sequence[T], most: int = _MARKS_AT_ONCE) -> Iterator[tuple[T, ...]]:
    for start in range(0, len(values), most):
        yield tuple(values[start : start + most])


def _with_marks(sql: str, values: Sequence[Any]) -> str:
    return sql.replace("[values]", ", ".join("?" * len(values)))
