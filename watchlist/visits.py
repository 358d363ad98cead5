"""Who is in the house: a visit lasts while sightings of a person keep coming, and it has one alarm.

All cameras share a visit. It ends a quiet time after its last sighting; until then nothing rings again for its person.
What counts as a sighting of whom is the policy's to say.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from camera.types import Seconds
from watchlist.types import AlarmId, PersonId


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as the store keeps it over a restart: `who` is one person, or two while it is not clear which.

    `last_seen` is on the clock the policy is fed with; `camera` is set where every camera rings for itself. `rang_at`
    is when its alarm was raised; where that is not kept, it counts as raised when last seen.
    """

    alarm_id: AlarmId
    who: frozenset[PersonId]
    last_seen: Seconds
    camera: str | None = None
    rang_at: Seconds | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.who) <= 2:
            raise ValueError(f"a visit is of one person or of two candidates, not of {len(self.who)}")


@dataclass(slots=True)
class OpenVisit:
    alarm_id: AlarmId
    who: tuple[PersonId, ...]
    last_seen: Seconds
    camera: str | None
    rang_at: Seconds
    told: dict[str, Seconds] = field(default_factory=dict)
    """When each camera last reported this visit."""

    @property
    def person(self) -> PersonId | None:
        return self.who[0] if len(self.who) == 1 else None

    def is_of(self, people: Iterable[PersonId]) -> bool:
        """Whether the visit is of exactly these."""
        return set(self.who) == set(people)

    def prolong(self, at: Seconds) -> None:
        self.last_seen = max(self.last_seen, at)

    def tell(self, camera: str, at: Seconds, gap_s: Seconds) -> bool:
        """Whether a sighting is worth telling: a camera's first of this visit, then one per gap."""
        worth_telling = camera not in self.told or at - self.told[camera] >= gap_s
        if worth_telling:
            self.told[camera] = at
        return worth_telling


class Visits:
    """The open visits. `camera` below is None where all cameras share them."""

    def __init__(self, quiet_s: Seconds, restored: Iterable[Visit] = ()) -> None:
        self._quiet_s = quiet_s
        self._visits = [_reopened(visit) for visit in restored]

    def exactly(self, people: Iterable[PersonId], camera: str | None, at: Seconds) -> OpenVisit | None:
        """The open visit of just these: of the person, or of the two who cannot be told apart."""
        return next((visit for visit in self._open_at(camera, at) if visit.is_of(people)), None)

    def find(self, person: PersonId, camera: str | None, at: Seconds) -> OpenVisit | None:
        """The open visit that is, or may be, this person's; one that is surely theirs before one that may be.

        One that may be theirs counts for a quiet time after it rang, however long the two are seen.
        """
        mine = [visit for visit in self._open_at(camera, at) if person in visit.who]
        lately = [visit for visit in mine if visit.person is not None or at - visit.rang_at < self._quiet_s]
        return min(lately, key=lambda visit: len(visit.who), default=None)

    def begin(self, alarm_id: AlarmId, who: tuple[PersonId, ...], scope: str | None, camera: str, at: Seconds) -> None:
        self._visits.append(OpenVisit(alarm_id, who, at, scope, at, {camera: at}))

    def end_before(self, now: Seconds) -> None:
        """Drop the visits whose quiet time is over."""
        self._visits = [visit for visit in self._visits if self._is_open(visit, now)]

    def end_at(self, camera: str) -> None:
        """Drop the visits that are this camera's alone."""
        self._visits = [visit for visit in self._visits if visit.camera != camera]

    def now_open(self) -> list[Visit]:
        return [Visit(v.alarm_id, frozenset(v.who), v.last_seen, v.camera, v.rang_at) for v in self._visits]

    def _open_at(self, camera: str | None, at: Seconds) -> list[OpenVisit]:
        return [visit for visit in self._visits if visit.camera == camera and self._is_open(visit, at)]

    def _is_open(self, visit: OpenVisit, at: Seconds) -> bool:
        if not visit.told and visit.last_seen - at >= self._quiet_s:
            # Restored and not seen since: a wall clock that once stood a year ahead silences nobody for a year.
            # What was seen in this run may well lie ahead: a recording can be read faster than time passes.
            return False
        return at - visit.last_seen < self._quiet_s


def _reopened(visit: Visit) -> OpenVisit:
    rang_at = visit.last_seen if visit.rang_at is None else visit.rang_at
    return OpenVisit(visit.alarm_id, tuple(sorted(visit.who)), visit.last_seen, visit.camera, rang_at)
