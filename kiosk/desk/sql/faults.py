"""What the database's errors mean: it is away, another change was faster, or a bug of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from kiosk.errors import DeskAway

_LOST_RACES = {"40001", "40P01", "23505"}  # serialization failure, deadlock, unique key
_SQLITE_BUGS = {"SQLITE_ERROR", "SQLITE_RANGE", "SQLITE_MISUSE"}  # a wrong statement, which no waiting helps

_AWAY = "See whether the desk's database runs and answers this PC. Hub and kiosks go on by themselves when it is back."
_READ_ONLY = "Make the desk's database writable again, or see to it that the hub reaches the one that is."
_DAMAGED = "The desk's database is damaged: stop the hub and put its newest backup back."
_FULL = "The disk of the desk's database is full: make room. The desk goes on by itself."
_HINTS = {
    "25006": _READ_ONLY,  # a PostgreSQL that another one took over from
    **dict.fromkeys(("XX001", "XX002"), _DAMAGED),
    "53100": _FULL,
}
_SQLITE_HINTS = {  # a name may say more behind these
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_FULL": _FULL,
}


@contextmanager
def told_in_our_words() -> Iterator[None]:
    """DeskAway for a database that does not answer or cannot do its work; lost races and bugs pass as they are."""
    try:
        yield
    except sa.exc.TimeoutError as error:
        raise DeskAway("every connection to the desk's database is in use", _AWAY) from error
    except sa.exc.DBAPIError as error:
        hint = _hint_for(error)
        if hint is None and not _is_away(error):
            raise
        raise DeskAway(f"the desk's database does not answer: {type(error.orig).__name__}", hint or _AWAY) from error


def is_lost_race(error: sa.exc.DBAPIError) -> bool:
    """Whether doing the whole transaction again may succeed."""
    if _told(error, "sqlstate") in _LOST_RACES:
        return True
    return _told(error, "sqlite_errorname") in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


def _is_away(error: sa.exc.DBAPIError) -> bool:
    if is_lost_race(error) or _told(error, "sqlite_errorname") in _SQLITE_BUGS:
        return False
    return isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError)


def _hint_for(error: sa.exc.DBAPIError) -> str | None:
    name = _told(error, "sqlite_errorname")
    known = (hint for start, hint in _SQLITE_HINTS.items() if name.startswith(start))
    return _HINTS.get(_told(error, "sqlstate")) or next(known, None)


def _told(error: sa.exc.DBAPIError, name: str) -> str:
    return str(getattr(error.orig, name, "") or "")
