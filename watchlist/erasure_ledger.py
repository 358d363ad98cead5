"""Who was erased, in a file beside the database: a backup of before must not bring them back.

Ids and moments only, nothing personal. The keyed digest of each line covers the one before: nobody without the home's
key adds a line, and one that was taken out or moved shows. That the end was cut off shows where the database remembers
how far it went (`watchlist.erasure_marks`). A line is on the disk before its erasure is kept, so whoever stands there
was at least meant to be erased.
"""

import hmac
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a ledger goes: its own id, the number of its newest line and that line's digest."""

    ledger_id: str
    number: int
    mac: str


@dataclass(frozen=True, slots=True)
class Line:
    person_id: PersonId
    mark: Mark
    previous: str
    """The digest of the line before; empty in the first."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one says: `lines` are those that this home wrote, whatever became of the others. `damage` tells the first
    place at which it is not what was written; empty for none."""

    lines: tuple[Line, ...] = ()
    damage: str = ""

    @property
    def people(self) -> frozenset[PersonId]:
        return frozenset(line.person_id for line in self.lines)

    @property
    def end(self) -> Mark | None:
        return self.lines[-1].mark if self.lines else None

    def whole(self) -> frozenset[PersonId]:
        """The people of a ledger that is what was written. Raises LedgerDamaged."""
        if self.damage:
            raise LedgerDamaged(self.damage)
        return self.people


def read_ledger(path: Path, cipher: Cipher) -> Ledger:
    """Raises StorageRefused."""
    with disk_errors(path):
        *texts, _ = path.read_bytes().split(b"\n")  # what a lost power supply left of a line was never kept
    read, last, damage = [], None, ""
    for number, text in enumerate(texts, start=1):
        line = _read(text, cipher)
        damage = damage or _damage(line, last, f"{path}: line {number}")
        if line is not None:
            read.append(line)
            last = line.mark
    return Ledger(tuple(read), damage)


def add_lines(path: Path, people: Sequence[PersonId], at: datetime, cipher: Cipher) -> tuple[Mark | None, Mark]:
    """Where it ended before, None for nowhere, and ends now, on the disk. `people` are some; one program at a time.

    Raises StorageFull or StorageRefused.
    """
    with disk_errors(path):
        if not path.exists():
            create_whole(path, b"")
    with disk_errors(path), path.open("r+b") as file:
        end, newest = _newest_line(file)
        line = _read(newest, cipher)
        before = mark = line.mark if line else None
        file.truncate(end)
        file.seek(end)
        for person_id in people:
            mark, text = _written(person_id, at, mark, cipher)
            file.write(text)
        file.flush()
        os.fsync(file.fileno())
    assert mark is not None
    return before, mark


def _newest_line(file: BinaryIO) -> tuple[int, bytes]:
    """Where the last whole line ends, and that line."""
    size = file.seek(0, os.SEEK_END)
    begin, tail = size, b""
    while begin and tail.count(b"\n") < 2:
        step = min(begin, _AT_ONCE)
        begin = file.seek(begin - step)
        tail = file.read(step) + tail
    whole, _, rest = tail.rpartition(b"\n")
    return size - len(rest), whole.rpartition(b"\n")[2]


def _damage(line: Line | None, last: Mark | None, which: str) -> str:
    if line is None:
        return f"{which} was not written by this home"
    if not line.mark.ledger_id:
        return f"{which} is of an earlier form, in which nothing holds the lines together"
    expected = (last.ledger_id, last.number + 1, last.mac) if last else (line.mark.ledger_id, 1, "")
    if (line.mark.ledger_id, line.mark.number, line.previous) != expected:
        return f"{which} does not follow the one before: a line was taken out, put in or moved"
    return ""


def _read(text: bytes, cipher: Cipher) -> Line | None:
    """None for what was not written with this home's key."""
    try:
        told = json.loads(text)
        mac = str(told.pop("mac"))
        if not hmac.compare_digest(mac, cipher.mac(to_json(told).encode(), _PURPOSE)):
            return None
        mark = Mark(str(told.get("ledger", "")), int(told.get("number", 0)), mac)
        return Line(PersonId(str(told["person_id"])), mark, str(told.get("previous", "")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _written(person_id: PersonId, at: datetime, last: Mark | None, cipher: Cipher) -> tuple[Mark, bytes]:
    """The next line; where it follows nothing that can be read another ledger begins, and that shows."""
    mark = replace(last, number=last.number + 1) if last else Mark(secrets.token_hex(8), 1, mac="")
    told: dict[str, Json] = {
        "at": to_text(at),
        "ledger": mark.ledger_id,
        "number": mark.number,
        "person_id": person_id,
        "previous": mark.mac,
    }
    mac = cipher.mac(to_json(told).encode(), _PURPOSE)
    return replace(mark, mac=mac), to_json({**told, "mac": mac}).encode() + b"\n"
