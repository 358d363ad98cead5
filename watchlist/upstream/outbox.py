"""What a home still has to tell the hub whose lists it follows. There is no second copy: the alarms and the numbers of
their changes are what is to be told, and one number, that of the hub, says up to where it was.

An alarm goes up when everybody it may be is on a list that comes from there; a hospital's own entries stay its own.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from records.audit import AuditLog
from records.database import Database
from records.meta import Meta
from records.sealing import Cipher
from watchlist.alarms.life import PROGRAM
from watchlist.feed.store.standings import Standing, Standings
from watchlist.types import AlarmId, Candidate, EntryState, PersonId
from watchlist.upstream.values import MOST_ALARMS, MOST_COUNTED, AlarmTold, CameraTold, ListTold

_MOST_WORDS = 200
_SCANNED_AT_ONCE = 200
MOST_STEPS_AT_ONCE = 120
"""Of all alarms in one delivery, which is no longer than a hub reads."""


@dataclass(frozen=True, slots=True)
class Due:
    """The next to be told; after them all is told up to the number `up_to`, until now it was up to `after`."""

    alarms: tuple[AlarmTold, ...]
    up_to: int
    after: int


@dataclass(frozen=True, slots=True)
class Changed:
    """An alarm that is another since its change of this number. `told` says how it stands, as one that may be of these
    candidates alone."""

    number: int
    who: frozenset[PersonId]
    candidates: tuple[Candidate, ...]
    told: Callable[[tuple[Candidate, ...]], AlarmTold]


class Outbox(ABC):
    """Of one database; it belongs to the thread that opened that."""

    _mark: ClassVar[str]
    """By which name the number is kept."""
    _waiting_sql: ClassVar[str]
    """Selects the alarms that changed after a number, as `alarms`."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher
        self._meta = Meta(database)
        self._audit = AuditLog(database, cipher)
        self._standings = Standings(database)

    @abstractmethod
    def _changed_after(self, number: int, most: int) -> Sequence[Changed]:
        """The next of them, in the order of their numbers."""

    @abstractmethod
    def cameras(self) -> Sequence[CameraTold]:
        """Those that the database knows of, for a word of life."""

    def may_deliver(self) -> bool:
        """Whether no other program delivers for this database; asked before every round."""
        return self._database.takes_turn("deliver")

    def lists(self) -> tuple[ListTold, ...]:
        """Those that this home follows, for a word of life."""
        return tuple(_list_told(one) for one in self._standings.followed())

    def due(self, limit: int = MOST_ALARMS) -> Due | None:
        """At most `limit` alarms, in the order of their changes; None where everything is told."""
        with self._database.reading():
            lists = self._list_ids()
            if not lists:
                return None
            told_up_to = self._told_up_to()
            changed = self._changed_after(told_up_to, _SCANNED_AT_ONCE)
            return self._packed(changed, lists, limit, told_up_to) if changed else None

    def told(self, up_to: int) -> None:
        """Everything up to this number is at the hub, or will never be."""
        with self._database.writing():
            if self._list_ids():
                self._meta.put(self._mark, str(up_to).encode())

    def set_aside(self, alarm_id: AlarmId, why: str, at: datetime) -> None:
        """The hub will not take it as it is. It is kept here, and told again only when it changes: put on record."""
        with self._database.writing():
            self._audit.append(at, PROGRAM, "alarm.set_aside", alarm_id, {"why": why[:_MOST_WORDS]})

    def go_back_to(self, kept: int) -> None:
        """The hub keeps what it was told up to there: it may have been restored from a backup, or be another one. What
        is newer here than the hub's number is no reason to pass anything over: this home may have been restored as
        well."""
        if kept < self._told_up_to():
            self.told(kept)

    def waiting(self, most: int = MOST_COUNTED) -> int:
        """How many alarms the hub does not know, or not as they are now; no more than `most` are counted."""
        with self._database.reading():
            lists = self._list_ids()
            if not lists:
                return 0
            sql = (
                f"SELECT count(*) AS waiting FROM (SELECT 1 AS one {self._waiting_sql} AND (alarms.person_id IS NULL "
                f"OR EXISTS (SELECT 1 FROM entries WHERE entries.person_id = alarms.person_id "
                f"AND list_id IN ({_marks(lists)}) AND state <> ?)) LIMIT ?) AS found"
            )
            row = self._database.row(sql, (self._told_up_to(), *lists, str(EntryState.ERASED), most))
            assert row is not None
            return int(row["waiting"])

    def close(self) -> None:
        """The database. May be called twice."""
        self._database.close()

    def _packed(self, changed: Iterable[Changed], lists: Sequence[str], limit: int, after: int) -> Due:
        changed = list(changed)
        shared = self._shared({who for one in changed for who in _everybody(one)}, lists)
        taken: list[AlarmTold] = []
        steps = up_to = 0
        for one in changed:
            if one.who <= shared:
                told = one.told(tuple(may_be for may_be in one.candidates if may_be.person_id in shared))
                steps += len(told.steps)
                if taken and (len(taken) == limit or steps > MOST_STEPS_AT_ONCE):
                    break
                taken.append(told)
            up_to = one.number
        return Due(tuple(taken), up_to, after)

    def _shared(self, people: Iterable[PersonId], lists: Sequence[str]) -> frozenset[PersonId]:
        named = sorted(people)
        if not named:
            return frozenset()
        sql = (
            f"SELECT person_id FROM entries WHERE list_id IN ({_marks(lists)}) AND state <> ? "
            f"AND person_id IN ({_marks(named)})"
        )
        rows = self._database.rows(sql, (*lists, str(EntryState.ERASED), *named))
        return frozenset(row["person_id"] for row in rows)

    def _told_up_to(self) -> int:
        return int(self._meta.get(self._mark) or 0)

    def _list_ids(self) -> list[str]:
        return [one.list_id for one in self._standings.followed()]


def _everybody(changed: Changed) -> set[PersonId]:
    return {*changed.who, *(one.person_id for one in changed.candidates)}


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)


def _list_told(standing: Standing) -> ListTold:
    head = standing.head_told
    return ListTold(standing.list_id, head.epoch, head.seq, head.at) if head else ListTold(standing.list_id)
