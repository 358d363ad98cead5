"""The audit log: who looked at what, changed what, decided what. It is only ever added to.

Each record carries a keyed digest of itself and of its predecessor's digest, and the number and digest of the newest
are kept sealed beside them. So a record that is edited, removed, put in or moved shows, and so does a shortened end.
What cannot show is the whole file put back to an older state: that takes an anchor kept elsewhere to compare with.
Subjects are ids, never names or faces.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from records.audit_chain import CUT_OFF, FIRST, Anchor, checked, digest_of
from records.canonical import Json, to_json
from records.database import ALL_ROWS, Database, Row
from records.errors import ChainBroken, SealBroken, WrongKey
from records.meta import Meta
from records.moments import to_text
from records.sealing import Cipher

_HEAD = "audit head"
_LOST = "lost"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class AuditRecord:
    number: int
    at: str
    who: str
    what: str
    subject: str
    detail: Mapping[str, Json]


class AuditLog:
    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher
        self._meta = Meta(database)

    def begin(self, at: datetime, who: str) -> None:
        """Write the first record of a new database. To be called inside `writing()`."""
        self._write(FIRST, at, who=who, what="store.made", subject="", detail={})

    def append(self, at: datetime, who: str, what: str, subject: str, detail: Mapping[str, Json] | None = None) -> None:
        """To be called inside the `writing()` of what it records: both are kept or neither is.

        A log somebody tampered with goes on (an alarm must ring) and stays broken for `verify` at that place.
        """
        newest = self._database.row("SELECT max(number) AS number FROM audit")
        last = int(newest["number"] or 0) if newest else 0
        head = self._head() or Anchor(0, _LOST)
        head = Anchor(max(head.number, last), head.digest)
        self._write(head, at, who=who, what=what, subject=subject, detail=detail or {})

    def verify(self, expected: Anchor | None = None) -> Anchor:
        """The newest record, when all up to it are as they were written. Raises as `checked_rows` does."""
        newest = FIRST
        for row in self.checked_rows(expected):
            newest = Anchor(row["number"], row["hash"])
        return newest

    def checked_rows(self, expected: Anchor | None = None) -> Iterator[Row]:
        """All records, the oldest first, of one state of the log, a few of them in memory at a time.

        Raises ChainBroken naming the first that is not what was written; `expected` is an anchor taken earlier.
        """
        last = FIRST
        with self._database.reading():
            for row in checked(self._rows(), self._cipher, expected):
                last = Anchor(row["number"], row["hash"])
                yield dict(row)
            if self._head() != last:
                number = last.number + 1
                raise ChainBroken(f"audit record {number} is gone: the end of the log was cut off", CUT_OFF, number)

    def records(self, newest: int | None = None) -> list[AuditRecord]:
        """The newest records, oldest of them first; all of them for None."""
        limit = ALL_ROWS if newest is None else newest
        rows = self._database.rows("SELECT * FROM audit ORDER BY number DESC LIMIT ?", (limit,))
        return [_record(row) for row in reversed(rows)]

    def changing(self) -> Iterator[AuditRecord]:
        """The records that answer for numbered changes, oldest first."""
        for row in self._rows():
            record = _record(row)
            if "digest" in record.detail:
                yield record

    def _rows(self) -> Iterator[Row]:
        last = -ALL_ROWS  # also one that was put in front
        while rows := self._database.rows(
            "SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ?", (last, _AT_ONCE)
        ):
            yield from rows
            last = rows[-1]["number"]

    def _write(
        self, head: Anchor, at: datetime, *, who: str, what: str, subject: str, detail: Mapping[str, Json]
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
        row["hash"] = digest_of(row, self._cipher)
        self._database.insert("audit", row)
        sealed = self._cipher.seal(to_json({"number": row["number"], "hash": row["hash"]}).encode(), _HEAD, _HEAD)
        self._meta.put(_HEAD, sealed)

    def _head(self) -> Anchor | None:
        sealed = self._meta.get(_HEAD)
        if sealed is None:
            return None
        try:
            head = json.loads(self._cipher.open(sealed, _HEAD, _HEAD))
        except (SealBroken, WrongKey):
            return None
        return Anchor(head["number"], head["hash"])


def _record(row: Row) -> AuditRecord:
    return AuditRecord(row["number"], row["at"], row["who"], row["what"], row["subject"], json.loads(row["detail"]))
