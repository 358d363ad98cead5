"""The SQL of this program, and the values in it, as PostgreSQL's driver takes them. Pure."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

# What must stay as it is (strings, quoted names, comments, casts) stands before what is a mark.
_PIECES = re.compile(
    r"'[^']*'" r'|"[^"]*"' r"|--[^\n]*" r"|/\*.*?\*/" r"|::" r"|(?P<place>\?)" r"|:(?P<name>[A-Za-z_]\w*)",
    re.DOTALL,
)


@lru_cache(maxsize=1024)
def with_marks(sql: str) -> str:
    """`?` becomes %s and `:name` becomes %(name)s; what is in quotes keeps its signs."""
    said, end = [], 0
    for piece in _PIECES.finditer(sql):
        said += [_plain(sql[end : piece.start()]), _marked(piece)]
        end = piece.end()
    return "".join([*said, _plain(sql[end:])])


def with_values(values: Any) -> Any:
    """The values as SQLite would keep them: truths as numbers."""
    if isinstance(values, Mapping):
        return {name: _value(value) for name, value in values.items()}
    return tuple(_value(value) for value in values)


def quoted(name: str) -> str:
    """A name of a table or a column."""
    return '"' + name.replace('"', '""') + '"'


def _marked(piece: re.Match[str]) -> str:
    if piece["place"]:
        return "%s"
    if piece["name"]:
        return f"%({piece['name']})s"
    return _plain(piece.group())


def _plain(sql: str) -> str:
    return sql.replace("%", "%%")


def _value(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value
