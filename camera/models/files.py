"""Files that are there whole or not at all."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

CHUNK_BYTES = 1 << 18
TEMPORARY = ".part"
_ABANDONED_AFTER_S = 3600.0


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's content, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write to that gets its name only when the block ends well; until then any old one stays.

    Two processes may write the same name at once: one of the two files wins, whole. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear_abandoned(path)
    handle, name = tempfile.mkstemp(prefix=path.name + "-", suffix=TEMPORARY, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _clear_abandoned(path: Path) -> None:
    """Remove what a process killed in the middle left behind."""
    for old in path.parent.glob(f"{path.name}-*{TEMPORARY}"):
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > _ABANDONED_AFTER_S:
                old.unlink()
