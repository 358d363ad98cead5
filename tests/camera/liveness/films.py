"""Short films of one packaged portrait on a head, on paper and on a screen."""

from collections.abc import Iterator
from functools import cache

import numpy as np

from camera.liveness.attacks import Presented
from camera.liveness.turns import Turn
from camera.scene.heads.opening import texture_of
from camera.scene.heads.patient import PatientOptions
from camera.scene.heads.render import HeadPose
from camera.scene.heads.stage import HEIGHT_PX, WIDTH_PX, as_filmed, draw_person, wall
from camera.types import Box, Image

FPS = 10
REST = HeadPose(WIDTH_PX / 2, 0.45 * HEIGHT_PX, 140)
FACE = Box(250, 150, 390, 300)


@cache
def texture(who: int = 1) -> Image:
    return texture_of(PatientOptions(who=who))


def film(thing: Presented, turn: Turn, seconds: float = 1.7, *, body: bool = True) -> Iterator[Image]:
    rng, backdrop = np.random.default_rng(3), wall()
    for number in range(round(seconds * FPS)):
        at = number / FPS
        pose = thing.pose(REST, at, turn, 0.0)
        picture = backdrop.copy()
        if body:
            draw_person(picture, pose, texture())
        thing.draw(picture, pose, at)
        yield as_filmed(picture, rng)
