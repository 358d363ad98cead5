"""A door camera's stream made of any pictures: 1920 x 1080, a sensor's grain, a usual bit rate."""

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.rehearsal.film import Film, filmed
from camera.types import Image

SIZE = (1920, 1080)
BIT_RATE = 4_000_000
_GRAIN = 2.5
_GRAINS = 8


def door_film(images: Iterable[Image], bit_rate: int = BIT_RATE) -> Film:
    """Each picture enlarged until it fills the frame. Without grain an enlarged recording would decode too cheaply."""
    return filmed(_grainy(images), bit_rate)


def _grainy(images: Iterable[Image]) -> Iterator[Image]:
    rng = np.random.default_rng(1)
    grains = [rng.normal(0, _GRAIN, (SIZE[1], SIZE[0])).astype(np.int16) for _ in range(_GRAINS)]
    three = [cv2.merge([grain] * 3) for grain in grains]
    for number, image in enumerate(images):
        shown = cv2.add(_filling(image), three[number % _GRAINS], dtype=cv2.CV_8U)
        yield np.asarray(shown, np.uint8)


def _filling(image: Image) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    scale = max(SIZE[0] / width, SIZE[1] / height)
    large = cv2.resize(image, (max(round(width * scale), SIZE[0]), max(round(height * scale), SIZE[1])))
    top, left = (large.shape[0] - SIZE[1]) // 2, (large.shape[1] - SIZE[0]) // 2
    return np.asarray(large[top : top + SIZE[1], left : left + SIZE[0]], np.uint8)
