"""What PostgreSQL and its driver say, as one of our expected failures."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from records.errors import (
    DatabaseAway,
    DatabaseBusy,
    DatabaseDamaged,
    RecordsError,
    StorageFull,
    StorageRefused,
)

_READ_ONLY = "Make the database writable again, or give the address of the server that took over from this one."
_RIGHTS = "Let the user of the address own the database: ALTER DATABASE name OWNER TO user."
_NO_SCHEMA = "Make the schema that the address names in its search_path."

# https://www.postgresql.org/docs/current/errcodes-appendix.html; the longest beginning that fits decides.
_FAULTS: dict[str, tuple[type[RecordsError], str | None]] = {
    "08": (DatabaseAway, None),
    "25006": (StorageRefused, _READ_ONLY),
    "25P03": (DatabaseAway, None),
    "28": (DatabaseAway, None),
    "3F000": (StorageRefused, _NO_SCHEMA),
    "40001": (DatabaseBusy, None),
    "40P01": (DatabaseBusy, None),
    "42501": (StorageRefused, _RIGHTS),
    "53": (DatabaseAway, "The database server is at its limits (memory, connections): its log says of what."),
    "53100": (StorageFull, "Make room on the disk of the database server. Nothing half-written was kept."),
    "55P03": (DatabaseBusy, None),
    "57": (DatabaseAway, None),
    "57014": (DatabaseBusy, None),
    "58": (DatabaseAway, "The disk of the database server gives trouble: its log says more."),
    "XX001": (DatabaseDamaged, "Restore the database from its backup, and keep the damaged one."),
    "XX002": (DatabaseDamaged, "Restore the database from its backup, and keep the damaged one."),
}
# A connection that was refused comes without a code. The words are the server's and may be in another language;
# then the common hint has to do.
_REFUSALS = {
    r"password|authentication|pg_hba|role .* does not exist": "The server lets this user not in: see to user and "
    "password in the address, and to the server's pg_hba.conf.",
    r"database .* does not exist": "Make the database, or correct its name in the address.",
    r"resolve|translate host|name or service|getaddrinfo": "Nobody knows this host: correct its name in the address.",
    r"refused|timeout|unreachable|no route": "See whether the server runs, listens on that port and "
    "is reached from here.",
}
_LENGTH = 300


@contextmanager
def database_errors(name: str, lost: Callable[[], None]) -> Iterator[None]:
    """Turns the failures of the server and of the way to it into ours; a fault in our SQL passes through.

    `lost` is called when the connection is of no use any more.
    """
    try:
        yield
    except psycopg.Error as error:
        kind, hint = _fault_of(error)
        if kind is None:
            raise
        if kind is DatabaseAway:
            lost()
        raise kind(f"{name}: {_words(error)}", hint) from error


def _fault_of(error: psycopg.Error) -> tuple[type[RecordsError] | None, str | None]:
    code = error.sqlstate
    if code is None:
        # The driver's own words: the way to the server is gone, or it was never there.
        return (DatabaseAway, _why_refused(error)) if isinstance(error, psycopg.OperationalError) else (None, None)
    known = (code[:length] for length in (5, 2) if code[:length] in _FAULTS)
    return _FAULTS.get(next(known, ""), (None, None))


def _why_refused(error: psycopg.Error) -> str | None:
    words = str(error)
    return next((hint for pattern, hint in _REFUSALS.items() if re.search(pattern, words, re.IGNORECASE)), None)


def _words(error: psycopg.Error) -> str:
    return " ".join(str(error).split())[:_LENGTH]
