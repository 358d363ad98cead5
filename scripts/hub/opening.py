"""Opens the desk that a home's settings speak of. Loads nothing of the watchlist."""

import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from functools import partial
from pathlib import Path
from random import SystemRandom

from hardware.payments.protocol import PaymentChannel
from kiosk.desk.opening import Books, OpenDesk, SqlBooks, sqlite_url
from kiosk.desk.sql.database import DeskDatabase
from kiosk.desk.sql.site import Site
from records.errors import KeyMissing
from records.files import create_whole, disk_errors
from records.home_key import KEY_ID_FILE, key_of_home
from records.key_files import platform_ring
from records.sealing import Cipher, KeyedCipher
from scripts.hub.settings import OWN_BOOK, DeskSettings
from scripts.site_time import SITE_ZONE

DESK_FILE = "desk.db"


@contextmanager
def open_desk(
    home: Path,
    settings: DeskSettings,
    payments: PaymentChannel | None = None,
    environ: Mapping[str, str] = os.environ,
    zone: tzinfo = SITE_ZONE,
) -> Iterator[OpenDesk]:
    """Made with its key when the home is new. Raises DeskAway, KioskError and the failures of records.errors."""
    cipher = cipher_of(home, "" if settings.database else DESK_FILE, environ)
    database = DeskDatabase(settings.database or _own_file(home))
    site = Site(database, cipher, _now, zone, settings.limits, SystemRandom(), _new_id)
    try:
        desk = OpenDesk(site, payments, settings.record_book_fen, partial(_books, home, settings))
        try:
            yield desk
        finally:
            desk.close()
    finally:
        database.close()


def _books(home: Path, settings: DeskSettings, site: Site) -> Books:
    if settings.book == OWN_BOOK:
        return SqlBooks(site)
    from kiosk.desk.fhir.opening import open_fhir_book  # loads httpx, for those who use it

    token_file = home / settings.book_token_file if settings.book_token_file else None
    return open_fhir_book(site, settings.book, token_file)


def cipher_of(home: Path, database_file: str, environ: Mapping[str, str]) -> Cipher:
    """The home's own; `database_file` is what it seals there, empty where that is elsewhere.

    Raises the failures of records.errors.
    """
    with disk_errors(home):
        is_sealed = bool(database_file) and (home / database_file).exists()
        if is_sealed and not (home / KEY_ID_FILE).exists():
            raise KeyMissing(
                f"{home / KEY_ID_FILE} is gone, but {database_file} is there",
                f"Put {KEY_ID_FILE} back from a backup: it names the key that {database_file} was sealed with.",
            )
    return KeyedCipher(key_of_home(home, platform_ring(environ)))


def _own_file(home: Path) -> str:
    """For this user alone from its first moment: SQLite gives its companion files the same rights."""
    create_whole(home / DESK_FILE, b"")
    return sqlite_url(home / DESK_FILE)


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return uuid.uuid4().hex
