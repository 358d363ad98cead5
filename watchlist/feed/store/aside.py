"""Photographs and vectors of a transfer, kept aside until its records were believed.

They are sealed with a key that no disk has: what a killed program leaves cannot be read by anybody.
"""

import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from records.files import disk_errors
from watchlist.feed.wire.transfer import Attachment
from watchlist.types import PersonId, PhotoId

IN_MEMORY_BYTES = 16 * 1024 * 1024
_What = tuple[PersonId, PhotoId, str | None]


class Attachments(Protocol):
    def get(self, person_id: PersonId, photo_id: PhotoId, model_id: str | None) -> bytes | None:
        """A photograph, or with a `model_id` its vector; None where none came."""


class Aside:
    """In memory until there is much of it, then in a nameless file in `folder`. Raises StorageFull, StorageRefused."""

    def __init__(self, folder: Path, in_memory_bytes: int = IN_MEMORY_BYTES) -> None:
        self._folder = folder
        self._file = tempfile.SpooledTemporaryFile(in_memory_bytes, "w+b", dir=str(folder))  # noqa: SIM115
        self._aes = AESGCM(secrets.token_bytes(32))
        self._places: dict[_What, tuple[int, int]] = {}
        self._end = 0
        self._kept = 0

    def put(self, attachment: Attachment) -> None:
        """The last of a name counts."""
        nonce = self._kept.to_bytes(12, "big")
        sealed = nonce + self._aes.encrypt(nonce, attachment.data, None)
        with disk_errors(self._folder):
            self._file.seek(self._end)
            self._file.write(sealed)
        self._places[attachment.person_id, attachment.photo_id, attachment.model_id] = self._end, len(sealed)
        self._end += len(sealed)
        self._kept += 1

    def get(self, person_id: PersonId, photo_id: PhotoId, model_id: str | None) -> bytes | None:
        place = self._places.get((person_id, photo_id, model_id))
        if place is None:
            return None
        with disk_errors(self._folder):
            self._file.seek(place[0])
            sealed = self._file.read(place[1])
        return self._aes.decrypt(sealed[:12], sealed[12:], None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # what a full disk did not take is not wanted any more
            self._file.close()
