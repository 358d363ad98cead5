"""The audit log: who looked at what, changed what, decided what. It is only ever added to.

Each record carries a keyed digest of itself and of its predecessor's digest, and the number and digest of the newest
are kept sealed beside them. So a record that is edited, removed, put in or moved shows, and so does a shortened end.
What cannot show is the whole file put back to an older state: that takes a second place to compare with.
Subjects are ids, never names or faces.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from records.canonical import Json, to_json
from records.database import ALL_ROWS, Database, Row
from records.errors import ChainBroken, SealBroken, WrongKey
from records.meta import Meta
from records.moments import to_text
from records.sealing import Cipher

_HEAD = "audit head"
_FIRST = "first"
_LOST = "lost"


@dataclass(frozen=True, slots=True)
class AuditRecord:
    number: int
    at: str
    who: str
    what: str
    subject: str
    detail: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class _Head:
    number: int
    digest: str


class AuditLog:
    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher
        self._meta = Meta(database)

    def begin(self, at: datetime, who: str) -> None:
        """Write the first record of a new database. To be called inside `writing()`."""
        self._write(_Head(0, _FIRST), at, who=who, what="store.made", subject="", detail={})

    def append(self, at: datetime, who: str, what: str, subject: str, detail: Mapping[str, Json] | None = None) -> None:
        """To be called inside the `writing()` of what it records: both are kept or neither is.

        A log somebody tampered with goes on (an alarm must ring) and stays broken for `verify` at that place.
        """
        newest = self._database.row("SELECT max(number) AS number FROM audit")
        last = int(newest["number"] or 0) if newest else 0
        head = self._head() or _Head(0, _LOST)
        head = _Head(max(head.number, last), head.digest)
        self._write(head, at, who=who, what=what, subject=subject, detail=detail or {})

    def verify(self) -> int:
        """How many records there are, all of them as they were written. Raises ChainBroken naming the first bad one."""
        with self._database.reading():
            last = _Head(0, _FIRST)
            for row in self._database.rows("SELECT * FROM audit ORDER BY number"):
                last = self._checked(row, last)
            if self._head() != last:
                raise ChainBroken(f"audit record {last.number + 1} is gone: the end of the log was cut off")
        return last.number

    def records(self, newest: int | None = None) -> list[AuditRecord]:
        """The newest records, oldest of them first; all of them for None."""
        limit = ALL_ROWS if newest is None else newest
        rows = self._database.rows("SELECT * FROM audit ORDER BY number DESC LIMIT ?", (limit,))
        return [_record(row) for row in reversed(rows)]

    def changing(self) -> Iterator[AuditRecord]:
        """The records that answer for numbered changes, oldest first."""
        for record in self.records():
            if "digest" in record.detail:
                yield record

    def _write(
        self, head: _Head, at: datetime, *, who: str, what: str, subject: str, detail: Mapping[str, Json]
    ) -> None:
        row: Row = {
            "number": head.number + 1,
            "at": to_text(at),
            "who": who,
            "what": what,
            "subject": subject,
            "detail": to_json(detail),
            "previous": head.digest,
        }
        row["hash"] = self._digest(row)
        self._database.insert("audit", row)
        sealed = self._cipher.seal(to_json({"number": row["number"], "hash": row["hash"]}).encode(), _HEAD, _HEAD)
        self._meta.put(_HEAD, sealed)

    def _checked(self, row: Row, last: _Head) -> _Head:
        expected = last.number + 1
        if row["number"] != expected:
            raise ChainBroken(f"audit record {expected} is gone")
        if row["previous"] != last.digest or row["hash"] != self._digest(row):
            raise ChainBroken(f"audit record {expected} is not what was written")
        return _Head(expected, row["hash"])

    def _digest(self, row: Row) -> str:
        told = {name: value for name, value in row.items() if name != "hash"}
        return self._cipher.mac(to_json(told).encode(), "audit")

    def _head(self) -> _Head | None:
        sealed = self._meta.get(_HEAD)
        if sealed is None:
            return None
        try:
            head = json.loads(self._cipher.open(sealed, _HEAD, _HEAD))
        except (SealBroken, WrongKey):
            return None
        return _Head(head["number"], head["hash"])


def _record(row: Row) -> AuditRecord:
    return AuditRecord(row["number"], row["at"], row["who"], row["what"], row["subject"], json.loads(row["detail"]))
