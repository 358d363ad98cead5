"""The signatures of all reports as one table in memory, in which a search passes over what cannot match."""

import numpy as np
from numpy.typing import NDArray

from records.database import Database
from watchlist.reports.keyed import SIGNATURE_BYTES, Signature
from watchlist.reports.values import ReportId

_AT_ONCE = 20_000
_WORDS = SIGNATURE_BYTES // 8


class SignatureIndex:
    """128 bytes a report. Reports that are gone stay in it: whoever searches looks at what is there."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._numbers: NDArray[np.int64] = np.empty(0, np.int64)
        self._columns: NDArray[np.uint64] = np.empty((_WORDS, 0), np.uint64)
        self._count = 0

    def candidates(self, signature: Signature) -> list[ReportId]:
        """Of the reports that may hold these words, the newest first."""
        self._catch_up()
        wanted = signature.view(np.uint64)
        found = np.arange(self._count)
        for place in np.flatnonzero(wanted):
            found = found[(self._columns[place, found] & wanted[place]) == wanted[place]]
        return [ReportId(int(number)) for number in self._numbers[found][::-1]]

    def _catch_up(self) -> None:
        sql = "SELECT number, signature FROM scalper_reports WHERE number > ? ORDER BY number LIMIT ?"
        while True:
            newest = int(self._numbers[self._count - 1]) if self._count else 0
            rows = self._database.rows(sql, (newest, _AT_ONCE))
            if not rows:
                return
            self._make_room(len(rows))
            new = slice(self._count, self._count + len(rows))
            signatures = np.frombuffer(b"".join(row["signature"] for row in rows), np.uint64)
            self._columns[:, new] = signatures.reshape(len(rows), _WORDS).T
            self._numbers[new] = [row["number"] for row in rows]
            self._count += len(rows)

    def _make_room(self, more: int) -> None:
        needed = self._count + more
        if needed <= len(self._numbers):
            return
        room = max(needed, len(self._numbers) * 5 // 4)
        columns, numbers = np.zeros((_WORDS, room), np.uint64), np.zeros(room, np.int64)
        columns[:, : self._count] = self._columns[:, : self._count]
        numbers[: self._count] = self._numbers[: self._count]
        self._columns, self._numbers = columns, numbers
