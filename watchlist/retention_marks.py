"""When each rule of keeping was carried out last, and what went: sealed beside the database, for whoever asks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from records.audit import AuditLog
from records.canonical import Json, to_json
from records.database import Database
from records.errors import SealBroken, WrongKey
from records.meta import Meta
from records.moments import from_text, to_text
from records.sealing import Cipher
from watchlist.alarms.life import PROGRAM

TIDIED_EVERY = timedelta(hours=1)
_MARKS = "retention"


@dataclass(frozen=True, slots=True)
class Mark:
    """`gone`: how many went then; `ever`: since it is counted. `rule` is what was carried out, as it was set."""

    at: datetime
    rule: str
    gone: int
    ever: int


class RetentionBook:
    """Of one database; it belongs to the thread that opened that."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher
        self._meta = Meta(database)
        self._audit = AuditLog(database, cipher)

    def marks(self) -> dict[str, Mark]:
        """By the kind of record. None of them where somebody changed them behind the program's back."""
        sealed = self._meta.get(_MARKS)
        try:
            told = json.loads(self._cipher.open(sealed, _MARKS, _MARKS)) if sealed else {}
        except (SealBroken, WrongKey):
            return {}
        return {kind: Mark(from_text(at), rule, gone, ever) for kind, (at, rule, gone, ever) in told.items()}

    def carried_out(self, at: datetime, rules: Mapping[str, str], gone: Mapping[str, int]) -> None:
        """Both by the kind of record. What went is audited in one record with its rules. Where nothing went and the
        same was done within the hour nothing is written: programs that start again leave the home as it was."""
        went = {kind: count for kind, count in gone.items() if count}
        with self._database.writing():
            marks = self.marks()
            if not went and all(_holds(marks.get(kind), rule, at) for kind, rule in rules.items()):
                return
            for kind, rule in rules.items():
                ever = marks[kind].ever if kind in marks else 0
                marks[kind] = Mark(at, rule, went.get(kind, 0), ever + went.get(kind, 0))
            told = to_json({kind: [to_text(one.at), one.rule, one.gone, one.ever] for kind, one in marks.items()})
            self._meta.put(_MARKS, self._cipher.seal(told.encode(), _MARKS, _MARKS))
            if went:
                detail: dict[str, Json] = {kind: {"gone": count, "rule": rules[kind]} for kind, count in went.items()}
                self._audit.append(at, PROGRAM, "retention.carried_out", "", detail)

    def moment(self, sql: str) -> datetime | None:
        """The one moment that this asks for."""
        row = self._database.row(sql)
        found = next(iter(row.values()), None) if row else None
        return from_text(found) if found else None


def _holds(mark: Mark | None, rule: str, at: datetime) -> bool:
    return mark is not None and mark.rule == rule and timedelta() <= at - mark.at < TIDIED_EVERY
