"""What a door camera shows on good and bad days, made by the tests themselves. Grey noise stands for the sensor's."""

from collections.abc import Iterator

import cv2
import numpy as np

from camera.rehearsal.film import Film, filmed
from camera.types import Image

SMALL = (640, 360)
LARGE = (1920, 1080)
_CODE_PX = 16
_CODE_BITS = 8


def lobby(size: tuple[int, int] = SMALL, light: float = 1.0) -> Image:
    """A wall, a floor, a door and a lamp; `light` 1 is a day, 0.15 a night with the lamp of the exit."""
    width, height = size
    picture = np.full((height, width, 3), 150 * light, np.uint8)
    picture[height * 2 // 3 :] = round(105 * light)
    picture[height // 6 : height * 2 // 3, width // 5 : width // 3] = round(60 * light)
    picture[height // 8 : height // 6, width // 2 : width // 2 + width // 20] = round(105 + 100 * light)
    return picture


def cover(size: tuple[int, int] = SMALL) -> Image:
    """A hand before the lens: dark, blurred, lighter towards one side."""
    width, height = size
    row = np.linspace(36, 62, width)
    return np.repeat(np.tile(row, (height, 1))[..., None], 3, 2).astype(np.uint8)


def black(size: tuple[int, int] = SMALL) -> Image:
    return np.zeros((size[1], size[0], 3), np.uint8)


def noisy(picture: Image, seed: int, sigma: float = 3.0) -> Image:
    grain = np.random.default_rng(seed).normal(0, sigma, picture.shape[:2])[..., None]
    return np.asarray((picture + grain).clip(0, 255), np.uint8)


def numbered(picture: Image, number: int) -> Image:
    """With the number as a row of black and white fields at the top left."""
    shown = picture.copy()
    for bit in range(_CODE_BITS):
        left = bit * _CODE_PX
        shown[:_CODE_PX, left : left + _CODE_PX] = 235 if number >> bit & 1 else 16
    return shown


def number_in(picture: Image) -> int:
    fields = (picture[4 : _CODE_PX - 4, bit * _CODE_PX + 4 : (bit + 1) * _CODE_PX - 4] for bit in range(_CODE_BITS))
    return sum((float(field.mean()) > 125) << bit for bit, field in enumerate(fields))


def of_a_day(size: tuple[int, int] = SMALL, pictures: int = 50) -> Film:
    """Numbered pictures of a lobby in which a dark shape walks."""
    return filmed(_walk(size, pictures), bit_rate=4_000_000 if size == LARGE else 1_000_000)


def _walk(size: tuple[int, int], pictures: int) -> Iterator[Image]:
    grains = [np.random.default_rng(seed).normal(0, 3, (size[1], size[0], 1)) for seed in range(5)]
    for number in range(pictures):
        shown = lobby(size)
        left = (number * size[0]) // pictures
        cv2.rectangle(shown, (left, size[1] // 3), (left + size[0] // 12, size[1] - 1), (40, 50, 60), -1)
        grainy = np.asarray((shown + grains[number % len(grains)]).clip(0, 255), np.uint8)
        yield numbered(grainy, number)


def of_noise_over(picture: Image, sigma: float = 3.0, pictures: int = 50) -> Film:
    return filmed(noisy(picture, seed, sigma) for seed in range(pictures))


def of_one(picture: Image, bit_rate: int | None = None) -> Film:
    """The same picture encoded again and again, for so long that the encoder has come to rest."""
    settled = filmed([picture] * 300, bit_rate)
    return Film(settled.pictures[-50:], settled.parameter_sets)
