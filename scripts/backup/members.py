"""What of a home belongs into its backup, and the lists among it."""

import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from records.errors import SealedFileRefused
from records.files import disk_errors
from records.home_key import DATABASE_FILE
from records.sealed_file import read_header
from records.sealing import Cipher
from records.sqlite.copying import COMPANIONS
from scripts.hub.list_store import LIST_FILE
from scripts.site_time import now_at_site
from watchlist.feed.wire.bundle import KIND as BUNDLE_KIND
from watchlist.store import WatchlistStore

KIND = "gatehouse backup 1"
LISTS = (DATABASE_FILE, LIST_FILE)
"""The databases of a home that hold a list: its watch's, its hub's."""
LEFT_OUT = frozenset({"models", "logs", "run"})
"""Folders: model files are fetched again, and the others are of this PC and this hour."""


def members(home: Path) -> list[Path]:
    """The files of a home that are its own, relative to it. No drafts, no backups, no bundles."""
    with disk_errors(home):
        return sorted(_members(home))


def _members(home: Path) -> Iterator[Path]:
    for path in home.rglob("*"):
        inner = path.relative_to(home)
        is_ours = inner.parts[0] not in LEFT_OUT and not any(part.startswith(".") for part in inner.parts)
        if is_ours and path.is_file() and not path.name.endswith(COMPANIONS) and not _is_sealed(path):
            yield inner


def open_list(path: Path, cipher: Cipher) -> WatchlistStore:
    """Raises the failures of records.errors."""
    return WatchlistStore.open(path, cipher, now_at_site, lambda: uuid.uuid4().hex)


def _is_sealed(path: Path) -> bool:
    for kind in (KIND, BUNDLE_KIND):
        with suppress(SealedFileRefused):
            read_header(path, kind)
            return True
    return False
