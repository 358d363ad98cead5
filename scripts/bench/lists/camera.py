"""A camera without a picture: it sees the face that it is told to see, again and again, as somebody who stays."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from camera.messages import CameraCondition, CameraState, FromWorker, Heartbeat
from camera.types import Box, Embedding, PipelineCounts, Seconds, Sighting, TrackEnded, TrackId
from watchlist.gallery import Gallery
from watchlist.types import PersonId

NAME = "door"
LOOKS_EVERY_S = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Drawn, and looks like `vector`."""

    person_id: PersonId
    name: str
    vector: NDArray[np.float32] = field(repr=False)


class ScriptedCamera:
    """The workers of a watch. `orders` says who comes to the door, until the next one does, and ends the watch when it
    is closed; `in_force` is told whenever the list that rings begins or ceases to have this person."""

    def __init__(
        self,
        orders: "Connection[Any, Person]",
        gallery: Callable[[], Gallery],
        in_force: Callable[[Person, bool], None],
    ) -> None:
        self.all_ended = False
        self._orders = orders
        self._gallery = gallery
        self._in_force = in_force
        self._shown: Person | None = None
        self._embedding: Embedding | None = None
        self._is_listed = False
        self._track = TrackId(0)

    def poll(self, wait_s: Seconds) -> list[FromWorker]:
        """Called whenever the watch has looked after its list."""
        self._look_at_list()
        try:
            if self._orders.poll(min(wait_s, LOOKS_EVERY_S)):
                return self._next(self._orders.recv())
        except (EOFError, OSError):
            self.all_ended = True
            return []
        return [self._beat(), *self._seen()]

    def stop(self) -> list[FromWorker]:
        return []

    def _look_at_list(self) -> None:
        if self._shown is None or self._embedding is None:
            return
        [match] = self._gallery().search([self._embedding])
        is_listed = match.nearest is not None and match.nearest.person_id == self._shown.person_id
        if is_listed != self._is_listed:
            self._is_listed = is_listed
            self._in_force(self._shown, is_listed)

    def _next(self, shown: Person) -> list[FromWorker]:
        now = time.monotonic()
        ended = TrackEnded(NAME, self._track, now)
        self._track = TrackId(self._track + 1)
        self._shown, self._is_listed = shown, False
        self._embedding = Embedding(shown.vector, self._gallery().model_id)
        return [CameraState(NAME, CameraCondition.LIVE, now), ended]

    def _seen(self) -> list[FromWorker]:
        if self._embedding is None:
            return []
        now = time.monotonic()
        portrait = np.full((80, 60, 3), 128, np.uint8)
        return [Sighting(NAME, self._track, now, now, self._embedding, 1, Box(10, 10, 50, 60), portrait)]

    def _beat(self) -> Heartbeat:
        return Heartbeat(NAME, time.monotonic(), PipelineCounts(), 0, 0.0)
