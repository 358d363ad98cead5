"""Opens the store of a home directory with the key that this user or service holds for it."""

import os
import uuid
from pathlib import Path

from records.home_key import DATABASE_FILE, key_of_home
from records.key_files import platform_ring
from records.sealing import KeyedCipher
from scripts.site_time import now_at_site
from watchlist.store import WatchlistStore


def open_store(home: Path) -> WatchlistStore:
    """The store, made with its key when the home directory is new. Raises the failures of records.errors."""
    cipher = KeyedCipher(key_of_home(home, platform_ring(os.environ)))
    return WatchlistStore.open(home / DATABASE_FILE, cipher, now_at_site, _new_id)


def _new_id() -> str:
    return uuid.uuid4().hex
