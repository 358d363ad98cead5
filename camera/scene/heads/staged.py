"""`fake:stage?hand=FILE`: a kiosk's camera before which a hand places people and things, for the demonstration.

The hand writes its wish into the file (Placed.to_json); it is looked at several times a second.
"""

import time
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl

import cv2
import numpy as np

from camera.errors import CameraError
from camera.liveness.attacks import Presented, Species, attack
from camera.liveness.turns import Turn
from camera.scene.heads.motions import Manner
from camera.scene.heads.opening import texture_of
from camera.scene.heads.patient import FACE_PX, FPS, DrawnPatient, PatientOptions
from camera.scene.heads.placed import Guise, Placed
from camera.scene.heads.render import Dressed, HeadPose
from camera.scene.heads.stage import HEIGHT_PX, WIDTH_PX, as_filmed, wall
from camera.scene.heads.surfaces import Head
from camera.scene.heads.texture import EYES_AT
from camera.scene.heads.texture import FACE_PX as TEXTURE_FACE_PX
from camera.types import Frame, Image, Seconds

HINT = "Understood is fake:stage?hand=FILE, with the file in which the hand writes who stands there."
LOOKS_EVERY_S = 0.15
CALM = Manner(goes_s=1.0, stays_s=0.9)
"""Slow enough for a computer that looks three times a second."""

AGAIN_AFTER_S = CALM.lasts_s + 0.7
_MASK = (226, 208, 186)


class Staged(Protocol):
    """What stands there; times are seconds since the camera was opened."""

    def ask(self, turn: Turn | None, at: Seconds) -> None: ...
    def picture(self, at: Seconds) -> Image: ...


class StagedCamera:
    """At the pace of `clock`. Who is placed hears every turn that is asked (camera.scene.heads.patient.Askable)."""

    live = True

    def __init__(
        self,
        hand: Path,
        name: str,
        clock: Callable[[], Seconds] = time.monotonic,
        sleep: Callable[[Seconds], None] = time.sleep,
    ) -> None:
        self.name = name
        self._hand = hand
        self._clock, self._sleep = clock, sleep
        self._started_at = clock()
        self._looked_at = float("-inf")
        self._written_ns = 0
        self._closed = False
        self._asked: Turn | None = None
        self._asked_at: Seconds = 0.0
        self._scene: Staged = scene_of(Placed())

    def ask(self, turn: Turn | None) -> None:
        """Whoever is asked for the same for long does it once more, as people do."""
        at = self._clock() - self._started_at
        if turn is not self._asked:
            self._asked, self._asked_at = turn, at
        elif at - self._asked_at > AGAIN_AFTER_S:
            self._asked_at = at
            self._scene.ask(None, at)
        self._scene.ask(turn, at)

    def __iter__(self) -> Iterator[Frame]:
        number = 0
        while not self._closed:
            early_s = self._started_at + number / FPS - self._clock()
            if early_s > 0:
                self._sleep(early_s)
            else:
                number += int(-early_s * FPS)
            at = self._clock()
            self._look_at_hand(at)
            yield Frame(partial(self._scene.picture, at - self._started_at), at, number)
            number += 1

    def close(self) -> None:
        self._closed = True

    def _look_at_hand(self, at: Seconds) -> None:
        """Half a file, or none, changes nothing."""
        if at - self._looked_at < LOOKS_EVERY_S:
            return
        self._looked_at = at
        try:
            written_ns = self._hand.stat().st_mtime_ns
            if written_ns != self._written_ns:
                self._scene = scene_of(Placed.from_json(self._hand.read_text(encoding="utf-8")))
                self._written_ns = written_ns
        except (OSError, ValueError, KeyError, TypeError):
            return


def staged_camera(query: str, name: str, clock: Callable[[], Seconds]) -> StagedCamera:
    """`query` is what follows '?'. Raises CameraError for what is not understood."""
    given = dict(parse_qsl(query))
    if set(given) != {"hand"}:
        raise CameraError(name, f"fake:stage?{query} is not understood", HINT)
    return StagedCamera(Path(given["hand"]), name, clock)


def scene_of(placed: Placed) -> Staged:
    match placed.guise:
        case Guise.NOBODY:
            return _Empty()
        case Guise.PERSON:
            return DrawnPatient(_texture(placed.portrait), CALM, cycles=False)
        case Guise.MASK:
            return _Masked(_texture(placed.portrait))
        case Guise.PRINT:
            texture = _texture(placed.portrait)
            return _Held(attack(Species.FLAT_PRINT, texture, texture))


@lru_cache(maxsize=8)
def _texture(portrait: str) -> Image:
    return texture_of(PatientOptions(portrait=portrait))


def _masked(texture: Image) -> Image:
    """Paper over nose, mouth and chin."""
    masked = texture.copy()
    x, y, unit = EYES_AT[0], EYES_AT[1], TEXTURE_FACE_PX
    outline = [(-0.42, 0.17), (0, 0.10), (0.42, 0.17), (0.40, 0.55), (0.2, 0.82), (-0.2, 0.82), (-0.40, 0.55)]
    points = np.array([(x + across * unit, y + down * unit) for across, down in outline], np.int32)
    cv2.fillPoly(masked, [points], _MASK, cv2.LINE_AA)
    for fold in (0.35, 0.48, 0.61):
        ends = [(round(x + side * 0.36 * unit), round(y + fold * unit)) for side in (-1, 1)]
        cv2.line(masked, ends[0], ends[1], tuple(part - 24 for part in _MASK), 1, cv2.LINE_AA)
    return masked


class _Masked(DrawnPatient):
    def __init__(self, texture: Image) -> None:
        super().__init__(texture, CALM, cycles=False)
        self._head = Dressed(Head(), _masked(texture))


class _Empty:
    def ask(self, turn: Turn | None, at: Seconds) -> None:
        pass

    def picture(self, at: Seconds) -> Image:
        return _filmed(wall(), at)


class _Held:
    """Something in somebody's hands, moved as they are asked."""

    def __init__(self, presented: Presented) -> None:
        self._presented = presented
        self._rest = HeadPose(WIDTH_PX / 2, 0.44 * HEIGHT_PX, FACE_PX)
        self._asked: tuple[Turn | None, Seconds] = (None, 0.0)

    def ask(self, turn: Turn | None, at: Seconds) -> None:
        if turn is not self._asked[0]:
            self._asked = turn, at

    def picture(self, at: Seconds) -> Image:
        picture = wall()
        pose = self._presented.pose(self._rest, at, *self._asked)
        self._presented.draw(picture, pose, at)
        return _filmed(picture, at)


def _filmed(picture: Image, at: Seconds) -> Image:
    return as_filmed(picture, np.random.default_rng(int(at * 1000) % 2**31))
