"""What the database's errors mean: it is away, another change was faster, or a bug of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from kiosk.errors import DeskAway

_LOST_RACES = {"40001", "40P01", "23505"}  # serialization failure, deadlock, unique key
_SQLITE_BUGS = {"SQLITE_ERROR", "SQLITE_RANGE", "SQLITE_MISUSE"}  # a wrong statement, which no waiting helps


@contextmanager
def told_in_our_words() -> Iterator[None]:
    """DeskAway for a database that does not answer; lost races and bugs pass as they are."""
    try:
        yield
    except sa.exc.TimeoutError as error:
        raise DeskAway("every connection to the desk's database is in use") from error
    except (sa.exc.OperationalError, sa.exc.InterfaceError) as error:
        if is_lost_race(error) or _told(error, "sqlite_errorname") in _SQLITE_BUGS:
            raise
        raise DeskAway(f"the desk's database does not answer: {type(error.orig).__name__}") from error


def is_lost_race(error: sa.exc.DBAPIError) -> bool:
    """Whether doing the whole transaction again may succeed."""
    if _told(error, "sqlstate") in _LOST_RACES:
        return True
    return _told(error, "sqlite_errorname") in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


def _told(error: sa.exc.DBAPIError, name: str) -> str:
    return str(getattr(error.orig, name, "") or "")
