"""Writing a file that somebody asked for: never over another one unasked, never half."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from scripts.errors import CannotWrite


def check_free(path: Path, force: bool) -> None:
    """Raises CannotWrite when the file is there and may not be replaced, or no file can be there."""
    with _told(path):
        there, folder = path.exists(), path.parent.is_dir()
    if there and not force:
        raise CannotWrite(f"{path} is there already", "Choose another name, or say --force to write over it.")
    if not folder:
        raise CannotWrite(f"there is no folder {path.parent}", "Make the folder first.")


def write_whole(path: Path, data: bytes) -> None:
    """The whole file or none. Raises CannotWrite."""
    part = path.with_name(path.name + ".part")
    with _told(path):
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def appearing(path: Path) -> Iterator[BinaryIO]:
    """A file for this user alone that is there, whole, when the block has ended; a block that fails leaves none.

    For what is too large for `write_whole`. Raises CannotWrite.
    """
    part = path.with_name(path.name + ".part")
    with _told(path):
        try:
            part.unlink(missing_ok=True)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}") from error
