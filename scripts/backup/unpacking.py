"""Takes a backup apart into a folder. Nothing of it is believed before all of it was read."""

import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, cast

from records.errors import SealedFileRefused
from records.files import disk_errors, make_private_folder
from records.keys import KEY_BYTES, DataKey
from records.plain_names import is_plain
from records.sealed_file import Advance, unsealed
from scripts.backup.making import HOME_NAME, KEY_NAME
from scripts.backup.members import KIND


def unpack(file: Path, pass_phrase: str, into: Path, advance: Advance) -> tuple[DataKey, list[Path]]:
    """The home's key, and the names of its files in `into`.

    Raises the failures of `records.sealed_file.unsealed`, and StorageFull.
    """
    chunks = unsealed(file, KIND, pass_phrase, advance)
    stream = cast("IO[bytes]", _Stream(chunks))
    names, key = [], None
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is None:
                    raise SealedFileRefused(f"{member.name} in the backup is no file")
                if member.name == KEY_NAME:
                    key = _key(content.read(KEY_BYTES + 1))
                else:
                    names.append(_written(member.name, content, into))
    except tarfile.TarError as error:
        raise SealedFileRefused(f"the backup holds something else than a home: {error}") from error
    for _ in chunks:  # the last one says that nothing is missing
        pass
    if key is None:
        raise SealedFileRefused("the backup holds no key")
    return key, names


class _Stream:
    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._pending = bytearray()

    def read(self, size: int) -> bytes:
        while len(self._pending) < size:
            chunk = next(self._chunks, b"")
            if not chunk:
                break
            self._pending += chunk
        data = bytes(self._pending[:size])
        del self._pending[:size]
        return data


def _key(secret: bytes) -> DataKey:
    if len(secret) != KEY_BYTES:
        raise SealedFileRefused("what the backup holds as its key is none")
    return DataKey(secret)


def _written(name: str, content: IO[bytes], into: Path) -> Path:
    folder, *inner_parts = PurePosixPath(name).parts or ("",)
    inner = Path(*inner_parts)
    if folder != HOME_NAME or not inner_parts or not all(map(is_plain, inner_parts)):
        raise SealedFileRefused("the backup holds a file that is none of a home's")
    path = into / inner
    make_private_folder(path.parent)
    with disk_errors(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())
    return inner
