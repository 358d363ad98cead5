"""Who was erased, in a file beside the database: a backup of before must not bring them back.

Ids and moments only, each with a keyed digest: nothing personal, and nobody without the home's key can add a line. A
line is on the disk before its erasure is kept, so whoever stands there was at least meant to be erased.
"""

import hmac
import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from records.canonical import Json, to_json
from records.errors import LedgerDamaged
from records.files import create_whole, disk_errors
from records.moments import to_text
from records.sealing import Cipher
from watchlist.types import PersonId

SUFFIX = ".erased"
"""Of the ledger, in place of the database's own."""
_PURPOSE = "erasure"
_AT_ONCE = 4096


class ErasureLedger:
    """One program at a time writes: it is inside `writing()`. None keeps none."""

    def __init__(self, path: Path | None, cipher: Cipher) -> None:
        self._path = path
        self._cipher = cipher

    def add(self, people: Iterable[PersonId], at: datetime) -> None:
        """Raises StorageFull or StorageRefused."""
        lines = b"".join(_line(person_id, at, self._cipher) for person_id in people)
        if self._path is None or not lines:
            return
        with disk_errors(self._path):
            if not self._path.exists():
                create_whole(self._path, b"")
        with disk_errors(self._path), self._path.open("r+b") as file:
            file.truncate(_end_of_lines(file))  # what a lost power supply left of a line was never kept
            file.seek(0, os.SEEK_END)
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())


def read_ledger(path: Path, cipher: Cipher) -> frozenset[PersonId]:
    """Raises LedgerDamaged for a line that was not written with this home's key, StorageRefused."""
    with disk_errors(path):
        *lines, _ = path.read_bytes().split(b"\n")
    return frozenset(_read(line, number, path, cipher) for number, line in enumerate(lines, start=1))


def _end_of_lines(file: BinaryIO) -> int:
    end = file.seek(0, os.SEEK_END)
    while end:
        begin = file.seek(max(0, end - _AT_ONCE))
        place = file.read(end - begin).rfind(b"\n")
        if place >= 0:
            return begin + place + 1
        end = begin
    return 0


def _read(line: bytes, number: int, path: Path, cipher: Cipher) -> PersonId:
    try:
        told = json.loads(line)
        mac, person_id = str(told.pop("mac")), str(told["person_id"])
        is_ours = hmac.compare_digest(mac, cipher.mac(to_json(told).encode(), _PURPOSE))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_ours, person_id = False, ""
    if not is_ours:
        raise LedgerDamaged(f"{path}: line {number} was not written by this home")
    return PersonId(person_id)


def _line(person_id: PersonId, at: datetime, cipher: Cipher) -> bytes:
    told: dict[str, Json] = {"at": to_text(at), "person_id": person_id}
    return to_json({**told, "mac": cipher.mac(to_json(told).encode(), _PURPOSE)}).encode() + b"\n"
