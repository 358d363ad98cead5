"""What a node still has to tell its hub. There is no second copy: the alarms and their revisions are what is to be
told, and one number, kept for each list, says up to where it was.

An alarm goes up when everybody it may be is on the shared list; a hospital's own entries stay its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from records.audit import AuditLog
from records.database import Database, Row
from records.meta import Meta
from records.moments import from_text
from records.sealing import Cipher
from watchlist.alarms.acts import act_from_text, act_to_text
from watchlist.alarms.life import PROGRAM, Forward, GuardId
from watchlist.alarms.record import AlarmRecord, from_row
from watchlist.feed.store.tables import ListRole
from watchlist.types import AlarmId, EntryState, PersonId
from watchlist.upstream.values import MOST_ALARMS, MOST_STEPS, AlarmTold, StepTold

_SIGN_DIGITS = 12
_MOST_WORDS = 200
_SCANNED_AT_ONCE = 200
MOST_STEPS_AT_ONCE = 120
"""Of all alarms in one delivery, which is no longer than a hub reads."""


@dataclass(frozen=True, slots=True)
class Due:
    """The next to be told; after them all is told up to the revision `up_to`, until now it was up to `after`."""

    alarms: tuple[AlarmTold, ...]
    up_to: int
    after: int


class AlarmOutbox:
    """Of one database; it belongs to the thread that opened that."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher
        self._meta = Meta(database)
        self._audit = AuditLog(database, cipher)

    def due(self, limit: int = MOST_ALARMS) -> Due | None:
        """At most `limit` alarms, in the order of their changes; None where everything is told."""
        with self._database.reading():
            list_id = self._list_id()
            if list_id is None:
                return None
            told_up_to = self._told_up_to(list_id)
            rows = self._database.rows(
                "SELECT * FROM alarms WHERE revision > ? ORDER BY revision LIMIT ?", (told_up_to, _SCANNED_AT_ONCE)
            )
            return self._packed([from_row(row) for row in rows], list_id, limit, told_up_to) if rows else None

    def told(self, up_to: int) -> None:
        """Everything up to this revision is at the hub, or will never be."""
        with self._database.writing():
            list_id = self._list_id()
            if list_id is not None:
                self._meta.put(_mark(list_id), str(up_to).encode())

    def set_aside(self, alarm_id: AlarmId, why: str, at: datetime) -> None:
        """The hub will not take it as it is. It is kept here, and told again only when it changes: put on record."""
        with self._database.writing():
            self._audit.append(at, PROGRAM, "alarm.set_aside", alarm_id, {"why": why[:_MOST_WORDS]})

    def go_back_to(self, kept: int) -> None:
        """The hub keeps what it was told up to there: it may have been restored from a backup. What is newer here than
        the hub's number is no reason to pass anything over: this home may have been restored as well."""
        with self._database.reading():
            list_id = self._list_id()
            is_behind = list_id is not None and kept < self._told_up_to(list_id)
        if is_behind:
            self.told(kept)

    def waiting(self) -> int:
        """How many alarms the hub does not know, or not as they are now."""
        with self._database.reading():
            list_id = self._list_id()
            if list_id is None:
                return 0
            sql = (
                "SELECT count(*) AS waiting FROM alarms WHERE revision > ? AND (person_id IS NULL OR EXISTS (SELECT 1 "
                "FROM entries WHERE entries.person_id = alarms.person_id AND list_id = ? AND state <> ?))"
            )
            row = self._database.row(sql, (self._told_up_to(list_id), list_id, str(EntryState.ERASED)))
            assert row is not None
            return int(row["waiting"])

    def _packed(self, records: Sequence[AlarmRecord], list_id: str, limit: int, after: int) -> Due:
        shared = self._shared({who for record in records for who in _everybody(record)}, list_id)
        taken: list[AlarmTold] = []
        steps = up_to = 0
        for record in records:
            if record.who <= shared:
                told = _told(record, shared, self._steps(record))
                steps += len(told.steps)
                if taken and (len(taken) == limit or steps > MOST_STEPS_AT_ONCE):
                    break
                taken.append(told)
            up_to = record.revision
        return Due(tuple(taken), up_to, after)

    def _steps(self, record: AlarmRecord) -> tuple[StepTold, ...]:
        """The newest: earlier ones were told before."""
        sql = "SELECT * FROM alarm_steps WHERE alarm_id = ? ORDER BY at DESC, step_id DESC LIMIT ?"
        rows = self._database.rows(sql, (record.alarm_id, MOST_STEPS))
        return tuple(self._step(row) for row in reversed(rows))

    def _step(self, row: Row) -> StepTold:
        act = act_from_text(row["act"])
        if isinstance(act, Forward):
            act = Forward(self._sign(act.to))
        return StepTold(row["step_id"], from_text(row["at"]), self._sign(GuardId(row["who"])), act_to_text(act))

    def _sign(self, who: GuardId) -> GuardId:
        """The same for the same guard, and only this home can tell whose it is."""
        return who if who == PROGRAM else GuardId(f"guard-{self._cipher.mac(who.encode(), 'guard')[:_SIGN_DIGITS]}")

    def _shared(self, people: Iterable[PersonId], list_id: str) -> frozenset[PersonId]:
        named = sorted(people)
        if not named:
            return frozenset()
        marks = ", ".join("?" for _ in named)
        sql = f"SELECT person_id FROM entries WHERE list_id = ? AND state <> ? AND person_id IN ({marks})"
        rows = self._database.rows(sql, (list_id, str(EntryState.ERASED), *named))
        return frozenset(row["person_id"] for row in rows)

    def _told_up_to(self, list_id: str) -> int:
        return int(self._meta.get(_mark(list_id)) or 0)

    def _list_id(self) -> str | None:
        row = self._database.row("SELECT list_id FROM feed_head WHERE role = ?", (str(ListRole.FOLLOWER),))
        return row["list_id"] if row else None


def _mark(list_id: str) -> str:
    return f"alarms told to {list_id}"


def _everybody(record: AlarmRecord) -> set[PersonId]:
    return {*record.who, *(one.person_id for one in record.candidates)}


def _told(record: AlarmRecord, shared: frozenset[PersonId], steps: tuple[StepTold, ...]) -> AlarmTold:
    return AlarmTold(
        record.alarm_id,
        record.revision,
        record.person_id,
        tuple(one for one in record.candidates if one.person_id in shared),
        record.camera,
        record.first_at,
        record.raised_at,
        record.last_seen_at,
        record.last_camera,
        record.score,
        record.runner_up,
        record.threshold,
        record.model_id,
        record.one_in,
        record.updates,
        steps,
    )
