"""Small private files that exist whole or not at all."""

import errno
import glob
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from records.errors import StorageFull, StorageRefused

REPLACE_TRIES = 50
_DRAFT_BYTES = 8


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turns what the operating system says into StorageFull and StorageRefused."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(f"no space left for {path}") from error
        raise StorageRefused(f"{path}: {error.strerror or error}") from error


def make_private_folder(folder: Path) -> None:
    """Makes the folder for this user alone; one that is there already is left as it is."""
    with disk_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def create_whole(path: Path, data: bytes) -> bool:
    """Write a new file that only this user may read; False when there is one already, which is left alone.

    Of several processes at once exactly one gets True, and no reader ever sees half a file.
    Returns after the file and its name are on the disk.
    """
    draft = draft_beside(path)
    with disk_errors(path):
        try:
            _write_private(draft, data)
            _publish(draft, path)
        except FileExistsError:
            return False
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(path.parent)
    return True


def replace_whole(path: Path, data: bytes) -> None:
    """Write a file that only this user may read, in place of the one that is there; no reader ever sees half a file."""
    with appearing(path) as draft:
        _write_private(draft, data)


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Where the block is to write a file, under a name that nobody has: it takes the place of `path` when the block has
    ended, and goes when that fails."""
    draft = draft_beside(path)
    with disk_errors(path):
        try:
            yield draft
            _take_the_place_of(path, draft)
            sync_folder(path.parent)
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """A new file that only this user may read, on the disk when the block has ended. Raises OSError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def draft_beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(_DRAFT_BYTES)}")


def drafts_left_of(path: Path) -> Iterator[Path]:
    """What killed tries left. Not for a file that several programs write at once: these are then at work."""
    return path.parent.glob(f".{glob.escape(path.name)}.{'[0-9a-f]' * 2 * _DRAFT_BYTES}")


def _take_the_place_of(path: Path, draft: Path) -> None:
    """On Windows a file that somebody reads at this moment cannot be replaced."""
    for _ in range(REPLACE_TRIES):
        try:
            draft.replace(path)
        except PermissionError:
            if sys.platform != "win32":
                raise
            time.sleep(0.02)
        else:
            return
    raise PermissionError(errno.EACCES, "it cannot be replaced")


def _write_private(path: Path, data: bytes) -> None:
    with private_file(path) as file:
        file.write(data)


def _publish(draft: Path, path: Path) -> None:
    """Give the draft its name unless that is taken. Windows' rename refuses a taken name; elsewhere a link does."""
    if sys.platform == "win32":
        draft.rename(path)
    else:
        path.hardlink_to(draft)


def sync_folder(folder: Path) -> None:
    """So that names in it survive a lost power supply. Windows keeps them by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
