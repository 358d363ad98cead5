"""Who is in the house: a visit lasts while sightings of a person keep coming, and it has one alarm.

All cameras share a visit. It ends a quiet time after its last sighting; until then nothing rings again for its person.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from camera.types import Seconds
from watchlist.types import AlarmId, PersonId


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as the store keeps it over a restart: `who` is one person, or two while it is not clear which.

    `last_seen` is on the clock the policy is fed with; `camera` is set where every camera rings for itself.
    """

    alarm_id: AlarmId
    who: frozenset[PersonId]
    last_seen: Seconds
    camera: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.who) <= 2:
            raise ValueError(f"a visit is of one person or of two candidates, not of {len(self.who)}")


@dataclass(slots=True)
class OpenVisit:
    alarm_id: AlarmId
    who: tuple[PersonId, ...]
    last_seen: Seconds
    camera: str | None
    told: dict[str, Seconds] = field(default_factory=dict)
    """When each camera last reported this visit."""

    @property
    def person(self) -> PersonId | None:
        return self.who[0] if len(self.who) == 1 else None

    def touch(self, camera: str, at: Seconds, gap_s: Seconds) -> bool:
        """Prolong the visit; whether it is worth telling: a camera's first sighting, then one per gap."""
        self.last_seen = max(self.last_seen, at)
        worth_telling = camera not in self.told or at - self.told[camera] >= gap_s
        if worth_telling:
            self.told[camera] = at
        return worth_telling


class Visits:
    """The open visits. `camera` below is None where all cameras share them."""

    def __init__(self, quiet_s: Seconds, restored: Iterable[Visit] = ()) -> None:
        self._quiet_s = quiet_s
        self._visits = [OpenVisit(v.alarm_id, tuple(sorted(v.who)), v.last_seen, v.camera) for v in restored]

    def find(self, person: PersonId, camera: str | None, at: Seconds) -> OpenVisit | None:
        """The open visit that is, or may be, this person's; one that is surely theirs before one that may be."""
        mine = [v for v in self._visits if person in v.who and v.camera == camera and self._is_open(v, at)]
        return min(mine, key=lambda visit: len(visit.who), default=None)

    def open(self, alarm_id: AlarmId, who: tuple[PersonId, ...], scope: str | None, camera: str, at: Seconds) -> None:
        self._visits.append(OpenVisit(alarm_id, who, at, scope, {camera: at}))

    def end_before(self, now: Seconds) -> None:
        """Drop the visits whose quiet time is over."""
        self._visits = [visit for visit in self._visits if self._is_open(visit, now)]

    def now_open(self) -> list[Visit]:
        return [Visit(v.alarm_id, frozenset(v.who), v.last_seen, v.camera) for v in self._visits]

    def _is_open(self, visit: OpenVisit, at: Seconds) -> bool:
        # Also in the other direction: a wall clock that once stood a year ahead must not silence anybody for a year.
        return abs(at - visit.last_seen) < self._quiet_s
