"""A numbered sequence of changes that is only ever added to: who, when, why, and what as canonical JSON.

What an act means is the business of whoever keeps it here. Numbers start at 1 and have no gaps.
"""

from dataclasses import dataclass
from datetime import datetime

from records.database import Database, Row
from records.moments import from_text, to_text


@dataclass(frozen=True, slots=True)
class KeptChange:
    number: int
    at: datetime
    who: str
    why: str
    act: str


class ChangeLog:
    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, at: datetime, who: str, why: str, act: str) -> KeptChange:
        """To be called inside `writing()`."""
        number = self._database.insert("changes", {"at": to_text(at), "who": who, "why": why, "act": act})
        return KeptChange(number, at, who, why, act)

    def since(self, number: int = 0) -> list[KeptChange]:
        """The changes after this number, oldest first."""
        return [
            _kept(row) for row in self._database.rows("SELECT * FROM changes WHERE number > ? ORDER BY 1", (number,))
        ]

    def between(self, first: int, last: int) -> list[KeptChange]:
        """The changes from one number to another, both included."""
        rows = self._database.rows("SELECT * FROM changes WHERE number BETWEEN ? AND ? ORDER BY 1", (first, last))
        return [_kept(row) for row in rows]

    def naming(self, text: str) -> list[KeptChange]:
        """The changes in whose act this stands, oldest first."""
        sql = "SELECT * FROM changes WHERE replace(act, ?, '') <> act ORDER BY number"
        return [_kept(row) for row in self._database.rows(sql, (text,))]

    @property
    def newest(self) -> int:
        """The highest number, 0 for none."""
        row = self._database.row("SELECT max(number) AS newest FROM changes")
        return int(row["newest"] or 0) if row else 0


def _kept(row: Row) -> KeptChange:
    return KeptChange(row["number"], from_text(row["at"]), row["who"], row["why"], row["act"])
