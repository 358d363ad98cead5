"""A camera's film of a hall in which portraits stand and sway a little."""

from collections.abc import Collection, Iterator, Mapping
from math import sin, tau

import cv2
import numpy as np

from camera.rehearsal.film import FPS, Film, filmed
from camera.scene.hall import draw_hall
from camera.types import Image

WIDTH_PX, HEIGHT_PX, PORTRAIT_PX = 640, 360, 230
PICTURES = 2 * FPS


def portrait_film(portraits: Mapping[str, Image], there: Collection[str]) -> Film:
    """Those of the portraits that are `there`, each at a place of its own; room for two. It may be repeated."""
    return filmed(_pictures(portraits, there))


def _pictures(portraits: Mapping[str, Image], there: Collection[str]) -> Iterator[Image]:
    rng = np.random.default_rng(1)
    hall = cv2.resize(draw_hall(rng), (WIDTH_PX, HEIGHT_PX))
    for number in range(PICTURES):
        canvas = np.asarray(cv2.add(hall, rng.integers(0, 12, (HEIGHT_PX, WIDTH_PX, 3), np.uint8)), np.uint8)
        for place, (who, portrait) in enumerate(portraits.items()):
            if who in there:
                left = 50 + 300 * place + round(20 * sin(tau * number / PICTURES))
                width = round(PORTRAIT_PX * portrait.shape[1] / portrait.shape[0])
                canvas[70 : 70 + PORTRAIT_PX, left : left + width] = cv2.resize(portrait, (width, PORTRAIT_PX))
        yield canvas
