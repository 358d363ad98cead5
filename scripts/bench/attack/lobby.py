"""Cameras that show who is in the lobby, and listed people who come, walk and go by a script of their own."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from random import Random

from camera.rehearsal.film import Film
from camera.rehearsal.portrait_film import portrait_film
from camera.rehearsal.rtsp_camera import RtspCamera
from camera.types import Image, Seconds
from scripts.bench.attack.visits import Stretch, Visit

CAMERAS = ("north door", "lift")
STAYS_S: Seconds = 24.0
MOVES_AFTER_S = (11.0, 13.0)
"""Half of the visits lead past both cameras."""
QUIET_S: Seconds = 30.0
"""The site's quiet time: a second alarm within a visit is never right."""
APART_S = (6.0, 10.0)
"""Longer than the quiet time are people away: a picture is under way for a while."""
ENTER_APART_S: Seconds = 4.0


@dataclass(slots=True)
class _Person:
    comes_at: Seconds
    camera: str | None = None
    came_at: datetime = datetime.min
    moves_at: Seconds | None = None
    leaves_at: Seconds = 0.0
    stays: list[Stretch] = field(default_factory=list)


class Lobby:
    """`tick` lets people come, walk and go. `closing`: everybody leaves, and nobody comes any more."""

    def __init__(
        self,
        cameras: Mapping[str, RtspCamera],
        films: Mapping[frozenset[str], Film],
        people: Collection[str],
        seed: int,
    ) -> None:
        self.visits: list[Visit] = []
        self.closing = False
        self._cameras = cameras
        self._films = films
        self._rng = Random(seed)
        self._people = {person: _Person(float("inf")) for person in people}

    @property
    def is_empty(self) -> bool:
        return all(one.camera is None for one in self._people.values())

    def open(self, now: Seconds) -> None:
        for place, one in enumerate(self._people.values()):
            one.comes_at = now + ENTER_APART_S * place

    def tick(self, now: Seconds, moment: datetime) -> None:
        for name, one in self._people.items():
            if one.camera is None:
                if now >= one.comes_at and not self.closing:
                    self._come(one, now, moment)
            elif now >= one.leaves_at or self.closing:
                self._leave(name, one, now, moment)
            elif one.moves_at is not None and now >= one.moves_at:
                self._move(one, moment)
        for camera, shown in self._cameras.items():
            film = self._films[frozenset(name for name, one in self._people.items() if one.camera == camera)]
            if shown.film is not film:
                shown.film = film

    def _come(self, one: _Person, now: Seconds, moment: datetime) -> None:
        one.camera, one.came_at, one.stays = self._rng.choice(CAMERAS), moment, []
        one.leaves_at = now + STAYS_S
        one.moves_at = now + self._rng.uniform(*MOVES_AFTER_S) if self._rng.random() < 0.5 else None

    def _move(self, one: _Person, moment: datetime) -> None:
        assert one.camera is not None
        one.stays.append(Stretch(one.camera, one.came_at, moment))
        one.camera, one.came_at = next(camera for camera in CAMERAS if camera != one.camera), moment
        one.moves_at = None

    def _leave(self, name: str, one: _Person, now: Seconds, moment: datetime) -> None:
        assert one.camera is not None
        self.visits.append(Visit(name, (*one.stays, Stretch(one.camera, one.came_at, moment))))
        one.camera = None
        one.comes_at = now + QUIET_S + self._rng.uniform(*APART_S)


def lobby_films(faces: Mapping[str, Image]) -> dict[frozenset[str], Film]:
    """For every set of people who may stand before one camera."""
    groups = [frozenset(group) for size in range(len(faces) + 1) for group in combinations(faces, size)]
    return {group: portrait_film(faces, group) for group in groups}
