"""A list in one sealed file, for sites without a network: the lines of a transfer, in chunks.

Importing goes on where it was cut: chunks that are whole and right are kept aside, still sealed, until all are there.
"""

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from records.files import disk_errors
from watchlist.feed.errors import BundleCut, BundleDamaged, BundleRefused
from watchlist.feed.following import Batch
from watchlist.feed.head import head_from_bytes
from watchlist.feed.wire.bundle_seal import (
    CHUNK_BYTES,
    MOST_HEADER_BYTES,
    SALT_BYTES,
    SEALED_BYTES,
    About,
    Cost,
    Header,
    Seal,
    header_from_bytes,
    new_seal,
    seal_of,
)
from watchlist.feed.wire.transfer import Asked, Attachment, TransferReader

USUAL_COST = Cost()


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that is whole, at `path`."""

    path: Path
    about: About
    _seal: Seal

    def read(self, asked: Asked, aside: Callable[[Attachment], None]) -> Batch:
        """Attachments go `aside` as they come, one after the other.

        Raises BundleDamaged, and what `TransferReader` raises.
        """
        reader = TransferReader(asked)
        with _opened(self.path) as (file, header):
            for _, chunk, _ in _chunks(file, self._seal):
                for attachment in reader.feed(chunk):
                    aside(attachment)
        batch = reader.end()
        if header.about != About.of(head_from_bytes(batch.head.document)):
            raise BundleDamaged("the bundle is not of the list and revision that it says")
        return batch


def write_bundle(path: Path, about: About, lines: Iterable[bytes], pass_phrase: str, cost: Cost = USUAL_COST) -> None:
    """The lines of one transfer, sealed; the file exists whole or not at all, and replaces one that is there.

    Raises BundleRefused for a short pass phrase, StorageFull or StorageRefused.
    """
    seal = new_seal(about, pass_phrase, secrets.token_bytes(SALT_BYTES), cost)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with disk_errors(path):
        try:
            with draft.open("xb") as file:
                file.write(seal.header.to_bytes())
                for sealed in _sealed(lines, seal):
                    file.write(sealed)
                _sync(file)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


def read_about(path: Path) -> About:
    """Which list and how new, without the pass phrase; believed only when the bundle is read. Raises BundleRefused."""
    with _opened(path) as (_, header):
        return header.about


def gather_bundle(source: Path, aside: Path, pass_phrase: str) -> Bundle:
    """Copy the bundle to `aside`, checking every chunk, and go on where an earlier try was cut.

    Raises BundleRefused, BundleLocked, BundleCut, BundleDamaged, StorageFull or StorageRefused; what was right until
    then stays aside. Whoever has taken the bundle deletes `aside`.
    """
    with _opened(source) as (file, header):
        seal = seal_of(header, pass_phrase)
        with disk_errors(aside), aside.open("r+b" if aside.exists() else "w+b") as kept:
            number, is_whole = _kept_so_far(kept, seal)
            file.seek(kept.tell())
            try:
                if not is_whole:
                    for sealed, _, _ in _chunks(file, seal, number):
                        kept.write(sealed)
            finally:
                _sync(kept)
    return Bundle(aside, header.about, seal)


def _kept_so_far(kept: BinaryIO, seal: Seal) -> tuple[int, bool]:
    """How many chunks of this bundle are aside already, and whether that is all; the file is cut after them."""
    header, number, is_whole = seal.header.to_bytes(), 0, False
    end = len(header)
    if kept.read(end) != header:
        kept.seek(0)
        kept.write(header)
    else:
        try:
            for sealed, _, is_last in _chunks(kept, seal):
                number, is_whole, end = number + 1, is_last, end + len(sealed)
        except (BundleCut, BundleDamaged):
            pass
    kept.seek(end)
    kept.truncate()
    return number, is_whole


def _chunks(file: BinaryIO, seal: Seal, number: int = 0) -> Iterator[tuple[bytes, bytes, bool]]:
    """Sealed, opened, and whether it is the last, from here to the end; never one that does not open.

    Raises BundleCut where the file ends without a last chunk, BundleDamaged.
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
    except BundleDamaged:
        if len(sealed) < SEALED_BYTES:
            raise BundleCut(f"the file ends in piece {number} of the bundle") from None
    return seal.opened(number, False, sealed), False


def _sealed(lines: Iterable[bytes], seal: Seal) -> Iterator[bytes]:
    number, pending = 0, bytearray()
    for line in lines:
        pending += line
        while len(pending) > CHUNK_BYTES:
            yield seal.closed(number, False, bytes(pending[:CHUNK_BYTES]))
            del pending[:CHUNK_BYTES]
            number += 1
    yield seal.closed(number, True, bytes(pending))


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, Header]]:
    with disk_errors(path), path.open("rb") as file:
        line = file.readline(MOST_HEADER_BYTES)
        if not line.endswith(b"\n"):
            raise BundleRefused("the file does not begin as a bundle")
        yield file, header_from_bytes(line)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
