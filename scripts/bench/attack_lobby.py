"""Two cameras that show who is in the lobby, and the visits of two listed people to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from random import Random

from camera.rehearsal.film import Film
from camera.rehearsal.portrait_film import portrait_film
from camera.rehearsal.rtsp_camera import RtspCamera
from camera.scene.portraits import packaged_portraits
from camera.types import Seconds

CAMERAS = ("north door", "lift")
LEAST_S: Seconds = 10.0
OWED_S: Seconds = 7.0
"""Seen without a break for so long, a person must have rung."""
MOVES_AFTER_S = (4.0, 9.0)
APART_S: Seconds = 4.0
"""Longer than the quiet time are people away: a picture is under way for a while."""


@dataclass(slots=True)
class Visit:
    """In the lobby from `entered` to `left`. `broken`: how often a kill blinded the camera in front of the person."""

    person: str
    entered: datetime
    left: datetime | None = None
    broken: int = 0


@dataclass(slots=True)
class _Coming:
    """`unbroken_from` is since when a running watch has looked at the person, None while none does."""

    comes_at: Seconds
    visit: Visit | None = None
    camera: str = CAMERAS[0]
    came_at: Seconds = 0.0
    moves_at: Seconds = 0.0
    unbroken_from: Seconds | None = None


@dataclass
class Lobby:
    """`tick` lets people come, walk and go. They stay until nobody could say they were not seen."""

    cameras: Mapping[str, RtspCamera]
    films: Mapping[frozenset[str], Film]
    rng: Random
    quiet_s: Seconds
    visits: list[Visit] = field(default_factory=list)
    closing: bool = False
    _people: dict[str, _Coming] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return all(one.visit is None for one in self._people.values())

    def open(self, now: Seconds) -> None:
        for place, person in enumerate(packaged_portraits()):
            self._people[person] = _Coming(now + 6.0 * place)

    def tick(self, now: Seconds, moment: datetime, live_since: Mapping[str, Seconds]) -> None:
        """`live_since`: the cameras that are looked at by a running watch, each since when."""
        for person, one in self._people.items():
            if one.visit is None:
                if now >= one.comes_at and not self.closing:
                    one.visit = Visit(person, moment)
                    self.visits.append(one.visit)
                    one.camera, one.came_at = self.rng.choice(CAMERAS), now
                    one.moves_at, one.unbroken_from = now + self.rng.uniform(*MOVES_AFTER_S), None
                continue
            self._stay(one, one.visit, now, moment, live_since)
        for camera, shown in self.cameras.items():
            there = frozenset(person for person, one in self._people.items() if one.visit and one.camera == camera)
            if shown.film is not self.films[there]:
                shown.film = self.films[there]

    def _stay(
        self, one: _Coming, visit: Visit, now: Seconds, moment: datetime, live_since: Mapping[str, Seconds]
    ) -> None:
        live = live_since.get(one.camera)
        if live is None or (one.unbroken_from is not None and live > one.unbroken_from):
            visit.broken += one.unbroken_from is not None
            one.unbroken_from = None
        if live is not None and one.unbroken_from is None:
            one.unbroken_from = max(live, one.came_at)
        seen_s = 0.0 if one.unbroken_from is None else now - one.unbroken_from
        if seen_s >= OWED_S and now - one.came_at >= LEAST_S:
            visit.left, one.visit = moment, None
            one.comes_at = now + self.quiet_s + APART_S + self.rng.uniform(0.0, 4.0)
        elif now >= one.moves_at:
            one.camera = next(camera for camera in CAMERAS if camera != one.camera)
            one.moves_at, one.unbroken_from = now + self.rng.uniform(*MOVES_AFTER_S), None


def lobby_films() -> dict[frozenset[str], Film]:
    """For every set of people who may stand before one camera. Raises CameraPackageError without the portraits."""
    portraits = packaged_portraits()
    groups = [frozenset(group) for size in range(len(portraits) + 1) for group in combinations(portraits, size)]
    return {group: portrait_film(portraits, group) for group in groups}
