"""Carries the policy's decisions out: first into the store, then to whoever listens.

An alarm that cannot be kept for the moment (the database is locked, the disk is full) waits in memory and is kept and
told as soon as that is possible; the trouble itself is told at once.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from camera.side_by_side import to_jpeg
from camera.types import Seconds, Sighting
from records.errors import RecordsError
from watchlist.alarms.record import AlarmRecord
from watchlist.errors import EntryRefused, NoSuchAlarm
from watchlist.lookout import Lookout
from watchlist.policy import RaiseAlarm, UpdateAlarm
from watchlist.types import AlarmId, PersonId


class AlarmBook(Protocol):
    """Where alarms are kept; the store, or nothing for a replay that is thrown away."""

    def raise_alarm(self, record: AlarmRecord, picture: bytes) -> object: ...
    def update_alarm(
        self,
        alarm_id: AlarmId,
        at: datetime,
        camera: str,
        score: float,
        person_id: PersonId | None = None,
        *,
        sure: bool = True,
    ) -> object: ...


class NoBook:
    """Keeps nothing."""

    def raise_alarm(self, record: AlarmRecord, picture: bytes) -> None:
        pass

    def update_alarm(
        self,
        alarm_id: AlarmId,
        at: datetime,
        camera: str,
        score: float,
        person_id: PersonId | None = None,
        *,
        sure: bool = True,
    ) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Rang:
    """An alarm that is in the book. `first_vote_at` and `at` are on the camera's own clock."""

    decision: RaiseAlarm
    first_vote_at: Seconds
    at: Seconds


@dataclass(frozen=True, slots=True)
class Updated:
    """A visit goes on; in the book."""

    decision: UpdateAlarm


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An alarm on its way into the book."""

    record: AlarmRecord
    picture: bytes
    rang: Rang


class Ringer:
    """A lookout whose decisions are carried out.

    `wall` turns the policy's clock into moments in UTC. `trouble` hears of every try to keep something that failed;
    unless somebody listens, the failure is raised. `one_in` is how rare a stranger who rings is, and
    `threshold` from where it rings (see AlarmRecord).
    """

    def __init__(self, lookout: Lookout, book: AlarmBook, wall: Callable[[Seconds], datetime]) -> None:
        self.lookout = lookout
        self.trouble: Callable[[RecordsError], None] = _raise
        self.one_in: int | None = None
        self.threshold: float | None = None
        self._book = book
        self._wall = wall
        self._waiting: deque[_Waiting] = deque()

    @property
    def waiting(self) -> int:
        """How many alarms are not in the book yet."""
        return len(self._waiting)

    def see(self, sighting: Sighting, offset_s: Seconds = 0.0) -> Iterator[Rang | Updated]:
        """What happened because of this sighting; everything yielded is already kept."""
        for decision in self.lookout.see([sighting], offset_s):
            if isinstance(decision, RaiseAlarm):
                rang = Rang(decision, decision.first_vote_at - offset_s, decision.at - offset_s)
                self._waiting.append(_Waiting(self._record(decision), to_jpeg(sighting.portrait), rang))
                yield from self.deliver()
            elif self._prolong(decision):
                yield Updated(decision)

    def deliver(self) -> Iterator[Rang]:
        """Keep the alarms that wait, oldest first, as far as it is possible now."""
        while self._waiting:
            first = self._waiting[0]
            try:
                self._book.raise_alarm(first.record, first.picture)
            except EntryRefused:
                # Everybody it may be was erased meanwhile: then it is a face that matches nobody.
                self._waiting.popleft()
                continue
            except RecordsError as error:
                self.trouble(error)
                return
            self._waiting.popleft()
            yield first.rang

    def _record(self, ring: RaiseAlarm) -> AlarmRecord:
        raised_at = self._wall(ring.at)
        return AlarmRecord(
            alarm_id=ring.alarm_id,
            person_id=ring.person_id,
            candidates=ring.candidates,
            camera=ring.camera,
            first_at=self._wall(ring.first_vote_at),
            raised_at=raised_at,
            score=ring.score,
            runner_up=ring.runner_up_score,
            track=ring.track,
            visit=ring.alarm_id,
            last_seen_at=raised_at,
            last_camera=ring.camera,
            one_in=self.one_in,
            model_id=self.lookout.gallery.model_id,
            threshold=self.threshold,
        )

    def _prolong(self, update: UpdateAlarm) -> bool:
        """False when it could not be kept: the alarm still waits, was purged, or its person was erased."""
        try:
            at = self._wall(update.at)
            self._book.update_alarm(
                update.alarm_id, at, update.camera, update.score, update.person_id, sure=update.sure
            )
        except NoSuchAlarm:
            return False
        except RecordsError as error:
            self.trouble(error)
            return False
        return True


def _raise(error: RecordsError) -> None:
    raise error
