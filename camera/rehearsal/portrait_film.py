"""A camera's film of a hall in which portraits stand and sway a little."""

from collections.abc import Collection, Iterator, Mapping
from math import sin, tau

import cv2
import numpy as np

from camera.rehearsal.film import FPS, Film, filmed
from camera.scene.hall import draw_hall
from camera.types import Image

PLACE_PX, HEIGHT_PX, PORTRAIT_PX = 210, 360, 210
SWAY_PX = 8
PICTURES = FPS
_GRAINS = 5


def portrait_film(portraits: Mapping[str, Image], there: Collection[str]) -> Film:
    """Those of the portraits that are `there`, each at a place of its own. It may be repeated."""
    return filmed(_pictures(portraits, there))


def _pictures(portraits: Mapping[str, Image], there: Collection[str]) -> Iterator[Image]:
    rng = np.random.default_rng(1)
    size = (HEIGHT_PX, PLACE_PX * len(portraits), 3)
    hall = cv2.resize(draw_hall(rng), (size[1], size[0]))
    grains = [rng.integers(0, 12, size, np.uint8) for _ in range(_GRAINS)]
    for number in range(PICTURES):
        canvas = np.asarray(cv2.add(hall, grains[number % _GRAINS]), np.uint8)
        for place, (who, portrait) in enumerate(portraits.items()):
            if who in there:
                width = round(PORTRAIT_PX * portrait.shape[1] / portrait.shape[0])
                middle = PLACE_PX * place + PLACE_PX // 2 + round(SWAY_PX * sin(tau * number / PICTURES))
                left = middle - width // 2
                canvas[70 : 70 + PORTRAIT_PX, left : left + width] = cv2.resize(portrait, (width, PORTRAIT_PX))
        yield canvas
