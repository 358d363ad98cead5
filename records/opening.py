"""Opens a database at its home."""

from collections.abc import Iterable
from pathlib import Path

from sqlite_utils.migrations import Migrations

from records.database import Database

Place = Path | str | None
"""A file, the address of a PostgreSQL ("postgresql+psycopg://user:password@host:5432/name"), or None for memory."""


def open_at(place: Place, schema: Iterable[Migrations], check: bool = True) -> Database:
    """Open it and bring its tables up to date.

    Raises DatabaseTooNew besides the failures every use can raise, and StorageRefused for what is no address.
    `check` reads a whole file once; a server looks after its own.
    """
    if isinstance(place, str):
        from records.postgres.opening import open_address  # the driver only where there is a server

        return open_address(place, tuple(schema))
    from records.sqlite.database import open_file

    return open_file(place, schema, check)
