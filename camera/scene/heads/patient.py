"""`fake:patient`: a drawn person before a kiosk, who does what is asked, or one turn after the other by themselves.

The picture is made of one photograph on a head's surface: simulated, for demonstrations and tests.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Protocol, runtime_checkable

import numpy as np

from camera.liveness.turns import Turn
from camera.scene.heads.motions import Manner, swaying, turning
from camera.scene.heads.render import Dressed, HeadPose, draw
from camera.scene.heads.stage import HEIGHT_PX, WIDTH_PX, as_filmed, draw_person, wall
from camera.scene.heads.surfaces import Head
from camera.types import Frame, Image, Seconds

FPS = 25
FACE_PX = 140
CYCLE = (Turn.LEFT, Turn.RIGHT, Turn.NOD, Turn.CLOSER)
_REST_S = 1.2
_BEFORE_CYCLE_S = 4.0


@runtime_checkable
class Askable(Protocol):
    """A source whose person hears what is asked on the screen: whoever runs the check passes every turn on."""

    def ask(self, turn: Turn | None) -> None: ...


class DrawnPatient:
    """Where the head is at any time. `ask` may come from another thread; before it ever did, turns come by cycle."""

    def __init__(self, texture: Image, manner: Manner | None = None, *, cycles: bool = True) -> None:
        self._texture = texture
        self._head = Dressed(Head(), texture)
        self._manner = manner or Manner()
        self._cycles = cycles
        self._backdrop = wall()
        self._rest = HeadPose(WIDTH_PX / 2, 0.44 * HEIGHT_PX, FACE_PX)
        self._lock = Lock()
        self._asked: tuple[Turn | None, Seconds] | None = None

    def ask(self, turn: Turn | None, at: Seconds) -> None:
        """What is asked already is not asked again: a turn that has begun goes on."""
        with self._lock:
            if self._asked is None or self._asked[0] is not turn:
                self._asked = turn, at

    def pose(self, at: Seconds) -> HeadPose:
        with self._lock:
            asked = self._asked
        rest = swaying(self._rest, at, self._manner.sway)
        if asked is not None:
            return turning(rest, asked[0], at - asked[1], self._manner)
        return turning(rest, *self._by_cycle(at), self._manner)

    def picture(self, at: Seconds) -> Image:
        pose, picture = self.pose(at), self._backdrop.copy()
        draw_person(picture, pose, self._texture)
        draw(picture, self._head, pose)
        return as_filmed(picture, np.random.default_rng(int(at * 1000) % 2**31))

    def _by_cycle(self, at: Seconds) -> tuple[Turn | None, Seconds]:
        if not self._cycles or at < _BEFORE_CYCLE_S:
            return None, 0.0
        number, since_s = divmod(at - _BEFORE_CYCLE_S, self._manner.lasts_s + _REST_S)
        return CYCLE[int(number) % len(CYCLE)], since_s


@dataclass(frozen=True, slots=True)
class PatientOptions:
    """What stands behind the '?' of `fake:patient`. `portrait` "packaged" or a file; `cycles`: turns without asking."""

    portrait: str = "packaged"
    who: int = 0
    cycles: bool = True
    live: bool = True

    def __post_init__(self) -> None:
        if self.who < 0 or not self.portrait:
            raise ValueError("portrait must be 'packaged' or a file, and who 0 or more")


class PatientCamera:
    """A drawn patient at the pace of `clock`. Never ends by itself; with `live` false 60 seconds as fast as is read."""

    def __init__(
        self,
        patient: DrawnPatient,
        name: str,
        clock: Callable[[], Seconds] = time.monotonic,
        sleep: Callable[[Seconds], None] = time.sleep,
        *,
        live: bool = True,
    ) -> None:
        self.name, self.live = name, live
        self._patient = patient
        self._clock, self._sleep = clock, sleep
        self._started_at = clock()
        self._played_s: Seconds = 0.0
        self._closed = False

    def ask(self, turn: Turn | None) -> None:
        """The person on the picture hears this; None lets them stand still."""
        self._patient.ask(turn, self._clock() - self._started_at if self.live else self._played_s)

    def __iter__(self) -> Iterator[Frame]:
        return self._live() if self.live else self._recorded()

    def close(self) -> None:
        self._closed = True

    def _live(self) -> Iterator[Frame]:
        number = 0
        while not self._closed:
            early_s = self._started_at + number / FPS - self._clock()
            if early_s > 0:
                self._sleep(early_s)
            else:
                number += int(-early_s * FPS)
            at = self._clock()
            yield Frame(partial(self._patient.picture, at - self._started_at), at, number)
            number += 1

    def _recorded(self) -> Iterator[Frame]:
        for number in range(60 * FPS):
            if self._closed:
                return
            self._played_s = number / FPS
            yield Frame.of(self._patient.picture(self._played_s), self._played_s, number)
