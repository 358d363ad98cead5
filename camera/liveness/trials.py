"""Attacks and drawn heads put through a whole face check, and what each of the rules says to them.

Nothing is stored: the films exist frame by frame. Drawn heads are simulated, and so are the error rates from them.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import cv2
import numpy as np

from camera.leases.messages import CheckFacts, CheckProgress, StartCheck
from camera.liveness.attacks import Presented, Species, attack, drawn_head
from camera.liveness.challenge import draw_challenge
from camera.liveness.subjects import Subject
from camera.liveness.trial import SIMULATED, Trial
from camera.liveness.turns import Turn
from camera.scene.heads.render import HeadPose
from camera.scene.heads.stage import HEIGHT_PX, WIDTH_PX, as_filmed, draw_person, wall
from camera.types import Frame, Image, Seconds

FPS = 12
"""Frames analysed a second: what one core holds with either detector."""


class Check(Protocol):
    """camera.facecheck.check.FaceCheck is one."""

    def feed(self, frame: Frame) -> CheckProgress | CheckFacts: ...


MakeCheck = Callable[[StartCheck, Seconds], Check]


def trials(subjects: Sequence[Subject], make: MakeCheck, seed: int = 1) -> Iterator[Trial]:
    """Every subject as a drawn head and as every species of attack."""
    for number, subject in enumerate(subjects):
        for name, thing in _presented(subject):
            yield run_trial(name, thing, subject, make, np.random.default_rng((seed, number)))


def _presented(subject: Subject) -> Iterator[tuple[str, Presented]]:
    yield SIMULATED, drawn_head(subject.texture)
    for species in Species:
        yield species.value, attack(species, subject.texture, subject.other)


def run_trial(name: str, thing: Presented, subject: Subject, make: MakeCheck, rng: np.random.Generator) -> Trial:
    """One check, from the first frame to its facts. Who presents it sees the screen and does as it says."""
    order = StartCheck("trial", _as_jpeg(subject.reference), draw_challenge(rng), turn_within_s=8.0, within_s=30.0)
    check = make(order, 0.0)
    rest = HeadPose(WIDTH_PX / 2 + rng.uniform(-30, 30), 0.45 * HEIGHT_PX, rng.uniform(112, 165))
    backdrop, begun_s = wall(int(rng.integers(1000))), float(rng.uniform(0, 8))
    asked: Turn | None = None
    asked_at = 0.0
    for number in range(round((order.within_s + 2) * FPS)):
        at = number / FPS
        pose = thing.pose(rest, at + begun_s, asked, asked_at + begun_s)
        picture = backdrop.copy()
        if name in (SIMULATED, Species.CUT_OUT.value):
            draw_person(picture, pose, subject.texture)
        thing.draw(picture, pose, at + begun_s)
        told = check.feed(Frame.of(as_filmed(picture, rng), at, number))
        if isinstance(told, CheckFacts):
            return _trial(name, told, at)
        if told.turn is not asked:
            asked, asked_at = told.turn, at
    raise RuntimeError("the check did not end in its own time")


def _trial(name: str, told: CheckFacts, at: Seconds) -> Trial:
    life = told.liveness
    return Trial(
        species=name,
        challenge=life.challenge,
        depth=life.depth,
        parallax=life.parallax,
        live_score=life.live_score,
        similarity=told.similarity,
        obstacle=told.obstacle.value if told.obstacle else None,
        lasted_s=at,
        decided_in_s=told.decided_in_s,
    )


def _as_jpeg(image: Image) -> bytes:
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()
