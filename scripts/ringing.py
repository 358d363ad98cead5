"""Carries the policy's decisions out: first into the store, then to whoever listens."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from camera.side_by_side import to_jpeg
from camera.types import Seconds, Sighting
from watchlist.alarm_records import AlarmRecord
from watchlist.errors import EntryRefused, NoSuchAlarm
from watchlist.lookout import Lookout
from watchlist.policy import RaiseAlarm, UpdateAlarm
from watchlist.types import AlarmId, PersonId


class AlarmBook(Protocol):
    """Where alarms are kept; the store, or nothing for a replay that is thrown away."""

    def raise_alarm(self, record: AlarmRecord, picture: bytes) -> None: ...
    def update_alarm(
        self, alarm_id: AlarmId, at: datetime, camera: str, score: float, person_id: PersonId | None = None
    ) -> AlarmRecord: ...


class NoBook:
    """Keeps nothing."""

    def raise_alarm(self, record: AlarmRecord, picture: bytes) -> None:
        pass

    def update_alarm(
        self, alarm_id: AlarmId, at: datetime, camera: str, score: float, person_id: PersonId | None = None
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


class Ringer:
    """A lookout whose decisions are carried out. `wall` turns the policy's clock into moments in UTC."""

    def __init__(self, lookout: Lookout, book: AlarmBook | NoBook, wall: Callable[[Seconds], datetime]) -> None:
        self.lookout = lookout
        self._book = book
        self._wall = wall

    def see(self, sighting: Sighting, offset_s: Seconds = 0.0) -> Iterable[Rang | Updated]:
        """What happened because of this sighting; everything yielded is already kept."""
        for decision in self.lookout.see([sighting], offset_s):
            if isinstance(decision, RaiseAlarm):
                if self._keep(decision, sighting):
                    yield Rang(decision, decision.first_vote_at - offset_s, decision.at - offset_s)
            elif self._prolong(decision):
                yield Updated(decision)

    def _keep(self, ring: RaiseAlarm, sighting: Sighting) -> bool:
        """False when everybody it may be was erased meanwhile: then it is a face that matches nobody."""
        raised_at = self._wall(ring.at)
        record = AlarmRecord(
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
        )
        try:
            self._book.raise_alarm(record, to_jpeg(sighting.portrait))
        except EntryRefused:
            return False
        return True

    def _prolong(self, update: UpdateAlarm) -> bool:
        """False when the alarm is no longer kept: it was purged, or its person erased."""
        try:
            at = self._wall(update.at)
            self._book.update_alarm(update.alarm_id, at, update.camera, update.score, update.person_id)
        except NoSuchAlarm:
            return False
        return True
