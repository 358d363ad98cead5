"""A file that is sealed in chunks: written whole or not at all, read piece by piece, gathered where a copy was cut."""

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from records.canonical import Json
from records.errors import SealedFileCut, SealedFileDamaged, SealedFileRefused
from records.files import appearing, disk_errors, drafts_left_of, private_file
from records.pass_seal import (
    CHUNK_BYTES,
    MOST_HEADER_BYTES,
    SALT_BYTES,
    SEALED_BYTES,
    USUAL_COST,
    Cost,
    Header,
    Seal,
    header_from_bytes,
    new_seal,
    seal_of,
)

Advance = Callable[[int], None]
"""Is told how many bytes went by."""


def no_progress(_bytes: int) -> None:
    pass


class SealedWriter:
    """Takes bytes in pieces of any size. Nothing is whole before `finish`."""

    def __init__(self, file: BinaryIO, seal: Seal) -> None:
        self._file = file
        self._seal = seal
        self._pending = bytearray()
        self._number = 0
        file.write(seal.header.to_bytes())

    def write(self, data: bytes) -> int:
        self._pending += data
        while len(self._pending) > CHUNK_BYTES:
            self._file.write(self._seal.closed(self._number, False, bytes(self._pending[:CHUNK_BYTES])))
            del self._pending[:CHUNK_BYTES]
            self._number += 1
        return len(data)

    def finish(self) -> None:
        self._file.write(self._seal.closed(self._number, True, bytes(self._pending)))
        _sync(self._file)


@contextmanager
def sealed_file(
    path: Path, kind: str, about: Mapping[str, Json], pass_phrase: str, cost: Cost | None = None
) -> Iterator[SealedWriter]:
    """What is written in the block is the file's content, for this user alone; it exists whole or not at all, and
    replaces one that is there. What an earlier, killed try left beside it goes.

    Raises PassphraseRefused, StorageFull or StorageRefused.
    """
    seal = new_seal(kind, about, pass_phrase, secrets.token_bytes(SALT_BYTES), cost or USUAL_COST)
    with disk_errors(path):
        for left in drafts_left_of(path):
            left.unlink(missing_ok=True)
    with appearing(path) as draft, private_file(draft) as file:
        writer = SealedWriter(file, seal)
        yield writer
        writer.finish()


def read_header(path: Path, kind: str) -> Header:
    """Without the pass phrase; believed only when the file is read. Raises SealedFileRefused and StorageRefused."""
    with _opened(path, kind) as (_, header):
        return header


def unsealed(path: Path, kind: str, pass_phrase: str, advance: Advance = no_progress) -> Iterator[bytes]:
    """The content in chunks, none of which is believed before it opened; the last comes only when the file is whole.

    Raises SealedFileRefused, SealedFileLocked, SealedFileDamaged, SealedFileCut or StorageRefused.
    """
    with _opened(path, kind) as (_, header):
        seal = seal_of(header, pass_phrase)
    yield from unsealed_with(path, seal, advance)


def unsealed_with(path: Path, seal: Seal, advance: Advance = no_progress) -> Iterator[bytes]:
    """As `unsealed`, with the seal at hand."""
    with _opened(path, seal.header.kind) as (file, _):
        for sealed, chunk, _ in _chunks(file, seal):
            advance(len(sealed))
            yield chunk


def gather(source: Path, kind: str, aside: Path, pass_phrase: str, advance: Advance = no_progress) -> Seal:
    """Copy a sealed file to `aside`, opening every chunk, and go on where an earlier try was cut: of the source
    nothing is read again that lies aside already and opens.

    Raises what `unsealed` raises, and StorageFull; what was right until then stays aside.
    """
    with _opened(source, kind) as (file, header):
        seal = seal_of(header, pass_phrase)
        with disk_errors(aside), _kept(aside) as kept:
            number, is_whole = _kept_so_far(kept, seal)
            advance(kept.tell())
            file.seek(kept.tell())
            try:
                if not is_whole:
                    for sealed, _, _ in _chunks(file, seal, number):
                        kept.write(sealed)
                        advance(len(sealed))
            finally:
                _sync(kept)
    return seal


@contextmanager
def _kept(aside: Path) -> Iterator[BinaryIO]:
    handle = os.open(aside, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "r+b") as file:
        yield file


def _kept_so_far(kept: BinaryIO, seal: Seal) -> tuple[int, bool]:
    """How many chunks of this file are aside already, and whether that is all; the copy is cut after them."""
    header, number, is_whole = seal.header.to_bytes(), 0, False
    end = len(header)
    if kept.read(end) != header:
        kept.seek(0)
        kept.write(header)
    else:
        try:
            for sealed, _, is_last in _chunks(kept, seal):
                number, is_whole, end = number + 1, is_last, end + len(sealed)
        except (SealedFileCut, SealedFileDamaged):
            pass
    kept.seek(end)
    kept.truncate()
    return number, is_whole


def _chunks(file: BinaryIO, seal: Seal, number: int = 0) -> Iterator[tuple[bytes, bytes, bool]]:
    """Sealed, opened, and whether it is the last, from here to the end; never one that does not open.

    Raises SealedFileCut where the file ends without a last chunk, SealedFileDamaged.
    """
    sealed = file.read(SEALED_BYTES)
    is_last = False
    while not is_last:
        following = file.read(SEALED_BYTES) if len(sealed) == SEALED_BYTES else b""
        chunk, is_last = _opened_chunk(seal, number, sealed, is_at_end=not following)
        yield sealed, chunk, is_last
        number, sealed = number + 1, following


def _opened_chunk(seal: Seal, number: int, sealed: bytes, *, is_at_end: bool) -> tuple[bytes, bool]:
    """The chunk, and whether it is the last. Where the file ends, one that is whole may still not be the last."""
    if not is_at_end:
        return seal.opened(number, False, sealed), False
    try:
        return seal.opened(number, True, sealed), True
    except SealedFileDamaged:
        if len(sealed) < SEALED_BYTES:
            raise SealedFileCut(f"the file ends in its piece {number}") from None
    return seal.opened(number, False, sealed), False


@contextmanager
def _opened(path: Path, kind: str) -> Iterator[tuple[BinaryIO, Header]]:
    with disk_errors(path), path.open("rb") as file:
        line = file.readline(MOST_HEADER_BYTES)
        if not line.endswith(b"\n"):
            raise SealedFileRefused(f"{path.name} does not begin as a {kind}")
        yield file, header_from_bytes(line, kind)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
